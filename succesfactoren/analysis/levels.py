"""From a group score to one of four levels, and how a score reads near the edge of one. Pure."""

from lib.text import number

NAMES = {1: "Nog niet", 2: "Begin", 3: "Onderweg", 4: "Sterk"}
"""The levels. After the rule of thumb of Wilder (3 and 4), with its lowest band cut in two."""
EDGES = (2.0, 3.0, 4.0)
"""The scores where levels 2, 3 and 4 begin."""
NEAR = 0.05
"""As close to an edge as this, a score gets two decimals."""
EXACT = 9
"""Decimals to which two numbers must be the same to count as the same."""


def level_of(score: float) -> int:
    """The level of the unrounded score: below 2 → 1, below 3 → 2, below 4 → 3, from 4 → 4."""
    return 1 + sum(round(score, EXACT) >= edge for edge in EDGES)


def level_words(level: int) -> str:
    """«niveau 3: Onderweg»."""
    return f"niveau {level}: {NAMES[level]}"


def span_words(low: float, high: float) -> str:
    """«tussen niveau 2 en 3» where an interval reaches over an edge, and "" where it stays within one level."""
    first, last = level_of(low), level_of(high)
    return "" if first == last else f"tussen niveau {first} en {last}"


def one_decimal(value: float) -> str:
    """A score as it reads: one decimal, a half upwards, a comma."""
    return number(round(value, EXACT), 1)


def score_words(score: float) -> str:
    """The score with one decimal, or two near an edge; «3,0 (net onder 3)» where even those would hide its level."""
    score = round(score, EXACT)
    edge = min(EDGES, key=lambda one: abs(one - score))
    if round(abs(score - edge), EXACT) > NEAR:
        return one_decimal(score)
    shown = number(score, 2)
    if score < edge and shown == number(edge, 2):
        return f"{number(edge, 1)} (net onder {number(edge)})"
    return shown


def kept_score(score: float, decimals: int) -> float:
    """A score as it is kept for showing: so many decimals, and more only where fewer would say another level.

    One decimal where what is kept would read as another number than the score itself: 3,2469 is 3,2 and not 3,25 → 3,3.
    """
    for places in range(decimals, EXACT):
        if level_of(kept := round(score, places)) == level_of(score):
            return kept if one_decimal(kept) == one_decimal(score) else float(one_decimal(score).replace(",", "."))
    return score
