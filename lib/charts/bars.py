"""Rankings and distributions: horizontal bars with names, vertical ones for counts."""

from collections.abc import Sequence

from lib.charts.axes import grid, ticks_room
from lib.charts.ink import Canvas, Paper, Room, block, line, width_of
from lib.charts.scales import Scale, bin_counts, bin_edges, bin_of, nice_scale, shown, step_decimals
from lib.charts.specs import Bar, BarChart, Histogram, Mark
from lib.svg import shorten, tag, words

ROW_HEIGHT = {True: 2.7, False: 1.75}
NAME_LETTERS = 34
# Room for the amounts on the page, in ems; chart.css has the same.
PAGE_AMOUNTS = 5.0
HISTOGRAM_HEIGHT = 11.0
# Units so short that they stand beside every number; a longer one is said once.
UNITS_BESIDE = ("", "%")
SHORT_UNIT = 12


def draw_bars(chart: BarChart, on: Paper) -> str:
    """A row for each name: bar from zero, value at the right; words where there is no value."""
    n = max(1, len(chart.bars))
    top = 1.8 if chart.mark or chart.unit not in UNITS_BESIDE else 0.2
    names = width_of([shorten(bar.name, NAME_LETTERS) for bar in chart.bars]) + 1.0
    is_screen = on(Room(1)).is_screen
    amounts = PAGE_AMOUNTS if is_screen else width_of([_amount(bar, chart) for bar in chart.bars]) + 1.2
    canvas = on(Room(n * ROW_HEIGHT[is_screen], top=top, bottom=0.3, left=names, right=amounts))
    scale = _from_zero(chart)
    parts = [_row(canvas, bar, chart, (i + 0.5) / n, scale) for i, bar in enumerate(chart.bars)]
    zero = scale.share(0)
    parts.append(line(canvas, (zero, 0), (zero, 1), "zero"))
    if chart.mark:
        parts.append(mark_line(canvas, chart.mark, scale, _worded(chart.mark, chart)))
    elif chart.unit not in UNITS_BESIDE:
        parts.append(canvas.label(chart.unit, (1, 0), "amount unit", shift=(canvas.room.right, -0.55)))
    if not chart.bars:
        parts.append(canvas.label("Geen cijfers om te tekenen", (0.5, 0.5), "soft", anchor="middle"))
    return canvas.frame("".join(parts), kind="bar", title=chart.title, alt=chart.alt)


def _from_zero(chart: BarChart) -> Scale:
    values = [bar.value for bar in chart.bars if bar.value is not None]
    if chart.mark:
        values.append(chart.mark.value)
    low, high = min(0.0, *values, 0.0), max(0.0, *values, 0.0)
    return Scale(low, high if high > low else low + 1.0)


def _amount(bar: Bar, chart: BarChart) -> str:
    return "" if bar.value is None else shown(bar.value, chart.decimals) + (" %" if chart.unit == "%" else "")


def _row(canvas: Canvas, bar: Bar, chart: BarChart, middle: float, scale: Scale) -> str:
    half = 0.42 / canvas.room.height
    ours = "-ours" if bar.is_ours else ""
    name = canvas.label(shorten(bar.name, NAME_LETTERS), (0, middle), f"name{ours}", shift=(-0.7, 0.35))
    if bar.value is None:
        said = canvas.label(bar.reason or "geen cijfer", (scale.share(0), middle), "soft", shift=(0.5, 0.35))
        return tag("g", tag("title", words(f"{bar.name}: {bar.reason or 'geen cijfer'}")), name, said)
    ends = (scale.share(0), middle - half), (scale.share(bar.value), middle + half)
    drawn = block(canvas, *ends, "ours" if bar.is_ours else "bar")
    amount = canvas.label(_amount(bar, chart), (1, middle), f"amount{ours}", shift=(canvas.room.right, 0.35))
    told = tag("title", words(f"{bar.name}: {shown(bar.value, chart.decimals)} {chart.unit}"))
    return tag("g", told, name, drawn, amount)


