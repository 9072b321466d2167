"""What a budget round counts: projects, ballots, the amount, and what makes a ballot valid. Pure.

All money is in whole cents, so that nothing is ever rounded. A ballot says who wants what and never who cast it.
Ballots that are the same may stand as one with `times`. An empty ballot is an abstention («blanco»): valid, and not
counted.

Source of the ballots: equalshares.net (at least three projects; Aarau 2023: ten points over at least three), and the
basket within the budget of Amsterdam and OpenStad.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from lib.text import number

LEAST_CHOICES = 3
"""In one real vote half of the voters chose one project, so that their money often stayed unused."""
POINTS = 10
SWIECIE = 3
"""The threshold of Świecie 2023: a share of the votes of at least a third of the share of the money."""


class BallotError(ValueError):
    """A ballot that cannot be counted; its text is Dutch and says what to do."""


@dataclass(frozen=True)
class Project:
    """What can be voted for. `cost` is in cents."""

    code: str
    cost: int
    name: str = ""


@dataclass(frozen=True)
class Ballot:
    """The choices of one voter, or of `times` voters with the same choices: code → points (1 where it is yes or no)."""

    choices: tuple[tuple[str, int], ...]
    times: int = 1

    @cached_property
    def codes(self) -> frozenset[str]:
        """The projects that this ballot supports."""
        return frozenset(code for code, _ in self.choices)


def approving(codes: Iterable[str], times: int = 1) -> Ballot:
    """A ballot that says yes to these projects, and nothing of the others. The order does not matter."""
    return Ballot(tuple((code, 1) for code in sorted(set(codes))), times)


def pointing(points: Mapping[str, int], times: int = 1) -> Ballot:
    """A ballot that divides points; a project with nothing is not on it."""
    return Ballot(tuple(sorted((code, given) for code, given in points.items() if given)), times)


@dataclass(frozen=True)
class Election:
    """A vote that has closed.

    `lot` is the order of all codes that was drawn and published before counting: it settles a tie after the cost has.
    `threshold` d asks of a project votes/n ≥ cost/(d × budget); None asks nothing. Raises ValueError for what cannot be
    an election: a code twice, a negative amount, a choice that is no project, a lot that misses one.
    """

    projects: tuple[Project, ...]
    ballots: tuple[Ballot, ...]
    budget: int
    lot: tuple[str, ...]
    threshold: int | None = None

    def __post_init__(self) -> None:
        codes = [project.code for project in self.projects]
        if len(set(codes)) < len(codes):
            raise ValueError("A code stands for two projects.")
        if sorted(self.lot) != sorted(codes):
            raise ValueError("The lot is not an order of exactly the projects of this election.")
        if self.budget < 0 or any(project.cost < 0 for project in self.projects):
            raise ValueError("An amount is negative.")
        if self.threshold is not None and self.threshold < 1:
            raise ValueError("The threshold is not a whole number from 1.")
        for ballot in self.ballots:
            _check_ballot(ballot, set(codes))

    @cached_property
    def by_code(self) -> dict[str, Project]:
        """Code → project."""
        return {project.code: project for project in self.projects}

    @cached_property
    def n(self) -> int:
        """How many voters chose something: abstentions do not count."""
        return sum(ballot.times for ballot in self.ballots if ballot.choices)

    @cached_property
    def share(self) -> Fraction:
        """The part of the budget (cents) that Equal Shares gives to each voter; 0 where nobody voted."""
        return Fraction(self.budget, self.n) if self.n else Fraction(0)

    @cached_property
    def votes(self) -> Counter[str]:
        """Code → how many voters support it."""
        found: Counter[str] = Counter()
        for ballot in self.ballots:
            for code in ballot.codes:
                found[code] += ballot.times
        return found

    @cached_property
    def scores(self) -> Counter[str]:
        """Code → all points together; the same as the votes where it is yes or no."""
        found: Counter[str] = Counter()
        for ballot in self.ballots:
            for code, points in ballot.choices:
                found[code] += points * ballot.times
        return found

    @cached_property
    def has_points(self) -> bool:
        """Whether some ballot gives more than yes."""
        return any(points > 1 for ballot in self.ballots for _, points in ballot.choices)

    @cached_property
    def free(self) -> tuple[str, ...]:
        """Projects without cost that somebody wants: done at once, outside any rule. In the order of the lot."""
        return tuple(code for code in self.lot if self.by_code[code].cost == 0 and self.votes[code])

    @cached_property
    def running(self) -> tuple[str, ...]:
        """The projects that compete: they cost something, but not more than there is, somebody wants them, and enough.

        In the order in which ties are settled: fewer cost first, then the lot.
        """
        codes = (code for code in self.lot if 0 < self.by_code[code].cost <= self.budget)
        wanted = (code for code in codes if self.votes[code] and self.votes[code] >= self.least_votes(code))
        return tuple(sorted(wanted, key=lambda code: self.by_code[code].cost))

    def least_votes(self, code: str) -> int:
        """How many votes the threshold asks: the smallest whole v with v/n ≥ cost/(threshold × budget); else 0."""
        if self.threshold is None or not self.budget:
            return 0
        return -(-self.by_code[code].cost * self.n // (self.threshold * self.budget))

    def cost_of(self, codes: Iterable[str]) -> int:
        """What these projects cost together, in cents."""
        return sum(self.by_code[code].cost for code in codes)


def _check_ballot(ballot: Ballot, codes: set[str]) -> None:
    if ballot.times < 1:
        raise ValueError("A ballot stands for no voter.")
    if len(ballot.codes) < len(ballot.choices) or any(points < 1 for _, points in ballot.choices):
        raise ValueError("A ballot names a project twice, or with no points.")
    if unknown := ballot.codes - codes:
        raise ValueError(f"A ballot names {sorted(unknown)[0]}, which is no project of this election.")


def check_approval(codes: Sequence[str], projects: Sequence[Project], least: int = LEAST_CHOICES) -> Ballot:
    """The ballot of who ticked these projects; raises BallotError with what is wrong.

    At least `least`, or all where there are fewer on the ballot. Nothing at all is an abstention.
    """
    _check_codes(codes, projects)
    _check_number(len(codes), projects, least)
    return approving(codes)


def check_basket(codes: Sequence[str], projects: Sequence[Project], budget: int) -> Ballot:
    """The ballot of who filled a basket; raises BallotError where it costs more than the budget (cents)."""
    _check_codes(codes, projects)
    costs = {project.code: project.cost for project in projects}
    taken = sum(costs[code] for code in codes)
    if taken > budget:
        raise BallotError(
            f"Uw mandje kost {euros(taken)}. Dat is {euros(taken - budget)} meer dan het budget van {euros(budget)}. "
            "Haal een plan uit uw mandje."
        )
    return approving(codes)


def check_points(
    points: Mapping[str, int], projects: Sequence[Project], total: int = POINTS, least: int = LEAST_CHOICES
) -> Ballot:
    """The ballot of who divided `total` points over at least `least` projects; raises BallotError with what is wrong.

    Nothing at all is an abstention.
    """
    if any(given < 0 for given in points.values()):
        raise BallotError("Een plan kan niet minder dan 0 punten krijgen.")
    chosen = [code for code, given in points.items() if given]
    _check_codes(chosen, projects)
    given = sum(points.values())
    if chosen and given < total:
        raise BallotError(f"U hebt nog {_points(total - given)} te verdelen. Verdeel alle {total} punten.")
    if given > total:
        raise BallotError(f"U gaf {_points(given - total)} te veel. U hebt {total} punten om te verdelen.")
    _check_number(len(chosen), projects, least)
    return pointing(points)


def _check_codes(codes: Sequence[str], projects: Sequence[Project]) -> None:
    if len(set(codes)) < len(codes):
        raise BallotError("U koos een plan twee keer. Kies elk plan hooguit één keer.")
    if set(codes) - {project.code for project in projects}:
        raise BallotError("U koos een plan dat niet (meer) op het stembiljet staat. Laad de bladzijde opnieuw.")


def _check_number(chosen: int, projects: Sequence[Project], least: int) -> None:
    least = min(least, len(projects))
    if 0 < chosen < least:
        raise BallotError(f"U koos {_projects(chosen)}. Kies er minstens {least}.")


def _points(count: int) -> str:
    return "1 punt" if count == 1 else f"{count} punten"


def _projects(count: int) -> str:
    return "1 plan" if count == 1 else f"{count} plannen"


def euros(cents: int | Fraction) -> str:
    """`€ 1.400` or `€ 233,33`: an amount in cents as the Dutch write it; half a cent rounds up."""
    whole = int((Fraction(cents) * 2 + 1) // 2)
    rest = whole % 100
    return f"€ {number(whole // 100)}" + (f",{rest:02d}" if rest else "")
