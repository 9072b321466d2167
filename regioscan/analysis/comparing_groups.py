"""Groups to compare with: size and urbanity classes, what a group has together, and a whole without one part.

The classes are those of Statistics Netherlands: eight by inhabitants of a municipality, and five by the mean number of
addresses per km² within a kilometre.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import isfinite

import numpy as np
import numpy.typing as npt

from regioscan.analysis.aggregation import SUM, WEIGHTED, aggregate
from regioscan.analysis.position import quantile

Floats = npt.NDArray[np.float64]

SIZE_BORDERS = (5_000, 10_000, 20_000, 50_000, 100_000, 150_000, 250_000)
URBANITY_BORDERS = (500, 1_000, 1_500, 2_500)
URBANITY_NAMES = ("niet stedelijk", "weinig stedelijk", "matig stedelijk", "sterk stedelijk", "zeer sterk stedelijk")


@dataclass(frozen=True)
class GroupClass:
    """A class of regions: those with a value from `low` up to, but not including, `high`."""

    number: int
    name: str
    low: float
    high: float


@dataclass(frozen=True)
class GroupValue:
    """What the other regions have: together (`mean`, None where that cannot be computed), and the middle one.

    `low` and `high` are the first and third quartile: half of the regions lies between them. `n` counts regions.
    `weight` is what the mean rests on, Σw; `n_even` = (Σw)² / Σw² says as many of how many equal regions it is steady
    as (n where all are as large, near 1 where one outweighs the rest). Both 0 without a mean.
    """

    mean: float | None
    median: float
    low: float
    high: float
    n: int
    weight: float = 0.0
    n_even: float = 0.0


@dataclass(frozen=True)
class Rest:
    """A whole without one of its parts: its value, and the weight it rests on (None for a sum)."""

    value: float
    weight: float | None


def size_class(inhabitants: float) -> GroupClass:
    """The class of a municipality by its inhabitants: «20.000 tot 50.000 inwoners»."""
    number = bisect_right(SIZE_BORDERS, inhabitants)
    low, high = _ends(SIZE_BORDERS, number)
    if number == 0:
        name = f"minder dan {_dotted(high)} inwoners"
    elif number == len(SIZE_BORDERS):
        name = f"{_dotted(low)} inwoners of meer"
    else:
        name = f"{_dotted(low)} tot {_dotted(high)} inwoners"
    return GroupClass(number + 1, name, low, high)


def urbanity_class(density: float) -> GroupClass:
    """The class by surrounding address density; 1 is «zeer sterk stedelijk», as the office numbers them."""
    number = bisect_right(URBANITY_BORDERS, density)
    low, high = _ends(URBANITY_BORDERS, number)
    return GroupClass(len(URBANITY_NAMES) - number, URBANITY_NAMES[number], low, high)


def group_value(values: Floats, weights: Floats | None, rule: str) -> GroupValue | None:
    """What a group of regions has, one element a region; None when no region has a value.

    The mean is that of everybody in the group together, by the rule of the indicator: RATIO, WMEAN and AREA give
    Σ v·w / Σ w, and nothing when the regions without a value hold more than 20 % of the weight. A sum is not compared
    with one region, and medians and estimates cannot be computed: for those there is no mean.
    """
    known = np.sort(values[np.isfinite(values)])
    if not len(known):
        return None
    low, middle, high = (quantile(known, share) for share in (0.25, 0.5, 0.75))
    found = GroupValue(None, middle, low, high, len(known))
    if rule not in WEIGHTED or weights is None:
        return found
    mean = float(aggregate(rule, values, np.zeros(len(values), np.intp), 1, weights)[0][0])
    used = weights[np.isfinite(values) & (weights > 0)]
    if not isfinite(mean) or not len(used):
        return found
    weight = float(used.sum())
    return replace(found, mean=mean, weight=weight, n_even=weight * weight / float((used * used).sum()))


def rest_of(
    rule: str, whole: float | None, part: float | None, whole_weight: float | None, part_weight: float | None
) -> Rest | None:
    """A whole minus one of its parts: (W·whole − w·part) / (W − w); for SUM the plain difference.

    None where it cannot be computed: another rule, something unknown, or a part that is as large as the whole.
    """
    if whole is None or part is None:
        return None
    if rule == SUM:
        return Rest(whole - part, None) if whole > part >= 0 else None
    if rule not in WEIGHTED or whole_weight is None or part_weight is None:
        return None
    left = whole_weight - part_weight
    if part_weight < 0 or left <= 0:
        return None
    return Rest((whole * whole_weight - part * part_weight) / left, left)


def composite_sets(neighbours: Sequence[Sequence[int]], own: Sequence[int], most: int) -> list[tuple[int, ...]]:
    """Stand-ins for a region of several members: set r takes of every member its r-th nearest neighbour from outside.

    `neighbours` holds for each member its neighbours, nearest first; `own` are the members themselves. A neighbour that
    an earlier member already brought into the same set is passed over for the next, while there is a next. A set of
    the same regions as an earlier one is left out. The sets stop where a member has no neighbour left, and at `most`.
    """
    outside = [[one for one in row if one not in set(own)] for row in neighbours]
    sets: list[tuple[int, ...]] = []
    while outside and all(outside) and len(sets) < most:
        chosen = _one_each(outside)
        if not any(set(chosen) == set(one) for one in sets):
            sets.append(chosen)
        outside = [[one for one in row if one != taken] for row, taken in zip(outside, chosen, strict=True)]
    return sets


def composite_values(
    rule: str, sets: Sequence[Sequence[int]], values: dict[int, float], weights: dict[int, float]
) -> Floats:
    """The value of every stand-in, by the rule of the indicator (NaN where it has none); regions by id."""
    flat = [(place, region) for place, members in enumerate(sets) for region in members]
    known = np.array([values.get(region, np.nan) for _, region in flat], np.float64)
    heavy = np.array([weights.get(region, np.nan) for _, region in flat], np.float64)
    groups = np.array([place for place, _ in flat], np.intp)
    found, _ = aggregate(rule, known, groups, len(sets), heavy)
    return found


def _one_each(rows: Sequence[Sequence[int]]) -> tuple[int, ...]:
    chosen: list[int] = []
    for row in rows:
        chosen.append(next((one for one in row if one not in chosen), row[0]))
    return tuple(chosen)


def _ends(borders: Sequence[int], number: int) -> tuple[float, float]:
    low = float(borders[number - 1]) if number else 0.0
    return low, float(borders[number]) if number < len(borders) else float("inf")


def _dotted(value: float) -> str:
    return f"{value:,.0f}".replace(",", ".")
