"""The whole index once more, one number at a time in plain Python: the arrays must agree."""

import math
from dataclasses import replace

import pytest

from regioscan.analysis.index.method import Aggregation, Method, Normalisation
from regioscan.analysis.index.scoring import score
from tests.regioscan.index.invented import figures, method


def recomputed(made: Method, rows: list[list[float]]) -> list[tuple[float | None, list[float | None]]]:
    """Per region the index and the theme scores."""
    return [_region(made, rows, row) for row in rows]


def _region(made, rows, row):
    themes, at = [], 0
    for theme in made.themes:
        weighed, weight, whole = 0.0, 0.0, 0.0
        for spec in theme.indicators:
            column = [other[at] for other in rows if not math.isnan(other[at])]
            if len(column) < 2 or max(column) > min(column):
                whole += spec.weight
                if not math.isnan(row[at]) and (one := _score(made, spec, column, row[at])) is not None:
                    weighed, weight = weighed + spec.weight * one, weight + spec.weight
            at += 1
        themes.append(weighed / weight if whole and weight / whole >= 0.65 else None)
    return _between(made, themes), themes


def _score(made, spec, column, value):
    n = len(column)
    if made.normalisation is Normalisation.GOALPOSTS:
        share = (value - spec.low) / (spec.high - spec.low)
        found = 100 * (share if spec.direction == 1 else 1 - share)
    elif n < 2:
        return None
    elif made.normalisation is Normalisation.Z:
        mean = sum(column) / n
        sd = math.sqrt(sum((x - mean) ** 2 for x in column) / (n - 1))
        found = 50 + 10 * spec.direction * (value - mean) / sd
    else:
        lower = sum(x < value for x in column)
        share = (lower + (sum(x == value for x in column) - 1) / 2) / (n - 1)
        found = 100 * (share if spec.direction == 1 else 1 - share)
    return min(100.0, max(0.0, found))


def _between(made, themes):
    weights = [theme.weight for theme in made.themes]
    known = [(s, w) for s, w in zip(themes, weights, strict=True) if s is not None]
    total = sum(w for _, w in known)
    if not known or total / sum(weights) < 0.65:
        return None
    if made.between is Aggregation.ARITHMETIC:
        return sum(s * w for s, w in known) / total
    product = 1.0
    for s, w in known:
        product *= (1 + 0.99 * s) ** (w / total)
    return (product - 1) / 0.99


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("normalisation", [Normalisation.GOALPOSTS, Normalisation.Z, Normalisation.PERCENTILE])
@pytest.mark.parametrize("between", [Aggregation.ARITHMETIC, Aggregation.GEOMETRIC])
def test_arrays_agree_with_plain_loops(seed, normalisation, between):
    weights = [1, 2, 0.5, 1, 1, 3, 1, 1, 2]
    made = method(weights=weights, themes=(2, 1, 3), normalisation=normalisation, between=between)
    given_figures = figures(25, missing=0.15 * (seed % 4), seed=seed)
    given_figures = replace(given_figures, values=given_figures.values.round(0))
    found = score(made, given_figures)
    for row, (index, themes) in enumerate(recomputed(made, given_figures.values.tolist())):
        assert found.index.value(row) == pytest.approx(index, abs=1e-9)
        assert [found.themes.value(row, at) for at in range(3)] == pytest.approx(themes, abs=1e-9)
