"""What stands in a CSV file, for programs: metadata as CSV on the Web lays down."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from lib.tables import Column

LICENCES = {
    "CC BY 4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC0 1.0": "https://creativecommons.org/publicdomain/zero/1.0/",
}


def described(
    url: str,
    columns: Sequence[Column],
    sources: Sequence[str],
    licences: Sequence[str],
    issued: datetime | None,
    notes: Sequence[str],
) -> dict[str, Any]:
    """The metadata of the file at `url` (relative to the metadata itself); a key says which row is which."""
    found: dict[str, Any] = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "nl"}],
        "url": url,
        "dc:title": "Waarnemingen van de regioscan",
        "dc:source": list(sources),
        "dc:license": [LICENCES.get(one, one) for one in licences],
        "dialect": {"delimiter": ",", "encoding": "utf-8", "header": True},
        "tableSchema": {
            "columns": [_column(column) for column in columns],
            "primaryKey": ["indicator", "regio", "regioGeldigVanaf", "periode"],
        },
    }
    if issued:
        found["dc:issued"] = {"@value": issued.date().isoformat(), "@type": "date"}
    return found | ({"notes": list(notes)} if notes else {})


def _column(column: Column) -> dict[str, Any]:
    datatype = {"text": "string", "number": "number", "year": "gYear"}[column.kind]
    if column.key == "regioGeldigVanaf":
        datatype = "date"
    if column.key == "levering":
        datatype = "integer"
    return {"name": column.key, "titles": [column.key, column.heading], "datatype": datatype, "null": ""}
