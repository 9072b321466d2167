"""What a computed sentence rests on, and the sentence made of it: the receipt alone gives the same words again.

A receipt holds plain values only. It can be stored as JSON, read back years later, and turned into the very same
sentence by `pieces_of`, without a database and without the figures of that day.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from string import Formatter
from typing import Any

from lib.text import number
from regioscan.analysis.rules import RULES, VERSION
from regioscan.analysis.wording import amount, lower_first


@dataclass(frozen=True)
class CellRef:
    """One value that was used: which figure, of which region and year, and the delivery it was read in.

    `value` is unrounded, in `unit`; `snapshot` is the number of the delivery, None where it is not known.
    """

    indicator: str
    region: str
    region_name: str
    period: int
    value: float
    unit: str
    decimals: int
    snapshot: int | None = None
    source: str = ""

    @property
    def amount(self) -> str:
        """The value as the reader sees it: `3,4 %`."""
        return amount(self.value, self.decimals, self.unit)


@dataclass(frozen=True)
class Position:
    """Among how many other regions the value stands, and how many of them are lower, equal and higher."""

    lower: int
    equal: int
    higher: int

    @property
    def words(self) -> str:
        """«lager in 3, gelijk in 0, hoger in 338»."""
        return f"lager in {number(self.lower)}, gelijk in {number(self.equal)}, hoger in {number(self.higher)}"


@dataclass(frozen=True)
class Proof:
    """What is said of one figure and why that may be said: the cells, the test with its outcome, or the place alone.

    `statistic`, `p` and `threshold` are None where no test was possible; `reason` then says so. `low` and `high` are
    the interval of the value or of the difference, in the unit of the figure. `beside` names what was tested against.
    """

    code: str
    name: str
    test: str
    outcome: str
    cells: tuple[CellRef, ...] = ()
    statistic: float | None = None
    p: float | None = None
    threshold: float | None = None
    position: Position | None = None
    low: float | None = None
    high: float | None = None
    reason: str = ""
    beside: str = ""


@dataclass(frozen=True)
class Receipt:
    """What one sentence rests on. `rule` is a code of RULES; `count` the number of figures that it speaks of.

    `is_next` says that a sentence which names the region stands before it.
    """

    rule: str
    place: str
    plural: str
    where: str = ""
    proofs: tuple[Proof, ...] = ()
    count: int = 0
    is_next: bool = False
    version: int = VERSION

    @property
    def cells(self) -> tuple[CellRef, ...]:
        """All values used, in order."""
        return tuple(cell for proof in self.proofs for cell in proof.cells)


@dataclass(frozen=True)
class Piece:
    """A part of a sentence; `figure` is the code of the figure it names, or ""."""

    text: str
    figure: str = ""


def pieces_of(receipt: Receipt) -> tuple[Piece, ...]:
    """The sentence of a receipt. Raises KeyError for a rule that does not exist."""
    rule = RULES[receipt.rule]
    template = rule.next_template if receipt.is_next and rule.next_template else rule.template
    found = [
        piece
        for literal, field, _, _ in Formatter().parse(template)
        for piece in (Piece(literal), *(_filled(field, receipt) if field else []))
    ]
    by_figure = groupby(found, key=lambda piece: piece.figure)
    joined = (Piece("".join(piece.text for piece in pieces), figure) for figure, pieces in by_figure)
    return tuple(piece for piece in joined if piece.text)


def sentence_of(receipt: Receipt) -> str:
    """The sentence of a receipt as text."""
    return "".join(piece.text for piece in pieces_of(receipt))


def sentences_of(receipts: Sequence[Mapping[str, Any]]) -> list[str]:
    """The sentences of stored receipts, as `receipt_values` gave them."""
    return [sentence_of(receipt_from(values)) for values in receipts]


def receipt_values(receipt: Receipt) -> dict[str, Any]:
    """The receipt as plain values for JSON."""
    found: dict[str, Any] = asdict(receipt)
    return found | {"proofs": [{**proof, "cells": list(proof["cells"])} for proof in found["proofs"]]}


def receipt_from(values: Mapping[str, Any]) -> Receipt:
    """The receipt that `receipt_values` was made of, also after a journey through JSON."""
    return Receipt(**{**values, "proofs": tuple(_proof(one) for one in values["proofs"])})


def _proof(values: Mapping[str, Any]) -> Proof:
    position = values["position"]
    cells = tuple(CellRef(**cell) for cell in values["cells"])
    return Proof(**{**values, "cells": cells, "position": Position(**position) if position else None})


def _filled(field: str, receipt: Receipt) -> list[Piece]:
    if field == "figures":
        return _names(receipt.proofs)
    return [Piece(_text(field, receipt))]


def _text(field: str, receipt: Receipt) -> str:
    """What stands in the place of one name in a template."""
    if field in {"before", "before_year", "after", "after_year"}:
        cells = receipt.proofs[0].cells
        cell = cells[0] if field.startswith("before") else cells[-1]
        return str(cell.period) if field.endswith("_year") else cell.amount
    return {
        "place": receipt.place,
        "beside": receipt.proofs[0].beside if receipt.proofs else "",
        "group": f"{receipt.plural} {receipt.where}".strip(),
        "plural": receipt.plural,
        "many": "het ene cijfer" if receipt.count == 1 else f"de {number(receipt.count)} cijfers",
        "tested": "het ene getoetste cijfer" if receipt.count == 1 else f"de {number(receipt.count)} getoetste cijfers",
        "known": "is 1 cijfer" if receipt.count == 1 else f"zijn {number(receipt.count)} cijfers",
    }[field]


def _names(proofs: Sequence[Proof]) -> list[Piece]:
    pieces: list[Piece] = []
    for position, proof in enumerate(proofs):
        if position:
            pieces.append(Piece(" en " if position == len(proofs) - 1 else ", "))
        pieces.append(Piece(lower_first(proof.name), proof.code))
    return pieces
