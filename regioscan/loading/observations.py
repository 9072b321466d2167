"""Publishing figures: only what differs is written, in the transaction of the caller."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from django.db import connection, transaction

from regioscan.analysis.checking import Flags, Rows
from regioscan.analysis.comparing import match
from regioscan.connectors.base import SourceError
from regioscan.loading.binary import copy_in, fetch_columns
from regioscan.models import Calculation, Observation, Snapshot
from regioscan.models.observations import Status

TABLE = Observation._meta.db_table
VACUUM_FROM = 100_000
STAGE = "load_stage"
COLUMNS = "indicator_id, period, region_id, status, value"
CALCULATIONS = Calculation._meta.db_table


def same_key(other: str) -> str:
    """The condition that a row of another table is about the same cell as an observation."""
    return " AND ".join(f"o.{name} = {other}.{name}" for name in ("indicator_id", "period", "region_id"))


SAME_KEY = same_key("s")
OF_SLICES = """
    o.indicator_id = ANY(%s) AND o.period = ANY(%s)
    AND (o.indicator_id, o.period) IN (SELECT * FROM unnest(%s::int[], %s::smallint[]))
"""
"""Names indicators and years so that the key is used; the pairs then make it exact."""

NO_ROWS = Rows(*(np.zeros(0, dtype) for dtype in ("i4", "i2", "i4", "i2", "f8")))

Slices = Sequence[tuple[int, int]]
Published = tuple[Rows, Flags]


@dataclass(frozen=True)
class Counts:
    """How many observations a load added, altered, left as they were, and took away."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0

    @property
    def n_written(self) -> int:
        """How many rows the load touched."""
        return self.new + self.changed + self.gone


