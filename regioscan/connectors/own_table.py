"""A table of one's own: region, indicator, period and value in four columns, as CSV or workbook.

People write numbers in two ways, so the file as a whole decides what a comma and a point mean; where it leaves that
open («1.234» and nothing else to go by), the cell is refused rather than guessed. Missing is never zero.
"""

import csv
import io
import re
from array import array
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from regioscan.connectors.base import (
    FINAL,
    MISSING,
    MODELLED,
    NO_DENOMINATOR,
    NOT_APPLICABLE,
    PROVISIONAL,
    SUPPRESSED,
    Cells,
    Delivery,
    Key,
    SourceError,
)
from regioscan.connectors.codes import FIRST_YEAR, LAST_YEAR, NO_YEAR, clean_code, year_of
from regioscan.connectors.figures import LARGEST, REASONS, ProblemList
from regioscan.connectors.received import (
    DELIMITERS,
    is_json,
    is_xlsx,
    merge,
    rows_of_xlsx,
    text_of,
    unique_names,
    whole_lines,
)

ROLES = {
    "region": {"regio", "regiocode", "regio code", "gebied", "gebiedscode", "code", "region", "region code", "statcode",
               "gemeentecode", "wijkcode", "buurtcode"},
    "indicator": {"indicator", "indicatorcode", "indicator code", "onderwerp", "variabele", "variable"},
    "period": {"periode", "jaar", "perioden", "period", "year"},
    "value": {"waarde", "cijfer", "value"},
    "status": {"status", "reden", "reason"},
    "low": {"ondergrens", "lower"},
    "high": {"bovengrens", "upper"},
}  # fmt: skip
NEEDED = {"region": "regio", "indicator": "indicator", "value": "waarde"}
STATUS_WORDS = {
    "": FINAL, "definitief": FINAL, "final": FINAL,
    "voorlopig": PROVISIONAL, "nader voorlopig": PROVISIONAL, "provisional": PROVISIONAL,
    "geschat": MODELLED, "model": MODELLED, "geschat met een model": MODELLED, "modelled": MODELLED,
    "onderdrukt": SUPPRESSED, "geheim": SUPPRESSED, "suppressed": SUPPRESSED,
    "ontbreekt": MISSING, "onbekend": MISSING, "missing": MISSING,
    "niet van toepassing": NOT_APPLICABLE, "n.v.t.": NOT_APPLICABLE, "nvt": NOT_APPLICABLE,
    "geen noemer": NO_DENOMINATOR,
}  # fmt: skip
FIRST_REASON = SUPPRESSED
SPACED_THOUSANDS = re.compile(r"(?<=[0-9]) (?=[0-9]{3}(?:[^0-9]|$))")
PLAIN = re.compile(r"[-0-9.,]*")
WHOLE = re.compile(r"-?[0-9]{1,30}")
DUTCH = re.compile(r"-?(?:[0-9]{1,30}|[0-9]{1,3}(?:\.[0-9]{3})+)(?:,[0-9]{1,30})?")
ENGLISH = re.compile(r"-?(?:[0-9]{1,30}|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.[0-9]{1,30})?")
# Whether a region of this code exists is seen when checking; here only names and bare numbers are turned away.
CODE = re.compile(r"[A-Z]{2}(?=[A-Z]*[0-9])[0-9A-Z-]{2,14}")
EXCEL_ERROR = re.compile(r"#.+")

Row = tuple[int, Sequence[object]]
"""The line, counted from 1 with the header, and the cells."""


@dataclass(frozen=True)
class Source:
    """A table that can be gone through more than once."""

    header: Sequence[str]
    rows: Callable[[], Iterator[Row]]
    may_be_short: bool = False
    """Whether a row ends at its last filled cell, as in a workbook."""


@dataclass
class Stack:
    """Observations while they are gathered."""

    indicators: dict[str, int] = field(default_factory=dict)
    regions: dict[str, int] = field(default_factory=dict)
    indicator: "array[int]" = field(default_factory=lambda: array("i"))
    region: "array[int]" = field(default_factory=lambda: array("i"))
    period: "array[int]" = field(default_factory=lambda: array("h"))
    value: "array[float]" = field(default_factory=lambda: array("d"))
    status: "array[int]" = field(default_factory=lambda: array("h"))
    line: "array[int]" = field(default_factory=lambda: array("i"))
    low: "array[float]" = field(default_factory=lambda: array("d"))
    high: "array[float]" = field(default_factory=lambda: array("d"))


