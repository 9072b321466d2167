"""Whether the statements of a factor measure the same thing: Cronbach's alpha. Pure. It never hides a result."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import fdtri

from lib.text import number

LEAST_SHOWN = 10
"""From so many complete answers alpha is shown."""
LEAST_WITHOUT = 30
"""From so many complete answers it is told what alpha is without each of the statements."""
AIM = 0.70
"""What an instrument is looked at for after its first hundred answers."""
NEGATIVE = "negatief: zinnen meten niet hetzelfde"
TOO_FEW = "te weinig volledige antwoorden"


@dataclass(frozen=True)
class Alpha:
    """Cronbach's alpha of `n_statements` over n complete answers, with its 95 % interval."""

    value: float
    low: float
    high: float
    n: int
    n_statements: int

    @property
    def is_shown(self) -> bool:
        """Whether there are enough complete answers to show it."""
        return self.n >= LEAST_SHOWN

    @property
    def words(self) -> str:
        """«0,84 (0,74 tot 0,92)», or why there is no such figure."""
        if not self.is_shown:
            return TOO_FEW
        if self.value < 0:
            return NEGATIVE
        return f"{number(self.value, 2)} ({number(self.low, 2)} tot {number(self.high, 2)})"


def cronbach_alpha(answers: pd.DataFrame) -> Alpha | None:
    """Alpha over the respondents who marked every statement, with the interval of Feldt, Woodruff & Salih (1987).

    Variances with n − 1. None with fewer than two statements or complete answers, or where all sums are the same.
    """
    rows = _complete(answers)
    n, k = rows.shape
    alpha = _alpha(rows)
    if alpha is None:
        return None
    freedom = (n - 1, (n - 1) * (k - 1))
    low, high = (1 - (1 - alpha) * float(fdtri(*freedom, chance)) for chance in (0.975, 0.025))
    return Alpha(alpha, low, high, n, k)


def alpha_without(answers: pd.DataFrame) -> dict[str, float]:
    """Alpha of the other statements when one is left out, by statement; empty under thirty complete answers.

    Over the respondents who marked every statement, so that the figures are of the same people.
    """
    rows = _complete(answers)
    if len(rows) < LEAST_WITHOUT:
        return {}
    found = {str(code): _alpha(np.delete(rows, place, axis=1)) for place, code in enumerate(answers.columns)}
    return {code: alpha for code, alpha in found.items() if alpha is not None}


def mean_correlation(answers: pd.DataFrame) -> float | None:
    """The mean correlation between the statements; None where a statement got the same mark from all."""
    rows = _complete(answers)
    n, k = rows.shape
    if n < 2 or k < 2 or not (rows.std(axis=0) > 0).all():
        return None
    among = np.corrcoef(rows, rowvar=False)
    return float((among.sum() - k) / (k * (k - 1)))


def standardised_alpha(answers: pd.DataFrame) -> float | None:
    """Alpha as if all statements had the same variance: k·r / (1 + (k − 1)·r), r the mean correlation."""
    k = int(answers.shape[1])
    r = mean_correlation(answers)
    if r is None or 1 + (k - 1) * r <= 0:
        return None
    return k * r / (1 + (k - 1) * r)


def _alpha(rows: npt.NDArray[np.float64]) -> float | None:
    n, k = rows.shape
    if n < 2 or k < 2:
        return None
    of_sum = float(rows.sum(axis=1).var(ddof=1))
    if of_sum <= 0:
        return None
    return float(k / (k - 1) * (1 - rows.var(axis=0, ddof=1).sum() / of_sum))


def _complete(answers: pd.DataFrame) -> npt.NDArray[np.float64]:
    rows: npt.NDArray[np.float64] = answers.to_numpy(dtype=np.float64, na_value=np.nan)
    return rows[~np.isnan(rows).any(axis=1)]
