"""Bytes as they come in: unpacked within limits, and read as text, JSON or rows, or refused in plain Dutch."""

import codecs
import csv
import gzip
import io
import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from lib.http import read_json
from lib.tables import TableError, read_xlsx_rows
from regioscan.connectors.base import SourceError

MAX_UNPACKED = 300_000_000
GZIP_MAGIC = b"\x1f\x8b"
ZIP_MAGIC = b"PK\x03\x04"
OLD_EXCEL_MAGIC = b"\xd0\xcf\x11\xe0"
MAX_HEADER = 100_000
MISQUOTED = "Een aanhalingsteken staat verkeerd, zodat de kolommen verspringen. Download het bestand opnieuw."
NEWLINE, QUOTE = 10, 34
DELIMITERS = ";,\t|"
# A letter in UTF-8. In a file that is not UTF-8 as a whole, it shows that the parts differ in encoding.
UTF8_LETTER = re.compile(rb"[\xc2\xc3][\x80-\xbf]")


def unpack(content: bytes) -> bytes:
    """The bytes, gunzipped where needed; raises SourceError for what is empty, cut off or too large."""
    if not content:
        raise SourceError("Het bestand is leeg. Lever een bestand met gegevens aan.")
    if not content.startswith(GZIP_MAGIC):
        return content
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as packed:
            unpacked = packed.read(MAX_UNPACKED + 1)
    except EOFError as error:
        raise SourceError("Het gz-bestand is afgekapt. Download het opnieuw.") from error
    except (OSError, zlib.error) as error:
        raise SourceError("Het gz-bestand is beschadigd. Download het opnieuw.") from error
    if len(unpacked) > MAX_UNPACKED:
        raise SourceError(f"Het bestand is uitgepakt groter dan {MAX_UNPACKED // 1_000_000} MB. Splits het.")
    if not unpacked:
        raise SourceError("Het bestand is leeg. Lever een bestand met gegevens aan.")
    return unpacked


def is_xlsx(content: bytes) -> bool:
    """Whether these bytes are a workbook; raises SourceError for the old Excel format."""
    if content.startswith(OLD_EXCEL_MAGIC):
        raise SourceError("Dit is een oud Excel-bestand (.xls). Sla het op als .xlsx en lever dat aan.")
    return content.startswith(ZIP_MAGIC)


def is_json(content: bytes) -> bool:
    """Whether these bytes look like JSON."""
    return content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"[")


def json_of(content: bytes) -> Any:
    """JSON as Python values; raises SourceError."""
    try:
        return read_json(content)
    except ValueError as error:
        raise SourceError(f"{error} Download het bestand opnieuw.") from error


def rows_of_xlsx(content: bytes) -> list[tuple[object, ...]]:
    """The rows of the first sheet; raises SourceError."""
    try:
        return list(read_xlsx_rows(content))
    except TableError as error:
        raise SourceError(str(error)) from error


def text_of(content: bytes) -> str:
    """Bytes as text: UTF-8, UTF-16 or, when neither, Windows-1252 as Excel writes it; raises SourceError."""
    text = _decode(content)
    if "\x00" in text:
        raise SourceError("Het bestand bevat tekens die niet in tekst horen. Sla het op als CSV (UTF-8).")
    if text.lstrip()[:1] == "<":
        raise SourceError("Dit is een webpagina (HTML) of XML, en geen tabel. Download de gegevens zelf.")
    if not text or text.isspace():
        raise SourceError("Het bestand is leeg. Lever een bestand met gegevens aan.")
    return text


