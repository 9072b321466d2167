"""Tables of plain values, to CSV and XLSX, and rows out of a workbook that somebody sent."""

import csv
import io
import math
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from numbers import Integral
from typing import Literal

from defusedxml.common import DefusedXmlException
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell as SheetCell
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from lib import text
from lib.archives import BROKEN_ZIP

Cell = float | int | str | None

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
# What XML 1.0 cannot hold; a workbook with one of these does not open.
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
NOT_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f\ud800-\udfff\ufffe\uffff]")
SHEET_NAME_LENGTH = 31
# A workbook says when it was made; ours always says the same, so that equal tables give equal bytes.
MADE_AT = datetime(2000, 1, 1)
ZIP_DATE = (2000, 1, 1, 0, 0, 0)
OLD_OR_LOCKED = b"\xd0\xcf\x11\xe0"
ZIP_START = b"PK\x03\x04"


class TableError(Exception):
    """A file that cannot be read as a table. The message is Dutch, says what is wrong, and is shown as it is."""


@dataclass(frozen=True)
class Column:
    """A column: numbers are shown with `decimals` (None: as they are), years without thousands."""

    key: str
    label: str
    kind: Literal["text", "number", "year"] = "text"
    decimals: int | None = None
    unit: str = ""

    @property
    def heading(self) -> str:
        """The label with the unit: what stands above the column where the unit is not beside each number."""
        return f"{self.label} ({self.unit})" if self.unit else self.label


@dataclass(frozen=True)
class Table:
    """Rows of raw values in the order of the columns; a text stands where there is no number and says why."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]
    notes: Sequence[str] = ()


@dataclass(frozen=True)
class Limits:
    """What an uploaded workbook may weigh, asked of the zip's own list before anything is unpacked.

    The largest file we know, the health monitor of all neighbourhoods (17,341 × 43 cells), is 4.0 MB packed, 25.9 MB
    unpacked (6.4 times) in ten entries: the limits leave room for a table three times that size. `columns` keeps a
    single cell at the far right of every row from growing into sixteen thousand empty ones.
    """

    packed: int = 10_000_000
    unpacked: int = 100_000_000
    ratio: int = 100
    entries: int = 1_000
    columns: int = 1_000


STANDARD_LIMITS = Limits()


def show(column: Column, value: Cell) -> str:
    """A cell as a reader sees it: a Dutch number with the column's decimals, or the words that stand there."""
    if value is None:
        return "–"
    if isinstance(value, str):
        return value
    if column.kind == "year":
        return _plain_number(value)
    if column.decimals is None:
        return _plain_number(value).replace(".", ",").replace("-", text.MINUS)
    return text.number(float(value), column.decimals)


@dataclass(frozen=True)
class Dialect:
    """How CSV is written: what stands between cells and in a fraction, and what stands above a column."""

    delimiter: str
    decimal: str
    has_mark: bool
    has_labels: bool


DUTCH = Dialect(delimiter=";", decimal=",", has_mark=True, has_labels=True)
PLAIN = Dialect(delimiter=",", decimal=".", has_mark=False, has_labels=False)
"""For programs: RFC 4180, with the keys of the columns above them."""
ROWS_PER_PART = 1_000


def to_csv(table: Table, dialect: Dialect = DUTCH) -> bytes:
    """UTF-8 with byte order mark, `;` and decimal comma: opens at once in a Dutch spreadsheet.

    Numbers keep full precision and stay numbers, negative ones too. A text that a spreadsheet would take for a formula
    gets an apostrophe in front. Nothing stands where the value is None. Raises ValueError for a number that is not
    finite.
    """
    return b"".join(csv_parts(table.columns, table.rows, dialect))


def csv_parts(columns: Sequence[Column], rows: Iterable[Sequence[Cell]], dialect: Dialect = DUTCH) -> Iterator[bytes]:
    """The same in parts of a thousand rows, so that a long table never stands in memory whole."""
    headings = [column.heading if dialect.has_labels else column.key for column in columns]
    mark = b"\xef\xbb\xbf" if dialect.has_mark else b""
    yield mark + _csv_text([headings], dialect)
    left = iter(rows)
    while part := list(islice(left, ROWS_PER_PART)):
        yield _csv_text(part, dialect)


