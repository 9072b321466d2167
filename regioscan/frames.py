"""The only bridge between the database and arrays for reading figures.

Queries on observations always name the indicators and the years, so that the covering key answers them alone. Every
function does a fixed number of queries, however many indicators or regions it is asked for.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db import connection
from django.db.models import Case, Count, F, IntegerField, Q, Value, When

from lib.text import search_key
from regioscan.analysis.position import Floats, from_bytes
from regioscan.models import (
    Boundary,
    Composition,
    Distribution,
    Indicator,
    Region,
    RejectedRow,
    Snapshot,
)
from regioscan.models.observations import Status

Key = tuple[int, int]
"""An indicator's id with a year."""
DEPTH = 4
"""How many steps up a region's container may be: buurt, wijk, gemeente, COROP-gebied, provincie."""
KIND_ORDER = [kind.value for kind in Region.Kind]
CALCULATED_KINDS = [Region.Kind.PROVINCE.value, Region.Kind.COROP.value]
"""Kinds of region of which we calculate what a source does not publish."""
MAX_FOUND = 60
DERIVED = (Status.CALCULATED, Status.MODELLED, Status.ESTIMATED)
"""Kinds of value that get a mark, because nobody counted them."""


@dataclass(frozen=True)
class Reading:
    """What is known of one indicator in one region in one year: a value, or a status of 10 and over."""

    period: int
    value: float | None
    status: int

    @property
    def is_derived(self) -> bool:
        """Whether the value was not counted: we calculated it from the parts, or it was estimated with a model."""
        return self.status in DERIVED


Readings = Mapping[tuple[int, int], Sequence[Reading]]
"""(indicator id, region id) → readings in order of year."""


@dataclass(frozen=True)
class Provenance:
    """Where a figure comes from: the delivery it was read in and the source of that delivery."""

    snapshot: int
    source_code: str
    source_name: str
    licence: str
    retrieved_at: datetime


@dataclass(frozen=True)
class SourceCounts:
    """How many indicators a source can give, how many of them have been loaded, and the newest year among those."""

    n_declared: int
    n_loaded: int
    newest_year: int | None


@dataclass(frozen=True)
class Column:
    """One indicator in one year for the regions of one kind: arrays of equal length, value NaN where there is none."""

    regions: npt.NDArray[np.int64]
    values: Floats
    statuses: npt.NDArray[np.int16]

    @property
    def known_values(self) -> Floats:
        """The values without the gaps."""
        return self.values[~np.isnan(self.values)]


def get_region(code: str) -> Region | None:
    """The region that has this code now, or else the one that had it last, with everything it lies in."""
    regions = Region.objects.select_related("parent__parent__parent__parent")
    return regions.filter(code=code).order_by(F("valid_from").desc()).first()


def containers(region: Region) -> list[Region]:
    """What the region lies in, from near to far."""
    found = []
    while (parent := region.parent) is not None:
        found.append(parent)
        region = parent
    return found


def get_country() -> Region | None:
    """The country, for a region whose place in it is not known."""
    return Region.objects.current().filter(kind=Region.Kind.COUNTRY).order_by("code").first()


def members(container: Region | None, kind: str) -> list[int]:
    """The ids of the regions of `kind` inside `container` (None: everywhere), ended ones too: their figures count in
    their own years."""
    regions = Region.objects.filter(kind=kind).order_by()
    return list((regions.filter(inside(container)) if container else regions).values_list("id", flat=True))


def inside(container: Region) -> Q:
    """The condition that a region lies in `container`, at whatever depth."""
    return reduce(or_, (Q(**{"__".join(["parent"] * depth) + "_id": container.pk}) for depth in range(1, DEPTH + 1)))


def shown_indicators() -> list[Indicator]:
    """All indicators that readers see, with their theme, in order."""
    return list(Indicator.objects.shown().select_related("theme", "weight").order_by("theme__position", "position"))


