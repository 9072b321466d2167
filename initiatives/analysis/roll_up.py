"""How far the initiatives of a community are: one definition for the board, the home page, the desk and the report.

What was stopped does not count: nobody waits for it any more, and its lesson is told elsewhere. Pure.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from lib.text import number

IDEA, DONE, STOPPED = "idee", "gerealiseerd", "gestopt"
UNDER_WAY = ("verkend", "willen", "doen")


@dataclass(frozen=True)
class StageRollUp:
    """How many initiatives are in each group of stages."""

    n_ideas: int = 0
    n_under_way: int = 0
    n_done: int = 0
    n_stopped: int = 0

    @property
    def n_counted(self) -> int:
        """The whole: all that was not stopped."""
        return self.n_ideas + self.n_under_way + self.n_done

    @property
    def n_all(self) -> int:
        """Also what was stopped."""
        return self.n_counted + self.n_stopped

    @property
    def sentence(self) -> str:
        """`17 van 25 initiatieven zijn op gang, 3 zijn klaar`; nothing where there is nothing to count."""
        if not self.n_counted:
            return ""
        whole = _initiatives(self.n_counted)
        if self.n_under_way:
            first = f"{_of(self.n_under_way, self.n_counted)} {whole} {_is(self.n_under_way)} op gang"
            return f"{first}, {number(self.n_done)} {_is(self.n_done)} klaar" if self.n_done else first
        if self.n_done:
            return f"{_of(self.n_done, self.n_counted)} {whole} {_is(self.n_done)} klaar"
        return "1 idee, dat nog op gang moet komen" if self.n_ideas == 1 else f"{number(self.n_ideas)} ideeën"

    @property
    def done_sentence(self) -> str:
        """`17 van 25 klaar`; nothing where there is nothing to count."""
        return f"{_of(self.n_done, self.n_counted)} klaar" if self.n_counted else ""


def roll_up(counts: Mapping[str, int]) -> StageRollUp:
    """From how many initiatives are in each stage; a stage that is not named has none."""
    return StageRollUp(
        n_ideas=counts.get(IDEA, 0),
        n_under_way=sum(counts.get(stage, 0) for stage in UNDER_WAY),
        n_done=counts.get(DONE, 0),
        n_stopped=counts.get(STOPPED, 0),
    )


def _of(part: int, whole: int) -> str:
    return f"{number(part)} van {number(whole)}"


def _initiatives(n: int) -> str:
    return "initiatief" if n == 1 else "initiatieven"


def _is(n: int) -> str:
    return "is" if n == 1 else "zijn"
