"""Charts with any finite values and any labels."""

from hypothesis import strategies as st

from lib.charts import (
    Area,
    Bar,
    BarChart,
    Break,
    Choropleth,
    Funnel,
    FunnelLimits,
    FunnelPoint,
    Histogram,
    LineChart,
    Mark,
    Series,
    Sparkline,
    Strip,
    ThemeBar,
)
from tests.lib.charts.examples import square

numbers = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-1000, 1000).map(float)
maybe = st.none() | numbers
labels = st.text(st.characters(codec=None, exclude_categories=()), max_size=30)
years = st.integers(1990, 2040).map(float)
decimals = st.integers(0, 3)
points = st.lists(st.tuples(years, maybe), max_size=8, unique_by=lambda point: point[0]).map(tuple)
ends = st.tuples(years, numbers, numbers).map(lambda one: (one[0], min(one[1:]), max(one[1:])))
series = st.builds(Series, labels, points, st.booleans(), band=st.lists(ends, max_size=4).map(tuple))
marks = st.none() | st.builds(Mark, labels, numbers)
words = {"title": labels, "alt": labels}
measured = words | {"unit": labels, "decimals": decimals, "notes": st.lists(labels, max_size=2).map(tuple)}


@st.composite
def maps(draw):
    values = draw(st.lists(maybe, max_size=20))
    areas = tuple(
        Area(f"GM{i}", draw(labels), (square(5 + i * 0.1, 52),), value, draw(labels), draw(st.sampled_from(["", "/a"])))
        for i, value in enumerate(values)
    )
    return draw(st.builds(Choropleth, areas=st.just(areas), direction=st.sampled_from([-1, 0, 1]), **measured))


lines = st.builds(
    LineChart,
    series=st.lists(series, max_size=6).map(tuple),
    breaks=st.lists(st.builds(Break, years, labels), max_size=2).map(tuple),
    **measured,
)
bars = st.builds(
    BarChart, bars=st.lists(st.builds(Bar, labels, maybe, st.booleans(), labels), max_size=8).map(tuple), mark=marks,
    **measured,
)  # fmt: skip
histograms = st.builds(Histogram, values=st.lists(numbers, max_size=40), marker=marks, counted=labels, **measured)
sizes = st.floats(0, 1e12)


@st.composite
def limits(draw):
    rows = draw(st.lists(st.tuples(sizes, numbers, numbers), max_size=6))
    at, low, high = (tuple(column) for column in zip(*rows, strict=True)) if rows else ((), (), ())
    return FunnelLimits(draw(labels), at, low, high, draw(st.booleans()))


funnels = st.builds(
    Funnel, points=st.lists(st.builds(FunnelPoint, labels, sizes, numbers, st.booleans()), max_size=8).map(tuple),
    limits=st.lists(limits(), max_size=4).map(tuple), benchmark=marks, size_label=labels, counted=labels, **measured,
)  # fmt: skip
strips = st.builds(
    Strip, value=maybe, peers=st.lists(numbers, max_size=80), median=maybe, low=maybe, high=maybe, decimals=decimals,
    unit=labels, margin=st.none() | st.tuples(numbers, numbers), **words,
)  # fmt: skip
sparks = st.builds(Sparkline, points=points, unit=labels, decimals=decimals, **words)
themes = st.builds(ThemeBar, value=maybe, low=maybe, high=maybe, decimals=decimals, **words)
charts = st.one_of(lines, bars, histograms, funnels, strips, sparks, themes, maps())
explored = st.one_of(lines, bars, histograms, funnels, maps())
