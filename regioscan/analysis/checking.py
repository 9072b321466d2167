"""What is wrong with a delivery of figures, and what it would change. Nothing is written here."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from regioscan.analysis.matching import NOT_FOUND, KnownRegions, match_regions
from regioscan.connectors.base import (
    FINAL,
    MISSING,
    MODELLED,
    NO_DENOMINATOR,
    NOT_APPLICABLE,
    PROVISIONAL,
    SUPPRESSED,
    Cells,
    Problem,
)

MAX_PROBLEMS = 10_000
"""So many refused rows are kept with their reason; all of them are counted."""
FIRST_YEAR, LAST_YEAR = 1800, 2200
VALUED = (FINAL, PROVISIONAL, MODELLED)
REASONED = (SUPPRESSED, MISSING, NOT_APPLICABLE, NO_DENOMINATOR)

Flags = npt.NDArray[np.bool_]
Ids = npt.NDArray[np.int32]
Ends = npt.NDArray[np.float64] | None


@dataclass(frozen=True)
class Declared:
    """An indicator as declared: values outside minimum … maximum (None = open) are refused."""

    id: int
    code: str
    name: str
    minimum: float | None = None
    maximum: float | None = None


@dataclass(frozen=True)
class Rows:
    """Observations ready for the database: columns of equal length, sorted by (indicator, period, region), each once.

    `indicator` and `region` are ids; `value` is NaN exactly where `status` ≥ 10.
    """

    indicator: Ids
    period: npt.NDArray[np.int16]
    region: Ids
    status: npt.NDArray[np.int16]
    value: npt.NDArray[np.float64]
    low: Ends = None
    """The margins that the source published, NaN where it gave none; None where it gave none at all."""
    high: Ends = None

    def __len__(self) -> int:
        """The number of observations."""
        return len(self.value)

    @cached_property
    def key(self) -> npt.NDArray[np.int64]:
        """(indicator, period, region) in one ascending number; room for a million indicators."""
        indicator, period = self.indicator.astype(np.int64), self.period.astype(np.int64)
        return (indicator << 43) | (period << 31) | self.region

    @cached_property
    def slices(self) -> tuple[tuple[int, int], ...]:
        """The (indicator, period) pairs that occur, ascending."""
        unique = np.unique(self.key >> 31)
        return tuple((int(pair) >> 12, int(pair) & 0xFFF) for pair in unique)

    def take(self, selection: npt.NDArray[np.intp] | Flags) -> "Rows":
        """The rows at these places, in this order; the caller keeps them sorted."""
        return Rows(
            self.indicator[selection],
            self.period[selection],
            self.region[selection],
            self.status[selection],
            self.value[selection],
            None if self.low is None else self.low[selection],
            None if self.high is None else self.high[selection],
        )


@dataclass(frozen=True)
class Filled:
    """How full one indicator is in a delivery."""

    code: str
    name: str
    n_cells: int
    n_values: int
    n_suppressed: int


@dataclass(frozen=True)
class CheckReport:
    """What checking showed: the rows that can be loaded, and everything that was noticed."""

    accepted: Flags
    """One element a cell of the delivery."""
    rows: Rows
    problems: Sequence[Problem]
    """The first MAX_PROBLEMS in order of line; `n_rejected` counts them all."""
    n_rejected: int
    filled: Sequence[Filled]
    unknown_regions: Sequence[str]
    notes: Sequence[str]


def check(cells: Cells, known: KnownRegions, declared: Mapping[str, Declared]) -> CheckReport:
    """Judge every cell: the acceptable ones become rows, each refused one gets a reason in Dutch.

    Refused are unknown indicators, impossible years, unknown regions, values that are not finite or do not fit their
    status, values outside the declared range, and keys that occur more than once (of identical repeats the first is
    kept; where values differ none is). Slices of an indicator and year in which every cell is missing are left out
    with a note: a table exists long before it is filled, and emptiness must not wipe out what was known.
    """
    found = _Findings(cells)
    indicator = _indicator_ids(cells, declared)
    found.refuse(indicator == NOT_FOUND, "deze indicator is niet bekend")
    found.refuse((cells.period < FIRST_YEAR) | (cells.period > LAST_YEAR), "dit jaar kan niet")
    region, n_outside = match_regions(cells, known, ~found.is_refused)
    is_unknown = (region == NOT_FOUND) & ~found.is_refused
    found.refuse(is_unknown, "deze regio staat niet in de regiolijst", whole_line=True)
    _judge_values(found, cells, declared)
    _judge_repeats(found, indicator, region)
    is_empty, empty_names = _empty_slices(cells, indicator, ~found.is_refused, declared)
    accepted = ~found.is_refused & ~is_empty
    return CheckReport(
        accepted=accepted,
        rows=_rows(cells, indicator, region, accepted),
        problems=found.problems(),
        n_rejected=found.n_rejected + len(cells.problems),
        filled=_filled(cells, declared),
        unknown_regions=tuple(cells.region_codes[position] for position in np.unique(cells.region[is_unknown])),
        notes=(*cells.notes, *_notes(cells, n_outside, empty_names)),
    )


def fingerprint(columns: Sequence[str]) -> str:
    """A hash of the column names as received; "" without columns."""
    return hashlib.sha256("\n".join(columns).encode()).hexdigest() if columns else ""


def column_changes(columns: Sequence[str], previous: Sequence[str]) -> tuple[list[str], list[str]]:
    """The columns that came and the columns that went, in the order of their own delivery."""
    return [name for name in columns if name not in set(previous)], [n for n in previous if n not in set(columns)]


class _Findings:
    """Which cells are refused, and the first reason for each."""

    def __init__(self, cells: Cells) -> None:
        self.cells = cells
        self.is_refused: Flags = np.zeros(len(cells), bool)
        self.n_rejected = 0
        self._refused: list[tuple[npt.NDArray[np.intp], str, bool]] = []

    def refuse(self, wrong: Flags, reason: str, whole_line: bool = False) -> None:
        """Refuse the cells where `wrong` is true, unless they were already; `whole_line` reports a line once."""
        places = np.flatnonzero(wrong & ~self.is_refused)
        self.is_refused[places] = True
        if whole_line:
            places = places[np.unique(self.cells.line[places], return_index=True)[1]]
        self.n_rejected += len(places)
        self._refused.append((places[:MAX_PROBLEMS], reason, whole_line))

    def problems(self) -> tuple[Problem, ...]:
        """The first problems of the whole delivery, those of `tidy` included, in order of line."""
        problems = list(self.cells.problems[:MAX_PROBLEMS])
        for places, reason, whole_line in self._refused:
            problems += [self._problem(place, reason, whole_line) for place in places.tolist()]
        return tuple(sorted(problems, key=lambda problem: (problem.line, problem.column))[:MAX_PROBLEMS])

    def _problem(self, place: int, reason: str, whole_line: bool) -> Problem:
        cells = self.cells
        line, region = int(cells.line[place]), cells.region_codes[cells.region[place]]
        if whole_line:
            return Problem(line, "", region, f"{reason}; de hele regel is overgeslagen")
        value = "" if np.isnan(cells.value[place]) else f"{cells.value[place]:.10g}".replace(".", ",")
        column = cells.indicator_codes[cells.indicator[place]]
        return Problem(line, column, value, f"{reason} ({region}, {cells.period[place]})")


def _indicator_ids(cells: Cells, declared: Mapping[str, Declared]) -> Ids:
    ids = [declared[code].id if code in declared else NOT_FOUND for code in cells.indicator_codes]
    return np.array(ids or [NOT_FOUND], np.int32)[cells.indicator]


def _judge_values(found: _Findings, cells: Cells, declared: Mapping[str, Declared]) -> None:
    has_value = np.isin(cells.status, VALUED)
    found.refuse(~has_value & ~np.isin(cells.status, REASONED), "deze status bestaat niet")
    found.refuse(has_value & ~np.isfinite(cells.value), "dit is geen getal")
    found.refuse(~has_value & ~np.isnan(cells.value), "hier staat een waarde naast een reden waarom er geen is")
    for position, code in enumerate(cells.indicator_codes):
        limits = declared.get(code)
        if limits is None or (limits.minimum is None and limits.maximum is None):
            continue
        low = -np.inf if limits.minimum is None else limits.minimum
        high = np.inf if limits.maximum is None else limits.maximum
        outside = (cells.indicator == position) & ((cells.value < low) | (cells.value > high))
        found.refuse(outside, f"de waarde moet liggen {_between(limits)}")


def _between(limits: Declared) -> str:
    if limits.minimum is None:
        return f"onder de {limits.maximum:g}"
    if limits.maximum is None:
        return f"boven de {limits.minimum:g}"
    return f"tussen {limits.minimum:g} en {limits.maximum:g}"


def _judge_repeats(found: _Findings, indicator: Ids, region: Ids) -> None:
    cells, kept = found.cells, np.flatnonzero(~found.is_refused)
    order = kept[np.lexsort((cells.line[kept], region[kept], cells.period[kept], indicator[kept]))]
    if len(order) < 2:
        return
    keys = np.stack([indicator[order], cells.period[order], region[order]])
    is_repeat = np.concatenate([[False], (keys[:, 1:] == keys[:, :-1]).all(axis=0)])
    if not is_repeat.any():
        return
    group = np.cumsum(~is_repeat) - 1
    first = order[np.flatnonzero(~is_repeat)][group]
    differs = ~np.isclose(cells.value[order], cells.value[first], rtol=0, atol=0, equal_nan=True)
    differs |= cells.status[order] != cells.status[first]
    is_contested = np.bincount(group, weights=differs)[group] > 0
    found.refuse(_at(order[is_contested], len(cells)), "staat er vaker in, met verschillende waarden")
    found.refuse(_at(order[is_repeat], len(cells)), "staat er dubbel in; de eerste is gebruikt")


def _at(places: npt.NDArray[np.intp], length: int) -> Flags:
    flags: Flags = np.zeros(length, bool)
    flags[places] = True
    return flags


def _empty_slices(
    cells: Cells, indicator: Ids, is_kept: Flags, declared: Mapping[str, Declared]
) -> tuple[Flags, Sequence[str]]:
    """Cells of slices in which every cell is missing, and the names of the indicators with their year."""
    pairs = indicator.astype(np.int64) << 16 | (cells.period.astype(np.int64) & 0xFFFF)
    unique, inverse = np.unique(pairs, return_inverse=True)
    n_filled = np.bincount(inverse[is_kept & (cells.status != MISSING)], minlength=len(unique))
    n_kept = np.bincount(inverse[is_kept], minlength=len(unique))
    empty = (n_filled == 0) & (n_kept > 0)
    names = {one.id: one.name for one in declared.values()}
    shown = [f"{names[int(pair) >> 16]} ({int(pair) & 0xFFFF})" for pair in unique[empty]]
    return empty[inverse] & is_kept, shown


def _rows(cells: Cells, indicator: Ids, region: Ids, accepted: Flags) -> Rows:
    places = np.flatnonzero(accepted)
    order = places[np.lexsort((region[places], cells.period[places], indicator[places]))]
    low, high = (None if ends is None else ends[order] for ends in _good_margins(cells))
    return Rows(
        indicator[order],
        cells.period[order].astype(np.int16),
        region[order],
        cells.status[order].astype(np.int16),
        cells.value[order].astype(np.float64),
        low,
        high,
    )


def _good_margins(cells: Cells) -> tuple[Ends, Ends]:
    """The margins, without those that do not lie around their value."""
    if cells.low is None or cells.high is None:
        return None, None
    is_good = (cells.low <= cells.value) & (cells.value <= cells.high)
    return np.where(is_good, cells.low, np.nan), np.where(is_good, cells.high, np.nan)


def _filled(cells: Cells, declared: Mapping[str, Declared]) -> tuple[Filled, ...]:
    n = len(cells.indicator_codes)
    n_cells = np.bincount(cells.indicator, minlength=n)
    n_values = np.bincount(cells.indicator[cells.status < SUPPRESSED], minlength=n)
    n_suppressed = np.bincount(cells.indicator[cells.status == SUPPRESSED], minlength=n)
    return tuple(
        Filled(code, declared[code].name, int(n_cells[i]), int(n_values[i]), int(n_suppressed[i]))
        for i, code in enumerate(cells.indicator_codes)
        if code in declared and n_cells[i]
    )


def _notes(cells: Cells, n_outside: int, empty_names: Sequence[str]) -> list[str]:
    notes = []
    good, _ = _good_margins(cells)
    n_bad = int((np.isfinite(cells.low) & np.isnan(good)).sum()) if cells.low is not None and good is not None else 0
    if n_bad:
        notes.append(f"Marges die niet om hun cijfer heen liggen, en daarom niet zijn overgenomen: {n_bad}.")
    if empty_names:
        notes.append(
            f"Nog leeg in deze levering, en daarom overgeslagen: {'; '.join(empty_names)}. "
            "Wat er al stond, blijft staan."
        )
    if n_outside:
        years = sorted({int(year) for year in np.unique(cells.period)})
        notes.append(
            f"Regio's die volgens de regiolijst in {', '.join(map(str, years))} niet bestonden: {n_outside}. "
            "Hun cijfers staan bij de regio die nu deze code heeft."
        )
    return notes
