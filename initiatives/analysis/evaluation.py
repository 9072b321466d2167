"""The one question after voting: what people thought of deciding in this way. Counted answers, and their words. Pure.

Where few people answered only how many is told, as with votes: who knows those people would know what they said.
"""

from collections.abc import Mapping

from initiatives.analysis.result_shape import LEAST_BALLOTS, EvaluationFigures
from lib.text import number

QUESTION = "Vond u dit een goede manier om samen over geld te beslissen?"
YES, PARTLY, NO = "ja", "een beetje", "nee"
ANSWERS = (YES, PARTLY, NO)


def evaluated(counts: Mapping[str, int]) -> EvaluationFigures:
    """The answers as they are kept in the result. An answer that nobody gave is 0."""
    total = sum(counts.values())
    shown = {answer: counts.get(answer, 0) for answer in ANSWERS} if total >= LEAST_BALLOTS else None
    return EvaluationFigures(n=total, answers=shown)


def evaluation_title(figures: EvaluationFigures) -> str:
    """What voters thought of it, as a heading. Not for where nobody answered."""
    total, answers = figures["n"], figures["answers"]
    if answers is None:
        return f"Minder dan {LEAST_BALLOTS} stemmers antwoordden"
    return f"{number(answers[YES])} van de {number(total)} stemmers die antwoordden, vonden dit een goede manier"
