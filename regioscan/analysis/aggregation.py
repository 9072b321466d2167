"""The value of a bigger region from the values of its parts, by the rule that the indicator declares."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Positions = npt.NDArray[np.intp]

SUM, BOUNDS, NONE = "SUM", "BOUNDS", "NONE"
WEIGHTED = frozenset({"RATIO", "WMEAN", "AREA"})
MAX_MISSING = 0.20
"""The share of the weight that may be missing before there is no value."""

RANDOM_ROUNDING = 5
RANDOM_ERROR = 2.0
"""Standard error of a count that was rounded at random to a multiple of 5: d(5 − d) is 4 on average over d = 0 … 4."""
STEPS = (50.0, 10.0, 5.0, 1.0, 0.1, 0.01)
"""Steps to which sources round, coarsest first."""


@dataclass(frozen=True)
class Combined:
    """What parts give for each group: arrays with one element a group.

    `value` is NaN where there is none; `share` (0–1) is the part of the weight that was known. `low` and `high` are the
    lowest and highest part, only where the rule is BOUNDS (else NaN). `rounding_error` is the standard error that
    rounding of the parts leaves in the value, in its unit; NaN without a value. `suppressed` (0–1) is how much of the
    missing weight was suppressed. `has_denominator` is False where all weights are known and add up to nothing.
    """

    value: Floats
    share: Floats
    n_parts: Positions
    n_known: Positions
    low: Floats
    high: Floats
    rounding_error: Floats
    suppressed: Floats
    has_denominator: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Members:
    """The parts of all groups, one element a part: value (NaN = missing), group, size, and why a value is missing.

    `errors` and `weight_errors` are standard errors by rounding (0 = exact).
    """

    values: Floats
    groups: Positions
    weights: Floats | None = None
    is_suppressed: npt.NDArray[np.bool_] | None = None
    errors: Floats | None = None
    weight_errors: Floats | None = None


def combine(rule: str, members: Members, n_groups: int) -> Combined:
    """What `aggregate` gives, with everything that must be said beside it.

    The rounding error of a sum is √Σe²; that of a weighted mean V is √Σ((w·e)² + ((v − V)·e_w)²) / Σw, with e and e_w
    the errors of value and weight (propagation of errors, first order). Raises ValueError as `aggregate` does.
    """
    values, groups = members.values, members.groups
    result, share = aggregate(rule, values, groups, n_groups, members.weights)
    is_known = np.isfinite(values)
    low, high = _ends(values[is_known], groups[is_known], n_groups)
    if rule != BOUNDS:
        low, high = np.full(n_groups, np.nan), np.full(n_groups, np.nan)
    return Combined(
        result,
        share,
        _count(groups, n_groups).astype(np.intp),
        _count(groups[is_known], n_groups).astype(np.intp),
        low,
        high,
        np.where(np.isfinite(result), _rounding(rule, members, result), np.nan),
        _suppressed(members, n_groups),
        _has_denominator(rule, members, n_groups),
    )


def rounding_error(values: Floats, *, is_count: bool) -> float:
    """The standard error that rounding left in each of these values of parts of one kind, in their unit.

    Only what the values themselves show is claimed. Counts that are all multiples of 5 were rounded at random (2 a
    part); other counts are exact. Other figures were rounded to the coarsest of STEPS that all of them are multiples
    of: step/√12. Zeros show nothing. Without a value other than zero the error is 0.
    """
    shown = values[np.isfinite(values) & (values != 0)]
    if not len(shown):
        return 0.0
    if is_count:
        return RANDOM_ERROR if _are_multiples(shown, RANDOM_ROUNDING) else 0.0
    step = next((step for step in STEPS if _are_multiples(shown, step)), 0.0)
    return float(step / np.sqrt(12))


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
    if rule in {BOUNDS, NONE}:
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


def _ends(values: Floats, groups: Positions, n_groups: int) -> tuple[Floats, Floats]:
    """The lowest and highest value of each group; NaN for a group without any."""
    low, high = np.full(n_groups, np.inf), np.full(n_groups, -np.inf)
    np.minimum.at(low, groups, values)
    np.maximum.at(high, groups, values)
    return np.where(np.isfinite(low), low, np.nan), np.where(np.isfinite(high), high, np.nan)


def _rounding(rule: str, members: Members, result: Floats) -> Floats:
    """The standard error by rounding of each group."""
    n_groups, groups = len(result), members.groups
    none = np.zeros(len(members.values))
    errors = none if members.errors is None else members.errors
    if rule == SUM or members.weights is None:
        return np.sqrt(_total(groups, errors**2, n_groups))
    weight_errors = none if members.weight_errors is None else members.weight_errors
    is_used = np.isfinite(members.values) & np.isfinite(members.weights)
    used, weights = groups[is_used], members.weights[is_used]
    away = np.nan_to_num(members.values[is_used] - result[used])
    squares = (weights * errors[is_used]) ** 2 + (away * weight_errors[is_used]) ** 2
    return _divide(np.sqrt(_total(used, squares, n_groups)), _total(used, weights, n_groups), otherwise=0.0)


def _suppressed(members: Members, n_groups: int) -> Floats:
    """How much of the missing parts was suppressed, by weight where all weights are known, else by number."""
    is_missing = ~np.isfinite(members.values)
    groups = members.groups[is_missing]
    if members.is_suppressed is None or not len(groups):
        return np.zeros(n_groups)
    sizes = np.ones(len(members.values)) if members.weights is None else members.weights
    sizes = sizes[is_missing]
    if not np.isfinite(sizes).all() or not sizes.any():
        sizes = np.ones(len(groups))
    hidden = members.is_suppressed[is_missing]
    return _divide(_total(groups[hidden], sizes[hidden], n_groups), _total(groups, sizes, n_groups), otherwise=0.0)


def _has_denominator(rule: str, members: Members, n_groups: int) -> npt.NDArray[np.bool_]:
    if rule not in WEIGHTED or members.weights is None:
        return np.ones(n_groups, np.bool_)
    # A part of unknown size may be all there is to divide by.
    size = np.where(np.isfinite(members.weights), members.weights, 1.0)
    return np.asarray(_total(members.groups, size, n_groups) > 0)


def _are_multiples(values: Floats, step: float) -> bool:
    times = values / step
    return bool(np.abs(times - np.round(times)).max() <= 1e-6)
