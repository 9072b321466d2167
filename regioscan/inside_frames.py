"""Neighbourhoods of a region and of the nation, for who lives behind an average. A fixed number of queries each."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import connection
from django.db.models import Q

from regioscan import frames
from regioscan.analysis.inside import Border, Inhabitants
from regioscan.analysis.position import Floats, from_bytes
from regioscan.models import Composition, Region

PEOPLE = "inwoners"
"""The code of the figure that counts inhabitants."""
BUURT = Region.Kind.NEIGHBOURHOOD.value


def newest_distributions(indicators: Collection[int], period: int | None) -> dict[frames.Key, Floats]:
    """Per indicator the values of all neighbourhoods, ascending, in the newest year (up to `period`) that has them."""
    sql = """
        SELECT DISTINCT ON (indicator_id) indicator_id, period, "values" FROM regioscan_distribution
        WHERE kind = %s AND indicator_id = ANY(%s) AND (%s::int IS NULL OR period <= %s)
        ORDER BY indicator_id, period DESC
    """
    rows = _rows(sql, [BUURT, list(indicators), period, period])
    return {(indicator, year): from_bytes(values) for indicator, year, values in rows}


def neighbourhoods(region: Region) -> list[int]:
    """The ids of all neighbourhoods in a region, ended ones too; of a custom region those of its newest members."""
    if region.kind != Region.Kind.CUSTOM:
        return frames.members(region, BUURT)
    newest = Composition.objects.filter(region=region).order_by("-version").prefetch_related("members").first()
    members = list(newest.members.all()) if newest else []
    where = Q(pk__in=[one.pk for one in members])
    for member in members:
        where |= frames.inside(member)
    return list(Region.objects.filter(where, kind=BUURT).order_by().values_list("pk", flat=True))


def inhabitants(borders: Mapping[frames.Key, Border], regions: Collection[int]) -> dict[int, Inhabitants]:
    """Per indicator: the inhabitants, in the year of the figure, of these neighbourhoods in and outside the fifth."""
    sql = """
        SELECT wanted.indicator_id,
            coalesce(sum(p.value) FILTER (WHERE fifth.holds), 0),
            coalesce(sum(p.value) FILTER (WHERE o.value IS NOT NULL), 0),
            coalesce(sum(p.value), 0),
            count(*) FILTER (WHERE fifth.holds), count(o.value), count(*)
        FROM unnest(%s::bigint[], %s::smallint[], %s::float8[], %s::bool[])
            AS wanted (indicator_id, period, border, is_low)
        JOIN regioscan_observation p
            ON p.indicator_id = (SELECT id FROM regioscan_indicator WHERE code = %s)
            AND p.period = wanted.period AND p.region_id = ANY(%s) AND p.value > 0
        LEFT JOIN regioscan_observation o ON o.indicator_id = wanted.indicator_id AND o.period = wanted.period
            AND o.region_id = p.region_id
        CROSS JOIN LATERAL (
            SELECT CASE WHEN wanted.is_low THEN o.value <= wanted.border ELSE o.value >= wanted.border END AS holds
        ) fifth
        GROUP BY wanted.indicator_id
    """
    if not borders or not regions:
        return {}
    keys = list(borders)
    columns = [
        [key[0] for key in keys],
        [key[1] for key in keys],
        [borders[key].value for key in keys],
        [borders[key].is_low for key in keys],
    ]
    return {row[0]: Inhabitants(*row[1:]) for row in _rows(sql, [*columns, PEOPLE, list(regions)])}


def _rows(sql: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())
