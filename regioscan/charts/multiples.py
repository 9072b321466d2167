"""The courses of regions beside each other: a small chart each, all on the same axes, and one table."""

from dataclasses import dataclass

from django.utils.safestring import SafeString, mark_safe

from lib.charts import LineChart, Series, to_svg
from lib.charts.specs import Break
from lib.tables import Cell, Column, Table
from lib.text import number
from regioscan.analysis.change import enough_for_a_line, since_break
from regioscan.figures.scan import SHORT_UNIT
from regioscan.figures.side_by_side import Beside, FigureRow
from regioscan.models import Region


@dataclass(frozen=True)
class Multiple:
    """One region's course; `svg` is empty with fewer than three known years."""

    region: Region
    value: str
    reason: str
    svg: SafeString | str


@dataclass(frozen=True)
class FigureMultiples:
    """One figure for a section of the page: its charts, the table of all years, and what must be said."""

    row: FigureRow
    unit: str
    multiples: tuple[Multiple, ...]
    table: Table


def multiples(row: FigureRow) -> FigureMultiples:
    """The small charts of one figure, with the same years and the same values on every axis."""
    indicator = row.indicator
    unit = indicator.unit if len(indicator.unit) <= SHORT_UNIT else ""
    drawn = tuple(
        Multiple(one.region, number(one.value, indicator.decimals), one.reason, _svg(row, one, unit))
        for one in row.cells
    )
    return FigureMultiples(row, unit, drawn, _table(row))


def _svg(row: FigureRow, one: Beside, unit: str) -> SafeString | str:
    if row.span is None or not enough_for_a_line(one.points):
        return ""
    first, last, low, high = row.span
    indicator = row.indicator
    known = [point for point in since_break(one.points, indicator.break_years) if point[1] is not None]
    ends = [f"{number(value, indicator.decimals)} in {year}" for year, value in (known[0], known[-1])]
    told = f"van {ends[0]} naar {ends[1]}" if len(known) > 1 else ends[1]
    chart = LineChart(
        title=f"{indicator.name} in {one.region.title}",
        alt=f"{indicator.name} in {one.region.title}: {told}.",
        unit=unit,
        decimals=indicator.decimals,
        series=(Series("", one.points, is_ours=True),),
        breaks=tuple(Break(cut["year"], cut["reason"]) for cut in indicator.breaks),
        holds=((first, low), (last, high)),
    )
    # Our own drawing: every text in it has been escaped by lib.charts.
    return mark_safe(to_svg(chart))  # noqa: S308


def _table(row: FigureRow) -> Table:
    years = sorted({int(year) for one in row.cells for year, value in one.points if value is not None})
    columns = [Column("jaar", "Jaar", "year")]
    columns += [Column(one.region.code.lower(), one.region.name, "number", row.indicator.decimals) for one in row.cells]
    courses = [{int(year): value for year, value in one.points} for one in row.cells]
    rows: list[list[Cell]] = [
        [year, *("geen cijfer" if course.get(year) is None else course[year] for course in courses)] for year in years
    ]
    return Table(f"{row.indicator.name} ({row.indicator.unit}) door de jaren", columns, rows)
