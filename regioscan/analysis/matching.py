"""Which region is meant by a code in a year: codes live on while areas change, so the year matters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from regioscan.connectors.base import Cells

NOT_FOUND = 0
"""What stands in place of an id where no region has the code; ids start at 1."""


@dataclass(frozen=True)
class KnownRegion:
    """A region as the database has it; `valid_to` is None while it exists."""

    id: int
    kind: str
    valid_from: date
    valid_to: date | None = None

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
    for position, pair in enumerate(unique.tolist()):
        candidates = known.get(cells.region_codes[pair // 10_000], ())
        if not candidates:
            continue
        region, existed = region_for(candidates, pair % 10_000)
        found[position] = region.id
        if not existed:
            outside.add(region.id)
    ids[wanted] = found[inverse]
    return ids, len(outside)