def lock_source(source_code: str, period: int | None) -> None:
    """Hold (source, period) until the transaction ends; raises SourceError at once when another load holds it.

    From here on statements may take minutes instead of the seconds that a page gets.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '300s'")
        cursor.execute("SET LOCAL lock_timeout = '120s'")
        cursor.execute(
            "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"regioscan source {source_code} {period}"]
        )
        if not cursor.fetchone()[0]:
            of_period = f" over {period}" if period else ""
            raise SourceError(
                f"Er loopt al een import van {source_code}{of_period}. Wacht tot die klaar is en probeer het opnieuw."
            )


def lock_years(years: Iterable[int]) -> None:
    """Hold the figures of these years until the transaction ends, waiting for loads of other sources.

    Loads of one year share weights, calculated values and distributions. The order keeps two loads from waiting on each
    other.
    """
    with connection.cursor() as cursor:
        for year in sorted(years):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"regioscan year {year}"])


def published_rows(slices: Slices, source_id: int) -> Published:
    """What is published in these slices, calculated values left out; and of each row whether this source brought it."""
    rows, snapshots = fetch_rows(OF_SLICES, _of(slices)) if slices else (NO_ROWS, NO_ROWS.region)
    own = list(Snapshot.objects.filter(source_id=source_id).values_list("pk", flat=True))
    return rows, np.isin(snapshots, own)


def fetch_rows(condition: str, parameters: Sequence[Any]) -> tuple[Rows, npt.NDArray[np.int32]]:
    """Published observations that meet a condition, and of each the id of its delivery.

    Left out is what we calculated, and the reason that we gave where that was not possible.
    """
    query = f"""
        SELECT o.indicator_id AS indicator, o.period, o.region_id AS region, o.status,
            coalesce(o.value, 'NaN') AS value, o.snapshot_id AS snapshot
        FROM {TABLE} o LEFT JOIN {CALCULATIONS} c ON o.status >= {int(Status.SUPPRESSED)} AND {same_key("c")}
        WHERE {condition} AND o.status <> {int(Status.CALCULATED)} AND c.region_id IS NULL
    """  # noqa: S608 - the table's name and texts of our own
    dtypes = {"indicator": "i4", "period": "i2", "region": "i4", "status": "i2", "value": "f8", "snapshot": "i4"}
    with connection.cursor() as cursor:
        columns = fetch_columns(cursor, query, parameters, dtypes)
    rows = Rows(*(columns[name] for name in ("indicator", "period", "region", "status", "value")))
    # Sorting what lies nearly in order costs little here; in the database it would be a sort on disk.
    order = np.argsort(rows.key, kind="stable")
    return rows.take(order), columns["snapshot"][order]


def load_rows(rows: Rows, snapshot: Snapshot, published: Published | None = None) -> Counts:
    """Make the slices of `rows` say what `rows` says; must run in a transaction that holds the locks.

    `published` is what `published_rows` gave for these slices, when the caller asked already while holding the locks.

    Rows of the same source in these slices that the delivery lacks are deleted. Rows of other sources stay, unless the
    delivery has the same key. Raises SourceError when a row points to an indicator or region that does not exist.
    """
    if not len(rows):
        return Counts()
    with connection.cursor() as cursor:
        _require_existing(cursor, "regioscan_indicator", np.unique(rows.indicator))
        _require_existing(cursor, "regioscan_region", np.unique(rows.region))
        _require_existing(cursor, "regioscan_snapshot", np.array([snapshot.pk or 0]))
        if _is_untouched(cursor, rows.slices):
            copy_in(cursor, TABLE, _columns(rows) | {"snapshot_id": np.full(len(rows), snapshot.pk, np.int32)})
            return Counts(new=len(rows))
        return _merge(cursor, rows, snapshot, published or published_rows(rows.slices, snapshot.source_id))


def vacuum_after_commit(n_written: int) -> None:
    """After a large load, let the database tidy up once it is committed: figures are then read from the index alone."""
    if n_written >= VACUUM_FROM:
        transaction.on_commit(_vacuum, robust=True)


def _vacuum() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(f"VACUUM (ANALYZE) {TABLE}")
        cursor.execute("RESET statement_timeout")


def _of(slices: Slices) -> list[list[int]]:
    indicators, periods = [pair[0] for pair in slices], [pair[1] for pair in slices]
    return [sorted(set(indicators)), sorted(set(periods)), indicators, periods]


def _columns(rows: Rows) -> dict[str, Any]:
    return {
        "indicator_id": rows.indicator,
        "period": rows.period,
        "region_id": rows.region,
        "status": rows.status,
        "value": rows.value,
    }


def _require_existing(cursor: Any, table: str, ids: Any) -> None:
    """What a foreign key would do: the rows must exist, and nobody may delete them before we commit."""
    cursor.execute(f"SELECT id FROM {table} WHERE id = ANY(%s) FOR KEY SHARE", [ids.tolist()])  # noqa: S608 - own text
    missing = set(ids.tolist()) - {row[0] for row in cursor.fetchall()}
    if missing:
        raise SourceError(f"De levering verwijst naar iets wat niet bestaat: {table} {sorted(missing)[:5]}.")


def _is_untouched(cursor: Any, slices: Slices) -> bool:
    cursor.execute(f"SELECT EXISTS (SELECT 1 FROM {TABLE} o WHERE {OF_SLICES})", _of(slices))  # noqa: S608 - own text
    return not cursor.fetchone()[0]


def _merge(cursor: Any, rows: Rows, snapshot: Snapshot, published: Published) -> Counts:
    """Compare here, in arrays, and let the database write only what differs."""
    old, is_own = published
    found = match(rows, old, is_own)
    _delete(cursor, old.take(found.is_gone))
    _write(cursor, rows.take(found.is_new | found.is_changed), snapshot)
    n_new, n_changed = int(found.is_new.sum()), int(found.is_changed.sum())
    return Counts(n_new, n_changed, len(rows) - n_new - n_changed, int(found.is_gone.sum()))


def _delete(cursor: Any, rows: Rows) -> None:
    if len(rows):
        cursor.execute(
            f"""DELETE FROM {TABLE} o USING unnest(%s::int[], %s::smallint[], %s::int[])
                AS s (indicator_id, period, region_id) WHERE {SAME_KEY}""",  # noqa: S608 - own text
            [rows.indicator.tolist(), rows.period.tolist(), rows.region.tolist()],
        )


def _write(cursor: Any, rows: Rows, snapshot: Snapshot) -> None:
    """Write rows that are new or have changed. One that we calculated gives way to a published one."""
    if not len(rows):
        return
    cursor.execute(f"DROP TABLE IF EXISTS {STAGE}")
    cursor.execute(
        f"CREATE TEMP TABLE {STAGE} (value float8, indicator_id int, region_id int, period smallint, status smallint) "
        "ON COMMIT DROP"
    )
    copy_in(cursor, STAGE, _columns(rows))
    cursor.execute(f"ANALYZE {STAGE}")
    cursor.execute(
        f"""UPDATE {TABLE} o SET value = s.value, status = s.status, snapshot_id = %s
            FROM {STAGE} s WHERE {SAME_KEY}""",  # noqa: S608 - own text
        [snapshot.pk],
    )
    cursor.execute(f"DELETE FROM {CALCULATIONS} o USING {STAGE} s WHERE {SAME_KEY}")  # noqa: S608 - own text
    cursor.execute(
        f"""INSERT INTO {TABLE} ({COLUMNS}, snapshot_id) SELECT {COLUMNS}, %s FROM {STAGE} s
            WHERE NOT EXISTS (SELECT 1 FROM {TABLE} o WHERE {SAME_KEY})""",  # noqa: S608 - own text
        [snapshot.pk],
    )
