"""What a row of figures did in time. Two points make a change, never a trend; nothing here tests a trend."""

from collections.abc import Sequence
from dataclasses import dataclass

Point = tuple[int, float | None]
"""A year with its value, or without one."""
WINDOW = 5
"""Years over which a change is told."""
SPARK_POINTS = 3
"""Fewer known points than this make no line."""


@dataclass(frozen=True)
class Change:
    """From `start` in `start_year` to `end` in `end_year`, in the unit of the figure."""

    start_year: int
    start: float
    end_year: int
    end: float

    @property
    def difference(self) -> float:
        """End minus start: percentage points where the figure is a percentage."""
        return self.end - self.start


def change(points: Sequence[Point], window: int = WINDOW) -> Change | None:
    """The change to the last known year from the earliest known year at most `window` years before it.

    `points` is in order of year. None with fewer than two known years in the window.
    """
    known = [(year, value) for year, value in points if value is not None]
    if not known:
        return None
    end_year, end = known[-1]
    start_year, start = next((year, value) for year, value in known if year >= end_year - window)
    return None if start_year == end_year else Change(start_year, start, end_year, end)


def with_gaps(points: Sequence[Point]) -> tuple[Point, ...]:
    """The same points with a None for every year in between that is not there, so that no line crosses a gap."""
    if not points:
        return ()
    by_year = dict(points)
    return tuple((year, by_year.get(year)) for year in range(min(by_year), max(by_year) + 1))


def enough_for_a_line(points: Sequence[Point]) -> bool:
    """Whether there are at least three known points."""
    return sum(value is not None for _, value in points) >= SPARK_POINTS


def relative_size(found: Change | None, ordinary_distance: float) -> float:
    """How large a change is beside the distance between ordinary regions: makes changes in different units comparable.

    0 without a change, or where ordinary regions do not differ.
    """
    if found is None or ordinary_distance <= 0:
        return 0.0
    return abs(found.difference) / ordinary_distance


def share_of_start(found: Change | None) -> float:
    """How large a change is beside what it started from; 0 without a change or where that was not above zero."""
    if found is None or found.start <= 0:
        return 0.0
    return abs(found.difference) / found.start
