"""An older figure stands in for one that is not there yet: in the index only, marked, not for ever, and never one of
another definition."""

from collections.abc import Iterable, Sequence

import numpy as np

from regioscan.analysis.index.matrix import Floats, Matrix, Reason


def definition_start(breaks: Iterable[int], year: int) -> int:
    """From which year the definition holds that holds in `year`; 0 where there was no break up to then.

    `breaks` are the years from which a figure is defined or measured otherwise, in any order.
    """
    return max((cut for cut in breaks if cut <= year), default=0)


def latest(codes: Sequence[str], years: Sequence[int], values: Floats, max_age: int) -> Matrix:
    """The newest figure of every region and indicator that is at most `max_age` years older than the last year.

    `values` has shape (years, n, m), years ascending, NaN where unknown. A figure from before the last year of its
    indicator (the last year in which any region has one) is marked as carried forward. What is not found is missing.
    """
    if len(values) != len(years) or list(years) != sorted(set(years)):
        raise ValueError("years must ascend, one per layer of values")
    found = np.full(values.shape[1:], np.nan)
    periods = np.zeros(values.shape[1:], dtype=np.int16)
    newest = np.zeros(values.shape[2], dtype=np.int16)
    for year, layer in zip(years, values, strict=True):
        known = ~np.isnan(layer)
        newest = np.where(known.any(axis=0), year, newest).astype(np.int16)
        if year >= years[-1] - max_age:
            found, periods = np.where(known, layer, found), np.where(known, year, periods).astype(np.int16)
    carried = (periods > 0) & (periods < newest)
    reasons = np.where(np.isnan(found), Reason.MISSING, 0).astype(np.int16)
    return Matrix(tuple(codes), found, reasons, carried, periods)
