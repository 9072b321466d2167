"""Many versions of an index at once: the place of every region in each of them.

Regions are columns here, and versions with the same scores go through one matrix product; memory stays at a few blocks.
"""

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from regioscan.analysis.index.aggregate import combine
from regioscan.analysis.index.matrix import Bools, Floats, Matrix
from regioscan.analysis.index.method import Aggregation, Method
from regioscan.analysis.index.normalise import Line, clipped
from regioscan.analysis.index.scales import Column, fit_columns
from regioscan.analysis.index.scoring import counted_weights, score, theme_weights
from regioscan.analysis.index.varying import Variant, Varied, Versions, Whole, variants

Ranks = npt.NDArray[np.uint16]

BLOCK = 64
"""Versions per matrix product."""
SMALL_PRODUCT = 2**18
"""A matrix product of at most so many multiplications stays on one processor, in the fast memory next to it. Larger
ones are shared out over threads, which wait for each other endlessly on a machine that has other things to do."""
MOVED_CELLS = 2**20
"""How many figures are moved by chance at a time."""
PLACE_BITS = 16
MOST_REGIONS = 2**PLACE_BITS - 1
STEP = 1e-12
"""Scores that differ less than this are equal: sums in another order differ in their last digits."""
TOP = 2**47 - 1


LEAST = 1e-300
"""Stands for zero where a logarithm is taken."""
_QUICK = {Aggregation.ARITHMETIC, Aggregation.GEOMETRIC}

Cells = tuple[Floats, Floats]
"""Scores (m × n, or versions × m × n; 0 where unknown) and where they are known (m × n, 1 or 0)."""


@dataclass(frozen=True)
class Layer:
    """One variant over the ranked regions: figures (m × n), their columns, scores of 0–100 (0 where unknown), where
    they are known (1 or 0), and per theme whether everything is.

    `lines` are the three numbers of every line (m × 1) when every score is a straight line of its figure."""

    values: Floats
    columns: tuple[Column, ...]
    scores: Floats
    known: Floats
    whole: tuple[bool, ...]
    lines: tuple[Floats, Floats, Floats] | None


@dataclass(frozen=True)
class Field:
    """The ranked regions (`regions`: their rows in the matrix, `base`: their index) with a layer per variant.

    `errors` (m × n) are the standard errors of the figures, 0 where unknown.
    """

    method: Method
    aggregations: tuple[Aggregation, ...]
    regions: npt.NDArray[np.intp]
    base: Floats
    layers: tuple[Layer, ...]
    weights: tuple[Floats, Floats]
    errors: Floats | None

    @property
    def n_regions(self) -> int:
        """The number of regions that are ranked."""
        return len(self.regions)


def make_field(
    method: Method,
    varied: Varied,
    matrix: Matrix,
    reference: Matrix | None = None,
    errors: Floats | None = None,
    groups: npt.NDArray[np.integer] | None = None,
) -> Field:
    """The field of the regions that have an index by the method itself.

    `errors` (n × m, as `matrix`) are standard errors, NaN or 0 where unknown; `groups` (n,) the group of every region.
    Raises ValueError with more regions than fit in two bytes.
    """
    if matrix.n_regions > MOST_REGIONS:
        raise ValueError(f"more than {MOST_REGIONS} regions cannot be ranked")
    base = score(method, matrix, reference)
    picked = matrix.select(method.codes)
    against = (picked if reference is None else reference.select(method.codes)).values
    rows = np.flatnonzero(base.index.known)
    counted = np.repeat(base.themes.known, [len(theme.counted) for theme in method.themes], axis=1)[rows]
    filled = picked.values if groups is None or not varied.imputation else _filled(picked.values, groups)
    layers = tuple(
        _layer(
            method,
            variant,
            Matrix(method.codes, against),
            (filled if variant.imputed else picked.values)[rows],
            counted,
        )
        for variant in variants(varied, method)
    )
    return Field(
        method=method,
        aggregations=varied.aggregations or (method.between,),
        regions=rows,
        base=base.index.values[rows],
        layers=layers,
        weights=(counted_weights(method, base.columns), theme_weights(method)),
        errors=None if errors is None else _picked_errors(errors, matrix, method)[rows].T.copy(),
    )


