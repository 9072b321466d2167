"""Which regions make up which: municipalities their COROP area, province and country, and members a custom region."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
from django.db import connection

from regioscan.models import Region

BIGGER = (Region.Kind.COROP, Region.Kind.PROVINCE, Region.Kind.COUNTRY)
SMALL = (Region.Kind.DISTRICT, Region.Kind.NEIGHBOURHOOD)
"""Kinds of region in which counts are rounded."""


@dataclass(frozen=True)
class Membership:
    """Which regions make up which bigger regions: one element a pair."""

    members: npt.NDArray[np.int32]
    """Ids of parts, ascending, each once."""
    part: npt.NDArray[np.intp]
    """Of each pair, the position of the part in `members`."""
    group: npt.NDArray[np.intp]
    """Of each pair, the position of the bigger region in `groups`."""
    groups: npt.NDArray[np.int32]
    """Ids of the bigger regions, ascending."""
    is_small: npt.NDArray[np.bool_]
    """Of each member, whether it is a wijk or buurt."""
    chosen: npt.NDArray[np.int32]
    """Ids of the custom regions among `groups`: somebody named all of their parts."""


def lock_membership(*, is_changing: bool) -> None:
    """Hold what consists of what until the transaction ends: before anything else of figures or parts is read.

    Whoever publishes figures shares it with other publications. Whoever changes what a region consists of
    (`is_changing`) has it alone, and so sees every figure that was ever calculated from the parts of before.
    """
    lock = "pg_advisory_xact_lock" if is_changing else "pg_advisory_xact_lock_shared"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {lock}(hashtextextended('regioscan membership', 0))")


def membership_in(year: int) -> Membership:
    """The municipalities of `year` and the bigger regions that hold them.

    A region list starts at some year. For years before that, the municipalities of today are used: those that did not
    exist yet have no figures then, so their province lacks a part and gets no sum. Municipalities that are only known
    because they ended, stand in no list and so in no province.
    """
    return _membership(_pairs_in(year), {})


def everything_in(year: int) -> Membership:
    """As `membership_in`, with all custom regions as they are defined now."""
    return _membership(_pairs_in(year), newest_members())


def membership_of(region: Region) -> Membership:
    """The members of one custom region."""
    return _membership([], newest_members(region))


def newest_members(region: Region | None = None) -> dict[int, list[tuple[int, str]]]:
    """Of each custom region, or only of this one: (id, kind) of the members in its newest version."""
    sql = """
        SELECT c.region_id, r.id, r.kind
        FROM (SELECT DISTINCT ON (region_id) id, region_id FROM regioscan_composition
              WHERE %s::int IS NULL OR region_id = %s ORDER BY region_id, version DESC) c
        JOIN regioscan_composition_members m ON m.composition_id = c.id JOIN regioscan_region r ON r.id = m.region_id
        ORDER BY c.region_id, r.id
    """
    found: dict[int, list[tuple[int, str]]] = {}
    only = region.pk if region else None
    with connection.cursor() as cursor:
        cursor.execute(sql, [only, only])
        for custom, member, kind in cursor.fetchall():
            found.setdefault(custom, []).append((member, kind))
    return found


def _pairs_in(year: int) -> list[tuple[int, int]]:
    """(municipality, bigger region) for the municipalities of a year."""
    regions = {region.pk: region for region in Region.objects.filter(kind__in=[*BIGGER, Region.Kind.MUNICIPALITY])}
    listed = [one for one in regions.values() if one.kind == Region.Kind.MUNICIPALITY and one.parent_id]
    day = date(year, 1, 1)
    valid = [one for one in listed if one.valid_from <= day and (one.valid_to is None or day < one.valid_to)]
    current = [one for one in listed if one.valid_to is None]
    # Some may be known from before the first list: a merger tells since when. They alone are no province.
    chosen = valid if len(valid) >= len(current) / 2 and valid else current
    return [(one.pk, above) for one in chosen for above in _above(one, regions)]


def _membership(pairs: Sequence[tuple[int, int]], custom: Mapping[int, Sequence[tuple[int, str]]]) -> Membership:
    """The pairs and the custom regions together, as arrays."""
    small = {member for members in custom.values() for member, kind in members if kind in SMALL}
    every = [*pairs, *((member, region) for region, members in custom.items() for member, _ in members)]
    members = np.unique(np.array([member for member, _ in every], np.int32))
    groups = np.unique(np.array([group for _, group in every], np.int32))
    return Membership(
        members,
        np.searchsorted(members, [member for member, _ in every]).astype(np.intp),
        np.searchsorted(groups, [group for _, group in every]).astype(np.intp),
        groups,
        np.isin(members, sorted(small)),
        np.array(sorted(custom), np.int32),
    )


def _above(region: Region, regions: Mapping[int, Region]) -> list[int]:
    found: list[int] = []
    parent = regions.get(region.parent_id or 0)
    while parent is not None and len(found) < len(BIGGER):
        found.append(parent.pk)
        parent = regions.get(parent.parent_id or 0)
    return found
