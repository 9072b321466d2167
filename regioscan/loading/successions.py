"""Carrying out what a list of mergers and splits changes: periods of regions, the links between, and their figures."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection

from lib.text import search_key
from regioscan.analysis.succession_plan import Period, SuccessionPlan
from regioscan.connectors.base import SuccessionRow
from regioscan.loading.observations import Counts
from regioscan.models import Distribution, Indicator, Region, Snapshot, Succession

Links = dict[tuple[int, int, date], float]
SAME = 1e-9


def known_successions() -> list[SuccessionRow]:
    """All successions that are stored, as planning wants them."""
    found = Succession.objects.select_related("old", "new").order_by("on", "old__code", "new__code")
    return [SuccessionRow(one.old.code, one.old.name, one.new.code, one.new.name, one.on, one.share) for one in found]


def compare_successions(plan: SuccessionPlan) -> Counts:
    """How many links are new, changed, the same or gone."""
    return _counts(_stored_links(), _wanted(plan, {place: one.id for place, one in enumerate(plan.periods)}))


def load_successions(plan: SuccessionPlan, snapshot: Snapshot) -> Counts:
    """Carry out a plan in the transaction of the caller; planning the same list again then gives 0 changes.

    The caller holds the membership alone, so that no figures are published meanwhile.
    """
    _set_days(plan.moved)
    ids = _make_periods(plan.periods)
    _move_figures(plan, ids)
    before, after = _stored_links(), _wanted(plan, ids)
    gone = before.keys() - after.keys()
    Succession.objects.filter(pk__in=[pk for pk, key in _keys().items() if key in gone]).delete()
    written = [
        Succession(old_id=key[0], new_id=key[1], on=key[2], share=share, snapshot=snapshot)
        for key, share in after.items()
        if key not in before or abs(before[key] - share) > SAME
    ]
    Succession.objects.bulk_create(
        written, update_conflicts=True, unique_fields=["old", "new", "on"], update_fields=["share", "snapshot"]
    )
    return _counts(before, after)


def _counts(before: Links, after: Links) -> Counts:
    shared = before.keys() & after.keys()
    changed = sum(abs(before[key] - after[key]) > SAME for key in shared)
    return Counts(len(after.keys() - shared), changed, len(shared) - changed, len(before.keys() - shared))


def _keys() -> dict[int, tuple[int, int, date]]:
    return {pk: (old, new, on) for pk, old, new, on in Succession.objects.values_list("pk", "old_id", "new_id", "on")}


def _stored_links() -> Links:
    return {
        (old, new, on): share
        for old, new, on, share in Succession.objects.values_list("old_id", "new_id", "on", "share")
    }


def _wanted(plan: SuccessionPlan, ids: Mapping[int, int]) -> Links:
    """The links by ids; regions that are still to be made have a number below 0 of their own."""
    name = {place: pk or -1 - place for place, pk in ids.items()}
    return {(name[old], name[new], on): share for old, new, on, share in plan.links}


def _set_days(moved: Mapping[int, tuple[date, date | None]]) -> None:
    regions = Region.objects.in_bulk(moved)
    for pk, (first, last) in moved.items():
        regions[pk].valid_from, regions[pk].valid_to = first, last
    Region.objects.bulk_update(regions.values(), ["valid_from", "valid_to"])


def _make_periods(periods: Sequence[Period]) -> dict[int, int]:
    """The id of the region of each period; what takes over earlier years of a listed region lies where that lies."""
    holders = dict(Region.objects.filter(pk__in={one.continues for one in periods}).values_list("pk", "parent_id"))
    starts = {one.id: one.valid_from for one in periods if one.id}
    made = {
        place: Region(
            code=one.code,
            name=one.name,
            search_name=search_key(one.name),
            kind=Region.Kind.MUNICIPALITY,
            valid_from=one.valid_from,
            valid_to=one.valid_to,
            parent_id=holders.get(one.continues) if one.valid_to == starts.get(one.continues) else None,
        )
        for place, one in enumerate(periods)
        if not one.id
    }
    Region.objects.bulk_create(made.values())
    return {place: one.id or made[place].pk for place, one in enumerate(periods)}


def _move_figures(plan: SuccessionPlan, ids: Mapping[int, int]) -> None:
    """Figures of years before a change of borders belong to the earlier period of the code, with their margins.

    Unless the delivery that brought them was about the borders of later: it then also has a municipality that only
    came about after that year.
    """
    moves = [
        (one.continues, ids[place], one.valid_to.year if (one.valid_to.month, one.valid_to.day) == (1, 1)
         else one.valid_to.year + 1)
        for place, one in reversed(list(enumerate(plan.periods)))
        if one.continues and one.valid_to
    ]  # fmt: skip
    if not moves:
        return
    born = {ids[place]: one.valid_from.year for place, one in enumerate(plan.periods) if one.is_born}
    with connection.cursor() as cursor:
        years = sorted(Distribution.objects.order_by().values_list("period", flat=True).distinct())
        indicators = list(Indicator.objects.values_list("pk", flat=True))
        late = _late_deliveries(cursor, born, indicators, years)
        for later, earlier, year in moves:
            before = [one for one in years if one < year]
            cursor.execute(
                """WITH moved AS (
                       UPDATE regioscan_observation SET region_id = %s
                       WHERE region_id = %s AND indicator_id = ANY(%s) AND period = ANY(%s)
                       AND (snapshot_id, period) NOT IN (SELECT * FROM unnest(%s::int[], %s::smallint[]))
                       RETURNING indicator_id, period)
                   UPDATE regioscan_margin m SET region_id = %s FROM moved
                   WHERE m.region_id = %s AND m.indicator_id = moved.indicator_id AND m.period = moved.period""",
                [
                    *(earlier, later, indicators, before, [one for one, _ in late], [of_year for _, of_year in late]),
                    *(earlier, later),
                ],
            )


def _late_deliveries(
    cursor: Any, born: Mapping[int, int], indicators: Sequence[int], years: Sequence[int]
) -> list[tuple[int, int]]:
    """(delivery, year) of figures that are about the borders of a later year."""
    cursor.execute(
        """SELECT DISTINCT o.snapshot_id, o.period FROM regioscan_observation o
           JOIN unnest(%s::int[], %s::int[]) AS b (region_id, year) USING (region_id) WHERE o.period < b.year
           AND o.indicator_id = ANY(%s) AND o.period = ANY(%s) AND o.region_id = ANY(%s)""",
        [list(born), list(born.values()), list(indicators), list(years), list(born)],
    )
    return list(cursor.fetchall())
