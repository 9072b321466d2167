"""Whether a row of figures through the years goes up or down: Mann–Kendall for the test, Theil–Sen for the slope. Pure.

Two points make a change and never a trend; under five points nothing is tested; a test never reaches across a break in
the series. Years without a value are left out. Many trends told together are one family of tests.
"""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations
from math import isfinite
from statistics import median

import numpy as np

from regioscan.analysis.change import Point, last_break
from regioscan.analysis.significance import benjamini_hochberg

RISING, FALLING, NO_TREND, TOO_FEW = "stijgend", "dalend", "geen duidelijke trend", "te weinig jaren"
WINDOW = 8
"""Years that a trend is told over, the last one included; the statistics office uses the same."""
ENOUGH = 5
"""Fewer points than this make no trend."""
LEVEL = 0.05
"""On average at most this share of the trends that are told together is none (Benjamini and Hochberg)."""


@dataclass(frozen=True)
class Trend:
    """What the last years of a series do: `kind` in words, the slope a year, and the test (both None when too few).

    `first` and `last` are the years tested, None where there is no value at all. `broken` is the year of the break
    that cut the series short, if any. A trend is clear where p is at most the `threshold`.
    """

    kind: str
    slope: float | None
    p: float | None
    n_points: int
    first: int | None
    last: int | None
    broken: int | None = None
    threshold: float | None = None

    @property
    def is_trend(self) -> bool:
        """Whether the series clearly goes one way."""
        return self.kind in {RISING, FALLING}

    def favour(self, direction: int) -> int:
        """1 for a favourable trend, -1 for an unfavourable one, 0 without a trend or where no side is better."""
        return {RISING: 1, FALLING: -1}.get(self.kind, 0) * direction


def trend_test(points: Sequence[Point], breaks: Collection[int] = (), window: int = WINDOW) -> Trend:
    """The trend over the last `window` years up to the last known year, within one definition, tested by itself.

    `points` is in order of year; `breaks` holds the years from which the figure was defined or measured otherwise.
    """
    known = [(year, value) for year, value in points if value is not None and isfinite(value)]
    if not known:
        return Trend(TOO_FEW, None, None, 0, None, None)
    last = known[-1][0]
    cut = last_break(breaks, last)
    start = last - window + 1
    broken = cut if cut is not None and cut > start and known[0][0] < cut else None
    tested = [(year, value) for year, value in known if year >= max(start, cut or start)]
    first = tested[0][0]
    if len(tested) < ENOUGH:
        return Trend(TOO_FEW, None, None, len(tested), first, last, broken)
    slope, p = theil_sen(tested), mann_kendall([value for _, value in tested])
    return _judged(Trend(NO_TREND, slope, p, len(tested), first, last, broken), LEVEL)


def one_family(trends: Sequence[Trend | None]) -> list[Trend | None]:
    """The same trends, all held to one threshold: of those still told, on average at most 5 % is none."""
    threshold = benjamini_hochberg([one.p if one else None for one in trends], LEVEL)
    return [_judged(one, threshold) if one else None for one in trends]


def _judged(trend: Trend, threshold: float) -> Trend:
    """The trend by this threshold; one with too few years stays what it is."""
    if trend.p is None or trend.slope is None:
        return trend
    kind = NO_TREND
    if trend.p <= threshold and trend.slope:
        kind = RISING if trend.slope > 0 else FALLING
    return replace(trend, kind=kind, threshold=threshold)


def theil_sen(points: Sequence[tuple[int, float]]) -> float:
    """The median of the slopes between all pairs of points, in units of the value a year (Sen 1968).

    At least two points, all of different years.
    """
    slopes = [(b[1] - a[1]) / (b[0] - a[0]) for a, b in combinations(points, 2)]
    return float(median(slopes))


def mann_kendall(values: Sequence[float]) -> float:
    """The exact two-sided chance that a row in random order goes at least as much one way as this one, ties included.

    S counts the pairs that go up minus those that go down. Among all orders of the same values the number of pairs that
    go down is distributed as the inversions of a multiset, whose counts are the coefficients of a Gaussian multinomial.
    """
    score = sum((b > a) - (b < a) for a, b in combinations(values, 2))
    ties = tuple(sorted(Counter(values).values()))
    orders = _orders_by_inversions(ties)
    n_pairs = len(orders) - 1
    extreme = sum(count for down, count in enumerate(orders) if abs(n_pairs - 2 * down) >= abs(score))
    return extreme / sum(orders)


@lru_cache(maxsize=256)
def _orders_by_inversions(ties: tuple[int, ...]) -> tuple[int, ...]:
    """How many orders of values that occur so many times each have 0, 1, 2, … pairs that go down."""
    result, placed = [1], 0
    for size in ties:
        for step in range(1, size + 1):
            placed += 1
            result = _divided(_times(result, placed), step)
    return tuple(result)


def _times(row: list[int], size: int) -> list[int]:
    """The polynomial times 1 + q + … + q^(size−1)."""
    return [int(one) for one in np.convolve(np.array(row, dtype=object), np.ones(size, dtype=object))]


def _divided(row: list[int], size: int) -> list[int]:
    """The polynomial divided by 1 + q + … + q^(size−1), which goes without remainder."""
    found: list[int] = []
    for place in range(len(row) - size + 1):
        found.append(row[place] - sum(found[max(0, place - size + 1) : place]))
    return found
