"""How every indicator of a method is scored: a logarithm where it is asked for, treatment, then its scale."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from regioscan.analysis.index.matrix import Floats, Matrix, Reason
from regioscan.analysis.index.method import IndicatorSpec, Method, Normalisation, Treatment
from regioscan.analysis.index.normalise import Scale, fit
from regioscan.analysis.index.treat import Treated, treat


@dataclass(frozen=True)
class Column:
    """One indicator on the reference set: its treatment and its scale, or the reason why it cannot be scored.

    `least` is the lowest positive value of the reference set, for an indicator on a logarithmic scale.
    """

    spec: IndicatorSpec
    treated: Treated
    scale: Scale | None
    reason: Reason
    least: float | None = None

    def unclipped(self, values: Floats) -> Floats:
        """Scores before they are held within 0–100; NaN where there is no value or no scale."""
        if self.scale is None:
            return np.full(values.shape, np.nan)
        return self.scale.apply(self.treated.apply(logged(values) if self.spec.log else values))

    def held(self, values: Floats) -> Floats:
        """Values moved by chance, kept where the indicator can have them: above zero on a logarithmic scale."""
        return values if self.least is None else np.maximum(values, self.least)


def fit_columns(method: Method, reference: Matrix) -> tuple[Column, ...]:
    """The column of every indicator that counts, in the order of the method; `reference` has that order too."""
    return tuple(_column(method, spec, reference.values[:, at]) for at, spec in enumerate(method.indicators))


def logged(values: Floats) -> Floats:
    """The natural logarithm; NaN for zero and below."""
    return np.log(np.where(values > 0, values, np.nan))


def _column(method: Method, spec: IndicatorSpec, reference: Floats) -> Column:
    seen, on_scale, least = reference, spec, None
    if spec.log:
        seen = logged(reference)
        on_scale = _moved_posts(spec, _log_of)
        least = float(reference[reference > 0].min()) if (reference > 0).any() else None
    treated = treat(seen) if _treats(method) else Treated()
    found = fit(_moved_posts(on_scale, treated.post), method.normalisation, treated.apply(seen))
    if isinstance(found, Reason):
        return Column(spec, treated, None, found, least)
    return Column(spec, treated, found, Reason.NONE, least)


def _treats(method: Method) -> bool:
    """Whether outliers are treated in this way of scoring."""
    if method.treatment is Treatment.BEYOND_GOALPOSTS:
        return method.normalisation is not Normalisation.GOALPOSTS
    return method.treatment is Treatment.OUTLIERS


def _moved_posts(spec: IndicatorSpec, move: Callable[[float], float | None]) -> IndicatorSpec:
    low, high, target = (None if post is None else move(post) for post in (spec.low, spec.high, spec.target))
    return replace(spec, low=low, high=high, target=target)


def _log_of(post: float) -> float | None:
    return float(np.log(post)) if post > 0 else None
