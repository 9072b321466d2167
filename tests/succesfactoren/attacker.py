"""Somebody who knows every published figure, everybody's groups and who answered what, and looks for a few people.

It shares no arithmetic with the rule it attacks. It writes down each published sum as a row over what it does not know
(each mark of each person), and tries every set of four people: does some combination of the sums speak of nobody else?
It does when the rows have a lower rank over the others than over all. The rank of rows over some people is the rank of
their Gram matrix, which is a sum over those people; a determinant that is not zero modulo a prime is not zero.
"""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

import numpy as np
import pandas as pd

from succesfactoren.analysis.suppression import FactorRelease, Release, Shown, Survey, Verdict

PRIME = 1_000_000_007
SHARED = 60
"""Divisible by the number of answered statements, so that rows are whole."""


def published(survey: Survey, shown: FactorRelease, name: str, with_distributions: bool = False) -> np.ndarray:
    """The published sums of a factor as sums × people × unknowns.

    The unknowns of a person are the marks; with distributions they are, for each statement, whether the mark is 2, 3,
    4 and 5.
    """
    statements = list(survey.factors[name])
    answered = survey.marks[statements].notna().to_numpy()
    n_answered = answered.sum(axis=1)
    has_score = n_answered >= -(-len(statements) * 3 // 5)
    weights = np.where(has_score, SHARED // np.maximum(n_answered, 1), 0)[:, None] * answered
    members = [has_score] if shown.total.is_visible else []
    for breakdown, verdicts in shown.groups.items():
        names = survey.groups[breakdown].to_numpy()
        members += [names == group for group, verdict in verdicts.items() if verdict.is_visible]
    rows = [weights * who[:, None] for who in members]
    rows += [_only(answered, at) for at, one in enumerate(statements) if shown.statements[one].is_visible]
    found = np.array(rows, np.int64).reshape(len(rows), *answered.shape)
    if not with_distributions:
        return found
    found = np.concatenate([found * step for step in (1, 2, 3, 4)], axis=2)
    detail = [at for at, one in enumerate(statements) if shown.distributions[one].is_visible]
    steps = [
        np.hstack([_only(answered, at) * (step == other) for other in range(4)]) for at in detail for step in range(4)
    ]
    return np.concatenate([found, np.array(steps, np.int64).reshape(len(steps), *found.shape[1:])])


def _only(answered: np.ndarray, at: int) -> np.ndarray:
    return answered * (np.arange(answered.shape[1]) == at)


def fewest_found(sums: np.ndarray, fewer_than: int = 5) -> tuple[int, ...] | None:
    """Positions of fewer than so many people of whom some combination of the sums speaks, and of nobody else."""
    n_people = sums.shape[1]
    grams = np.einsum("apu,bpu->pab", sums, sums)
    independent = _independent(grams.sum(axis=0))
    grams = grams[:, independent][:, :, independent]
    size = min(fewer_than - 1, n_people)
    if not independent or not size:
        return None
    sets = np.array(list(combinations(range(n_people), size)))
    without = grams.sum(axis=0) - grams[sets].sum(axis=1)
    suspects = sets[_has_no_determinant(without)]
    return next((tuple(one) for one in suspects.tolist() if _is_found(grams, one)), None)


def _is_found(grams: np.ndarray, people: Sequence[int]) -> bool:
    """Exactly: whether the rank over the others is lower."""
    return len(_independent(np.delete(grams, people, axis=0).sum(axis=0))) < grams.shape[1]


def _independent(gram: np.ndarray) -> list[int]:
    """Positions of rows that are independent, and with which all others are not; in fractions."""
    rest = [[Fraction(int(value)) for value in row] for row in gram]
    chosen = []
    for at in range(len(rest)):
        if not rest[at][at]:
            continue
        chosen.append(at)
        top = list(rest[at])
        for row in rest[at + 1 :]:
            if factor := row[at] / top[at]:
                row[:] = [value - factor * above if above else value for value, above in zip(row, top, strict=True)]
    return chosen


def _has_no_determinant(matrices: np.ndarray) -> np.ndarray:
    """Of each of many square matrices whether its determinant is 0 modulo the prime."""
    work = matrices % PRIME
    n_matrices, size, _ = work.shape
    every = np.arange(n_matrices)
    is_zero = np.zeros(n_matrices, bool)
    for at in range(size):
        pivots = at + (work[:, at:, at] != 0).argmax(axis=1)
        work[every, pivots], work[:, at] = work[:, at].copy(), work[every, pivots].copy()
        is_zero |= work[:, at, at] == 0
        if at + 1 < size:
            own, factors, top = work[:, at, at][:, None, None], work[:, at + 1 :, at][:, :, None], work[:, at][:, None]
            work[:, at + 1 :] = (work[:, at + 1 :] * own % PRIME - factors * top % PRIME) % PRIME
    return is_zero


def naive(survey: Survey, shown: Release) -> Release:
    """What a rule would show that looks at the number of answers and at nothing else."""
    factors = {name: _naive_factor(survey, one, name) for name, one in shown.factors.items()}
    return replace(shown, factors=factors)


def _naive_factor(survey: Survey, shown: FactorRelease, name: str) -> FactorRelease:
    marks = survey.marks[list(survey.factors[name])]
    has_score = marks.notna().sum(axis=1) >= -(-marks.shape[1] * 3 // 5)
    groups = {
        breakdown: {group: _by_count((has_score & (survey.groups[breakdown] == group)).sum()) for group in verdicts}
        for breakdown, verdicts in shown.groups.items()
    }
    statements = {str(one): _by_count(marks[one].notna().sum()) for one in marks}
    return replace(shown, total=_by_count(has_score.sum()), groups=groups, statements=statements)


def _by_count(n: int) -> Shown:
    return Shown(Verdict.VISIBLE, int(n)) if n >= 5 else Shown(Verdict.TOO_FEW)


def generated(seed: int, n: int, n_breakdowns: int, n_statements: int, skipped: float) -> Survey:
    """A survey as hard as possible: breakdowns that are nearly the same, few people who skipped something."""
    chance = np.random.default_rng(seed)
    marks = chance.integers(1, 6, (n, n_statements)).astype(float)
    marks[chance.random(marks.shape) < skipped] = np.nan
    columns = [f"u{at}" for at in range(n_statements)]
    groups: dict[str, np.ndarray] = {}
    for at in range(n_breakdowns):
        names = chance.choice(list("abcd"[: chance.integers(1, 5)]), n)
        if at and chance.random() < 0.6:
            is_moved = chance.random(n) < 0.15
            names = np.where(is_moved, names, groups[f"b{at - 1}"])
        groups[f"b{at}"] = names
    frame = pd.DataFrame(groups, index=range(n), dtype=object)
    return Survey(pd.DataFrame(marks, columns=columns), frame, {"f": columns})
