"""Influence against interest, five by five: every stakeholder a numbered shape in its cell, none over another."""

from collections.abc import Sequence
from dataclasses import dataclass

from lib.charts.ink import Canvas, Room, Screen, line
from lib.svg import tag, words

PER_ROW = 4
MAX_ROWS = 5
ROW_EMS = 1.7
SIDE = 5
SHAPES = {
    "onbekend": tag("circle", cx=8, cy=8, r=5.5, class_="shape-dashed"),
    "geinformeerd": tag("circle", cx=8, cy=8, r=5.5, class_="shape-open"),
    "wil": tag("path", d="M8 1.5 15 14H1Z", class_="shape-full"),
    "koploper": tag("path", d="M8 0 16 8 8 16 0 8Z", class_="shape-strong"),
    "doet": tag("rect", x=1.5, y=1.5, width=13, height=13, class_="shape-strong"),
}
"""Engagement by shape; the key beside the picture says the words."""


@dataclass(frozen=True)
class Placed:
    """A stakeholder on the picture: its number in the table, and both judgements from 1 to 5."""

    number: int
    name: str
    engagement: str
    influence: int
    interest: int


def shape_sample(engagement: str) -> str:
    """The shape of an engagement, small, for in a key or a table."""
    return tag(
        "svg", SHAPES[engagement], class_="shape-sample", viewBox="0 0 16 16", aria_hidden="true", focusable="false"
    )


def draw_influence(placed: Sequence[Placed], title: str) -> str:
    """The grid with everybody in it. The table says the same; what does not fit in a cell is counted there."""
    cells: dict[tuple[int, int], list[Placed]] = {}
    for one in placed:
        cells.setdefault((one.interest, one.influence), []).append(one)
    n_rows = max([2, *(min(MAX_ROWS, -(-len(cell) // PER_ROW)) for cell in cells.values())])
    canvas = Screen(Room(SIDE * (n_rows * ROW_EMS + 0.8), top=1.6, bottom=3.2))
    parts = [_frame(canvas)]
    for (interest, influence), cell in sorted(cells.items()):
        parts.append(_cell(canvas, cell, (interest - 1, SIDE - influence), n_rows))
    alt = f"Invloed tegen belang van {len(placed)} belanghebbenden. De tabel op deze bladzijde zegt hetzelfde."
    return canvas.frame("".join(parts), kind="influence", title=title, alt=alt)


def _frame(canvas: Canvas) -> str:
    drawn = []
    for step in range(SIDE + 1):
        share, role = step / SIDE, "zero" if step in {0, SIDE} else "axis"
        drawn += [line(canvas, (share, 0), (share, 1), role), line(canvas, (0, share), (1, share), role)]
    for step in range(SIDE):
        middle = (step + 0.5) / SIDE
        drawn.append(canvas.label(str(step + 1), (middle, 1), "tick-x", shift=(0, 1.3)))
        drawn.append(canvas.label(str(SIDE - step), (0, middle), "tick", shift=(-1.0, 0.35)))
    drawn.append(canvas.label("veel belang →", (1, 1), "end-high", shift=(0, 2.7)))
    drawn.append(canvas.label("↑ veel invloed", (0, 0), "tick", shift=(-1.0, -0.6)))
    return "".join(drawn)


def _cell(canvas: Canvas, cell: Sequence[Placed], at: tuple[int, int], n_rows: int) -> str:
    room = n_rows * PER_ROW
    shown = list(cell) if len(cell) <= room else list(cell[: room - 1])
    drawn = [_placed(canvas, one, _spot(at, place, n_rows)) for place, one in enumerate(shown)]
    if len(shown) < len(cell):
        x, y = _spot(at, room - 1, n_rows)
        drawn.append(canvas.label(f"+{len(cell) - len(shown)}", (x, y), "amount-more", shift=(0, 1.0)))
    return "".join(drawn)


def _spot(at: tuple[int, int], place: int, n_rows: int) -> tuple[float, float]:
    """The top left of a place in a cell."""
    column, row = at
    x = (column + 0.06 + (place % PER_ROW) * 0.94 / PER_ROW) / SIDE
    y = (row + 0.08 + (place // PER_ROW) * 0.9 / n_rows) / SIDE
    return x, y


def _placed(canvas: Canvas, one: Placed, at: tuple[float, float]) -> str:
    x, y = at
    shape = tag(
        "svg", SHAPES[one.engagement], x=canvas.x(x), y=canvas.y(y), width="1em", height="1em", viewBox="0 0 16 16"
    )
    number = canvas.label(str(one.number), (x, y), "mark-number", shift=(1.15, 0.85))
    return tag("g", tag("title", words(f"{one.number}. {one.name}")), shape, number)
