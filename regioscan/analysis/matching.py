"""Which region is meant by a code in a year: codes live on while areas change, so the year matters."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from regioscan.connectors.base import Cells

MUNICIPALITY = "gemeente"
NOT_FOUND = 0
"""What stands in place of an id where no region has the code; ids start at 1."""


@dataclass(frozen=True)
class KnownRegion:
    """A region as the database has it; `valid_to` is None while it exists."""

    id: int
    kind: str
    valid_from: date
    valid_to: date | None = None
    born: date | None = None
    """The day on which it came about out of others; None where nobody says so: a list may begin later than a region."""

    def may_exist_on(self, day: date) -> bool:
        """Whether nothing says that the region did not exist on `day`."""
        return (self.born is None or self.born <= day) and (self.valid_to is None or day < self.valid_to)

    def is_valid_on(self, day: date) -> bool:
        """Whether the region existed on `day`; the last day of validity is the day before `valid_to`."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


KnownRegions = Mapping[str, Sequence[KnownRegion]]
"""All regions that ever had a code, by code."""


def region_for(candidates: Sequence[KnownRegion], year: int) -> tuple[KnownRegion, bool]:
    """The region that a code means in `year`, and whether it existed then.

    First choice is the region that existed on 1 January of that year, for which statistics are published. Else the
    one that exists today: figures of 2012 and 2016 are also delivered on the regions of 2020, and a region list starts
    at some year. Else the one that was there last. `candidates` must not be empty.
    """
    day = date(year, 1, 1)
    for candidate in candidates:
        if candidate.is_valid_on(day):
            return candidate, True
    return max(candidates, key=lambda known: (known.valid_to is None, known.valid_from)), False


def vintage_of(codes: Iterable[str], known: KnownRegions, year: int) -> int:
    """The year of whose regions figures about `year` are: usually that year, sometimes a later one or earlier one.

    Told from codes of municipalities that cannot have existed in a year: those that had gone up in another, and those
    that still had to come about. With the fewest such codes, the nearest year wins.
    """
    candidates = [known[code] for code in codes if code in known]
    telling = [
        ones for ones in candidates if any(one.kind == MUNICIPALITY and (one.valid_to or one.born) for one in ones)
    ]

    def impossible(of: int) -> int:
        day = date(of, 1, 1)
        return sum(not any(one.may_exist_on(day) for one in ones) for ones in telling)

    if not impossible(year):
        return year
    days = {day for ones in telling for one in ones for day in (one.valid_to, one.born) if day}
    years = {year} | {day.year for day in days} | {day.year - 1 for day in days}
    return min(years, key=lambda one: (impossible(one), abs(one - year), one))


def match_regions(
    cells: Cells, known: KnownRegions, wanted: npt.NDArray[np.bool_]
) -> tuple[npt.NDArray[np.int32], int]:
    """The region id of each cell, and how many regions did not exist in their year.

    NOT_FOUND where no region has the code, and where `wanted` (one element a cell) is false.
    """
    ids = np.full(len(cells), NOT_FOUND, np.int32)
    pairs = cells.region[wanted].astype(np.int64) * 10_000 + cells.period[wanted]
    unique, inverse = np.unique(pairs, return_inverse=True)
    found = np.full(len(unique), NOT_FOUND, np.int32)
    outside = set()
    vintages = _vintages(cells, known, unique)
    for position, pair in enumerate(unique.tolist()):
        candidates = known.get(cells.region_codes[pair // 10_000], ())
        if not candidates:
            continue
        year = pair % 10_000
        region, _ = region_for(candidates, vintages[year])
        found[position] = region.id
        if not region.is_valid_on(date(year, 1, 1)):
            outside.add(region.id)
    ids[wanted] = found[inverse]
    return ids, len(outside)


def _vintages(cells: Cells, known: KnownRegions, pairs: npt.NDArray[np.int64]) -> dict[int, int]:
    """Of each year in `pairs` (code × 10,000 + year), the year of whose regions its figures are."""
    years = pairs % 10_000
    return {
        year: vintage_of((cells.region_codes[code] for code in (pairs[years == year] // 10_000).tolist()), known, year)
        for year in np.unique(years).tolist()
    }
