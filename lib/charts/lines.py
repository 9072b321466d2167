"""Trends: the line chart, and the sparkline that is one without words."""

from collections.abc import Sequence

from lib.charts.axes import grid, ticks_room
from lib.charts.ink import Canvas, Paper, Place, Print, Room, dot, line, width_of
from lib.charts.legends import SAMPLE_HEIGHT, SAMPLE_WIDTH, draw_legend, legend_height
from lib.charts.looks import PRINT_EM
from lib.charts.scales import Scale, keep_apart, nice_scale, shown, year_ticks
from lib.charts.specs import Break, LineChart, Point, Series, Sparkline
from lib.svg import num, tag, wrap

DIRECT_LABELS = 4
PLOT_HEIGHT = 16.0
LABEL_LETTERS = 20
LINE_HEIGHT = 1.2


def draw_lines(chart: LineChart, on: Paper) -> str:
    """A trend with ticks, gaps where there is no number, and breaks; direct labels up to four series, else a legend."""
    across, up = axes(chart)
    labelled = len(chart.series) <= DIRECT_LABELS
    canvas = on(_room(chart, up, labelled, _legend_ems(chart, labelled, on)))
    parts = [grid(canvas, up, chart.unit), _years(canvas, across), _breaks(canvas, across, chart.breaks)]
    parts += [_band(canvas, series, (across, up), chart.breaks) for series in chart.series if series.band]
    courses = list(zip(chart.series, series_roles(chart.series), strict=True))
    for series, role in sorted(courses, key=lambda course: course[0].is_ours):
        parts.append(_course(canvas, series, role, (across, up), chart.breaks))
    parts.append(_direct_labels(canvas, chart, up) if labelled else _legend(canvas, chart))
    if not any(y is not None for series in chart.series for _, y in series.points):
        parts.append(canvas.label("Geen cijfers om te tekenen", (0.5, 0.5), "soft", anchor="middle"))
    kind = f"line pad-{canvas.room.left:.0f}" + ("" if labelled else " chart-many")
    return canvas.frame("".join(parts), kind=kind, title=chart.title, alt=chart.alt)


def _room(chart: LineChart, up: Scale, labelled: bool, legend: float) -> Room:
    labels = [row for series in chart.series for row in _label_rows(series, chart)] if labelled else []
    right = width_of(labels) + 1.6 if labels else 1.2
    return Room(PLOT_HEIGHT, top=1.4 + legend, bottom=1.9, left=ticks_room(up), right=right)


def _legend_ems(chart: LineChart, labelled: bool, on: Paper) -> float:
    """The height of the legend in print; on the page it is HTML below the chart."""
    paper = on(Room(1))
    if labelled or not isinstance(paper, Print):
        return 0.0
    return legend_height([series.name for series in chart.series], paper.width) / PRINT_EM


def _legend(canvas: Canvas, chart: LineChart) -> str:
    if not isinstance(canvas, Print):
        return ""
    roles = series_roles(chart.series)

    def sample(i: int, at: Place) -> str:
        y = at[1] + SAMPLE_HEIGHT / 2
        return tag("line", x1=at[0], x2=at[0] + SAMPLE_WIDTH, y1=y, y2=y, **canvas.look(roles[i]))

    rows = draw_legend([series.name for series in chart.series], canvas.width, canvas.look("soft"), sample)
    left, top = -canvas.room.left * PRINT_EM, -canvas.room.top * PRINT_EM
    return tag("g", rows, transform=f"translate({num(left)} {num(top)})")


def axes(chart: LineChart) -> tuple[Scale, Scale]:
    """The years from first to last, and round values that hold every point."""
    points = [*chart.holds, *(point for series in chart.series for point in series.points)]
    xs = [x for x, _ in points]
    ys = [y for _, y in points if y is not None]
    ys += [end for series in chart.series for _, low, high in series.band for end in (low, high)]
    return Scale(min(xs, default=0), max(xs, default=1)), nice_scale(ys)


def series_roles(series: Sequence[Series]) -> list[str]:
    """The look of each series: ours stands out, the others are thin and differ by their dashes."""
    others = iter(range(len(series)))
    return ["ours-line" if one.is_ours else f"other-{next(others) % 7}" for one in series]


def pieces(points: Sequence[Point], breaks: Sequence[Break] = ()) -> list[list[tuple[float, float]]]:
    """The points in order of x, cut where a number is missing and where figures before and after cannot be compared."""
    found: list[list[tuple[float, float]]] = [[]]
    previous: float | None = None
    for x, y in sorted(points, key=lambda point: point[0]):
        crosses = previous is not None and any(previous < cut.x <= x for cut in breaks)
        if (y is None or crosses) and found[-1]:
            found.append([])
        if y is not None:
            found[-1].append((x, y))
        previous = x
    return [piece for piece in found if piece]


