"""The computed sentences of a regioscan with complete receipts: every value with the delivery it was read in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from regioscan import frames
from regioscan.analysis.findings import Fact, Finding, each_of, highlights, opening
from regioscan.analysis.receipts import CellRef, Receipt
from regioscan.analysis.wording import PeerWords
from regioscan.figures.comparing import peer_words
from regioscan.figures.scan import Scan, ThemeScan
from regioscan.frames import Provenance
from regioscan.models import Region

Origins = dict[tuple[str, int, str], Provenance]
"""(code of the indicator, year, code of the region) → the delivery."""


@dataclass(frozen=True)
class Chapter:
    """Sentences that belong together, under a name; `is_printed` where the report has them too."""

    name: str
    findings: tuple[Finding, ...]
    is_printed: bool = True


def opening_of(scan: Scan) -> tuple[Finding, ...]:
    """The sentences under the name of the region, with complete receipts: one query."""
    return _complete(scan, [Chapter("", scan.findings)])[0].findings


def all_sentences(scan: Scan) -> tuple[Chapter, ...]:
    """Every computed sentence: of the region, of each figure shown first, and of each theme. One query."""
    facts = _facts(scan.themes)
    each = each_of(scan.region.name, facts, scan.highlights, words_of(scan))
    chapters = [Chapter("De hele regio", scan.findings), Chapter("Eerst deze cijfers", each, is_printed=False)]
    chapters += [Chapter(theme.theme.name, theme_findings(scan, theme)) for theme in scan.themes if theme.n_known]
    return _complete(scan, [chapter for chapter in chapters if chapter.findings])


def theme_findings(scan: Scan, theme: ThemeScan) -> tuple[Finding, ...]:
    """The sentences of one theme, by the same rules as those of the whole region."""
    facts = _facts([theme])
    return opening(scan.region.name, facts, highlights(facts), words_of(scan))


def words_of(scan: Scan) -> PeerWords:
    """What the other regions are called."""
    return scan.comparison.words if scan.comparison else peer_words(scan.region.kind)


def _facts(themes: Iterable[ThemeScan]) -> list[Fact]:
    return [figure.fact for theme in themes for figure in theme.figures if figure.value is not None]


def _complete(scan: Scan, chapters: Sequence[Chapter]) -> tuple[Chapter, ...]:
    """The same sentences; each value that was used names its delivery."""
    cells = [
        cell for chapter in chapters for finding in chapter.findings for cell in finding.receipt.cells
        if cell.snapshot is None
    ]  # fmt: skip
    found = _origins(scan, cells)
    return tuple(
        replace(one, findings=tuple(Finding(_with_origins(finding.receipt, found)) for finding in one.findings))
        for one in chapters
    )


def _origins(scan: Scan, cells: Sequence[CellRef]) -> Origins:
    """Where these values were read, with one query."""
    regions = _regions(scan)
    indicators = {code: figure.indicator.pk for code, figure in scan.figures.items()}
    named = {(cell.indicator, cell.region) for cell in cells if cell.region in regions and cell.indicator in indicators}
    found = frames.origins(
        sorted({indicators[indicator] for indicator, _ in named}),
        sorted({cell.period for cell in cells}),
        sorted({regions[region].pk for _, region in named}),
    )
    codes = {number: code for code, number in indicators.items()}
    places = {region.pk: code for code, region in regions.items()}
    return {(codes[number], year, places[place]): origin for (number, year, place), origin in found.items()}


def _regions(scan: Scan) -> dict[str, Region]:
    beside = [one.region for figure in scan.figures.values() for one in figure.benchmarks]
    return {one.code: one for one in (scan.region, *scan.around, *beside)}


def _with_origins(receipt: Receipt, found: Origins) -> Receipt:
    proofs = (
        replace(proof, cells=tuple(_with_origin(cell, found) for cell in proof.cells)) for proof in receipt.proofs
    )
    return replace(receipt, proofs=tuple(proofs))


def _with_origin(cell: CellRef, found: Origins) -> CellRef:
    origin = found.get((cell.indicator, cell.period, cell.region))
    return replace(cell, snapshot=origin.snapshot, source=origin.source_name) if origin else cell
