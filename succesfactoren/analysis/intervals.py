"""How far a mean could have been otherwise: the exact bootstrap, without drawing lots. Pure.

Drawing n answers with replacement out of the n that were given has a distribution that can be computed: that of the sum
of n equal draws. So the interval is the same each time it is asked for. Percentile interval (Efron 1979): from the
smallest value with chance .025 at or below it to the smallest with chance .975.
"""

from dataclasses import dataclass, field
from functools import cached_property
from math import ceil, floor, gcd, log, sqrt

import numpy as np
import numpy.typing as npt
from scipy.fft import irfft, next_fast_len, rfft

from regioscan.analysis.intervals import Interval
from succesfactoren.analysis.scores import Counts, Floats, known, mean_of

ORDINARY, STRICT = 0.95, 0.99
"""The share of intervals that hold the truth: for one figure by itself, and for a flag among several factors."""
GRID = 2520
"""Steps in a point: the least number that 1 to 10 all divide (1/60 lies on it), so a score out of up to ten statements
stands on it exactly. A score out of more is at most 1/5040 off it."""
TIE = 1e-12
"""Chances that differ by less are the same; what is computed is closer to the truth than this."""
BEYOND = 1e-15
"""The tail that is left out at both sides, so that thousands of answers are quick (Hoeffding 1963, Bernstein)."""
SMALL = 15
"""With fewer answers than this the reader is told that it is a small number."""


@dataclass(frozen=True)
class MeanInterval:
    """The mean of n values with its interval. Collapsed: all values are the same, so nothing can be said of chance."""

    n: int
    mean: float
    low: float
    high: float
    error: float
    """The standard error: that of the bootstrap, so with n and not n − 1."""
    is_collapsed: bool

    @property
    def is_small(self) -> bool:
        """Whether the number of answers is so small that it must be said."""
        return self.n < SMALL


@dataclass(frozen=True, eq=False)
class MeanDistribution:
    """The sums of n draws in steps of the grid: `first`, `first` + `step`, …, each with its chance."""

    n: int
    first: int
    step: int
    chances: Floats = field(repr=False)

    @cached_property
    def sums(self) -> Counts:
        """Every sum that has a chance, in steps of the grid."""
        return self.first + self.step * np.arange(len(self.chances), dtype=np.int64)

    @cached_property
    def cumulative(self) -> Floats:
        """The chance of less than the first sum (none), and of each sum or less."""
        return np.concatenate([[0.0], np.cumsum(self.chances)])

    def smallest(self, chance: float) -> int:
        """The smallest sum with at least this chance at or below it."""
        place = int(np.searchsorted(self.cumulative[1:], chance - TIE))
        return self.first + self.step * min(place, len(self.chances) - 1)


def mean_distribution(values: npt.ArrayLike) -> MeanDistribution | None:
    """The bootstrap distribution of the mean of the values that are there; None where there are none."""
    steps = np.rint(known(values) * GRID).astype(np.int64)
    if not len(steps):
        return None
    least = int(steps.min())
    step = int(np.gcd.reduce(steps - least)) or 1
    first, chances = _sums_of_draws((steps - least) // step)
    return MeanDistribution(len(steps), len(steps) * least + step * first, step, chances)


def mean_interval(values: npt.ArrayLike, confidence: float = ORDINARY) -> MeanInterval | None:
    """The mean (same unit as the values) with its exact bootstrap interval; None where there are no values."""
    row, mean = known(values), mean_of(values)
    drawn = mean_distribution(row)
    if drawn is None or mean is None:
        return None
    if len(drawn.chances) == 1:
        return MeanInterval(drawn.n, mean, mean, mean, 0.0, True)
    low, high = (drawn.smallest(chance) / (GRID * drawn.n) for chance in _sides(confidence))
    return MeanInterval(drawn.n, mean, low, high, float(row.std()) / sqrt(drawn.n), False)


def difference_interval(one: npt.ArrayLike, other: npt.ArrayLike, confidence: float = ORDINARY) -> Interval | None:
    """The interval of mean(one) − mean(other) for two groups of different people; None where one of them is empty."""
    left, right = mean_distribution(one), mean_distribution(other)
    return difference_of_means(left, right, confidence) if left and right else None


def difference_of_means(left: MeanDistribution, right: MeanDistribution, confidence: float = ORDINARY) -> Interval:
    """The same out of two distributions, for who needs more than one interval of the same difference."""
    low, high = (_smallest_difference(left, right, chance) for chance in _sides(confidence))
    return Interval(low, high)


def _sides(confidence: float) -> tuple[float, float]:
    return (1 - confidence) / 2, (1 + confidence) / 2


def _sums_of_draws(offsets: Counts) -> tuple[int, Floats]:
    """The chances of the sums of n draws out of n offsets (whole, from 0), from the first sum that matters.

    A wrapped Fourier transform: only a window around the mean is kept, wide enough that BEYOND is left out of it.
    """
    n, reach = len(offsets), int(offsets.max())
    if reach == 0:
        return 0, np.ones(1)
    middle, half = float(offsets.sum()), _half_window(n, reach, float(offsets.var()))
    low, high = max(0, floor(middle - half)), min(n * reach, ceil(middle + half))
    size = next_fast_len(max(high - low + 1, reach + 1), real=True)
    one = np.bincount(offsets, minlength=size) / n
    wrapped = irfft(rfft(one) ** n, size)
    chances = np.clip(wrapped[np.arange(low, high + 1) % size], 0.0, None)
    return _trimmed(low, chances)


def _half_window(n: int, reach: int, variance: float) -> float:
    """How far the sum of n draws from 0–reach stays from its mean, but for a chance of BEYOND."""
    rarity = log(2 / BEYOND)
    hoeffding = reach * sqrt(n * rarity / 2)
    third = rarity * reach / 3
    return min(hoeffding, third + sqrt(third**2 + 2 * n * variance * rarity))


def _trimmed(first: int, chances: Floats) -> tuple[int, Floats]:
    """Without the ends that hold no chance worth the name."""
    matters = np.flatnonzero(chances > BEYOND / 10)
    return first + int(matters[0]), chances[matters[0] : matters[-1] + 1]


def _smallest_difference(left: MeanDistribution, right: MeanDistribution, chance: float) -> float:
    """The smallest difference with at least this chance at or below it, by bisection.

    Over the whole numbers n₂S₁ − n₁S₂ that can come about: from the least on, in steps of `apart`.
    """
    apart = gcd(right.n * left.step, left.n * right.step)
    least = right.n * left.first - left.n * int(right.sums[-1])
    most = right.n * int(left.sums[-1]) - left.n * right.first
    shifted = least + left.n * right.sums - right.n * left.first
    low, high = 0, (most - least) // apart
    while low < high:
        middle = (low + high) // 2
        places = np.clip((middle * apart + shifted) // (right.n * left.step) + 1, 0, len(left.chances))
        reached = float(np.sum(right.chances * left.cumulative[places]))
        low, high = (low, middle) if reached >= chance - TIE else (middle + 1, high)
    return (least + low * apart) / (GRID * left.n * right.n)
