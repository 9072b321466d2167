"""Places that a form offers: the municipalities, districts and neighbourhoods of a region, each with its middle."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q

from regioscan.frames import inside
from regioscan.models import Composition, Region

MOST = 400
"""More than this many in a list helps nobody: then only the larger areas are offered."""
KINDS = (Region.Kind.MUNICIPALITY, Region.Kind.DISTRICT, Region.Kind.NEIGHBOURHOOD)


@dataclass(frozen=True)
class Place:
    """An area that somebody may choose, with the point in it where its name would stand on a map."""

    pk: int
    name: str
    kind: str
    latitude: float
    longitude: float


def places_in(region: Region) -> list[Place]:
    """The areas in a region of which the outline is known, larger ones first; in at most two questions."""
    found = (
        Region.objects.current()
        .filter(_within(region), kind__in=KINDS, boundary__isnull=False)
        .order_by("search_name", "code")
        .values_list("pk", "name", "kind", "boundary__label_lat", "boundary__label_lon")
    )
    return _few_enough([Place(*row) for row in found])


def _within(region: Region) -> Q:
    if region.kind != Region.Kind.CUSTOM:
        return Q(pk=region.pk) | inside(region)
    newest = Composition.objects.filter(region=region).order_by("-version").prefetch_related("members").first()
    members = list(newest.members.all()) if newest else []
    return reduce(or_, (inside(one) for one in members), Q(pk__in=[one.pk for one in members]))


def _few_enough(places: Sequence[Place]) -> list[Place]:
    for smallest in range(len(KINDS), 0, -1):
        found = [one for kind in KINDS[:smallest] for one in places if one.kind == kind]
        if len(found) <= MOST:
            return found
    return []
