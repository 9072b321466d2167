"""Marks of 1 to 5 to scores of respondents and groups. Pure.

A frame of marks has a row for each respondent and a column for each statement; a mark is 1 to 5, and NaN where the
respondent gave none or chose «weet ik niet». Missing is never zero and never the middle.
"""

from math import fsum

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]
Counts = npt.NDArray[np.int64]

LOWEST, HIGHEST = 1, 5
"""The ends of the scale, «Helemaal oneens» and «Helemaal eens»."""
N_MARKS = HIGHEST - LOWEST + 1
SNAP = 12
"""Decimals to which a mean is snapped: a mean that is 3 in truth is not 2,9999999999999996 and so a level lower."""


def mark_array(marks: pd.DataFrame | pd.Series) -> Floats:
    """The marks as floats in the same shape; ValueError where one is not 1, 2, 3, 4, 5 or missing."""
    found: Floats = marks.to_numpy(dtype=np.float64, na_value=np.nan)
    known = found[~np.isnan(found)]
    if not np.isin(known, np.arange(LOWEST, HIGHEST + 1)).all():
        raise ValueError("A mark is 1, 2, 3, 4, 5 or missing.")
    return found


def known(values: npt.ArrayLike) -> Floats:
    """The values that are there, as a row of floats from low to high: nothing depends on who answered first."""
    row = np.asarray(values, dtype=np.float64).ravel()
    return np.sort(row[~np.isnan(row)])


def least_answers(n_statements: int) -> int:
    """How many statements of a factor must have a mark before a respondent has a score: 60 %, upwards (5 → 3)."""
    return max(1, -(-3 * n_statements // 5))


def factor_scores(marks: pd.DataFrame) -> pd.Series:
    """The score (1–5) of each respondent on the factor that these statements are of; NaN with under 60 % marked."""
    values = mark_array(marks)
    n_marked = (~np.isnan(values)).sum(axis=1)
    is_enough = n_marked >= least_answers(values.shape[1])
    scores = np.full(len(values), np.nan)
    np.divide(np.nansum(values, axis=1), n_marked, out=scores, where=is_enough)
    return pd.Series(scores, index=marks.index, dtype=np.float64)


def mean_of(values: npt.ArrayLike) -> float | None:
    """The mean of the values that are there, whatever their order; None where there are none."""
    row = known(values)
    return round(fsum(row) / len(row), SNAP) if len(row) else None


def group_score(marks: pd.DataFrame) -> tuple[int, float | None]:
    """How many respondents have a score on this factor, and the mean of those scores (not the mean of statements)."""
    scores = factor_scores(marks)
    return int(scores.notna().sum()), mean_of(scores)


def frequencies(values: npt.ArrayLike) -> Counts:
    """How many gave 1, 2, 3, 4 and 5: five counts. A score in between counts for the nearest mark, a half upwards."""
    whole = np.floor(np.round(known(values), SNAP) + 0.5).astype(np.int64)
    return np.bincount(whole - LOWEST, minlength=N_MARKS).astype(np.int64)


def interpolated_median(counts: npt.ArrayLike) -> float | None:
    """The median of five counts, moved by how many stand above and below it: M + (n> − n<) / 2n=.

    Where the ordinary median M falls between two marks, it stays there: a gap is not interpolated across. None
    without answers.
    """
    row = np.asarray(counts, dtype=np.int64)
    n = int(row.sum())
    if n == 0:
        return None
    marks = np.arange(LOWEST, LOWEST + len(row))
    median = float(np.median(np.repeat(marks, row)))
    n_equal = int(row[marks == median].sum())
    if n_equal == 0:
        return median
    n_more, n_less = int(row[marks > median].sum()), int(row[marks < median].sum())
    return median + (n_more - n_less) / (2 * n_equal)
