"""Who does what and when, as rows in an order: what the table, the bars, the export and the calendar all show."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import MAXYEAR, date

from lib.text import MONTHS

SHORT_MONTHS = tuple(month[:3] if month != "maart" else "mrt" for month in MONTHS)
COMMITMENT, STEP, ADDED = "toezegging", "stap", "mijlpaal"
"""The kinds of rows."""
MAX_TICKS = 12
STEPS = (1, 3, 6, 12, 24, 60, 120, 600)
"""Months between two names on the axis."""


@dataclass(frozen=True)
class Wanted:
    """Which part of the route map somebody asks for; nothing filled in is everything."""

    state: str = ""
    is_late: bool = False
    organisation: int | None = None
    agenda_item: int | None = None
    initiative: int | None = None
    kind: str = ""

    @property
    def is_everything(self) -> bool:
        """No filter is on."""
        return self == Wanted()


@dataclass(frozen=True)
class Owner:
    """The initiative that a promise or a milestone belongs to. `alert` says what is the matter with it, if anything."""

    number: int
    name: str
    address: str = ""
    alert: str = ""


@dataclass(frozen=True)
class RouteRow:
    """One promise, one step of a trajectory with a date, or one milestone. Empty texts: nobody, none."""

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
    owner: Owner | None = None

    @property
    def initiative(self) -> str:
        """The name of the initiative that it belongs to; "" for none."""
        return self.owner.name if self.owner else ""

    @property
    def who(self) -> str:
        """The person and the organisation, as far as they are known."""
        return ", ".join(part for part in (self.person, self.organisation) if part)


@dataclass(frozen=True)
class RowGroup:
    """The rows of one person, organisation, agenda item or initiative, as far as they stand on this page.

    `n_all` is how many there are on all pages together.
    """

    name: str
    rows: Sequence[RouteRow]
    n_all: int = 0
    goes_on_from_before: bool = False
    goes_on_after: bool = False


@dataclass(frozen=True)
class Around:
    """What stands around the rows of one page: how many rows each name has on all pages, and the name of the row just
    before and just after these; None for no such row."""

    counts: Mapping[str, int] = field(default_factory=dict)
    before: str | None = None
    after: str | None = None


ALONE = Around()


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
    "initiatief": (lambda row: row.initiative, "Hoort bij geen initiatief"),
}

DONE_WORDS = {"mijlpaal": "bereikt"}
"""What is said of a kind of row that is done, where it is not «klaar»."""


def in_order(rows: Iterable[RouteRow]) -> list[RouteRow]:
    """By date; of one day first what was promised, then the rest."""
    return sorted(rows, key=lambda row: (row.due_on, row.kind != "toezegging", row.what.casefold(), row.number))


def grouped(rows: Iterable[RouteRow], by: str, around: Around = ALONE) -> list[RowGroup]:
    """The rows under their names in alphabetical order, those without a name last; one group without a name else.

    Of a page among others `around` says how much there is of each name, and which name goes on past its edges.
    """
    ordered = in_order(rows)
    if by not in GROUPINGS:
        return [RowGroup("", ordered, around.counts.get("", len(ordered)))] if ordered else []
    name_of, nobody = GROUPINGS[by]
    found: dict[str, list[RouteRow]] = {}
    for row in ordered:
        found.setdefault(name_of(row), []).append(row)
    names = sorted(found, key=lambda name: (not name, name.casefold(), name))
    return [
        RowGroup(
            name or nobody,
            found[name],
            n_all=around.counts.get(name, len(found[name])),
            goes_on_from_before=name == around.before,
            goes_on_after=name == around.after,
        )
        for name in names
    ]


def standing(row: RouteRow, today: date) -> str:
    """How it stands, in words: `2 weken te laat`, `over 5 dagen`, `klaar op 3 mei`."""
    if row.is_done:
        done = DONE_WORDS.get(row.kind, "klaar")
        return f"{done} op {short_date(row.done_on, today)}" if row.done_on else done
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
    first, end = _month_of(min(days)), _month_of(max(days)) + 1
    n_months = end - first
    # Longer than the steps foresee: as many of the longest as keep the names apart. No day is too far away to draw.
    longest = STEPS[-1] * -(-n_months // (STEPS[-1] * MAX_TICKS))
    step = next((step for step in STEPS if n_months / step <= MAX_TICKS), longest)
    named = [_first_of(month) for month in range(first + -first % step, end, step)]
    ticks = [(day, _month_name(day, is_first=day == named[0])) for day in named]
    return Axis(_first_of(first), _first_of(end), ticks)


def _month_of(day: date) -> int:
    """Months since the year zero."""
    return day.year * 12 + day.month - 1


def _first_of(month: int) -> date:
    """The first day of a month; after the last month that there is, the last day."""
    return date(month // 12, month % 12 + 1, 1) if month // 12 <= MAXYEAR else date.max


def _month_name(month: date, *, is_first: bool) -> str:
    name = SHORT_MONTHS[month.month - 1]
    return f"{name} {month.year}" if is_first or month.month == 1 else name
