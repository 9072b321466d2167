"""Which role fits the professional beside an initiative (ACTIE), and the layers of interest (BEL). Pure.

The three roles come from the ACTIE study (Denters, Tonkens, Verhoeven & Bakker 2013); the rule of thumb is our own.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from succesfactoren.analysis.levels import EXACT
from succesfactoren.analysis.scores import mark_array, mean_of

ENOUGH = 3.0
"""Below this group mean a part is weak."""


@dataclass(frozen=True)
class Role:
    """A role, and the sentence for the professional."""

    name: str
    sentence: str


STIMULATE = Role("stimuleren", "Help de groep om op gang te komen. Maak het klein en leuk.")
FACILITATE = Role("faciliteren", "De groep wil wel. Geef ruimte, contacten of middelen en laat de groep zelf doen.")
DO_TOGETHER = Role(
    "samen doen (coproductie)", "De groep kan het zelf. Spreek af wie wat doet en werk samen als gelijken."
)
OWN_HOUSE = Role("eigen huis op orde", "Het knelpunt zit bij de organisaties. Regel dit eerst.")

SHOWN_APART = "BEL"
"""The factor of which the statements are always shown apart: its mean hides which layer stays behind."""
LAYERS = {"BEL1": "de persoon", "BEL2": "de organisatie", "BEL3": "de regio", "BEL4": "het resultaat"}
"""What each of its statements is about."""


def fitting_roles(means: Mapping[str, float | None]) -> list[Role]:
    """The role that fits these group means (ANI, CON, TOE, INB, EMP), and that the own house needs order, if so.

    What is not known is taken for neither strong nor weak: no role follows from it.
    """
    role = _role(*(_is_enough(means.get(code)) for code in ("ANI", "CON", "TOE")))
    is_blocked = any(_is_enough(means.get(code)) is False for code in ("INB", "EMP"))
    return [*([role] if role else []), *([OWN_HOUSE] if is_blocked else [])]


def _role(has_drive: bool | None, has_contacts: bool | None, has_means: bool | None) -> Role | None:
    if has_drive is None:
        return None
    if not has_drive:
        return STIMULATE
    if has_contacts is False or has_means is False:
        return FACILITATE
    return DO_TOGETHER if has_contacts and has_means else None


def _is_enough(mean: float | None) -> bool | None:
    return None if mean is None else round(mean, EXACT) >= ENOUGH


@dataclass(frozen=True)
class InterestLayer:
    """One layer of interest: its statement, what it is about, how many answered, and their mean (1–5)."""

    code: str
    about: str
    n: int
    mean: float | None


def interest_layers(marks: pd.DataFrame) -> list[InterestLayer]:
    """The layers of interest whose statements are in the frame, in their order; never one mean over them."""
    present = marks[[code for code in LAYERS if code in marks.columns]]
    mark_array(present)
    columns = [(str(code), present[code]) for code in present.columns]
    return [InterestLayer(code, LAYERS[code], int(row.notna().sum()), mean_of(row)) for code, row in columns]
