"""Regions in the database: which are known, and carrying out what a list of regions changes. Nothing is deleted."""

from collections import defaultdict
from datetime import date

from django.db import connection

from lib.text import search_key
from regioscan.analysis.matching import KnownRegion
from regioscan.analysis.region_changes import RegionPlan, StoredRegion
from regioscan.loading.observations import Counts
from regioscan.models import Region, Succession

BATCH = 2_000


def known_regions() -> dict[str, list[KnownRegion]]:
    """All regions by code, as matching wants them."""
    known: dict[str, list[KnownRegion]] = defaultdict(list)
    fields = Region.objects.order_by("valid_from").values_list("code", "pk", "kind", "valid_from", "valid_to")
    born = _born()
    for code, pk, kind, valid_from, valid_to in fields.iterator(chunk_size=BATCH):
        known[code].append(KnownRegion(pk, kind, valid_from, valid_to, born.get(pk)))
    return dict(known)


def _born() -> dict[int, date]:
    """The day on which a region came about out of regions with other codes."""
    steps = list(Succession.objects.values_list("new_id", "on", "new__code", "old__code"))
    grown = {(new, on) for new, on, code, old_code in steps if code == old_code}
    return {new: on for new, on, _, _ in steps if (new, on) not in grown}


def stored_regions() -> list[StoredRegion]:
    """All regions, as comparing with a list wants them."""
    regions = Region.objects.exclude(kind=Region.Kind.CUSTOM).select_related("parent").order_by("pk")
    return [
        StoredRegion(
            region.pk,
            region.code,
            region.name,
            region.kind,
            region.valid_from,
            region.valid_to,
            region.parent.code if region.parent else "",
        )
        for region in regions.iterator(chunk_size=BATCH)
    ]


def load_regions(plan: RegionPlan) -> Counts:
    """Carry out a plan in the transaction of the caller; planning the same list again then gives 0 changes."""
    for day in set(plan.ended.values()):
        ended = [pk for pk, last in plan.ended.items() if last == day]
        Region.objects.filter(pk__in=ended).update(valid_to=day)
    Region.objects.bulk_create([_region(planned) for planned in plan.new], batch_size=BATCH)
    touched = Region.objects.in_bulk({*plan.renamed, *plan.extended, *plan.moved})
    for pk, name in plan.renamed.items():
        touched[pk].name, touched[pk].search_name = name, search_key(name)
    for pk, day in plan.extended.items():
        touched[pk].valid_from = day
    Region.objects.bulk_update(touched.values(), ["name", "search_name", "valid_from"], batch_size=BATCH)
    _set_parents(plan)
    return Counts(len(plan.new), plan.n_changed, plan.n_listed - len(plan.new) - plan.n_changed, len(plan.ended))


def _region(planned: StoredRegion) -> Region:
    return Region(
        code=planned.code,
        name=planned.name,
        search_name=search_key(planned.name),
        kind=planned.kind,
        valid_from=planned.valid_from,
        valid_to=planned.valid_to,
    )


def _set_parents(plan: RegionPlan) -> None:
    """Parents come last, for a parent may be new itself; a code stands for the region that exists on the list's day."""
    by_code = {region.code: region for region in Region.objects.valid_on(plan.valid_on)}
    by_id = {region.pk: region for region in by_code.values()}
    children = [(by_code.get(planned.code), planned.parent_code) for planned in plan.new if planned.parent_code]
    children += [(by_id.get(pk), parent_code) for pk, parent_code in plan.moved.items()]
    pairs = [(child.pk, by_code[code].pk) for child, code in children if child is not None and code in by_code]
    with connection.cursor() as cursor:
        # One statement: bulk_update would write 18,000 branches of a CASE and take twenty seconds.
        cursor.execute(
            """UPDATE regioscan_region r SET parent_id = m.parent
               FROM unnest(%s::int[], %s::int[]) AS m (child, parent) WHERE r.id = m.child""",
            [[child for child, _ in pairs], [parent for _, parent in pairs]],
        )
        # What is loaded next joins with these regions; the planner must not think that there are none.
        cursor.execute("ANALYZE regioscan_region")
