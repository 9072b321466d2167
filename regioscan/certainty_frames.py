"""Reading what is needed to say how certain a figure is: published margins, and the spread between regions."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from django.db import connection

from regioscan.analysis.intervals import TO_STANDARD_ERROR, Interval
from regioscan.analysis.position import Floats
from regioscan.frames import Key
from regioscan.models import Region

ENOUGH_REGIONS = 400
"""Of more regions than this the spread is measured on a part, spread evenly over the order in which they are listed."""


@dataclass(frozen=True)
class Beside:
    """One figure in one year of many regions: values, weights and standard errors by published margins (NaN: none)."""

    values: Floats
    weights: Floats
    errors: Floats


def margins(indicators: Collection[int], region: int) -> dict[Key, Interval]:
    """The margins that sources published with the figures of a region, in all years. One query."""
    if not indicators:
        return {}
    sql = "SELECT indicator_id, period, low, high FROM regioscan_margin WHERE region_id = %s AND indicator_id = ANY(%s)"
    with connection.cursor() as cursor:
        cursor.execute(sql, [region, list(indicators)])
        return {(row[0], row[1]): Interval(row[2], row[3]) for row in cursor.fetchall()}


def margins_of(indicator: int, period: int, regions: Collection[int]) -> dict[int, Interval]:
    """The published margins of one figure in one year, by region. One query."""
    sql = """
        SELECT region_id, low, high FROM regioscan_margin
        WHERE indicator_id = %s AND period = %s AND region_id = ANY(%s)
    """
    with connection.cursor() as cursor:
        cursor.execute(sql, [indicator, period, list(regions)])
        return {row[0]: Interval(row[1], row[2]) for row in cursor.fetchall()}


def regions_beside(wanted: Sequence[tuple[int, int, int]], kind: str, *, with_errors: bool = True) -> dict[Key, Beside]:
    """The regions of `kind` for each (indicator, year, weight); of more than ENOUGH_REGIONS an even part.

    Without `with_errors` published margins are not read. Three queries, that name indicators, years and regions, so
    that the key answers them: a join with the weights would read all of it.
    """
    if not wanted:
        return {}
    regions = list(Region.objects.filter(kind=kind).order_by("pk").values_list("pk", flat=True))
    regions = regions[:: max(1, len(regions) // ENOUGH_REGIONS)]
    keys = {(number, year) for number, year, _ in wanted}
    values = _by_region(VALUES, keys | {(weight, year) for _, year, weight in wanted}, regions)
    errors = _by_region(ERRORS, keys, regions) if with_errors else {}
    return {
        (number, year): _aligned(values[number, year], values.get((weight, year)), errors.get((number, year)))
        for number, year, weight in wanted
        if (number, year) in values
    }


Column = tuple[npt.NDArray[np.int64], Floats]
"""Regions, ascending, and a number for each."""
VALUES = "SELECT indicator_id, period, region_id, value AS amount FROM regioscan_observation WHERE value IS NOT NULL"
ERRORS = "SELECT indicator_id, period, region_id, (high - low) / {width} AS amount FROM regioscan_margin WHERE true"
ERRORS = ERRORS.format(width=TO_STANDARD_ERROR)


def _by_region(source: str, keys: Collection[Key], regions: Sequence[int]) -> dict[Key, Column]:
    sql = f"""
        SELECT indicator_id, period, array_agg(region_id ORDER BY region_id), array_agg(amount ORDER BY region_id)
        FROM ({source} AND indicator_id = ANY(%s) AND period = ANY(%s) AND region_id = ANY(%s)) AS found
        GROUP BY indicator_id, period
    """  # noqa: S608 - texts of our own
    parameters = [sorted({number for number, _ in keys}), sorted({year for _, year in keys}), list(regions)]
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return {(row[0], row[1]): (np.array(row[2]), np.array(row[3], np.float64)) for row in cursor.fetchall()}


def _aligned(values: Column, weights: Column | None, errors: Column | None) -> Beside:
    regions, known = values
    return Beside(known, _beside(regions, weights), _beside(regions, errors))


def _beside(regions: npt.NDArray[np.int64], column: Column | None) -> Floats:
    """The numbers of these regions, NaN where there is none."""
    found = np.full(len(regions), np.nan)
    if column is None:
        return found
    place = np.minimum(np.searchsorted(column[0], regions), len(column[0]) - 1)
    is_there = column[0][place] == regions
    found[is_there] = column[1][place[is_there]]
    return found
