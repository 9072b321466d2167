"""Which places in a ranking chance alone allows. Pure: seeded draws around every value with its own standard error."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from regioscan.analysis.intervals import SHARE, normal_quantile
from regioscan.analysis.position import ranks

Floats = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]

DRAWS, FEWEST_DRAWS, WORK = 500, 100, 100_000
"""So many draws, fewer for a long ranking: its places lie so close that chance in the draws hardly shows."""
SEED = 20_240_501
LOW, HIGH = 0.05, 0.95
Z = normal_quantile(0.05)
TOO_WIDE = 1 / 3
"""A range over more than this share of the field says nothing about a place."""


@dataclass(frozen=True)
class RankRanges:
    """For every value the lowest and highest place (from 1) that holds nine draws out of ten; 0 where none is known."""

    low: Places
    high: Places
    is_known: npt.NDArray[np.bool_]
    is_vague: npt.NDArray[np.bool_]
    """Whether the range spans more than a third of the field."""
    holds_middle: npt.NDArray[np.bool_]


def rank_ranges(
    values: Floats, errors: Floats, *, highest_first: bool = True, draws: int | None = None, seed: int = SEED
) -> RankRanges:
    """The 5–95 % range of places of every value, when each is redrawn with its own standard error.

    `values` and `errors` have one element a region, in the same unit; NaN as value stands outside the ranking, NaN as
    error means that no margin is known: such a region keeps its value in every draw and gets no range. An error below 0
    is a mistake (ValueError). The same seed gives the same ranges.
    """
    if (errors < 0).any():
        raise ValueError("a standard error is never below zero")
    ranked = np.isfinite(values)
    has_error = ranked & np.isfinite(errors)
    low, high = np.zeros(len(values), np.int64), np.zeros(len(values), np.int64)
    n_ranked = int(ranked.sum())
    if n_ranked and has_error.any():
        draws = draws or min(DRAWS, max(FEWEST_DRAWS, WORK // n_ranked))
        drawn = _draw(values[ranked], np.where(has_error, errors, 0.0)[ranked], highest_first, draws, seed)
        ends = np.quantile(drawn, [LOW, HIGH], axis=0, method="nearest").astype(np.int64)
        low[ranked], high[ranked] = ends
    low[~has_error] = high[~has_error] = 0
    width = high - low + 1
    middle = (n_ranked + 1) / 2
    return RankRanges(
        low, high, has_error, has_error & (width > TOO_WIDE * n_ranked), has_error & (low <= middle) & (high >= middle)
    )


def chance_errors(values: Floats, per: float | None, denominators: Floats, chance: str) -> Floats:
    """The standard error by chance of every value, in its unit; NaN where chance says nothing or something is unknown.

    A value is `per` × count / denominator. For SHARE it is the half width of Wilson's interval over z, for EVENTS that
    of Byar's, also where there are fewer than ten events: for a place in a ranking that is close enough.
    """
    if not chance or not per or per <= 0:
        return np.full(len(values), np.nan)
    n = np.where(denominators > 0, denominators, np.nan)
    share = values / per
    if chance == SHARE:
        share = np.where((share >= 0) & (share <= 1), share, np.nan)
        return per * np.sqrt(share * (1 - share) / n + Z**2 / (4 * n**2)) / (1 + Z**2 / n)
    count = np.where(share >= 0, share * n, np.nan)
    return per * (_byar_high(count) - _byar_low(count)) / (2 * Z * n)


def _byar_low(count: Floats) -> Floats:
    safe = np.where(count > 0, count, 1.0)
    low: Floats = count * np.maximum(1 - 1 / (9 * safe) - Z / (3 * np.sqrt(safe)), 0) ** 3
    return low


def _byar_high(count: Floats) -> Floats:
    more = count + 1
    high: Floats = more * (1 - 1 / (9 * more) + Z / (3 * np.sqrt(more))) ** 3
    return high


def rank_words(low: int, high: int, *, is_vague: bool, holds_middle: bool) -> str:
    """«40–95», or in words that the place says nothing."""
    if is_vague and holds_middle:
        return "niet te onderscheiden van het midden"
    if is_vague:
        return f"ergens tussen plaats {low} en {high}"
    return str(low) if low == high else f"{low}–{high}"


def _draw(values: Floats, errors: Floats, highest_first: bool, draws: int, seed: int) -> Places:
    noise = np.random.default_rng(seed).standard_normal((draws, len(values)))
    return np.stack([ranks(row, highest_first=highest_first) for row in values + noise * errors])
