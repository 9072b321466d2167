"""How figures hang together: correlations over what is known of both, principal components, Cronbach's alpha."""

from dataclasses import dataclass

import numpy as np

from regioscan.analysis.index.matrix import Floats

ROUNDING = 1e-12
FEWEST = 3
"""With fewer regions a correlation says nothing."""


@dataclass(frozen=True)
class Components:
    """Principal components of standardised columns, the largest first.

    `eigenvalues` and `shares` (of all variance) have one entry per component, `loadings` one row per column: its
    correlation with each component. The sign of a component is chosen so that its loadings add up to more than zero;
    a loading can still be negative, which is why these are a diagnosis and never weights.
    """

    n_regions: int
    eigenvalues: tuple[float, ...]
    shares: tuple[float, ...]
    loadings: tuple[tuple[float, ...], ...]


def correlation(one: Floats, other: Floats) -> float | None:
    """Pearson's r over the regions where both are known; None with under three of them or without variation."""
    both = ~(np.isnan(one) | np.isnan(other))
    a, b = one[both], other[both]
    if len(a) < FEWEST:
        return None
    a, b = _around_zero(a), _around_zero(b)
    spread = float(np.sqrt((a**2).sum() * (b**2).sum()))
    return float(np.clip((a * b).sum() / spread, -1, 1)) if spread > 0 else None


def whole_rows(columns: Floats) -> Floats:
    """The regions of which every column is known."""
    return columns[~np.isnan(columns).any(axis=1)]


def principal_components(columns: Floats) -> Components | None:
    """Of n × m scores, over the regions that have all of them; None when there are too few or a column is constant."""
    known = whole_rows(columns)
    n_regions, n_columns = known.shape
    if n_regions < FEWEST or n_columns < 2 or not (known.std(axis=0) > 1e-12).all():
        return None
    values, vectors = np.linalg.eigh(np.corrcoef(known, rowvar=False))
    values, vectors = np.clip(values[::-1], 0.0, None), vectors[:, ::-1]
    vectors = vectors * np.where(vectors.sum(axis=0) < 0, -1.0, 1.0)
    loadings = vectors * np.sqrt(values)
    return Components(
        n_regions,
        tuple(float(value) for value in values),
        tuple(float(value) for value in values / values.sum()),
        tuple(tuple(float(one) for one in row) for row in loadings),
    )


def cronbach_alpha(columns: Floats) -> float | None:
    """k/(k − 1)·(1 − Σσ²_j/σ²_total) over the regions that have every column; None with under two columns.

    The columns are taken as they are: all on the same scale, higher being better.
    """
    known = whole_rows(columns)
    n_regions, k = known.shape
    if n_regions < FEWEST or k < 2:
        return None
    total = float(known.sum(axis=1).var(ddof=1))
    if not total > 1e-12:
        return None
    return float(k / (k - 1) * (1 - known.var(axis=0, ddof=1).sum() / total))


def _around_zero(values: Floats) -> Floats:
    """Deviations from the mean as a part of the largest; all zero where they are no more than rounding."""
    deviations = values - values.mean()
    largest = float(np.abs(deviations).max())
    if not largest > ROUNDING * float(np.abs(values).max()):
        return np.zeros_like(values)
    return np.asarray(deviations / largest)
