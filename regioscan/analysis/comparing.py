"""What a delivery would change in what is there: new, changed, unchanged and gone, per indicator."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from regioscan.analysis.checking import Flags, Rows

N_LARGEST = 5
MAX_LOST = 0.20
"""A delivery that lacks more than this share of what its source delivered before was probably cut off."""

Places = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Change:
    """One observation that gets another value: the region's id, the year, and both values."""

    region: int
    period: int
    old: float
    new: float


@dataclass(frozen=True)
class IndicatorComparison:
    """Counts of observations of one indicator (by id), and its largest changes, largest first."""

    indicator: int
    new: int
    changed: int
    unchanged: int
    gone: int
    largest: Sequence[Change]


@dataclass(frozen=True)
class Comparison:
    """The comparison of a delivery with what is there, indicators ascending by id."""

    indicators: Sequence[IndicatorComparison]
    n_replaced: int
    """How many of the changed observations came from another source until now."""

    @property
    def totals(self) -> dict[str, int]:
        """The sums over all indicators, by word."""
        words = ("new", "changed", "unchanged", "gone")
        return {word: sum(getattr(one, word) for one in self.indicators) for word in words}

    @property
    def share_lost(self) -> float:
        """The share (0–1) of what was there in these slices that would disappear."""
        totals = self.totals
        before = totals["changed"] + totals["unchanged"] + totals["gone"]
        return totals["gone"] / before if before else 0.0


@dataclass(frozen=True)
class Match:
    """How the rows of a delivery lie beside those that are there."""

    place_in_old: Places
    """Of each new row, where its key stands in the old ones; without meaning where `is_new`."""
    is_new: Flags
    """One element a new row, as `is_changed`."""
    is_changed: Flags
    is_gone: Flags
    """One element an old row: its source no longer delivers it."""
    is_left: Flags
    """One element an old row: another source delivered it, and this delivery does not have it."""


def match(new: Rows, old: Rows, is_own: Flags) -> Match:
    """Hold the rows of a delivery against the published rows of its slices; both stand in order of their keys."""
    place = np.minimum(np.searchsorted(old.key, new.key), max(len(old) - 1, 0))
    if not len(old):
        none = np.zeros(0, bool)
        return Match(place, np.ones(len(new), bool), np.zeros(len(new), bool), none, none)
    is_new = old.key[place] != new.key
    is_same_value = (old.value[place] == new.value) | (np.isnan(old.value[place]) & np.isnan(new.value))
    is_changed = ~is_new & ~(is_same_value & (old.status[place] == new.status))
    is_matched = np.zeros(len(old), bool)
    is_matched[place[~is_new]] = True
    return Match(place, is_new, is_changed, is_own & ~is_matched, ~is_own & ~is_matched)


def merged(new: Rows, old: Rows, is_own: Flags) -> Rows:
    """What is published in the slices of a delivery once it is loaded."""
    left = old.take(match(new, old, is_own).is_left)
    if not len(left):
        return new
    columns = ("indicator", "period", "region", "status", "value")
    both = Rows(*(np.concatenate([getattr(new, name), getattr(left, name)]) for name in columns))
    return both.take(np.argsort(both.key, kind="stable"))


def compare(new: Rows, old: Rows, is_own: Flags) -> Comparison:
    """Compare a delivery with the published observations of the slices that it touches.

    `old` holds no calculated values. `is_own` has one element a row of `old`: true where that row came from the same
    source. A row that the delivery lacks is only gone when it is the source's own; what other sources delivered stays.
    """
    found = match(new, old, is_own)
    changed_new = np.flatnonzero(found.is_changed)
    changed_old = found.place_in_old[changed_new]
    ids = np.unique(np.concatenate([new.indicator, old.indicator[found.is_gone]]))
    counts = {
        "new": _count(ids, new.indicator[found.is_new]),
        "changed": _count(ids, new.indicator[changed_new]),
        "unchanged": _count(ids, new.indicator[~(found.is_new | found.is_changed)]),
        "gone": _count(ids, old.indicator[found.is_gone]),
    }
    indicators = [
        IndicatorComparison(
            indicator=int(indicator),
            largest=_largest(new, changed_new, old, changed_old, int(indicator)),
            **{word: int(count[place]) for word, count in counts.items()},
        )
        for place, indicator in enumerate(ids)
    ]
    return Comparison(indicators, int((~is_own[changed_old]).sum()))


def _count(ids: npt.NDArray[np.int32], indicator: npt.NDArray[np.int32]) -> npt.NDArray[np.intp]:
    return np.bincount(np.searchsorted(ids, indicator), minlength=len(ids))


def _largest(new: Rows, in_new: Places, old: Rows, in_old: Places, indicator: int) -> tuple[Change, ...]:
    of_this = np.flatnonzero(new.indicator[in_new] == indicator)
    before, after = old.value[in_old[of_this]], new.value[in_new[of_this]]
    size = np.nan_to_num(np.abs(after - before), nan=-1.0)
    top = [place for place in np.argsort(-size, kind="stable")[:N_LARGEST] if size[place] > 0]
    return tuple(
        Change(
            int(new.region[in_new[of_this[place]]]),
            int(new.period[in_new[of_this[place]]]),
            float(before[place]),
            float(after[place]),
        )
        for place in top
    )
