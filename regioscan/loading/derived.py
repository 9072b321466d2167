"""What follows from published figures: values of bigger regions that nobody publishes, and distributions per kind."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

import numpy as np
import numpy.typing as npt
from django.db import connection

from regioscan.analysis.aggregation import SUM, WEIGHTED, aggregate
from regioscan.analysis.checking import Rows
from regioscan.loading.binary import copy_in
from regioscan.loading.observations import TABLE, Slices, fetch_rows, published_rows
from regioscan.models import Distribution, Indicator, Observation, Region
from regioscan.models.observations import Status

BIGGER = (Region.Kind.COROP, Region.Kind.PROVINCE, Region.Kind.COUNTRY)
COLUMNS = ("indicator_id", "period", "region_id", "value", "snapshot_id")
NO_SOURCE = 0
BATCH = 200


@dataclass(frozen=True)
class Membership:
    """Which municipalities make up which bigger regions: one element a pair."""

    members: npt.NDArray[np.int32]
    """Ids of municipalities, ascending, each once."""
    part: npt.NDArray[np.intp]
    """Of each pair, the position of the municipality in `members`."""
    group: npt.NDArray[np.intp]
    """Of each pair, the position of the bigger region in `groups`."""
    groups: npt.NDArray[np.int32]
    """Ids of the bigger regions."""


def refresh_calculated(slices: Slices, *, may_add_up: bool = True) -> int:
    """Calculate anew what these slices and the indicators weighed by them give for COROP areas, provinces and country.

    Only where nothing is published. `may_add_up` is False when municipalities are missing that we do not know: sums
    would then be too low without anybody seeing it. Returns how many calculated values there are now.
    """
    by_period: dict[int, set[int]] = defaultdict(set)
    for indicator, period in slices:
        by_period[period].add(indicator)
    return sum(_refresh_year(period, touched, may_add_up) for period, touched in sorted(by_period.items()))


def membership_in(year: int) -> Membership:
    """The municipalities of `year` and the bigger regions that hold them.

    A region list starts at some year. For years before that, the municipalities of today are used: those that did not
    exist yet have no figures then, so their province lacks a part and gets no sum.
    """
    regions = {region.pk: region for region in Region.objects.filter(kind__in=[*BIGGER, Region.Kind.MUNICIPALITY])}
    municipalities = [region for region in regions.values() if region.kind == Region.Kind.MUNICIPALITY]
    day = date(year, 1, 1)
    valid = [one for one in municipalities if one.valid_from <= day and (one.valid_to is None or day < one.valid_to)]
    chosen = sorted(valid or [one for one in municipalities if one.valid_to is None], key=lambda region: region.pk)
    pairs = [(place, above) for place, one in enumerate(chosen) for above in _above(one, regions)]
    groups = sorted({above for _, above in pairs})
    return Membership(
        np.array([one.pk for one in chosen], np.int32),
        np.array([place for place, _ in pairs], np.intp),
        np.searchsorted(groups, [above for _, above in pairs]).astype(np.intp),
        np.array(groups, np.int32),
    )


def refresh_distributions(slices: Slices, published: Rows | None = None) -> int:
    """Store anew, for each slice and kind of region, all published values in ascending order; returns how many.

    `published` holds all rows of these slices, when the caller knows them; else they are fetched.
    """
    kinds = dict(Region.objects.values_list("pk", "kind"))
    names = sorted(set(kinds.values()))
    kind_of = np.zeros(max(kinds, default=0) + 1, np.int16)
    kind_of[list(kinds)] = [names.index(kind) for kind in kinds.values()]
    n_made = 0
    # A year at a time: all years of the country at once would take gigabytes.
    for year, of_year in groupby(sorted(slices, key=_year_of), key=_year_of):
        pairs = list(of_year)
        rows = published_rows(pairs, NO_SOURCE)[0] if published is None else published.take(published.period == year)
        rows = rows.take(rows.status < Status.SUPPRESSED)
        Distribution.objects.filter(indicator__in=[indicator for indicator, _ in pairs], period=year).delete()
        made = _distributions(rows, year, kind_of[rows.region], names)
        n_made += len(Distribution.objects.bulk_create(made, batch_size=BATCH))
    return n_made


def _year_of(pair: tuple[int, int]) -> int:
    return pair[1]


def _distributions(rows: Rows, year: int, kind: npt.NDArray[np.int16], names: Sequence[str]) -> list[Distribution]:
    """One for each indicator and kind of region that has a value; `rows` stand in order of indicator."""
    indicators, starts = np.unique(rows.indicator, return_index=True)
    ends = np.searchsorted(rows.indicator, indicators, side="right").tolist()
    return [
        _distribution(indicator, year, names[position], rows.value[start:end][kind[start:end] == position])
        for indicator, start, end in zip(indicators.tolist(), starts.tolist(), ends, strict=True)
        for position in np.unique(kind[start:end]).tolist()
    ]


def _distribution(indicator: int, period: int, kind: str, values: npt.NDArray[np.float64]) -> Distribution:
    ascending = np.sort(values).astype("<f8").tobytes()
    return Distribution(indicator_id=indicator, period=period, kind=kind, n_regions=len(values), values=ascending)


def _above(region: Region, regions: dict[int, Region]) -> list[int]:
    found: list[int] = []
    parent = regions.get(region.parent_id or 0)
    while parent is not None and len(found) < len(BIGGER):
        found.append(parent.pk)
        parent = regions.get(parent.parent_id or 0)
    return found


def _refresh_year(year: int, touched: Collection[int], may_add_up: bool) -> int:
    indicators = list(
        Indicator.objects.filter(aggregation__in=[SUM, *WEIGHTED], pk__in=touched)
        | Indicator.objects.filter(aggregation__in=WEIGHTED, weight__in=touched)
    )
    if not indicators:
        return 0
    needed = {one.pk for one in indicators} | {one.weight_id for one in indicators if one.weight_id}
    membership = membership_in(year)
    published, snapshots = fetch_rows(
        "o.indicator_id = ANY(%s) AND o.period = %s AND o.region_id = ANY(%s)",
        [sorted(needed), year, [*membership.members.tolist(), *membership.groups.tolist()]],
    )
    made = [
        _calculate(one, year, membership, published, snapshots)
        for one in indicators
        if may_add_up or one.aggregation != SUM
    ]
    return _replace(year, [one.pk for one in indicators], _joined(made))


def _calculate(
    indicator: Indicator, year: int, membership: Membership, published: Rows, snapshots: npt.NDArray[np.int32]
) -> dict[str, npt.NDArray[np.generic]]:
    """Values of the bigger regions for which this indicator has no published value or reason."""
    values = _of_members(published, indicator.pk, membership)
    weights = _of_members(published, indicator.weight_id, membership)[membership.part] if indicator.weight_id else None
    results, _ = aggregate(
        indicator.aggregation, values[membership.part], membership.group, len(membership.groups), weights
    )
    is_own = published.indicator == indicator.pk
    is_made = np.isfinite(results) & ~np.isin(membership.groups, published.region[is_own])
    n_made = int(is_made.sum())
    return {
        "indicator_id": np.full(n_made, indicator.pk, np.int32),
        "period": np.full(n_made, year, np.int16),
        "region_id": membership.groups[is_made],
        "value": results[is_made],
        # The newest delivery among the parts: that is where a reader should look.
        "snapshot_id": np.full(n_made, snapshots[is_own].max(initial=0), np.int32),
    }


def _of_members(published: Rows, indicator: int | None, membership: Membership) -> npt.NDArray[np.float64]:
    values = np.full(len(membership.members), np.nan)
    rows = published.take(published.indicator == indicator)
    is_member = np.isin(rows.region, membership.members)
    values[np.searchsorted(membership.members, rows.region[is_member])] = rows.value[is_member]
    return values


def _joined(made: Sequence[dict[str, npt.NDArray[np.generic]]]) -> dict[str, npt.NDArray[np.generic]]:
    if not made:
        return {name: np.zeros(0) for name in COLUMNS}
    joined = {name: np.concatenate([columns[name] for columns in made]) for name in COLUMNS}
    order = np.lexsort((joined["region_id"], joined["indicator_id"]))
    return {name: column[order] for name, column in joined.items()}


def _replace(year: int, indicators: Sequence[int], made: dict[str, npt.NDArray[np.generic]]) -> int:
    there = Observation.objects.filter(indicator__in=indicators, period=year, status=Status.CALCULATED)
    before = list(there.order_by("indicator_id", "region_id").values_list(*COLUMNS))
    after = list(zip(*(made[name].tolist() for name in COLUMNS), strict=True))
    if before != after:
        there.delete()
        with connection.cursor() as cursor:
            status = np.full(len(after), int(Status.CALCULATED), np.int16)
            copy_in(cursor, TABLE, made | {"status": status})
    return len(after)
