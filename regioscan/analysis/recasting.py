"""Figures of before a change of borders, put in the borders of now: exact at a full merger, an estimate at a split."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from regioscan.analysis.aggregation import SUM, WEIGHTED, aggregate

WHOLE = 1.0


@dataclass(frozen=True)
class Step:
    """From `on`, this share of the old region belongs to the new one (ids; a share of 1 is the whole of it)."""

    old: int
    new: int
    on: date
    share: float


@dataclass(frozen=True)
class Recast:
    """A value in the borders of now. `is_estimate`: a part of a region was used, so the value is «geschat»."""

    value: float | None
    is_estimate: bool
    share: float
    """The part of the weight that was known (0–1)."""


def parts_in(region: int, year: int, steps: Sequence[Step]) -> dict[int, float]:
    """What the area of `region` consisted of on 1 January of `year`: id → the share of that region that lies in it.

    Walks back from now through every step, so chains of mergers and splits are followed; shares multiply. The region
    itself with share 1 where nothing changed since.
    """
    day = date(year, 1, 1)
    shares = {region: WHOLE}
    for on in sorted({step.on for step in steps if step.on > day}, reverse=True):
        before: dict[int, float] = {}
        for part, share in shares.items():
            into = [step for step in steps if step.new == part and step.on == on]
            for step in into:
                before[step.old] = before.get(step.old, 0.0) + share * step.share
            if not into:
                before[part] = before.get(part, 0.0) + share
        shares = before
    return {part: WHOLE if np.isclose(share, WHOLE) else share for part, share in shares.items()}


def first_year(region: int, steps: Sequence[Step]) -> int | None:
    """The first year of which figures are in the borders of now; None where the borders never changed.

    Figures of a year are about its 1 January: after a change on a later day they are still about the old borders.
    """
    changes = [step.on for step in steps if step.new == region]
    if not changes:
        return None
    last = max(changes)
    return last.year if (last.month, last.day) == (1, 1) else last.year + 1


def recast(
    rule: str, parts: Mapping[int, float], values: Mapping[int, float], weights: Mapping[int, float] | None = None
) -> Recast:
    """The value of an area from the regions that it then consisted of.

    `parts` is what `parts_in` gives; `values` and `weights` hold what is known of those regions in that year. SUM adds
    share × value and needs every part. RATIO, WMEAN and AREA weigh with share × weight, and give nothing when more than
    20 % of the weight is missing. A share of less than 1 supposes that the region was the same everywhere: an estimate.
    BOUNDS and NONE are never recast. Never NaN.
    """
    if (rule != SUM and rule not in WEIGHTED) or not parts:
        return Recast(None, False, 0.0)
    shares = np.array(list(parts.values()))
    known = np.array([values.get(part, np.nan) for part in parts])
    sizes = None
    if rule == SUM:
        known = known * shares
    else:
        sizes = np.array([(weights or {}).get(part, np.nan) for part in parts]) * shares
    result, share = aggregate(rule, known, np.zeros(len(parts), np.intp), 1, sizes)
    value = None if np.isnan(result[0]) else float(result[0])
    return Recast(value, bool((shares < WHOLE).any()), float(share[0]))
