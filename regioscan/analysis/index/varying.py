"""Which choices of a method are varied to see what the ranking owes to them, and the versions that come of it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from lib.text import join_words
from regioscan.analysis.index.matrix import Floats
from regioscan.analysis.index.method import Aggregation, Method, Normalisation, Treatment

WEIGHT_NOISE = 0.25
"""Weights are varied by a quarter, up or down."""

Whole = npt.NDArray[np.int64]


class VariationError(ValueError):
    """A step was to be varied that the method does not have, or for which something is missing."""


@dataclass(frozen=True)
class Varied:
    """What is varied. A tuple holds the alternatives, the one of the method itself among them; empty is not varied.

    `weights` is the largest relative change of a weight. `imputation` fills what is missing with the mean of the
    region's group in half of the versions; `leave_out` leaves out one indicator; `sampling_error` moves every figure by
    chance, as far as its standard error says.
    """

    weights: float = 0.0
    normalisations: tuple[Normalisation, ...] = ()
    aggregations: tuple[Aggregation, ...] = ()
    treatments: tuple[Treatment, ...] = ()
    imputation: bool = False
    leave_out: bool = False
    sampling_error: bool = False

    @property
    def factors(self) -> tuple[str, ...]:
        """The steps that are varied, by name."""
        found = {
            "weights": self.weights > 0,
            "normalisation": len(self.normalisations) > 1,
            "aggregation": len(self.aggregations) > 1,
            "treatment": len(self.treatments) > 1,
            "imputation": self.imputation,
            "leave_out": self.leave_out,
            "sampling_error": self.sampling_error,
        }
        return tuple(name for name, is_varied in found.items() if is_varied)


FACTOR_WORDS = {
    "weights": "de gewichten",
    "normalisation": "de manier van scoren",
    "aggregation": "de manier van samenvoegen",
    "treatment": "het behandelen van uitschieters",
    "imputation": "het invullen van wat ontbreekt",
    "leave_out": "het weglaten van één cijfer",
    "sampling_error": "het toeval in de cijfers",
}


def varied_words(factors: Sequence[str]) -> str:
    """What differs from version to version, in a Dutch sentence; "" where nothing does."""
    if not factors:
        return ""
    verb = "is" if len(factors) == 1 else "zijn"
    return f"Telkens anders {verb}: {join_words([FACTOR_WORDS[one] for one in factors])}."


@dataclass(frozen=True)
class Variant:
    """One way of scoring: together with weights and a way of combining it makes one version of the index."""

    normalisation: Normalisation
    treatment: Treatment
    imputed: bool


@dataclass(frozen=True)
class Versions:
    """Versions of the index: per version the number of its variant and aggregation, its weights within (× m) and
    between themes (× k), and the seed of its chance (None: figures are taken as they are)."""

    variant: Whole
    aggregation: Whole
    within: Floats
    between: Floats
    chance: Whole | None

    def __len__(self) -> int:
        return len(self.variant)


def all_of(method: Method, has_errors: bool, has_groups: bool) -> Varied:
    """Everything that this method and these figures allow to be varied."""
    usual = (Normalisation.GOALPOSTS, Normalisation.Z, Normalisation.PERCENTILE)
    has_posts = all(None not in {one.low, one.high} for one in method.indicators)
    kinds = tuple(kind for kind in usual if has_posts or kind is not Normalisation.GOALPOSTS)
    means = (Aggregation.ARITHMETIC, Aggregation.GEOMETRIC)
    has_treatment = method.treatment is not Treatment.NONE
    return Varied(
        weights=WEIGHT_NOISE,
        normalisations=kinds if method.normalisation in kinds else (method.normalisation, *kinds),
        aggregations=means if method.between in means else (method.between, *means),
        treatments=(Treatment.NONE, method.treatment) if has_treatment else (),
        imputation=has_groups,
        leave_out=len(method.indicators) > 2,
        sampling_error=has_errors,
    )


def check(varied: Varied, method: Method, has_errors: bool, has_groups: bool) -> None:
    """Raise VariationError where a step is to be varied that is not there, instead of silently doing something else."""
    _among("normalisation", method.normalisation, varied.normalisations)
    _among("aggregation", method.between, varied.aggregations)
    _among("treatment", method.treatment, varied.treatments)
    if len(varied.treatments) > 1 and method.treatment is Treatment.NONE:
        raise VariationError("treatment is varied, but the method does not treat outliers")
    if Normalisation.GOALPOSTS in varied.normalisations and any(
        None in {one.low, one.high} for one in method.indicators
    ):
        raise VariationError("goalposts are varied in, but the method has not laid them down for every indicator")
    if not 0 <= varied.weights < 1:
        raise VariationError("weights can be varied by a share from 0 up to 1")
    if varied.sampling_error and not has_errors:
        raise VariationError("sampling error is varied, but there are no standard errors")
    if varied.imputation and not has_groups:
        raise VariationError("imputation is varied, but there are no groups to take a mean of")
    if varied.leave_out and len(method.indicators) < 2:
        raise VariationError("the only indicator cannot be left out")


def variants(varied: Varied, method: Method) -> tuple[Variant, ...]:
    """Every way of scoring that occurs; the method's own is the one with its own steps and nothing filled in."""
    return tuple(
        Variant(normalisation, treatment, imputed)
        for normalisation in varied.normalisations or (method.normalisation,)
        for treatment in varied.treatments or (method.treatment,)
        for imputed in ((False, True) if varied.imputation else (False,))
    )


def versions(varied: Varied, picks: Floats, noise: Floats, weights: tuple[Floats, Floats]) -> Versions:
    """The versions that `picks` (versions × factors, 0–1) stand for.

    `noise` (realisations × (m + k), −1–1) holds the changes of weights to pick from; `weights` are those of the method,
    within (m,) and between themes (k,).
    """
    n_indicators, column = len(weights[0]), _columns(varied, picks)
    chosen = noise[_pick(column["weights"], len(noise))] if varied.weights else np.zeros((len(picks), noise.shape[1]))
    changed = 1 + varied.weights * chosen
    within, between = changed[:, :n_indicators] * weights[0], changed[:, n_indicators:] * weights[1]
    if varied.leave_out:
        out = _pick(column["leave_out"], n_indicators + 1)
        rows = np.flatnonzero(out < n_indicators)
        within[rows, out[rows]] = 0.0
    chance = _pick(column["sampling_error"], 2**31) if varied.sampling_error else None
    aggregation = _pick(column["aggregation"], max(1, len(varied.aggregations)))
    return Versions(_variant_numbers(varied, column), aggregation, within, between, chance)


def _variant_numbers(varied: Varied, column: dict[str, Floats]) -> Whole:
    n_treatments, n_fillings = max(1, len(varied.treatments)), 2 if varied.imputation else 1
    number = _pick(column["normalisation"], max(1, len(varied.normalisations)))
    number = number * n_treatments + _pick(column["treatment"], n_treatments)
    return number * n_fillings + _pick(column["imputation"], n_fillings)


def _columns(varied: Varied, picks: Floats) -> dict[str, Floats]:
    zero = np.zeros(len(picks))
    return {name: picks[:, varied.factors.index(name)] if name in varied.factors else zero for name in FACTOR_WORDS}


def _pick(pick: Floats, n_choices: int) -> Whole:
    return np.minimum((pick * n_choices).astype(np.int64), n_choices - 1)


def _among(step: str, own: str, alternatives: Sequence[str]) -> None:
    if alternatives and own not in alternatives:
        raise VariationError(f"{step} is varied over {', '.join(alternatives)}, without the method's own «{own}»")
