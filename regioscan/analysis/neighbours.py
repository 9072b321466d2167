"""Which regions are alike in structure. Pure: arrays in, numbers out.

Distance: D²_ab = Σ w_j (z_aj − z_bj)² / Σ w_j over the variables j known of both, of which at least 80 % of the weight
must be known. z is robust: (x − median) / (1,4826 · median absolute deviation), held between −3 and 3.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Positions = npt.NDArray[np.intp]

N_NEAREST = 10
LEAST_NEAREST = 4
"""With fewer others a place says nothing: see position.ENOUGH_OTHERS."""
KNOWN_SHARE = 0.80
MOST_ALIKE = 0.90
"""Variables that correlate more than this say the same thing twice, and count half."""
FURTHEST = 3.0
FIFTH = 5
FAR_SHARE = 0.90
N_DIFFERENCES = 3
MAD_TO_SD, QUARTILES_TO_SD = 1.4826, 1.349


@dataclass(frozen=True)
class Difference:
    """A variable in which two regions differ: its position, and how far ours lies above theirs (in z)."""

    variable: int
    z: float


@dataclass(frozen=True)
class Neighbour:
    """Another region, by its position in the arrays, with its distance (0 is the same) and the largest differences."""

    region: int
    distance: float
    differences: tuple[Difference, ...]


@dataclass(frozen=True)
class Neighbours:
    """Of every region the others, nearest first, and how far is far."""

    of: tuple[tuple[Neighbour, ...], ...]
    weights: Floats
    """As used: halved where variables are alike, 0 where a variable is the same everywhere or unknown."""
    n_nearest: int
    far: float
    """The border of the top tenth of the distances to the fifth neighbour (NaN when nobody has a neighbour)."""


def n_nearest(n_regions: int) -> int:
    """How many neighbours a region gets: ten, but at most a third of the others and never fewer than four."""
    return max(LEAST_NEAREST, min(N_NEAREST, (n_regions - 1) // 3))


def nearest(values: Floats, weights: Sequence[float], is_log: Sequence[bool], keep: int | None = None) -> Neighbours:
    """The nearest neighbours of every region.

    `values` is regions × variables (NaN = unknown; not above zero is unknown where the logarithm is asked for). Of
    each region the `keep` nearest are returned (all neighbours when None). Equal distances stand in the order in which
    the regions came. With fewer than five regions, or without a single variable that tells them apart, nobody has a
    neighbour.
    """
    scores = robust_scores(with_logs(values, is_log))
    used = halved(scores, np.asarray(weights, np.float64))
    count = n_nearest(len(values))
    if len(values) <= LEAST_NEAREST or not used.any():
        return Neighbours(tuple(() for _ in values), used, count, float("nan"))
    found = distances(scores, used)
    lists = tuple(_neighbours(place, found, scores, used, keep) for place in range(len(values)))
    fifths = [one[min(FIFTH, len(one)) - 1].distance for one in lists if one]
    far = float(np.quantile(fifths, FAR_SHARE)) if fifths else float("nan")
    return Neighbours(lists, used, count, far)


def is_poor(nearest_distances: Sequence[float], far: float) -> bool:
    """Whether a region has no good comparison: its fifth neighbour (the last where there are fewer) is far away."""
    if not nearest_distances:
        return True
    return sorted(nearest_distances)[min(FIFTH, len(nearest_distances)) - 1] > far


def with_logs(values: Floats, is_log: Sequence[bool]) -> Floats:
    """The natural logarithm of the columns that ask for it; what is not above zero becomes unknown there."""
    made = np.array(values, np.float64)
    for column in np.flatnonzero(np.asarray(is_log, bool)):
        known = made[:, column] > 0
        made[:, column] = np.log(made[:, column], where=known, out=np.full(len(made), np.nan))
    return made


def robust_scores(values: Floats) -> Floats:
    """Per column how many robust standard deviations a value lies from the median, held between −3 and 3.

    A column with a median absolute deviation of 0 takes its quartiles, then its standard deviation; a column that is
    the same everywhere, or known of nobody, gives NaN.
    """
    scores = np.full(values.shape, np.nan)
    for column in range(values.shape[1]):
        known = np.isfinite(values[:, column])
        if not known.any():
            continue
        x = values[known, column]
        if (spread := _spread(x)) > 0:
            scores[known, column] = np.clip((x - np.median(x)) / spread, -FURTHEST, FURTHEST)
    return scores


def halved(scores: Floats, weights: Floats) -> Floats:
    """The weights, halved for every variable that correlates more than 0.9 (either way) with another one.

    Variables without any score get weight 0.
    """
    is_used = np.isfinite(scores).any(axis=0)
    used = np.where(is_used, weights, 0.0)
    for column in np.flatnonzero(is_used):
        others = (other for other in np.flatnonzero(is_used) if other != column)
        if any(_correlation(scores[:, column], scores[:, other]) > MOST_ALIKE for other in others):
            used[column] = weights[column] / 2
    return used


def distances(scores: Floats, weights: Floats) -> Floats:
    """Regions × regions: the distance, NaN where less than 80 % of the weight is known of both; 0 with itself."""
    known = np.isfinite(scores)
    filled = np.where(known, scores, 0.0)
    both = (known * weights) @ known.T.astype(np.float64)
    square = (known * weights * filled**2) @ known.T.astype(np.float64)
    total = square + square.T - 2 * (weights * filled) @ filled.T
    is_enough = both >= KNOWN_SHARE * weights.sum() - 1e-12
    squared = np.divide(total, both, out=np.full(total.shape, np.nan), where=is_enough & (both > 0))
    found: Floats = np.sqrt(np.maximum(squared, 0.0))
    np.fill_diagonal(found, 0.0)
    return found


def _neighbours(place: int, found: Floats, scores: Floats, weights: Floats, keep: int | None) -> tuple[Neighbour, ...]:
    row = found[place]
    candidates = np.array([other for other in range(len(row)) if other != place and np.isfinite(row[other])], np.intp)
    # Rounded, so that a crumb of arithmetic does not decide between two that are equally near.
    ordered = candidates[np.argsort(np.round(row[candidates], 9), kind="stable")]
    return tuple(
        Neighbour(int(other), float(row[other]), _differences(scores[place], scores[other], weights))
        for other in ordered[:keep]
    )


def _differences(ours: Floats, theirs: Floats, weights: Floats) -> tuple[Difference, ...]:
    gap = ours - theirs
    heavy = np.where(np.isfinite(gap), weights * gap**2, -1.0)
    largest = np.argsort(-np.round(heavy, 9), kind="stable")[:N_DIFFERENCES]
    return tuple(Difference(int(one), float(gap[one])) for one in largest if heavy[one] > 0)


def _spread(x: Floats) -> float:
    by_middle = MAD_TO_SD * float(np.median(np.abs(x - np.median(x))))
    if by_middle > 0:
        return by_middle
    low, high = np.quantile(x, [0.25, 0.75])
    return float(high - low) / QUARTILES_TO_SD or float(np.std(x))


def _correlation(a: Floats, b: Floats) -> float:
    both = np.isfinite(a) & np.isfinite(b)
    if both.sum() < 3 or np.std(a[both]) == 0 or np.std(b[both]) == 0:
        return 0.0
    return abs(float(np.corrcoef(a[both], b[both])[0, 1]))
