"""All regions of one kind in order of one figure, and the parts of a region beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from regioscan import certainty_frames, frames
from regioscan.analysis.position import Floats, ranks
from regioscan.analysis.rank_range import RankRanges, chance_errors, rank_ranges, rank_words
from regioscan.analysis.reliability import standard_error
from regioscan.figures.scan import Scan, reason_for
from regioscan.frames import Column, Reading
from regioscan.models import Indicator, Region
from regioscan.models.observations import Status

COUNTED = (Status.FINAL, Status.PROVISIONAL, Status.CALCULATED)
"""Kinds of value of which chance can be said."""


@dataclass(frozen=True)
class Place:
    """One line of a ranking: a region with its place and value, or with the reason why it has none."""

    region: Region
    rank: int | None
    reading: Reading
    low: int | None = None
    """Chance alone allows the places from `low` up to `high`; None where no margin is known."""
    high: int | None = None
    is_vague: bool = False
    chance_words: str = ""

    @property
    def shown_rank(self) -> int | None:
        """The place; None where chance alone allows more than a third of the field."""
        return None if self.is_vague else self.rank

    @property
    def value(self) -> float | None:
        """The value, unrounded."""
        return self.reading.value

    @property
    def reason(self) -> str:
        """Why there is no value, in words."""
        return reason_for(self.reading)


@dataclass(frozen=True)
class Ranking:
    """The regions of one kind in one year, most favourable first (highest first where neither side is better).

    `order` holds positions in `column`: first the known values, then the regions without one, by name.
    """

    indicator: Indicator
    kind: str
    period: int
    column: Column
    order: Sequence[int]
    place_of: Sequence[int]
    ranges: RankRanges

    def places(self, order: Sequence[int] | None = None) -> list[Place]:
        """The lines of the ranking: all, or those at a slice of `order`; fetches only their regions."""
        wanted = self.order if order is None else order
        regions = frames.regions_by_id(self.column.regions[position] for position in wanted)
        return [self._place(position, regions) for position in wanted]

    @property
    def n_known(self) -> int:
        """The number of regions with a value."""
        return len(self.column.known_values)

    @property
    def quartiles(self) -> tuple[float, float]:
        """Half of the known values lie between these two."""
        low, high = np.quantile(self.column.known_values, [0.25, 0.75])
        return float(low), float(high)

    @property
    def has_margins(self) -> bool:
        """Whether it is known of any value how far chance alone could move it."""
        return bool(self.ranges.is_known.any())

    @property
    def n_vague(self) -> int:
        """Of how many regions the place says nothing."""
        return int(self.ranges.is_vague.sum())

    @property
    def has_derived(self) -> bool:
        """Whether any value was calculated by us or estimated with a model."""
        return bool(np.isin(self.column.statuses, frames.DERIVED).any())

    @property
    def readings(self) -> dict[int, Reading]:
        """What is known, per id of a region."""
        return {int(region): self._reading(position) for position, region in enumerate(self.column.regions)}

    def _place(self, position: int, regions: dict[int, Region]) -> Place:
        reading = self._reading(position)
        rank = None if reading.value is None else int(self.place_of[position])
        found = self.ranges
        region = regions[int(self.column.regions[position])]
        if not found.is_known[position]:
            return Place(region, rank, reading)
        low, high = int(found.low[position]), int(found.high[position])
        is_vague, holds_middle = bool(found.is_vague[position]), bool(found.holds_middle[position])
        words = rank_words(low, high, is_vague=is_vague, holds_middle=holds_middle)
        return Place(region, rank, reading, low, high, is_vague, words)

    def _reading(self, position: int) -> Reading:
        value = float(self.column.values[position])
        return Reading(self.period, None if np.isnan(value) else value, int(self.column.statuses[position]))


def ranking(indicator: Indicator, kind: str, period: int) -> Ranking:
    """The ranking of all regions of `kind` on this figure in this year."""
    column = frames.whole_column(indicator.pk, period, kind)
    highest_first = indicator.direction >= 0
    unknown = np.isnan(column.values)
    sort_value = np.where(unknown, np.inf, -column.values if highest_first else column.values)
    order = np.argsort(sort_value, kind="stable")
    places = ranks(column.values, highest_first=highest_first)
    ranges = rank_ranges(column.values, _errors(indicator, column, kind, period), highest_first=highest_first)
    return Ranking(indicator, kind, period, column, order.tolist(), places.tolist(), ranges)


def _errors(indicator: Indicator, column: Column, kind: str, period: int) -> Floats:
    """The standard error of every value: as the source published it, else by chance; NaN where neither is known.

    What was estimated has the margin of its source, or none.
    """
    denominators = np.full(len(column.regions), np.nan)
    if indicator.chance and indicator.weight_id:
        weights = frames.whole_column(indicator.weight_id, period, kind)
        by_region = dict(zip(weights.regions.tolist(), weights.values.tolist(), strict=True))
        denominators = np.array([by_region.get(region, np.nan) for region in column.regions.tolist()], np.float64)
    errors = chance_errors(column.values, indicator.per, denominators, indicator.chance)
    errors[~np.isin(column.statuses, COUNTED)] = np.nan
    published = certainty_frames.margins_of(indicator.pk, period, column.regions.tolist())
    for position, region in enumerate(column.regions.tolist() if published else []):
        if region in published:
            errors[position] = standard_error(published[region])
    return errors


@dataclass(frozen=True)
class Part:
    """A part of a region with its value, or with the reason why it has none."""

    region: Region
    reading: Reading | None
    difference: float | None
    """With the region as a whole; None for a count, which is always smaller in a part."""
    percent: float | None
    """Of a count: the part of the whole region, 0–100."""

    @property
    def value(self) -> float | None:
        """The value, unrounded."""
        return self.reading.value if self.reading else None

    @property
    def reason(self) -> str:
        """Why there is no value, in words."""
        return reason_for(self.reading)


@dataclass(frozen=True)
class Parts:
    """The parts of a region for one figure, highest first; those without a value last, by name."""

    indicator: Indicator
    period: int
    parts: tuple[Part, ...]

    @property
    def is_count(self) -> bool:
        """Whether the parts add up to the whole."""
        return self.indicator.aggregation == Indicator.Aggregation.SUM

    @property
    def has_derived(self) -> bool:
        """Whether any value was calculated by us or estimated with a model."""
        return any(part.reading.is_derived for part in self.parts if part.reading)

    @property
    def known(self) -> list[tuple[str, float]]:
        """Name and value of the parts that have one."""
        return [(part.region.name, part.value) for part in self.parts if part.value is not None]

    @property
    def readings(self) -> dict[int, Reading]:
        """What is known, per id of a region."""
        return {part.region.pk: part.reading for part in self.parts if part.reading}


def default_figure(scan: Scan) -> str | None:
    """The code of the figure to show of the parts: what asks attention, else what stands out, else the first one known
    of which one side is better, else the first known."""
    chosen = [*scan.highlights.care, *scan.highlights.strong]
    if chosen:
        return chosen[0].code
    known = [figure for figure in scan.figures.values() if figure.value is not None]
    judged = [figure for figure in known if figure.indicator.direction]
    return next((figure.code for figure in [*judged, *known]), None)


def region_parts(scan: Scan, code: str) -> Parts | None:
    """The parts of the region of `scan` for the figure with this code; None where the region has no parts or figure."""
    figure = scan.figures[code]
    regions = frames.parts(scan.region)
    if not regions or figure.period is None:
        return None
    found = frames.column(figure.indicator.pk, figure.period, [region.pk for region in regions])
    is_count = figure.indicator.aggregation == Indicator.Aggregation.SUM
    parts = [_part(region, found.get(region.pk), figure.value, is_count=is_count) for region in regions]
    parts.sort(key=lambda part: (part.value is None, -(part.value or 0)))
    return Parts(figure.indicator, figure.period, tuple(parts))


def _part(region: Region, reading: Reading | None, whole: float | None, *, is_count: bool) -> Part:
    value = reading.value if reading else None
    if value is None or whole is None:
        return Part(region, reading, None, None)
    if is_count:
        return Part(region, reading, None, 100 * value / whole if whole else None)
    return Part(region, reading, value - whole, None)
