"""Lists of regions: the yearly «Gebieden in Nederland», the yearly CSV lists, and the regions of a KWB table.

One delivery may hold several of them. Which regions exist is taken from the lists of the newest year; an older
hierarchy only lends its provinces and COROP areas to the municipalities that still exist.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from lib.http import Fetcher
from regioscan.connectors import cbs_odata_v3 as v3
from regioscan.connectors.base import Delivery, RegionList, RegionRow, SourceError
from regioscan.connectors.codes import (
    COUNTRY,
    KINDS,
    UNKNOWN_MUNICIPALITY,
    clean_code,
    kind_of,
    parent_by_code,
)
from regioscan.connectors.figures import ProblemList
from regioscan.connectors.received import is_json, json_of, merge, read_csv

COUNTRY_NAME = "Nederland"
YEARLY_HEADER = re.compile(r"(?P<kind>gemeente|wijk|buurt)(?:code)?(?P<year>\d{4})", re.IGNORECASE)
YEAR_IN_TITLE = re.compile(r"\b(?:19|20)\d{2}\b")
PREFIXES = {"gemeente": "GM", "wijk": "WK", "buurt": "BU"}
NUMBER_BEFORE_NAME = re.compile(r"Wijk \d{2} (?=\S)")
HIERARCHY_TITLE = "Gebieden in Nederland {year}"

Record = Mapping[str, object]


@dataclass(frozen=True)
class Table:
    """A file read: names of columns, rows, and the line of each row."""

    columns: Sequence[str]
    records: Sequence[Record]
    lines: Sequence[int]

    def numbered(self) -> Iterator[tuple[int, Record]]:
        """Each row with its line."""
        return zip(self.lines, self.records, strict=True)


@dataclass(frozen=True)
class Listing:
    """One file read: the regions in it, and the year it is of (0 when the file does not say)."""

    rows: Sequence[RegionRow]
    year: int
    is_hierarchy: bool = False


def fetch_regions(
    fetcher: Fetcher,
    *,
    year: int,
    kwb_table: str,
    resume_folder: Path | None = None,
    on_progress: v3.Progress = v3.no_progress,
) -> Delivery:
    """The regions of a year: the hierarchy above municipalities, and wijken and buurten below; raises FetchError."""
    hierarchy = v3.find_table(fetcher, HIERARCHY_TITLE.format(year=year))
    upper = v3.fetch_table(fetcher, hierarchy, resume_folder=resume_folder, on_progress=on_progress)
    lower_sets = frozenset({"TableInfos", "WijkenEnBuurten"})
    lower = v3.fetch_table(fetcher, kwb_table, only=lower_sets, resume_folder=resume_folder, on_progress=on_progress)
    files = {f"{hierarchy}.{name}": content for name, content in upper.files.items()}
    files |= {f"{kwb_table}.{name}": content for name, content in lower.files.items()}
    return replace(upper, files=files, origin=f"{upper.origin} en {kwb_table}")


def tidy_regions(delivery: Delivery, period: int | None = None) -> RegionList:
    """All regions in the delivery, once each, with their parents; raises SourceError.

    Parents: buurt → wijk → gemeente by their codes; gemeente → COROP → provincie → land by the hierarchy. A region is
    valid from 1 January of the list's year: the lists do not say when it began. Code 0998 means «unknown» and is no
    region; it is listed as a problem.
    """
    problems = ProblemList()
    tables = [_read(content) for content in merge(delivery.files).values()]
    year_of_table = _year_of_tables([record for table in tables for record in table.records[:1]])
    read = [_listing(table, problems) for table in tables]
    listings = [listing for listing in read if listing is not None and listing.rows]
    if not listings:
        raise SourceError("In deze levering staat geen lijst van regio's. Lever de lijst van gemeenten of wijken aan.")
    year = period or max(listing.year for listing in listings) or year_of_table
    if not year:
        raise SourceError("De lijst noemt geen jaar. Geef het jaar erbij (--period 2025).")
    rows, notes = _combine(listings, year)
    columns = sorted({column for table in tables for column in table.columns})
    return RegionList(
        rows=rows,
        valid_on=date(year, 1, 1),
        complete_kinds=frozenset(row.kind for row in rows),
        columns=columns,
        problems=problems.problems,
        notes=notes,
    )


def _read(content: bytes) -> Table:
    """A file, CSV or JSON."""
    if is_json(content):
        rows: list[Record] = [*v3.rows_of(json_of(content))]
        return Table([str(name) for name in (rows[0] if rows else {})], rows, range(1, len(rows) + 1))
    csv = read_csv(content)
    return Table(csv.header, csv.records(), csv.lines.tolist())


def _year_of_tables(records: Sequence[Record]) -> int:
    """The year in the title of a table that describes itself."""
    titles = [str(record.get("Title", "")) for record in records if "ShortTitle" in record]
    years = [int(found) for title in titles for found in YEAR_IN_TITLE.findall(title)]
    return max(years, default=0)


def _listing(table: Table, problems: ProblemList) -> Listing | None:
    """The regions in one file, or None for a file that describes something else."""
    yearly = YEARLY_HEADER.fullmatch(table.columns[0]) if table.columns else None
    if yearly:
        return Listing(list(_yearly_rows(table, yearly, problems)), int(yearly["year"]))
    if {"Key", "Title", "Municipality"} <= set(table.columns):
        return Listing(list(_kwb_rows(table, problems)), 0)
    if "RegioS" in table.columns and "ID" in table.columns:
        return Listing(_hierarchy_rows(table), 0, is_hierarchy=True)
    return None


def _row(code: str, name: str, line: int, parent: str = "") -> RegionRow:
    kind = kind_of(code)
    return RegionRow(code, name, kind, date.min, parent or parent_by_code(code), line)


def _yearly_rows(table: Table, header: re.Match[str], problems: ProblemList) -> Iterator[RegionRow]:
    """Codes without prefix and with leading zeros: text, never numbers."""
    prefix = PREFIXES[header["kind"].casefold()]
    code_column, name_column = table.columns[0], table.columns[min(1, len(table.columns) - 1)]
    for line, record in table.numbered():
        bare, name = str(record.get(code_column, "")).strip(), str(record.get(name_column, "")).strip()
        code = bare if bare.startswith(prefix) else prefix + bare
        if bare.removeprefix(prefix).startswith(UNKNOWN_MUNICIPALITY):
            problems.add(line, code_column, bare, "code 0998 betekent «onbekend» en is geen gebied")
        elif not kind_of(code):
            problems.add(line, code_column, bare, f"dit is geen code van een {header['kind'].casefold()}")
        else:
            yield _row(code, name, line)


def _kwb_rows(table: Table, problems: ProblemList) -> Iterator[RegionRow]:
    """The regions of a KWB table; its country is NL00, its keys are padded."""
    for line, record in table.numbered():
        code, name = clean_code(str(record.get("Key", ""))), str(record.get("Title", "")).strip()
        if code[2:].startswith(UNKNOWN_MUNICIPALITY):
            problems.add(line, "Key", code, "code 0998 betekent «onbekend» en is geen gebied")
        elif not kind_of(code):
            problems.add(line, "Key", code, "dit is geen code van een gebied dat wij kennen")
        else:
            yield _row(code, NUMBER_BEFORE_NAME.sub("", name), line)


def _hierarchy_rows(table: Table) -> list[RegionRow]:
    """Municipalities with the COROP area and province they lie in, and those areas themselves.

    Columns are told apart by what stands in them (CR.., PV..), for all are called Code_8 or Naam_9 or the like.
    """
    names = _name_columns(table.columns, table.records)
    found: dict[str, RegionRow] = {COUNTRY: _row(COUNTRY, COUNTRY_NAME, 0)}
    for line, record in table.numbered():
        code, corop, province = (_region_in(record, names, prefix) for prefix in ("GM", "CR", "PV"))
        for (area, name), parent in ((province, COUNTRY), (corop, province[0]), (code, corop[0] or province[0])):
            if area:
                found.setdefault(area, _row(area, name, line, parent))
    return list(found.values())


def _name_columns(columns: Sequence[str], records: Sequence[Record]) -> dict[str, tuple[str, str]]:
    """For GM, CR and PV: the column with the codes and the column with the names, which stands next to it."""
    first = records[0] if records else {}
    found: dict[str, tuple[str, str]] = {}
    for at, column in enumerate(columns[:-1]):
        code = str(first.get(column, "")).strip()
        is_code = column.startswith("Code_") and kind_of(code) in {"gemeente", "corop", "provincie"}
        if is_code and columns[at + 1].startswith("Naam_"):
            found.setdefault(code[:2], (column, columns[at + 1]))
    missing = [KINDS[prefix] for prefix in ("GM", "PV") if prefix not in found]
    if missing:
        raise SourceError(f"De indeling mist de codes van: {', '.join(missing)}. Download de hele tabel opnieuw.")
    return found


def _region_in(record: Record, names: Mapping[str, tuple[str, str]], prefix: str) -> tuple[str, str]:
    if prefix not in names:
        return "", ""
    code, name = names[prefix]
    return str(record.get(code, "")).strip(), _plain_name(str(record.get(name, "")))


def _plain_name(name: str) -> str:
    """The name without what only tells it from a namesake: «Groningen (PV)», «Groningen (gemeente)»."""
    return re.sub(r"\s*\((?:gemeente|PV|CR)\)$", "", name.strip())


def _combine(listings: Sequence[Listing], year: int) -> tuple[list[RegionRow], list[str]]:
    """Every region once. A list that is not of this year lends parents only."""
    current = [listing for listing in listings if listing.year in {0, year} and not _is_older(listing, listings)]
    lending = [row for listing in listings if listing.is_hierarchy for row in listing.rows]
    parents = {row.code: row.parent_code for row in lending if row.parent_code}
    upper = {row.code: row for row in lending if row.kind in {"land", "corop", "provincie"}}
    found = upper | {row.code: row for listing in reversed(current) for row in listing.rows}
    day = date(year, 1, 1)
    rows = [replace(row, valid_from=day, parent_code=_parent(row, parents, found)) for row in found.values()]
    return rows, _orphan_notes(rows)


def _is_older(listing: Listing, listings: Sequence[Listing]) -> bool:
    """Whether a hierarchy without a year stands beside a list of municipalities that does say its year."""
    dated = any(other.year and any(row.kind == "gemeente" for row in other.rows) for other in listings)
    return listing.is_hierarchy and dated


def _parent(row: RegionRow, parents: Mapping[str, str], found: Mapping[str, RegionRow]) -> str:
    parent = parents.get(row.code) or row.parent_code
    return parent if parent in found else ""


def _orphan_notes(rows: Sequence[RegionRow]) -> list[str]:
    orphans = [row for row in rows if row.kind == "gemeente" and not row.parent_code]
    if not orphans:
        return []
    names = ", ".join(row.name for row in orphans[:5])
    return [
        f"Gemeenten waarvan de provincie niet bekend is ({len(orphans)}): {names}{' …' if len(orphans) > 5 else ''}."
    ]
