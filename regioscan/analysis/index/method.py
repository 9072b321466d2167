"""What a vitality index is made of: themes, indicators, weights, goalposts and steps, as frozen values."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

COVERAGE = 0.65
"""Share of the weight that must be known before there is a score (rule of thumb of the JRC)."""
MAX_AGE = 3
"""How many years an older figure may stand in for a newer one, in the index only."""
FLOOR = 1.0
"""A geometric mean is taken on a scale of 1–100, so that one zero does not make everything zero."""


class Normalisation(StrEnum):
    """How a figure becomes a score of 0–100 on which higher is better."""

    GOALPOSTS = "goalposts"
    MIN_MAX = "min-max"
    Z = "z"
    ROBUST_Z = "robust-z"
    PERCENTILE = "percentile"
    TARGET = "target"
    RANK = "rank"


class Aggregation(StrEnum):
    """How scores become one: to what extent a high one makes up for a low one."""

    ARITHMETIC = "arithmetic"
    GEOMETRIC = "geometric"
    GENERALISED = "generalised"
    PENALTY = "penalty"


class Treatment(StrEnum):
    """What is done about outliers before scoring; what is shown is never treated."""

    NONE = "none"
    OUTLIERS = "outliers"
    BEYOND_GOALPOSTS = "beyond-goalposts"
    """Frozen goalposts hold outliers, so that no score hangs on other regions; ways of scoring without goalposts treat
    them."""


class MethodError(ValueError):
    """A method that cannot be applied; `sentences` says in Dutch everything that is wrong with it."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


@dataclass(frozen=True)
class IndicatorSpec:
    """One indicator in the index: which way is better (0: context, never counts), its weight within the theme, its
    goalposts and target in its own unit, and whether it counts on a logarithmic scale (as income does)."""

    code: str
    direction: int
    weight: float = 1.0
    low: float | None = None
    high: float | None = None
    target: float | None = None
    log: bool = False

    @property
    def counts(self) -> bool:
        """Whether it is in the index, and not merely beside it."""
        return self.direction != 0 and self.weight > 0


@dataclass(frozen=True)
class ThemeSpec:
    """One theme: its weight in the index, and whether there is no index without it."""

    code: str
    indicators: tuple[IndicatorSpec, ...]
    weight: float = 1.0
    essential: bool = False

    @cached_property
    def counted(self) -> tuple[IndicatorSpec, ...]:
        """The indicators that count."""
        return tuple(one for one in self.indicators if one.counts)


@dataclass(frozen=True)
class Method:
    """A whole method. `base_years` and `reference` say of which years and regions the goalposts were taken."""

    themes: tuple[ThemeSpec, ...]
    normalisation: Normalisation = Normalisation.GOALPOSTS
    within: Aggregation = Aggregation.ARITHMETIC
    between: Aggregation = Aggregation.GEOMETRIC
    power: float = 1.0
    floor: float = FLOOR
    treatment: Treatment = Treatment.NONE
    coverage: float = COVERAGE
    max_age: int = MAX_AGE
    base_years: tuple[int, ...] = ()
    reference: str = "gemeente"

    @cached_property
    def indicators(self) -> tuple[IndicatorSpec, ...]:
        """The indicators that count, theme by theme: the order of every array in this package."""
        return tuple(one for theme in self.themes for one in theme.counted)

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """Their codes."""
        return tuple(one.code for one in self.indicators)

    @property
    def theme_codes(self) -> tuple[str, ...]:
        """The codes of the themes, in order."""
        return tuple(theme.code for theme in self.themes)

    @cached_property
    def columns(self) -> tuple[slice, ...]:
        """Per theme where its indicators stand in `codes`."""
        found, start = [], 0
        for theme in self.themes:
            found.append(slice(start, start + len(theme.counted)))
            start += len(theme.counted)
        return tuple(found)

    @cached_property
    def effective_weights(self) -> dict[str, float]:
        """Per indicator its share of the whole index: w/Σw × v/Σv; together 1."""
        total = sum(theme.weight for theme in self.themes)
        return {
            one.code: one.weight / sum(other.weight for other in theme.counted) * theme.weight / total
            for theme in self.themes
            for one in theme.counted
        }


