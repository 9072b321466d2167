"""The values of the regions that ours is held against, per figure and year, and what those regions have together."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from regioscan import frames, peer_frames
from regioscan.analysis.aggregation import SUM
from regioscan.analysis.comparing_groups import GroupValue, Rest, composite_values, group_value, rest_of
from regioscan.analysis.position import Floats
from regioscan.figures.comparing import Comparison
from regioscan.frames import Key, Readings
from regioscan.models import Indicator, Region


@dataclass(frozen=True)
class Others:
    """All values in ascending order, ours included, and what the others have (None where nobody has a value)."""

    ordered: Floats
    group: GroupValue | None


def others(
    region: Region, comparison: Comparison | None, keys: Sequence[Key], indicators: Sequence[Indicator], known: Readings
) -> dict[Key, Others]:
    """The others for each figure in its year and in the year before; nothing where there is nobody to stand among.

    Of provinces and COROP regions we calculate many figures ourselves, all by the same rule, so those are compared with
    each other; for the other kinds the published distribution says it all.
    """
    if comparison is None or comparison.is_alone:
        return {}
    wanted = sorted({*keys, *((number, year - 1) for number, year in keys)})
    ours = {key: own_value(known, key, region.pk) for key in wanted}
    if comparison.composites:
        return _of_composites(comparison, wanted, {one.pk: one for one in indicators}, ours)
    if comparison.is_everyone and region.kind not in frames.CALCULATED_KINDS:
        found = frames.distributions(wanted, region.kind)
        return {key: _from_distribution(ordered, ours[key]) for key, ordered in found.items()}
    members = comparison.members
    if members is None:
        members = tuple(frames.members(comparison.container, region.kind))
    return _of_members({*members, region.pk}, wanted, {one.pk: one for one in indicators}, region.pk)


def own_value(known: Readings, key: Key, region: int) -> float | None:
    """The value of one region, for one indicator in one year."""
    rows = known.get((key[0], region), ())
    return next((row.value for row in rows if row.period == key[1]), None)


def rest_value(indicator: Indicator, key: Key, region: int, country: int | None, known: Readings) -> Rest | None:
    """The country without this region, where that can be computed."""
    if country is None or country == region:
        return None
    weight = (indicator.weight_id or 0, key[1])
    return rest_of(
        indicator.aggregation,
        own_value(known, key, country),
        own_value(known, key, region),
        own_value(known, weight, country),
        own_value(known, weight, region),
    )


def with_rest(found: GroupValue | None, rest: Rest | None, indicator: Indicator) -> GroupValue | None:
    """Among all regions of the kind, what the others have together is the rest of the country."""
    if found is None or rest is None or indicator.aggregation == SUM:
        return found
    return replace(found, mean=rest.value, weight=rest.weight or 0.0)


def _from_distribution(ordered: Floats, ours: float | None) -> Others:
    place = -1 if ours is None else int(np.searchsorted(ordered, ours))
    has_ours = 0 <= place < len(ordered) and ordered[place] == ours
    rest = np.delete(ordered, place) if has_ours else ordered
    return Others(ordered, group_value(rest, None, "NONE"))


def _of_members(
    regions: Collection[int], keys: Sequence[Key], indicators: Mapping[int, Indicator], own: int
) -> dict[Key, Others]:
    weight_of = {number: one.weight_id for number, one in indicators.items()}
    found = {}
    for key, cells in peer_frames.cells(keys, weight_of, regions).items():
        rest = cells.regions != own
        together = group_value(cells.values[rest], cells.weights[rest], indicators[key[0]].aggregation)
        known = np.sort(cells.values[np.isfinite(cells.values)])
        if len(known):
            found[key] = Others(known, together)
    return found


def _of_composites(
    comparison: Comparison, keys: Sequence[Key], indicators: Mapping[int, Indicator], ours: Mapping[Key, float | None]
) -> dict[Key, Others]:
    weight_of = {number: one.weight_id for number, one in indicators.items()}
    regions = {region for members in comparison.composites for region in members}
    found = {}
    for key, cells in peer_frames.cells(keys, weight_of, regions).items():
        values = dict(zip(cells.regions.tolist(), cells.values.tolist(), strict=True))
        weights = dict(zip(cells.regions.tolist(), cells.weights.tolist(), strict=True))
        made = composite_values(indicators[key[0]].aggregation, comparison.composites, values, weights)
        known, own = made[np.isfinite(made)], ours[key]
        if len(known):
            ordered = np.sort(known if own is None else np.append(known, own))
            found[key] = Others(ordered, group_value(known, None, "NONE"))
    return found
