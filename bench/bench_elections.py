"""A neighbourhood budget of 15,000 ballots × 100 projects: one count of Equal Shares, and all counts of Add1."""

import random

import numpy as np

from bench.ratio import Ratio, in_turn, seconds
from initiatives.analysis.completing import Completed, complete
from initiatives.analysis.elections import Election, Project, approving, pointing
from initiatives.analysis.equal_shares import Utility, run_of
from initiatives.analysis.tally import Tally, tally

N_VOTERS, N_PROJECTS = 15_000, 100
BUDGET = 100_000_00
MOST_CHOICES, POINTS = 9, 10


def run() -> list[Ratio]:
    """One count against the multiplications that any count needs; Add1 against its steps of one count each."""
    approvals, points = _election(has_points=False), _election(has_points=True)
    return [
        _grouping(approvals),
        _one_count(approvals, Utility.COST),
        _one_count(points, Utility.UNIT),
        _add1(approvals, Utility.COST),
        _add1(points, Utility.UNIT),
    ]


def _grouping(election: Election) -> Ratio:
    taken, floor = in_turn(lambda: tally(election), lambda: [dict(one.choices) for one in election.ballots], repeat=5)
    measure = f"{N_VOTERS:,} × {N_PROJECTS} ballots grouped, {1000 * taken:.0f} ms"
    return Ratio("I1", measure, "a dict of every ballot", taken / floor, 12, 30)


def _one_count(election: Election, utility: Utility) -> Ratio:
    counted = tally(election)
    taken, floor = in_turn(lambda: run_of(counted, utility, election.share), lambda: _sums(counted))
    measure = f"one count of {_said(election)}, {1000 * taken:.0f} ms"
    return Ratio("I2", measure, "ballots × purses for each project bought", taken / floor, 2, 5)


def _sums(counted: Tally) -> None:
    """What the supporters of every project have, as often as something is bought: a matrix product each time."""
    purses = np.ones(counted.n_rows, np.int64)
    for _ in range(20):
        np.matmul(counted.points, purses)


def _add1(election: Election, utility: Utility) -> Ratio:
    counted = tally(election)
    floor = seconds(lambda: run_of(counted, utility, election.share), repeat=7)
    kept: list[Completed] = []
    taken = seconds(lambda: kept.append(complete(election, utility)), repeat=1)
    completed = kept[0]
    measure = f"Add1 of {_said(election)}, {completed.n_steps} steps, {taken:.1f} s"
    # The grouping and the runs that are kept come on top; the counts with more money buy more.
    return Ratio("I3", measure, "one count, times the steps", taken / floor / (completed.n_steps + 1), 1.5, 3)


def _said(election: Election) -> str:
    return "points" if election.has_points else "approvals"


def _election(*, has_points: bool) -> Election:
    """Everybody wants three to nine projects of which some are much more wanted; nearly no two ballots are the same."""
    luck = random.Random(6)  # noqa: S311  (the same ballots in every run, no secret)
    codes = [f"p{number}" for number in range(N_PROJECTS)]
    liked = [1 / (place + 3) for place in range(N_PROJECTS)]
    projects = tuple(Project(code, luck.randint(BUDGET // 200, BUDGET // 10)) for code in codes)
    ballots = []
    for _ in range(N_VOTERS):
        chosen = luck.choices(codes, liked, k=POINTS if has_points else luck.randint(3, MOST_CHOICES))
        given = {code: chosen.count(code) for code in chosen}
        ballots.append(pointing(given) if has_points else approving(chosen))
    luck.shuffle(codes)
    return Election(projects, tuple(ballots), BUDGET, tuple(codes))
