"""The method sheet's own checks: does every indicator have figures, does it fit its theme, what does it do?

Nothing here changes a score. Rules of thumb: OECD/JRC (2008) and the COIN Tool.
"""

from dataclasses import dataclass, replace

import numpy as np

from regioscan.analysis.index.components import Components, correlation, cronbach_alpha, principal_components
from regioscan.analysis.index.matrix import Floats, Matrix
from regioscan.analysis.index.method import Method, ThemeSpec
from regioscan.analysis.index.scoring import Scores, score

REDUNDANT, FITS = 0.9, 0.3
FORGOTTEN_DENOMINATOR = 0.6
LEAST_AVAILABLE = 0.65
MOST_ZEROS = 0.5
FEW_VALUES = 0.1
"""An indicator whose different values are fewer than this share of the regions hardly tells regions apart."""
MOST_TIED = 0.5


@dataclass(frozen=True)
class IndicatorCheck:
    """What stands out about one indicator. None where it cannot be said.

    available: share of the reference regions with a figure. unique, zeros, tied_at_least: shares of those figures that
    are different, that are zero, and that equal the least favourable one. with_population: r with the number of
    inhabitants. with_theme: r of its score with the theme made without it. with_index: r of its score with the index
    (its square is the importance, which is not the weight). rank_shift: how many places a region moves on average
    when this indicator is left out. flags: what is wrong, in Dutch.
    """

    code: str
    theme: str
    available: float
    unique: float | None
    zeros: float | None
    tied_at_least: float | None
    with_population: float | None
    with_theme: float | None
    with_index: float | None
    rank_shift: float | None
    flags: tuple[str, ...]

    @property
    def importance(self) -> float | None:
        """r² with the index."""
        return None if self.with_index is None else self.with_index**2


@dataclass(frozen=True)
class Pair:
    """Two indicators of one theme, the correlation of their scores, and what that means («» for nothing)."""

    one: str
    other: str
    theme: str
    r: float
    flag: str


@dataclass(frozen=True)
class ThemeCheck:
    """One theme: do its indicators say the same (alpha, share of the first component) and does it hang together?"""

    code: str
    alpha: float | None
    components: Components | None
    with_index: float | None


@dataclass(frozen=True)
class Diagnosis:
    """The whole method sheet. `region_available` (n) is the share of the indicators known of each region."""

    indicators: tuple[IndicatorCheck, ...]
    pairs: tuple[Pair, ...]
    themes: tuple[ThemeCheck, ...]
    components: Components | None
    region_available: tuple[float, ...]


def diagnose(method: Method, matrix: Matrix, population: Floats | None = None) -> Diagnosis:
    """The checks over a reference set (all municipalities), with their number of inhabitants (n,) if known."""
    picked, scores = matrix.select(method.codes), score(method, matrix)
    themes = [theme.code for theme in method.themes for _ in theme.counted]
    known = ~np.isnan(picked.values)
    return Diagnosis(
        indicators=tuple(
            _indicator(method, picked, scores, population, (at, theme)) for at, theme in enumerate(themes)
        ),
        pairs=tuple(pair for at in range(len(themes)) for pair in _pairs(scores, themes, at)),
        themes=tuple(_theme(scores, at) for at in range(len(method.themes))),
        components=principal_components(scores.themes.values),
        region_available=tuple(float(share) for share in known.mean(axis=1)) if known.size else (),
    )


def leave_one_out(method: Method, matrix: Matrix, scores: Scores, code: str) -> float | None:
    """The mean number of places that regions move when one indicator is left out; None when nothing is left to rank."""
    themes = (_without(theme, code) for theme in method.themes)
    left = replace(method, themes=tuple(theme for theme in themes if theme.counted))
    if not left.themes or not sum(theme.weight for theme in left.themes) > 0:
        return None
    pairs = zip(scores.ranks(), score(left, matrix).ranks(), strict=True)
    moved = [abs(before - after) for before, after in pairs if before is not None and after is not None]
    return sum(moved) / len(moved) if moved else None


