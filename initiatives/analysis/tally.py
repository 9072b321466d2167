"""The ballots of an election as arrays: ballots that are the same counted once, with their number. Pure.

Only the projects that compete are in it. Who voted for others too still has a full share: see `Election.n`.
"""

from collections import Counter
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from initiatives.analysis.elections import Election

Whole = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Backing:
    """Who supports one project, as rows of the tally."""

    cost: int
    rows: Whole
    times: Whole
    """How many voters each row stands for."""
    points: Whole
    weights: Whole
    """times × points."""
    n_voters: int
    n_points: int


@dataclass(frozen=True, eq=False)
class Tally:
    """The competing projects, in the order that settles ties, and the ballots as rows."""

    codes: tuple[str, ...]
    n: int
    budget: int
    points: Whole = field(repr=False)
    """Projects × rows: so the supporters of one project lie side by side."""
    backing: tuple[Backing, ...] = field(repr=False)
    times: Whole = field(repr=False)
    """How many voters each row stands for."""

    @property
    def n_rows(self) -> int:
        """How many different ballots there are."""
        return int(self.points.shape[1])

    @property
    def most_points(self) -> int:
        """The most points that one voter gave to one project; 1 where it is yes or no."""
        return int(self.points.max(initial=1))


def tally(election: Election) -> Tally:
    """The ballots grouped: one row for all voters who support the same competing projects with the same points."""
    place = {code: at for at, code in enumerate(election.running)}
    groups: Counter[tuple[tuple[int, int], ...]] = Counter()
    for ballot in election.ballots:
        row = tuple(sorted((place[code], points) for code, points in ballot.choices if code in place))
        if row:
            groups[row] += ballot.times
    times = np.fromiter(groups.values(), np.int64, len(groups))
    points = np.zeros((len(place), len(groups)), np.int64)
    for at, row in enumerate(groups):
        for column, given in row:
            points[column, at] = given
    backing = tuple(
        _backing(election.by_code[code].cost, times, points[at]) for at, code in enumerate(election.running)
    )
    return Tally(election.running, election.n, election.budget, points, backing, times)


def _backing(cost: int, times: Whole, column: Whole) -> Backing:
    rows = np.flatnonzero(column)
    points, voters = column[rows], times[rows]
    return Backing(cost, rows, voters, points, points * voters, int(voters.sum()), int((points * voters).sum()))