def known_years() -> list[int]:
    """Every year of which figures have been published, ascending."""
    return sorted(Distribution.objects.order_by().values_list("period", flat=True).distinct())


def readings(indicators: Collection[int], years: Collection[int], regions: Collection[int]) -> Readings:
    """All readings of these indicators, years and regions."""
    found: dict[tuple[int, int], list[Reading]] = defaultdict(list)
    if not (indicators and years and regions):
        return found
    sql = """
        SELECT indicator_id, region_id, period, value, status FROM regioscan_observation
        WHERE indicator_id = ANY(%s) AND period = ANY(%s) AND region_id = ANY(%s)
        ORDER BY indicator_id, period
    """
    for indicator, region, period, value, status in _rows(sql, [list(indicators), list(years), list(regions)]):
        found[indicator, region].append(Reading(period, value, status))
    return found


def distributions(keys: Collection[Key], kind: str) -> dict[Key, Floats]:
    """The sorted published values of all regions of `kind`, per indicator and year."""
    sql = """
        SELECT d.indicator_id, d.period, d."values"
        FROM unnest(%s::bigint[], %s::smallint[]) AS wanted (indicator_id, period)
        JOIN regioscan_distribution d USING (indicator_id, period) WHERE d.kind = %s
    """
    return {(row[0], row[1]): from_bytes(row[2]) for row in _rows(sql, [*_columns_of(keys), kind])} if keys else {}


def provenances(keys: Collection[Key], region: int) -> dict[int, Provenance]:
    """Where the region's figures come from, per indicator."""
    if not keys:
        return {}
    sql = """
        SELECT o.indicator_id, s.id, src.code, src.name, s.licence, s.retrieved_at
        FROM unnest(%s::bigint[], %s::smallint[]) AS wanted (indicator_id, period)
        JOIN regioscan_observation o USING (indicator_id, period)
        JOIN regioscan_snapshot s ON s.id = o.snapshot_id JOIN regioscan_source src ON src.id = s.source_id
        WHERE o.region_id = %s
    """
    return {row[0]: Provenance(*row[1:]) for row in _rows(sql, [*_columns_of(keys), region])}


def origins(
    indicators: Collection[int], years: Collection[int], regions: Collection[int]
) -> dict[tuple[int, int, int], Provenance]:
    """Where every value or reason comes from, per (indicator, year, region). Reads the rows themselves: for exports."""
    if not (indicators and years and regions):
        return {}
    sql = """
        SELECT o.indicator_id, o.period, o.region_id, s.id, src.code, src.name, s.licence, s.retrieved_at
        FROM regioscan_observation o
        JOIN regioscan_snapshot s ON s.id = o.snapshot_id JOIN regioscan_source src ON src.id = s.source_id
        WHERE o.indicator_id = ANY(%s) AND o.period = ANY(%s) AND o.region_id = ANY(%s)
    """
    found = _rows(sql, [list(indicators), list(years), list(regions)])
    return {(row[0], row[1], row[2]): Provenance(*row[3:]) for row in found}


def column(indicator: int, period: int, regions: Sequence[int]) -> dict[int, Reading]:
    """One indicator in one year for a few regions."""
    found = readings([indicator], [period], regions)
    return {region: rows[0] for (_, region), rows in found.items()}


def whole_column(indicator: int, period: int, kind: str) -> Column:
    """One indicator in one year for all regions of `kind`."""
    sql = """
        SELECT o.region_id, coalesce(o.value, 'NaN'), o.status
        FROM regioscan_observation o JOIN regioscan_region r ON r.id = o.region_id
        WHERE o.indicator_id = %s AND o.period = %s AND r.kind = %s
        ORDER BY r.search_name, r.code
    """
    rows = _rows(sql, [indicator, period, kind])
    return Column(
        np.array([row[0] for row in rows], dtype=np.int64),
        np.array([row[1] for row in rows], dtype=np.float64),
        np.array([row[2] for row in rows], dtype=np.int16),
    )


