"""Figures of a region beside those of similar regions, before and after a day: out of a handful of queries."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from math import isnan, sqrt

import numpy as np

from lib.text import number
from regioscan import certainty_frames, frames
from regioscan.analysis import before_after as ba
from regioscan.analysis.before_after import BeforeAfter, Refusal, Uncertainty, before_after
from regioscan.analysis.comparing_groups import composite_values
from regioscan.analysis.intervals import Interval
from regioscan.analysis.reliability import standard_error
from regioscan.figures.certainty import chance_of
from regioscan.figures.comparing import COMPOSITES, SIMILAR, Comparison, comparisons
from regioscan.figures.keeping import keep, key_of
from regioscan.figures.scan import SHORT_UNIT
from regioscan.frames import Key, Readings
from regioscan.models import Indicator, Region
from regioscan.models.observations import Status

METHODS = {
    Status.FINAL: ba.COUNTED,
    Status.PROVISIONAL: ba.COUNTED,
    Status.CALCULATED: ba.CALCULATED,
    Status.MODELLED: ba.MODELLED,
    Status.ESTIMATED: ba.MODELLED,
}
SOMEBODY = "vergelijkbare gebieden"


@dataclass(frozen=True)
class Other:
    """One of the regions that ours is held against, or a stand-in of several: its name and what is known of it."""

    name: str
    values: Mapping[int, float]


@dataclass(frozen=True)
class FigureBeforeAfter:
    """One figure before and after a day: what was found, or why nothing can be said, with all it was made of."""

    indicator: Indicator
    region: Region
    day: date
    found: BeforeAfter | Refusal
    values: Mapping[int, float]
    others: tuple[Other, ...]
    group: str
    """«vergelijkbare gemeenten»."""
    warning: str = ""
    """That nobody is near; "" where somebody is."""

    @property
    def is_refused(self) -> bool:
        """Whether nothing can be said."""
        return isinstance(self.found, Refusal)

    @property
    def counted(self) -> list[Other]:
        """The others that have all years that count."""
        if isinstance(self.found, Refusal):
            return []
        pairs = zip(self.others, self.found.found.changes, strict=True)
        return [one for one, change in pairs if change is not None]

    @property
    def course_of_others(self) -> list[tuple[int, float]]:
        """The mean of the others that count, in every year that they all have."""
        counted = self.counted
        years = sorted(set.intersection(*(set(one.values) for one in counted))) if counted else []
        return [(year, float(np.mean([one.values[year] for one in counted]))) for year in years]

    @property
    def unit(self) -> str:
        """The unit where it fits behind a number."""
        return self.indicator.unit if len(self.indicator.unit) <= SHORT_UNIT else ""


def figures_before_after(region: Region, indicators: Sequence[Indicator], day: date) -> list[FigureBeforeAfter]:
    """These figures of the region before and after `day`, each beside its similar regions.

    A fixed number of queries, whatever the number of figures; none but one when nothing was published since it was
    last asked for.
    """
    if not indicators:
        return []
    codes = [one.code for one in indicators]
    key = key_of("before-after", region.pk, codes, day, frames.published_version())
    return keep(key, lambda: _Making(region, indicators, day).all())


class _Making:
    """What the queries brought, and what is made of it."""

    def __init__(self, region: Region, indicators: Sequence[Indicator], day: date) -> None:
        self.region = frames.get_region(region.code) or region
        self.indicators, self.day = indicators, day
        self.group = _group(self.region)
        self.sets = _sets(self.group)
        ids = {one.pk for one in indicators} | {one.weight_id for one in indicators if one.weight_id}
        members = {number for one in self.sets for number in one}
        self.readings: Readings = frames.readings(ids, frames.known_years(), [self.region.pk, *members])
        self.margins = certainty_frames.margins([one.pk for one in indicators], self.region.pk)
        self.names = _names(self.group, self.sets)

    def all(self) -> list[FigureBeforeAfter]:
        """One for every indicator, in order."""
        return [self._one(indicator) for indicator in self.indicators]

    def _one(self, indicator: Indicator) -> FigureBeforeAfter:
        values = self._values(indicator.pk, self.region.pk)
        others = [Other(name, self._of_set(indicator, one)) for name, one in zip(self.names, self.sets, strict=True)]
        found = before_after(
            values,
            [one.values for one in others],
            self.day,
            breaks=indicator.break_years,
            methods=self._methods(indicator),
            uncertainty=Uncertainty(
                _errors(indicator, self.readings, self.region.pk, self.margins),
                [_errors(indicator, self.readings, one[0], {}) if len(one) == 1 else {} for one in self.sets],
                _overlap(self.sets),
            ),
        )
        group = self.group.words.plural if self.group else SOMEBODY
        warning = self.group.warning if self.group else ""
        return FigureBeforeAfter(indicator, self.region, self.day, found, values, tuple(others), group, warning)

    def _values(self, indicator: int, region: int) -> dict[int, float]:
        rows = self.readings.get((indicator, region), ())
        return {row.period: row.value for row in rows if row.value is not None}

    def _of_set(self, indicator: Indicator, members: Sequence[int]) -> dict[int, float]:
        """The values of one region, or of several together by the rule of the figure."""
        if len(members) == 1:
            return self._values(indicator.pk, members[0])
        by_member = {one: self._values(indicator.pk, one) for one in members}
        weights = {one: self._values(indicator.weight_id or 0, one) for one in members}
        years = sorted({year for values in by_member.values() for year in values})
        made = {
            year: float(
                composite_values(
                    indicator.aggregation,
                    [members],
                    {one: values[year] for one, values in by_member.items() if year in values},
                    {one: values[year] for one, values in weights.items() if year in values},
                )[0]
            )
            for year in years
        }
        return {year: value for year, value in made.items() if not isnan(value)}

    def _methods(self, indicator: Indicator) -> dict[int, str]:
        rows = self.readings.get((indicator.pk, self.region.pk), ())
        return {row.period: METHODS[Status(row.status)] for row in rows if row.value is not None}


def _group(region: Region) -> Comparison | None:
    """Who ours is fairly held against: similar regions, or for a region of several municipalities its stand-ins."""
    options = {one.code: one for one in comparisons(region, frames.containers(region))}
    return options.get(SIMILAR) or options.get(COMPOSITES)


def _sets(group: Comparison | None) -> list[tuple[int, ...]]:
    """The ids behind each of the others: one, or several for a stand-in."""
    if group is None:
        return []
    return [(one,) for one in group.members or ()] or list(group.composites)


def _names(group: Comparison | None, sets: Sequence[tuple[int, ...]]) -> list[str]:
    if group is not None and group.composites:
        return [f"{group.words.singular} {number(place)}" for place in range(1, len(sets) + 1)]
    regions = frames.regions_by_id({one[0] for one in sets})
    return [regions[one[0]].name for one in sets]


def _overlap(sets: Sequence[tuple[int, ...]]) -> float:
    """How much stand-ins are the same regions: the mean over all pairs of |A ∩ B| / √(|A|·|B|)."""
    pairs = list(combinations([set(one) for one in sets], 2))
    if not pairs:
        return 0.0
    return sum(len(a & b) / sqrt(len(a) * len(b)) for a, b in pairs) / len(pairs)


def _errors(
    indicator: Indicator, readings: Readings, region: int, published: Mapping[Key, Interval]
) -> dict[int, float]:
    """The standard error of every year that has one: by the published margin, else by chance."""
    weights = {row.period: row.value for row in readings.get((indicator.weight_id or 0, region), ())}
    found = {}
    for row in readings.get((indicator.pk, region), ()):
        interval = published.get((indicator.pk, row.period)) if row.value is not None else None
        interval = interval or chance_of(indicator, row.status, row.value, weights.get(row.period))
        if interval is not None:
            found[row.period] = standard_error(interval)
    return found