def _csv_text(rows: Iterable[Sequence[Cell]], dialect: Dialect) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=dialect.delimiter, lineterminator="\r\n")
    writer.writerows([_csv_cell(value, dialect.decimal) for value in row] for row in rows)
    # A lone half of a surrogate pair is no character; "?" is what stays of it.
    return out.getvalue().encode("utf-8", errors="replace")


def _csv_cell(value: Cell, decimal: str) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        cell = value.replace("\x00", "")
        return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
    return _plain_number(value).replace(".", decimal)


def as_records(table: Table) -> list[dict[str, Cell]]:
    """The rows for programs, each value under the key of its column: `gedaan_op` becomes `gedaanOp`."""
    names = [_camel(column.key) for column in table.columns]
    return [dict(zip(names, row, strict=True)) for row in table.rows]


def _camel(key: str) -> str:
    first, *others = key.split("_")
    return first + "".join(word.capitalize() for word in others)


def _plain_number(value: float) -> str:
    """The shortest text that gives the same number back: 3, 0.1, 1e-07."""
    if isinstance(value, Integral):
        return str(int(value))
    if not math.isfinite(value):
        raise ValueError(f"not a number that can be written: {value!r}")
    return repr(float(value)).removesuffix(".0")


def to_xlsx(tables: Sequence[Table]) -> bytes:
    """A workbook with a sheet for each table: headings bold and kept in view, numbers as numbers, texts as texts.

    Texts are never formulas, whatever they start with. Numbers keep the 16 digits that a spreadsheet holds. The same
    tables give the same bytes. Raises ValueError for a number that is not finite.
    """
    _refuse_what_is_no_number(tables)
    workbook = Workbook(write_only=True)
    workbook.properties.creator = "Regiokracht"
    workbook.properties.created = workbook.properties.modified = MADE_AT
    taken: set[str] = set()
    for table in tables:
        name = _sheet_name(table.title, taken)
        taken.add(name.casefold())
        _fill_sheet(workbook.create_sheet(name), table)
    if not tables:
        workbook.create_sheet("Leeg")
    content = io.BytesIO()
    ExcelWriter(workbook, zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED)).save()
    return _same_dates(content)


def _refuse_what_is_no_number(tables: Sequence[Table]) -> None:
    for value in (value for table in tables for row in table.rows for value in row):
        if value is not None and not isinstance(value, str) and not math.isfinite(value):
            raise ValueError(f"not a number that can be written: {value!r}")


def _sheet_name(title: str, taken: set[str]) -> str:
    """A name that a spreadsheet takes: at most 31 characters, none of []:*?/\\, no apostrophe at an end, unique."""
    name = " ".join(NOT_IN_SHEET_NAME.sub(" ", title).split())[:SHEET_NAME_LENGTH].strip("' ") or "Tabel"
    # Reserved by Excel for its own use.
    if name.casefold() == "history":
        name = "Tabel History"
    unique, n = name, 1
    while unique.casefold() in taken:
        n += 1
        ending = f" ({n})"
        unique = name[: SHEET_NAME_LENGTH - len(ending)] + ending
    return unique


def _fill_sheet(sheet: Worksheet, table: Table) -> None:
    sheet.freeze_panes = "A2"
    for position, column in enumerate(table.columns):
        sheet.column_dimensions[get_column_letter(position + 1)].width = _width(table, position, column)
    sheet.append([_text_cell(sheet, column.heading, bold=True) for column in table.columns])
    for row in table.rows:
        sheet.append([_xlsx_cell(sheet, column, value) for column, value in zip(table.columns, row, strict=True)])
    for note in ("", *table.notes) if table.notes else ():
        sheet.append([_text_cell(sheet, note)])


def _width(table: Table, position: int, column: Column) -> float:
    """Wide enough for the heading and the first rows, and not wider than half a screen."""
    shown = [len(show(column, row[position])) for row in table.rows[:200]]
    return min(60, max([len(column.heading), *shown]) + 2)


def _text_cell(sheet: Worksheet, value: str, *, bold: bool = False) -> SheetCell:
    cell = WriteOnlyCell(sheet, NOT_IN_XML.sub("", value))
    # openpyxl takes a text that starts with "=" for a formula and "#N/A" for an error; here every text is a text.
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(vertical="top", wrap_text=True)
    return cell


