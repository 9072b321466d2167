"""Invented methods and figures for tests of the index."""

import numpy as np
from hypothesis import strategies as st

from regioscan.analysis.index.matrix import Matrix
from regioscan.analysis.index.method import IndicatorSpec, Method, ThemeSpec

SIZES = (3, 2, 4)
ALL = 9


def method(sizes=SIZES, weights=None, themes=None, **steps) -> Method:
    """Themes t0, t1 … with indicators i0, i1 …, directions taking turns, goalposts 0–100."""
    numbers = iter(range(sum(sizes)))
    return Method(
        themes=tuple(
            ThemeSpec(
                f"t{at}",
                tuple(
                    IndicatorSpec(f"i{j}", 1 if j % 2 == 0 else -1, 1.0 if weights is None else weights[j], 0.0, 100.0)
                    for j in [next(numbers) for _ in range(size)]
                ),
                1.0 if themes is None else themes[at],
            )
            for at, size in enumerate(sizes)
        ),
        **steps,
    )


def figures(n_regions=30, n_indicators=ALL, missing=0.0, seed=1) -> Matrix:
    """Figures around 50 that hang together a little, a share of them missing."""
    random = np.random.default_rng(seed)
    shared = random.normal(0, 12, (n_regions, 1))
    turns = np.where(np.arange(n_indicators) % 2 == 0, 1, -1)
    values = 50 + turns * shared + random.normal(0, 12, (n_regions, n_indicators))
    values[random.random(values.shape) < missing] = np.nan
    return matrix(values)


def matrix(values) -> Matrix:
    """A matrix of indicators i0, i1 …"""
    values = np.array(values, dtype=np.float64)
    return Matrix(tuple(f"i{at}" for at in range(values.shape[1])), values)


@st.composite
def matrices(draw, n_indicators=ALL, most_regions=8):
    """Small matrices of whole numbers, some unknown, some beyond their goalposts."""
    n_regions = draw(st.integers(1, most_regions))
    # One byte a figure, because drawing figures one by one takes a hundred times longer; from 150 on it is unknown.
    size = n_regions * n_indicators
    drawn = np.frombuffer(draw(st.binary(min_size=size, max_size=size)), dtype=np.uint8).astype(np.float64)
    return matrix(np.where(drawn < 150, drawn - 25, np.nan).reshape(n_regions, n_indicators))
