"""Writing what was calculated from parts: the values, the reasons why there is none, and how each came about."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db import connection

from regioscan.analysis.aggregation import Combined
from regioscan.loading.binary import copy_in
from regioscan.loading.observations import CALCULATIONS, TABLE, same_key
from regioscan.models import Region
from regioscan.models.observations import Status

COLUMNS = ("indicator_id", "period", "region_id", "value", "status", "snapshot_id")
BESIDE = ("indicator_id", "region_id", "share", "n_parts", "n_known", "rounding_error", "low", "high")
OURS = f"""(o.status = {int(Status.CALCULATED)} OR o.status >= {int(Status.SUPPRESSED)} AND EXISTS (
    SELECT 1 FROM {CALCULATIONS} c WHERE {same_key("c")}))"""  # noqa: S608 - names of our own
OF_YEAR = "o.indicator_id = ANY(%s) AND o.period = %s AND (%s::int IS NULL OR o.region_id = %s)"

Cell = float | int | None


@dataclass(frozen=True)
class Calculated:
    """What one indicator gives in one year: for each group where `is_made`, a row and how it came about."""

    indicator: int
    regions: npt.NDArray[np.int32]
    statuses: npt.NDArray[np.int16]
    snapshot: int
    combined: Combined
    is_made: npt.NDArray[np.bool_]

    def observations(self, year: int) -> list[tuple[Cell, ...]]:
        """Rows in the order of COLUMNS; None where there is no value."""
        values = _cells(self.combined.value[self.is_made])
        rows = zip(self.regions.tolist(), values, self.statuses.tolist(), strict=True)
        return [(self.indicator, year, region, value, status, self.snapshot) for region, value, status in rows]

    def calculations(self) -> list[tuple[Cell, ...]]:
        """Rows in the order of BESIDE."""
        found, made = self.combined, self.is_made
        columns = [
            found.share[made].tolist(),
            found.n_parts[made].tolist(),
            found.n_known[made].tolist(),
            *(_cells(array[made]) for array in (found.rounding_error, found.low, found.high)),
        ]
        return [(self.indicator, *row) for row in zip(self.regions.tolist(), *columns, strict=True)]


def replace_calculated(year: int, indicators: Sequence[int], made: Sequence[Calculated], only: Region | None) -> int:
    """Let what we calculated in this year for these indicators be `made`; for one region or all. Returns how many.

    Where nothing differs, nothing is written.
    """
    region = only.pk if only else None
    scope = [list(indicators), year, region, region]
    observations = sorted((row for one in made for row in one.observations(year)), key=_key)
    calculations = sorted((row for one in made for row in one.calculations()), key=lambda row: row[:2])
    with connection.cursor() as cursor:
        _replace_observations(cursor, scope, observations)
        _replace_calculations(cursor, scope, calculations)
    return len(observations)


def _replace_observations(cursor: Any, scope: Sequence[Any], rows: Sequence[tuple[Cell, ...]]) -> None:
    where = f"{OF_YEAR} AND {OURS}"
    names = ", ".join(f"o.{name}" for name in COLUMNS)
    cursor.execute(f"SELECT {names} FROM {TABLE} o WHERE {where}", scope)  # noqa: S608 - own text
    if sorted(cursor.fetchall(), key=_key) == list(rows):
        return
    cursor.execute(f"DELETE FROM {TABLE} o WHERE {where}", scope)  # noqa: S608 - own text
    if rows:
        dtypes = ("i4", "i2", "i4", "f8", "i2", "i4")
        columns = zip(COLUMNS, dtypes, zip(*rows, strict=True), strict=True)
        copy_in(cursor, TABLE, {name: np.array(values, dtype) for name, dtype, values in columns})


def _replace_calculations(cursor: Any, scope: Sequence[Any], rows: Sequence[tuple[Cell, ...]]) -> None:
    names = ", ".join(BESIDE)
    cursor.execute(f"SELECT {names} FROM {CALCULATIONS} o WHERE {OF_YEAR}", scope)  # noqa: S608 - own text
    if sorted(cursor.fetchall(), key=lambda row: row[:2]) == list(rows):
        return
    cursor.execute(f"DELETE FROM {CALCULATIONS} o WHERE {OF_YEAR}", scope)  # noqa: S608 - own text
    if rows:
        cursor.execute(
            f"""INSERT INTO {CALCULATIONS} (period, {names}) SELECT %s, * FROM
                unnest(%s::int[], %s::int[], %s::float8[], %s::int[], %s::int[],
                       %s::float8[], %s::float8[], %s::float8[])
            """,  # noqa: S608 - own text
            [scope[1], *(list(column) for column in zip(*rows, strict=True))],
        )


def _key(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return row[0], row[2]


def _cells(values: npt.NDArray[np.float64]) -> list[float | None]:
    return [None if np.isnan(value) else value for value in values.tolist()]