def with_theme_weights(method: Method, weights: Mapping[str, float]) -> Method:
    """The same method with other theme weights, in whatever unit (points, percentages); a theme not named weighs 0.

    Raises MethodError on unknown themes, weights below 0, or when nothing weighs anything.
    """
    unknown = [f"Er is geen thema «{code}»." for code in weights if code not in method.theme_codes]
    themes = tuple(replace(theme, weight=float(weights.get(theme.code, 0.0))) for theme in method.themes)
    return checked(replace(method, themes=themes), unknown)


def checked(method: Method, wrong: list[str] | None = None) -> Method:
    """The method itself, or MethodError with everything that is wrong with it."""
    sentences = [*(wrong or []), *_wrong_in_method(method)]
    for theme in method.themes:
        sentences += _wrong_in_theme(theme)
        for one in theme.indicators:
            sentences += _wrong_in_indicator(one, method.normalisation)
    if sentences:
        raise MethodError(sentences)
    return method


def content_hash(content: Mapping[str, object]) -> str:
    """SHA-256 of canonical JSON: sorted keys, no white space, UTF-8, no NaN."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def method_content(method: Method) -> dict[str, object]:
    """The method as plain values for JSON; `reading.parse_method` makes it a method again."""
    return {
        "themes": [_theme_content(theme) for theme in method.themes],
        "normalisation": method.normalisation.value,
        "within": method.within.value,
        "between": method.between.value,
        "power": float(method.power),
        "floor": float(method.floor),
        "treatment": method.treatment.value,
        "coverage": float(method.coverage),
        "max_age": int(method.max_age),
        "base_years": list(method.base_years),
        "reference": method.reference,
    }


def _theme_content(theme: ThemeSpec) -> dict[str, object]:
    return {
        "code": theme.code,
        "weight": float(theme.weight),
        "essential": theme.essential,
        "indicators": [
            {
                "code": one.code,
                "direction": one.direction,
                "weight": float(one.weight),
                "low": None if one.low is None else float(one.low),
                "high": None if one.high is None else float(one.high),
                "target": None if one.target is None else float(one.target),
                "log": one.log,
            }
            for one in theme.indicators
        ],
    }


def _wrong_in_method(method: Method) -> list[str]:
    wrong = []
    if not sum(theme.weight for theme in method.themes) > 0:
        wrong.append("Geen enkel thema heeft een gewicht boven nul.")
    if not 0 <= method.floor < 100:
        wrong.append("De ondergrens van de meetkundige schaal ligt niet tussen 0 en 100.")
    if not 0 < method.coverage <= 1:
        wrong.append("Het deel dat bekend moet zijn ligt niet tussen 0 en 1.")
    if method.max_age < 0:
        wrong.append("De hoogste leeftijd van een cijfer is negatief.")
    codes = [one.code for theme in method.themes for one in theme.indicators]
    wrong += [f"Indicator «{code}» staat er meer dan eens in." for code in sorted(set(codes)) if codes.count(code) > 1]
    themes = method.theme_codes
    wrong += [f"Thema «{code}» staat er meer dan eens in." for code in sorted(set(themes)) if themes.count(code) > 1]
    return wrong


def _wrong_in_theme(theme: ThemeSpec) -> list[str]:
    wrong = []
    if not 0 <= theme.weight < float("inf"):
        wrong.append(f"Thema «{theme.code}» heeft een gewicht onder nul.")
    if not theme.counted:
        wrong.append(f"Thema «{theme.code}» heeft geen indicator met een richting en een gewicht boven nul.")
    return wrong


def _wrong_in_indicator(one: IndicatorSpec, normalisation: Normalisation) -> list[str]:
    name, wrong = f"Indicator «{one.code}»", []
    if one.direction not in {-1, 0, 1}:
        wrong.append(f"{name} heeft een richting die niet −1, 0 of 1 is.")
    if not 0 <= one.weight < float("inf"):
        wrong.append(f"{name} heeft een gewicht onder nul.")
    if one.low is not None and one.high is not None and not one.low < one.high:
        wrong.append(f"{name} heeft een bovengrens die niet boven de ondergrens ligt.")
    if one.log and any(post is not None and post <= 0 for post in (one.low, one.high, one.target)):
        wrong.append(f"{name} telt logaritmisch, en kan dan geen grens van nul of lager hebben.")
    if one.counts and normalisation is Normalisation.GOALPOSTS and None in {one.low, one.high}:
        wrong.append(f"{name} mist een onder- of bovengrens.")
    if one.counts and normalisation is Normalisation.TARGET and one.target is None:
        wrong.append(f"{name} mist een doel.")
    return wrong
