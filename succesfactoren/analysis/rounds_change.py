"""What changed between two rounds, and whether that is more than chance. Pure.

Only statements with the same wording in both rounds are compared: the caller says which those are.
"""

from collections.abc import Collection
from dataclasses import dataclass
from math import sqrt

import numpy as np
import numpy.typing as npt
import pandas as pd

from lib.text import number
from regioscan.analysis.intervals import Interval, normal_quantile
from succesfactoren.analysis.intervals import ORDINARY, STRICT, difference_of_means, mean_distribution, mean_interval
from succesfactoren.analysis.levels import EXACT, one_decimal
from succesfactoren.analysis.scores import factor_scores, mean_of

LEAST_CHANGE = 0.2
"""A change below this is never called larger than chance, however many answered."""
INDICATIVE = "indicatief"
"""Stands beside a detectable change that rests on alpha: alpha is not a measure of stability."""


@dataclass(frozen=True)
class Change:
    """The means of two rounds and their difference with its 95 % interval; `flag` is the interval that decides.

    When paired, the means are those of the people who have a score in both rounds, and both n are their number.
    """

    before: float
    after: float
    n_before: int
    n_after: int
    difference: float
    low: float
    high: float
    flag: Interval
    is_paired: bool

    @property
    def is_clear(self) -> bool:
        """Larger than chance: the deciding interval leaves out 0, and the change is at least 0,2.

        Where all differences are the same the interval has no width, and tells nothing of chance: then never.
        """
        leaves_out = round(self.flag.low, EXACT) > 0 or round(self.flag.high, EXACT) < 0
        return leaves_out and self.flag.width > 0 and round(abs(self.difference), EXACT) >= LEAST_CHANGE

    @property
    def sentence(self) -> str:
        """«De score ging van 3,1 naar 3,6. Dat verschil is groter dan toeval.» «De score bleef 3,1.»"""
        if one_decimal(self.before) == one_decimal(self.after):
            return f"De score bleef {one_decimal(self.after)}."
        verdict = "Dat verschil is groter dan toeval." if self.is_clear else "Dat verschil kan toeval zijn."
        return f"De score ging van {one_decimal(self.before)} naar {one_decimal(self.after)}. {verdict}"


def pairs_words(sentence: str, n_pairs: int | None) -> str:
    """«Van de 12 mensen die twee keer meededen: de score ging …»; as it is where nobody was joined."""
    if not n_pairs:
        return sentence
    return f"Van de {number(n_pairs)} mensen die twee keer meededen: {sentence[:1].lower()}{sentence[1:]}"


def unpaired_change(before: npt.ArrayLike, after: npt.ArrayLike, confidence: float = ORDINARY) -> Change | None:
    """The change when nobody knows who is who (anonymous rounds); None where a round has no scores.

    The difference of two independent exact bootstrap distributions. `confidence` is that of the deciding interval.
    """
    first, last = mean_of(before), mean_of(after)
    old, new = mean_distribution(before), mean_distribution(after)
    if first is None or last is None or old is None or new is None:
        return None
    shown = difference_of_means(new, old)
    flag = shown if confidence == ORDINARY else difference_of_means(new, old, confidence)
    return Change(first, last, old.n, new.n, last - first, shown.low, shown.high, flag, False)


def paired_change(before: pd.Series, after: pd.Series, confidence: float = ORDINARY) -> Change | None:
    """The change of the people who have a score in both rounds (confidential rounds), joined by index.

    The bootstrap of the differences within a person. None where nobody has both.
    """
    both = pd.concat({"before": before, "after": after}, axis=1, join="inner").dropna()
    differences = (both["after"] - both["before"]).to_numpy(dtype=np.float64)
    shown, flag = mean_interval(differences), mean_interval(differences, confidence)
    first, last = mean_of(both["before"]), mean_of(both["after"])
    if first is None or last is None or shown is None or flag is None:
        return None
    n = shown.n
    return Change(first, last, n, n, shown.mean, shown.low, shown.high, Interval(flag.low, flag.high), True)


def factor_change(
    before: pd.DataFrame, after: pd.DataFrame, same: Collection[str], n_factors: int, *, is_paired: bool
) -> Change | None:
    """The change on one factor, over the statements in `same` that both frames have; None where there are none.

    Both rounds are scored anew on those statements alone. With several factors in one picture the flag asks for 99 %:
    seven factors at 95 % give a false alarm in one out of three rounds.
    """
    shared = [code for code in before.columns if code in after.columns and code in same]
    if not shared:
        return None
    confidence = STRICT if n_factors > 1 else ORDINARY
    scores = factor_scores(before[shared]), factor_scores(after[shared])
    return paired_change(*scores, confidence) if is_paired else unpaired_change(*scores, confidence)


@dataclass(frozen=True)
class DetectableChange:
    """The error of one person's score, and the least change that is more than that error (in points)."""

    error: float
    mdc95: float
    mdc90: float
    group95: float
    """As `mdc95`, for the mean of a group."""


def detectable_change(spread: float, stability: float, n: int) -> DetectableChange | None:
    """The minimal detectable change: SEM = SD·√(1 − r), MDC = z·√2·SEM, and that of a group of n MDC95/√n.

    `spread` is the standard deviation of the scores, `stability` is r. With alpha for r it is INDICATIVE only. None
    where r lies outside 0–1 or there is nobody.
    """
    if not 0 <= stability <= 1 or spread < 0 or n < 1:
        return None
    error = spread * sqrt(1 - stability)
    mdc95, mdc90 = (normal_quantile(chance) * sqrt(2) * error for chance in (0.05, 0.10))
    return DetectableChange(error, mdc95, mdc90, mdc95 / sqrt(n))
