"""The same numbers as a table, and the sentences that belong under a chart."""

from collections.abc import Sequence

from lib.charts.scales import bin_counts, bin_edges, deciles, shown
from lib.charts.specs import (
    BarChart,
    Chart,
    Choropleth,
    Funnel,
    Histogram,
    LineChart,
    Series,
    Sparkline,
    Strip,
    ThemeBar,
)
from lib.charts.strips import TICKS
from lib.tables import Cell, Column, Table
from lib.text import join_words

NO_NUMBER = "geen cijfer"


def to_table(chart: Chart) -> Table:
    """What is drawn, unrounded: each drawn value is in it once, and nothing else is."""
    columns, rows = _content(chart)
    return Table(chart.title, columns, rows, to_notes(chart))


def _content(chart: Chart) -> tuple[list[Column], list[list[Cell]]]:
    match chart:
        case LineChart():
            return _lines(chart.series, chart)
        case Sparkline():
            return _lines([Series("Waarde", chart.points)], chart)
        case BarChart():
            return _bars(chart)
        case Histogram():
            return _bins(chart)
        case Funnel():
            return _funnel(chart)
        case Strip():
            return _strip(chart)
        case ThemeBar():
            return _theme(chart)
        case Choropleth():
            return _areas(chart)


def _lines(series: Sequence[Series], chart: LineChart | Sparkline) -> tuple[list[Column], list[list[Cell]]]:
    columns = [Column("x", "Jaar", "year")]
    columns += [Column(f"y{i}", one.name, "number", chart.decimals, chart.unit) for i, one in enumerate(series)]
    bands = [(one, {x: (low, high) for x, low, high in one.band}) for one in series if one.band]
    for i, (one, _) in enumerate(bands):
        for word in ("van", "tot"):
            columns.append(Column(f"{word}{i}", f"{one.name}, marge {word}", "number", chart.decimals, chart.unit))
    known = [{x: _cell(y, dict(one.reasons).get(x, "")) for x, y in one.points} for one in series]
    years = sorted({x for points in known for x in points})
    rows: list[list[Cell]] = []
    for year in years:
        rows.append([int(year) if year == int(year) else year, *(points.get(year) for points in known)])
        rows[-1] += [end for _, ends in bands for end in ends.get(year, ("geen marge", "geen marge"))]
    return columns, rows


def _cell(value: float | None, reason: str = "") -> Cell:
    return (reason or NO_NUMBER) if value is None else value


def _bars(chart: BarChart) -> tuple[list[Column], list[list[Cell]]]:
    rows: list[list[Cell]] = [[bar.name, _cell(bar.value, bar.reason)] for bar in chart.bars]
    if chart.mark:
        rows.append([chart.mark.name, chart.mark.value])
    return [Column("name", "Naam"), Column("value", "Waarde", "number", chart.decimals, chart.unit)], rows


def _bins(chart: Histogram) -> tuple[list[Column], list[list[Cell]]]:
    edges = bin_edges(chart.values)
    columns = [
        Column("from", "Van", "number", None, chart.unit),
        Column("to", "Tot", "number", None, chart.unit),
        Column("count", f"Aantal {chart.counted}", "number", 0),
    ]
    counts = bin_counts(chart.values, edges) if chart.values else []
    return columns, [[low, high, n] for low, high, n in zip(edges, edges[1:], counts, strict=False)]


def _funnel(chart: Funnel) -> tuple[list[Column], list[list[Cell]]]:
    """A row a region, with the limits at its size."""
    columns = [
        Column("name", "Gebied"),
        Column("size", chart.size_label[:1].upper() + chart.size_label[1:], "number", 0),
        Column("value", "Waarde", "number", chart.decimals, chart.unit),
    ]
    ends = []
    for place, limits in enumerate(chart.limits):
        for word, row in (("van", limits.low), ("tot", limits.high)):
            columns.append(Column(f"{word}{place}", f"{limits.name}: {word}", "number", chart.decimals, chart.unit))
            ends.append(dict(zip(limits.sizes, row, strict=True)))
    return columns, [
        [one.name, one.size, one.value, *(row.get(one.size, NO_NUMBER) for row in ends)] for one in chart.points
    ]


def _strip(chart: Strip) -> tuple[list[Column], list[list[Cell]]]:
    columns = [Column("what", "Wat"), Column("value", "Waarde", "number", chart.decimals, chart.unit)]
    rows: list[list[Cell]] = [["Deze regio", _cell(chart.value)]]
    rows += [[what, value] for what, value in _fixed_places(chart) if value is not None]
    if chart.margin is not None:
        rows += [["Marge van", chart.margin[0]], ["Marge tot", chart.margin[1]]]
    if len(chart.peers) > TICKS:
        rows += [
            [f"{k * 10} procent van de regio’s is lager dan", cut] for k, cut in enumerate(deciles(chart.peers), 1)
        ]
    else:
        rows += [["Andere regio", peer] for peer in sorted(chart.peers)]
    return columns, rows


def _fixed_places(chart: Strip) -> list[tuple[str, float | None]]:
    return [("Laagste", chart.low), ("Middelste", chart.median), ("Hoogste", chart.high)]


def _theme(chart: ThemeBar) -> tuple[list[Column], list[list[Cell]]]:
    numbers = [("value", "Score"), ("low", "Marge van"), ("high", "Marge tot"), ("reference", "Vergeleken met")]
    columns = [Column("theme", "Thema"), *(Column(key, label, "number", chart.decimals) for key, label in numbers)]
    return columns, [[chart.title, _cell(chart.value), chart.low, chart.high, chart.reference]]


def _areas(chart: Choropleth) -> tuple[list[Column], list[list[Cell]]]:
    columns = [Column("code", "Code"), Column("name", "Gebied")]
    columns.append(Column("value", "Waarde", "number", chart.decimals, chart.unit))
    return columns, [[area.code, area.name, _cell(area.value, area.reason)] for area in chart.areas]


def to_notes(chart: Chart) -> tuple[str, ...]:
    """The chart's own notes, and what follows from it: gaps, breaks in the figures, areas without a number."""
    match chart:
        case LineChart():
            breaks = [f"Vanaf {shown_year(cut.x)} niet te vergelijken met eerder: {cut.reason}" for cut in chart.breaks]
            return (*chart.notes, *_gaps(chart), *breaks)
        case Histogram(marker=marker) if marker is not None:
            said = f"{marker.name}: {shown(marker.value, chart.decimals)} {chart.unit}".strip() + "."
            return (*chart.notes, said)
        case Choropleth():
            return (*chart.notes, *_unknown_areas(chart))
        case BarChart() | Histogram() | Funnel():
            return chart.notes
        case _:
            return ()


def shown_year(x: float) -> str:
    """A year without thousands or decimals."""
    return f"{x:.0f}"


def _gaps(chart: LineChart) -> list[str]:
    gaps = [
        (one.name, [shown_year(x) for x, y in sorted(one.points, key=lambda p: p[0]) if y is None])
        for one in chart.series
    ]
    return [f"Geen cijfer voor {name} in {join_words(years)}." for name, years in gaps if years]


def _unknown_areas(chart: Choropleth) -> list[str]:
    unknown = [area for area in chart.areas if area.value is None]
    if not unknown:
        return []
    reasons = {area.reason for area in unknown}
    why = f": {reasons.pop()}" if len(reasons) == 1 and "" not in reasons else ""
    if len(unknown) <= 5:
        return [f"Geen cijfer voor {join_words([area.name for area in unknown])}{why}."]
    return [f"Geen cijfer voor {len(unknown)} van de {len(chart.areas)} gebieden{why}."]
