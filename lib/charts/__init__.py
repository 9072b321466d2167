"""Charts: one small specification, drawn by ourselves.

to_svg(chart)                          for the page; looks come from static/css/components/chart.css
to_svg(chart, "print", width=160)      for PDF and mail: stands on its own, in millimetres
to_key(chart)                          what the colours and lines mean, for beside a chart on the page
to_notes(chart)                        what the reader must know: gaps, breaks, areas without a number
to_table(chart)                        the same numbers as a table
to_plotly(chart)                       the same chart as a plain figure for plotly.js
"""

from lib.charts.drawing import KeyEntry, to_key, to_svg
from lib.charts.exploring import to_plotly
from lib.charts.geometry import rings_of
from lib.charts.looks import Palette
from lib.charts.specs import (
    Area,
    Bar,
    BarChart,
    Break,
    Chart,
    Choropleth,
    Funnel,
    FunnelLimits,
    FunnelPoint,
    Histogram,
    LineChart,
    Mark,
    Series,
    Sparkline,
    Strip,
    ThemeBar,
)
from lib.charts.twins import to_notes, to_table

__all__ = [
    "Area",
    "Bar",
    "BarChart",
    "Break",
    "Chart",
    "Choropleth",
    "Funnel",
    "FunnelLimits",
    "FunnelPoint",
    "Histogram",
    "KeyEntry",
    "LineChart",
    "Mark",
    "Palette",
    "Series",
    "Sparkline",
    "Strip",
    "ThemeBar",
    "rings_of",
    "to_key",
    "to_notes",
    "to_plotly",
    "to_svg",
    "to_table",
]
