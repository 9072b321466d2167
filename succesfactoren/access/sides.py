"""Where those who began an initiative and those who help from their work look differently at it."""

from dataclasses import dataclass

from succesfactoren.analysis.group_gaps import LOOK_DIFFERENTLY, WIDE
from succesfactoren.analysis.levels import EXACT, one_decimal
from succesfactoren.analysis.outcome_shape import Breakdown, GroupOutcome, OutcomeFigures, Table

SIDES = {
    "kant": ("Initiatiefnemers", "professionals"),
    "kant-samen": ("Trekkers", "wie vanuit een organisatie meedoet"),
}
"""The questions about the group that ask for one’s side, and what both sides are called there."""
INITIATORS, PROFESSIONALS = "initiatiefnemer", "professional"


@dataclass(frozen=True)
class Sides:
    """One factor on which both sides lie 0,75 or more apart; the means are those of the groups as shown."""

    code: str
    name: str
    initiators: float
    professionals: float
    door: str
    called: tuple[str, str] = SIDES["kant"]
    sentence: str = LOOK_DIFFERENTLY

    @property
    def gap(self) -> float:
        """How far they lie apart."""
        return abs(self.initiators - self.professionals)

    @property
    def words(self) -> str:
        """Both means in one sentence."""
        first, second = one_decimal(self.initiators), one_decimal(self.professionals)
        return f"{self.called[0]} geven gemiddeld een {first}, {self.called[1]} een {second}."


def sides_of(figures: OutcomeFigures) -> list[Sides]:
    """The factors where initiators and professionals lie 0,75 or more apart, the widest first.

    Only out of figures that are shown: where one of the groups is hidden there is nothing to say. The first population
    in which both are shown counts.
    """
    for table in figures["tables"]:
        asked = next((one for one in table["breakdowns"] if one["code"] in SIDES), None)
        groups = _both(asked) if asked else None
        if asked and groups:
            return sorted(_apart(table, *groups, SIDES[asked["code"]]), key=lambda one: -one.gap)
    return []


def _both(asked: Breakdown) -> tuple[GroupOutcome, GroupOutcome] | None:
    """Both groups, where both have at least one figure that is shown."""
    by_key = {one["key"]: one for one in asked["groups"] if not one["hidden"]}
    if {INITIATORS, PROFESSIONALS} - set(by_key):
        return None
    return by_key[INITIATORS], by_key[PROFESSIONALS]


def _apart(table: Table, initiators: GroupOutcome, professionals: GroupOutcome, called: tuple[str, str]) -> list[Sides]:
    found = []
    for factor in table["factors"]:
        code = factor["code"]
        one, other = initiators["factors"][code]["mean"], professionals["factors"][code]["mean"]
        if one is not None and other is not None and round(abs(one - other), EXACT) >= WIDE:
            found.append(Sides(code, factor["name"], one, other, table["door"], called))
    return found
