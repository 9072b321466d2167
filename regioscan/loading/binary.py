"""Whole numpy columns to and from the database, in PostgreSQL's binary format: many times faster than row by row.

The format of COPY, for each row: the number of fields (int16), then for each field its length in bytes (int32) and its
bytes, all big-endian; length −1 and no bytes for NULL. See «Binary Format» in
https://www.postgresql.org/docs/current/sql-copy.html.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from psycopg import ClientCursor, Cursor
from psycopg.sql import SQL, Composable, Identifier

HEADER = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
TRAILER = b"\xff\xff"
CHUNK = 5_000
WIRE_TYPES = {21: ">i2", 23: ">i4", 20: ">i8", 701: ">f8"}
"""PostgreSQL type number → how numpy writes it: smallint, integer, bigint, double precision."""
SENDERS = {"i2": "int2send", "i4": "int4send", "i8": "int8send", "f8": "float8send"}
"""numpy type → the function with which the database writes a value in as many bytes."""

Columns = Mapping[str, npt.NDArray[Any]]


def copy_in(cursor: Any, table: str, columns: Columns) -> None:
    """Append rows to `table`; `columns` maps column names to arrays of equal length.

    NaN becomes NULL. Only one of the columns may hold NaN. Within a chunk the rows with NULL come after the others.
    """
    types = _types_of(cursor, table, list(columns))
    length = len(next(iter(columns.values())))
    statement = SQL("COPY {} ({}) FROM STDIN (FORMAT BINARY)").format(Identifier(table), _names(columns))
    with cursor.copy(statement) as copy:
        copy.write(HEADER)
        for start in range(0, length, CHUNK):
            for block in _blocks({name: array[start : start + CHUNK] for name, array in columns.items()}, types):
                copy.write(block)
        copy.write(TRAILER)


def fetch_columns(cursor: Any, query: str, parameters: Sequence[Any], dtypes: Mapping[str, str]) -> Columns:
    """These columns of the result of `query`, by the names that it gives them, in no particular order.

    `dtypes` gives a numpy type for each. The database strings every column together into one value, for even COPY sends
    a message for each row. Raises ValueError when a field is NULL.
    """
    strung = ", ".join(f"string_agg({SENDERS[dtype]}(found.{name}), '')" for name, dtype in dtypes.items())
    statement = f"SELECT count(*), {strung} FROM ({query}) AS found"  # noqa: S608 - names from our own code
    with Cursor(cursor.connection) as reader:
        # The driver quotes the parameters into the text, so that the plan is made for these values.
        reader.execute(ClientCursor(cursor.connection).mogrify(statement, parameters), binary=True)
        n_rows, *received = reader.fetchone() or (0,)
    found = {
        name: np.frombuffer(column or b"", np.dtype(dtype).newbyteorder(">")).astype(dtype)
        for (name, dtype), column in zip(dtypes.items(), received, strict=True)
    }
    if any(len(column) != n_rows for column in found.values()):
        raise ValueError("the result holds NULL")
    return found


def _types_of(cursor: Any, table: str, names: Sequence[str]) -> dict[str, str]:
    """The binary format must have exactly the width of the column, so the table itself is asked."""
    cursor.execute(SQL("SELECT {} FROM {} LIMIT 0").format(_names(names), Identifier(table)))
    return {name: WIRE_TYPES[column.type_code] for name, column in zip(names, cursor.description, strict=True)}


def _names(names: Sequence[str] | Columns) -> Composable:
    return SQL(", ").join(Identifier(name) for name in names)


def _blocks(chunk: Columns, types: Mapping[str, str]) -> list[bytes]:
    nullable = [name for name, array in chunk.items() if array.dtype.kind == "f" and np.isnan(array).any()]
    if not nullable:
        return [_encode(chunk, types, "")]
    is_null = np.isnan(chunk[nullable[0]])
    filled = {name: array[~is_null] for name, array in chunk.items()}
    empty = {name: array[is_null] for name, array in chunk.items()}
    return [_encode(filled, types, ""), _encode(empty, types, nullable[0])]


def _encode(chunk: Columns, types: Mapping[str, str], null: str) -> bytes:
    rows = np.zeros(len(next(iter(chunk.values()))), _record(types, null))
    rows["n_fields"] = len(types)
    for name, array in chunk.items():
        rows[f"length_{name}"] = -1 if name == null else np.dtype(types[name]).itemsize
        if name != null:
            rows[name] = array
    return rows.tobytes()


def _record(types: Mapping[str, str], null: str = "") -> np.dtype[Any]:
    fields: list[tuple[str, str]] = [("n_fields", ">i2")]
    for name, dtype in types.items():
        fields.append((f"length_{name}", ">i4"))
        if name != null:
            fields.append((name, dtype))
    return np.dtype(fields)
