"""Why an index moved between two moments: new figures, revised ones, another method, other borders, older figures that
were replaced, figures that are defined otherwise. The points of the causes add up to the change exactly."""

from dataclasses import dataclass
from enum import IntEnum
from itertools import combinations
from math import factorial

import numpy as np
import numpy.typing as npt

from regioscan.analysis.index.matrix import Bools, Codes, Floats, Matrix, Reason
from regioscan.analysis.index.method import Method
from regioscan.analysis.index.scoring import score

NOTHING = 1e-12
"""Fewer points than this are rounding."""


class Cause(IntEnum):
    """What made a figure or the index another."""

    NONE = 0
    OBSERVATION = 1
    REVISION = 2
    METHOD = 3
    BOUNDARY = 4
    REFRESHED = 5
    DEFINITION = 6

    @property
    def words(self) -> str:
        """The cause in Dutch."""
        return CAUSE_WORDS[self]


CAUSE_WORDS = {
    Cause.NONE: "",
    Cause.OBSERVATION: "nieuwe waarneming",
    Cause.REVISION: "herziening van oude cijfers",
    Cause.METHOD: "andere methode of vergelijkingsgroep",
    Cause.BOUNDARY: "andere grenzen",
    Cause.REFRESHED: "ouder cijfer vervangen door een nieuw",
    Cause.DEFINITION: "andere omschrijving van een cijfer",
}


@dataclass(frozen=True)
class Moment:
    """What an index was made from at one moment. Both moments have the same regions in the same rows."""

    method: Method
    matrix: Matrix
    reference: Matrix | None = None


@dataclass(frozen=True)
class Split:
    """The change of one region's index, and the points by cause; causes that were not there are left out.

    Without a split there is a reason: one of both moments, or a moment in between, has no index.
    """

    change: float | None
    points: dict[Cause, float]
    reason: Reason = Reason.NONE


def causes_of(
    before: Matrix, after: Matrix, boundary: Bools | None = None, crossed: Bools | None = None
) -> npt.NDArray[np.int8]:
    """Per cell (n × m, in the order of `before.codes`) why it differs; NONE where it does not.

    `boundary` marks cells recast to other borders (n × m, or n × 1 for whole regions), `crossed` (m) the indicators
    with a break in their definition between the two moments: one that differs then is no observation of anything, and
    one that only has a figure from before the break has left. The same year with another value is a revision; a
    carried-forward figure that gave way is refreshed; all else is a new observation.
    """
    now = after.select(before.codes)
    then = before.select(before.codes)
    differs = ~((then.values == now.values) | (np.isnan(then.values) & np.isnan(now.values)))
    found = np.where(differs, Cause.OBSERVATION, Cause.NONE)
    carried = _filled(then.carried, then) & ~_filled(now.carried, now)
    found = np.where(differs & carried, Cause.REFRESHED, found)
    found = np.where(differs & _same_year(then, now), Cause.REVISION, found)
    if crossed is not None:
        is_held = ~np.isnan(now.values) | _is_redefined(now)
        found = np.where(differs & crossed & ~np.isnan(then.values) & is_held, Cause.DEFINITION, found)
    if boundary is not None:
        found = np.where(differs & boundary, Cause.BOUNDARY, found)
    return found.astype(np.int8)


def change_split(before: Moment, after: Moment, causes: npt.NDArray[np.int8]) -> list[Split]:
    """Per region the change of its index by cause.

    Every cause is switched on in every order, and gets the mean of what it adds (the Shapley value): so the order in
    which we look does not matter, and the points add up. `causes` as `causes_of` gives them: a cell that differs must
    have a cause, else ValueError.
    """
    codes = before.matrix.codes
    then, now = before.matrix.select(codes), after.matrix.select(codes)
    extra = [code for code in after.matrix.codes if code not in codes]
    if (causes_of(before.matrix, after.matrix) > 0)[causes == 0].any():
        raise ValueError("a figure changed without a cause")
    active = [cause for cause in Cause if cause and (causes == cause).any()]
    if before.method != after.method or not _same_reference(before.reference, after.reference):
        active.append(Cause.METHOD)
    worth = {
        chosen: _index(before, after, _mixed(then, now, causes, chosen, after.matrix.select(extra)), chosen)
        for size in range(len(active) + 1)
        for chosen in combinations(sorted(active), size)
    }
    return [_split(worth, sorted(active), region) for region in range(then.n_regions)]


def _split(worth: dict[tuple[Cause, ...], tuple[Floats, Codes]], active: list[Cause], region: int) -> Split:
    for values, reasons in worth.values():
        if np.isnan(values[region]):
            return Split(None, {}, Reason(int(reasons[region])))
    points = {
        cause: sum(
            _odds(len(without), len(active)) * float(worth[_with(without, cause)][0][region] - values[region])
            for without, (values, _) in worth.items()
            if cause not in without
        )
        for cause in active
    }
    change = float(worth[tuple(active)][0][region] - worth[()][0][region])
    return Split(change, {cause: amount for cause, amount in points.items() if abs(amount) > NOTHING})


def _with(chosen: tuple[Cause, ...], cause: Cause) -> tuple[Cause, ...]:
    return tuple(sorted((*chosen, cause)))


def _odds(n_before: int, n_all: int) -> float:
    """How often a cause comes after exactly these, over all orders."""
    return factorial(n_before) * factorial(n_all - n_before - 1) / factorial(n_all)


def _mixed(then: Matrix, now: Matrix, causes: npt.NDArray[np.int8], chosen: tuple[Cause, ...], extra: Matrix) -> Matrix:
    """The figures after the chosen causes and before the others; indicators that only the new method has come along."""
    moved = np.isin(causes, [int(cause) for cause in chosen])
    values = np.hstack([np.where(moved, now.values, then.values), extra.values])
    return Matrix((*then.codes, *extra.codes), values)


def _index(before: Moment, after: Moment, mixed: Matrix, chosen: tuple[Cause, ...]) -> tuple[Floats, Codes]:
    """With only the new method's reference once the method is the new one."""
    at = after if Cause.METHOD in chosen else before
    found = score(at.method, mixed, at.reference)
    return found.index.values, found.index.reasons


def _same_reference(then: Matrix | None, now: Matrix | None) -> bool:
    if then is None or now is None:
        return then is now
    return then.codes == now.codes and np.array_equal(then.values, now.values, equal_nan=True)


def _filled(marks: Bools | None, matrix: Matrix) -> Bools:
    return np.zeros(matrix.values.shape, np.bool_) if marks is None else marks


def _is_redefined(matrix: Matrix) -> Bools:
    """Where there is no figure because the only one that is recent enough was defined otherwise."""
    if matrix.reasons is None:
        return np.zeros(matrix.values.shape, np.bool_)
    return np.asarray(np.isnan(matrix.values) & (matrix.reasons == Reason.REDEFINED))


def _same_year(then: Matrix, now: Matrix) -> Bools:
    if then.periods is None or now.periods is None:
        return np.zeros(then.values.shape, np.bool_)
    return np.asarray((then.periods == now.periods) & (then.periods > 0))
