"""What a list of mergers and splits changes in the regions that are known: periods of codes, and the links between."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from regioscan.analysis.region_changes import StoredRegion
from regioscan.connectors.base import Problem, SuccessionList, SuccessionRow

LONG_AGO = date(1900, 1, 1)
"""First day of a region of which nobody says since when it exists."""
FIRST_NEW_CODE = 1900
"""Municipalities with a lower number were all founded before 2010: when one of them grows, it existed already."""
WHOLE = 1.0
KIND = "gemeente"

Link = tuple[int, int, date, float]
"""(position of the old period, position of the new period, day, share)."""


@dataclass(frozen=True)
class Period:
    """A code from one change of borders to the next. `id` is the region it is, 0 for one that is still to be made.

    `continues` is the id of the region whose earlier years it takes over, 0 for none.
    """

    code: str
    name: str
    valid_from: date
    valid_to: date | None
    id: int = 0
    continues: int = 0
    is_born: bool = False


@dataclass(frozen=True)
class SuccessionPlan:
    """All periods of the codes concerned, in the order of `links`, and which known regions get other days."""

    periods: Sequence[Period]
    links: Sequence[Link]
    moved: Mapping[int, tuple[date, date | None]]
    """id → the first day, and the day from which it no longer exists."""
    problems: Sequence[Problem]
    notes: Sequence[str]

    @property
    def new(self) -> list[Period]:
        """The periods that are no region yet."""
        return [period for period in self.periods if not period.id]


def plan_successions(
    delivered: SuccessionList, stored: Sequence[StoredRegion], known: Sequence[SuccessionRow]
) -> SuccessionPlan:
    """Put what is delivered beside the regions and the successions that are `known`; of one group the delivered counts.

    Refused by line: a new municipality that nobody knows, and an old one that a later list of regions still has. Old
    municipalities that stand in no list become ended regions. A municipality that grew under its own code gets a period
    before and one after. Planning the same list again changes nothing.
    """
    by_code: dict[str, list[StoredRegion]] = defaultdict(list)
    for region in stored:
        if region.kind == KIND:
            by_code[region.code].append(region)
    rows, problems = _usable(delivered.rows, by_code)
    groups = {(row.old, row.on) for row in rows}
    rows = [*rows, *(row for row in known if (row.old, row.on) not in groups)]
    rows = [*rows, *_kept(rows, by_code)]
    first_list = min((one.valid_from for ones in by_code.values() for one in ones if one.parent_code), default=date.max)
    periods = [
        period for code in sorted(_codes(rows)) for period in _periods(code, rows, by_code.get(code, ()), first_list)
    ]
    return SuccessionPlan(
        periods, _links(rows, periods), _moved(periods, by_code), [*delivered.problems, *problems], delivered.notes
    )


def _usable(
    rows: Sequence[SuccessionRow], by_code: Mapping[str, Sequence[StoredRegion]]
) -> tuple[list[SuccessionRow], list[Problem]]:
    """Without the groups that lead nowhere; a group that leads to a refused one is refused as well."""
    problems: list[Problem] = []
    while True:
        known = by_code.keys() | {row.old for row in rows}
        wrong = {(row.old, row.on): reason for row in rows if (reason := _refusal(row, by_code, known))}
        if not wrong:
            return list(rows), problems
        refused = [row for row in rows if (row.old, row.on) in wrong]
        problems += [Problem(row.line, "gm_oud", row.old, wrong[row.old, row.on]) for row in refused]
        rows = [row for row in rows if (row.old, row.on) not in wrong]


def _refusal(row: SuccessionRow, by_code: Mapping[str, Sequence[StoredRegion]], known: Iterable[str]) -> str:
    if row.new not in known:
        return f"de nieuwe gemeente {row.new_name} ({row.new}) staat niet in de regiolijst"
    later = [one.valid_from for one in by_code.get(row.old, ()) if one.valid_from >= row.on and one.valid_to is None]
    if row.old != row.new and later:
        return f"{row.old_name} ({row.old}) staat nog in de regiolijst van {min(later).year}"
    return ""


def _kept(rows: Sequence[SuccessionRow], by_code: Mapping[str, Sequence[StoredRegion]]) -> list[SuccessionRow]:
    """For each municipality that grew under its own code: from what it was to what it became."""
    told = {(row.new, row.on) for row in rows if row.old == row.new}
    grown = dict.fromkeys((row.new, row.on) for row in rows if row.old != row.new)
    return [
        SuccessionRow(code, name, code, name, on, WHOLE)
        for code, on in grown
        if (code, on) not in told and _existed(code, on, rows, by_code.get(code, ()))
        for name in [_name(code, rows, by_code.get(code, ()))]
    ]


def _existed(code: str, on: date, rows: Sequence[SuccessionRow], stored: Sequence[StoredRegion]) -> bool:
    """Whether a code that grows on a day was there before; a new municipality takes at least one other as a whole."""
    if any(row.on < on for row in rows if code in {row.old, row.new}):
        return True
    if any(one.valid_from < on for one in stored):
        return True
    shares = [row.share for row in rows if row.new == code and row.on == on]
    return int(code[2:]) < FIRST_NEW_CODE or all(share < WHOLE for share in shares)


def _periods(
    code: str, rows: Sequence[SuccessionRow], stored: Sequence[StoredRegion], first_list: date
) -> list[Period]:
    """A code cut at every day on which its area changed, each piece with the region that it is."""
    gets = {row.on for row in rows if row.new == code}
    gives = {row.on for row in rows if row.old == code}
    goes_on = {row.on for row in rows if row.old == row.new == code}
    days = sorted(gets | gives)
    starts = [day for day in days if day in gets]
    if days[0] in gives:
        starts = [LONG_AGO, *starts]
    name = _name(code, rows, stored)
    made = []
    for start, following in zip(starts, [*starts[1:], None], strict=True):
        end = next((day for day in days if day > start and (day in gives or day == following)), None)
        is_born = start in gets and start not in goes_on
        made.append(Period(code, name, start, end, is_born=is_born))
    return _recognised(made, sorted(stored, key=lambda one: one.valid_from), first_list)


def _recognised(periods: Sequence[Period], stored: Sequence[StoredRegion], first_list: date) -> list[Period]:
    """The same periods with the ids and days of the known regions, the newest first come."""
    left, found = list(stored), []
    for period in reversed(periods):
        same = next((one for one in reversed(left) if _overlaps(one, period)), None)
        if same is None:
            found.append(period)
            continue
        left.remove(same)
        # A list starts at some year: a region in it may be older, and only lists of before can say so.
        is_unlisted = period.valid_from > LONG_AGO and (
            same.valid_from < period.valid_from or first_list <= period.valid_from
        )
        start = period.valid_from if is_unlisted else same.valid_from
        found.append(replace(period, id=same.id, valid_from=start, valid_to=period.valid_to or same.valid_to))
    return _taken_over(found[::-1], {one.id: one for one in stored})


def _overlaps(region: StoredRegion, period: Period) -> bool:
    return (period.valid_to is None or region.valid_from < period.valid_to) and (
        region.valid_to is None or region.valid_to > period.valid_from
    )


def _taken_over(periods: Sequence[Period], stored: Mapping[int, StoredRegion]) -> list[Period]:
    """New periods take the earlier years of the known region that comes after them."""
    made: list[Period] = []
    for place, period in enumerate(periods):
        after = next((one for one in periods[place + 1 :] if one.id), None)
        if period.id or after is None:
            made.append(period)
            continue
        before = stored[after.id].valid_from
        start = (
            before if period.valid_from == LONG_AGO and before < (period.valid_to or date.max) else period.valid_from
        )
        made.append(replace(period, continues=after.id, valid_from=start))
    return made


def _links(rows: Sequence[SuccessionRow], periods: Sequence[Period]) -> list[Link]:
    ends = {(period.code, period.valid_to): place for place, period in enumerate(periods) if period.valid_to}
    by_code: dict[str, list[int]] = defaultdict(list)
    for place, period in enumerate(periods):
        by_code[period.code].append(place)
    return sorted(
        (ends[row.old, row.on], _starting(by_code[row.new], periods, row.on), row.on, row.share) for row in rows
    )


def _starting(places: Sequence[int], periods: Sequence[Period], on: date) -> int:
    """The period of a code that holds `on`: the first that has not ended by then."""
    return next(place for place in places if (end := periods[place].valid_to) is None or end > on)


def _moved(
    periods: Sequence[Period], by_code: Mapping[str, Sequence[StoredRegion]]
) -> dict[int, tuple[date, date | None]]:
    stored = {one.id: one for ones in by_code.values() for one in ones}
    return {
        period.id: (period.valid_from, period.valid_to)
        for period in periods
        if period.id
        and (stored[period.id].valid_from, stored[period.id].valid_to) != (period.valid_from, period.valid_to)
    }


def _codes(rows: Sequence[SuccessionRow]) -> set[str]:
    return {code for row in rows for code in (row.old, row.new)}


def _name(code: str, rows: Sequence[SuccessionRow], stored: Sequence[StoredRegion]) -> str:
    if stored:
        return max(stored, key=lambda one: one.valid_from).name
    names = [row.old_name if row.old == code else row.new_name for row in rows if code in {row.old, row.new}]
    return names[-1]
