"""An index taken apart: which indicators and themes make the difference, in points that add up to it exactly."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from regioscan.analysis.index.aggregate import lifted
from regioscan.analysis.index.matrix import Floats, Reason
from regioscan.analysis.index.method import Aggregation
from regioscan.analysis.index.scoring import Scores

MIDDLE = 50.0
"""What a region is held against when no other region is named: half-way between the goalposts."""


@dataclass(frozen=True)
class Part:
    """What one indicator or theme adds to the difference.

    `score` and `against` are the two scores (None: unknown), `weight` its share of the index of the region, `points`
    what it adds, and `share` that as a part of the whole difference (None when there is no difference).
    """

    code: str
    theme: str
    score: float | None
    against: float | None
    weight: float
    points: float
    share: float | None


@dataclass(frozen=True)
class Parts:
    """The parts of a difference, in the order of the method; without parts there is a reason.

    `total` is the difference itself: the sum of the points.
    """

    parts: tuple[Part, ...]
    total: float | None
    reason: Reason = Reason.NONE

    def largest(self, n: int) -> tuple[Part, ...]:
        """The parts that matter most, in either direction."""
        return tuple(sorted(self.parts, key=lambda part: (-abs(part.points), part.code))[:n])


def contributions(scores: Scores, region: int, against: Scores | None = None, other: int = 0) -> Parts:
    """Per indicator what it adds to the arithmetic index, compared with 50 or with region `other` of `against`.

    points = e·(y − 50) − e_b·(y_b − 50), with e the effective weight over what is known of that region. With equal
    weights that is e·(y − y_b); where one of both misses an indicator its shifted weight is counted too, so that the
    points always add up.
    """
    method = scores.method
    refused = _refused(scores, region) or (against and _refused(against, other))
    if refused or method.within is not Aggregation.ARITHMETIC:
        return Parts((), None, refused or Reason.NOT_ADDITIVE)
    points = _weighted(scores, region)
    if against is not None:
        points = points - _weighted(against, other)
    themes = [theme.code for theme in method.themes for _ in theme.counted]
    cells = [(scores.normalised.value(region, at), _against(against, other, at)) for at in range(len(themes))]
    return _parts(method.codes, themes, cells, scores.effective[region], points)


def theme_contributions(scores: Scores, region: int, against: Scores | None = None, other: int = 0) -> Parts:
    """Per theme what it adds to the index, compared with 50 on every theme or with region `other` of `against`.

    Geometric: ln G − ln G_b = Σ v_k (ln s′_k − ln s′_bk); `share` is a theme's part of that gap, and `points` the same
    part of the gap in points. Arithmetic: v_k (S_k − S_bk). Other ways of combining cannot be taken apart.
    """
    method = scores.method
    refused = _refused(scores, region) or (against and _refused(against, other))
    if refused:
        return Parts((), None, refused)
    if method.between not in {Aggregation.ARITHMETIC, Aggregation.GEOMETRIC}:
        return Parts((), None, Reason.NOT_ADDITIVE)
    v = _theme_shares(scores, region)
    mine = v * _centred(scores, region)
    theirs = np.zeros_like(mine) if against is None else _theme_shares(against, other) * _centred(against, other)
    if not (np.isfinite(mine).all() and np.isfinite(theirs).all()):
        return Parts((), None, Reason.NOT_POSITIVE)
    start = MIDDLE if against is None else float(against.index.values[other])
    amounts = _in_points(mine - theirs, float(scores.index.values[region]) - start)
    codes = method.theme_codes
    cells = [
        (scores.themes.value(region, at), MIDDLE if against is None else against.themes.value(other, at))
        for at in range(len(codes))
    ]
    return _parts(codes, codes, cells, v, amounts)


def _refused(scores: Scores, region: int) -> Reason:
    return scores.index.reason(region)


def _weighted(scores: Scores, region: int) -> Floats:
    known = scores.normalised.known[region]
    return np.where(known, scores.effective[region] * (scores.normalised.values[region] - MIDDLE), 0.0)


def _against(against: Scores | None, other: int, at: int) -> float | None:
    return MIDDLE if against is None else against.normalised.value(other, at)


def _theme_shares(scores: Scores, region: int) -> Floats:
    v = np.array([theme.weight for theme in scores.method.themes])
    weighed = np.where(scores.themes.known[region], v, 0.0)
    return np.asarray(weighed / weighed.sum())


def _centred(scores: Scores, region: int) -> Floats:
    """Theme scores on the scale on which they are added up, with 50 as zero; zero where there is no score."""
    method = scores.method
    themes = np.where(scores.themes.known[region], scores.themes.values[region], MIDDLE)
    if method.between is Aggregation.ARITHMETIC:
        return np.asarray(themes - MIDDLE)
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(lifted(themes, method.floor)) - np.log(lifted(np.array(MIDDLE), method.floor)))


def _in_points(amounts: Floats, gap: float) -> Floats:
    """The amounts on their own scale, made to add up to the gap in points; nothing when they cancel out."""
    total = float(amounts.sum())
    if abs(total) > 1e-12:
        return amounts * (gap / total)
    return np.zeros_like(amounts)


def _parts(
    codes: Sequence[str],
    themes: Sequence[str],
    cells: Sequence[tuple[float | None, float | None]],
    weights: Floats,
    points: Floats,
) -> Parts:
    total = float(points.sum())
    has_gap = abs(total) > 1e-12
    rows = zip(codes, themes, cells, weights, points, strict=True)
    return Parts(
        tuple(
            Part(code, theme, *cell, float(weight), float(amount), float(amount) / total if has_gap else None)
            for code, theme, cell, weight, amount in rows
        ),
        total,
    )
