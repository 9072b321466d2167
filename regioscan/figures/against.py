"""What a figure is tested against: the others together, the rest of the country, or the country itself."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, sqrt
from typing import TYPE_CHECKING

from regioscan.analysis.aggregation import SUM
from regioscan.analysis.position import ENOUGH_OTHERS
from regioscan.figures.comparing import DEFAULT

if TYPE_CHECKING:
    from regioscan.figures.scan import Figure


@dataclass(frozen=True)
class Against:
    """A benchmark: its value (None where there is none), what it is called, and how steady it is.

    `weight` is what it rests on, `n_even` as many of how many equal regions it is steady as; infinite for a country.
    """

    value: float | None = None
    name: str = ""
    weight: float | None = None
    n_even: float = inf
    is_whole: bool = False
    """Whether it is the figure of the country itself, and not one that we made of others."""
    too_few: str = ""
    """Why it is no ground for a test, in one sentence."""

    def error(self, error: float, weight: float | None, tau2: float, *, is_counted: bool) -> float:
        """Its own standard error, given that of the region (of this `weight`) and the spread τ² between regions.

        √(Σw²(e² + τ²) / (Σw)²). Of what was counted, and for a whole country, e² goes down with the size, so that
        Σw²e² / (Σw)² = error²·weight / Σw; in a group with published margins each is taken to be as uncertain as ours.
        """
        by_size = weight / self.weight if weight and self.weight else 0.0
        part = by_size if is_counted or self.n_even == inf else 1 / self.n_even
        return sqrt(error * error * part + tau2 / self.n_even)


def against(figure: Figure) -> Against:
    """The others of the comparison together where that is known, and else the rest of the country, or the country.

    Among all regions of the country the others together are its rest, whatever regions give the place.
    """
    comparison, group = figure.comparison, figure.group
    if comparison is None:
        return Against()
    is_nation = comparison.code == DEFAULT
    rest = figure.rest if figure.indicator.aggregation != SUM else None
    has_group = group is not None and group.mean is not None
    national = figure.national
    if rest is not None and (is_nation or not has_group):
        name = national.name if national else comparison.label
        return Against(rest, f"de rest van {name}", figure.rest_weight)
    if group is not None and group.mean is not None:
        return Against(
            group.mean, comparison.words.the_others, group.weight, group.n_even, too_few=_too_few(figure, group.n)
        )
    if is_nation and national is not None and national.value is not None:
        # What the source gives cannot be taken apart: our region stays in it, so the test is a little too careful.
        return Against(national.value, f"{national.name}, met dit gebied erbij", is_whole=True)
    return Against()


def _too_few(figure: Figure, n_others: int) -> str:
    if n_others >= ENOUGH_OTHERS or figure.comparison is None:
        return ""
    there = f"{'is' if n_others == 1 else 'zijn'} maar {figure.comparison.words.others(n_others)}"
    return f"Niet te toetsen: er {there} met dit cijfer. Voor een toets zijn er {ENOUGH_OTHERS} nodig."