def tidy_own_table(delivery: Delivery, keys: Sequence[Key] = (), period: int | None = None) -> Cells:
    """Cells of a tidy table; raises SourceError for a file that cannot be read as a whole.

    `keys` are the indicators that may occur, by code or by path; without keys every indicator passes. `period` is the
    year for a table that has no column with years. Each row that is not taken over is a problem.
    """
    files = list(merge(delivery.files).values())
    if len(files) != 1:
        raise SourceError(f"De levering bevat {len(files)} bestanden. Lever er één tegelijk aan.")
    source = _open(files[0])
    places = _places(source.header)
    if "period" not in places and period is None:
        raise SourceError("De kolom «periode» ontbreekt. Voeg die toe, of geef het jaar erbij (--period 2023).")
    problems = ProblemList()
    reader = Reader(source, places, _names(keys), period)
    stack = Stack()
    for line, cells in source.rows():
        reader.take(line, cells, stack, problems)
    if not stack.value and not problems.problems:
        raise SourceError("De tabel heeft een kop, maar geen regels. Lever een tabel met gegevens aan.")
    return _cells(stack, source.header, problems, _ignored(source.header, places))


def _open(content: bytes) -> Source:
    if is_xlsx(content):
        return _open_workbook(content)
    if is_json(content):
        raise SourceError("Een eigen tabel wordt gelezen uit CSV of Excel, niet uit JSON.")
    text = whole_lines(text_of(content))
    first = text[: text.index("\n")]
    delimiter = max(DELIMITERS, key=lambda sign: (_n_roles(first, sign), first.count(sign)))
    return Source(unique_names(next(_csv_rows(text, delimiter))[1]), lambda: _after_header(text, delimiter))


def _n_roles(header: str, delimiter: str) -> int:
    """How many of the columns that we know this delimiter would give."""
    known = set().union(*ROLES.values())
    return sum(_plain(name) in known for name in header.split(delimiter))


def _after_header(text: str, delimiter: str) -> Iterator[Row]:
    rows = _csv_rows(text, delimiter)
    next(rows)
    return rows


