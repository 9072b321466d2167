"""The statistics office's newer interface (OData v4): one row a figure, in pages of 100,000, with codes beside it.

Measure codes are nearly stable over the years, but not wholly, so measures are found by their titles here too.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from lib.http import Fetcher, PageStore, fetch_pages
from regioscan.connectors.base import FINAL, MISSING, NOT_APPLICABLE, SUPPRESSED, Cells, Delivery, Key, SourceError
from regioscan.connectors.cbs_odata_v3 import Progress, no_progress, rows_of, with_progress
from regioscan.connectors.codes import positions
from regioscan.connectors.dimensions import (
    FIGURE,
    HIGH,
    LOW,
    has_margins,
    is_margin,
    is_period,
    is_region,
    totals,
    years,
)
from regioscan.connectors.figures import Figures, from_numbers, without_sentinels
from regioscan.connectors.paths import Column, columns_of_tree, find_columns
from regioscan.connectors.received import json_of, merge, require_fields, whole_number
from regioscan.connectors.wide import Wide, cells_of, one_year

BASE_URL = "https://datasets.cbs.nl/odata/v1"
HOSTS = frozenset({"datasets.cbs.nl", "odata4.cbs.nl", "beta-odata4.cbs.nl"})
CATALOGUE = "CBS"
OBSERVATIONS = "Observations"
# What the office says instead of a figure. Anything else without a value is simply missing.
ATTRIBUTES = {"Impossible": NOT_APPLICABLE, "Secret": SUPPRESSED, "Confidential": SUPPRESSED}
COLUMNS_OF_A_ROW = {"Id", "Measure", "ValueAttribute", "Value", "StringValue"}


def next_link(page: Any) -> str | None:
    """Where the next page is."""
    link = page.get("@odata.nextLink") if isinstance(page, dict) else None
    return link if isinstance(link, str) else None


def fetch_table(
    fetcher: Fetcher, table: str, *, resume_folder: Path | None = None, on_progress: Progress = no_progress
) -> Delivery:
    """Everything of one table, each reply as received; raises FetchError.

    With a `resume_folder`, pages that an earlier run fetched of this very version of the table are not fetched again.
    """
    address = f"{CATALOGUE}/{table}"
    _, service = fetcher.get_json(address)
    entries = rows_of(service)
    require_fields(entries, "name")
    names = [str(entry["name"]) for entry in entries]
    replies: dict[str, bytes] = {}
    version, expected = "", 0
    if "Properties" in names:
        replies["Properties.json"], properties = fetcher.get_json(f"{address}/Properties")
        about = properties if isinstance(properties, dict) else {}
        version, expected = str(about.get("Version") or ""), whole_number(about.get("ObservationCount"))
    for name in [name for name in names if name not in {OBSERVATIONS, "Properties"}]:
        on_progress(0, expected, f"Beschrijving van {table} ophalen: {name}")
        pages = fetch_pages(fetcher, f"{address}/{name}", None, next_link)
        replies |= {f"{name}.{number:04}.json": content for number, (content, _) in enumerate(pages, 1)}
    folder = "".join(c for c in version if c.isalnum())
    store = PageStore(resume_folder / f"v4-{table}-{folder}") if resume_folder else None
    observations = fetch_pages(fetcher, f"{address}/{OBSERVATIONS}", None, next_link, store)
    replies |= with_progress(observations, OBSERVATIONS, expected, on_progress)
    if store:
        store.clear()
    return Delivery(replies, f"{fetcher.base_url}/{address}", datetime.now(UTC))


@dataclass
class Parts:
    """The parts of a delivery, recognised by the names of their files and, failing that, by their rows."""

    measures: list[dict[str, Any]] = field(default_factory=list)
    groups: list[dict[str, Any]] = field(default_factory=list)
    codes: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    observations: list[dict[str, Any]] = field(default_factory=list)
    expected: int = 0


def sort_parts(delivery: Delivery) -> Parts:
    """Which file of the delivery is what; raises SourceError for what cannot be read."""
    parts = Parts()
    for name, content in sorted(merge(delivery.files).items()):
        page = json_of(content)
        if isinstance(page, dict) and "ObservationCount" in page:
            parts.expected = whole_number(page["ObservationCount"])
            continue
        _sort_rows(parts, _set_name(page, name), rows_of(page))
    return parts


def _set_name(page: Any, file: str) -> str:
    """The name of an entity set: after the # of its context, else the name of the file."""
    context = str(page.get("@odata.context", "")) if isinstance(page, dict) else ""
    return context.rsplit("#", 1)[-1] if "#" in context else file.split(".", 1)[0]


