"""What a computed sentence rests on, ready to be shown: the rule, the test and the values of each figure it names."""

from collections.abc import Sequence
from dataclasses import dataclass

from lib.tables import Column, Table
from lib.text import number
from regioscan.analysis.findings import PLACE_ONLY, TREND_NAME, TWO_BARE_YEARS, TWO_YEARS, Finding
from regioscan.analysis.receipts import Position, Proof
from regioscan.analysis.rules import RULES
from regioscan.charts.cards import FindingPiece, ScanCards
from regioscan.figures.receipts import Chapter

SMALLEST = 0.001
MEASURES = {
    TREND_NAME: "Helling per jaar (Theil en Sen)",
    TWO_YEARS: "Verschil tussen de jaren",
    TWO_BARE_YEARS: "Verschil tussen de jaren",
}
"""What the statistic of a proof is; of every other test it is z."""
CELL_COLUMNS = [
    Column("regio", "Regio"),
    Column("jaar", "Jaar", "year"),
    Column("waarde", "Waarde"),
    Column("levering", "Levering"),
    Column("bron", "Bron"),
]


@dataclass(frozen=True)
class ProofCard:
    """One figure in a sentence: the test in terms with words, and the values as a table."""

    name: str
    url: str
    terms: tuple[tuple[str, str], ...]
    cells: Table | None


@dataclass(frozen=True)
class ReceiptCard:
    """One sentence with all that it rests on."""

    anchor: str
    pieces: tuple[FindingPiece, ...]
    text: str
    rule: str
    version: int
    meaning: str
    proofs: tuple[ProofCard, ...]


def receipt_cards(drawn: ScanCards, findings: Sequence[Finding], start: int = 1) -> list[ReceiptCard]:
    """The sentences, numbered from `start`."""
    return [_card(drawn, finding, position) for position, finding in enumerate(findings, start=start)]


def chapter_cards(drawn: ScanCards, chapters: Sequence[Chapter]) -> list[tuple[str, list[ReceiptCard]]]:
    """All sentences by chapter; the numbers run on."""
    found, start = [], 1
    for chapter in chapters:
        found.append((chapter.name, receipt_cards(drawn, chapter.findings, start)))
        start += len(chapter.findings)
    return found


def receipts_table(place: str, chapters: Sequence[Chapter]) -> Table:
    """One row a value that was used, with the sentence, the rule and the test; a sentence without values has one."""
    columns = [
        Column("groep", "Groep"),
        Column("zin", "Zin"),
        Column("regel", "Regel"),
        Column("versie", "Versie van de regels", "number", 0),
        Column("cijfercode", "Code van het cijfer"),
        Column("toets", "Toets"),
        Column("uitkomst", "Uitkomst"),
        Column("toetsgrootheid", "Toetsgrootheid", "number"),
        Column("p", "p", "number"),
        Column("grens", "Grens voor p", "number"),
        Column("regiocode", "Code van de regio"),
        Column("regio", "Regio"),
        Column("jaar", "Jaar", "year"),
        Column("waarde", "Waarde", "number"),
        Column("eenheid", "Eenheid"),
        Column("levering", "Nummer van de levering"),
        Column("bron", "Bron"),
    ]
    rows = [
        (chapter.name, finding.text, finding.rule, finding.receipt.version, *row)
        for chapter in chapters
        for finding in chapter.findings
        for row in _rows(finding)
    ]
    return Table(f"Waarop de zinnen over {place} berusten", columns, rows)


def _rows(finding: Finding) -> list[tuple[str | int | float | None, ...]]:
    rows: list[tuple[str | int | float | None, ...]] = [
        (proof.code, proof.test, proof.outcome, proof.statistic, proof.p, proof.threshold, cell.region,
         cell.region_name, cell.period, cell.value, cell.unit, str(cell.snapshot or ""), cell.source)
        for proof in finding.receipt.proofs
        for cell in proof.cells
    ]  # fmt: skip
    return rows or [("", "", "", None, None, None, "", "", None, None, "", "", "")]


def _card(drawn: ScanCards, finding: Finding, position: int) -> ReceiptCard:
    receipt = finding.receipt
    return ReceiptCard(
        anchor=f"zin-{position}",
        pieces=tuple(drawn.finding(finding)),
        text=finding.text,
        rule=finding.rule,
        version=receipt.version,
        meaning=RULES[finding.rule].meaning,
        proofs=tuple(_proof(drawn, proof, position) for proof in receipt.proofs),
    )


def _proof(drawn: ScanCards, proof: Proof, position: int) -> ProofCard:
    rows = [
        (cell.region_name, cell.period, cell.amount, str(cell.snapshot or "geen"), cell.source or "niet bekend")
        for cell in proof.cells
    ]
    table = Table(f"Waarden bij zin {position}: {proof.name}", CELL_COLUMNS, rows) if rows else None
    return ProofCard(proof.name, drawn.figure_url(proof.code), tuple(terms_of(proof)), table)


def terms_of(proof: Proof) -> list[tuple[str, str]]:
    """The test and its outcome as terms with words; what does not exist is left out."""
    terms = [
        ("Toets", proof.test),
        ("Vergeleken met", proof.beside),
        ("Uitkomst", proof.outcome if proof.test != PLACE_ONLY else ""),
        (MEASURES.get(proof.test, "Toetsgrootheid (z)"), "" if proof.statistic is None else number(proof.statistic, 2)),
        ("Kans op zo’n verschil bij toeval (p)", _chance(proof.p)),
        ("Grens voor p", _chance(proof.threshold)),
        ("Interval van 95 %", _interval(proof)),
        ("Plaats", _position(proof.position)),
        ("Waarom geen toets", proof.reason),
    ]
    return [(term, words) for term, words in terms if words]


def _chance(p: float | None) -> str:
    if p is None:
        return ""
    return f"kleiner dan {number(SMALLEST, 3)}" if p < SMALLEST else number(p, 3)


def _interval(proof: Proof) -> str:
    if proof.low is None or proof.high is None or not proof.cells:
        return ""
    decimals = proof.cells[0].decimals + 1
    return f"{number(proof.low, decimals)} tot {number(proof.high, decimals)} {proof.cells[0].unit}".strip()


def _position(found: Position | None) -> str:
    return found.words if found else ""
