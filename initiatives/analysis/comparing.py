"""«Wat als»: the outcome of Equal Shares beside that from the top. Pure.

For each rule: who wins, how many voters get at least one project that they wanted, and how much money goes on average
to projects that a voter wanted: (1/n) Σ over voters of Σ cost(p) over winners p on the ballot – what the ILLC study
of Amsterdam (arXiv:2310.18033) calls the satisfaction in cost. And how many voters get more under the one than under
the other, in money and in number of projects: the step with which Świecie compared before it took the new rule.
"""

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from fractions import Fraction

from initiatives.analysis.elections import Ballot, Election


@dataclass(frozen=True)
class Reach:
    """What one outcome does for the voters. Everything None where nobody voted: a share of nobody is unknown."""

    winners: tuple[str, ...]
    cost: int
    n_with_winner: int
    """Voters with at least one winner on their ballot."""
    share_with_winner: Fraction | None
    mean_money: Fraction | None
    """Cents that go to projects of a voter, on average over the voters."""
    mean_winners: Fraction | None


@dataclass(frozen=True)
class Preference:
    """How many voters get more under the one rule than under the other."""

    n_equal_shares: int
    n_greedy: int
    n_same: int


@dataclass(frozen=True)
class Difference:
    """Both outcomes side by side."""

    equal_shares: Reach
    greedy: Reach
    both: tuple[str, ...]
    only_equal_shares: tuple[str, ...]
    only_greedy: tuple[str, ...]
    by_money: Preference
    by_number: Preference


def reach(election: Election, winners: Sequence[str]) -> Reach:
    """What these winners do for the voters."""
    chosen = set(winners)
    n_with = sum(ballot.times for ballot in election.ballots if ballot.codes & chosen)
    money = sum(election.votes[code] * election.by_code[code].cost for code in chosen)
    number = sum(election.votes[code] for code in chosen)
    cost = election.cost_of(chosen)
    if not election.n:
        return Reach(tuple(winners), cost, 0, None, None, None)
    means = (Fraction(amount, election.n) for amount in (n_with, money, number))
    return Reach(tuple(winners), cost, n_with, *means)


def difference(election: Election, equal_shares: Sequence[str], greedy: Sequence[str]) -> Difference:
    """The winners of Equal Shares beside those from the top; codes in the order of the first, then of the second."""
    left, right = set(equal_shares), set(greedy)
    return Difference(
        reach(election, equal_shares),
        reach(election, greedy),
        tuple(code for code in equal_shares if code in right),
        tuple(code for code in equal_shares if code not in right),
        tuple(code for code in greedy if code not in left),
        _preference(election, left, right, election.cost_of),
        _preference(election, left, right, len),
    )


def _preference(election: Election, left: Set[str], right: Set[str], worth: Callable[[Set[str]], int]) -> Preference:
    def gain(ballot: Ballot) -> int:
        return worth(ballot.codes & left) - worth(ballot.codes & right)

    gains = [(gain(ballot), ballot.times) for ballot in election.ballots if ballot.choices]
    more = sum(times for gained, times in gains if gained > 0)
    less = sum(times for gained, times in gains if gained < 0)
    return Preference(more, less, election.n - more - less)