def _worded(mark: Mark, chart: BarChart) -> str:
    return f"{mark.name} {shown(mark.value, chart.decimals)} {chart.unit}".strip()


def mark_line(canvas: Canvas, mark: Mark, scale: Scale, label: str) -> str:
    """A thin line over the whole height with its name on top, kept inside the plot."""
    x = scale.inside(mark.value)
    anchor = "start" if x < 0.2 else "end" if x > 0.8 else "middle"
    named = canvas.label(label, (x, 0), "mark-name", shift=(0, -0.55), anchor=anchor)
    return line(canvas, (x, 0), (x, 1), "mark") + named


def draw_histogram(chart: Histogram, on: Paper) -> str:
    """How many regions are in each bin; the bin that holds our value is ours."""
    edges = bin_edges(chart.values)
    counts = bin_counts(chart.values, edges)
    up = count_scale(counts)
    across = Scale(edges[0], edges[-1])
    left = ticks_room(up)
    bottom = 3.1 if _says_unit_below(chart) else 1.9
    canvas = on(Room(HISTOGRAM_HEIGHT, top=1.8, bottom=bottom, left=left, right=1.0))
    parts = [
        grid(canvas, up, chart.counted, from_zero=True),
        _columns(canvas, chart, (edges, counts), (across, up)),
        _edges(canvas, chart, edges),
    ]
    if chart.marker:
        # A long unit does not fit on a phone; the note below the chart says it.
        unit = chart.unit if len(chart.unit) <= SHORT_UNIT else ""
        label = f"{chart.marker.name} {shown(chart.marker.value, chart.decimals)} {unit}".strip()
        parts.append(mark_line(canvas, chart.marker, across, label))
    if not chart.values:
        parts.append(canvas.label("Geen cijfers om te tekenen", (0.5, 0.5), "soft", anchor="middle"))
    return canvas.frame("".join(parts), kind=f"histogram pad-{left}", title=chart.title, alt=chart.alt)


def count_scale(counts: Sequence[int]) -> Scale:
    """A few whole ticks from zero."""
    up = nice_scale([float(count) for count in counts], n=3, with_zero=True)
    whole = tuple(tick for tick in up.ticks if tick == round(tick))
    return Scale(up.low, up.high, whole)


def _says_unit_below(chart: Histogram) -> bool:
    return chart.unit not in UNITS_BESIDE and chart.marker is None


def _columns(canvas: Canvas, chart: Histogram, bins: tuple[list[float], list[int]], scales: tuple[Scale, Scale]) -> str:
    (edges, counts), (across, up) = bins, scales
    ours = bin_of(chart.marker.value, edges) if chart.marker else None
    drawn = []
    for i, count in enumerate(counts):
        left, right = across.share(edges[i]), across.share(edges[i + 1])
        gap = (right - left) * 0.04
        if count:
            role = "ours" if i == ours else "bar"
            drawn.append(block(canvas, (left + gap, 1), (right - gap, 1 - up.share(count)), role))
    return "".join(drawn)


def _edges(canvas: Canvas, chart: Histogram, edges: list[float]) -> str:
    decimals = max(step_decimals(edges[1] - edges[0]), 0) if len(edges) > 2 else chart.decimals
    every = max(1, -(-len(edges) // 7))
    across = Scale(edges[0], edges[-1])
    named = [(edge, shown(edge, decimals)) for edge in edges[::every]]
    if chart.unit == "%" and named:
        named[-1] = (named[-1][0], f"{named[-1][1]} %")
    drawn = [canvas.label(label, (across.share(edge), 1), "tick-x", shift=(0, 1.5)) for edge, label in named]
    if _says_unit_below(chart):
        drawn.append(canvas.label(chart.unit, (1, 1), "end-high", shift=(0, 2.7)))
    return "".join(drawn)
