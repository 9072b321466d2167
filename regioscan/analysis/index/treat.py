"""Outliers: recognised by skewness and kurtosis, pulled in or put on a logarithmic scale, and always written down.

Only scores feel this; figures that are shown never do. Thresholds and steps: OECD/JRC (2008), as in the COIN Tool.
"""

from dataclasses import dataclass

import numpy as np

from regioscan.analysis.index.matrix import Floats

MAX_SKEW, MAX_KURTOSIS = 2.0, 3.5
"""An indicator is treated when it exceeds both."""
MAX_PULLED_IN = 5
LOG_SHARE = 0.01
"""The logarithm starts at this share of the range from the nearest value, so that it is of a positive number."""
FEWEST = 4


@dataclass(frozen=True)
class Treated:
    """What was done to one indicator, and how to do the same to other values of it.

    `rows` are the regions (rows of the reference set) that were pulled in to `low` or `high`; `log` is +1 or −1 for a
    logarithm from the low or the high side. Skewness and kurtosis are those before (None: could not be said).
    """

    skew: float | None = None
    kurtosis: float | None = None
    rows: tuple[int, ...] = ()
    low: float = -np.inf
    high: float = np.inf
    log: int = 0

    @property
    def is_changed(self) -> bool:
        """Whether anything was done."""
        return bool(self.rows) or self.log != 0

    @property
    def words(self) -> str:
        """What was done, in Dutch."""
        if self.skew is None:
            return "niet behandeld: te weinig waarden of geen verschil"
        if self.log:
            return "op een logaritmische schaal gezet, omdat enkele regio’s ver van de andere liggen"
        if self.rows:
            regions = "1 regio is" if len(self.rows) == 1 else f"{len(self.rows)} regio’s zijn"
            return f"{regions} voor de score dichter bij de andere gezet"
        return "niet nodig"

    def apply(self, values: Floats) -> Floats:
        """The values as the score sees them; NaN stays NaN."""
        if not self.is_changed:
            return values
        held = np.clip(values, self.low, self.high)
        if not self.log:
            return held
        margin = LOG_SHARE * (self.high - self.low)
        return np.log(held - self.low + margin) if self.log > 0 else -np.log(self.high + margin - held)

    def post(self, value: float) -> float:
        """A goalpost on the same scale. Pulling regions in leaves it where it was."""
        return float(self.apply(np.array([value]))[0]) if self.log else value


def skewness(values: Floats) -> float | None:
    """Skewness «type 2», as in spreadsheets, of at least three values; None without variation."""
    n, deviations = len(values), _deviations(values)
    squares = float((deviations**2).sum())
    if n < 3 or not squares > 0:
        return None
    plain = np.sqrt(n) * float((deviations**3).sum()) / squares**1.5
    return float(plain * np.sqrt(n * (n - 1)) / (n - 2))


def kurtosis(values: Floats) -> float | None:
    """Excess kurtosis «type 2», as in spreadsheets, of at least four values; None without variation."""
    n, deviations = len(values), _deviations(values)
    squares = float((deviations**2).sum())
    if n < FEWEST or not squares > 0:
        return None
    plain = n * float((deviations**4).sum()) / squares**2
    return float(((n + 1) * (plain - 3) + 6) * (n - 1) / ((n - 2) * (n - 3)))


def _deviations(values: Floats) -> Floats:
    """From the mean, as a part of the largest: neither measure depends on the unit, and no power gets out of hand."""
    if not len(values):
        return values
    deviations = values - values.mean()
    largest = float(np.abs(deviations).max())
    return np.asarray(deviations / largest) if largest > 0 else deviations


def passes(values: Floats) -> bool:
    """Whether there is nothing to treat: |skewness| < 2 or kurtosis < 3.5, or neither can be said."""
    skew, peak = skewness(values), kurtosis(values)
    return skew is None or peak is None or abs(skew) < MAX_SKEW or peak < MAX_KURTOSIS


def treat(values: Floats) -> Treated:
    """What must be done to an indicator over the reference set: nothing, pull in at most five, else a logarithm."""
    at = np.flatnonzero(~np.isnan(values))
    known = values[at]
    if len(known) < FEWEST or (skew := skewness(known)) is None:
        return Treated()
    peak = kurtosis(known)
    if passes(known):
        return Treated(skew, peak)
    held = _pull_in(known)
    if passes(held):
        rows = tuple(int(row) for row in at[held != known])
        return Treated(skew, peak, rows, float(held.min()), float(held.max()))
    return Treated(skew, peak, (), float(known.min()), float(known.max()), 1 if skew >= 0 else -1)


def _pull_in(known: Floats) -> Floats:
    """One extreme at a time to the next value, on the side of the skew, as long as at most five regions move."""
    held = known.copy()
    while not passes(held):
        is_high = (skewness(held) or 0.0) >= 0
        extreme = held.max() if is_high else held.min()
        inner = held[held != extreme]
        moved = held.copy()
        moved[held == extreme] = inner.max() if is_high else inner.min()
        if int((moved != known).sum()) > MAX_PULLED_IN:
            break
        held = moved
    return held
