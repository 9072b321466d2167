"""The fixed sentences beside a result, with its figures: the same figures always give the same sentence. Pure.

Other sentences stand with what they are about: agreement in `agreement`, a change in `rounds_change`, not knowing and
low response in `quality`, groups that look differently in `group_gaps`, roles in `roles`.
"""

from succesfactoren.analysis.intervals import MeanInterval
from succesfactoren.analysis.levels import level_of, level_words, one_decimal, score_words, span_words

NOT_A_TEST = "gespreksinstrument, geen toets"
"""Stands on every report."""
HIDDEN_FOR_ANOTHER = "Deze groep laten we niet zien, zodat niemand herkenbaar is."
NO_ANSWERS = "geen antwoorden"
SAME_ANSWER = "Iedereen gaf hetzelfde antwoord."
SAME_SCORE = "Iedereen kwam op dezelfde score uit."
SMALL_NUMBER = "klein aantal"


def too_few_sentence(least: int = 5) -> str:
    """What stands in the place of a figure that fewer than `least` people gave."""
    return f"Er zijn te weinig antwoorden om dit te laten zien (minder dan {least})."


def score_sentence(part: str, interval: MeanInterval) -> str:
    """«Op Leiderschap geeft de groep gemiddeld een 3,4. Houd rekening met een marge: tussen 3,1 en 3,7. Dat is …»

    Where all have the same score there is no margin, and the score gets one decimal.
    """
    if interval.is_collapsed:
        return f"Op {part} geeft de groep gemiddeld een {one_decimal(interval.mean)}. {SAME_SCORE} {_level(interval)}"
    margin = f"tussen {one_decimal(interval.low)} en {one_decimal(interval.high)}"
    said = f"Op {part} geeft de groep gemiddeld een {score_words(interval.mean)}."
    return f"{said} Houd rekening met een marge: {margin}. {_level(interval)}"


def bare_sentence(part: str, mean: float) -> str:
    """As `score_sentence`, where there are too few answers to say how far they lie apart."""
    return f"Op {part} geeft de groep gemiddeld een {one_decimal(mean)}. Dat is {level_words(level_of(mean))}."


def margin_words(interval: MeanInterval) -> str:
    """The margin of one statement: «3,1 tot 3,7», or that all gave the same; and that it is a small number, if so."""
    ends = f"{one_decimal(interval.low)} tot {one_decimal(interval.high)}"
    margin = SAME_ANSWER if interval.is_collapsed else ends
    return f"{margin} ({SMALL_NUMBER})" if interval.is_small else margin


def _level(interval: MeanInterval) -> str:
    span = span_words(interval.low, interval.high)
    return f"Dat is {span or level_words(level_of(interval.mean))}."
