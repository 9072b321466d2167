"""The vitality index as chart specifications."""

from collections.abc import Sequence

from lib.charts import Bar, BarChart, Histogram, Mark, ThemeBar
from lib.text import number
from regioscan.charts.specs import ENOUGH_FOR_A_HISTOGRAM
from regioscan.figures.index_region import IndexTheme, RegionIndex

SCALE = (0.0, 100.0)
CLOSE = 1.0
"""Scores that differ less than this many points are called about equal."""


def contribution_chart(found: RegionIndex) -> BarChart | None:
    """What each theme adds to the difference with the middle, in points; None where there is no index."""
    bars = tuple(
        Bar(theme.name, theme.points, reason=theme.reason) for theme in found.themes if theme.points is not None
    )
    if not bars or found.points_total is None:
        return None
    return BarChart(
        title=f"Wat elk thema toevoegt, in punten (samen {number(found.points_total, 1, signed=True)})",
        alt=f"De thema’s van {found.region.name} naast een gemeente die op elk cijfer in het midden staat.",
        unit="punten",
        decimals=1,
        bars=bars,
    )


def index_histogram(found: RegionIndex, values: Sequence[float]) -> Histogram | None:
    """The index of all municipalities with ours marked; None with too few of them."""
    if len(values) < ENOUGH_FOR_A_HISTOGRAM:
        return None
    low, high = number(min(values)), number(max(values))
    return Histogram(
        title=f"Vitaliteitsindex {found.year} van {number(len(values))} gemeenten",
        alt=f"De gemeenten lopen van {low} tot {high}.",
        unit="",
        decimals=0,
        values=list(values),
        marker=Mark(found.region.name, found.index) if found.index is not None else None,
        counted="gemeenten",
    )


def index_theme_bar(theme: IndexTheme) -> ThemeBar | None:
    """The score of a theme beside that of the middle; None where there is none."""
    if theme.score is None:
        return None
    middle = 50.0 if theme.against is None else theme.against
    return ThemeBar(
        title=theme.name,
        alt=f"{theme.name}: score {number(theme.score)}, het midden is {number(middle)}.",
        value=theme.score,
        reference=middle,
        scale=SCALE,
        decimals=0,
    )


def beside_middle(theme: IndexTheme) -> str:
    """«hoger dan het midden», «lager dan het midden» or «ongeveer gelijk aan het midden»; "" without a score."""
    if theme.score is None or theme.against is None:
        return ""
    gap = theme.score - theme.against
    if abs(gap) < CLOSE:
        return "ongeveer gelijk aan het midden"
    return "hoger dan het midden" if gap > 0 else "lager dan het midden"
