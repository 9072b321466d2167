"""Which choice matters most for the ranking: Sobol indices of the mean absolute shift in places.

Estimators: Saltelli et al. (2010) for the first order, Jansen (1999) for the total.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from regioscan.analysis.index.field import make_field, places, ranks
from regioscan.analysis.index.matrix import Bools, Floats, Matrix
from regioscan.analysis.index.method import Method
from regioscan.analysis.index.varying import FACTOR_WORDS, Varied, Versions, all_of, check, versions

RUNS = 128
NO_VARIANCE = 1e-18


@dataclass(frozen=True)
class Factor:
    """One varied step: what part (0–1) of the variance of the shift it explains by itself and with all its interplay.

    None where that cannot be said. Estimates from few runs fall outside 0–1 by chance, and are then held within it.
    """

    name: str
    first: float | None
    total: float | None

    @property
    def words(self) -> str:
        """The step in Dutch."""
        return FACTOR_WORDS[self.name]


@dataclass(frozen=True)
class Sensitivity:
    """What the ranking owes to each varied step.

    `mean_shift` is how many places a region moves on average over all runs, `variance` the variance of that between
    runs. `n_failed` runs gave no index at all and are left out.
    """

    factors: tuple[Factor, ...]
    mean_shift: float | None
    variance: float | None
    n_runs: int
    n_failed: int
    words: str


def sobol(
    method: Method,
    matrix: Matrix,
    errors: Floats | None = None,
    seed: int = 1,
    runs: int = RUNS,
    varied: Varied | None = None,
    reference: Matrix | None = None,
    groups: npt.NDArray[np.integer] | None = None,
) -> Sensitivity:
    """The sensitivities from runs × (d + 2) versions of the index, with d varied steps; seeded.

    Parameters and errors as `robustness.simulate`. With one step there is only a shift; with none, or without any
    difference, «niets maakt verschil».
    """
    varied = varied or all_of(method, errors is not None, groups is not None)
    check(varied, method, errors is not None, groups is not None)
    field = make_field(method, varied, matrix, reference, errors, groups)
    factors = varied.factors
    if not factors or field.n_regions < 2:
        return Sensitivity(_unknown(factors), None, None, 0, 0, "niets maakt verschil")
    random = np.random.default_rng(seed)
    a, b = random.random((2, runs, len(factors)))
    noise = random.uniform(-1, 1, (8 * runs, len(method.indicators) + len(method.themes)))
    base = places(field.base[None])[0].astype(np.int64)

    def shift(picks: Floats) -> Floats:
        made = versions(varied, picks, noise, field.weights)
        found = np.abs(ranks(field, made, seed) - base).mean(axis=1)
        return np.where(_is_empty(made, method), np.nan, found)

    return sensitivity(factors, *evaluate(shift, a, b))


def evaluate(model: Callable[[Floats], Floats], a: Floats, b: Floats) -> tuple[Floats, Floats, Floats]:
    """The model on A, on B, and on every A with one column of B: (N,), (N,) and (d × N)."""
    mixed = []
    for column in range(a.shape[1]):
        swapped = a.copy()
        swapped[:, column] = b[:, column]
        mixed.append(model(swapped))
    return model(a), model(b), np.array(mixed)


def sensitivity(factors: tuple[str, ...], y_a: Floats, y_b: Floats, y_mixed: Floats) -> Sensitivity:
    """S = mean(y_B (y_ABi − y_A))/V and S_T = Σ(y_A − y_ABi)²/(2N·V), with V = var(y_A ∪ y_B); NaN is a failed run.

    The outcomes are taken from their mean first, which changes nothing but the noise of the estimate.
    """
    n_runs = y_a.size + y_b.size + y_mixed.size
    n_failed = int(np.isnan(y_a).sum() + np.isnan(y_b).sum() + np.isnan(y_mixed).sum())
    whole: Bools = ~(np.isnan(y_a) | np.isnan(y_b) | np.isnan(y_mixed).any(axis=0))
    both = np.concatenate([y_a[whole], y_b[whole]])
    if not both.size:
        return Sensitivity(_unknown(factors), None, None, n_runs, n_failed, "geen enkele versie gaf een index")
    mean, variance = float(both.mean()), float(both.var())
    if variance <= NO_VARIANCE:
        return Sensitivity(_unknown(factors), mean, 0.0, n_runs, n_failed, "niets maakt verschil")
    if len(factors) == 1:
        words = f"alleen {FACTOR_WORDS[factors[0]]} is gevarieerd, dus er is niets te vergelijken"
        return Sensitivity(_unknown(factors), mean, variance, n_runs, n_failed, words)
    from_mean = y_b[whole] - mean
    found = []
    for name, y_swapped in zip(factors, y_mixed[:, whole], strict=True):
        moved = y_swapped - y_a[whole]
        first, total = (from_mean * moved).mean() / variance, (moved**2).mean() / (2 * variance)
        found.append(Factor(name, float(np.clip(first, 0, 1)), float(np.clip(total, 0, 1))))
    return Sensitivity(tuple(found), mean, variance, n_runs, n_failed, _most(found))


def _most(factors: list[Factor]) -> str:
    largest = max(factors, key=lambda factor: factor.total or 0.0)
    return f"het meest maakt uit: {largest.words}"


def _unknown(factors: tuple[str, ...]) -> tuple[Factor, ...]:
    return tuple(Factor(name, None, None) for name in factors)


def _is_empty(made: Versions, method: Method) -> Bools:
    """Versions in which nothing is left that weighs."""
    left = [made.within[:, columns].sum(axis=1) * made.between[:, at] for at, columns in enumerate(method.columns)]
    return np.asarray(np.sum(left, axis=0) <= 0)
