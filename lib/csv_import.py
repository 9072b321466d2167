"""Rows of a CSV that somebody made by hand or saved from a spreadsheet, with every mistake by line and column.

Dutch spreadsheets write `;` and Windows letters, others `,` and UTF-8: both are read. A column is found by its heading,
whatever its capitals, accents and place. Nothing is guessed about a value: `parse` of a column decides.
"""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from lib import text

MAX_BYTES = 1_000_000
MAX_ROWS = 2_000
MAX_CELL = 5_000
DELIMITERS = ";,\t|"
MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}
ZIP_START = b"PK\x03\x04"

Parse = Callable[[str], object]


@dataclass(frozen=True)
class ImportColumn:
    """A column we know: `key` in the rows that come out, `label` as it stands above the column.

    `parse` turns the text of a filled cell into a value, and raises ValueError with a Dutch sentence. An empty cell
    gives `empty`; in a required column it is a mistake. `others` are headings that mean the same.
    """

    key: str
    label: str
    is_required: bool = False
    parse: Parse = str
    empty: object = ""
    others: tuple[str, ...] = ()

    def is_headed(self, heading: str) -> bool:
        """Whether a heading of a file means this column."""
        return text.search_key(heading) in {text.search_key(name) for name in (self.label, self.key, *self.others)}


@dataclass(frozen=True)
class Mistake:
    """What is wrong, and where: line 1 is the line of the headings; 0 is the file as a whole."""

    line: int
    column: str
    sentence: str

    def __str__(self) -> str:
        where = f"Regel {self.line}" + (f", {self.column}" if self.column else "") if self.line else ""
        return f"{where}: {self.sentence}" if where else self.sentence


@dataclass(frozen=True)
class ImportRow:
    """A line without mistakes, its values by the keys of the columns."""

    line: int
    values: dict[str, object]


@dataclass(frozen=True)
class Rows:
    """What could be read, what could not, and the headings that nobody knows."""

    rows: list[ImportRow] = field(default_factory=list)
    errors: list[Mistake] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """There are rows, and nothing is wrong with any of them."""
        return bool(self.rows) and not self.errors


def read_rows(content: bytes, columns: Sequence[ImportColumn], *, max_rows: int = MAX_ROWS) -> Rows:
    """Read a file with a line of headings. Never raises: whatever is wrong is one of the `errors`."""
    refused = _refusal(content)
    if refused:
        return Rows(errors=[Mistake(0, "", refused)])
    lines: list[tuple[int, list[str]]] = []
    try:
        lines.extend(_lines(_decoded(content)))
    except csv.Error:
        line = lines[-1][0] + 1 if lines else 1
        return Rows(errors=[Mistake(line, "", "Hier klopt een aanhalingsteken niet: de rest is niet te lezen.")])
    if not lines:
        return Rows(errors=[Mistake(0, "", "Het bestand is leeg.")])
    (first, headings), *rest = lines
    places, wrong = _places(headings, columns, first)
    unknown = [one.strip() for i, one in enumerate(headings) if one.strip() and i not in places.values()]
    if wrong:
        return Rows(errors=wrong, unknown=unknown)
    if len(rest) > max_rows:
        sentence = f"Het bestand heeft {text.number(len(rest))} regels; {text.number(max_rows)} kan tegelijk."
        return Rows(errors=[Mistake(0, "", sentence)], unknown=unknown)
    rows, errors = [], []
    for line, cells in rest:
        values, mistakes = _values(line, cells, columns, places)
        errors += mistakes
        if not mistakes:
            rows.append(ImportRow(line, values))
    if not rest:
        errors.append(Mistake(0, "", "Onder de kopregel staat nog niets."))
    return Rows(rows, errors, unknown)


def _refusal(content: bytes) -> str:
    if len(content) > MAX_BYTES:
        return f"Het bestand is groter dan {text.file_size(MAX_BYTES)}. Splits het in delen."
    if content.startswith(ZIP_START):
        return "Dit is een Excel-bestand. Bewaar het als CSV en probeer het opnieuw."
    if not content.strip():
        return "Het bestand is leeg."
    return ""


def _decoded(content: bytes) -> str:
    """The text: by its mark, else UTF-8, else as Windows writes it, which has a letter for nearly every byte."""
    for mark, encoding in MARKS.items():
        if content.startswith(mark):
            return content.decode(encoding, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _lines(decoded: str) -> Iterator[tuple[int, list[str]]]:
    """The lines that hold something, with the number of the line on which each begins."""
    plain = decoded.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    reader = csv.reader(io.StringIO(plain), delimiter=_delimiter(plain), strict=True)
    before = 0
    for cells in reader:
        begins, before = before + 1, reader.line_num
        if any(cell.strip() for cell in cells):
            yield begins, cells


def _delimiter(plain: str) -> str:
    """What stands most often between the headings; a semicolon where there is one column only."""
    heading = next((line for line in plain.split("\n") if line.strip()), "")
    counts = {one: heading.count(one) for one in DELIMITERS}
    return max(counts, key=lambda one: (counts[one], -DELIMITERS.index(one)))


def _places(
    headings: Sequence[str], columns: Sequence[ImportColumn], line: int
) -> tuple[dict[str, int], list[Mistake]]:
    """Where each column stands, and which are missing or there twice."""
    places, wrong = {}, []
    for column in columns:
        found = [i for i, heading in enumerate(headings) if column.is_headed(heading)]
        if len(found) > 1:
            wrong.append(Mistake(line, column.label, "Deze kolom staat er meer dan eens."))
        if found:
            places[column.key] = found[0]
        elif column.is_required:
            wrong.append(Mistake(line, column.label, "Deze kolom ontbreekt. Zet de naam in de eerste regel."))
    return places, wrong


def _values(
    line: int, cells: Sequence[str], columns: Sequence[ImportColumn], places: dict[str, int]
) -> tuple[dict[str, object], list[Mistake]]:
    values: dict[str, object] = {}
    wrong = []
    for column in columns:
        place = places.get(column.key)
        shown = cells[place].strip() if place is not None and place < len(cells) else ""
        try:
            values[column.key] = _value(column, shown)
        except ValueError as error:
            wrong.append(Mistake(line, column.label, str(error)))
    return values, wrong


def _value(column: ImportColumn, shown: str) -> object:
    # Our own exports put an apostrophe before what a spreadsheet would take for a formula.
    shown = shown[1:] if shown[:1] == "'" and shown[1:2] in {"=", "+", "-", "@"} else shown
    if not shown:
        if column.is_required:
            raise ValueError("Hier staat nog niets.")
        return column.empty
    if len(shown) > MAX_CELL:
        raise ValueError(f"Deze tekst is te lang: ten hoogste {text.number(MAX_CELL)} tekens.")
    return column.parse(shown)
