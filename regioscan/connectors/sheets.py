"""One face for tables that come as CSV, as a workbook or as JSON: names of columns, and a column by name."""

import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from regioscan.connectors.base import FINAL, SUPPRESSED, SourceError
from regioscan.connectors.dimensions import FIGURE, HIGH, LOW, Moments, has_margins, totals, years
from regioscan.connectors.figures import Figures, from_array, from_numbers, from_texts
from regioscan.connectors.paths import Column
from regioscan.connectors.received import MISQUOTED, CsvFile, unique_names
from regioscan.connectors.wide import Wide, names_with_units, one_year

DOT, SPACE, NEWLINE = ord("."), ord(" "), ord("\n")
NUMERIC_KINDS = "iuf"


@dataclass(frozen=True)
class Sheet:
    """A table as received. `cells` gives one column; `figures` reads columns as numbers, for all rows."""

    names: Sequence[str]
    lines: npt.NDArray[np.int32]
    cells: Callable[[str], Sequence[object]]
    figures: Callable[[Sequence[str]], Sequence[Figures]]

    def texts(self, name: str) -> list[str]:
        """One column as text; empty for an empty cell."""
        return ["" if cell is None else str(cell) for cell in self.cells(name)]


@dataclass(frozen=True)
class Layout:
    """What the columns of a sheet are: the region, the period (if any), other dimensions, and the topics."""

    region: str
    topics: Sequence[Column]
    moment: str | None = None
    others: Sequence[str] = ()
    titles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Per dimension the title of each code."""
    stated: Mapping[str, str] = field(default_factory=dict)
    """Per period what the source says of it."""
    notes: Sequence[str] = ()


def wide_of(sheet: Sheet, layout: Layout, period: int | None) -> Wide:
    """The rows that count: totals of the other dimensions, annual figures, of `period` where it is given; with the rows
    of their margins, where the table has those."""
    moments = _moments(sheet, layout, period)
    others = {name: sheet.texts(name) for name in layout.others}
    wide = _wide_at(sheet, layout, moments, others, FIGURE)
    if not has_margins(others):
        return wide
    low, high = (_wide_at(sheet, layout, moments, others, margin) for margin in (LOW, HIGH))
    return replace(wide, low=low, high=high)


def _wide_at(sheet: Sheet, layout: Layout, moments: Moments, others: Mapping[str, Sequence[str]], margin: str) -> Wide:
    """The rows of the figures themselves, or of one end of their margins."""
    n_rows = len(sheet.lines)
    year, status, is_wanted = moments
    kept = np.flatnonzero(is_wanted & totals(others, layout.titles, n_rows, margin))
    is_whole = len(kept) == n_rows
    regions = sheet.texts(layout.region)
    return Wide(
        regions=regions if is_whole else [regions[row] for row in kept.tolist()],
        periods=year[kept],
        lines=sheet.lines[kept],
        columns=layout.topics,
        names=_fingerprint(sheet, layout),
        read=lambda asked: [
            figures if is_whole else figures.take(kept) for figures in sheet.figures([column.name for column in asked])
        ],
        statuses=status[kept],
        notes=layout.notes,
    )


def _moments(sheet: Sheet, layout: Layout, period: int | None) -> Moments:
    """For each row its year, its status, and whether it is an annual figure that is wanted."""
    if layout.moment is not None:
        return years(sheet.texts(layout.moment), period, layout.stated)
    n_rows = len(sheet.lines)
    return one_year(n_rows, period), np.full(n_rows, FINAL, np.int16), np.ones(n_rows, dtype=bool)


def _fingerprint(sheet: Sheet, layout: Layout) -> list[str]:
    topics = {column.name for column in layout.topics}
    return [*(name for name in sheet.names if name not in topics), *names_with_units(layout.topics)]


def sheet_of_rows(rows: Sequence[Mapping[str, Any]], empty: int) -> Sheet:
    """A table of JSON objects. `empty` is what an empty text stands for; null is always simply missing."""

    def read(name: str) -> Figures:
        cells = [row.get(name) for row in rows]
        is_text = any(isinstance(cell, str) for cell in cells)
        return from_texts(cells, empty=empty) if is_text else from_numbers(cells)

    return Sheet(
        names=list(rows[0]),
        lines=np.arange(1, len(rows) + 1, dtype=np.int32),
        cells=lambda name: [row.get(name) for row in rows],
        figures=lambda names: [read(name) for name in names],
    )


def sheet_of_workbook(rows: Sequence[Sequence[object]], empty: int) -> Sheet:
    """A table of a workbook with its header in the first row; blank rows are passed over."""
    if not rows:
        raise SourceError("Het Excel-bestand is leeg. Lever een bestand met gegevens aan.")
    names = unique_names(rows[0])
    filled = [(line, row) for line, row in enumerate(rows[1:], 2) if any(cell is not None for cell in row)]
    at = {name: place for place, name in enumerate(names)}

    def cells(name: str) -> list[object]:
        place = at[name]
        return [row[place] if place < len(row) else None for _, row in filled]

    return Sheet(
        names=names,
        lines=np.array([line for line, _ in filled], dtype=np.int32),
        cells=cells,
        figures=lambda asked: [from_texts(cells(name), empty=empty) for name in asked],
    )


def sheet_of_csv(csv: CsvFile, empty: int) -> Sheet:
    """A table as CSV. Columns are parsed as numbers at once; only those with other text are read again as text."""
    return Sheet(
        names=csv.header,
        lines=csv.lines,
        cells=lambda name: _read_texts(csv, [name])[name],
        figures=lambda names: _read_figures(csv, names, empty),
    )


def _read_texts(csv: CsvFile, names: Sequence[str]) -> dict[str, list[object]]:
    at = {name: csv.header.index(name) for name in names}
    if csv.ends is not None:
        return {name: _slices(csv.content, csv.ends, place) for name, place in at.items()}
    frame = _read(csv, names, dtype=str, na_filter=False)
    return {name: frame[place].tolist() for name, place in at.items()}


def _slices(content: bytes, ends: npt.NDArray[np.int64], place: int) -> list[object]:
    """One column cut straight out of the bytes, without parsing the others."""
    stops = ends[:, place]
    if place:
        starts = ends[:, place - 1] + 1
    else:
        starts = np.concatenate(([content.index(b"\n") + 1], ends[:-1, -1] + 1))[: len(stops)]
    return [content[start:stop].decode() for start, stop in zip(starts.tolist(), stops.tolist(), strict=True)]


def _read_figures(csv: CsvFile, names: Sequence[str], empty: int) -> list[Figures]:
    """Numbers by the fast road where possible: eight times faster than reading every cell as text.

    That road makes no difference between «.» and empty, so the dots are looked up in the bytes.
    """
    if csv.ends is None:
        texts = _read_texts(csv, names)
        return [from_texts(texts[name], empty=empty) for name in names]
    frame = _read(csv, names, na_values=[".", ""], keep_default_na=False, decimal=_decimal_sign(csv), low_memory=False)
    at = {name: csv.header.index(name) for name in names}
    slow = [name for name in names if frame[at[name]].dtype.kind not in NUMERIC_KINDS]
    texts = _read_texts(csv, slow) if slow else {}
    dots = _dots(csv.content, csv.ends, csv.delimiter)
    return [
        from_texts(texts[name], empty=empty)
        if name in texts
        else _with_reasons(frame[at[name]].to_numpy(np.float64), dots[:, at[name]], empty)
        for name in names
    ]


def _read(csv: CsvFile, names: Sequence[str], **how: Any) -> Any:
    """Some columns by pandas; raises SourceError where quotes make it see other rows than we counted."""
    import pandas as pd  # noqa: PLC0415 - takes half a second and 90 MB, which pages must not pay

    try:
        frame = pd.read_csv(
            io.BytesIO(csv.content),
            sep=csv.delimiter,
            header=0,
            names=list(range(len(csv.header))),
            usecols=[csv.header.index(name) for name in names],
            index_col=False,
            skip_blank_lines=False,
            # Looking for blanks before every cell takes a third of the time, so only where there are any.
            skipinitialspace=f"{csv.delimiter} ".encode() in csv.content,
            engine="c",
            **how,
        )
    except (pd.errors.ParserError, pd.errors.EmptyDataError) as error:
        raise SourceError(MISQUOTED) from error
    if len(frame) != len(csv.lines):
        raise SourceError(MISQUOTED)
    return frame


def _with_reasons(values: npt.NDArray[np.float64], dots: npt.NDArray[np.bool_], empty: int) -> Figures:
    figures = from_array(values, empty=empty)
    figures.reasons[dots & np.isnan(values)] = SUPPRESSED
    return figures


def _dots(content: bytes, ends: npt.NDArray[np.int64], delimiter: str) -> npt.NDArray[np.bool_]:
    """Which cells hold a dot and nothing else but padding before it."""
    signs = np.frombuffer(content, dtype=np.uint8)
    before = signs[ends - 2]
    is_start = (before == SPACE) | (before == ord(delimiter)) | (before == NEWLINE)
    dots: npt.NDArray[np.bool_] = (signs[ends - 1] == DOT) & is_start
    return dots


def _decimal_sign(csv: CsvFile) -> str:
    """Comma where the first lines write decimals with a comma; columns that differ are read as text."""
    if csv.delimiter == ",":
        return "."
    start = csv.content.index(b"\n")
    sample = csv.content[start : start + 65_536]
    field_of = re.escape(csv.delimiter.encode()) + rb"\s*-?\d+"
    return "," if re.search(field_of + rb",\d", sample) else "."
