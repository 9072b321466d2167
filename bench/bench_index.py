"""The vitality index in a thousand versions, against the least that any ranking of them takes."""

import numpy as np
import numpy.typing as npt

from bench.ratio import Ratio, in_turn
from regioscan.analysis.index.matrix import Matrix
from regioscan.analysis.index.method import IndicatorSpec, Method, ThemeSpec
from regioscan.analysis.index.robustness import simulate

N_INDICATORS, N_THEMES, N_VERSIONS = 60, 8, 1_000
MISSING, ERROR = 0.05, 2.0
LIMITS = {342: (6, 10), 14_000: (3, 5)}
"""A few hundred regions take so little that getting ready for them counts too."""


def run() -> list[Ratio]:
    """T9: weights, normalisation, aggregation and leaving one out are varied; sampling error apart, for it is extra."""
    found = [_against_floor(n_regions, *limits) for n_regions, limits in LIMITS.items()]
    return [*found, _with_errors(342)]


def _against_floor(n_regions: int, goal: float, limit: float) -> Ratio:
    method, matrix = _method(), _figures(n_regions)
    random = np.random.default_rng(2)
    weights, scores = random.random((N_VERSIONS, N_INDICATORS)), random.random((N_INDICATORS, n_regions))
    taken, floor = in_turn(
        lambda: simulate(method, matrix, draws=N_VERSIONS), lambda: np.argsort(weights @ scores, axis=1)
    )
    return Ratio("T9", _said(n_regions), "one GEMM + one argsort", taken / floor, goal, limit)


def _with_errors(n_regions: int) -> Ratio:
    """Against drawing the chance alone: one number for every figure in every version."""
    method, matrix = _method(), _figures(n_regions)
    errors: npt.NDArray[np.float64] = np.full(matrix.values.shape, ERROR)
    random = np.random.default_rng(3)
    taken, floor = in_turn(
        lambda: simulate(method, matrix, errors, draws=N_VERSIONS),
        lambda: [random.standard_normal(matrix.values.shape) for _ in range(N_VERSIONS)],
        repeat=3,
    )
    return Ratio("T9", f"{_said(n_regions)} with sampling error", "drawing the chance", taken / floor, 5, 10)


def _said(n_regions: int) -> str:
    return f"{N_VERSIONS} versions of {n_regions} × {N_INDICATORS}"


def _method() -> Method:
    """Sixty indicators of eight themes, the directions in turn."""
    specs = [IndicatorSpec(f"i{at}", (1, -1)[at % 2], 1.0, 0.0, 100.0) for at in range(N_INDICATORS)]
    return Method(tuple(ThemeSpec(f"t{at}", tuple(specs[at::N_THEMES])) for at in range(N_THEMES)))


def _figures(n_regions: int) -> Matrix:
    random = np.random.default_rng(1)
    values = random.normal(50, 15, (n_regions, N_INDICATORS))
    values[random.random(values.shape) < MISSING] = np.nan
    return Matrix(tuple(f"i{at}" for at in range(N_INDICATORS)), values)
