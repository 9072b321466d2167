"""Up to six regions beside each other: every figure in one year for all, and its course on the same axes."""

from collections.abc import Sequence
from dataclasses import dataclass

from regioscan import frames
from regioscan.analysis.change import Point, enough_for_a_line, with_gaps
from regioscan.figures.scan import reason_for
from regioscan.frames import Reading, Readings
from regioscan.models import Indicator, Region, Theme

MOST_REGIONS = 6


@dataclass(frozen=True)
class Beside:
    """One figure of one region: what is known in the year of the row, and its course."""

    region: Region
    reading: Reading | None
    points: tuple[Point, ...]

    @property
    def value(self) -> float | None:
        """The value, unrounded."""
        return self.reading.value if self.reading else None

    @property
    def reason(self) -> str:
        """Why there is no value, in words."""
        return reason_for(self.reading)


@dataclass(frozen=True)
class FigureRow:
    """One figure of all chosen regions, in one and the same year."""

    indicator: Indicator
    period: int | None
    cells: tuple[Beside, ...]

    @property
    def span(self) -> tuple[int, int, float, float] | None:
        """First and last year, lowest and highest value of all courses together; None without two years."""
        points = [(x, y) for cell in self.cells for x, y in cell.points if y is not None]
        years = {int(x) for x, _ in points}
        if len(years) < 2:
            return None
        values = [y for _, y in points]
        return min(years), max(years), min(values), max(values)

    @property
    def has_courses(self) -> bool:
        """Whether any region has enough years for a line."""
        return any(enough_for_a_line(cell.points) for cell in self.cells)


@dataclass(frozen=True)
class SideBySide:
    """The page that holds regions beside each other, for one theme."""

    regions: tuple[Region, ...]
    theme: Theme | None
    themes: tuple[Theme, ...]
    rows: tuple[FigureRow, ...]

    @property
    def are_of_different_kinds(self) -> bool:
        """Whether a gemeente stands beside a wijk, say."""
        return len({region.kind for region in self.regions}) > 1


def side_by_side(regions: Sequence[Region], theme: str = "") -> SideBySide:
    """All figures of these regions in a theme (the first one when none is named). Raises KeyError for an unknown theme.

    A row is of the newest year in which all of them have a value; where there is no such year, of the newest year in
    which any has. Does the same number of queries for one region as for six.
    """
    indicators = frames.shown_indicators()
    themes = {one.theme.code: one.theme for one in indicators if one.theme is not None}
    if theme and theme not in themes:
        raise KeyError(theme)
    chosen = themes[theme] if theme else next(iter(themes.values()), None)
    shown = [one for one in indicators if one.theme == chosen]
    known = frames.readings([one.pk for one in shown], frames.known_years(), [region.pk for region in regions])
    rows = tuple(_row(one, regions, known) for one in shown)
    return SideBySide(tuple(regions), chosen, tuple(themes.values()), rows)


def _row(indicator: Indicator, regions: Sequence[Region], known: Readings) -> FigureRow:
    found = [known.get((indicator.pk, region.pk), ()) for region in regions]
    period = _shared_year(found)
    cells = [
        Beside(
            region,
            next((row for row in rows if row.period == period), None),
            with_gaps([(row.period, row.value) for row in rows]),
        )
        for region, rows in zip(regions, found, strict=True)
    ]
    return FigureRow(indicator, period, tuple(cells))


def _shared_year(found: Sequence[Sequence[Reading]]) -> int | None:
    years = [{row.period for row in rows if row.value is not None} for rows in found]
    shared = set.intersection(*years) if years else set()
    anywhere = set.union(*years) if years else set()
    known = {row.period for rows in found for row in rows}
    return max(shared or anywhere or known, default=None)
