"""Scores of regions by a method: per indicator, per theme and in all, each a number or a worded reason."""

from dataclasses import dataclass

import numpy as np

from regioscan.analysis.index.aggregate import combine, coverage, enough
from regioscan.analysis.index.matrix import Bools, Codes, Floats, Matrix, Reason, Scored, scored
from regioscan.analysis.index.method import Aggregation, Method
from regioscan.analysis.index.normalise import beyond, clipped
from regioscan.analysis.index.scales import Column, fit_columns


@dataclass(frozen=True)
class Scores:
    """The index of n regions, opened up. Columns stand in the order of `method.codes` and `method.theme_codes`.

    index, arithmetic (n): the index, and what it would be if a high theme fully made up for a low one.
    themes (n × k), normalised (n × m): scores of 0–100; `unclipped` (n × m) what they would be without goalposts, NaN
    where unknown, and `beyond` where that made a difference.
    known_themes (n × k) and known (n): the share (0–1) of the weight that is known.
    effective (n × m): the share of each indicator in the arithmetic index of that region, 0 where it does not count.
    carried (n × m): where an older figure stands in. columns: treatment and scale per indicator.
    """

    method: Method
    index: Scored
    arithmetic: Scored
    themes: Scored
    normalised: Scored
    unclipped: Floats
    beyond: Bools
    known_themes: Floats
    known: Floats
    effective: Floats
    carried: Bools
    columns: tuple[Column, ...]

    @property
    def n_regions(self) -> int:
        """The number of regions."""
        return len(self.index.values)

    def imbalance(self, region: int) -> float | None:
        """How far the index stays below the plain mean: the larger, the further the themes lie apart."""
        index, arithmetic = self.index.value(region), self.arithmetic.value(region)
        return None if index is None or arithmetic is None else arithmetic - index

    @property
    def excluded(self) -> dict[str, Reason]:
        """Indicators that cannot be scored for any region, with the reason."""
        return {column.spec.code: column.reason for column in self.columns if column.reason}

    def ranks(self) -> list[int | None]:
        """The place of every region, 1 for the highest index; equal ones share a place and the next is skipped."""
        values = np.round(self.index.values, 12)
        ordered = np.sort(-values[~np.isnan(values)])
        places = np.searchsorted(ordered, -np.nan_to_num(values), side="left") + 1
        return [None if np.isnan(value) else int(place) for value, place in zip(values, places, strict=True)]


def score(method: Method, matrix: Matrix, reference: Matrix | None = None) -> Scores:
    """The scores of the regions in `matrix`.

    `reference` is the set of regions against which is normalised (all municipalities); without it that is `matrix`
    itself. Indicators are picked by code: what the method does not know is left aside, what the matrix does not have is
    missing. An indicator without variation in the reference set is left out as if the method did not have it.
    """
    picked = matrix.select(method.codes)
    columns = fit_columns(method, picked if reference is None else reference.select(method.codes))
    unclipped = np.full(picked.values.shape, np.nan)
    for at, column in enumerate(columns):
        unclipped[:, at] = column.unclipped(picked.values[:, at])
    normalised = scored(clipped(unclipped), _cell_reasons(picked, columns))
    weights = counted_weights(method, columns)
    themes, known_themes = _theme_scores(method, normalised, weights)
    index, known, v = _index(method, themes)
    return Scores(
        method=method,
        index=index,
        arithmetic=_plain(themes, index, v),
        themes=themes,
        normalised=normalised,
        unclipped=unclipped,
        beyond=beyond(unclipped),
        known_themes=known_themes,
        known=known,
        effective=_effective(method, normalised.known, themes.known, weights, v),
        carried=np.zeros(unclipped.shape, np.bool_) if picked.carried is None else picked.carried,
        columns=columns,
    )


def counted_weights(method: Method, columns: tuple[Column, ...]) -> Floats:
    """The weights within the themes (m,), 0 for an indicator without variation."""
    weights = np.array([one.weight for one in method.indicators], dtype=np.float64)
    weights[[column.reason is Reason.NO_VARIATION for column in columns]] = 0.0
    return weights


def theme_weights(method: Method) -> Floats:
    """The weights between the themes (k,)."""
    return np.array([theme.weight for theme in method.themes], dtype=np.float64)


def _cell_reasons(picked: Matrix, columns: tuple[Column, ...]) -> Codes:
    """Why a cell has no score: the reason of its column, else of the cell, else that it has no logarithm."""
    own = np.zeros(picked.values.shape) if picked.reasons is None else picked.reasons
    of_column = np.array([column.reason for column in columns], dtype=np.int16)
    of_cell = np.where(own > 0, own, Reason.NOT_POSITIVE)
    return np.where(of_column > 0, of_column, of_cell).astype(np.int16)


def _theme_scores(method: Method, normalised: Scored, weights: Floats) -> tuple[Scored, Floats]:
    n_regions, n_themes = len(normalised.values), len(method.themes)
    values, shares = np.full((n_regions, n_themes), np.nan), np.zeros((n_regions, n_themes))
    reasons = np.zeros((n_regions, n_themes), dtype=np.int16)
    for at, columns in enumerate(method.columns):
        scores, w = normalised.values[:, columns], weights[columns]
        shares[:, at] = coverage(~np.isnan(scores), w)
        found = combine(scores, w, method.within, method.power, method.floor)
        values[:, at] = np.where(enough(shares[:, at], method.coverage), found, np.nan)
        nothing = Reason.ALL_MISSING if w.any() else Reason.NO_VARIATION
        reasons[:, at] = np.where(shares[:, at] > 0, Reason.TOO_LITTLE_KNOWN, nothing)
    return scored(values, reasons), shares


def _index(method: Method, themes: Scored) -> tuple[Scored, Floats, Floats]:
    v = theme_weights(method)
    essential = np.array([theme.essential for theme in method.themes])
    share = coverage(themes.known, v)
    lacks = (~themes.known & essential).any(axis=1)
    found = combine(themes.values, v, method.between, method.power, method.floor)
    values = np.where(enough(share, method.coverage) & ~lacks, found, np.nan)
    reasons = np.where(lacks, Reason.ESSENTIAL_MISSING, Reason.TOO_LITTLE_KNOWN)
    return scored(values, reasons), share, v


def _plain(themes: Scored, index: Scored, v: Floats) -> Scored:
    found = combine(themes.values, v, Aggregation.ARITHMETIC)
    return scored(np.where(index.known, found, np.nan), index.reasons)


def _effective(method: Method, known: Bools, themes: Bools, weights: Floats, v: Floats) -> Floats:
    """w/Σw × v/Σv over what is known; each row that has a theme adds up to 1."""
    effective = np.where(known, weights, 0.0)
    between = np.where(themes, v, 0.0)
    for at, columns in enumerate(method.columns):
        total = effective[:, columns].sum(axis=1) * between.sum(axis=1)
        part = np.where(total > 0, between[:, at], 0.0) / np.where(total > 0, total, 1.0)
        effective[:, columns] *= part[:, None]
    return effective
