"""What every connector takes and gives. fetch → tidy → check → load; `tidy` is pure, so nothing here knows Django."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import numpy as np
import numpy.typing as npt

# Codes as in regioscan.models.observations.Status; a test keeps the two in step.
FINAL, PROVISIONAL, MODELLED = 1, 2, 3
SUPPRESSED, MISSING, NOT_APPLICABLE, NO_DENOMINATOR = 10, 11, 12, 13


class SourceError(Exception):
    """A delivery that cannot be used. The message is Dutch, says what is wrong and what to do, and is shown as is."""


@dataclass(frozen=True)
class Delivery:
    """Raw bytes exactly as received, with where and when they came from.

    `files` maps a name to its bytes: one entry for an uploaded file, one per page or table for an API.
    """

    files: Mapping[str, bytes]
    origin: str
    retrieved_at: datetime


@dataclass(frozen=True)
class Key:
    """Where an indicator stands in a source: a path of titles («Bevolking > Aantal inwoners»), never a numbered key.

    The value is multiplied by `multiply_by`; where `divide_by` names a second path, it is divided by that first.
    Either path may be a sum («Bevolking > Mannen + Bevolking > Vrouwen») and may have alternatives, of which the first
    that the delivery carries is taken («Arbeid > Nettoarbeidsparticipatie | Arbeid > Netto arbeidsparticipatie»).
    `unit` is the unit in which the source is expected to write this path ("" = not checked); figures in another unit
    of the same kind are converted, and those in a unit of another kind are refused.
    """

    indicator: str
    path: str
    divide_by: str = ""
    multiply_by: float = 1.0
    unit: str = ""


@dataclass(frozen=True)
class Problem:
    """A cell or row that is not taken over: line counts from 1 and includes the header, reason is Dutch."""

    line: int
    column: str
    value: str
    reason: str


@dataclass(frozen=True)
class Cells:
    """Observations as columns of equal length n, in no particular order.

    `indicator` and `region` are positions in `indicator_codes` and `region_codes` (codes without padding);
    `period` is a year; `value` is NaN exactly where `status` ≥ 10, and finite elsewhere; `line` is the source's line.
    """

    indicator_codes: Sequence[str]
    region_codes: Sequence[str]
    indicator: npt.NDArray[np.int32]
    region: npt.NDArray[np.int32]
    period: npt.NDArray[np.int16]
    value: npt.NDArray[np.float64]
    status: npt.NDArray[np.int16]
    line: npt.NDArray[np.int32]
    low: npt.NDArray[np.float64] | None = None
    """The margins that the source publishes with its values, in the unit of the value, NaN where it gives none; None
    where it gives none at all. Never computed here. `low` and `high` come together."""
    high: npt.NDArray[np.float64] | None = None
    columns: Sequence[str] = ()
    """Names of the source's columns as received: their hash is the fingerprint."""
    problems: Sequence[Problem] = ()
    notes: Sequence[str] = ()
    """Dutch sentences about what was noticed, such as a declared indicator that the source does not carry."""

    def __len__(self) -> int:
        """The number of observations."""
        return len(self.value)


@dataclass(frozen=True)
class RegionRow:
    """A region as a source lists it; `parent_code` is "" where the source does not say."""

    code: str
    name: str
    kind: str
    valid_from: date
    parent_code: str = ""
    line: int = 0


@dataclass(frozen=True)
class RegionList:
    """All regions of the kinds in `complete_kinds`, on one day: a region of such a kind that is absent has ended."""

    rows: Sequence[RegionRow]
    valid_on: date
    complete_kinds: frozenset[str]
    columns: Sequence[str] = ()
    problems: Sequence[Problem] = ()
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class SuccessionRow:
    """From `on`, `share` (0–1) of an old municipality belongs to a new one; codes may be the same."""

    old: str
    old_name: str
    new: str
    new_name: str
    on: date
    share: float
    line: int = 0


@dataclass(frozen=True)
class SuccessionList:
    """Municipalities that went up in others; the shares of one old municipality on one day add up to 1."""

    rows: Sequence[SuccessionRow]
    columns: Sequence[str] = ()
    problems: Sequence[Problem] = ()
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class BoundarySet:
    """Outlines in WGS84: region code → GeoJSON geometry (Polygon or MultiPolygon), not yet simplified."""

    geometries: Mapping[str, Mapping[str, Any]]
    columns: Sequence[str] = ()
    problems: Sequence[Problem] = ()
    notes: Sequence[str] = field(default=())
