"""The same chart for plotly.js, as plain lists: for readers who want to zoom, pick and point.

Colours are names of tokens (`token:primary`): the page fills in what they are in the scheme of the reader. All texts
are escaped, because plotly.js takes `<b>` and `<a>` in a text for markup. A map is drawn as filled shapes, never as a
choropleth trace, which would ask another host for a map of the world.
"""

from collections.abc import Sequence
from html import escape
from itertools import pairwise
from typing import Any

from lib.charts.geometry import Points, Sheet, flatten, inner_place
from lib.charts.lines import axes, pieces
from lib.charts.maps import UNKNOWN, Class, classes, value_in_words
from lib.charts.scales import bin_counts, bin_edges, bin_of, year_ticks
from lib.charts.specs import (
    Area,
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
from lib.svg import clean

Figure = dict[str, Any]

MAP_WIDTH = 1000.0
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot", "5px,2px")


def to_plotly(chart: Chart) -> Figure:
    """`data`, `layout` and `config` for Plotly.newPlot, of numbers, lists and escaped texts; `kind` for our buttons.

    Only line charts, bar charts, histograms and maps are worth exploring; raises TypeError for the others.
    """
    match chart:
        case LineChart():
            data, layout, kind = *_lines(chart), "line"
        case BarChart():
            data, layout, kind = *_bars(chart), "bars"
        case Histogram():
            data, layout, kind = *_bins(chart), "bars"
        case Funnel():
            data, layout, kind = *_funnel(chart), "line"
        case Choropleth():
            data, layout, kind = *_map(chart), "map"
        case Strip() | Sparkline() | ThemeBar():
            raise TypeError(f"nothing to explore in a {type(chart).__name__}")
    return {"kind": kind, "data": data, "layout": _layout() | layout, "config": _config()}


def label(text: str) -> str:
    """A text that plotly.js shows as it is; `%{` would be taken for a placeholder."""
    return escape(clean(text)).replace("%{", "%&#123;")


def _layout() -> Figure:
    return {
        "separators": ",.",
        "showlegend": False,
        "hovermode": "closest",
        "dragmode": "pan",
        "paper_bgcolor": "token:paper",
        "plot_bgcolor": "token:paper",
        "font": {"family": "'Source Sans 3', sans-serif", "size": 15, "color": "token:ink"},
        "hoverlabel": {"bgcolor": "token:ink", "bordercolor": "token:ink", "font": {"color": "token:paper"}},
        "margin": {"l": 72, "r": 24, "t": 16, "b": 48},
    }


def _config() -> Figure:
    # The mode bar's buttons are too small to hit and have no names; the page brings its own.
    return {
        "displayModeBar": False,
        "displaylogo": False,
        "responsive": True,
        "scrollZoom": False,
        "doubleClick": "reset",
    }


def _axis(title: str = "", **more: Any) -> Figure:
    return {
        "title": {"text": label(title)}, "gridcolor": "token:line", "linecolor": "token:line-firm",
        "zerolinecolor": "token:ink", "tickfont": {"color": "token:ink-soft"}, "automargin": True,
    } | more  # fmt: skip


def _number(chart: LineChart | BarChart | Histogram | Funnel | Choropleth, axis: str) -> str:
    unit = f" {label(chart.unit)}" if chart.unit else ""
    return f"%{{{axis}:,.{chart.decimals}f}}{unit}"


def _lines(chart: LineChart) -> tuple[list[Figure], Figure]:
    others = iter(range(len(chart.series)))
    data = [
        {
            "type": "scatter",
            "mode": "lines+markers",
            "name": label(one.name),
            **_points(one, chart),
            "connectgaps": False,
            "line": {"color": "token:primary", "width": 3}
            if one.is_ours
            else {"color": "token:ink-soft", "width": 1.5, "dash": DASHES[next(others) % len(DASHES)]},
            "marker": {"size": 7 if one.is_ours else 5},
            "hovertemplate": f"{label(one.name)}, %{{x:.0f}}: {_number(chart, 'y')}<extra></extra>",
        }
        for one in chart.series
    ]
    data = [*(_band(one, chart) for one in chart.series if one.band), *data]
    return data, {
        "xaxis": _axis(tickformat="d", dtick=_years_apart(chart)),
        "yaxis": _axis(chart.unit),
    }


def _band(series: Series, chart: LineChart) -> Figure:
    """The intervals as a pale field, piece by piece."""
    ends = {x: (low, high) for x, low, high in series.band}
    x: list[float | None] = []
    y: list[float | None] = []
    for piece in pieces([(at, value if at in ends else None) for at, value in series.points], chart.breaks):
        years = [at for at, _ in piece]
        x += [*years, *reversed(years), None]
        y += [*(ends[at][1] for at in years), *(ends[at][0] for at in reversed(years)), None]
    return {
        "type": "scatter", "mode": "lines", "fill": "toself", "x": x, "y": y, "hoverinfo": "skip", "opacity": 0.2,
        "name": label(f"{series.name}, marge"), "fillcolor": "token:primary", "line": {"width": 0},
    }  # fmt: skip


def _years_apart(chart: LineChart) -> int:
    across, _ = axes(chart)
    years = year_ticks(round(across.low), round(across.high), 10)
    return years[1] - years[0] if len(years) > 1 else 1


def _points(series: Series, chart: LineChart) -> Figure:
    """x and y with a None between the pieces, where no line is to be drawn."""
    x: list[float | None] = []
    y: list[float | None] = []
    for piece in pieces(series.points, chart.breaks):
        if x:
            x.append(None)
            y.append(None)
        x += [point[0] for point in piece]
        y += [point[1] for point in piece]
    return {"x": x, "y": y}


def _bars(chart: BarChart) -> tuple[list[Figure], Figure]:
    known = [(bar, bar.value) for bar in reversed(chart.bars) if bar.value is not None]
    places = list(range(len(known)))
    names = [label(bar.name) for bar, _ in known]
    bars = {
        "type": "bar",
        "orientation": "h",
        "y": places,
        "x": [value for _, value in known],
        "text": names,
        "textposition": "none",
        "width": 0.62,
        "marker": {"color": ["token:primary" if bar.is_ours else "token:line-firm" for bar, _ in known]},
        "hovertemplate": f"%{{text}}: {_number(chart, 'x')}<extra></extra>",
    }
    shapes = [_upright(chart.mark.value)] if chart.mark else []
    rows = _axis(tickmode="array", tickvals=places, ticktext=names, showgrid=False, zeroline=False)
    return [bars], {"shapes": shapes, "xaxis": _axis(chart.unit), "yaxis": rows}


def _upright(x: float) -> Figure:
    thin = {"color": "token:ink", "width": 1.5}
    return {"type": "line", "x0": x, "x1": x, "y0": 0, "y1": 1, "yref": "paper", "line": thin}


def _bins(chart: Histogram) -> tuple[list[Figure], Figure]:
    edges = bin_edges(chart.values)
    counts = bin_counts(chart.values, edges) if chart.values else []
    ours = bin_of(chart.marker.value, edges) if chart.marker else None
    colours = ["token:primary" if i == ours else "token:line-firm" for i in range(len(counts))]
    bars = {
        "type": "bar",
        "x": [(low + high) / 2 for low, high in pairwise(edges)],
        "width": [high - low for low, high in pairwise(edges)],
        "y": counts,
        "marker": {"color": colours, "line": {"color": "token:paper", "width": 1}},
        "hovertemplate": f"%{{y}} {label(chart.counted)}<extra></extra>",
    }
    shapes = [_upright(chart.marker.value)] if chart.marker else []
    counts_axis = _axis(f"aantal {chart.counted}", tickformat="d", nticks=4, rangemode="tozero")
    return [bars], {"shapes": shapes, "xaxis": _axis(chart.unit), "yaxis": counts_axis}


def _funnel(chart: Funnel) -> tuple[list[Figure], Figure]:
    """Dots and limits; the axis of sizes is logarithmic, as it is drawn."""
    dashes = ("dash", "dot")
    data: list[Figure] = [
        {
            "type": "scatter", "mode": "lines", "hoverinfo": "skip", "name": label(limits.name),
            "x": list(limits.sizes), "y": list(ends),
            "line": {"color": "token:ink" if limits.is_wide else "token:ink-soft", "width": 1.5,
                     "dash": dashes[place % 2]},
        }
        for place, limits in enumerate(chart.limits)
        for ends in (limits.low, limits.high)
    ]  # fmt: skip
    size = f"%{{x:,.0f}} {label(chart.size_label)}"
    for is_ours in (False, True):
        points = [one for one in chart.points if one.is_ours is is_ours and one.size > 0]
        data.append(
            {
                "type": "scatter", "mode": "markers", "x": [one.size for one in points],
                "y": [one.value for one in points], "text": [label(one.name) for one in points],
                "marker": {"size": 11 if is_ours else 7, "color": "token:primary" if is_ours else "token:line-firm"},
                "hovertemplate": f"%{{text}}: {_number(chart, 'y')}, {size}<extra></extra>",
            }
        )  # fmt: skip
    shapes = [_level(chart.benchmark.value)] if chart.benchmark else []
    return data, {"shapes": shapes, "xaxis": _axis(chart.size_label, type="log"), "yaxis": _axis(chart.unit)}


def _level(y: float) -> Figure:
    thin = {"color": "token:ink", "width": 1.5}
    return {"type": "line", "y0": y, "y1": y, "x0": 0, "x1": 1, "xref": "paper", "line": thin}


def _map(chart: Choropleth) -> tuple[list[Figure], Figure]:
    found = classes(chart)
    members = [area for one in found for area in one.areas]
    sheet = flatten([area.rings for area in members], MAP_WIDTH)
    shapes = map(sheet.rings, range(len(members)))
    data = [_class_trace(one, [ring for _ in one.areas for ring in next(shapes)]) for one in found]
    data.append(_pointers(chart, members, sheet))
    hidden: Figure = {"visible": False, "showgrid": False, "zeroline": False}
    flat = hidden | {"scaleanchor": "x", "scaleratio": 1}
    return data, {
        "showlegend": True, "legend": {"orientation": "h", "y": -0.02}, "xaxis": hidden, "yaxis": flat,
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
    }  # fmt: skip


def _class_trace(one: Class, rings: list[Points]) -> Figure:
    x: list[float | None] = []
    y: list[float | None] = []
    for ring in rings:
        places = ring.round(1)
        x += [*places[:, 0].tolist(), None]
        y += [*(-places[:, 1]).tolist(), None]
    pattern = "/" if one.is_hatched else "." if one.look == UNKNOWN else ""
    return {
        "type": "scatter", "mode": "lines", "fill": "toself", "x": x, "y": y, "name": label(one.label),
        "fillcolor": "token:paper-tint" if one.look == UNKNOWN else f"token:{one.look}", "hoverinfo": "skip",
        "fillpattern": {"shape": pattern, "fgcolor": "token:ink-soft" if one.look == UNKNOWN else "token:paper",
                        "bgcolor": "token:paper-tint" if one.look == UNKNOWN else f"token:{one.look}", "size": 7,
                        "solidity": 0.25} if pattern else {},
        "line": {"color": "token:paper", "width": 1},
    }  # fmt: skip


def _pointers(chart: Choropleth, areas: Sequence[Area], sheet: Sheet) -> Figure:
    """An invisible point inside each area that tells its name and value."""
    places = [inner_place(sheet.rings(i)) for i in range(len(areas))]
    return {
        "type": "scatter", "mode": "markers", "showlegend": False, "marker": {"size": 18, "opacity": 0},
        "x": [round(x, 1) for x, _, _ in places], "y": [round(-y, 1) for _, y, _ in places],
        "text": [label(f"{area.name}: {value_in_words(chart, area)}") for area in areas],
        "hovertemplate": "%{text}<extra></extra>",
    }  # fmt: skip
