"""Keeping the margins that sources publish with their values: in the transaction of the values, and gone with them."""

from typing import Any

import numpy as np
from django.db import connection

from regioscan.analysis.checking import Flags, Rows
from regioscan.loading.binary import copy_in
from regioscan.models import Margin, Snapshot
from regioscan.models.observations import Status

TABLE = Margin._meta.db_table
STAGE = "margin_stage"
SAME_KEY = "m.indicator_id = s.indicator_id AND m.period = s.period AND m.region_id = s.region_id"
OF_SLICES = "(m.indicator_id, m.period) IN (SELECT * FROM unnest(%s::int[], %s::smallint[]))"


def store_margins(rows: Rows, snapshot: Snapshot) -> int:
    """Make the margins in the slices of `rows` say what `rows` says; returns how many were written or taken away.

    Runs right after the values were loaded, in the same transaction. A value that came without a margin has none; one
    that is no longer there takes its margin along. The same rows a second time change nothing.
    """
    has_margin = _has_margin(rows)
    slices = [list(column) for column in zip(*rows.slices, strict=True)] or [[], []]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {TABLE} m WHERE {OF_SLICES})", slices)  # noqa: S608 - own text
        was_there = cursor.fetchone()[0]
        if not was_there and not has_margin.any():
            return 0
        _stage(cursor, rows, has_margin)
        n_gone = _remove(cursor, slices) if was_there else 0
        return n_gone + _write(cursor, snapshot)


def _has_margin(rows: Rows) -> Flags:
    if rows.low is None or rows.high is None:
        return np.zeros(len(rows), bool)
    found: Flags = np.isfinite(rows.low) & np.isfinite(rows.high) & np.isfinite(rows.value)
    return found


def _stage(cursor: Any, rows: Rows, has_margin: Flags) -> None:
    """All keys of the delivery, with their margin or with NULL."""
    cursor.execute(f"DROP TABLE IF EXISTS {STAGE}")
    cursor.execute(
        f"CREATE TEMP TABLE {STAGE} (indicator_id int, period smallint, region_id int, low float8, high float8) "
        "ON COMMIT DROP"
    )
    for part in (rows.take(has_margin), rows.take(~has_margin)):
        columns: dict[str, Any] = {"indicator_id": part.indicator, "period": part.period, "region_id": part.region}
        if part.low is not None and part.high is not None and np.isfinite(part.low).all():
            columns |= {"low": part.low, "high": part.high}
        copy_in(cursor, STAGE, columns)
    cursor.execute(f"ANALYZE {STAGE}")


def _remove(cursor: Any, slices: list[list[int]]) -> int:
    """Take away the margins of values that now come without one, and of values that are gone."""
    cursor.execute(f"DELETE FROM {TABLE} m USING {STAGE} s WHERE {SAME_KEY} AND s.low IS NULL")  # noqa: S608 - own text
    n_without = int(cursor.rowcount)
    cursor.execute(
        f"""DELETE FROM {TABLE} m WHERE {OF_SLICES} AND NOT EXISTS (
                SELECT 1 FROM regioscan_observation s WHERE {SAME_KEY} AND s.status < %s)""",  # noqa: S608 - own text
        [*slices, int(Status.CALCULATED)],
    )
    return n_without + int(cursor.rowcount)


def _write(cursor: Any, snapshot: Snapshot) -> int:
    """Write the margins that are new or differ."""
    cursor.execute(
        f"""INSERT INTO {TABLE} AS m (indicator_id, period, region_id, low, high, snapshot_id)
            SELECT indicator_id, period, region_id, low, high, %s FROM {STAGE} WHERE low IS NOT NULL
            ON CONFLICT (indicator_id, period, region_id)
            DO UPDATE SET low = excluded.low, high = excluded.high, snapshot_id = excluded.snapshot_id
            WHERE (m.low, m.high) IS DISTINCT FROM (excluded.low, excluded.high)""",  # noqa: S608 - own text
        [snapshot.pk],
    )
    return int(cursor.rowcount)
