"""How large a difference is in people, homes, events or euros. Pure."""

from dataclasses import dataclass
from math import isfinite

from regioscan.analysis.intervals import Interval, newcombe


@dataclass(frozen=True)
class Gap:
    """What there is more (above zero) or less (below zero) than if the region equalled the benchmark.

    `low` and `high` are its interval; both None where the figure has no interval.
    """

    amount: float
    low: float | None
    high: float | None

    @property
    def is_clear(self) -> bool:
        """Whether the interval leaves out zero; False where there is none."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


def gap(
    value: float | None,
    benchmark: float | None,
    per: float | None,
    denominator: float | None,
    interval: Interval | None,
    benchmark_interval: Interval | None = None,
) -> Gap | None:
    """(value − benchmark) / per × denominator, with its interval out of that of the value (and of the benchmark).

    Without an interval of the benchmark, that one is taken as given. None where a number is missing, or the
    denominator is not above zero.
    """
    if value is None or benchmark is None or not per or not denominator or denominator <= 0:
        return None
    if not all(isfinite(one) for one in (value, benchmark, per, denominator)):
        return None
    scale = denominator / per
    amount = (value - benchmark) * scale
    fixed = benchmark_interval or Interval(benchmark, benchmark)
    difference = newcombe(value, interval, benchmark, fixed) if interval else None
    if difference is None:
        return Gap(amount, None, None)
    return Gap(amount, difference.low * scale, difference.high * scale)
