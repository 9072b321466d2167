"""What a list of regions changes in the regions that are known: which are new, renamed, moved or ended."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from regioscan.connectors.base import Problem, RegionList, RegionRow

MAX_ENDED = 0.20
"""A list that lacks more than this share of the regions of one kind was probably cut off."""


@dataclass(frozen=True)
class StoredRegion:
    """A region as it stands in the database; `id` is 0 for one that is still to be made."""

    id: int
    code: str
    name: str
    kind: str
    valid_from: date
    valid_to: date | None
    parent_code: str


@dataclass(frozen=True)
class RegionPlan:
    """The regions to make, and for regions that are there the fields that get another value, by id."""

    valid_on: date
    n_listed: int
    new: Sequence[StoredRegion]
    renamed: Mapping[int, str]
    """id → name."""
    moved: Mapping[int, str]
    """id → code of the region that holds it, on the day of the list."""
    ended: Mapping[int, date]
    """id → the first day on which the region no longer exists."""
    extended: Mapping[int, date]
    """id → the earlier day on which the region turns out to have existed already."""
    problems: Sequence[Problem]
    notes: Sequence[str]

    @property
    def n_changed(self) -> int:
        """How many regions get another name, parent or first day."""
        return len({*self.renamed, *self.moved, *self.extended})

    def alarms(self, stored: Sequence[StoredRegion]) -> list[str]:
        """Dutch sentences about changes that are too large to be made without somebody looking at them."""
        n_before = Counter(region.kind for region in stored if region.valid_to is None)
        n_ended = Counter(region.kind for region in stored if region.id in self.ended)
        return [
            f"In deze lijst ontbreken {n} van de {n_before[kind]} regio's van de soort {kind}."
            for kind, n in sorted(n_ended.items())
            if n > MAX_ENDED * n_before[kind]
        ]


def plan_regions(delivered: RegionList, stored: Sequence[StoredRegion]) -> RegionPlan:
    """Compare a list of regions on one day with all regions that are known.

    Lists may come in any order. A region that existed on the day of the list and is absent has ended by then, when the
    list is complete for its kind. A region that is only known from a later list existed already; its name and parent
    stay as the later list has them. A region that no later list has, ended before the first of those. Nothing is ever
    deleted.
    """
    rows, problems = _usable_rows(delivered, stored)
    by_code: dict[str, list[StoredRegion]] = defaultdict(list)
    for region in stored:
        by_code[region.code].append(region)
    newest, next_list = _list_days(delivered.valid_on, stored)
    new, renamed, moved, extended = [], {}, {}, {}
    for row in rows:
        existing = _same_region(delivered.valid_on, by_code[row.code])
        valid_from = max([row.valid_from, *_ends_before(delivered.valid_on, by_code[row.code])])
        if existing is None:
            new.append(_new_region(row, valid_from, next_list.get(row.kind)))
            continue
        is_newest = delivered.valid_on >= newest[existing.kind]
        if existing.name != row.name and is_newest:
            renamed[existing.id] = row.name
        if row.parent_code and existing.parent_code != row.parent_code and (is_newest or not existing.parent_code):
            moved[existing.id] = row.parent_code
        if valid_from < existing.valid_from:
            extended[existing.id] = valid_from
    ended, notes = _ended(delivered, {row.code for row in rows}, stored)
    notes = [*delivered.notes, *notes]
    return RegionPlan(delivered.valid_on, len(rows), new, renamed, moved, ended, extended, problems, notes)


def _usable_rows(delivered: RegionList, stored: Sequence[StoredRegion]) -> tuple[list[RegionRow], list[Problem]]:
    rows: dict[str, RegionRow] = {}
    problems = list(delivered.problems)
    codes = {row.code for row in delivered.rows} | {region.code for region in stored}
    for row in delivered.rows:
        if row.code in rows:
            problems.append(Problem(row.line, "", row.code, "deze regio staat er dubbel in; de eerste is gebruikt"))
        elif not row.name.strip():
            problems.append(Problem(row.line, "", row.code, "deze regio heeft geen naam"))
        elif row.parent_code and row.parent_code not in codes:
            reason = f"{row.code} valt onder een regio die niet bekend is; zij is opgenomen zonder"
            problems.append(Problem(row.line, "", row.parent_code, reason))
            rows[row.code] = replace(row, parent_code="")
        else:
            rows[row.code] = row
    return list(rows.values()), problems


def _same_region(day: date, candidates: Sequence[StoredRegion]) -> StoredRegion | None:
    """Which of the regions of one code a list of `day` is about: the one valid then, else the first of a later day."""
    for region in candidates:
        if region.valid_from <= day and (region.valid_to is None or day < region.valid_to):
            return region
    later = [region for region in candidates if region.valid_from > day]
    return min(later, key=lambda region: region.valid_from, default=None)


def _ends_before(day: date, candidates: Sequence[StoredRegion]) -> list[date]:
    """When earlier regions of the same code ended: two regions of one code never overlap."""
    return [region.valid_to for region in candidates if region.valid_to is not None and region.valid_to <= day]


def _list_days(day: date, stored: Sequence[StoredRegion]) -> tuple[dict[str, date], dict[str, date]]:
    """Per kind, the last day on which a known region began, and the first such day after `day`."""
    newest: dict[str, date] = {}
    next_list: dict[str, date] = {}
    for region in stored:
        newest[region.kind] = max(region.valid_from, newest.get(region.kind, region.valid_from))
        if region.valid_from > day:
            next_list[region.kind] = min(region.valid_from, next_list.get(region.kind, region.valid_from))
    return newest, next_list


def _new_region(row: RegionRow, valid_from: date, next_list: date | None) -> StoredRegion:
    """A region that was not known; when a later list is already in, it ended before the first day of that."""
    return StoredRegion(0, row.code, row.name, row.kind, valid_from, next_list, row.parent_code)


def _ended(delivered: RegionList, codes: set[str], stored: Sequence[StoredRegion]) -> tuple[dict[int, date], list[str]]:
    day = delivered.valid_on
    absent = [
        region
        for region in stored
        if region.kind in delivered.complete_kinds and region.valid_to is None
        if region.code not in codes and region.valid_from <= day
    ]
    same_day = [region for region in absent if region.valid_from == day]
    notes = []
    if same_day:
        notes.append(
            f"{len(same_day)} regio's staan niet meer in deze lijst, maar wel in een eerdere lijst van dezelfde dag. "
            "Zij blijven bestaan."
        )
    return {region.id: day for region in absent if region.valid_from < day}, notes
