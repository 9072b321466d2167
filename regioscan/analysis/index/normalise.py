"""From a figure in its own unit to a score of 0–100 on which higher is better: seven ways.

A scale is fitted on the reference set (all municipalities) and applied to any value, so that the score of a region does
not move because other regions moved, and one region alone has a score too. Formulas: OECD/JRC (2008), chapter 1.5.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from regioscan.analysis.index.matrix import Bools, Floats, Reason
from regioscan.analysis.index.method import IndicatorSpec, Normalisation

MAD_TO_SIGMA, IQR_TO_SIGMA = 1.4826, 1.349
T_MIDDLE, T_STEP = 50.0, 10.0
"""A z-score is shown as T = 50 + 10z, which has the same range as the other scores."""
EDGE = 2.5
"""Goalposts lie at this percentile from either end."""
LEAST_SPREAD = 1e-12
"""A spread smaller than this part of the largest value is rounding, not variation."""
LEAST_VALUE = 1e-290
"""Smaller values are zero."""


@dataclass(frozen=True)
class Line:
    """score = start + slope × (value − at)."""

    start: float
    at: float
    slope: float

    def apply(self, values: Floats) -> Floats:
        """Unclipped scores; NaN stays NaN."""
        return self.start + self.slope * (values - self.at)


@dataclass(frozen=True)
class Places:
    """The score is the place among the reference values, in per cents.

    `ordered` are those values from least to most favourable, as `direction` × value, and `scores` the score of each. A
    value that is not among them is thought of as added to them.
    """

    ordered: Floats
    scores: Floats
    direction: int

    def apply(self, values: Floats) -> Floats:
        """Scores of 0–100; NaN stays NaN."""
        signed = self.direction * values
        lower = np.searchsorted(self.ordered, signed)
        at = np.minimum(lower, len(self.ordered) - 1)
        found = np.where(self.ordered[at] == signed, self.scores[at], lower * (100 / len(self.ordered)))
        return np.asarray(np.where(np.isnan(values), np.nan, found))


Scale = Line | Places


def fit(spec: IndicatorSpec, normalisation: Normalisation, reference: Floats) -> Scale | Reason:
    """The scale of one indicator on the known values of the reference set, or the reason why there is none.

    A reference set of two or more equal values has no variation, whatever the normalisation; one region alone can only
    be scored against goalposts.
    """
    known = reference[~np.isnan(reference)]
    if len(known) > 1 and not _spread(known, float(np.ptp(known))):
        return Reason.NO_VARIATION
    if normalisation is Normalisation.GOALPOSTS:
        return _between(spec.low, spec.high, spec.direction)
    if len(known) < 2:
        return Reason.TOO_FEW_REGIONS if len(known) else Reason.MISSING
    return _FITS[normalisation](known, spec)


def clipped(unclipped: Floats) -> Floats:
    """Scores held within 0–100."""
    return np.clip(unclipped, 0.0, 100.0)


def beyond(unclipped: Floats) -> Bools:
    """Where a value lies beyond its goalposts, so that its score was cut off."""
    with np.errstate(invalid="ignore"):
        return np.asarray((unclipped < 0) | (unclipped > 100))


def suggest_goalposts(values: Floats) -> tuple[float, float] | None:
    """Goalposts for a new method: P2.5 and P97.5 of all municipalities of the base years together, rounded outwards to
    two digits of the distance between them; None without variation."""
    known = values[~np.isnan(values)]
    if len(known) < 2:
        return None
    low, high = (float(one) for one in np.percentile(known, [EDGE, 100 - EDGE]))
    if not _spread(known, high - low):
        return None
    digits = int(1 - np.floor(np.log10(high - low)))
    step = 10.0**-digits
    return round(float(np.floor(low / step)) * step, max(digits, 0)), round(
        float(np.ceil(high / step)) * step, max(digits, 0)
    )


def _between(low: float | None, high: float | None, direction: int) -> Line | Reason:
    if low is None or high is None:
        return Reason.NO_GOALPOSTS
    if not high - low > LEAST_SPREAD * max(abs(low), abs(high), LEAST_VALUE):
        return Reason.GOALPOSTS_MEET
    slope = 100 / (high - low)
    return Line(0.0, low, slope) if direction > 0 else Line(0.0, high, -slope)


def _min_max(known: Floats, spec: IndicatorSpec) -> Scale | Reason:
    return _between(float(known.min()), float(known.max()), spec.direction)


def _z(known: Floats, spec: IndicatorSpec) -> Scale | Reason:
    largest = float(np.abs(known).max())  # taken out first, so that no square gets out of hand
    return _standardised(float(known.mean()), largest * float((known / largest).std(ddof=1)), spec.direction)


def _robust_z(known: Floats, spec: IndicatorSpec) -> Scale | Reason:
    median = float(np.median(known))
    sigma = _spread(known, MAD_TO_SIGMA * float(np.median(np.abs(known - median))))
    if not sigma:
        low, high = np.percentile(known, [25, 75])
        sigma = _spread(known, float(high - low) / IQR_TO_SIGMA)
    return _standardised(median, sigma, spec.direction) if sigma else Reason.NO_VARIATION


def _standardised(middle: float, sigma: float, direction: int) -> Line:
    return Line(T_MIDDLE, middle, direction * T_STEP / sigma)


def _target(known: Floats, spec: IndicatorSpec) -> Scale | Reason:
    """0 for the worst region, 100 for those that reach the target."""
    if spec.target is None:
        return Reason.NO_GOALPOSTS
    worst = float(known.min() if spec.direction > 0 else known.max())
    if spec.direction * (spec.target - worst) <= 0:
        return Reason.TARGET_WRONG
    return _between(min(worst, spec.target), max(worst, spec.target), spec.direction)


def _percentile(known: Floats, spec: IndicatorSpec) -> Scale | Reason:
    """(#lower + ½(#equal − 1))/(n − 1): mirrors exactly when the direction turns, also with ties."""
    return _places(known, spec.direction, 0.5)


def _rank(known: Floats, spec: IndicatorSpec) -> Scale | Reason:
    """(#lower)/(n − 1): equal values get the lowest place of them, as in a ranking."""
    return _places(known, spec.direction, 0.0)


def _places(known: Floats, direction: int, tie: float) -> Places:
    ordered = np.sort(direction * known)
    lower = np.searchsorted(ordered, ordered, side="left")
    equal = np.searchsorted(ordered, ordered, side="right") - lower
    return Places(ordered, 100 * (lower + tie * (equal - 1)) / (len(ordered) - 1), direction)


def _spread(known: Floats, distance: float) -> float:
    """The distance, or 0 when it is no more than rounding of the values."""
    return distance if distance > LEAST_SPREAD * max(float(np.abs(known).max()), LEAST_VALUE) else 0.0


_FITS: dict[Normalisation, Callable[[Floats, IndicatorSpec], Scale | Reason]] = {
    Normalisation.MIN_MAX: _min_max,
    Normalisation.Z: _z,
    Normalisation.ROBUST_Z: _robust_z,
    Normalisation.PERCENTILE: _percentile,
    Normalisation.TARGET: _target,
    Normalisation.RANK: _rank,
}
