"""What goes into the index and what comes out: figures and scores, each a value or a worded reason for its absence.

Inside this package a missing value is NaN. Nothing outside needs to know: `Scored.value` gives a number or None.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Codes = npt.NDArray[np.int16]


class Reason(IntEnum):
    """Why there is no value. 10–13 are the statuses of observations; from 20 on the index itself has a reason."""

    NONE = 0
    SUPPRESSED = 10
    MISSING = 11
    NOT_APPLICABLE = 12
    NO_DENOMINATOR = 13
    NO_VARIATION = 20
    TOO_FEW_REGIONS = 21
    NO_GOALPOSTS = 22
    GOALPOSTS_MEET = 23
    TARGET_WRONG = 24
    NOT_POSITIVE = 25
    REDEFINED = 26
    ALL_MISSING = 30
    TOO_LITTLE_KNOWN = 31
    ESSENTIAL_MISSING = 32
    NOT_ADDITIVE = 40
    NO_GAP = 41

    @property
    def words(self) -> str:
        """The reason in Dutch; empty where there is a value."""
        return WORDS[self]


WORDS = {
    Reason.NONE: "",
    Reason.SUPPRESSED: "onderdrukt",
    Reason.MISSING: "ontbreekt",
    Reason.NOT_APPLICABLE: "niet van toepassing",
    Reason.NO_DENOMINATOR: "geen noemer",
    Reason.NO_VARIATION: "geen verschil tussen de regio’s waarmee is vergeleken",
    Reason.TOO_FEW_REGIONS: "te weinig regio’s om mee te vergelijken",
    Reason.NO_GOALPOSTS: "geen onder- en bovengrens vastgelegd",
    Reason.GOALPOSTS_MEET: "de bovengrens ligt niet boven de ondergrens",
    Reason.TARGET_WRONG: "het doel ligt aan de verkeerde kant",
    Reason.NOT_POSITIVE: "nul of negatief, en daarom niet op een logaritmische schaal te zetten",
    Reason.REDEFINED: "alleen een ouder cijfer is bekend, en sindsdien wordt het anders omschreven of gemeten",
    Reason.ALL_MISSING: "van dit thema is niets bekend",
    Reason.TOO_LITTLE_KNOWN: "te weinig bekend",
    Reason.ESSENTIAL_MISSING: "een onmisbaar thema heeft geen score",
    Reason.NOT_ADDITIVE: "deze manier van samenvoegen is niet in delen te splitsen",
    Reason.NO_GAP: "er is geen verschil om te verdelen",
}


@dataclass(frozen=True)
class Matrix:
    """Figures of n regions (rows) × m indicators (columns), in their own units.

    `reasons` holds the status (10–13) of every missing cell, otherwise «ontbreekt» is taken; `carried` marks cells that
    hold an older figure; `periods` is the year of every figure (0: none). Raises ValueError on shapes that do not fit
    and on infinite values.
    """

    codes: tuple[str, ...]
    values: Floats
    reasons: Codes | None = None
    carried: Bools | None = None
    periods: Codes | None = None

    def __post_init__(self) -> None:
        if self.values.ndim != 2 or self.values.shape[1] != len(self.codes):
            raise ValueError(f"values of shape {self.values.shape} for {len(self.codes)} indicators")
        if len(set(self.codes)) != len(self.codes):
            raise ValueError("an indicator stands in the matrix twice")
        if np.isinf(self.values).any():
            raise ValueError("a value is infinite")
        for beside in (self.reasons, self.carried, self.periods):
            if beside is not None and beside.shape != self.values.shape:
                raise ValueError(f"{beside.shape} beside values of shape {self.values.shape}")

    @property
    def n_regions(self) -> int:
        """The number of rows."""
        return int(self.values.shape[0])

    def select(self, codes: Sequence[str]) -> "Matrix":
        """The same regions with these indicators, in this order; one that is not there is missing everywhere."""
        found = [self.codes.index(code) if code in self.codes else -1 for code in codes]
        at, absent = np.array(found, dtype=np.intp), np.array(found, dtype=np.intp) < 0
        reasons = np.full((self.n_regions, len(found)), Reason.MISSING, dtype=np.int16)
        if self.reasons is not None and len(self.codes):
            reasons = np.where(absent, reasons, self.reasons[:, at])
        values = np.where(absent, np.nan, self.values[:, at]) if len(self.codes) else np.full(reasons.shape, np.nan)
        is_missing = np.isnan(values)
        reasons = np.where(is_missing, np.where(reasons == 0, Reason.MISSING, reasons), 0).astype(np.int16)
        carried = _picked(self.carried, at, absent | is_missing, reasons.shape).astype(np.bool_)
        periods = _picked(self.periods, at, absent, reasons.shape).astype(np.int16)
        return Matrix(tuple(codes), values, reasons, carried, periods)

    def rows(self, regions: Sequence[int] | npt.NDArray[np.intp]) -> "Matrix":
        """These rows, in this order."""
        at = np.asarray(regions, dtype=np.intp)
        beside = [None if one is None else one[at] for one in (self.reasons, self.carried, self.periods)]
        return Matrix(self.codes, self.values[at], beside[0], beside[1], beside[2])  # type: ignore[arg-type]


@dataclass(frozen=True)
class Scored:
    """An array of scores with, where there is none (NaN), a reason of the same shape."""

    values: Floats
    reasons: Codes

    def value(self, *at: int) -> float | None:
        """The score at this place, or None."""
        found = float(self.values[at])
        return None if np.isnan(found) else found

    def reason(self, *at: int) -> Reason:
        """Why there is no score at this place; NONE where there is one."""
        return Reason(int(self.reasons[at]))

    def words(self, *at: int) -> str:
        """The reason in Dutch; empty where there is a score."""
        return self.reason(*at).words

    @property
    def known(self) -> Bools:
        """Where there is a score."""
        return np.asarray(~np.isnan(self.values))

    def listed(self) -> list[float | None]:
        """One-dimensional scores as plain values, for JSON and templates."""
        return [None if np.isnan(one) else float(one) for one in self.values]


def scored(values: Floats, reasons: npt.NDArray[np.integer]) -> Scored:
    """Scores with the reasons blanked where there is a score, both read-only."""
    kept = np.where(np.isnan(values), reasons, 0).astype(np.int16)
    values = values.copy()
    values.flags.writeable = kept.flags.writeable = False
    return Scored(values, kept)


def _picked(beside: "Codes | Bools | None", at: npt.NDArray[np.intp], off: Bools, shape: tuple[int, ...]) -> Codes:
    if beside is None or not beside.shape[1]:
        return np.zeros(shape, dtype=np.int16)
    return np.where(off, 0, beside[:, at]).astype(np.int16)
