"""What a row of figures did in time. Two points make a change, never a trend; analysis/trend.py tests trends.

Breaks are the years from which a figure was defined or measured otherwise: nothing before one is held against after it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import hypot

from regioscan.analysis.intervals import Interval

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


def last_break(breaks: Collection[int], until: int) -> int | None:
    """The last of these years up to and including `until`."""
    return max((year for year in breaks if year <= until), default=None)


def since_break(points: Sequence[Point], breaks: Collection[int]) -> tuple[Point, ...]:
    """The points that are of one series with the last known one; all of them where there is no break, or no value."""
    known = [year for year, value in points if value is not None]
    cut = last_break(breaks, known[-1]) if known else None
    return tuple(point for point in points if cut is None or point[0] >= cut)


def change(points: Sequence[Point], breaks: Collection[int] = (), window: int = WINDOW) -> Change | None:
    """The change to the last known year from the earliest known year at most `window` years before it.

    `points` is in order of year. None with fewer than two known years in the window, within one series.
    """
    known = [(year, value) for year, value in since_break(points, breaks) if value is not None]
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


def difference_interval(found: Change, interval: Interval | None) -> Interval | None:
    """How far end minus start could be otherwise, in the unit of the figure; None without an interval of the end.

    The earlier value is taken to be as uncertain as the later one, so the reach of the difference to either side is √2
    times that of the value: Newcombe's method (analysis/intervals.py) with both intervals equally wide.
    """
    if interval is None:
        return None
    down, up = found.end - interval.low, interval.high - found.end
    reach = hypot(down, up)
    return Interval(found.difference - reach, found.difference + reach)
