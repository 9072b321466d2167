"""The ballot as it is shown and read: on the screen, and by who types one over from paper.

Whatever was filled in is shown again as it was, also what cannot be counted.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from initiatives.access.voting import counted_projects
from initiatives.analysis.ballots import BASKET, DIVIDE, checked, standing
from initiatives.analysis.elections import LEAST_CHOICES, POINTS, BallotError, euros
from initiatives.models import BudgetRound, Proposal

CHOICE = "keuze"
HIDDEN = "De coördinator verborg de tekst van dit plan."


@dataclass
class Line:
    """One project on the ballot."""

    project: Proposal
    given: int = 0
    typed: str = ""
    error: str = ""

    @property
    def name(self) -> str:
        """Of its field."""
        return f"punten-{self.project.code}"

    @property
    def cost(self) -> str:
        """In euros."""
        return self.project.costs

    @property
    def text(self) -> str:
        """What it is about."""
        return HIDDEN if self.project.hidden_because else self.project.text


class BallotSheet:
    """All projects of a ballot with what was chosen, in the order given."""

    def __init__(self, budget: BudgetRound, projects: Sequence[Proposal]) -> None:
        self.budget = budget
        self.lines = [Line(one) for one in projects]
        self.projects = counted_projects(list(projects))
        self.mistakes: list[str] = []

    @property
    def has_points(self) -> bool:
        """Whether people divide points instead of saying yes."""
        return self.budget.ballot_kind == DIVIDE

    @property
    def is_basket(self) -> bool:
        """Whether what is chosen must fit in the amount."""
        return self.budget.ballot_kind == BASKET

    @property
    def least(self) -> int:
        """How many somebody chooses at least: all where there are fewer on the ballot."""
        return min(LEAST_CHOICES, len(self.lines))

    @property
    def total_points(self) -> int:
        """How many points there are to divide."""
        return POINTS

    @property
    def task(self) -> str:
        """What is asked, in a sentence."""
        if self.has_points:
            return (
                f"Verdeel {POINTS} punten over minstens {self.least} plannen. Hoe meer punten, hoe liever u het wilt."
            )
        if self.is_basket:
            return f"Vul een mandje met plannen. Samen mogen zij ten hoogste {euros(self.budget.amount_cents)} kosten."
        return f"Kies minstens {self.least} plannen die u wilt. Meer mag ook."

    @property
    def choices(self) -> dict[str, int]:
        """What was chosen: code → 1, or points."""
        return {one.project.code: one.given for one in self.lines if one.given}

    @property
    def chosen(self) -> list[Line]:
        """The projects that were chosen; where points are divided the most first."""
        found = [one for one in self.lines if one.given]
        return sorted(found, key=lambda one: -one.given) if self.has_points else found

    @property
    def standing(self) -> str:
        """What is chosen and what is left to give."""
        return standing(self.budget.ballot_kind, self.choices, self.projects, self.budget.amount_cents)

    @property
    def has_ranges(self) -> bool:
        """Whether of some plan the cost is not one amount."""
        return any(one.project.cost_from_cents for one in self.lines)

    @property
    def total(self) -> str:
        """What the chosen projects cost together; of a range the highest."""
        most = "ten hoogste " if any(one.project.cost_from_cents for one in self.chosen) else ""
        return most + euros(sum(one.project.cost_cents or 0 for one in self.chosen))

    def show(self, choices: Mapping[str, int]) -> "BallotSheet":
        """With what is kept."""
        for one in self.lines:
            one.given = choices.get(one.project.code, 0)
            one.typed = str(one.given or "")
        return self

    def read(self, sent: QueryDict) -> "BallotSheet":
        """With what was sent; what cannot be read is kept as it was typed, with why."""
        codes = set(sent.getlist(CHOICE))
        for one in self.lines:
            if self.has_points:
                self._read_points(one, sent.get(one.name, "").strip())
            else:
                one.given = int(one.project.code in codes)
        return self

    def _read_points(self, one: Line, typed: str) -> None:
        one.typed = typed[:20]
        if typed and not (typed.isascii() and typed.isdigit() and int(typed[:4]) <= POINTS and len(typed) <= 4):
            one.error = f"Vul hier een heel getal in van 0 tot en met {POINTS}."
            self.mistakes.append(f"{one.project.title}: {one.error}")
        else:
            one.given = int(typed or 0)

    def check(self) -> bool:
        """Whether it can be sent; says what is wrong in `mistakes`."""
        if not self.mistakes:
            try:
                checked(self.budget.ballot_kind, self.choices, self.projects, self.budget.amount_cents)
            except BallotError as error:
                self.mistakes.append(str(error))
        return not self.mistakes

    def hidden_fields(self) -> list[tuple[str, Any]]:
        """What is chosen as hidden fields, so that exactly what is shown is what is sent."""
        if self.has_points:
            return [(one.name, one.given) for one in self.chosen]
        return [(CHOICE, one.project.code) for one in self.chosen]
