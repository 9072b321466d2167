"""The answers to one statement as a bar around the middle of «niet eens en niet oneens». Pure.

After Heiberger & Robbins, Design of diverging stacked bar charts (2014). «Weet ik niet» stands
apart, outside the 100 %.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True)
class DivergingBar:
    """All in percents (0–100) of the answers with a mark; `left` and `right` are how far it reaches from the middle."""

    percents: tuple[float, ...]
    left: float
    right: float
    net: float
    """Percent that agrees minus percent that disagrees (−100–100)."""
    n: int
    n_unknown: int

    @property
    def edges(self) -> tuple[float, ...]:
        """Where the five pieces begin and the last one ends, from −left to right: six places."""
        return tuple(float(edge) for edge in -self.left + np.cumsum([0.0, *self.percents]))


def diverging_bar(counts: npt.ArrayLike, n_unknown: int = 0) -> DivergingBar | None:
    """The bar of five counts; None where nobody gave a mark."""
    row = np.asarray(counts, dtype=np.float64)
    n = int(row.sum())
    if n == 0:
        return None
    p1, p2, p3, p4, p5 = (float(percent) for percent in 100 * row / n)
    left, right = p1 + p2 + p3 / 2, p4 + p5 + p3 / 2
    return DivergingBar((p1, p2, p3, p4, p5), left, right, p4 + p5 - p1 - p2, n, n_unknown)
