"""From a figure to what the rules that make sentences need to know of it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from regioscan.analysis.findings import Fact
from regioscan.analysis.position import middle_half
from regioscan.analysis.receipts import CellRef
from regioscan.figures.against import against

if TYPE_CHECKING:
    from regioscan.figures.certainty import Certainty
    from regioscan.figures.scan import Figure
    from regioscan.frames import Reading
    from regioscan.models import Region

NO_BENCHMARK = "Er is geen gemiddelde van de andere regio’s om mee te toetsen."
OURS = "door ons berekend"


def fact_of(figure: Figure) -> Fact:
    """The fact of a figure; one that is too old for its theme has no place, no test and no change."""
    course = _course(figure)
    basis = Fact(
        figure.code,
        figure.name,
        figure.indicator.direction,
        figure.decimals,
        figure.unit,
        figure.standing,
        None,
        None,
        middle_half(figure.peers),
        own=_own(figure, course),
        beside=_beside(figure),
        course=course,
    )
    if figure.is_too_old:
        return basis
    basis = replace(basis, place=figure.place, change=figure.change)
    return _with_tests(basis, figure, figure.certainty) if figure.certainty else basis


def _with_tests(fact: Fact, figure: Figure, found: Certainty) -> Fact:
    """With what was tested, what it was tested against, or why it could not be."""
    benchmark = against(figure)
    if found.test is None:
        untested = benchmark.too_few or found.explanation or NO_BENCHMARK
        return replace(fact, trend=found.trend, interval=found.interval, untested=untested)
    beside = fact.beside
    if benchmark.value is not None and figure.period is not None and not benchmark.is_whole:
        cell = CellRef(
            figure.code, "", benchmark.name, figure.period, benchmark.value, figure.unit, figure.decimals, source=OURS
        )
        beside = (cell, *beside)
    return replace(
        fact, test=found.test, trend=found.trend, interval=found.interval, beside=beside, tested_against=benchmark.name
    )  # fmt: skip


def _course(figure: Figure) -> tuple[CellRef, ...]:
    """The known years of the region itself, in order."""
    if not figure.courses:
        return ()
    own = figure.courses[0]
    cells = (_cell(figure, own.region, reading) for reading in own.readings)
    return tuple(cell for cell in cells if cell is not None)


def _own(figure: Figure, course: tuple[CellRef, ...]) -> CellRef | None:
    """The value shown, with the delivery it was read in."""
    found = next((cell for cell in course if cell.period == figure.period), None)
    origin = figure.provenance
    if found is None or origin is None:
        return found
    return replace(found, snapshot=origin.snapshot, source=origin.source_name)


def _beside(figure: Figure) -> tuple[CellRef, ...]:
    """The same figure in the same year of the regions around."""
    cells = (_cell(figure, one.region, one.reading) for one in figure.benchmarks)
    return tuple(cell for cell in cells if cell is not None)


def _cell(figure: Figure, region: Region, reading: Reading) -> CellRef | None:
    if reading.value is None:
        return None
    return CellRef(
        figure.code, region.code, region.title, reading.period, reading.value, figure.unit, figure.decimals
    )  # fmt: skip
