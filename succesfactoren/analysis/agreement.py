"""Whether a group agrees, is divided, or falls apart into two camps. Pure.

Only for statements about something shared (we, the programme): agreement about «ik» means nothing.
"""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pandas as pd

from succesfactoren.analysis.levels import EXACT
from succesfactoren.analysis.scores import N_MARKS, Floats, frequencies, known, mark_array

BY_CHANCE = (N_MARKS**2 - 1) / 12
"""The variance when each mark is as likely as the other: 2,0. Lenient where most marks are high."""
LEAST = 10
"""With fewer answers than this nothing is said of agreement."""
DIVIDED_TO = 0.50
"""Up to this rwg a group counts as divided."""


@dataclass(frozen=True)
class Agreement:
    """A name for how far a group agrees, and the sentence for the reader."""

    label: str
    sentence: str


UNITED = Agreement("eensgezind", "De deelnemers zijn het hierover eens.")
FAIR = Agreement("redelijk eens", "De deelnemers zijn het hierover redelijk eens.")
DIVIDED = Agreement("verdeeld", "De meningen lopen uiteen. Bespreek dit samen.")
TORN = Agreement("sterk verdeeld", "De meningen lopen sterk uiteen. Bespreek dit voordat u een actie kiest.")
TWO_CAMPS = Agreement(
    "twee kampen", "Er zijn twee groepen met een verschillende mening. Vraag eerst waar het verschil vandaan komt."
)
BANDS = ((0.70, UNITED), (DIVIDED_TO, FAIR), (0.30, DIVIDED))
"""Above this rwg, this name (LeBreton & Senter 2008)."""
LENIENT = "mild gerekend"
"""Stands beside every rwg: it compares with marks that fall evenly over the scale, which they seldom do."""


def rwg(values: npt.ArrayLike) -> float | None:
    """Agreement on one statement, 0–1: 1 − s²/2, s² with n − 1 (James, Demaree & Wolf 1984); None under two answers."""
    row = known(values)
    if len(row) < 2:
        return None
    return min(1.0, max(0.0, 1 - float(row.var(ddof=1)) / BY_CHANCE))


def rwg_of_items(marks: pd.DataFrame) -> float | None:
    """Agreement on the J statements of a factor, 0–1, out of their mean variance (rwg(J), as R's `multilevel` does).

    A statement with fewer than two answers does not count; None where none is left.
    """
    rows = [row for column in mark_array(marks).T if len(row := known(column)) > 1]
    if not rows:
        return None
    noise = min(1.0, float(np.mean([row.var(ddof=1) for row in rows])) / BY_CHANCE)
    signal = len(rows) * (1 - noise)
    return signal / (signal + noise)


def van_der_eijk(counts: npt.ArrayLike) -> float | None:
    """Agreement A of five counts: 1 is one peak, 0 is flat, −1 is two camps (van der Eijk 2001). None without answers.

    The counts are taken apart into layers of equal height; each layer is a pattern of empty and not, weighed by its
    share of the answers.
    """
    left = np.asarray(counts, dtype=np.float64)
    n = float(left.sum())
    if n <= 0:
        return None
    total = 0.0
    while left.any():
        pattern = left > 0
        height = float(left[pattern].min())
        total += height * int(pattern.sum()) * _pattern_agreement(pattern)
        left = left - height * pattern
    return round(total / n, EXACT + 3)


def _pattern_agreement(pattern: npt.NDArray[np.bool_]) -> float:
    """U · (1 − (S − 1)/(K − 1)) for a pattern of K places of which S are filled."""
    n_places, n_filled = len(pattern), int(pattern.sum())
    if n_filled == n_places:
        return 0.0
    if n_filled == 1:
        return 1.0
    triples = [tuple(bool(pattern[place]) for place in three) for three in combinations(range(n_places), 3)]
    together = sum(three in {(True, True, False), (False, True, True)} for three in triples)
    apart = sum(three == (True, False, True) for three in triples)
    unity = ((n_places - 2) * together - (n_places - 1) * apart) / ((n_places - 2) * (together + apart))
    return unity * (1 - (n_filled - 1) / (n_places - 1))


def agreement_of(n: int, value: float | None, camps: float | None) -> Agreement | None:
    """The name for how far n people agree, out of their rwg and A: two camps first, then the bands of rwg.

    None under ten answers.
    """
    if n < LEAST or value is None:
        return None
    if camps is not None and camps < 0:
        return TWO_CAMPS
    return next((name for above, name in BANDS if round(value, EXACT) > above), TORN)


def is_divided(agreement: Agreement | None) -> bool:
    """Whether a group counts as divided: rwg of at most 0,50, or two camps. What is not known does not count."""
    return agreement in (DIVIDED, TORN, TWO_CAMPS)


def statement_agreement(values: npt.ArrayLike) -> Agreement | None:
    """The name for how far the answers to one statement agree; None under ten answers."""
    row: Floats = known(values)
    return agreement_of(len(row), rwg(row), van_der_eijk(frequencies(row)))
