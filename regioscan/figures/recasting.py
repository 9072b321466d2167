"""The years before a change of borders: as they were published then, and put in the borders of now."""

from collections.abc import Mapping, Sequence
from functools import cache

from regioscan import frames
from regioscan.analysis.recasting import Step, first_year, parts_in, recast
from regioscan.figures.course import Course
from regioscan.frames import Reading, Readings
from regioscan.models import Indicator, Region
from regioscan.models.observations import Status
from regioscan.region_frames import lineage

Rule = Indicator.Aggregation
NEVER = (Rule.BOUNDS, Rule.NONE)


def earlier_courses(
    region: Region, indicators: Sequence[Indicator], readings: Readings
) -> Mapping[int, tuple[Course, ...]]:
    """Per indicator: what was published under the same code before, and the series recast to the borders of now.

    `readings` holds what is known of the region itself. Nothing for a region whose borders never changed. Does one
    query, and two more where they did.
    """
    steps = lineage(region)
    start = first_year(region.pk, steps)
    if start is None:
        return {}
    parts = {number for step in steps for number in (step.old, step.new)} - {region.pk}
    wanted = {one.pk for one in indicators} | {one.weight_id for one in indicators if one.weight_id}
    past = frames.readings(wanted, frames.known_years(), parts)
    same_code = list(Region.objects.filter(pk__in=parts, code=region.code).order_by("valid_from"))
    made = {}
    for one in indicators:
        own = readings.get((one.pk, region.pk), ())
        found = [_published(older, past.get((one.pk, older.pk), ())) for older in same_code]
        recast_rows = _Recasting(region, one, steps, past).rows(own, start)
        made[one.pk] = tuple(course for course in (*found, _recast(region, recast_rows, own, start)) if course)
    return made


def _published(older: Region, rows: Sequence[Reading]) -> Course | None:
    if not any(row.value is not None for row in rows) or older.valid_to is None:
        return None
    return Course(older, f"{older.title} tot {older.valid_to.year}, zoals gepubliceerd", rows)


def _recast(region: Region, before: Sequence[Reading], own: Sequence[Reading], start: int) -> Course | None:
    """The recast years with the years since: one line. None where no year could be recast."""
    if not any(row.value is not None for row in before):
        return None
    is_estimate = any(row.status == Status.ESTIMATED for row in before)
    name = f"{region.name}, omgerekend naar de grenzen van nu{' (geschat)' if is_estimate else ''}"
    return Course(region, name, [*before, *(row for row in own if row.period >= start)], is_recast=True)


class _Recasting:
    """One indicator of one region, for the years in which it had other borders."""

    def __init__(self, region: Region, indicator: Indicator, steps: Sequence[Step], past: Readings) -> None:
        self.indicator = indicator
        self.past = past
        self.parts_in = cache(lambda year: parts_in(region.pk, year, steps))

    def rows(self, own: Sequence[Reading], start: int) -> list[Reading]:
        """A reading for every year before `start` of which something is known; what was published in the borders of now
        stays as it was published."""
        published = {row.period: row for row in own if row.period < start and row.value is not None}
        known = {row.period for (one, _), rows in self.past.items() if one == self.indicator.pk for row in rows}
        years = sorted({*published, *(year for year in known if year < start)})
        return [row for year in years if (row := published.get(year) or self._row(year)) is not None]

    def _row(self, year: int) -> Reading | None:
        parts = self.parts_in(year)
        values = self._known(self.indicator.pk, year, parts)
        if not values:
            return None
        if self.indicator.aggregation in NEVER:
            return Reading(year, None, Status.NOT_APPLICABLE)
        weight = self.indicator.weight_id
        weights = self._known(weight, year, parts) if weight else None
        made = recast(self.indicator.aggregation, parts, values, weights)
        if made.value is None:
            return Reading(year, None, Status.MISSING)
        return Reading(year, made.value, Status.ESTIMATED if made.is_estimate else Status.CALCULATED)

    def _known(self, indicator: int, year: int, parts: Mapping[int, float]) -> dict[int, float]:
        return {
            part: row.value
            for part in parts
            for row in self.past.get((indicator, part), ())
            if row.period == year and row.value is not None
        }
