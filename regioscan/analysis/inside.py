"""Who is hidden by an average: inhabitants of neighbourhoods in the nation's least favourable fifth. Pure.

Exactly additive: Σ inhabitants of such neighbourhoods / Σ inhabitants of neighbourhoods with a figure. Two regions
together have the sums of both, which no mean of means has.
"""

from dataclasses import dataclass

from regioscan.analysis.position import Floats, quantile

FIFTH = 0.2
ENOUGH = 25
"""With fewer neighbourhoods in the nation a fifth of them says nothing."""
MOST_TIED = 0.3
"""Where this share or more of the neighbourhoods lies on or beyond the border, too many are equal."""
LEAST_KNOWN = 0.8
"""Of at least this share of the inhabitants the figure must be known; the same rule as for regions we put together."""


@dataclass(frozen=True)
class Border:
    """Where the least favourable fifth begins, in the unit of the figure: from there downwards, or upwards."""

    value: float
    is_low: bool


@dataclass(frozen=True)
class Inhabitants:
    """Inhabitants of the neighbourhoods of a region: in the fifth, with a known figure, and all of them.

    `n_parts` counts the neighbourhoods in the fifth, `n_known` those with a figure, `n_all` all with inhabitants.
    """

    inside: float
    known: float
    all: float
    n_parts: int
    n_known: int
    n_all: int

    @property
    def unknown(self) -> float:
        """The inhabitants of neighbourhoods without a figure."""
        return self.all - self.known

    @property
    def share(self) -> float | None:
        """The share (0–1) of the inhabitants with a known figure; None with too little known."""
        if self.all <= 0 or self.known < LEAST_KNOWN * self.all:
            return None
        return self.inside / self.known

    def plus(self, other: "Inhabitants") -> "Inhabitants":
        """Those of two regions that have no neighbourhood in common."""
        return Inhabitants(
            self.inside + other.inside,
            self.known + other.known,
            self.all + other.all,
            self.n_parts + other.n_parts,
            self.n_known + other.n_known,
            self.n_all + other.n_all,
        )


NOBODY = Inhabitants(0.0, 0.0, 0.0, 0, 0, 0)


def worst_fifth(ordered: Floats, direction: int) -> Border | None:
    """The border of the least favourable fifth of the nation's neighbourhoods, given their values in ascending order.

    `direction` is 1 where higher is favourable, -1 where lower is. None without a direction, with fewer than 25
    neighbourhoods, or where so many lie on the border that it would be three tenths of them or more.
    """
    n = len(ordered)
    if direction == 0 or n < ENOUGH:
        return None
    is_low = direction > 0
    value = quantile(ordered, FIFTH if is_low else 1 - FIFTH)
    beyond = int((ordered <= value).sum() if is_low else (ordered >= value).sum())
    return Border(value, is_low) if beyond < MOST_TIED * n else None