def _sort_rows(parts: Parts, name: str, rows: list[dict[str, Any]]) -> None:
    if name == OBSERVATIONS:
        parts.observations += rows
    elif name == "MeasureCodes":
        require_fields(rows, "Identifier", "Title")
        parts.measures += rows
    elif name == "MeasureGroups":
        require_fields(rows, "Id", "Title")
        parts.groups += rows
    elif name.endswith("Codes"):
        require_fields(rows, "Identifier", "Title")
        parts.codes.setdefault(name.removesuffix("Codes"), []).extend(rows)


def columns_of(parts: Parts) -> list[Column]:
    """The measures with their titles, as columns of a wide table."""
    groups = [
        {"ID": f"group {row['Id']}", "Title": row["Title"], "ParentID": _group(row.get("ParentId"))}
        for row in parts.groups
    ]
    topics = [
        {
            "ID": f"measure {row['Identifier']}",
            "Key": str(row["Identifier"]).strip(),
            "Type": "Topic",
            "Title": row["Title"],
            "ParentID": _group(row.get("MeasureGroupId")),
            "Unit": row.get("Unit"),
            "Decimals": row.get("Decimals"),
        }
        for row in parts.measures
    ]
    return columns_of_tree([*groups, *topics])


def _group(group: object) -> str | None:
    return f"group {group}" if group not in (None, "") else None


def tidy_table(delivery: Delivery, keys: Sequence[Key], period: int | None = None) -> Cells:
    """Cells of the annual figures in a v4 delivery; raises SourceError.

    A figure that is not in the delivery at all is missing: the office leaves empty cells out. `line` is the position
    of the region's first figure in the delivery, from 1.
    """
    parts = sort_parts(delivery)
    if len(parts.observations) < parts.expected:
        raise SourceError(
            f"De levering heeft {len(parts.observations)} cijfers, maar de bron belooft er {parts.expected}. "
            "Haal de tabel opnieuw op."
        )
    columns = columns_of(parts)
    found, _ = find_columns(keys, columns)
    needed = {column.name for match in found for column in match.columns}
    wide, rows = _as_wide(parts, columns, needed, period), parts.observations
    if has_margins({name: [str(row.get(name) or "") for row in rows] for name in _dimensions(rows) if is_margin(name)}):
        low, high = (_as_wide(parts, columns, needed, period, margin) for margin in (LOW, HIGH))
        wide = replace(wide, low=low, high=high)
    return cells_of(wide, keys)


@dataclass(frozen=True)
class Observed:
    """The figures that count, as columns of equal length; a page has 100,000, so nothing here goes row by row."""

    measures: Sequence[str]
    measure: npt.NDArray[np.int32]
    """Position in `measures`."""
    place: npt.NDArray[np.intp]
    """Position among the rows of the wide table."""
    figures: Figures

    def of(self, name: str, n_places: int) -> Figures:
        """One measure as a column of the wide table; raises SourceError when a region has it twice."""
        mine = np.flatnonzero(self.measure == self.measures.index(name))
        places = self.place[mine]
        if len(np.unique(places)) != len(places):
            raise SourceError(f"{name} komt voor een regio twee keer voor. Haal de tabel opnieuw op.")
        read = self.figures.take(mine)
        values, reasons = np.full(n_places, np.nan), np.full(n_places, MISSING, dtype=np.int16)
        values[places], reasons[places] = read.values, read.reasons
        return Figures(values, reasons, [(int(places[row]), text) for row, text in read.bad])


