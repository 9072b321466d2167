"""What chance in the figures and slightly other weights might have made of an index: its interval in points. Pure.

Places are simulated in `analysis.index.robustness`, with other ways of scoring as well; those ways give other
numbers of points for the same thing, so an interval in points leaves them out.
"""

from dataclasses import replace

import numpy as np

from regioscan.analysis.index.aggregate import combine
from regioscan.analysis.index.matrix import Floats, Matrix
from regioscan.analysis.index.method import Method
from regioscan.analysis.index.scoring import score, theme_weights
from regioscan.analysis.index.varying import WEIGHT_NOISE

N_DRAWS = 200
SEED = 20_260_101
EDGES = (5.0, 95.0)
"""The interval of an index runs between these percentiles of the draws, as for ranks."""


def draw_themes(
    method: Method, matrix: Matrix, errors: Floats, reference: Matrix, n_draws: int = N_DRAWS, seed: int = SEED
) -> Floats:
    """Theme scores (draws × n × k) after every figure moved by chance, x + SE·ε; NaN where a theme has no score.

    `errors` (n × m, as `matrix`) are standard errors, 0 where none is known. The first draw is the figures as they are.
    """
    n, m = matrix.values.shape
    noise = np.random.default_rng(seed).standard_normal((n_draws, n, m))
    noise[:1] = 0.0
    moved = matrix.values + errors * noise
    rows = replace(matrix, values=moved.reshape(-1, m), reasons=None, carried=None, periods=None)
    found = score(method, rows, reference).themes.values
    return found.reshape(n_draws, n, len(method.themes)).astype(np.float32)


def draw_index(method: Method, themes: Floats, *, jitter: float = WEIGHT_NOISE, seed: int = SEED) -> Floats:
    """The index (draws × n) by the method's theme weights, each moved at random by at most `jitter` of itself.

    The first draw is the index by the weights as they are. Regions are not refused for too little known here: the
    caller knows which have an index.
    """
    weights = theme_weights(method)
    changes = np.random.default_rng(seed + 1).uniform(-jitter, jitter, (len(themes), len(weights)))
    changes[:1] = 0.0
    return np.stack(
        [
            combine(one.astype(np.float64), weights * (1 + change), method.between, method.power, method.floor)
            for one, change in zip(themes, changes, strict=True)
        ]
    )


def interval(draws: Floats, region: int) -> tuple[float, float] | None:
    """Between which values (5 % and 95 %) the index of a region lies over the draws; None without any."""
    known = draws[:, region][np.isfinite(draws[:, region])]
    if not len(known):
        return None
    low, high = np.percentile(known, EDGES)
    return float(low), float(high)
