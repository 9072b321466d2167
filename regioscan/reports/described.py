"""What the columns of an attached table are, as CSV on the Web (W3C, 2015) says it: `cijfers.csv-metadata.json`."""

import json
from typing import Any

from lib.tables import Column, Table

CONTEXT = ["http://www.w3.org/ns/csvw", {"@language": "nl"}]
# As lib.tables.to_csv writes it.
DIALECT = {"delimiter": ";", "encoding": "utf-8", "header": True, "lineTerminators": ["\r\n"], "quoteChar": '"'}


def describe(table: Table, address: str) -> bytes:
    """The metadata file of the CSV at `address` that holds this table.

    In a column of numbers the words that say why there is no number are declared as null.
    """
    found = {
        "@context": CONTEXT,
        "url": address,
        "dc:title": table.title,
        "dialect": DIALECT,
        "tableSchema": {"columns": [_column(table, place) for place in range(len(table.columns))]},
    }
    return json.dumps(found, ensure_ascii=False, indent=1).encode()


def _column(table: Table, place: int) -> dict[str, Any]:
    column = table.columns[place]
    found: dict[str, Any] = {"name": column.key, "titles": column.heading, "datatype": _datatype(column)}
    if column.kind != "text":
        words = sorted({row[place] for row in table.rows if isinstance(row[place], str)})
        found["null"] = ["", *words]
    return found


def _datatype(column: Column) -> str | dict[str, Any]:
    if column.kind == "year":
        return "gYear"
    return {"base": "number", "format": {"decimalChar": ","}} if column.kind == "number" else "string"