def _as_wide(
    parts: Parts, columns: Sequence[Column], needed: set[str], period: int | None, margin: str = FIGURE
) -> Wide:
    """A row for each region and year, out of the figures (or one end of their margins) of the measures needed."""
    measures, measure = positions([str(row.get("Measure")) for row in parts.observations])
    is_needed = np.array([name in needed for name in measures], dtype=bool)
    at = np.flatnonzero(is_needed[measure])
    rows = parts.observations if len(at) == len(measure) else [parts.observations[row] for row in at.tolist()]
    kept, year, status = _that_count(parts, rows, period, margin)
    rows, at = (rows, at) if len(kept) == len(rows) else ([rows[row] for row in kept.tolist()], at[kept])
    region = next(name for name in rows[0] if is_region(name)) if rows else ""
    codes, code = positions([str(row.get(region) or "") for row in rows])
    firsts, place = _places(code, year)
    figures, notes = _figures(rows)
    observed = Observed(measures, measure[at], place, figures)
    return Wide(
        regions=[codes[number] for number in code[firsts].tolist()],
        periods=year[firsts],
        lines=(at[firsts] + 1).astype(np.int32),
        columns=columns,
        names=[*_dimensions(parts.observations), *(f"{column.name} ({column.unit})" for column in columns)],
        read=lambda asked: [observed.of(column.name, len(firsts)) for column in asked],
        statuses=status[firsts],
        notes=notes,
    )


Rows = Sequence[Mapping[str, Any]]
Places = npt.NDArray[np.intp]


def _places(code: npt.NDArray[np.int32], year: npt.NDArray[np.int16]) -> tuple[Places, Places]:
    """Where each pair of region and year occurs first, in that order; and of each figure the number of its pair."""
    pairs = code.astype(np.int64) << 16 | year
    _, first, inverse = np.unique(pairs, return_index=True, return_inverse=True)
    order = np.argsort(first)
    number = np.empty(len(order), dtype=np.intp)
    number[order] = np.arange(len(order))
    return first[order], number[inverse]


def _dimensions(rows: Rows) -> list[str]:
    return [name for name in rows[0] if name not in COLUMNS_OF_A_ROW] if rows else []


def _that_count(
    parts: Parts, rows: Rows, period: int | None, margin: str
) -> tuple[Places, npt.NDArray[np.int16], npt.NDArray[np.int16]]:
    """Which figures are annual and the total of every other dimension, with their year and status."""
    names = _dimensions(rows)
    if rows and not any(is_region(name) for name in names):
        raise SourceError("Deze tabel heeft geen regio's. Kies een tabel met wijken, buurten of gemeenten.")
    cells = {name: [str(row.get(name) or "") for row in rows] for name in names if not is_region(name)}
    titles = {
        name: {str(row["Identifier"]).strip(): str(row["Title"]).strip() for row in codes}
        for name, codes in parts.codes.items()
    }
    keep = totals({name: codes for name, codes in cells.items() if not is_period(name)}, titles, len(rows), margin)
    moment = next((name for name in names if is_period(name)), None)
    if moment is None:
        year, status = one_year(len(rows), period), np.full(len(rows), FINAL, np.int16)
    else:
        stated = {str(row["Identifier"]).strip(): str(row.get("Status", "")) for row in parts.codes.get(moment, [])}
        year, status, annual = years(cells[moment], period, stated)
        keep &= annual
    kept = np.flatnonzero(keep)
    return kept, year[kept], status[kept]


def _figures(rows: Rows) -> tuple[Figures, list[str]]:
    """All figures below each other, with the reason that the office gives where there is none; and what to note."""
    read, n_sentinels = without_sentinels(from_numbers([row.get("Value") for row in rows]))
    gaps = np.flatnonzero(read.reasons == MISSING)
    said = [ATTRIBUTES.get(str(rows[row].get("ValueAttribute")), MISSING) for row in gaps.tolist()]
    read.reasons[gaps] = np.array(said, dtype=np.int16)
    note = f"{n_sentinels} cijfers waren 99997, 99995 of 99991: daar staat een reden en geen getal."
    return read, [note] if n_sentinels else []
