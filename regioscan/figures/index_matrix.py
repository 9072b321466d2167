"""From observations to the matrix of the vitality index: regions × indicators, with what chance could move."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt
from django.db.models import Q

from regioscan import frames, peer_frames
from regioscan.analysis.comparing_groups import size_class, urbanity_class
from regioscan.analysis.index.carry import definition_start
from regioscan.analysis.index.matrix import Floats, Matrix, Reason
from regioscan.analysis.index.method import Method
from regioscan.analysis.index.reading import parse_method
from regioscan.analysis.intervals import TO_STANDARD_ERROR, interval_of
from regioscan.frames import Reading, Readings
from regioscan.method_actions import newest_year
from regioscan.models import Distribution, Indicator, Margin, MethodVersion, Region

MUNICIPALITY = Region.Kind.MUNICIPALITY


URBAN = 100
"""Classes of urbanity are numbered from here, so that they are no classes of size."""


@dataclass(frozen=True)
class Frame:
    """What an index is made with: the frozen method, its indicators by code, and the years that have figures."""

    version: MethodVersion
    method: Method
    indicators: Mapping[str, Indicator]
    years: Mapping[str, Sequence[int]]
    """Per code the years in which municipalities have figures, ascending."""

    @cached_property
    def state(self) -> tuple[object, ...]:
        """Differs as soon as figures have been published or withdrawn; asked once."""
        return frames.figures_version()

    @property
    def newest(self) -> int | None:
        """The newest year with enough new figures for an index."""
        return newest_year(self.years, self.method.effective_weights)

    @property
    def all_years(self) -> list[int]:
        """The years that an index may be asked of, newest first: from the first one with enough new figures on."""
        newest = self.newest
        found = []
        while newest is not None:
            found.append(newest)
            earlier = {code: [year for year in years if year < newest] for code, years in self.years.items()}
            newest = newest_year(earlier, self.method.effective_weights)
        return found

    def is_other_definition(self, indicator: Indicator, period: int) -> bool:
        """Whether the figure of `period` is defined otherwise than those that its goalposts were taken from."""
        known = self.version.content.get("goalpost_years", {}).get(indicator.code) or self.method.base_years
        breaks = breaks_of(indicator)
        return bool(known) and definition_start(breaks, period) != definition_start(breaks, max(known))

    @property
    def codes(self) -> tuple[str, ...]:
        """The indicators, in the order of every array."""
        return self.method.codes


@dataclass(frozen=True)
class Material:
    """A matrix for a year, with the standard error of every value (0 where no model of chance is known)."""

    year: int
    regions: tuple[int, ...]
    matrix: Matrix
    errors: Floats


def get_frame(version: MethodVersion | None = None) -> Frame | None:
    """The method in use, or this version; None where none has been frozen. Three queries."""
    version = version or MethodVersion.objects.filter(is_current=True).first()
    if version is None:
        return None
    method = parse_method(version.content["method"])
    found = {one.code: one for one in Indicator.objects.filter(code__in=method.codes).select_related("weight", "theme")}
    ids = {one.pk: code for code, one in found.items()}
    years: dict[str, list[int]] = {code: [] for code in method.codes}
    rows = Distribution.objects.filter(indicator__in=ids, kind=MUNICIPALITY).order_by("period")
    for pk, year in rows.values_list("indicator_id", "period"):
        years[ids[pk]].append(year)
    return Frame(version, method, found, years)


def municipalities(year: int) -> list[Region]:
    """The municipalities of that year, by name: also those that ended later."""
    lasted = Q(valid_to=None) | Q(valid_to__gt=date(year, 1, 1))
    return list(Region.objects.filter(lasted, kind=MUNICIPALITY, valid_from__lte=date(year, 12, 31)))


@dataclass(frozen=True)
class Fetched:
    """What the database knows of some regions in a stretch of years: readings, and standard errors from margins."""

    readings: Readings
    margins: Mapping[tuple[int, int, int], float]


def fetch(frame: Frame, first: int, last: int, regions: Sequence[int]) -> Fetched:
    """Every reading that may count in the years `first` to `last`, of the indicators and of what they are a share of.
    Two queries."""
    years = range(first - frame.method.max_age, last + 1)
    ids = {one.pk for one in frame.indicators.values()}
    ids |= {one.weight_id for one in frame.indicators.values() if one.weight_id and one.chance}
    return Fetched(frames.readings(ids, years, regions), _margins(frame, years, regions))


def breaks_of(indicator: Indicator) -> list[int]:
    """The years from which the figure is defined or measured otherwise."""
    return [int(one["year"]) for one in indicator.breaks]


def material(frame: Frame, year: int, regions: Sequence[int], fetched: Fetched | None = None) -> Material:
    """The matrix of these regions: of each indicator the latest value up to `year` that is not too old."""
    fetched = fetched or fetch(frame, year, year, regions)
    shape = (len(regions), len(frame.codes))
    values, errors = np.full(shape, np.nan), np.zeros(shape)
    reasons, periods = np.zeros(shape, np.int16), np.zeros(shape, np.int16)
    for column, code in enumerate(frame.codes):
        indicator = frame.indicators.get(code)
        for row, region in enumerate(regions):
            reading = latest(fetched.readings, indicator, region, year, frame.method.max_age)
            if indicator is None or reading is None or reading.value is None:
                reasons[row, column] = reading.status if reading else _absence(frame, indicator, region, year, fetched)
                continue
            values[row, column], periods[row, column] = reading.value, reading.period
            errors[row, column] = _error(indicator, reading, region, fetched)
    carried = (periods > 0) & (periods < year)
    return Material(year, tuple(regions), Matrix(frame.codes, values, reasons, carried, periods), errors)


def groups_to_fill(found: Material, max_age: int) -> npt.NDArray[np.int64] | None:
    """Per region a group whose mean may stand in for what is missing: how urban it is, else how large. Two queries.

    A region of which neither is known is a group by itself, so that nothing of it is filled in; None where that holds
    for all of them.
    """
    ids = dict(Indicator.objects.filter(code__in=peer_frames.CLASSED).values_list("code", "pk"))
    rows = frames.readings(ids.values(), range(found.year - max_age, found.year + 1), found.regions)
    known = {key: row.value for key, every in rows.items() for row in every if row.value is not None}
    groups = np.zeros(len(found.regions), dtype=np.int64)
    for at, region in enumerate(found.regions):
        people, density = (known.get((ids.get(code, 0), region)) for code in peer_frames.CLASSED)
        if density is not None:
            groups[at] = URBAN + urbanity_class(density).number
        else:
            groups[at] = -1 - at if people is None else size_class(people).number
    return groups if (groups > 0).any() else None


def latest(found: Readings, indicator: Indicator | None, region: int, year: int, max_age: int) -> Reading | None:
    """The latest value up to `year` that is not too old and of the definition of that year; without one the latest
    reason, and None without any row."""
    if indicator is None:
        return None
    first = max(year - max_age, definition_start(breaks_of(indicator), year))
    rows = [row for row in found.get((indicator.pk, region), ()) if first <= row.period <= year]
    known = [row for row in rows if row.value is not None] or rows
    return known[-1] if known else None


def _absence(frame: Frame, indicator: Indicator | None, region: int, year: int, fetched: Fetched) -> Reason:
    """Why there is no row at all: nothing is loaded, or only a value from before a break in the definition."""
    rows = fetched.readings.get((indicator.pk, region), ()) if indicator else ()
    years = range(year - frame.method.max_age, year + 1)
    return Reason.REDEFINED if any(row.value is not None and row.period in years for row in rows) else Reason.MISSING


def _margins(frame: Frame, years: Sequence[int], regions: Sequence[int]) -> dict[tuple[int, int, int], float]:
    """The standard error that follows from the margin that the source published."""
    rows = Margin.objects.filter(indicator__code__in=frame.codes, period__in=years, region__in=regions)
    return {
        (indicator, region, period): (high - low) / TO_STANDARD_ERROR
        for indicator, region, period, low, high in rows.values_list(
            "indicator_id", "region_id", "period", "low", "high"
        )
    }


def _error(indicator: Indicator, reading: Reading, region: int, fetched: Fetched) -> float:
    """How far chance could move the value: the published margin, else by the model of the figure, else 0."""
    published = fetched.margins.get((indicator.pk, region, reading.period))
    if published is not None:
        return published
    if not indicator.chance or indicator.weight_id is None:
        return 0.0
    below = fetched.readings.get((indicator.weight_id, region), ())
    # A denominator hardly moves in a year; without one of the same year the nearest will do for an error.
    nearest = min(below, key=lambda row: (row.value is None, abs(row.period - reading.period)), default=None)
    chance = interval_of(reading.value, indicator.per, nearest.value if nearest else None, indicator.chance)
    return chance.width / TO_STANDARD_ERROR if chance else 0.0
