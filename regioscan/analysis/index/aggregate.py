"""From scores to one score: weighted means that do or do not let a high one make up for a low one."""

from collections.abc import Callable
from functools import partial

import numpy as np

from regioscan.analysis.index.matrix import Bools, Floats
from regioscan.analysis.index.method import Aggregation

ROUNDING = 1e-12


def combine(scores: Floats, weights: Floats, rule: Aggregation, power: float = 1.0, floor: float = 1.0) -> Floats:
    """One score (n,) from scores (n × k) of 0–100 by weights (k,), over what is known; NaN where nothing weighs.

    Geometric and generalised means are taken on a scale of `floor`–100 and put back on 0–100 afterwards.
    """
    weighed = np.where(np.isnan(scores), 0.0, weights)
    total = weighed.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        shares = weighed / total[:, None]
        found = mean_of(rule, power, floor)(np.where(shares > 0, scores, 50.0), shares)
    return np.where(total > 0, np.clip(found, 0.0, 100.0), np.nan)


def mean_of(rule: Aggregation, power: float, floor: float) -> Callable[[Floats, Floats], Floats]:
    """The function of scores and shares (both n × k, shares sum to 1) that belongs to a rule."""
    if rule is Aggregation.GENERALISED and power == 0:
        rule = Aggregation.GEOMETRIC
    rules: dict[Aggregation, Callable[[Floats, Floats], Floats]] = {
        Aggregation.ARITHMETIC: _arithmetic,
        Aggregation.GEOMETRIC: partial(_geometric, floor=floor),
        Aggregation.GENERALISED: partial(_generalised, power=power, floor=floor),
        Aggregation.PENALTY: _penalised,
    }
    return rules[rule]


def lifted(scores: Floats, floor: float) -> Floats:
    """From 0–100 to `floor`–100: s′ = floor + (1 − floor/100)·s."""
    return floor + (1 - floor / 100) * scores


def lowered(lifted_scores: Floats, floor: float) -> Floats:
    """Back to 0–100."""
    return (lifted_scores - floor) / (1 - floor / 100)


def coverage(known: Bools, weights: Floats) -> Floats:
    """The share (0–1) of the weight (k,) that is known per row of `known` (n × k); 0 where nothing weighs."""
    total = weights.sum()
    return np.asarray(known @ weights / total) if total > 0 else np.zeros(len(known))


def enough(share: Floats, least: float) -> Bools:
    """Whether at least that share is known: not refused over the last bit of a sum."""
    return np.asarray((share >= least - ROUNDING) & (share > 0))


def _arithmetic(scores: Floats, shares: Floats) -> Floats:
    return np.asarray((scores * shares).sum(axis=1))


def _geometric(scores: Floats, shares: Floats, floor: float) -> Floats:
    """exp(Σ share·ln s′); a score of zero on a scale that starts at zero makes zero."""
    with np.errstate(divide="ignore"):
        logs = np.log(lifted(scores, floor))
    return lowered(np.exp(np.where(shares > 0, logs * np.where(shares > 0, shares, 1.0), 0.0).sum(axis=1)), floor)


def _generalised(scores: Floats, shares: Floats, power: float, floor: float) -> Floats:
    """(Σ share·s′^p)^(1/p)."""
    with np.errstate(divide="ignore", over="ignore"):
        total = np.where(shares > 0, shares * lifted(scores, floor) ** power, 0.0).sum(axis=1)
        return lowered(total ** (1 / power), floor)


def _penalised(scores: Floats, shares: Floats) -> Floats:
    """M − S·cv, with S the spread between the scores and cv = S/M (Mazziotta–Pareto); not below zero."""
    mean = _arithmetic(scores, shares)
    variance = (shares * (scores - mean[:, None]) ** 2).sum(axis=1)
    return np.where(mean > 0, mean - variance / np.where(mean > 0, mean, 1.0), 0.0)