def published_slices(indicator: int) -> list[tuple[str, int, int]]:
    """(kind, year, number of regions with a value) of what is known of an indicator, large regions and new years first.

    Provinces and COROP regions may have values that we calculated ourselves, which are not in a Distribution.
    """
    published = Distribution.objects.filter(indicator=indicator).exclude(kind=Region.Kind.COUNTRY)
    known = {(kind, year): n for kind, year, n in published.values_list("kind", "period", "n_regions")}
    sql = """
        SELECT r.kind, o.period, count(*) FROM regioscan_region r JOIN regioscan_observation o ON o.region_id = r.id
        WHERE o.indicator_id = %s AND o.period = ANY(%s) AND r.kind = ANY(%s) AND o.value IS NOT NULL
        GROUP BY r.kind, o.period
    """
    years = list({year for _, year in known})
    for kind, year, n_regions in _rows(sql, [indicator, years, CALCULATED_KINDS]):
        known[kind, year] = n_regions
    found = [(kind, year, n) for (kind, year), n in known.items()]
    return sorted(found, key=lambda row: (KIND_ORDER.index(row[0]), -row[1]))


def parts(region: Region) -> list[Region]:
    """The parts a reader expects: provincies, gemeenten, wijken, buurten; of a custom region what it was made of."""
    wanted = {
        Region.Kind.COUNTRY: Region.Kind.PROVINCE,
        Region.Kind.PROVINCE: Region.Kind.MUNICIPALITY,
        Region.Kind.COROP: Region.Kind.MUNICIPALITY,
        Region.Kind.MUNICIPALITY: Region.Kind.DISTRICT,
        Region.Kind.DISTRICT: Region.Kind.NEIGHBOURHOOD,
    }.get(Region.Kind(region.kind))
    if region.kind == Region.Kind.CUSTOM:
        newest = Composition.objects.filter(region=region).order_by("-version").first()
        return list(newest.members.all()) if newest else []
    if wanted is None:
        return []
    found = Region.objects.filter(inside(region), kind=wanted)
    return list(found if region.valid_to else found.current())


def boundaries(regions: Collection[int]) -> dict[int, dict[str, Any]]:
    """GeoJSON geometry per region, for the regions that have one."""
    return dict(Boundary.objects.filter(region__in=regions).values_list("region_id", "geometry"))


def regions_by_id(ids: Iterable[int]) -> dict[int, Region]:
    """Regions with these ids, with what they lie in directly."""
    return Region.objects.select_related("parent").in_bulk([int(number) for number in ids])


def search_regions(query: str, kind: str = "", limit: int = MAX_FOUND) -> list[Region]:
    """Regions whose name or code answers to `query`, best first; a kind word in front of the name narrows.

    Best first: exactly this name, a name that starts so, a name with a word that starts so; then large before small.
    """
    key = search_key(query)
    if not key:
        return []
    narrowed, name = _kind_in_front(key)
    conditions = Q(code__istartswith=key.replace(" ", "")) | _named(key)
    if narrowed and name:
        conditions |= _named(name) & Q(kind=narrowed)
    regions = Region.objects.current().filter(conditions).select_related("parent__parent__parent__parent")
    if kind:
        regions = regions.filter(kind=kind)
    return list(regions.order_by(*_best_first(key, narrowed, name))[:limit])


def regions_of_kind(kind: str, limit: int | None = None) -> list[Region]:
    """The present regions of one kind ("" for all), by name, at most `limit`."""
    regions = Region.objects.current().select_related("parent")
    return list((regions.filter(kind=kind) if kind else regions)[:limit])


def counts_per_kind() -> dict[str, int]:
    """How many present regions there are of each kind."""
    return dict(Region.objects.current().order_by().values_list("kind").annotate(n_regions=Count("id")))


def figures_version() -> tuple[object, ...]:
    """Differs as soon as a figure, a region or what a region consists of has been published or withdrawn."""
    sql = """
        SELECT max(published_at), max(id), count(*), (SELECT max(id) FROM regioscan_composition)
        FROM regioscan_snapshot WHERE state = %s
    """
    return tuple(_rows(sql, [Snapshot.State.PUBLISHED.value])[0])


