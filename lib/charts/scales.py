"""From values to places: round ticks, bins, classes and labels that keep out of each other's way."""

import math
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from lib import text

STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
# Beyond this a number no longer fits a label and is shown in powers of ten.
SHOWN_IN_FULL = 1e15
LARGEST = sys.float_info.max


@dataclass(frozen=True)
class Scale:
    """A stretch of values, from `low` to `high`, with the round values that are named along it."""

    low: float
    high: float
    ticks: tuple[float, ...] = ()
    decimals: int = 0

    def share(self, value: float) -> float:
        """Where a value stands, from 0 (at `low`) to 1 (at `high`); halfway when the stretch is empty."""
        # Divided first, so that the difference of two huge values stays finite.
        size = max(abs(self.low), abs(self.high), abs(value)) or 1.0
        span = self.high / size - self.low / size
        return (value / size - self.low / size) / span if span > 0 else 0.5

    def inside(self, value: float) -> float:
        """The same, held between 0 and 1."""
        return min(1.0, max(0.0, self.share(value)))


def shown(value: float, decimals: int) -> str:
    """A number as a Dutch reader expects it; in powers of ten when it would not fit."""
    if abs(value) < SHOWN_IN_FULL:
        return text.number(value, decimals)
    return f"{value:.2e}".replace(".", ",").replace("-", text.MINUS)


def nice_scale(values: Sequence[float], *, n: int = 5, with_zero: bool = False) -> Scale:
    """A scale of about `n` round ticks that holds all values; 0 to 1 when there are none.

    Zero is on it when asked for, and also when all values are positive and the lowest is small beside the highest: a
    line that starts just above zero would otherwise look as if it started at zero.
    """
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    if with_zero or 0 <= low < 0.35 * high or 0 >= high > 0.35 * low:
        low, high = min(low, 0.0), max(high, 0.0)
    if high / 2 - low / 2 <= max(abs(low), abs(high)) * 1e-9:
        room = abs(high) * 0.1 or 1.0
        low, high = max(low - room, -LARGEST), min(high + room, LARGEST)
    step = nice_step(high / n - low / n)
    # A crumb of binary arithmetic is no reason for one tick more, but every value has to be on the scale.
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    first -= _exact(first * step, step) > low
    last += _exact(last * step, step) < high
    ticks = tuple(_exact(k * step, step) for k in range(first, last + 1))
    if not all(map(math.isfinite, ticks)) or not ticks[0] <= low <= high <= ticks[-1]:
        return Scale(low, high, (low, high))
    return Scale(ticks[0], ticks[-1], ticks, step_decimals(step))


def nice_step(rough: float) -> float:
    """The smallest of 1, 2, 2.5 or 5 times a power of ten that is not under `rough` (at least the smallest float)."""
    rough = max(rough, 5e-300)
    power = 10.0 ** math.floor(math.log10(rough))
    return next(step * power for step in STEPS if step * power >= rough * (1 - 1e-9))


def step_decimals(step: float) -> int:
    """How many decimals tell two neighbouring ticks apart: 0 for 5, 1 for 0.5, 2 for 0.25; never more than 12."""
    exponent = Decimal(f"{step:.3g}").normalize().as_tuple().exponent
    return min(12, max(0, -int(exponent)))


def _exact(tick: float, step: float) -> float:
    """The tick without the crumbs of binary arithmetic: 0.3, not 0.30000000000000004."""
    return round(tick, min(300, step_decimals(step) + 3)) if step < 1e6 and step > 1e-9 else tick