def _decode(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decode_as(content, "utf-16")
    if content[1:2] == b"\x00":
        return _decode_as(content, "utf-16-le")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if UTF8_LETTER.search(content):
            line = content.count(b"\n", 0, error.start) + 1
            raise SourceError(
                f"Regel {line} heeft een andere tekencodering dan de rest. Sla het bestand op als CSV (UTF-8)."
            ) from error
    return _decode_as(content, "cp1252")


def _decode_as(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise SourceError("De tekencodering is niet te herkennen. Sla het bestand op als CSV (UTF-8).") from error


@dataclass(frozen=True)
class CsvFile:
    """A table as text, of which every record is known to have as many fields as the header.

    `content` is UTF-8 without byte order mark; `lines[i]` is the line where record i starts, counted from 1.
    `ends[i, j]` is the place just after cell j of record i, in files without quotes; None in files with them.
    """

    content: bytes
    delimiter: str
    header: Sequence[str]
    lines: npt.NDArray[np.int32]
    ends: npt.NDArray[np.int64] | None

    def records(self) -> list[dict[str, object]]:
        """Every row as a mapping of texts: for lists and descriptions, not for tables of figures."""
        rows = csv_rows(self.content.decode(), self.delimiter)
        if len(rows) != len(self.lines) + 1 or any(len(row) != len(self.header) for row in rows):
            raise SourceError(MISQUOTED)
        return [dict(zip(self.header, row, strict=True)) for row in rows[1:]]


def read_csv(content: bytes) -> CsvFile:
    """Look a CSV file over without reading its cells; raises SourceError.

    Refused: a last line that is cut off, lines with too few or too many fields, and two columns of one name.
    """
    text = whole_lines(text_of(content))
    delimiter = delimiter_of(text[: text.index("\n")])
    header = next(iter(csv_rows(text[:MAX_HEADER], delimiter)), [])
    plain = text.encode()
    lines, ends = _survey(plain, delimiter)
    return CsvFile(plain, delimiter, unique_names(header), lines, ends)


def csv_rows(text: str, delimiter: str) -> list[list[str]]:
    """The rows of CSV text; raises SourceError when it is none."""
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise SourceError(MISQUOTED) from error


def whole_lines(text: str) -> str:
    """Text with line ends of one kind and one of them at the end; raises SourceError when the last line has none.

    Half a number looks like a whole one, so a file that may be cut off is refused.
    """
    if not text.endswith(("\n", "\r")):
        raise SourceError(cut_off(text))
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.rstrip("\n") + "\n"


def cut_off(text: str) -> str:
    """The message for a file whose last line has no end."""
    return (
        f"Het bestand houdt midden in regel {text.count(chr(10)) + 1} op; misschien is het afgekapt. "
        "Download het opnieuw, of sla het opnieuw op met een lege regel aan het eind."
    )


def delimiter_of(header: str) -> str:
    """The sign that separates the fields of a header."""
    return max(DELIMITERS, key=header.count)


def unique_names(header: Sequence[object]) -> list[str]:
    """Column names without needless blanks (the KWB of 2024 has some); raises SourceError for a name used twice."""
    names = ["" if name is None else " ".join(str(name).split()) for name in header]
    twice = sorted({name for name in names if name and names.count(name) > 1})
    if twice:
        raise SourceError(f"De kolom «{twice[0]}» komt twee keer voor. Geef elke kolom een eigen naam.")
    return names


Survey = tuple[npt.NDArray[np.int32], npt.NDArray[np.int64] | None]


def _survey(content: bytes, delimiter: str) -> Survey:
    """The line of each record after the header, and where its cells end; raises SourceError at a wrong width."""
    signs = np.frombuffer(content, dtype=np.uint8)
    newlines, separators = signs == NEWLINE, signs == ord(delimiter)
    ends, has_quotes = newlines, QUOTE in content
    if has_quotes:
        quotes = signs == QUOTE
        quoted = (np.cumsum(quotes) & 1).astype(bool)
        if quoted[-1]:
            raise SourceError(f"Een aanhalingsteken wordt niet gesloten. {cut_off(content.decode().rstrip())}")
        ends, separators = newlines & ~quoted, separators & ~quoted
    stops = np.flatnonzero(ends)
    starts = np.concatenate(([0], stops[:-1] + 1))
    lines = np.searchsorted(np.flatnonzero(newlines) if has_quotes else stops, starts) + 1
    places = np.flatnonzero(separators | ends)
    widths = np.diff(np.searchsorted(places, stops, side="right"), prepend=0)
    _refuse_other_widths(widths, lines)
    cells = None if has_quotes else places.reshape(len(stops), widths[0])[1:]
    return lines[1:].astype(np.int32), cells


def _refuse_other_widths(widths: npt.NDArray[np.int64], lines: npt.NDArray[np.int64]) -> None:
    wrong = np.flatnonzero(widths != widths[0])
    if wrong.size:
        first = wrong[0]
        raise SourceError(
            f"Regel {lines[first]} heeft {widths[first]} kolommen in plaats van {widths[0]}. "
            "Misschien is het bestand afgekapt of beschadigd. Download het opnieuw."
        )


def require_fields(rows: Sequence[Mapping[str, Any]], *names: str) -> None:
    """Raise SourceError when a row lacks one of these fields."""
    missing = next((name for row in rows for name in names if name not in row), None)
    if missing:
        raise SourceError(
            f"De beschrijving van de tabel is niet heel: «{missing}» ontbreekt. Haal de tabel opnieuw op."
        )


def whole_number(value: object) -> int:
    """A count that a source states, or 0 when it states none."""
    return int(value) if isinstance(value, int | str) and str(value).isdecimal() else 0


def merge(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """All files of a delivery, unpacked."""
    if not files:
        raise SourceError("De levering bevat geen bestand.")
    return {name: unpack(content) for name, content in files.items()}