def _indicator(
    method: Method, picked: Matrix, scores: Scores, population: Floats | None, where: tuple[int, str]
) -> IndicatorCheck:
    at, theme = where
    code, values, of_score = method.codes[at], picked.values[:, at], scores.normalised.values[:, at]
    known = values[~np.isnan(values)]
    found = IndicatorCheck(
        code=code,
        theme=theme,
        available=len(known) / len(values) if len(values) else 0.0,
        unique=len(np.unique(known)) / len(known) if len(known) else None,
        zeros=float((known == 0).mean()) if len(known) else None,
        tied_at_least=_tied(known, method.indicators[at].direction),
        with_population=None if population is None else correlation(values, population),
        with_theme=correlation(of_score, _rest_of_theme(scores, at)),
        with_index=correlation(of_score, scores.index.values),
        rank_shift=leave_one_out(method, picked, scores, code),
        flags=(),
    )
    return replace(found, flags=tuple(_flags(found, scores)))


def _flags(found: IndicatorCheck, scores: Scores) -> list[str]:
    """What stands out, most serious first."""
    wrong = [scores.excluded[found.code].words] if found.code in scores.excluded else []
    if found.available < LEAST_AVAILABLE:
        wrong.append("van te weinig regio’s bekend")
    if found.with_population is not None and abs(found.with_population) > FORGOTTEN_DENOMINATOR:
        wrong.append("hangt sterk samen met het aantal inwoners: is er wel door een noemer gedeeld?")
    if found.zeros is not None and found.zeros > MOST_ZEROS:
        wrong.append("meer dan de helft is nul")
    if found.unique is not None and found.unique < FEW_VALUES:
        wrong.append("weinig verschillende waarden")
    if found.tied_at_least is not None and found.tied_at_least > MOST_TIED:
        wrong.append("de meeste regio’s hebben de minst gunstige waarde")
    if found.with_theme is not None and found.with_theme < FITS:
        against = found.with_theme < 0
        wrong.append("werkt de rest van het thema tegen" if against else "hangt zwak samen met de rest van het thema")
    return wrong


def _tied(known: Floats, direction: int) -> float | None:
    if not len(known):
        return None
    worst = known.min() if direction > 0 else known.max()
    return float((known == worst).mean())


def _rest_of_theme(scores: Scores, at: int) -> Floats:
    """The plain mean of the other scores in its theme; NaN where there are none."""
    columns = next(one for one in scores.method.columns if one.start <= at < one.stop)
    others = [column for column in range(columns.start, columns.stop) if column != at]
    values = scores.normalised.values[:, others]
    known = ~np.isnan(values)
    counted = known.sum(axis=1)
    total = np.where(known, values, 0.0).sum(axis=1)
    return np.where(counted > 0, total / np.maximum(counted, 1), np.nan)


def _pairs(scores: Scores, themes: list[str], at: int) -> list[Pair]:
    """The pairs of an indicator with those before it in its theme."""
    codes, values = scores.method.codes, scores.normalised.values
    before = [other for other in range(at) if themes[other] == themes[at]]
    found = [(other, correlation(values[:, other], values[:, at])) for other in before]
    return [Pair(codes[other], codes[at], themes[at], r, _pair_flag(r)) for other, r in found if r is not None]


def _pair_flag(r: float) -> str:
    if r > REDUNDANT:
        return "zeggen bijna hetzelfde"
    return "werken elkaar tegen" if r < 0 else ""


def _theme(scores: Scores, at: int) -> ThemeCheck:
    columns = scores.normalised.values[:, scores.method.columns[at]]
    usable = columns[:, ~np.isnan(columns).all(axis=0)] if len(columns) else columns
    return ThemeCheck(
        code=scores.method.theme_codes[at],
        alpha=cronbach_alpha(usable),
        components=principal_components(usable),
        with_index=correlation(scores.themes.values[:, at], scores.index.values),
    )


def _without(theme: ThemeSpec, code: str) -> ThemeSpec:
    return replace(theme, indicators=tuple(one for one in theme.indicators if one.code != code))
