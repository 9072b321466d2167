"""The index as several groups would weigh it: where their rankings agree, and where they do not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from regioscan.analysis.index.matrix import Floats, Matrix
from regioscan.analysis.index.method import Method, with_theme_weights
from regioscan.analysis.index.robustness import LIKELY, simulate
from regioscan.analysis.index.scoring import score
from regioscan.analysis.index.varying import all_of

DIALOGUE_DRAWS = 200
"""Enough to tell on which side of the middle a region stands; the page waits for it."""
ALL_ABOVE, ALL_BELOW, DIVIDED, UNCLEAR = (
    "allen boven het midden",
    "allen onder het midden",
    "verdeeld",
    "niet eenduidig",
)


@dataclass(frozen=True)
class Voice:
    """What one set of weights gives every region, by row of the matrix; None for a region without an index.

    `index` is 0–100, `above` the share (0–1) of the versions in which the region stands above the middle;
    `factors` are the steps that differ between those versions.
    """

    index: tuple[float | None, ...]
    places: tuple[int | None, ...]
    above: tuple[float | None, ...]
    factors: tuple[str, ...]


def voice(
    method: Method,
    matrix: Matrix,
    weights: Mapping[str, float],
    errors: Floats | None = None,
    seed: int = 1,
    draws: int = DIALOGUE_DRAWS,
) -> Voice:
    """The index under these weights by theme (in any unit), with the remaining choices varied around it.

    The same seed for every group, so that they differ by their weights alone. Raises MethodError on weights that cannot
    be used.
    """
    weighed = with_theme_weights(method, weights)
    scores = score(weighed, matrix)
    varied = all_of(method, errors is not None, has_groups=False)
    found = simulate(weighed, matrix, errors, seed, draws, varied)
    places = [found.place(region) for region in range(matrix.n_regions)]
    above = tuple(place.p_above if place else None for place in places)
    return Voice(tuple(scores.index.listed()), tuple(scores.ranks()), above, tuple(varied.factors))


def verdict(above: Sequence[float | None]) -> str:
    """Whether groups agree on a region, out of its chance to be above the middle for each of them.

    "" where one of them gives it no place.
    """
    known = [share for share in above if share is not None]
    if not known or len(known) < len(above):
        return ""
    if min(known) >= LIKELY:
        return ALL_ABOVE
    if max(known) <= 1 - LIKELY:
        return ALL_BELOW
    return DIVIDED if max(known) >= LIKELY and min(known) <= 1 - LIKELY else UNCLEAR
