"""All regions of one kind by size, with the limits within which chance and ordinary spread keep them."""

from dataclasses import dataclass

import numpy as np

from regioscan import frames
from regioscan.analysis.position import Floats
from regioscan.analysis.significance import HEADLINE, ORDINARY, Spread, funnel_limits, null_errors, spread
from regioscan.figures.certainty import COUNTED
from regioscan.figures.ranking import Ranking
from regioscan.models import Region

KINDS = (Region.Kind.PROVINCE, Region.Kind.COROP, Region.Kind.MUNICIPALITY)
"""Kinds of which there are few enough to draw each as a dot."""
ENOUGH = 5
LEVELS = ((ORDINARY, "95 %"), (HEADLINE, "99,8 %"))


@dataclass(frozen=True)
class Limits:
    """Between which values regions of these sizes lie with a chance of `level` when they equal the benchmark."""

    level: str
    is_wide: bool
    low: Floats
    high: Floats


@dataclass(frozen=True)
class FunnelView:
    """Arrays of equal length, ascending by size, with the limits at the same sizes."""

    regions: tuple[Region, ...]
    sizes: Floats
    values: Floats
    benchmark: float
    spread: Spread
    limits: tuple[Limits, ...]


def can_be_drawn(ranking: Ranking) -> bool:
    """Whether chance can be said of this figure, and there are few enough regions."""
    return bool(ranking.indicator.chance and ranking.indicator.per and ranking.kind in KINDS)


def funnel_view(ranking: Ranking) -> FunnelView | None:
    """The funnel of a ranking; None where it cannot be drawn, or with fewer than five regions. Two queries."""
    indicator = ranking.indicator
    if not can_be_drawn(ranking) or indicator.per is None:
        return None
    column, weights = ranking.column, _weights(ranking)
    sizes = np.array([weights.get(int(one), np.nan) for one in column.regions], dtype=np.float64)
    is_known = np.isfinite(column.values) & (sizes > 0) & np.isin(column.statuses, COUNTED)
    if int(is_known.sum()) < ENOUGH:
        return None
    places = np.flatnonzero(is_known)
    places = places[np.argsort(sizes[places], kind="stable")]
    sizes, values = sizes[places], column.values[places]
    benchmark = float((values * sizes).sum() / sizes.sum())
    found = spread(values, benchmark, null_errors(benchmark, indicator.per, sizes, indicator.chance))
    limits = []
    for tau2 in dict.fromkeys((0.0, found.tau2)):
        for alpha, level in LEVELS:
            low, high = funnel_limits(benchmark, indicator.per, sizes, indicator.chance, alpha, tau2)
            limits.append(Limits(level, tau2 > 0, low, high))
    regions = frames.regions_by_id(column.regions[places])
    ordered = tuple(regions[int(one)] for one in column.regions[places])
    return FunnelView(ordered, sizes, values, benchmark, found, tuple(limits))


def _weights(ranking: Ranking) -> dict[int, float]:
    found = frames.whole_column(ranking.indicator.weight_id or 0, ranking.period, ranking.kind)
    return dict(zip(found.regions.tolist(), found.values.tolist(), strict=True))