def year_ticks(first: int, last: int, n: int = 7) -> list[int]:
    """At most about `n` years to name on an axis; the last one always, for that is the one the reader looks for."""
    span = last - first
    step = next((s for s in (1, 2, 5, 10, 20, 50, 100) if span / s < n), max(1, math.ceil(span / n)))
    return [last - k * step for k in range(span // step, -1, -1)]


def bin_edges(values: Sequence[float]) -> list[float]:
    """Round edges of equal bins that hold all values: more bins for more values (Rice's rule), about 6 to 16."""
    scale = nice_scale(values, n=min(16, max(6, round(2 * math.cbrt(len(values))))))
    kept = list(scale.ticks)
    while len(kept) > 2 and kept[1] <= min(values, default=0):
        kept = kept[1:]
    while len(kept) > 2 and kept[-2] > max(values, default=0):
        kept = kept[:-1]
    return kept


def bin_of(value: float, edges: Sequence[float]) -> int | None:
    """The bin that holds a value; None when it lies outside all."""
    if not edges[0] <= value <= edges[-1]:
        return None
    return sum(1 for edge in edges[1:-1] if edge <= value)


def bin_counts(values: Sequence[float], edges: Sequence[float]) -> list[int]:
    """How many values are in each bin: from its lower edge up to, not including, its upper; the last bin has both."""
    counts, _ = np.histogram(np.asarray(values, dtype=float), bins=np.asarray(edges, dtype=float))
    return [int(count) for count in counts]


def class_bounds(values: Sequence[float], n: int = 5) -> list[float]:
    """Round bounds between at most `n` classes of about equally many values; class i holds bounds[i-1] ≤ v < bounds[i].

    `values` are to be as they are shown (as_shown): a value that reads 1,3 is then never in the class «minder dan 1,3».
    Every class holds at least one value. With at most `n` different values, each is a class of its own.
    """
    ordered = sorted(values)
    distinct = sorted(set(ordered))
    if len(distinct) <= n:
        return distinct[1:]
    wanted = [ordered[len(ordered) * k // n] for k in range(1, n)]
    # Steps of a hundredth of the middle: fine enough to keep the classes about equal, coarse enough to read.
    step = nice_step((wanted[-1] / 25 - wanted[0] / 25) or (distinct[-1] / 100 - distinct[0] / 100))
    rounded = sorted({_nearest(bound, step) for bound in wanted})
    return _without_empty(rounded, ordered) or _without_empty(sorted(set(wanted)), ordered)


def _nearest(value: float, step: float) -> float:
    steps = value / step
    return _exact(round(steps) * step, step) if math.isfinite(steps) else value


def _without_empty(bounds: list[float], ordered: list[float]) -> list[float]:
    """The bounds that leave at least one value on each side of them."""
    kept: list[float] = []
    floor = ordered[0]
    for bound in bounds:
        if floor < bound <= ordered[-1]:
            kept.append(bound)
            floor = next(value for value in ordered if value >= bound)
    return kept


def as_shown(value: float, decimals: int) -> float:
    """The value that the reader sees: rounded half away from zero, as text.number does (and some 30 times faster)."""
    if abs(value) >= SHOWN_IN_FULL:
        return value
    power = 10.0**decimals
    # Nine more digits: 1.005 is a little less than it says, and its neighbours in tenths of a millionth are not values.
    units = math.floor(round(abs(value) * power, 9) + 0.5)
    return math.copysign(units / power, value) if units else 0.0


def deciles(values: Sequence[float]) -> list[float]:
    """The nine values that cut the sorted values into ten equal parts (linear between neighbours)."""
    return [float(cut) for cut in np.quantile(np.asarray(values, dtype=float), np.arange(1, 10) / 10)]


def keep_apart(wanted: Sequence[float], sizes: Sequence[float], *, low: float = 0.0, high: float = 1.0) -> list[float]:
    """Places for labels as near as possible to where they belong, in the same order, without overlap.

    `sizes` are the heights. Labels that together are higher than the room run out of it at the upper end.
    """
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    places = list(wanted)
    ceiling = low
    for i in order:
        places[i] = max(places[i], ceiling + sizes[i] / 2)
        ceiling = places[i] + sizes[i] / 2
    floor = max(high, low + sum(sizes))
    for i in reversed(order):
        places[i] = min(places[i], floor - sizes[i] / 2)
        floor = places[i] - sizes[i] / 2
    return places
