"""The route map as bars in time: one row a promise, from its begin to its day."""

from collections.abc import Sequence
from datetime import date

from communities.analysis.route_map import Axis, RouteRow, RowGroup, short_date, standing, time_axis
from lib.charts.ink import Canvas, Paper, Room, block, dot, hatch, identity, line, width_of
from lib.svg import shorten, tag, words

ROW_HEIGHT = {True: 2.7, False: 1.9}
NAME_LETTERS = 34
HATCH = {True: 6.0, False: 1.4}


def draw_route_map(groups: Sequence[RowGroup], today: date, title: str, on: Paper) -> str:
    """The rows under their group names; the same rows stand in the table. Nothing is told by colour alone: what is
    late is hatched and says so, what is done has a tick."""
    rows = [row for group in groups for row in group.rows]
    n_lines = max(1, len(rows) + sum(1 for group in groups if group.name))
    is_screen = on(Room(1)).is_screen
    left = width_of(["m" * NAME_LETTERS]) + 1.0
    canvas = on(Room(n_lines * ROW_HEIGHT[is_screen], top=1.8, bottom=0.3, left=left, right=6.5))
    axis = time_axis(rows, today)
    mark = identity("route", title, len(rows), today)
    now = axis.share(today)
    parts = [tag("defs", hatch(canvas, mark, "", HATCH[is_screen])), _grid(canvas, axis)]
    parts.append(line(canvas, (now, 0), (now, 1), "zero"))
    at = 0
    for group in groups:
        if group.name:
            parts.append(
                canvas.label(
                    shorten(group.name, NAME_LETTERS), (0, (at + 0.5) / n_lines), "name-ours", shift=(-0.7, 0.35)
                )
            )
            at += 1
        for row in group.rows:
            parts.append(_row(canvas, row, (at + 0.5) / n_lines, (axis, today, mark)))
            at += 1
    alt = f"Balken in de tijd van {len(rows)} regels. De tabel op deze bladzijde zegt hetzelfde."
    return canvas.frame("".join(parts), kind="bar chart-plan", title=title, alt=alt)


def _grid(canvas: Canvas, axis: Axis) -> str:
    drawn = []
    for place, (day, label) in enumerate(axis.ticks):
        x = axis.share(day)
        role = "tick-x tick-minor" if place % 3 else "tick-x"
        named = canvas.label(label, (x, 0), role, shift=(0, -0.55), anchor=_anchor(x))
        drawn.append(line(canvas, (x, 0), (x, 1), "axis") + named)
    return "".join(drawn)


def _row(canvas: Canvas, row: RouteRow, middle: float, drawn_in: tuple[Axis, date, str]) -> str:
    axis, today, mark = drawn_in
    name = canvas.label(shorten(row.what, NAME_LETTERS), (0, middle), "name", shift=(-0.7, 0.35))
    amount = canvas.label(_at_the_end(row, today), (1, middle), "amount", shift=(canvas.room.right, 0.35))
    told = tag("title", words(f"{row.what}: {standing(row, today)}"))
    return tag("g", told, name, _mark(canvas, row, middle, (axis, mark)), amount)


def _mark(canvas: Canvas, row: RouteRow, middle: float, drawn_in: tuple[Axis, str]) -> str:
    axis, mark = drawn_in
    role = "bar" if not row.is_open else "worse-2" if row.is_late else "ours"
    due = axis.share(row.due_on)
    if row.starts_on is None:
        return dot(canvas, (due, middle), 0.42, "other-dot" if role == "bar" else "us")
    half = 0.42 / canvas.room.height
    starts = min(axis.share(row.starts_on), max(0.0, due - 0.008))
    ends = (starts, middle - half), (due, middle + half)
    solid = block(canvas, *ends, role)
    return solid + block(canvas, *ends, "hatched", fill=f"url(#{mark})") if row.is_late else solid


def _at_the_end(row: RouteRow, today: date) -> str:
    if row.is_late:
        return "te laat"
    return f"✓ {short_date(row.done_on or row.due_on, today)}" if row.is_done else short_date(row.due_on, today)


def draw_time_head(axis: Axis, on: Paper) -> str:
    """The names of the axis alone, for above a column of bars."""
    canvas = on(Room(0.3, top=1.5))
    ticks = list(axis.ticks)[:: 2 if len(axis.ticks) > 7 else 1]
    named = [
        canvas.label(label, (axis.share(day), 0), "tick-x", shift=(0, -0.4), anchor=_anchor(axis.share(day)))
        for day, label in ticks
    ]
    return canvas.frame("".join(named), kind="bar", title="De tijd, van links naar rechts", alt="")


def draw_time_row(row: RouteRow, axis: Axis, today: date, on: Paper) -> str:
    """One bar alone, for in the row of a table that says the rest."""
    canvas = on(Room(1.4))
    mark = identity("row", row.kind, row.number)
    now = axis.share(today)
    parts = [tag("defs", hatch(canvas, mark, "", HATCH[canvas.is_screen]))]
    parts += [line(canvas, (axis.share(day), 0), (axis.share(day), 1), "axis") for day, _ in axis.ticks]
    parts += [line(canvas, (now, 0), (now, 1), "zero"), _mark(canvas, row, 0.5, (axis, mark))]
    return canvas.frame("".join(parts), kind="bar", title=standing(row, today), alt="")


def _anchor(x: float) -> str | None:
    """So that a name at an end of the axis stays inside the picture."""
    if x < 0.05:
        return "start"
    return "end" if x > 0.95 else None
