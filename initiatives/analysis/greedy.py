"""The usual rule of cities: from the top of the votes until the money is gone. Pure.

Projects in the order of their votes (their points, where points are divided); a project that no longer fits is passed
over and the next one is looked at (skip and continue, as Amsterdam: «additional projects that fit within leftover
budget ordered by score»). Ties: fewer cost first, then the lot. It is counted beside Equal Shares to show the
difference. The same projects may compete, and projects without cost are done at once.
"""

from collections.abc import Set
from dataclasses import dataclass

from initiatives.analysis.elections import Election


@dataclass(frozen=True)
class Turn:
    """A project whose turn it was."""

    code: str
    place: int
    """1 is the top."""
    left: int
    """What there was (cents) when its turn came."""
    is_chosen: bool


@dataclass(frozen=True)
class Greedy:
    """The outcome from the top."""

    turns: tuple[Turn, ...]
    free: tuple[str, ...]
    cost: int

    @property
    def winners(self) -> tuple[str, ...]:
        """All projects that will be done: those without cost, then from the top."""
        return self.free + tuple(turn.code for turn in self.turns if turn.is_chosen)


def greedy(election: Election) -> Greedy:
    """From the top until the money is gone."""
    turns = _turns(election, election.budget, set())
    return Greedy(turns, election.free, election.cost_of(turn.code for turn in turns if turn.is_chosen))


def fitting(election: Election, left: int, without: Set[str]) -> tuple[str, ...]:
    """The projects besides `without` that still fit in what is left (cents), from the top."""
    return tuple(turn.code for turn in _turns(election, left, without) if turn.is_chosen)


def _turns(election: Election, left: int, without: Set[str]) -> tuple[Turn, ...]:
    # `running` stands in the order that settles ties, and sorting keeps it among equals.
    order = sorted(election.running, key=lambda code: -election.scores[code])
    turns: list[Turn] = []
    for place, code in enumerate((code for code in order if code not in without), 1):
        cost = election.by_code[code].cost
        turns.append(Turn(code, place, left, cost <= left))
        left -= cost if cost <= left else 0
    return tuple(turns)
