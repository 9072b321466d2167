"""Observations out of the database as rows to answer with: a fixed number of queries a page."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Max

from regioscan.api.selection import Selection
from regioscan.figures.scan import reason_for
from regioscan.frames import Reading
from regioscan.models import Snapshot
from regioscan.models.observations import Status

PAGE = 10_000
NOT_LOADED = "niet-geladen"
STATUS_CODES: dict[int, str] = {
    Status.FINAL: "definitief",
    Status.PROVISIONAL: "voorlopig",
    Status.MODELLED: "geschat",
    Status.CALCULATED: "berekend",
    Status.ESTIMATED: "geschat-met-adressen",
    Status.SUPPRESSED: "onderdrukt",
    Status.MISSING: "ontbreekt",
    Status.NOT_APPLICABLE: "niet-van-toepassing",
    Status.NO_DENOMINATOR: "geen-noemer",
}
"""Fixed words for machines; they never change within a version of the interface."""
REASONS: dict[int, str] = {
    status: reason_for(Reading(0, None, status)) for status in STATUS_CODES if status >= Status.SUPPRESSED
}
"""Why there is no value, in a sentence."""

SELECTED = """
    FROM regioscan_observation o
    WHERE o.indicator_id = ANY(%s) AND o.period = ANY(%s) AND o.region_id = ANY(%s)
"""
WITH_MARGINS = """
    SELECT o.indicator_id, o.period, o.region_id, o.value, o.status, o.snapshot_id, m.low, m.high, c.share
    FROM ({page}) o
    LEFT JOIN regioscan_margin m USING (indicator_id, period, region_id)
    LEFT JOIN regioscan_calculation c USING (indicator_id, period, region_id)
    ORDER BY o.indicator_id, o.period, o.region_id
"""
COLUMNS = "SELECT o.indicator_id, o.period, o.region_id, o.value, o.status, o.snapshot_id"
IN_ORDER = " ORDER BY o.indicator_id, o.period, o.region_id"


class Row(NamedTuple):
    """An observation as the database has it."""

    indicator: int
    period: int
    region: int
    value: float | None
    status: int
    snapshot: int
    low: float | None
    high: float | None
    share: float | None


class Delivery(NamedTuple):
    """Where values come from."""

    number: int
    source: str
    licence: str


def count(selection: Selection) -> int:
    """How many observations there are."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) {SELECTED}", _parameters(selection))
        return int(cursor.fetchone()[0])


def page_of(selection: Selection, offset: int, limit: int) -> list[Row]:
    """Some of the observations, always in the same order: by indicator, year and region, as they were first loaded."""
    page = f"{COLUMNS} {SELECTED} {IN_ORDER} OFFSET %s LIMIT %s"
    return _rows(page, [*_parameters(selection), offset, limit])


def all_of(selection: Selection) -> Iterator[Row]:
    """All observations as they are at one moment, whatever is published while they are read."""
    # One query, read in parts: a query for each part would see a moment of its own.
    with connection.chunked_cursor() as cursor:
        cursor.execute(WITH_MARGINS.format(page=f"{COLUMNS} {SELECTED}"), _parameters(selection))
        while found := cursor.fetchmany(PAGE):
            yield from (Row(*row) for row in found)


def last_published_at() -> datetime | None:
    """When something was last published."""
    published = Snapshot.objects.filter(state=Snapshot.State.PUBLISHED)
    return published.aggregate(last=Max("published_at"))["last"]  # type: ignore[no-any-return]


def deliveries() -> dict[int, Delivery]:
    """Every delivery with its source, by id."""
    rows = Snapshot.objects.order_by().values_list("id", "source__name", "licence")
    return {row[0]: Delivery(*row) for row in rows}


def as_plain(row: Row, selection: Selection, delivery: Delivery) -> dict[str, Any]:
    """An observation as it is answered."""
    indicator, place = selection.indicators[row.indicator], selection.places[row.region]
    return {
        "indicator": indicator.code,
        "regio": place.code,
        "regioGeldigVanaf": place.valid_from.isoformat(),
        "periode": row.period,
        "waarde": row.value,
        "eenheid": indicator.unit,
        "status": STATUS_CODES[row.status],
        "reden": REASONS.get(row.status),
        "ondergrens": row.low,
        "bovengrens": row.high,
        "bekendDeel": row.share,
        "levering": delivery.number,
        "bron": delivery.source,
        "licentie": delivery.licence,
    }


def _rows(page: str, parameters: list[Any]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(WITH_MARGINS.format(page=page), parameters)
        return [Row(*row) for row in cursor.fetchall()]


def _parameters(selection: Selection) -> list[Any]:
    return [list(selection.indicators), selection.years, list(selection.places)]
