"""Whether a region differs from a benchmark by more than chance and ordinary spread. Pure: arrays in, numbers out.

After Spiegelhalter, Funnel plots for comparing institutional performance (Statistics in Medicine 24, 2005): the error
is the one that a region of that size has when it equals the benchmark, and where regions spread wider than chance, the
spread between them (τ²) is added to it. Without that, with hundreds of municipalities, nearly all «differ».
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import erfc, isfinite, sqrt
from typing import ClassVar

import numpy as np
import numpy.typing as npt
from scipy.special import bdtrik, betainc, chdtriv, gammainc, gammaincc, ndtr, ndtri

from regioscan.analysis.intervals import FEW, SHARE, normal_quantile
from regioscan.analysis.position import Floats

ORDINARY, HEADLINE = 0.05, 0.002
"""Two-sided chances: 95 % for a figure by itself, 99.8 % for a figure that is picked out of many."""
WINSORISED = 0.10
"""Share of the regions at either side whose distance is drawn in before the spread is measured."""
DRAWN_IN = 0.6787
"""What drawing in leaves of the variance of a normal score: (1 − 2a) − 2qf(q) + 2aq², a = WINSORISED, q = 1.2816."""
EXACT_TO = 5_000
"""Up to so many expected events tests and limits are exact; above it those of the normal curve (under 0.1 % off)."""
LEAST_CHANCE = 1e-300
"""A chance under this cannot be told from none; the normal score takes the place of the exact one."""


@dataclass(frozen=True)
class Test:
    """A test: its name in Dutch, its statistic, the two-sided chance p, and whether p lies under the threshold."""

    __test__: ClassVar[bool] = False

    name: str
    statistic: float
    p: float
    threshold: float
    is_significant: bool


@dataclass(frozen=True)
class Counted:
    """What a value counts: value = `per` × count / `denominator`; `chance` is SHARE or EVENTS."""

    per: float
    denominator: float
    chance: str

    def of(self, value: float) -> float:
        """The count behind a value, to whole ones: a published value was rounded."""
        return float(round(value / self.per * self.denominator))


@dataclass(frozen=True)
class Spread:
    """How far regions spread around a benchmark beside chance: φ (1 is chance alone) and the extra variance τ².

    τ² is in the unit of the value squared, and 0 where chance explains the spread.
    """

    phi: float
    tau2: float
    n_regions: int

    @property
    def is_wider(self) -> bool:
        """Whether the regions spread wider than chance does."""
        return self.tau2 > 0


NO_SPREAD = Spread(1.0, 0.0, 0)


def null_errors(benchmark: float, per: float, denominators: Floats | Sequence[float], chance: str) -> Floats:
    """The standard error that each region has when it equals the benchmark, in the unit of the value.

    Shares: per·√(p(1−p)/n); events: per·√(rate/n). NaN where the denominator is not above 0; all NaN where the
    benchmark is impossible (a share under 0 or over `per`).
    """
    n = np.asarray(denominators, dtype=np.float64)
    level = benchmark / per
    variance = level * (1 - level) if chance == SHARE else level
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(n > 0, per * np.sqrt(variance / n), np.nan), dtype=np.float64)


def spread(values: Floats, benchmark: float, errors: Floats) -> Spread:
    """The overdispersion of `values` around `benchmark`, given their standard errors (arrays of equal length).

    z = (value − benchmark) / error, winsorised 10 % at either side; φ = mean z² / DRAWN_IN, so that it is 1 by chance
    alone. Only where nφ exceeds (n−1) + 2√(2(n−1)) is τ² = (nφ − (n−1)) / (Σω − Σω²/Σω) with ω = 1/error², else 0.
    """
    with np.errstate(all="ignore"):
        scores = (values - benchmark) / errors
    known = np.isfinite(scores) & (errors > 0)
    n = int(known.sum())
    if n < 2:
        return Spread(1.0, 0.0, n)
    z, error = scores[known], errors[known]
    low, high = np.quantile(z, [WINSORISED, 1 - WINSORISED])
    phi = float(np.mean(np.clip(z, low, high) ** 2)) / DRAWN_IN
    if n * phi <= (n - 1) + 2 * sqrt(2 * (n - 1)):
        return Spread(phi, 0.0, n)
    least = float(error.min())
    weight = (least / error) ** 2
    below = float(weight.sum() - (weight**2).sum() / weight.sum())
    return Spread(phi, least**2 * (n * phi - (n - 1)) / below if below > 0 else 0.0, n)


def compare(
    value: float | None,
    benchmark: float | None,
    error: float | None,
    tau2: float = 0.0,
    threshold: float = HEADLINE,
    *,
    benchmark_error: float = 0.0,
    counted: Counted | None = None,
) -> Test | None:
    """Whether `value` differs from `benchmark`: z = difference / √(error² + τ² + benchmark_error²).

    With few expected counts, z is that of the exact chance (`exact_score`), times error / √(error² + τ² + …).
    None where one of them is not known, or there is no error at all.
    """
    if value is None or benchmark is None or error is None:
        return None
    whole = error * error + tau2 + benchmark_error * benchmark_error
    if not (isfinite(value) and isfinite(benchmark) and isfinite(whole)) or whole <= 0:
        return None
    exact = exact_score(value, benchmark, counted, tau2 / error**2) if counted and error > 0 else None
    z = (value - benchmark) / sqrt(whole) if exact is None else exact * error / sqrt(whole)
    p = two_sided(z)
    name = "z-toets" if exact is None else "exacte toets"
    name = f"{name} met spreiding tussen regio’s" if tau2 > 0 else name
    return Test(name, z, p, threshold, p < threshold)


def exact_score(value: float, benchmark: float, counted: Counted, ratio: float = 0.0) -> float | None:
    """The normal score with the exact two-sided chance of this count when the region equals the benchmark.

    p = min(1, 2·min(P(X ≤ x), P(X ≥ x))), X Poisson for events and binomial for a share; z = ±Φ⁻¹(1 − p/2), 0 for
    p = 1; `ratio` = τ² / error². None where the normal curve is as good (`_is_exact`), or p too small to be a number.
    """
    n, rate = counted.denominator, benchmark / counted.per
    if n <= 0 or rate < 0 or not _is_exact(np.array([n]), rate, counted.chance, ratio)[0]:
        return None
    x = counted.of(value)
    if counted.chance == SHARE:
        x = min(max(x, 0.0), n)
        at_most = float(betainc(n - x, x + 1, 1 - rate)) if x < n else 1.0
        at_least = float(betainc(x, n - x + 1, rate)) if x > 0 else 1.0
    else:
        at_most, at_least = float(gammaincc(x + 1, n * rate)), float(gammainc(x, n * rate)) if x > 0 else 1.0
    p = min(1.0, 2 * min(at_most, at_least))
    if p < LEAST_CHANCE:
        return None
    return float(-ndtri(p / 2)) * (1 if at_least < at_most else -1)


def _is_exact(n: Floats, rate: float, chance: str, ratio: Floats | float) -> npt.NDArray[np.bool_]:
    """Where the normal curve will not do: under FEW expected counts or non-counts, and of events by chance alone up to
    EXACT_TO; never where regions spread further than chance (`ratio` = τ² / error² above 1), for then that decides.
    Tests and limits of a funnel ask the same, so that they never contradict each other."""
    expected = n * rate
    if chance == SHARE:
        fewest = np.minimum(expected, n - expected)
        return np.asarray((fewest > 0) & (fewest < FEW) & (ratio <= 1))
    most = np.where(np.asarray(ratio) > 0, FEW, EXACT_TO)
    return np.asarray((expected > 0) & (expected < most) & (ratio <= 1))


def two_sided(z: float) -> float:
    """The chance of a normal score at least this far from 0, to either side."""
    return erfc(abs(z) / sqrt(2))


def benjamini_hochberg(chances: Sequence[float | None], level: float = ORDINARY) -> float:
    """The threshold under which a p of these counts, so that on average at most `level` of the flagged are false.

    level·k/m for the largest k with p(k) ≤ level·k/m, and level/m where not one passes (Benjamini and Hochberg 1995). A
    p passes where it is at most the outcome. None (no test) does not count in m; without any test it is the level.
    """
    known = sorted(one for one in chances if one is not None)
    passed = [place for place, p in enumerate(known, start=1) if p <= level * place / len(known)]
    return level * max(passed, default=1) / max(len(known), 1)


def expected_by_chance(n_tests: int, alpha: float = ORDINARY) -> float:
    """How many of `n_tests` would be flagged at `alpha` if no region differed from the benchmark."""
    return n_tests * alpha


def funnel_limits(
    benchmark: float, per: float, denominators: Floats, chance: str, alpha: float = ORDINARY, tau2: float = 0.0
) -> tuple[Floats, Floats]:
    """Between which values a region that equals the benchmark lies with chance 1 − `alpha`, for each denominator.

    benchmark ± z√(error² + τ²), clipped at 0 (and at per for a share); for a share with τ² = 0 that is the inversion of
    Wilson’s interval. Where `_is_exact`, the limits of the exact chance, so that they say the same as `compare`.
    """
    errors = null_errors(benchmark, per, denominators, chance)
    reach = normal_quantile(alpha) * np.sqrt(errors**2 + tau2)
    low, high = benchmark - reach, benchmark + reach
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = tau2 / errors**2
    exact = _is_exact(denominators, benchmark / per, chance, ratio)
    if exact.any():
        n, score = denominators[exact], reach[exact] / errors[exact]
        tails = np.maximum(ndtr(-score), LEAST_CHANCE)
        low[exact], high[exact] = (side * per / n for side in _exact_limits(benchmark / per, n, tails, chance))
    top = per if chance == SHARE else np.inf
    return np.clip(low, 0, top), np.clip(high, 0, top)


def _exact_limits(rate: float, n: Floats, tails: Floats, chance: str) -> tuple[Floats, Floats]:
    """The counts beyond which a region of size `n` comes with a chance of `tails` at each side, between whole ones."""
    if chance == SHARE:
        return np.asarray(bdtrik(tails, n, rate)), n - np.asarray(bdtrik(tails, n, 1 - rate))
    twice = 2 * n * rate
    return np.asarray(chdtriv(1 - tails, twice)) / 2 - 1, np.asarray(chdtriv(tails, twice)) / 2


__all__ = [
    "HEADLINE",
    "NO_SPREAD",
    "ORDINARY",
    "Counted",
    "Spread",
    "Test",
    "benjamini_hochberg",
    "compare",
    "exact_score",
    "expected_by_chance",
    "funnel_limits",
    "null_errors",
    "spread",
    "two_sided",
]
