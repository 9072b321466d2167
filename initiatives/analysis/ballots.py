"""A ballot while it is filled in: in which order it stands, whether it can be sent, and what is left to give. Pure.

Kinds of ballots are those of `BudgetRound.BallotKind`. Choices map the code of a project to 1, or to its points.
"""

from collections.abc import Mapping, Sequence
from hashlib import sha256

from initiatives.analysis.elections import (
    LEAST_CHOICES,
    POINTS,
    Ballot,
    Project,
    check_approval,
    check_basket,
    check_points,
    euros,
)
from lib.text import number

APPROVAL, BASKET, DIVIDE = "goedkeuren", "mandje", "punten"


def drawn_order(codes: Sequence[str], seed: str) -> list[str]:
    """The codes in an order of lot that is the same for the same seed: who stands first differs for every voter."""
    return sorted(codes, key=lambda code: sha256(f"{seed}:{code}".encode()).digest())


def checked(kind: str, choices: Mapping[str, int], projects: Sequence[Project], budget: int) -> Ballot:
    """The ballot with these choices; raises BallotError, in Dutch, where it cannot be sent. Nothing: an abstention."""
    if kind == DIVIDE:
        return check_points(choices, projects)
    if kind == BASKET:
        return check_basket(list(choices), projects, budget)
    return check_approval(list(choices), projects)


def standing(kind: str, choices: Mapping[str, int], projects: Sequence[Project], budget: int) -> str:
    """What is chosen and what is left to give, on one line."""
    if kind == DIVIDE:
        return _points_left(POINTS - sum(choices.values()))
    if kind == BASKET:
        costs = {project.code: project.cost for project in projects}
        return _money_left(budget - sum(costs.get(code, 0) for code in choices))
    least = min(LEAST_CHOICES, len(projects))
    more = f", kies er nog minstens {least - len(choices)}" if len(choices) < least else ""
    return f"{_projects(len(choices))} gekozen{more}"


def _points_left(left: int) -> str:
    if left == 0:
        return "Alle punten zijn verdeeld"
    points = "1 punt" if abs(left) == 1 else f"{abs(left)} punten"
    return f"Nog {points} te verdelen" if left > 0 else f"{points} te veel gegeven"


def _money_left(left: int) -> str:
    if left == 0:
        return "Alles is verdeeld"
    return f"Nog {euros(left)} te verdelen" if left > 0 else f"{euros(-left)} te veel in uw mandje"


def _projects(count: int) -> str:
    return "1 plan" if count == 1 else f"{number(count)} plannen"
