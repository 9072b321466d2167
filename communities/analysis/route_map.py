"""Who does what and when, as rows in an order: what the table, the bars, the export and the calendar all show."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lib.text import MONTHS

SHORT_MONTHS = tuple(month[:3] if month != "maart" else "mrt" for month in MONTHS)
MAX_TICKS = 12
STEPS = (1, 3, 6, 12, 24, 60, 120, 600)
"""Months between two names on the axis."""


@dataclass(frozen=True)
class RouteRow:
    """One promise, or one step of a trajectory with a date. Empty texts: nobody, none."""

    kind: str
    number: int
    what: str
    due_on: date
    state: str
    starts_on: date | None = None
    person: str = ""
    organisation: str = ""
    agenda_item: str = ""
    done_on: date | None = None
    is_open: bool = True
    is_late: bool = False
    is_done: bool = False
    address: str = ""
    version: int = 0

    @property
    def who(self) -> str:
        """The person and the organisation, as far as they are known."""
        return ", ".join(part for part in (self.person, self.organisation) if part)


@dataclass(frozen=True)
class RowGroup:
    """The rows of one person, organisation or agenda item."""

    name: str
    rows: Sequence[RouteRow]


@dataclass(frozen=True)
class Axis:
    """The stretch of time that is drawn, with the days that are named along it."""

    first: date
    last: date
    ticks: Sequence[tuple[date, str]]

    def share(self, day: date) -> float:
        """Where a day stands, from 0 to 1; held inside."""
        span = (self.last - self.first).days or 1
        return min(1.0, max(0.0, (day - self.first).days / span))


GROUPINGS: dict[str, tuple[Callable[[RouteRow], str], str]] = {
    "persoon": (lambda row: row.person, "Nog niemand met naam"),
    "organisatie": (lambda row: row.organisation, "Zonder organisatie"),
    "agendapunt": (lambda row: row.agenda_item, "Hoort bij geen agendapunt"),
}


def in_order(rows: Iterable[RouteRow]) -> list[RouteRow]:
    """By date; of one day first what was promised, then the steps."""
    return sorted(rows, key=lambda row: (row.due_on, row.kind != "toezegging", row.what.casefold(), row.number))


def grouped(rows: Iterable[RouteRow], by: str) -> list[RowGroup]:
    """The rows under their names in alphabetical order, those without a name last; one group without a name else."""
    ordered = in_order(rows)
    if by not in GROUPINGS:
        return [RowGroup("", ordered)] if ordered else []
    name_of, nobody = GROUPINGS[by]
    found: dict[str, list[RouteRow]] = {}
    for row in ordered:
        found.setdefault(name_of(row), []).append(row)
    names = sorted(found, key=lambda name: (not name, name.casefold(), name))
    return [RowGroup(name or nobody, found[name]) for name in names]


def standing(row: RouteRow, today: date) -> str:
    """How it stands, in words: `2 weken te laat`, `over 5 dagen`, `klaar op 3 mei`."""
    if row.is_done:
        return f"klaar op {short_date(row.done_on, today)}" if row.done_on else "klaar"
    if not row.is_open:
        return row.state
    days = (row.due_on - today).days
    if days < 0:
        return f"{_stretch(-days)} te laat"
    return "vandaag" if days == 0 else f"over {_stretch(days)}"


def _stretch(days: int) -> str:
    if days < 14:
        return "1 dag" if days == 1 else f"{days} dagen"
    if days < 60:
        return f"{days // 7} weken"
    return f"{days // 30} maanden"


def short_date(day: date, today: date) -> str:
    """`3 mei`, with the year where that is not this year's."""
    shown = f"{day.day} {SHORT_MONTHS[day.month - 1]}"
    return shown if day.year == today.year else f"{shown} {day.year}"


def time_axis(rows: Sequence[RouteRow], today: date) -> Axis:
    """From the first month to the last one that holds a row or today, named every month, quarter or year."""
    days = [today, *(row.due_on for row in rows), *(row.starts_on for row in rows if row.starts_on)]
    first, end = min(days).replace(day=1), _next_month(max(days))
    n_months = (end.year - first.year) * 12 + end.month - first.month
    step = next((step for step in STEPS if n_months / step <= MAX_TICKS), STEPS[-1])
    ticks: list[tuple[date, str]] = []
    month = first
    while month < end:
        if (month.year * 12 + month.month - 1) % step == 0:
            ticks.append((month, _month_name(month, is_first=not ticks)))
        month = _next_month(month)
    return Axis(first, end, ticks)


def _month_name(month: date, *, is_first: bool) -> str:
    name = SHORT_MONTHS[month.month - 1]
    return f"{name} {month.year}" if is_first or month.month == 1 else name


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
