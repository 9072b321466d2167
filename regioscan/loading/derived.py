"""What follows from published figures: values of bigger regions that nobody publishes, and distributions per kind."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
import numpy.typing as npt

from regioscan.analysis.aggregation import (
    BOUNDS,
    NONE,
    SUM,
    WEIGHTED,
    Combined,
    Members,
    combine,
    rounding_error,
)
from regioscan.analysis.checking import Rows
from regioscan.loading.calculated import Calculated, replace_calculated
from regioscan.loading.membership import Membership, everything_in, membership_of
from regioscan.loading.observations import Slices, fetch_rows, published_rows
from regioscan.models import Distribution, Indicator, Region
from regioscan.models.observations import Status

NO_SOURCE = 0
BATCH = 200
HALF = 0.5


@dataclass(frozen=True)
class Cells:
    """One indicator in one year for all members: values (NaN = none) and statuses (0 = nothing known)."""

    values: npt.NDArray[np.float64]
    statuses: npt.NDArray[np.int16]


@dataclass(frozen=True)
class Published:
    """What is published in one year, and of each row the id of its delivery."""

    rows: Rows
    snapshots: npt.NDArray[np.int32]

    def of(self, indicator: int, membership: Membership) -> Cells:
        """What is known of one indicator, in the order of the members."""
        found = Cells(np.full(len(membership.members), np.nan), np.zeros(len(membership.members), np.int16))
        start, end = np.searchsorted(self.rows.indicator, [indicator, indicator + 1])
        regions = self.rows.region[start:end]
        is_member = np.isin(regions, membership.members)
        places = np.searchsorted(membership.members, regions[is_member])
        found.values[places] = self.rows.value[start:end][is_member]
        found.statuses[places] = self.rows.status[start:end][is_member]
        return found


def refresh_calculated(slices: Slices, *, may_add_up: bool = True) -> int:
    """Calculate anew what these slices and the indicators weighed by them give for bigger and for custom regions.

    Only where nothing is published. `may_add_up` is False when municipalities are missing that we do not know: sums
    would then be too low without anybody seeing it; custom regions name their parts. Returns how many calculated values
    there are now, reasons why there is none included.
    """
    by_period: dict[int, set[int]] = defaultdict(set)
    for indicator, period in slices:
        by_period[period].add(indicator)
    return sum(_refresh_year(period, touched, may_add_up) for period, touched in sorted(by_period.items()))


def refresh_custom(region: Region, *, slices: Slices) -> int:
    """Calculate anew what these slices give for one custom region, after it was defined otherwise."""
    by_period: dict[int, set[int]] = defaultdict(set)
    for indicator, period in slices:
        by_period[period].add(indicator)
    return sum(_refresh_year(period, touched, True, region) for period, touched in sorted(by_period.items()))


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


def _refresh_year(year: int, touched: Collection[int], may_add_up: bool, only: Region | None = None) -> int:
    """All groups of a year, or only one custom region."""
    weighed = Indicator.objects.filter(aggregation__in=WEIGHTED, weight__in=touched)
    indicators = list(Indicator.objects.filter(pk__in=touched) | weighed)
    if not indicators:
        return 0
    membership = membership_of(only) if only else everything_in(year)
    found = _fetch(year, indicators, membership)
    may_have = np.isin(membership.groups, membership.chosen)
    made = [
        _calculate(one, found, membership, may_have if one.aggregation == SUM and not may_add_up else None)
        for one in indicators
    ]
    return replace_calculated(year, [one.pk for one in indicators], made, only)


def _fetch(year: int, indicators: Sequence[Indicator], membership: Membership) -> Published:
    needed = {one.pk for one in indicators} | {one.weight_id for one in indicators if one.weight_id}
    regions = [*membership.members.tolist(), *membership.groups.tolist()]
    published, snapshots = fetch_rows(
        "o.indicator_id = ANY(%s) AND o.period = %s AND o.region_id = ANY(%s)", [sorted(needed), year, regions]
    )
    return Published(published, snapshots)


def _calculate(
    indicator: Indicator, found: Published, membership: Membership, may_have: npt.NDArray[np.bool_] | None
) -> Calculated:
    """What this indicator gives for the groups for which nothing is published, and of which a part is known.

    `may_have` says which groups may get something; None for all.
    """
    rows = found.of(indicator.pk, membership)
    weights = found.of(indicator.weight_id, membership) if indicator.weight_id else None
    part = membership.part
    members = Members(
        values=rows.values[part],
        groups=membership.group,
        weights=weights.values[part] if weights else None,
        is_suppressed=rows.statuses[part] == Status.SUPPRESSED,
        errors=_errors(rows.values, membership, is_count=indicator.aggregation == SUM)[part],
        weight_errors=_errors(weights.values, membership, is_count=True)[part] if weights else None,
    )
    combined = combine(indicator.aggregation, members, len(membership.groups))
    has_part = np.bincount(membership.group, weights=rows.statuses[part] > 0, minlength=len(membership.groups)) > 0
    is_own = found.rows.indicator == indicator.pk
    is_made = has_part & ~np.isin(membership.groups, found.rows.region[is_own])
    if may_have is not None:
        is_made &= may_have
    # The newest delivery among the parts: that is where a reader should look.
    newest = int(found.snapshots[is_own].max(initial=0))
    statuses = _statuses(indicator.aggregation, combined)
    return Calculated(indicator.pk, membership.groups[is_made], statuses[is_made], newest, combined, is_made)


def _errors(values: npt.NDArray[np.float64], membership: Membership, *, is_count: bool) -> npt.NDArray[np.float64]:
    """The error by rounding of the value of each member: counts of municipalities are not rounded."""
    small, large = membership.is_small, ~membership.is_small
    errors = np.zeros(len(values))
    errors[small] = rounding_error(values[small], is_count=is_count)
    errors[large] = 0.0 if is_count else rounding_error(values[large], is_count=False)
    return errors


def _statuses(rule: str, combined: Combined) -> npt.NDArray[np.int16]:
    """What kind of value each group has, or why it has none."""
    missing = np.where(combined.suppressed > HALF, Status.SUPPRESSED, Status.MISSING)
    reasons = np.where(combined.has_denominator, missing, Status.NO_DENOMINATOR)
    if rule == NONE:
        reasons = np.full(len(reasons), int(Status.NOT_APPLICABLE))
    if rule == BOUNDS:
        reasons = np.where(combined.n_known > 0, Status.NOT_APPLICABLE, reasons)
    return np.where(np.isfinite(combined.value), Status.CALCULATED, reasons).astype(np.int16)
