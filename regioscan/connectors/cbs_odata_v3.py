"""The statistics office's older interface (OData v3): a wide table in pages of 10,000 rows, with its description.

`fetch_table` takes everything from the Feed, for the other door gives no more than 10,000 rows. `tidy_table` needs no
network: it recognises the parts of a delivery by what is in them, so files saved by hand do as well.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from lib.http import Fetcher, FetchError, PageStore, fetch_pages
from regioscan.connectors.base import NOT_APPLICABLE, Cells, Delivery, Key, SourceError
from regioscan.connectors.dimensions import is_period, is_region
from regioscan.connectors.paths import NUMBERED, Column, columns_of_tree
from regioscan.connectors.received import json_of, merge, require_fields, whole_number
from regioscan.connectors.sheets import Layout, sheet_of_rows, wide_of
from regioscan.connectors.wide import cells_of

BASE_URL = "https://opendata.cbs.nl"
THIRD_PARTY_URL = "https://dataderden.cbs.nl"
HOSTS = frozenset({"opendata.cbs.nl", "dataderden.cbs.nl"})
FEED, CATALOGUE = "ODataFeed/odata", "ODataCatalog/Tables"
AS_JSON = {"$format": "json"}

Progress = Callable[[int, int, str], None]
"""Called with rows so far, rows expected (0 when unknown) and what is being done, in Dutch."""


def no_progress(done: int, total: int, doing: str) -> None:
    """For callers that show nothing."""


def next_link(page: Any) -> str | None:
    """Where the next page is; it must be followed as it is, for it repeats the query already."""
    link = page.get("odata.nextLink") if isinstance(page, dict) else None
    return link if isinstance(link, str) else None


def rows_of(page: Any) -> list[dict[str, Any]]:
    """The rows of a collection; raises SourceError when this is something else."""
    rows = page.get("value") if isinstance(page, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise SourceError("Het antwoord heeft niet de vorm van een OData-tabel. Controleer het adres van de bron.")
    return rows


def find_table(fetcher: Fetcher, title: str) -> str:
    """The code of the table with this title in the catalogue; raises FetchError when there is none."""
    query = {**AS_JSON, "$filter": f"startswith(Title,'{title}')", "$select": "Identifier,Title"}
    _, page = fetcher.get_json(CATALOGUE, query)
    rows = rows_of(page)
    if not rows:
        raise FetchError(f"De catalogus kent geen tabel «{title}». Misschien is die van dit jaar er nog niet.")
    require_fields(rows[:1], "Identifier")
    return str(rows[0]["Identifier"])


def fetch_table(
    fetcher: Fetcher,
    table: str,
    *,
    choice: Mapping[str, str] | None = None,
    only: frozenset[str] = frozenset(),
    resume_folder: Path | None = None,
    on_progress: Progress = no_progress,
) -> Delivery:
    """Everything of one table, each reply as received; raises FetchError.

    `choice` narrows dimensions to one code each. `only` names the entity sets wanted; default all but the untyped set.
    With a `resume_folder`, pages that an earlier run fetched of this very version of the table are not fetched again.
    """
    sets = [name for name in _entity_sets(fetcher, table) if name in only or not only]
    replies: dict[str, bytes] = {}
    version, expected = "", 0
    for name in [name for name in sets if name not in {"UntypedDataSet", "TypedDataSet", "CategoryGroups"}]:
        pages = [*fetch_pages(fetcher, f"{FEED}/{table}/{name}", AS_JSON, next_link)]
        replies |= {f"{name}.{number:04}.json": content for number, (content, _) in enumerate(pages, 1)}
        if name == "TableInfos" and rows_of(pages[0][1]):
            version = str(rows_of(pages[0][1])[0].get("Modified", ""))
        on_progress(0, 0, f"Beschrijving van {table} ophalen: {name}")
    if "TypedDataSet" in sets and not choice:
        content, expected = _catalogue_entry(fetcher, table)
        replies["Catalogue.json"] = content
    if "TypedDataSet" in sets:
        query = {**AS_JSON, "$filter": _filter(choice, replies)} if choice else AS_JSON
        store = PageStore(resume_folder / f"{table}-{_plain(version)}") if resume_folder else None
        rows = fetch_pages(fetcher, f"{FEED}/{table}/TypedDataSet", query, next_link, store)
        replies |= with_progress(rows, "TypedDataSet", expected, on_progress)
        if store:
            store.clear()
    return Delivery(replies, f"{fetcher.base_url}/{FEED}/{table}", datetime.now(UTC))


def _plain(version: str) -> str:
    return "".join(c for c in version if c.isalnum())


def _entity_sets(fetcher: Fetcher, table: str) -> list[str]:
    """What the table consists of: the fixed sets and its dimensions."""
    _, service = fetcher.get_json(f"{FEED}/{table}", AS_JSON)
    entries = rows_of(service)
    require_fields(entries, "name", "url")
    for entry in entries:
        fetcher.local(str(entry["url"]))
    return [str(entry["name"]) for entry in entries]


def _catalogue_entry(fetcher: Fetcher, table: str) -> tuple[bytes, int]:
    """The table's line in the catalogue, which says how many rows there must be."""
    query = {**AS_JSON, "$filter": f"Identifier eq '{table}'", "$select": "Identifier,RecordCount"}
    content, page = fetcher.get_json(CATALOGUE, query)
    rows = rows_of(page)
    return content, whole_number(rows[0].get("RecordCount")) if rows else 0