def _csv_rows(text: str, delimiter: str) -> Iterator[Row]:
    """Rows with the line on which they start; raises SourceError with that line."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    start = 1
    try:
        for cells in reader:
            if any(cells):
                yield start, cells
            start = reader.line_num + 1
    except csv.Error as error:
        raise SourceError(
            f"Regel {start} is geen goede CSV: een aanhalingsteken staat verkeerd of wordt niet gesloten."
        ) from error


def _open_workbook(content: bytes) -> Source:
    rows = rows_of_xlsx(content)
    if not rows:
        raise SourceError("Het Excel-bestand is leeg. Lever een tabel met gegevens aan.")
    filled = [(line, row) for line, row in enumerate(rows[1:], 2) if any(cell is not None for cell in row)]
    return Source(unique_names(rows[0]), lambda: iter(filled), may_be_short=True)


def _plain(name: str) -> str:
    return " ".join(re.sub(r"[_\-\"]", " ", name).split()).casefold()


def _places(header: Sequence[str]) -> dict[str, int]:
    """Where each role stands; raises SourceError for a missing column and for two of one role."""
    places: dict[str, int] = {}
    for at, name in enumerate(header):
        role = next((role for role, names in ROLES.items() if _plain(name) in names), None)
        if role is None:
            continue
        if role in places:
            raise SourceError(f"«{header[places[role]]}» en «{name}» betekenen hetzelfde. Laat één van beide weg.")
        places[role] = at
    missing = [name for role, name in NEEDED.items() if role not in places]
    if missing:
        raise SourceError(
            f"De kolom «{missing[0]}» ontbreekt. De tabel moet de kolommen regio, indicator, periode en waarde hebben; "
            f"gevonden: {', '.join(name for name in header if name)[:200] or 'niets'}."
        )
    return places


def is_own_table(header: Sequence[str]) -> bool:
    """Whether these columns are those of a tidy table."""
    known = {role for name in header for role, names in ROLES.items() if _plain(name) in names}
    return known >= NEEDED.keys()


def _ignored(header: Sequence[str], places: Mapping[str, int]) -> list[str]:
    extra = [name for at, name in enumerate(header) if name and at not in places.values()]
    return [f"Niet gebruikte kolommen: {', '.join(extra)[:200]}."] if extra else []


def _names(keys: Sequence[Key]) -> dict[str, str]:
    """Every way to name an indicator → its code."""
    return {name.casefold().strip(): key.indicator for key in keys for name in (key.path, key.indicator) if name}


def _number_style(source: Source, at: int) -> re.Pattern[str] | None:
    """How this file writes numbers: DUTCH, ENGLISH, or None where nothing shows it, or where both occur."""
    dutch = english = False
    for _, cells in source.rows():
        text = _bare(cells[at]) if at < len(cells) and isinstance(cells[at], str) else ""
        if "," in text or "." in text:
            fits_dutch, fits_english = bool(DUTCH.fullmatch(text)), bool(ENGLISH.fullmatch(text))
            dutch |= fits_dutch and not fits_english
            english |= fits_english and not fits_dutch
    if dutch == english:
        return None
    return DUTCH if dutch else ENGLISH


def _bare(cell: object) -> str:
    """A number without currency, percent sign, or blanks for thousands."""
    text = str(cell).strip()
    if PLAIN.fullmatch(text):
        return text
    text = text.replace("\u00a0", " ").replace("\u202f", " ").replace("−", "-").strip()
    return SPACED_THOUSANDS.sub("", text.removeprefix("€").removesuffix("%").strip())


class Refused(Exception):
    """A cell that is not taken over: where, what, and why in Dutch."""

    def __init__(self, role: str, reason: str) -> None:
        super().__init__(reason)
        self.role = role
        self.reason = reason


class Reader:
    """Reads rows one by one, with what is known of the file as a whole."""

    def __init__(self, source: Source, places: Mapping[str, int], names: Mapping[str, str], period: int | None) -> None:
        self._source = source
        self._places = places
        self._names = names
        self._period = period
        self._style = _number_style(source, places["value"])

    def take(self, line: int, cells: Sequence[object], stack: Stack, problems: ProblemList) -> None:
        """Add the row to the stack, or a problem to the list."""
        n_columns = len(self._source.header)
        if len(cells) > n_columns or (len(cells) < n_columns and not self._source.may_be_short):
            problems.add(line, "", "", f"de regel heeft {len(cells)} kolommen en de kop {n_columns}")
            return
        asked = {role: cells[at] if at < len(cells) else None for role, at in self._places.items()}
        try:
            code, indicator = (
                _region("" if asked["region"] is None else str(asked["region"])),
                self._indicator(asked["indicator"]),
            )
            year = self._year(asked.get("period"))
            value, status = self._value(asked["value"], asked.get("status"))
            low, high = self._margin(asked, value)
        except Refused as refused:
            cell = asked.get(refused.role)
            problems.add(line, self._column(refused.role), "" if cell is None else cell, refused.reason)
            return
        stack.indicator.append(stack.indicators.setdefault(indicator, len(stack.indicators)))
        stack.region.append(stack.regions.setdefault(code, len(stack.regions)))
        stack.period.append(year)
        stack.value.append(value)
        stack.status.append(status)
        stack.line.append(line)
        stack.low.append(low)
        stack.high.append(high)

    def _column(self, role: str) -> str:
        return self._source.header[self._places[role]] if role in self._places else role

    def _indicator(self, cell: object) -> str:
        text = "" if cell is None else str(cell).strip()
        if not text:
            raise Refused("indicator", "de indicator ontbreekt")
        if not self._names:
            return text
        if text.casefold() not in self._names:
            raise Refused("indicator", "deze indicator is niet bekend")
        return self._names[text.casefold()]

    def _year(self, cell: object) -> int:
        if cell is None and self._period is not None and "period" not in self._places:
            return self._period
        if isinstance(cell, float) and cell.is_integer():
            cell = int(cell)
        year = year_of(str(cell)) if isinstance(cell, int | str) and not isinstance(cell, bool) else NO_YEAR
        if year == NO_YEAR:
            raise Refused("period", f"dit is geen jaar tussen {FIRST_YEAR} en {LAST_YEAR}")
        return year

    def _value(self, cell: object, status_cell: object) -> tuple[float, int]:
        """The value and its status, or NaN and the reason; a value with a reason beside it is refused."""
        word = "" if status_cell is None else str(status_cell).strip().casefold()
        if word not in STATUS_WORDS:
            raise Refused("status", "dit woord voor de status is niet bekend")
        said = STATUS_WORDS[word]
        text = "" if cell is None else str(cell).strip()
        reason = REASONS.get(text.casefold()) if text else MISSING
        if reason is not None:
            return np.nan, said if said >= FIRST_REASON else reason
        if said >= FIRST_REASON:
            raise Refused("value", f"er staat een waarde, maar ook de reden «{word}»")
        return self._number(cell), said

    def _margin(self, asked: Mapping[str, object], value: float) -> tuple[float, float]:
        """Both ends of the margin as the table gives them, NaN where it gives none; the value lies between them."""
        given = [role for role in ("low", "high") if asked.get(role) not in (None, "")]
        if not given:
            return np.nan, np.nan
        if len(given) < 2:
            raise Refused(given[0], "de ondergrens en de bovengrens horen bij elkaar; er staat er één")
        if np.isnan(value):
            raise Refused("low", "er staat een marge, maar geen waarde")
        low, high = (self._number(asked[role], role) for role in given)
        if not low <= value <= high:
            raise Refused("low", "de waarde ligt niet tussen de ondergrens en de bovengrens")
        return low, high

    def _number(self, cell: object, role: str = "value") -> float:
        if isinstance(cell, int | float) and not isinstance(cell, bool):
            number = float(cell) if abs(cell) < LARGEST else np.inf
        else:
            number = self._number_in(_bare(cell) if isinstance(cell, str) else "", role)
        if not abs(number) < LARGEST:
            raise Refused(role, "dit is geen eindig getal")
        return number

    def _number_in(self, text: str, role: str) -> float:
        if WHOLE.fullmatch(text):
            return float(text)
        style = self._style if self._style and self._style.fullmatch(text) else _only_style(text, role)
        decimal, thousands = (",", ".") if style is DUTCH else (".", ",")
        return float(text.replace(thousands, "").replace(decimal, "."))


def _only_style(text: str, role: str) -> re.Pattern[str]:
    """The one style in which this can be read; raises Refused when there is none, or when there are two."""
    fitting = [style for style in (DUTCH, ENGLISH) if style.fullmatch(text)]
    if len(fitting) == 2:
        raise Refused(role, "dit kan op twee manieren worden gelezen; schrijf 1234 of 1,2340")
    if not fitting:
        raise Refused(role, "hier staat een fout uit Excel" if EXCEL_ERROR.fullmatch(text) else "dit is geen getal")
    return fitting[0]


@lru_cache(maxsize=50_000)
def _region(text: str) -> str:
    code = clean_code(text).upper()
    if not code:
        raise Refused("region", "de regiocode ontbreekt")
    if not CODE.fullmatch(code):
        hint = f"; bedoelt u GM{code.zfill(4)}?" if code.isdigit() and len(code) <= 4 else ""
        raise Refused("region", f"dit is geen regiocode zoals GM0308, WK030801 of BU03080101{hint}")
    return code


def _cells(stack: Stack, header: Sequence[str], problems: ProblemList, notes: Sequence[str]) -> Cells:
    return Cells(
        indicator_codes=list(stack.indicators),
        region_codes=list(stack.regions),
        indicator=np.array(stack.indicator, dtype=np.int32),
        region=np.array(stack.region, dtype=np.int32),
        period=np.array(stack.period, dtype=np.int16),
        value=np.array(stack.value, dtype=np.float64),
        status=np.array(stack.status, dtype=np.int16),
        line=np.array(stack.line, dtype=np.int32),
        low=_ends(stack.low),
        high=_ends(stack.high),
        columns=[name for name in header if name],
        problems=problems.problems,
        notes=[*notes, *problems.notes()],
    )


def _ends(gathered: "array[float]") -> npt.NDArray[np.float64] | None:
    """One end of the margins; None where not one row has a margin."""
    ends = np.array(gathered, dtype=np.float64)
    return None if np.isnan(ends).all() else ends
