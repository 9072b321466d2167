"""The organising strength of residents, 0–100, out of four group means. Pure.

Our own proposal for the formula «(betrokkenheid en overtuigingen) × (bereidheid en capaciteit)»: a product, so that
nothing is left where one side is nothing; its root, so that the scale stays 0–100.
"""

from dataclasses import dataclass
from math import sqrt

from succesfactoren.analysis.levels import EXACT
from succesfactoren.analysis.scores import HIGHEST, LOWEST

HALF = 0.5
"""From half the way on (a score of 3) a side is called high."""
READINGS = {
    (True, False): "Bewoners willen wel, maar missen tijd of middelen.",
    (False, True): "Bewoners kunnen veel, maar zien het nut nog niet.",
    (False, False): "Begin klein en laat snel resultaat zien.",
    (True, True): "Geef bewoners ruimte, budget en zeggenschap.",
}
"""What the two sides say together: (drive is high, effort is high)."""


@dataclass(frozen=True)
class Strength:
    """What drives residents and what they put in, both 0–1, and the index out of them, 0–100."""

    drive: float
    effort: float

    @property
    def index(self) -> float:
        """The geometric mean of both sides, times 100."""
        return 100 * sqrt(self.drive * self.effort)

    @property
    def reading(self) -> str:
        """What both sides say together."""
        return READINGS[round(self.drive, EXACT) >= HALF, round(self.effort, EXACT) >= HALF]


def strength(
    involvement: float | None, beliefs: float | None, willingness: float | None, capacity: float | None
) -> Strength | None:
    """The strength out of the group means (1–5) of OBE, OOV, OBR and OCA; None where one of them is not shown.

    ValueError where a mean lies outside the scale.
    """
    if involvement is None or beliefs is None or willingness is None or capacity is None:
        return None
    drive = (_part(involvement) + _part(beliefs)) / 2
    return Strength(drive, (_part(willingness) + _part(capacity)) / 2)


def _part(mean: float) -> float:
    """How far along the scale a mean is, 0–1."""
    if not LOWEST <= mean <= HIGHEST:
        raise ValueError(f"{mean} is not a mean of marks.")
    return (mean - LOWEST) / (HIGHEST - LOWEST)