def _xlsx_cell(sheet: Worksheet, column: Column, value: Cell) -> SheetCell | None:
    if value is None:
        return None
    if isinstance(value, str):
        return _text_cell(sheet, value)
    cell = WriteOnlyCell(sheet, int(value) if isinstance(value, Integral) else float(value))
    cell.number_format = _number_format(column)
    return cell


def _number_format(column: Column) -> str:
    if column.kind == "year":
        return "0"
    if column.decimals is None:
        return "General"
    return "#,##0" + ("." + "0" * column.decimals if column.decimals else "")


def _same_dates(content: io.BytesIO) -> bytes:
    """The same zip with a fixed date on every entry."""
    out = io.BytesIO()
    with zipfile.ZipFile(content) as made, zipfile.ZipFile(out, "w") as dated:
        for entry in made.infolist():
            fixed = zipfile.ZipInfo(entry.filename, ZIP_DATE)
            dated.writestr(fixed, made.read(entry), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def read_xlsx_rows(
    content: bytes, *, sheet: str | None = None, limits: Limits = STANDARD_LIMITS
) -> Iterator[tuple[object, ...]]:
    """The rows of a sheet (the first, unless named) as tuples of int, float, str, bool, datetime or None.

    The zip is weighed before anything is unpacked, XML entities are refused, and rows come one at a time. A row is as
    long as its last filled cell. Formulas give the value that was last computed. Raises TableError: at once for a file
    that is refused, and while iterating for one that turns out to be damaged.
    """
    _weigh(content, limits)
    return _rows(content, sheet, limits)


def _weigh(content: bytes, limits: Limits) -> None:
    if len(content) > limits.packed:
        size = text.file_size(limits.packed)
        raise TableError(f"Dit Excel-bestand is groter dan {size}. Splits het bestand of stuur het als CSV.")
    if content.startswith(OLD_OR_LOCKED):
        raise TableError(
            "Dit bestand heeft een wachtwoord of is van het oude type .xls. Bewaar het als .xlsx zonder wachtwoord."
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _weigh_entries(archive, len(content), limits)
    except BROKEN_ZIP as error:
        raise TableError("Dit is geen heel Excel-bestand (.xlsx). Misschien is het niet helemaal verstuurd.") from error


def _weigh_entries(archive: zipfile.ZipFile, packed: int, limits: Limits) -> None:
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > limits.entries:
        raise TableError(f"Dit Excel-bestand bestaat uit meer dan {text.number(limits.entries)} delen.")
    if unpacked > limits.unpacked or unpacked > limits.ratio * packed:
        size = text.file_size(limits.unpacked)
        raise TableError(
            f"Dit Excel-bestand wordt uitgepakt te groot: meer dan {size}, of {limits.ratio} keer zo groot als nu."
        )
    for entry in entries:
        with archive.open(entry) as part:
            if part.read(len(ZIP_START)) == ZIP_START:
                raise TableError(
                    "In dit Excel-bestand zit een ander zip-bestand. Haal dat eruit en probeer het opnieuw."
                )


def _rows(content: bytes, sheet: str | None, limits: Limits) -> Iterator[tuple[object, ...]]:
    try:
        workbook = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        if sheet is not None and sheet not in workbook.sheetnames:
            raise TableError(f"Het tabblad «{sheet}» ontbreekt. Er is wel: {text.join_words(workbook.sheetnames)}.")
        found = workbook[sheet] if sheet is not None else workbook.worksheets[0]
        # The stated dimensions may be a lie that pads every row to sixteen thousand cells.
        found.reset_dimensions()
        for row in found.iter_rows(values_only=True):
            if len(row) > limits.columns:
                raise TableError(f"Deze tabel is breder dan {text.number(limits.columns)} kolommen.")
            yield row
    except TableError:
        raise
    except Exception as error:
        # openpyxl has no error of its own for a damaged part: KeyError, OSError, AttributeError and more were seen.
        if _tells_of_entities(error):
            raise TableError("Dit Excel-bestand bevat verwijzingen die niet zijn toegestaan.") from error
        raise TableError("Dit Excel-bestand is beschadigd: een deel ervan is niet te lezen.") from error


def _tells_of_entities(error: BaseException | None) -> bool:
    """Whether this or what caused it is defusedxml's refusal; openpyxl wraps it."""
    return error is not None and (
        isinstance(error, DefusedXmlException) or _tells_of_entities(error.__cause__ or error.__context__)
    )