def published_version() -> tuple[object, ...]:
    """Differs as soon as something has been published or withdrawn: figures, regions, boundaries, a reading that
    somebody wrote, the method of the index, a custom region, a set of comparable regions or a named group."""
    sql = """
        SELECT max(published_at), max(id), count(*),
            (SELECT max(id) FROM regioscan_annotation), (SELECT count(withdrawn_at) FROM regioscan_annotation),
            (SELECT max(id) FROM regioscan_methodversion WHERE is_current),
            (SELECT max(id) FROM regioscan_composition),
            (SELECT max(id) FROM regioscan_peerset), (SELECT max(id) FROM regioscan_regiongroup)
        FROM regioscan_snapshot WHERE state = %s
    """
    return tuple(_rows(sql, [Snapshot.State.PUBLISHED.value])[0])


def last_published() -> dict[int, Snapshot]:
    """The last published delivery per source."""
    published = Snapshot.objects.filter(state=Snapshot.State.PUBLISHED)
    newest = published.order_by("source_id", "-retrieved_at", "-id").distinct("source_id")
    return {snapshot.source_id: snapshot for snapshot in newest}


def rejected_per_snapshot(snapshots: Collection[int]) -> dict[int, int]:
    """How many rows were refused, per delivery."""
    rows = RejectedRow.objects.filter(snapshot__in=snapshots).order_by()
    return dict(rows.values_list("snapshot").annotate(n_rows=Count("id")))


def counts_per_source() -> dict[int, SourceCounts]:
    """What every source was declared to give and has given itself, counted in indicators.

    What was given comes from the summaries of its published deliveries: counting observations would take seconds.
    """
    sql = """
        WITH published AS (SELECT source_id, summary FROM regioscan_snapshot WHERE state = %s),
        given AS (
            SELECT DISTINCT source_id, jsonb_path_query(summary, '$.indicators[*].code') #>> '{}' AS code FROM published
        ),
        years AS (SELECT source_id, (jsonb_path_query(summary, '$.years[*]'))::int AS year FROM published)
        SELECT src.id, count(DISTINCT k.indicator_id), count(DISTINCT k.indicator_id) FILTER (WHERE g.code IS NOT NULL),
            (SELECT max(year) FROM years WHERE years.source_id = src.id)
        FROM regioscan_source src
        LEFT JOIN regioscan_indicatorkey k ON k.source_id = src.id
        LEFT JOIN regioscan_indicator i ON i.id = k.indicator_id
        LEFT JOIN given g ON g.source_id = src.id AND g.code = i.code
        GROUP BY src.id
    """
    rows = _rows(sql, [Snapshot.State.PUBLISHED.value])
    return {source: SourceCounts(*counts) for source, *counts in rows}


def _named(name: str) -> Q:
    return Q(search_name__startswith=name) | Q(search_name__contains=f" {name}")


def _kind_in_front(key: str) -> tuple[str, str]:
    """«gemeente utrecht» → ("gemeente", "utrecht"); no kind word → ("", key)."""
    word, _, rest = key.partition(" ")
    return (word, rest) if word in KIND_ORDER else ("", key)


def _best_first(key: str, narrowed: str, name: str) -> list[Any]:
    narrow = [When(search_name=name, kind=narrowed, then=0)] if narrowed and name else []
    closeness = Case(
        *narrow,
        When(search_name=key, then=0),
        When(code__iexact=key, then=0),
        When(search_name__startswith=key, then=1),
        default=2,
        output_field=IntegerField(),
    )
    size = Case(*(When(kind=kind, then=Value(place)) for place, kind in enumerate(KIND_ORDER)), default=9)
    return [closeness, size, "search_name", "code"]


def _columns_of(keys: Collection[Key]) -> list[list[int]]:
    return [[indicator for indicator, _ in keys], [period for _, period in keys]]


def _rows(sql: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())
