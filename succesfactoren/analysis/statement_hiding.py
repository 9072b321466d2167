"""Which statements of a factor are shown beside its scores. Pure; the proof stands in `suppression`."""

from itertools import combinations

import numpy as np
import numpy.typing as npt

from succesfactoren.analysis.carriers import Ints, is_carried
from succesfactoren.analysis.verdicts import Shown, Verdict

Flags = npt.NDArray[np.bool_]

MOST_DIVIDED = 12
"""With more statements than this not every division in two is tried; see `_are_joined`."""


def statements_shown(answered: Flags, sums: Ints, least: int) -> list[Shown]:
    """The verdict on the mean of each statement of a factor, of everybody together.

    `answered` is respondents × statements; `sums` the published sums of the factor, its total first. Statements under
    `least` are hidden, then those with the fewest answers (the last of equals) until no border between statements is
    thin, and one more where the statements together would tell who skipped some.
    """
    counts = answered.sum(axis=0)
    given = [int(at) for at in np.argsort(counts[::-1], kind="stable")]
    given = [len(counts) - 1 - at for at in given if counts[len(counts) - 1 - at]]
    n_hidden = len(given) if sums[0].sum() < least else int((counts[given] < least).sum())
    while n_hidden < len(given) and not _are_joined(answered, given, n_hidden, least):
        n_hidden += 1
    if not n_hidden and not is_carried(np.vstack([statements_together(answered, sums[0]), sums]), least):
        n_hidden = 1
    return [_verdict(int(n), at in given[:n_hidden], least) for at, n in enumerate(counts)]


def statements_together(answered: Flags, has_score: Ints) -> Ints:
    """What the sums of all statements weigh on each respondent's score: the number answered; 1 for who has no score."""
    n_answered = answered.sum(axis=1)
    together: Ints = np.where(has_score > 0, n_answered, n_answered > 0).astype(np.int64)
    return together


def _verdict(n: int, is_hidden: bool, least: int) -> Shown:
    if not n:
        return Shown(Verdict.NOBODY)
    if not is_hidden:
        return Shown(Verdict.VISIBLE, n)
    return Shown(Verdict.TOO_FEW if n < least else Verdict.FOR_FEW)


def _are_joined(answered: Flags, given: list[int], n_hidden: int, least: int) -> bool:
    """Whether every border between statements has `least` people who answered on both sides of it.

    A border divides the statements in two, with the hidden ones (the first `n_hidden`) on one side. Who answered
    everything stands on both sides of all; with too many statements to try every border, they must be enough.
    """
    patterns, people = np.unique(answered[:, given], axis=0, return_counts=True)
    if people[patterns.all(axis=1)].sum() >= least:
        return True
    if len(given) > MOST_DIVIDED:
        return False
    visible = range(n_hidden, len(given))
    largest = len(visible) if n_hidden else len(visible) - 1
    sides = (side for size in range(1, largest + 1) for side in combinations(visible, size))
    return all(_n_on_both_sides(patterns, people, side) >= least for side in sides)


def _n_on_both_sides(patterns: Flags, people: npt.NDArray[np.intp], side: tuple[int, ...]) -> int:
    is_inside = np.isin(np.arange(patterns.shape[1]), side)
    return int(people[patterns[:, is_inside].any(axis=1) & patterns[:, ~is_inside].any(axis=1)].sum())
