"""Initiatives as bars in time, with their milestones. The table beside it says the same."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from communities.analysis.route_map import Axis, RouteRow, short_date, time_axis
from initiatives.access.board_cards import Card
from initiatives.analysis.workflow import ENDS
from initiatives.models import Milestone
from lib.charts.ink import Canvas, Paper, Room, block, dot, hatch, identity, line, width_of
from lib.svg import shorten, tag, words

ROW_HEIGHT = {True: 2.7, False: 1.9}
HATCH = {True: 6.0, False: 1.4}
NAME_LETTERS = 34
MOST_MILESTONES = 12


@dataclass(frozen=True)
class TimeBar:
    """An initiative in time; an end that nobody chose is drawn until today."""

    card: Card
    row: RouteRow
    has_end: bool
    has_bar: bool
    milestones: Sequence[Milestone]
    n_more: int = 0
    """Milestones that are not drawn."""

    @property
    def n_done(self) -> int:
        """Milestones that were reached, of those that are drawn."""
        return sum(1 for one in self.milestones if one.done_on)


def time_bar(card: Card, today: date) -> TimeBar:
    """The bar of an initiative whose milestones were fetched along with it."""
    initiative = card.initiative
    every = list(initiative.milestones.all())
    shown = every[:MOST_MILESTONES]
    is_over = initiative.stage in ENDS
    starts, ends = initiative.started_on, initiative.ends_on
    until = ends or (initiative.stage_since if is_over else today)
    days = [day for day in (starts, ends) if day] + [one.due_on for one in shown]
    row = RouteRow(
        kind="initiatief",
        number=initiative.pk,
        what=initiative.title,
        state=card.stage_label,
        starts_on=starts or min([*days, until]),
        due_on=max(until, starts or until),
        is_open=not is_over,
        is_late=any(kind == "laat" for kind, _ in card.marks),
        is_done=initiative.stage == "gerealiseerd",
        done_on=initiative.stage_since if is_over else None,
        address=initiative.get_absolute_url(),
    )
    return TimeBar(card, row, ends is not None, bool(starts or ends), shown, len(every) - len(shown))


def draw_timeline(bars: Sequence[TimeBar], today: date, title: str, on: Paper) -> str:
    """One row an initiative. Nothing is told by colour alone: late is hatched and says so, done has a tick, and a
    milestone that was reached is filled."""
    canvas = _canvas(on, len(bars))
    axis = time_axis([*(bar.row for bar in bars), *_milestone_rows(bars)], today)
    mark = identity("timeline", title, len(bars), today)
    parts = [tag("defs", hatch(canvas, mark, "", HATCH[canvas.is_screen])), _grid(canvas, axis)]
    parts.append(line(canvas, (axis.share(today), 0), (axis.share(today), 1), "zero"))
    parts += [_row(canvas, bar, (at + 0.5) / len(bars), (axis, today, mark)) for at, bar in enumerate(bars)]
    alt = f"Balken in de tijd van {len(bars)} initiatieven. De tabel op deze bladzijde zegt hetzelfde."
    return canvas.frame("".join(parts), kind="bar chart-plan", title=title, alt=alt)


def _canvas(on: Paper, n: int) -> Canvas:
    left = width_of(["m" * NAME_LETTERS]) + 1.0
    return on(Room(max(1, n) * ROW_HEIGHT[on(Room(1)).is_screen], top=1.8, bottom=0.3, left=left, right=6.5))


def _milestone_rows(bars: Sequence[TimeBar]) -> list[RouteRow]:
    return [
        replace(bar.row, starts_on=None, due_on=one.due_on, kind="mijlpaal") for bar in bars for one in bar.milestones
    ]


def _grid(canvas: Canvas, axis: Axis) -> str:
    drawn = []
    for place, (day, label) in enumerate(axis.ticks):
        x = axis.share(day)
        anchor = "start" if x < 0.05 else "end" if x > 0.95 else None
        named = canvas.label(
            label, (x, 0), "tick-x tick-minor" if place % 3 else "tick-x", shift=(0, -0.55), anchor=anchor
        )
        drawn.append(line(canvas, (x, 0), (x, 1), "axis") + named)
    return "".join(drawn)


def _row(canvas: Canvas, bar: TimeBar, middle: float, drawn_in: tuple[Axis, date, str]) -> str:
    axis, today, mark = drawn_in
    name = canvas.label(shorten(bar.row.what, NAME_LETTERS), (0, middle), "name", shift=(-0.7, 0.35))
    amount = canvas.label(_at_the_end(bar, today), (1, middle), "amount", shift=(canvas.room.right, 0.35))
    stones = [
        dot(canvas, (axis.share(one.due_on), middle), 0.36, "us" if one.done_on else "stone") for one in bar.milestones
    ]
    told = tag("title", words(f"{bar.row.what}: {bar.row.state.lower()}"))
    return tag("g", told, name, _bar(canvas, bar, middle, (axis, mark)), *stones, amount)


def _bar(canvas: Canvas, bar: TimeBar, middle: float, drawn_in: tuple[Axis, str]) -> str:
    if not bar.has_bar or bar.row.starts_on is None:
        return ""
    axis, mark = drawn_in
    half = 0.42 / canvas.room.height
    due = axis.share(bar.row.due_on)
    starts = min(axis.share(bar.row.starts_on), max(0.0, due - 0.008))
    ends = (starts, middle - half), (due, middle + half)
    role = "bar" if not bar.row.is_open else "worse-2" if bar.row.is_late else "ours"
    solid = block(canvas, *ends, role)
    return solid + block(canvas, *ends, "hatched", fill=f"url(#{mark})") if bar.row.is_late else solid


def _at_the_end(bar: TimeBar, today: date) -> str:
    row = bar.row
    if row.is_late:
        return "te laat"
    if row.done_on:
        return f"{'✓ ' if row.is_done else 'gestopt '}{short_date(row.done_on, today)}"
    return short_date(row.due_on, today) if bar.has_end else "geen einde"
