"""Where a value stands among the values of other regions. Pure: arrays in, numbers out."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

MIDDLE_FROM, MIDDLE_TO = 0.4, 0.6
"""Between these mid-rank percentiles a region counts as about equal to the middle one."""
ENOUGH_OTHERS = 4
"""With fewer other regions a place says nothing, and neither does «most of them»."""
KNOWN_SHARE = 0.65
"""Share of a theme's figures that must be known before it gets a place (the rule of thumb of the JRC)."""


@dataclass(frozen=True)
class Standing:
    """One region among the others: how many are lower, equal and higher, and the mid-rank percentile (0–1).

    `low`, `median` and `high` describe the whole group, the region itself included.
    """

    n_lower: int
    n_equal: int
    n_higher: int
    percentile: float
    low: float
    median: float
    high: float

    @property
    def n_others(self) -> int:
        """The number of other regions with a value."""
        return self.n_lower + self.n_equal + self.n_higher

    @property
    def has_enough_others(self) -> bool:
        """Whether there are enough other regions for a score and a judgement."""
        return self.n_others >= ENOUGH_OTHERS

    @property
    def is_middle(self) -> bool:
        """About equal to the middle region."""
        return MIDDLE_FROM <= self.percentile <= MIDDLE_TO


@dataclass(frozen=True)
class ThemePlace:
    """The mean place of a theme's figures, 0–100 with 50 for the middle region; None with too little known.

    `low` and `high` are the least and most favourable figure; they are None exactly where `place` is.
    """

    place: float | None
    low: float | None
    high: float | None
    n_known: int
    n_figures: int


def from_bytes(values: bytes | memoryview) -> Floats:
    """The array that a Distribution row holds: little-endian float64, ascending."""
    return np.frombuffer(values, dtype="<f8").astype(np.float64, copy=False)


def standing(ordered: Floats, value: float) -> Standing | None:
    """Where `value`, which is one of the ascending array `ordered`, stands among the others.

    Its mid-rank percentile is (number lower + half the number equal to it) / number of others. Unlike a plain rank it
    mirrors exactly when all signs are flipped, also with ties.

    A value that is not there (calculated by ourselves, while only published ones are) is added first. None when there
    is no other region.
    """
    lower = int(np.searchsorted(ordered, value, side="left"))
    equal = int(np.searchsorted(ordered, value, side="right")) - lower - 1
    if equal < 0:
        equal = 0
        ordered = np.insert(ordered, lower, value)
    n_others = len(ordered) - 1
    if n_others < 1:
        return None
    return Standing(
        n_lower=lower,
        n_equal=equal,
        n_higher=n_others - lower - equal,
        percentile=(lower + equal / 2) / n_others,
        low=float(ordered[0]),
        median=quantile(ordered, 0.5),
        high=float(ordered[-1]),
    )


def favourable(percentile: float, direction: int) -> float | None:
    """The place on a scale of 0 (least favourable) to 100 (most favourable); None where no side is better."""
    if direction == 0:
        return None
    return 100 * (percentile if direction > 0 else 1 - percentile)


def theme_place(places: Sequence[float | None]) -> ThemePlace:
    """The mean of the known places (0–100) of the figures that have a direction, every figure counting equally.

    With fewer than 65 % of the figures known, or none at all, there is no place.
    """
    known = [place for place in places if place is not None]
    if not known or len(known) < KNOWN_SHARE * len(places):
        return ThemePlace(None, None, None, len(known), len(places))
    return ThemePlace(sum(known) / len(known), min(known), max(known), len(known), len(places))


def place_change(now: Sequence[float | None], before: Sequence[float | None]) -> float | None:
    """How far the mean place moved, over the figures with a place at both moments; None with under 65 % of them."""
    pairs = [(a, b) for a, b in zip(now, before, strict=True) if a is not None and b is not None]
    if not pairs or len(pairs) < KNOWN_SHARE * len(now):
        return None
    return sum(a - b for a, b in pairs) / len(pairs)


def ranks(values: Sequence[float] | Floats, *, highest_first: bool = True) -> npt.NDArray[np.int64]:
    """The place of every value in a ranking, from 1: equal values share a place and the next one is skipped."""
    array = np.asarray(values, dtype=np.float64)
    array = -array if highest_first else array
    return np.asarray(np.searchsorted(np.sort(array), array, side="left") + 1, dtype=np.int64)


def middle_half(ordered: Floats) -> float:
    """The distance between the first and the third quartile: how far apart ordinary regions are; 0 without values."""
    if not len(ordered):
        return 0.0
    return quantile(ordered, 0.75) - quantile(ordered, 0.25)


def quantile(ordered: Floats, share: float) -> float:
    """The value below which a share (0–1) of the ascending, non-empty array lies, linear between neighbours.

    The same as numpy.quantile, which is thirty times slower because it does not know that the array is in order.
    """
    position = share * (len(ordered) - 1)
    below = int(position)
    low, high = float(ordered[below]), float(ordered[min(below + 1, len(ordered) - 1)])
    return low + (position - below) * (high - low)