def _filter(choice: Mapping[str, str], replies: Mapping[str, bytes]) -> str:
    """A filter with each code as wide as the dimension writes it: without the padding it matches nothing."""
    parts = []
    for name, code in choice.items():
        keys = [
            str(row["Key"])
            for file, content in replies.items()
            if file.startswith(f"{name}.")
            for row in rows_of(json_of(content))
            if "Key" in row
        ]
        padded = next((key for key in keys if key.strip() == code), None)
        if padded is None:
            raise FetchError(f"De tabel kent «{code}» niet als {name}. Beschikbaar: {', '.join(keys[:20])}.")
        parts.append(f"{name} eq '{padded}'")
    return " and ".join(parts)


def with_progress(
    pages: Iterator[tuple[bytes, Any]], name: str, expected: int, on_progress: Progress
) -> dict[str, bytes]:
    """Pages by name and number as they come in, while the caller hears how many rows there are."""
    replies: dict[str, bytes] = {}
    n_rows = 0
    for number, (content, page) in enumerate(pages, 1):
        replies[f"{name}.{number:04}.json"] = content
        n_rows += len(rows_of(page))
        on_progress(n_rows, expected, f"{n_rows} rijen opgehaald")
    return replies


@dataclass
class Parts:
    """The parts of a delivery, recognised by their rows."""

    properties: list[dict[str, Any]] = field(default_factory=list)
    data: list[dict[str, Any]] = field(default_factory=list)
    dimensions: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    expected: int = 0


def sort_parts(delivery: Delivery) -> Parts:
    """Which file of the delivery is what; raises SourceError for what cannot be read."""
    parts = Parts()
    for name, content in sorted(merge(delivery.files).items()):
        page = json_of(content)
        rows = rows_of(page)
        if not rows:
            continue
        first = rows[0]
        if "odata.type" in first or {"ParentID", "Type"} <= first.keys():
            require_fields(rows, "ID", "Title", "Key")
            parts.properties += rows
        elif "RecordCount" in first:
            parts.expected = whole_number(first["RecordCount"])
        elif {"Key", "Title"} <= first.keys():
            require_fields(rows, "Key", "Title")
            parts.dimensions.setdefault(_set_name(page, name), []).extend(rows)
        elif "ID" in first and "Identifier" not in first and "DimensionKey" not in first:
            parts.data += rows
    return parts


def _set_name(page: Mapping[str, Any], file: str) -> str:
    """The name of an entity set: after the # of its metadata address, else the name of the file."""
    fragment = urlsplit(str(page.get("odata.metadata", ""))).fragment
    return fragment.rsplit(".", 1)[-1] or file.split(".", 1)[0]


def tidy_table(delivery: Delivery, keys: Sequence[Key], period: int | None = None) -> Cells:
    """Cells of the annual figures in a v3 delivery, typed or untyped; raises SourceError.

    Rows are the totals of dimensions other than region and period. A table without a period dimension takes the year
    of the caller. `line` is the row's position in the delivery, from 1.
    """
    parts = sort_parts(delivery)
    if not parts.data:
        raise SourceError("De levering bevat geen rijen met cijfers (TypedDataSet). Haal de tabel opnieuw op.")
    if len(parts.data) < parts.expected:
        raise SourceError(
            f"De levering heeft {len(parts.data)} rijen, maar de catalogus belooft er {parts.expected}. "
            "Haal de tabel opnieuw op."
        )
    sheet = sheet_of_rows(parts.data, empty=NOT_APPLICABLE)
    return cells_of(wide_of(sheet, layout_of(sheet.names, parts), period), keys)


def layout_of(names: Sequence[str], parts: Parts) -> Layout:
    """What each column of a v3 table is, by its description or else by its name; raises SourceError without regions."""
    topics = _topics(names, parts.properties)
    topic_names = {column.name for column in topics}
    dimensions = [name for name in names if name and name != "ID" and name not in topic_names]
    region = next((name for name in dimensions if is_region(name)), None)
    if region is None:
        raise SourceError("Deze tabel heeft geen regio's. Kies een tabel met wijken, buurten of gemeenten.")
    moment = next((name for name in dimensions if is_period(name)), None)
    titles = {
        name: {str(row["Key"]).strip(): str(row["Title"]).strip() for row in rows}
        for name, rows in parts.dimensions.items()
    }
    return Layout(
        region=region,
        topics=topics,
        moment=moment,
        others=[name for name in dimensions if name not in {region, moment}],
        titles=titles,
        stated={str(row["Key"]).strip(): str(row.get("Status", "")) for row in parts.dimensions.get(moment or "", [])},
        notes=[] if parts.properties else ["Er zijn geen titels bij; kolommen zijn herkend aan hun naam."],
    )


def _topics(names: Sequence[str], properties: Sequence[Mapping[str, Any]]) -> list[Column]:
    """Columns of figures: as described, or without description those with a number at the end of their name."""
    if properties:
        return [column for column in columns_of_tree(properties) if column.name in names]
    return [Column(name) for name in names if NUMBERED.fullmatch(name)]
