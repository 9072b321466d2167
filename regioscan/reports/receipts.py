"""The appendix with what every computed sentence rests on."""

from collections.abc import Sequence
from dataclasses import dataclass

from lib.text import join_words
from regioscan.analysis.findings import Finding
from regioscan.analysis.receipts import CellRef, Proof
from regioscan.analysis.rules import RULES
from regioscan.charts.receipts import terms_of
from regioscan.figures.receipts import all_sentences
from regioscan.reports.chapters import Chapter, Content
from regioscan.reports.draft import Draft

FILE = "bevindingen.csv"
MOST_PROOFS = 6
"""Of a sentence about more figures than this («geen duidelijke trend») the values stand in the attached file."""


@dataclass(frozen=True)
class Line:
    """What one figure in a sentence rests on, as words."""

    name: str
    test: str
    values: str


@dataclass(frozen=True)
class Printed:
    """One sentence in the appendix."""

    text: str
    rule: str
    version: int
    meaning: str
    lines: Sequence[Line]
    n_more: int


def _receipts(draft: Draft) -> Content:
    chapters = [one for one in all_sentences(draft.scan) if one.is_printed]
    groups = [(one.name, [_printed(finding) for finding in one.findings]) for one in chapters]
    return {"groups": groups, "file": FILE}


def _printed(finding: Finding) -> Printed:
    receipt = finding.receipt
    proofs = receipt.proofs if len(receipt.proofs) <= MOST_PROOFS else ()
    lines = [_line(proof) for proof in proofs]
    n_more = len(receipt.proofs) - len(proofs)
    return Printed(finding.text, finding.rule, receipt.version, RULES[finding.rule].meaning, lines, n_more)


def _line(proof: Proof) -> Line:
    words = [words if term == "Toets" else f"{term}: {words}" for term, words in terms_of(proof)]
    test = ". ".join(f"{one[:1].upper()}{one[1:]}".rstrip(".") for one in words)
    return Line(proof.name, test, join_words([_value(cell) for cell in proof.cells]))


def _value(cell: CellRef) -> str:
    delivery = f" (levering {cell.snapshot})" if cell.snapshot else ""
    return f"{cell.region_name} in {cell.period}: {cell.amount}{delivery}"


RECEIPTS = Chapter("zinnen", "Waarop de zinnen berusten", "regioscan/print/receipts.html", _receipts)
