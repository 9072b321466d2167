"""All regions of one kind in order of one figure, and the parts of a region beside it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from regioscan import frames
from regioscan.analysis.position import ranks
from regioscan.figures.scan import Scan, reason_for
from regioscan.frames import Column, Reading
from regioscan.models import Indicator, Region


@dataclass(frozen=True)
class Place:
    """One line of a ranking: a region with its place and value, or with the reason why it has none."""

    region: Region
    rank: int | None
    reading: Reading

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
        return Place(regions[int(self.column.regions[position])], rank, reading)

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
    return Ranking(indicator, kind, period, column, order.tolist(), places.tolist())


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