def ranks(field: Field, versions: Versions, seed: int = 0) -> Ranks:
    """The place of every ranked region in every version (versions × n), 1 for the highest; equal ones share a place."""
    found = np.empty((len(versions), field.n_regions), dtype=np.uint16)
    size = BLOCK
    if versions.chance is not None:
        size = min(BLOCK, max(1, MOVED_CELLS // max(1, field.layers[0].values.size)))
    keys = np.stack([versions.variant, versions.aggregation])
    for variant, aggregation in np.unique(keys, axis=1).T if len(versions) else ():
        alike = np.flatnonzero((versions.variant == variant) & (versions.aggregation == aggregation))
        for start in range(0, len(alike), size):
            at = alike[start : start + size]
            layer = field.layers[variant]
            scores = layer.scores if versions.chance is None else _moved(field, layer, versions.chance[at], seed)
            found[at] = places(_index(field, layer, scores, versions, at, field.aggregations[aggregation]))
    return found


def places(index: Floats) -> Ranks:
    """Places (versions × n) by index of 0–100, the highest first; equal to within 1e-12 is equal.

    Score and place in the row go into one whole number, so that a plain sort does what would take an argsort.
    """
    n_regions = index.shape[1]
    keys = TOP - np.rint(np.nan_to_num(index) * (1 / STEP)).astype(np.int64)
    keys <<= PLACE_BITS
    keys |= np.arange(n_regions)
    keys.sort(axis=1)
    order = keys & MOST_REGIONS
    keys >>= PLACE_BITS
    found = np.empty(index.shape, dtype=np.uint16)
    place = np.arange(1, n_regions + 1, dtype=np.uint16)
    equal = keys[:, 1:] == keys[:, :-1]
    tied = equal.any(axis=1)
    for row in range(len(index)):
        if tied[row]:
            starts = np.concatenate([[True], ~equal[row]])
            found[row, order[row]] = np.maximum.accumulate(np.where(starts, place, 0))
        else:
            found[row, order[row]] = place
    return found


def _layer(method: Method, variant: Variant, reference: Matrix, values: Floats, counted: Bools) -> Layer:
    own = replace(method, normalisation=variant.normalisation, treatment=variant.treatment)
    columns = fit_columns(own, reference)
    values = np.ascontiguousarray(values.T)
    if not variant.imputed:
        values = np.where(counted.T, values, np.nan)
    scores = clipped(np.stack([column.unclipped(row) for column, row in zip(columns, values, strict=True)]))
    known = ~np.isnan(scores)
    whole = tuple(bool(known[themes].all()) for themes in method.columns)
    return Layer(values, columns, np.where(known, scores, 0.0), known.astype(np.float64), whole, _lines(columns))


def _lines(columns: tuple[Column, ...]) -> tuple[Floats, Floats, Floats] | None:
    lines = [column.scale for column in columns if isinstance(column.scale, Line)]
    if len(lines) < len(columns) or any(column.treated.is_changed or column.spec.log for column in columns):
        return None
    parts = [[(line.start, line.at, line.slope)[part] for line in lines] for part in range(3)]
    return np.array(parts[0])[:, None], np.array(parts[1])[:, None], np.array(parts[2])[:, None]


def _moved(field: Field, layer: Layer, chance: Whole, seed: int) -> Floats:
    """The scores (versions × m × n) after every figure has moved by chance, x + SE·ε, on the scales as they were."""
    shape = layer.values.shape
    moved = np.stack([np.random.default_rng([seed, int(one)]).standard_normal(shape) for one in chance])
    if field.errors is not None:
        moved *= field.errors
    moved += layer.values
    if layer.lines is not None:
        start, at, slope = layer.lines
        moved -= at
        moved *= slope
        moved += start
    else:
        for row, column in enumerate(layer.columns):
            moved[:, row] = column.unclipped(column.held(moved[:, row]))
    np.clip(moved, 0.0, 100.0, out=moved)
    moved[:, layer.known == 0] = 0.0
    return moved


def _index(
    field: Field, layer: Layer, scores: Floats, versions: Versions, at: Whole, aggregation: Aggregation
) -> Floats:
    """What the versions `at` are ranked by (versions × n): the index, or where that is quicker its logarithm."""
    method, found = field.method, np.empty((len(at), field.n_regions))
    is_quick = method.within is Aggregation.ARITHMETIC and aggregation in _QUICK
    widest = max(columns.stop - columns.start for columns in method.columns)
    step = max(1, SMALL_PRODUCT // (BLOCK * widest))
    for start in range(0, field.n_regions, step):
        strip = slice(start, start + step)
        within, between = versions.within[at], versions.between[at]
        cells = scores[..., strip], layer.known[:, strip]
        if is_quick:
            found[:, strip] = _quick(method, layer.whole, cells, (within, between), aggregation)
        else:
            found[:, strip] = _slow(method, cells, (within, between), aggregation)
    return found


def _quick(
    method: Method, whole: tuple[bool, ...], cells: Cells, weights: tuple[Floats, Floats], aggregation: Aggregation
) -> Floats:
    """Weighted means within themes by matrix products, then the arithmetic mean of the themes, or of their logarithms.

    The geometric mean rises with the mean logarithm, so for places the way back is not needed.
    """
    within, between = weights
    total = np.zeros((len(within), cells[0].shape[-1]))
    weighed = np.zeros((len(within), 1))
    is_log = aggregation is Aggregation.GEOMETRIC
    for theme, columns in enumerate(method.columns):
        w, v = within[:, columns], between[:, theme, None]
        share = w.sum(axis=1, keepdims=True) if whole[theme] else w @ cells[1][columns]
        if share.min() <= 0:
            v = np.where(share > 0, v, 0.0)
            share = np.where(share > 0, share, 1.0)
        themes = _product(w, cells[0][..., columns, :])
        themes /= share
        if is_log:
            themes *= 1 - method.floor / 100
            themes += method.floor
            np.log(np.maximum(themes, LEAST, out=themes), out=themes)
        themes *= v
        total += themes
        weighed = weighed + v
    with np.errstate(invalid="ignore"):
        total /= weighed
    return np.exp(total) if is_log and method.floor < 1 else total


def _product(weights: Floats, scores: Floats) -> Floats:
    """weights (versions × m) times scores (m × n), or times the scores of each version (versions × m × n)."""
    return weights @ scores if scores.ndim == 2 else (weights[:, None, :] @ scores)[:, 0]


def _slow(method: Method, cells: Cells, weights: tuple[Floats, Floats], aggregation: Aggregation) -> Floats:
    """The same for every other way of combining, one version at a time."""
    known = np.where(cells[1] > 0, cells[0], np.nan)
    found = np.empty((len(weights[0]), known.shape[-1]))
    for version, (w, v) in enumerate(zip(*weights, strict=True)):
        scores = (known if known.ndim == 2 else known[version]).T
        themes = [combine(scores[:, at], w[at], method.within, method.power, method.floor) for at in method.columns]
        found[version] = combine(np.stack(themes, axis=1), v, aggregation, method.power, method.floor)
    return found


def _filled(values: Floats, groups: npt.NDArray[np.integer]) -> Floats:
    """What is missing, filled with the mean of the region's group; still missing where the group has nothing."""
    filled = values.copy()
    for group in np.unique(groups):
        rows = np.flatnonzero(groups == group)
        known = ~np.isnan(values[rows])
        total = np.where(known, values[rows], 0.0).sum(axis=0)
        n_known = known.sum(axis=0)
        mean = np.where(n_known > 0, total / np.maximum(n_known, 1), np.nan)
        filled[rows] = np.where(known, values[rows], mean)
    return filled


def _picked_errors(errors: Floats, matrix: Matrix, method: Method) -> Floats:
    """The errors in the order of the method, 0 where none is known; of the shape of the matrix or ValueError."""
    if errors.shape != matrix.values.shape:
        raise ValueError(f"errors of shape {errors.shape} beside values of shape {matrix.values.shape}")
    return np.nan_to_num(Matrix(matrix.codes, errors).select(method.codes).values)
