"""The bridge to the database for fair comparison: who is like whom, who is in which class or group, and their values.

As in `regioscan.frames`, every function does a fixed number of queries, and those on observations name indicators and
years.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from django.db import connection
from django.db.models import Count, F, OuterRef, Prefetch, Q, Subquery

from lib.text import search_key
from regioscan.analysis.position import Floats
from regioscan.frames import Key, inside
from regioscan.models import Composition, Indicator, Peer, PeerSet, Region, RegionGroup

INHABITANTS = "inwoners"
DENSITY = "omgevingsadressendichtheid"
CLASSED = (INHABITANTS, DENSITY)
"""What the classes of size and of urbanity are made from."""
WHOLES = (Region.Kind.PROVINCE, Region.Kind.COROP, Region.Kind.CUSTOM)
"""Kinds of region that consist of municipalities."""


@dataclass(frozen=True)
class Known:
    """The latest value of an indicator in a region, with its year."""

    value: float
    period: int


@dataclass(frozen=True)
class Cells:
    """One indicator in one year for some regions: arrays of equal length, NaN where there is no value or weight."""

    regions: npt.NDArray[np.int64]
    values: Floats
    weights: Floats


def latest_known(region: int, codes: Sequence[str], period: int | None = None) -> dict[str, Known]:
    """The latest values up to and including `period` of these indicators in a region."""
    sql = """
        SELECT i.code, o.period, o.value FROM regioscan_indicator i
        CROSS JOIN (SELECT DISTINCT period FROM regioscan_distribution) y
        JOIN regioscan_observation o ON o.indicator_id = i.id AND o.period = y.period AND o.region_id = %s
        WHERE i.code = ANY(%s) AND o.value IS NOT NULL AND o.period <= %s ORDER BY o.period
    """
    with connection.cursor() as cursor:
        cursor.execute(sql, [region, list(codes), period or 32_767])
        return {code: Known(value, year) for code, year, value in cursor.fetchall()}


def peers_of(region: Region) -> list[Peer]:
    """The peers of a region in the newest set of its kind, nearest first, with their set; none without a set."""
    newest = PeerSet.objects.filter(kind=OuterRef("region__kind")).order_by("-made_at", "-id").values("id")[:1]
    found = Peer.objects.filter(region=region, peer_set=Subquery(newest)).order_by("position")
    return list(found.select_related("peer_set", "peer__parent"))


def peer_ids(regions: Collection[int], kind: str) -> tuple[PeerSet | None, dict[int, list[int]]]:
    """The newest set of this kind, and of each of these regions its peers by id, nearest first."""
    newest = PeerSet.objects.filter(kind=kind).order_by("-made_at", "-id").first()
    found: dict[int, list[int]] = defaultdict(list)
    if newest is not None:
        rows = Peer.objects.filter(peer_set=newest, region__in=regions).order_by("region_id", "position")
        for region, peer in rows.values_list("region_id", "peer_id"):
            found[region].append(peer)
    return newest, found


def municipalities_of(region: Region) -> list[int]:
    """The ids of the municipalities that a region consists of now; none where it consists of something else."""
    if region.kind == Region.Kind.CUSTOM:
        newest = Composition.objects.filter(region=region).order_by("-version").first()
        parts = list(newest.members.order_by("code").values_list("id", "kind")) if newest else []
        is_whole = all(kind == Region.Kind.MUNICIPALITY for _, kind in parts)
        return [number for number, _ in parts] if is_whole else []
    found = Region.objects.current().filter(inside(region), kind=Region.Kind.MUNICIPALITY)
    return list(found.order_by("code").values_list("id", flat=True))


def groups_of_kind(kind: str) -> list[RegionGroup]:
    """The groups that people named of regions of this kind, by name."""
    return list(RegionGroup.objects.filter(kind=kind))


def all_groups() -> list[RegionGroup]:
    """All groups by name, with how many regions each has (`n_members`)."""
    return list(RegionGroup.objects.annotate(n_members=Count("members")))


def get_group(code: str) -> RegionGroup | None:
    """The group with this code, with its members by name and what they lie in."""
    members = Prefetch("members", Region.objects.select_related("parent__parent"))
    return RegionGroup.objects.filter(code=code).prefetch_related(members).first()


def group_members(group: int) -> list[int]:
    """The ids of the regions in a group."""
    return list(RegionGroup.members.through.objects.filter(regiongroup_id=group).values_list("region_id", flat=True))


def class_members(code: str, kind: str, period: int, low: float, high: float) -> list[int]:
    """The ids of the regions of `kind` whose value of this indicator in this year lies from `low` up to `high`."""
    sql = """
        SELECT o.region_id FROM regioscan_indicator i
        JOIN regioscan_observation o ON o.indicator_id = i.id AND o.period = %s
        JOIN regioscan_region r ON r.id = o.region_id AND r.kind = %s
        WHERE i.code = %s AND o.value >= %s AND o.value < %s ORDER BY o.region_id
    """
    with connection.cursor() as cursor:
        cursor.execute(sql, [period, kind, code, low, high])
        return [row[0] for row in cursor.fetchall()]


def cells(keys: Collection[Key], weight_of: Mapping[int, int | None], regions: Collection[int]) -> dict[Key, Cells]:
    """The values of these regions per indicator and year, each with the value of its weight in that year."""
    if not (keys and regions):
        return {}
    sql = """
        SELECT o.indicator_id, o.period, array_agg(o.region_id), array_agg(coalesce(o.value, 'NaN')),
            array_agg(coalesce(w.value, 'NaN'))
        FROM unnest(%s::bigint[], %s::smallint[], %s::bigint[]) AS wanted (indicator_id, period, weight_id)
        JOIN regioscan_observation o USING (indicator_id, period)
        LEFT JOIN regioscan_observation w
            ON w.indicator_id = wanted.weight_id AND w.period = o.period AND w.region_id = o.region_id
        WHERE o.region_id = ANY(%s) GROUP BY o.indicator_id, o.period
    """
    numbers, years = [key[0] for key in keys], [key[1] for key in keys]
    with connection.cursor() as cursor:
        cursor.execute(sql, [numbers, years, [weight_of.get(one) for one in numbers], list(regions)])
        return {
            (row[0], row[1]): Cells(
                np.array(row[2], np.int64), np.array(row[3], np.float64), np.array(row[4], np.float64)
            )
            for row in cursor.fetchall()
        }


def structure(kind: str, codes: Sequence[str], first: int, last: int) -> dict[tuple[str, int], dict[int, float]]:
    """(code of an indicator, year from `first` to `last`) → value per id of the present regions of `kind`."""
    sql = """
        SELECT i.code, o.period, o.region_id, o.value FROM regioscan_indicator i
        JOIN regioscan_observation o ON o.indicator_id = i.id AND o.period = ANY(%s)
        JOIN regioscan_region r ON r.id = o.region_id AND r.kind = %s AND r.valid_to IS NULL
        WHERE i.code = ANY(%s) AND o.value IS NOT NULL
    """
    found: dict[tuple[str, int], dict[int, float]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(sql, [list(range(first, last + 1)), kind, list(codes)])
        for code, period, region, value in cursor.fetchall():
            found[code, period][region] = value
    return found


def names_of(codes: Collection[str]) -> dict[str, str]:
    """The names of indicators by code."""
    return dict(Indicator.objects.filter(code__in=codes).values_list("code", "name"))


def regions_by_code(codes: Collection[str]) -> dict[str, Region]:
    """The regions that have these codes now, or else had them last, with what they lie in."""
    found = Region.objects.filter(code__in=codes).select_related("parent__parent__parent__parent")
    return {region.code: region for region in found.order_by(F("valid_from").asc())}


def named_regions(words: Sequence[str], kind: str) -> dict[str, list[Region]]:
    """For each word the present regions of `kind` with that code or that whole name, capitals or not."""
    keys = {word: search_key(word) for word in words}
    wanted = Q(code__in=[word.upper() for word in words]) | Q(search_name__in=keys.values())
    regions = list(Region.objects.current().filter(wanted, kind=kind))
    return {
        word: [one for one in regions if one.code == word.upper()]
        or [one for one in regions if one.search_name == keys[word]]
        for word in words
    }
