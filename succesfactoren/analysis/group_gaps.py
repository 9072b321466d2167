"""How far groups lie apart on one factor, or one statement. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy.typing as npt

from succesfactoren.analysis.intervals import difference_interval
from succesfactoren.analysis.levels import EXACT
from succesfactoren.analysis.scores import known, mean_of

WIDE = 0.75
"""From this difference on, two groups look at a thing differently enough to talk about it."""
CLEAR = "duidelijk verschil"
POSSIBLE = "mogelijk verschil, te weinig antwoorden"
NONE = "geen duidelijk verschil"
LOOK_DIFFERENTLY = "U kijkt hier verschillend naar. Begin het gesprek hier."


@dataclass(frozen=True)
class GroupGap:
    """How much higher the mean of `higher` is than that of `lower`, with its 95 % interval."""

    higher: str
    lower: str
    difference: float
    low: float
    high: float
    n_higher: int
    n_lower: int

    @property
    def is_clear(self) -> bool:
        """Whether the interval leaves out 0; without any spread in both groups it tells nothing of chance."""
        return round(self.low, EXACT) > 0 and self.high > self.low

    @property
    def is_wide(self) -> bool:
        """Whether it is 0,75 or more."""
        return round(self.difference, EXACT) >= WIDE

    @property
    def words(self) -> str:
        """What the gap may be called."""
        if self.is_clear:
            return CLEAR
        return POSSIBLE if self.is_wide else NONE


def group_gap(names: tuple[str, str], one: npt.ArrayLike, other: npt.ArrayLike) -> GroupGap | None:
    """The gap between two groups of different people, the higher one first; None where one has no scores."""
    first, second = mean_of(one), mean_of(other)
    if first is None or second is None:
        return None
    if first < second:
        return group_gap((names[1], names[0]), other, one)
    interval = difference_interval(one, other)
    if interval is None:
        return None
    sizes = len(known(one)), len(known(other))
    return GroupGap(*names, first - second, interval.low, interval.high, *sizes)


def largest_gap(groups: Mapping[str, npt.ArrayLike]) -> GroupGap | None:
    """The gap between the highest and the lowest of these groups; None with fewer than two that have scores.

    Groups that may not be shown must be left out by the caller.
    """
    means = {name: mean for name, scores in groups.items() if (mean := mean_of(scores)) is not None}
    if len(means) < 2:
        return None
    ordered = sorted(means, key=lambda name: (-means[name], name))
    return group_gap((ordered[0], ordered[-1]), groups[ordered[0]], groups[ordered[-1]])


def all_gaps(groups: Mapping[str, npt.ArrayLike]) -> list[GroupGap]:
    """The gaps between every two of these groups, the largest first."""
    found = [group_gap((one, other), groups[one], groups[other]) for one, other in combinations(sorted(groups), 2)]
    return sorted((gap for gap in found if gap), key=lambda gap: (-gap.difference, gap.higher, gap.lower))


def by_largest_gap(parts: Mapping[str, Mapping[str, npt.ArrayLike]]) -> list[tuple[str, GroupGap]]:
    """The parts (factors or statements) with their largest gap, the largest first; parts without one are left out."""
    gaps = [(part, gap) for part, groups in parts.items() if (gap := largest_gap(groups))]
    return sorted(gaps, key=lambda pair: -pair[1].difference)


def conversation_sentence(gap: GroupGap | None) -> str:
    """Where initiators and professionals lie 0,75 or more apart: begin the conversation here; otherwise "".

    Only for groups that are both large enough, or that agreed beforehand to talk openly: the caller sees to that.
    """
    return LOOK_DIFFERENTLY if gap and gap.is_wide else ""
