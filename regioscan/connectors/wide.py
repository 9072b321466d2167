"""From a wide table (a row per region, a column per topic) to cells, whatever the file it came in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from regioscan.connectors import units
from regioscan.connectors.base import FINAL, MODELLED, Cells, Key, SourceError
from regioscan.connectors.codes import kind_of, positions
from regioscan.connectors.figures import (
    BAD,
    HAS_VALUE,
    Figures,
    ProblemList,
    added,
    divided,
    without_single_noise,
)
from regioscan.connectors.paths import Column, Found, find_columns

COUNT = "aantal"
Ends = npt.NDArray[np.float64] | None


@dataclass(frozen=True)
class Wide:
    """A wide table: per row a region code, year, line and status, and a way to read some of its columns.

    `columns` are the topics that can be asked for; `names` are all names as received, with their units, for the
    fingerprint. `read` gives one Figures per column asked, in that order, each as long as `regions`.
    """

    regions: Sequence[str]
    periods: npt.NDArray[np.int16]
    lines: npt.NDArray[np.int32]
    columns: Sequence[Column]
    names: Sequence[str]
    read: Callable[[Sequence[Column]], Sequence[Figures]]
    statuses: npt.NDArray[np.int16] | None = None
    notes: Sequence[str] = field(default=())
    low: "Wide | None" = None
    """The same table with the lower ends of the margins that the source publishes, and with the upper ends."""
    high: "Wide | None" = None


def cells_of(wide: Wide, keys: Sequence[Key]) -> Cells:
    """One observation per row and key that the table can fill; raises SourceError when there is nothing to take.

    A bad cell becomes a problem with its line, and is left out.
    """
    if not len(wide.regions):
        raise SourceError("De tabel heeft geen regels met gegevens. Controleer de keuze van regio's en jaren.")
    found, notes = find_columns(keys, wide.columns)
    problems = ProblemList()
    usable = [match for match in found if _units_are_known(match, problems)]
    figures = _read_once(wide, usable, problems)
    made = [_compute(match, figures) for match in usable]
    low, high = _margins(wide, usable)
    return _stack(wide, usable, made, problems, [*wide.notes, *notes, *_empty_notes(usable, made)], low, high)


def _margins(wide: Wide, usable: Sequence[Found]) -> tuple[Ends, Ends]:
    """Both ends of the published margins, for each key beside the rows of `wide`; None where the source has none."""
    if wide.low is None or wide.high is None or not usable:
        return None, None
    low, high = (_ends(wide, beside, usable) for beside in (wide.low, wide.high))
    is_whole = np.isfinite(low) & np.isfinite(high)
    return np.where(is_whole, low, np.nan), np.where(is_whole, high, np.nan)


def _ends(wide: Wide, beside: Wide, usable: Sequence[Found]) -> npt.NDArray[np.float64]:
    """One end of the margins. A sum or a quotient has no margin: those of its parts say nothing of it."""
    figures = _read_once(beside, usable, ProblemList())
    place = {key: row for row, key in enumerate(zip(beside.regions, beside.periods.tolist(), strict=True))}
    rows = np.array([place.get(key, -1) for key in zip(wide.regions, wide.periods.tolist(), strict=True)], np.intp)
    found = []
    for match in usable:
        if match.divisors or len(match.parts) > 1 or not place:
            found.append(np.full(len(rows), np.nan))
            continue
        read = _compute(match, figures)
        values = np.where(read.reasons == HAS_VALUE, read.values, np.nan)
        found.append(np.where(rows >= 0, values[rows], np.nan))
    return np.concatenate(found)


def _read_once(wide: Wide, found: Sequence[Found], problems: ProblemList) -> Mapping[str, Figures]:
    """Every column that any key needs, read once, by name."""
    needed = {column.name: column for match in found for column in match.columns}
    read = dict(zip(needed, wide.read(list(needed.values())), strict=True))
    for name, figures in read.items():
        for row, text in figures.bad:
            problems.add(int(wide.lines[row]), name, text, "dit is geen getal")
    return {name: without_single_noise(figures, needed[name].decimals) for name, figures in read.items()}


def _units_are_known(match: Found, problems: ProblemList) -> bool:
    """Whether every column can be converted; one that cannot is told as a problem of the header."""
    wrong = [column for column in match.columns if _factor(match, column) is None]
    for column in wrong:
        reason = f"onbekende eenheid of niet om te rekenen naar «{match.key.unit or COUNT}»"
        problems.add(1, column.name, column.unit, reason)
    return not wrong


def _factor(match: Found, column: Column) -> float | None:
    """What to multiply a column by. In a division, counts in thousands are first made plain counts."""
    is_part = any(column is part for part in match.parts)
    if is_part and match.key.unit:
        return units.factor(column.unit, match.key.unit)
    if not match.divisors:
        return units.factor(column.unit, "")
    as_count = units.factor(column.unit, COUNT)
    return units.factor(column.unit, "") if as_count is None else as_count


def _compute(match: Found, figures: Mapping[str, Figures]) -> Figures:
    """The figures of one indicator."""

    def total(columns: Sequence[Column]) -> Figures:
        scaled = [_scaled(figures[column.name], _factor(match, column) or 1.0) for column in columns]
        return added(scaled)

    top = total(match.parts)
    ratio = divided(top, total(match.divisors)) if match.divisors else top
    return _scaled(ratio, match.key.multiply_by)


def _scaled(figures: Figures, factor: float) -> Figures:
    """Multiplied; untouched by one, so that what the source wrote stays bit for bit."""
    return figures if factor == 1.0 else Figures(figures.values * factor, figures.reasons)


def _empty_notes(found: Sequence[Found], made: Sequence[Figures]) -> list[str]:
    return [
        f"Indicator «{match.key.indicator}» is in deze levering helemaal leeg."
        for match, figures in zip(found, made, strict=True)
        if not (figures.reasons == HAS_VALUE).any()
    ]


def _stack(
    wide: Wide,
    found: Sequence[Found],
    made: Sequence[Figures],
    problems: ProblemList,
    notes: Sequence[str],
    low: Ends = None,
    high: Ends = None,
) -> Cells:
    """All indicators below each other."""
    n_rows, n_keys = len(wide.regions), len(found)
    region_codes, region = positions(wide.regions)
    statuses = np.full(n_rows, FINAL, np.int16) if wide.statuses is None else wide.statuses
    value = np.concatenate([figures.values for figures in made]) if made else np.empty(0)
    reasons = np.concatenate([figures.reasons for figures in made]) if made else np.empty(0, np.int16)
    is_kept = (reasons != BAD) & np.tile(_has_region(wide, problems), n_keys)
    # Nearly always everything is kept; leaving the columns as they are then saves seven copies.
    keep = slice(None) if is_kept.all() else is_kept
    return Cells(
        indicator_codes=[match.key.indicator for match in found],
        region_codes=region_codes,
        indicator=np.repeat(np.arange(n_keys, dtype=np.int32), n_rows)[keep],
        region=np.tile(region, n_keys)[keep],
        period=np.tile(wide.periods, n_keys)[keep],
        value=value[keep],
        status=np.where(reasons == HAS_VALUE, np.tile(statuses, n_keys), reasons)[keep].astype(np.int16),
        line=np.tile(wide.lines, n_keys)[keep],
        low=None if low is None else low[keep],
        high=None if high is None else high[keep],
        columns=list(wide.names),
        problems=problems.problems,
        notes=[*notes, *problems.notes()],
    )


def _has_region(wide: Wide, problems: ProblemList) -> npt.NDArray[np.bool_]:
    has_region = np.array([bool(code.strip()) for code in wide.regions])
    for row in np.flatnonzero(~has_region):
        problems.add(int(wide.lines[row]), "", "", "de regel heeft geen regiocode")
    return has_region


def one_year(n_rows: int, period: int | None) -> npt.NDArray[np.int16]:
    """The year of a table without a period of its own, as the caller gives it; raises SourceError without one."""
    if period is None:
        raise SourceError("Deze tabel noemt zelf geen jaar. Geef het jaar erbij (--period 2020).")
    return np.full(n_rows, period, dtype=np.int16)


def names_with_units(columns: Sequence[Column]) -> list[str]:
    """Names for the fingerprint: a unit that changes must be noticed as much as a column that does."""
    return [f"{column.name} ({column.unit})" if column.unit else column.name for column in columns]


def with_modelled(cells: Cells, kinds: frozenset[str]) -> Cells:
    """The same cells, of which final figures of these kinds of region are marked as estimated with a model."""
    is_modelled = np.array([kind_of(code) in kinds for code in cells.region_codes], dtype=bool)
    status = np.where((cells.status == FINAL) & is_modelled[cells.region], MODELLED, cells.status)
    return replace(cells, status=status.astype(np.int16))
