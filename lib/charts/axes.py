"""What line charts and histograms share: horizontal lines with a number at the left of each."""

import math

from lib.charts.ink import Canvas, line, width_of
from lib.charts.scales import Scale, shown
from lib.svg import tag


def tick_labels(up: Scale, unit: str) -> list[str]:
    """The ticks in words, the unit beside the highest."""
    named = [shown(tick, up.decimals) for tick in up.ticks]
    return [*named[:-1], f"{named[-1]} {unit}".strip()] if named else []


def ticks_room(up: Scale) -> int:
    """The room that the numbers take at the left: 2 to 8 ems. chart.css has a class `pad-n` for each.

    The unit does not count: it runs on above the plot.
    """
    return min(8, max(2, math.ceil(width_of([shown(tick, up.decimals) for tick in up.ticks]) + 0.6)))


def grid(canvas: Canvas, up: Scale, unit: str, *, from_zero: bool = False) -> str:
    """A line at each tick, from the left margin on, with its number standing on it."""
    left = -canvas.room.left
    drawn = []
    for tick, label in zip(up.ticks, tick_labels(up, unit), strict=True):
        y = 1 - up.share(tick)
        role = "zero" if tick == 0 and (from_zero or up.low < 0) else "axis"
        stub = {"x1": canvas.size(left), "x2": "0", "y1": canvas.y(y), "y2": canvas.y(y)}
        drawn.append(line(canvas, (0, y), (1, y), role) + tag("line", **stub, **canvas.look("axis")))
        drawn.append(canvas.label(label, (0, y), "tick", shift=(left, -0.3)))
    return "".join(drawn)
