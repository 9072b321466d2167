"""Cells as numbers, or as the reason why there is none. Unknown is never zero."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

from regioscan.connectors.base import MISSING, NO_DENOMINATOR, NOT_APPLICABLE, SUPPRESSED, Problem

HAS_VALUE = 0
BAD = -1
MAX_PROBLEMS = 10_000
LARGEST = 1e300
# No thousands: the office writes none, so a comma and a point both mean the decimals (they occur in one file).
OFFICE_NUMBER = re.compile(r"[-−]?[0-9]{1,30}(?:[.,][0-9]{1,30})?")
REASONS = {
    ".": SUPPRESSED, "x": SUPPRESSED, "geheim": SUPPRESSED, "onderdrukt": SUPPRESSED,
    ",": MISSING, "-": MISSING, "–": MISSING, "ontbreekt": MISSING, "onbekend": MISSING, "n.b.": MISSING,
    "n.v.t.": NOT_APPLICABLE, "nvt": NOT_APPLICABLE, "niet van toepassing": NOT_APPLICABLE,
    "geen noemer": NO_DENOMINATOR,
}  # fmt: skip
# A table in which numbers took the place of reasons; the same numbers, negative, stand in the office's map files.
SENTINELS = {99997: SUPPRESSED, 99995: MISSING, 99991: NOT_APPLICABLE}


@dataclass(frozen=True)
class Figures:
    """One column: `values` (NaN where there is none) and `reasons` (HAS_VALUE, a status of 10 or more, or BAD)."""

    values: npt.NDArray[np.float64]
    reasons: npt.NDArray[np.int16]
    bad: Sequence[tuple[int, str]] = field(default=())
    """Row and text of each cell that is no number."""

    def take(self, rows: npt.NDArray[np.intp]) -> "Figures":
        """Only these rows, in this order."""
        new_place = {old: new for new, old in enumerate(rows.tolist())} if self.bad else {}
        bad = [(new_place[row], text) for row, text in self.bad if row in new_place]
        return Figures(self.values[rows], self.reasons[rows], bad)


def from_texts(cells: Sequence[object], *, empty: int = MISSING) -> Figures:
    """Cells as a file or an untyped reply has them: padded text, or numbers, or None for an empty cell.

    `empty` is the reason that an empty cell stands for: in StatLine's files that is «cannot occur».
    """
    read = [_read(cell, empty) for cell in cells]
    values = np.array([value for value, _ in read], dtype=np.float64)
    reasons = np.array([reason for _, reason in read], dtype=np.int16)
    bad = [(row, str(cells[row])) for row in np.flatnonzero(reasons == BAD).tolist()]
    return Figures(values, reasons, bad)


def _read(cell: object, empty: int) -> tuple[float, int]:
    if cell is None:
        return np.nan, empty
    if isinstance(cell, str):
        return _read_text(cell, empty)
    if isinstance(cell, int | float) and not isinstance(cell, bool) and abs(cell) < LARGEST:
        return float(cell), HAS_VALUE
    return np.nan, BAD


@lru_cache(maxsize=200_000)
def _read_text(cell: str, empty: int) -> tuple[float, int]:
    text = cell.strip()
    if not text:
        return np.nan, empty
    if OFFICE_NUMBER.fullmatch(text):
        return float(text.replace(",", ".").replace("−", "-")), HAS_VALUE
    return np.nan, REASONS.get(text.casefold(), BAD)


def from_numbers(cells: Sequence[Any]) -> Figures:
    """Cells of a typed reply: numbers, with None for unknown, secret, impossible and not yet published alike."""
    if {type(cell) for cell in cells} <= {int, float, type(None)}:
        try:
            return from_array(np.array(cells, dtype=np.float64))
        except OverflowError:  # a whole number of hundreds of digits: named by the slow road below
            return from_texts(cells)
    return from_texts(cells)


def from_array(values: npt.NDArray[np.float64], *, empty: int = MISSING) -> Figures:
    """A column already read as numbers, NaN where empty, for which `empty` is the reason; infinite is no number."""
    reasons = np.full(len(values), HAS_VALUE, np.int16)
    reasons[np.isnan(values)] = empty
    infinite = np.abs(values) >= LARGEST
    if not infinite.any():
        return Figures(values, reasons)
    reasons[infinite] = BAD
    bad = [(int(row), str(values[row])) for row in np.flatnonzero(infinite)]
    return Figures(np.where(infinite, np.nan, values), reasons, bad)


def without_single_noise(figures: Figures, decimals: int | None) -> Figures:
    """Undo the noise of a value that went through a single float: 7888.2001953125 was 7888.2.

    Only a value that is a single float to the last bit is touched, and only when the rounded value gives that very
    single float too, so no precision is lost.
    """
    if decimals is None:
        return figures
    rounded = np.round(figures.values, decimals)
    with np.errstate(over="ignore", invalid="ignore"):
        single = figures.values.astype(np.float32)
        noisy = (single == figures.values) & (rounded.astype(np.float32) == single)
    return replace(figures, values=np.where(noisy, rounded, figures.values))


def without_sentinels(figures: Figures) -> tuple[Figures, int]:
    """Numbers that stand for a reason become that reason; also says how many there were."""
    values, reasons = figures.values.copy(), figures.reasons.copy()
    n_found = 0
    for sentinel, reason in SENTINELS.items():
        here = np.abs(values) == sentinel
        values[here], reasons[here] = np.nan, reason
        n_found += int(here.sum())
    return replace(figures, values=values, reasons=reasons), n_found


def divided(top: Figures, bottom: Figures) -> Figures:
    """Top by bottom: a reason in either stays a reason, and nothing can be divided by zero."""
    reasons = np.where(top.reasons != HAS_VALUE, top.reasons, bottom.reasons)
    zero = (reasons == HAS_VALUE) & (bottom.values == 0)
    reasons[zero] = NO_DENOMINATOR
    values = np.full(len(reasons), np.nan)
    np.divide(top.values, bottom.values, out=values, where=reasons == HAS_VALUE)
    return Figures(values, reasons)


def added(parts: Sequence[Figures]) -> Figures:
    """The sum of columns; a reason in one is the reason of the sum."""
    total = parts[0]
    for part in parts[1:]:
        reasons = np.where(total.reasons != HAS_VALUE, total.reasons, part.reasons)
        total = Figures(total.values + part.values, reasons)
    return total


class ProblemList:
    """Problems up to a limit; the rest is only counted, for nobody reads a million lines."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.n_more = 0

    def add(self, line: int, column: str, value: object, reason: str) -> None:
        """Note a cell or row that is not taken over."""
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(Problem(line, column, str(value)[:200], reason))
        else:
            self.n_more += 1

    def notes(self) -> list[str]:
        """A sentence about what is not listed."""
        return [f"Nog {self.n_more} cellen zijn geweigerd en staan niet in de lijst."] if self.n_more else []
