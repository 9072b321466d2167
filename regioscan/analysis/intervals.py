"""How far a figure could have been otherwise: intervals of shares, rates and their differences. Pure.

Every function gives None where no interval exists (no denominator, more counted than there is, no number), never NaN.
A register is a complete count: an interval around it says how far chance alone could move the figure, not how far a
survey may be off.
"""

from dataclasses import dataclass
from math import isfinite, sqrt

from scipy.special import chdtri, ndtri

SHARE = "aandeel"
"""So many of a number: each of them either is or is not."""
EVENTS = "gebeurtenissen"
"""So many times on a number: more than one on the same is possible."""
FEW = 10
"""With fewer events than this the interval is exact, with this many or more it is that of Byar."""
ROUNDING = 1e-9
"""A count may exceed its denominator by this share: it was computed from a rounded percentage."""


@dataclass(frozen=True)
class Interval:
    """From `low` to `high`, in the unit of the figure."""

    low: float
    high: float

    @property
    def width(self) -> float:
        """High minus low."""
        return self.high - self.low

    def times(self, factor: float) -> "Interval":
        """Both ends times a positive `factor`."""
        return Interval(self.low * factor, self.high * factor)

    def holds(self, value: float) -> bool:
        """Whether `value` lies in it, the ends included."""
        return self.low <= value <= self.high


def normal_quantile(alpha: float) -> float:
    """How many standard errors reach to both sides for a two-sided chance of `alpha` (0–1): 1.96 for 0.05."""
    return float(-ndtri(alpha / 2))


TO_STANDARD_ERROR = 2 * normal_quantile(0.05)
"""A 95 % interval is this many standard errors wide."""


def wilson(x: float, n: float, alpha: float = 0.05) -> Interval | None:
    """The interval of the share x/n, between 0 and 1 (Wilson 1927, as PHEindicatormethods writes it).

    None where n is not above 0 or x lies outside 0–n.
    """
    if not _are_numbers(x, n) or n <= 0 or x < 0 or x > n * (1 + ROUNDING):
        return None
    x = min(x, n)
    z = normal_quantile(alpha)
    middle, reach = 2 * x + z * z, z * sqrt(z * z + 4 * x * (1 - x / n))
    below = 2 * (n + z * z)
    return Interval(
        max(0.0, (middle - reach) / below) if x else 0.0, min(1.0, (middle + reach) / below) if x < n else 1.0
    )


def exact_poisson(x: float, alpha: float = 0.05) -> Interval | None:
    """The exact interval of the number of events that x were counted of (Garwood 1936): half chi-square quantiles."""
    if not _are_numbers(x) or x < 0:
        return None
    low = float(chdtri(2 * x, 1 - alpha / 2)) / 2 if x > 0 else 0.0
    return _finite(low, float(chdtri(2 * x + 2, alpha / 2)) / 2)


def byar(x: float, n: float, alpha: float = 0.05) -> Interval | None:
    """The interval of the rate x/n: Byar's (as PHEindicatormethods writes it), and exact under ten events."""
    if not _are_numbers(x, n) or n <= 0 or x < 0:
        return None
    if x < FEW:
        exact = exact_poisson(x, alpha)
        return _finite(exact.low / n, exact.high / n) if exact else None
    z, up = normal_quantile(alpha), x + 1
    low = x * (1 - 1 / (9 * x) - z / (3 * sqrt(x))) ** 3
    high = up * (1 - 1 / (9 * up) + z / (3 * sqrt(up))) ** 3
    return _finite(low / n, high / n)


def newcombe(p1: float, i1: Interval, p2: float, i2: Interval) -> Interval | None:
    """The interval of the difference p1 − p2 out of the intervals of both (Newcombe 1998, his method 10)."""
    if not _are_numbers(p1, p2, i1.low, i1.high, i2.low, i2.high):
        return None
    difference = p1 - p2
    down = sqrt((p1 - i1.low) ** 2 + (i2.high - p2) ** 2)
    up = sqrt((i1.high - p1) ** 2 + (p2 - i2.low) ** 2)
    return _finite(difference - down, difference + up)


def interval_of(
    value: float | None, per: float | None, denominator: float | None, chance: str, alpha: float = 0.05
) -> Interval | None:
    """How far chance alone could move `value`, in the unit of the value, which is `per` × count / `denominator`.

    `chance` is SHARE, EVENTS, or "" for a figure that does not count so; then, or where something is not known, None.
    """
    if value is None or per is None or denominator is None or not _are_numbers(value, per, denominator):
        return None
    if per <= 0:
        return None
    count = value / per * denominator
    if chance == SHARE:
        found = wilson(count, denominator, alpha)
    elif chance == EVENTS:
        found = byar(count, denominator, alpha)
    else:
        return None
    return _finite(found.low * per, found.high * per) if found else None


def _finite(low: float, high: float) -> Interval | None:
    """An interval, or None where a sum ran out of what a number can hold."""
    return Interval(low, high) if isfinite(low) and isfinite(high) else None


def _are_numbers(*values: float) -> bool:
    return all(isfinite(value) for value in values)
