"""The value of a bigger region from the values of its parts, by the rule that the indicator declares."""

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Positions = npt.NDArray[np.intp]

SUM = "SUM"
WEIGHTED = frozenset({"RATIO", "WMEAN", "AREA"})
MAX_MISSING = 0.20
"""The share of the weight that may be missing before there is no value."""


def aggregate(
    rule: str, values: Floats, groups: Positions, n_groups: int, weights: Floats | None = None
) -> tuple[Floats, Floats]:
    """The value of each group from its parts, and the share of the weight that it rests on (0–1).

    `values`, `groups` and `weights` have one element a part: its value (NaN = missing), the position of the group it
    belongs to (0 … n_groups − 1), and the size it counts with (≥ 0, NaN = unknown). Both results have length
    `n_groups`; a group without a value has NaN as value, and its share says how much was known.

    - SUM adds, and needs every part: a sum over fewer parts is no estimate but an undercount. Weights are not used.
    - RATIO, WMEAN and AREA give Σ v·w / Σ w over the parts that have a value. With the denominator as weight that is
      the sum of the numerators over the sum of the denominators; the mean of the ratios would be wrong. When parts
      without a value hold more than 20 % of the weight there is no value.
    - BOUNDS (medians) and NONE (estimates) cannot be computed from parts: NaN everywhere, share 0.

    A part of unknown size counts as missing, with the mean size of the parts of its group that are known.
    Raises ValueError for a weighted rule without weights, and for a rule that does not exist.
    """
    if rule in {"BOUNDS", "NONE"}:
        return np.full(n_groups, np.nan), np.zeros(n_groups)
    if rule == SUM:
        return _sums(values, groups, n_groups)
    if rule not in WEIGHTED:
        raise ValueError(f"unknown aggregation rule {rule}")
    if weights is None:
        raise ValueError(f"{rule} needs weights")
    return _weighted_means(values, groups, n_groups, weights)


def _sums(values: Floats, groups: Positions, n_groups: int) -> tuple[Floats, Floats]:
    is_known = np.isfinite(values)
    n_parts = _count(groups, n_groups)
    n_known = _count(groups[is_known], n_groups)
    sums = _total(groups[is_known], values[is_known], n_groups)
    share = _divide(n_known, n_parts, otherwise=0.0)
    return np.where((n_parts > 0) & (n_known == n_parts), sums, np.nan), share


def _weighted_means(values: Floats, groups: Positions, n_groups: int, weights: Floats) -> tuple[Floats, Floats]:
    has_weight = np.isfinite(weights)
    n_weighted = _count(groups[has_weight], n_groups)
    known_weight = _total(groups[has_weight], weights[has_weight], n_groups)
    n_unweighted = _count(groups[~has_weight], n_groups)
    total = known_weight + n_unweighted * _divide(known_weight, n_weighted, otherwise=0.0)
    is_used = has_weight & np.isfinite(values)
    used_weight = _total(groups[is_used], weights[is_used], n_groups)
    products = _total(groups[is_used], values[is_used] * weights[is_used], n_groups)
    share = np.minimum(_divide(used_weight, total, otherwise=0.0), 1.0)
    # A hair of tolerance: 80 parts of 100 are enough, whatever the rounding of the division.
    is_enough = (used_weight > 0) & (share >= 1 - MAX_MISSING - 1e-12)
    return np.where(is_enough, _divide(products, used_weight, otherwise=np.nan), np.nan), share


def _count(groups: Positions, n_groups: int) -> Floats:
    return np.bincount(groups, minlength=n_groups).astype(np.float64)


def _total(groups: Positions, amounts: Floats, n_groups: int) -> Floats:
    return np.bincount(groups, weights=amounts, minlength=n_groups).astype(np.float64)


def _divide(above: Floats, below: Floats, otherwise: float) -> Floats:
    quotient = np.full(len(above), otherwise, np.float64)
    np.divide(above, below, out=quotient, where=below > 0)
    return quotient