def _band(canvas: Canvas, series: Series, scales: tuple[Scale, Scale], breaks: Sequence[Break]) -> str:
    """The interval of each year as a pale field behind the line; of a year on its own, as an upright stroke."""
    across, up = scales
    ends = {x: (low, high) for x, low, high in series.band}
    known = [(x, y if x in ends else None) for x, y in series.points]
    drawn = []
    for piece in pieces(known, breaks):
        highs = [(across.share(x), 1 - up.share(ends[x][1])) for x, _ in piece]
        lows = [(across.share(x), 1 - up.share(ends[x][0])) for x, _ in piece]
        if len(piece) == 1:
            drawn.append(line(canvas, lows[0], highs[0], "margin"))
        else:
            drawn.append(canvas.curve([[*highs, *reversed(lows), highs[0]]], "band"))
    return "".join(drawn)


def last_value(points: Sequence[Point]) -> tuple[float, float] | None:
    """The latest point that has a number."""
    known = [(x, y) for x, y in points if y is not None]
    return max(known, key=lambda point: point[0]) if known else None


def _years(canvas: Canvas, across: Scale) -> str:
    years = year_ticks(round(across.low), round(across.high))
    return "".join(canvas.label(str(year), (across.share(year), 1), "tick-x", shift=(0, 1.5)) for year in years)


def _breaks(canvas: Canvas, across: Scale, breaks: Sequence[Break]) -> str:
    places = [across.share(cut.x - 0.5) for cut in breaks if across.low < cut.x <= across.high]
    return "".join(line(canvas, (x, 0), (x, 1), "break") for x in places)


def _course(canvas: Canvas, series: Series, role: str, scales: tuple[Scale, Scale], breaks: Sequence[Break]) -> str:
    across, up = scales

    def place(point: tuple[float, float]) -> Place:
        return across.share(point[0]), 1 - up.share(point[1])

    parts = pieces(series.points, breaks)
    drawn = canvas.curve([[place(point) for point in part] for part in parts if len(part) > 1], role)
    dotted = [part[0] for part in parts if len(part) == 1]
    last = last_value(series.points)
    if series.is_ours and last and last not in dotted:
        dotted.append(last)
    size, look = (0.3, "us") if series.is_ours else (0.18, "other-dot")
    return drawn + "".join(dot(canvas, place(point), size, look) for point in dotted)


def _label_rows(series: Series, chart: LineChart) -> list[str]:
    last = last_value(series.points)
    return wrap(f"{series.name} {shown(last[1], chart.decimals)}", LABEL_LETTERS) if last else []


def _direct_labels(canvas: Canvas, chart: LineChart, up: Scale) -> str:
    named = [(series, last) for series in chart.series if (last := last_value(series.points))]
    rows = [_label_rows(series, chart) for series, _ in named]
    sizes = [len(row) * LINE_HEIGHT / PLOT_HEIGHT for row in rows]
    places = keep_apart([1 - up.share(last[1]) for _, last in named], sizes, high=1.05)
    drawn = []
    for (series, _), lines, y in zip(named, rows, places, strict=True):
        role = "direct-ours" if series.is_ours else "direct"
        first = 0.35 - (len(lines) - 1) * LINE_HEIGHT / 2
        drawn += [canvas.label(row, (1, y), role, shift=(0.8, first + i * LINE_HEIGHT)) for i, row in enumerate(lines)]
    return "".join(drawn)


def draw_spark(chart: Sparkline, on: Paper) -> str:
    """The course of one figure; a dot where it is now."""
    canvas = on(Room(2.5, top=0.2, bottom=0.2, left=0.3, right=0.5))
    ys = [y for _, y in chart.points if y is not None]
    across = Scale(min((x for x, _ in chart.points), default=0), max((x for x, _ in chart.points), default=1))
    up = Scale(min(ys, default=0), max(ys, default=1))

    def place(point: tuple[float, float]) -> Place:
        return across.share(point[0]), 0.92 - 0.84 * up.share(point[1])

    parts = pieces(chart.points)
    drawn = canvas.curve([[place(point) for point in part] for part in parts if len(part) > 1], "spark")
    lonely = [part[0] for part in parts if len(part) == 1]
    last = last_value(chart.points)
    dots = [dot(canvas, place(point), 0.14, "other-dot") for point in lonely if point != last]
    if last:
        dots.append(dot(canvas, place(last), 0.24, "us"))
    return canvas.frame(drawn + "".join(dots), kind="spark", title=chart.alt or chart.title, alt="")
