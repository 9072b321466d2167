"""Funnels: regions by size, between the limits within which chance alone would keep them."""

import math
from collections.abc import Sequence

from lib.charts.axes import grid, ticks_room
from lib.charts.bars import UNITS_BESIDE
from lib.charts.ink import Canvas, Paper, Place, Room, dot, line
from lib.charts.scales import Scale, nice_scale, shown
from lib.charts.specs import Funnel, FunnelLimits, FunnelPoint
from lib.svg import tag, words

FUNNEL_HEIGHT = 18.0
MOST_TICKS = 6


def draw_funnel(chart: Funnel, on: Paper) -> str:
    """A dot a region, small ones at the left; the benchmark as a line, and the limits as dashes around it."""
    across, up = funnel_axes(chart)
    left = ticks_room(up)
    canvas = on(Room(FUNNEL_HEIGHT, top=1.8, bottom=3.1, left=left, right=1.0))
    parts = [grid(canvas, up, chart.unit), _sizes(canvas, chart, across)]
    for place, limits in enumerate(chart.limits):
        for ends in (limits.low, limits.high):
            piece = _curve(limits, ends, (across, up))
            parts.append(canvas.curve([piece], limit_role(place)) if len(piece) > 1 else "")
    if chart.benchmark:
        y = 1 - up.share(chart.benchmark.value)
        parts.append(line(canvas, (0, y), (1, y), "mark"))
    points = [point for point in chart.points if point.size > 0]
    for point in sorted(points, key=lambda one: one.is_ours):
        parts.append(_dot(canvas, chart, point, (across, up)))
    if not points:
        parts.append(canvas.label("Geen cijfers om te tekenen", (0.5, 0.5), "soft", anchor="middle"))
    return canvas.frame("".join(parts), kind=f"funnel pad-{left}", title=chart.title, alt=chart.alt)


def limit_role(place: int) -> str:
    """The look of a pair of limits: they differ by their dashes."""
    return f"limit-{place % 4}"


def funnel_axes(chart: Funnel) -> tuple[Scale, Scale]:
    """Sizes as powers of ten (the scale holds their logarithm), and round values that hold every dot and limit."""
    sizes = [math.log10(one.size) for one in chart.points if one.size > 0]
    values = [one.value for one in chart.points if one.size > 0]
    values += [chart.benchmark.value] if chart.benchmark else []
    kept = [end for limits in chart.limits for end in (*limits.low, *limits.high)]
    if values:
        # Limits of the very smallest run far out of what there is: the dots decide, with some room.
        room = (max(values) - min(values)) * 0.25 if max(values) < 1e300 > -min(values) else 0.0
        kept = [end for end in kept if min(values) - room <= end <= max(values) + room]
    low, high = min(sizes, default=0.0), max(sizes, default=1.0)
    return Scale(low, high if high > low else low + 1.0), nice_scale([*values, *kept])


def size_ticks(low: float, high: float) -> list[float]:
    """Round sizes between two powers of ten: 1, 2 and 5 times a power, or only powers where those are too many."""
    powers = range(math.floor(low), math.ceil(high) + 1)
    found = [k + math.log10(times) for k in powers for times in (1, 2, 5) if low <= k + math.log10(times) <= high]
    if len(found) > MOST_TICKS:
        found = [float(k) for k in powers if low <= k <= high]
    step = max(1, math.ceil(len(found) / MOST_TICKS))
    return found[::step]


def _sizes(canvas: Canvas, chart: Funnel, across: Scale) -> str:
    ticks = size_ticks(across.low, across.high) if chart.points else []
    named = [
        canvas.label(shown(10**tick, 0), (across.share(tick), 1), "tick-x", shift=(0, 1.5))
        for tick in ticks
        if tick < 300
    ]
    below = canvas.label(chart.size_label, (0.5, 1), "soft", shift=(0, 2.8), anchor="middle")
    return "".join(named) + below


def _curve(limits: FunnelLimits, ends: Sequence[float], scales: tuple[Scale, Scale]) -> list[Place]:
    across, up = scales
    found = zip(limits.sizes, ends, strict=True)
    inside = [(across.share(math.log10(size)), 1 - up.share(end)) for size, end in found if size > 0]
    return [(x, min(1.0, max(0.0, y))) for x, y in inside if 0 <= x <= 1]


def _dot(canvas: Canvas, chart: Funnel, point: FunnelPoint, scales: tuple[Scale, Scale]) -> str:
    across, up = scales
    at = across.share(math.log10(point.size)), 1 - up.share(point.value)
    unit = "" if chart.unit not in UNITS_BESIDE else f" {chart.unit}"
    told = f"{point.name}: {shown(point.value, chart.decimals)}{unit}, {shown(point.size, 0)} {chart.size_label}"
    drawn = dot(canvas, at, 0.36 if point.is_ours else 0.2, "us" if point.is_ours else "peer-dot")
    return tag("g", tag("title", words(told)), drawn)
