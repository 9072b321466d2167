"""A figure of one region through the years, with why a year has no value."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from regioscan.analysis.change import Point, with_gaps
from regioscan.frames import Reading
from regioscan.models import Region
from regioscan.models.observations import Status

NEVER_LOADED = "niet geladen"


@dataclass(frozen=True)
class Course:
    """What is known of one indicator in one region, in order of year; a year of which nothing is known is not in it."""

    region: Region
    name: str
    readings: Sequence[Reading]
    is_recast: bool = False
    """Whether years before a change of borders were put in the borders of now."""

    def until(self, year: int | None) -> "Course":
        """The same up to and including a year (None: all of it)."""
        return self if year is None else replace(self, readings=[row for row in self.readings if row.period <= year])

    @property
    def points(self) -> tuple[Point, ...]:
        """A point a year from the first to the last, None where there is no value."""
        return with_gaps([(row.period, row.value) for row in self.readings])

    @property
    def years(self) -> list[tuple[int, Reading | None]]:
        """Every year from the first to the last with what is known of it; None for a year that was never loaded."""
        by_year = {row.period: row for row in self.readings}
        return [(year, by_year.get(year)) for year, _ in self.points]

    @property
    def reasons(self) -> tuple[tuple[float, str], ...]:
        """The years without a value, each with the word for why."""
        return tuple((year, status_word(row)) for year, row in self.years if row is None or row.value is None)


def status_word(reading: Reading | None) -> str:
    """What kind of value it is, or the word for why there is none."""
    return Status(reading.status).label if reading else NEVER_LOADED
