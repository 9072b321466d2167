"""From a specification to a picture: which drawing belongs to which chart, and how wide it is in print."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Literal

from lib.charts.bars import draw_bars, draw_histogram
from lib.charts.funnels import draw_funnel, limit_role
from lib.charts.ink import Paper, Print, Screen
from lib.charts.lines import draw_lines, draw_spark, series_roles
from lib.charts.looks import HOUSE, Palette
from lib.charts.map_drawing import draw_map, map_identity
from lib.charts.maps import UNKNOWN, classes
from lib.charts.specs import BarChart, Chart, Choropleth, Funnel, Histogram, LineChart, Sparkline, Strip, ThemeBar
from lib.charts.strips import draw_strip, draw_theme_bar
from lib.svg import tag

Medium = Literal["screen", "print"]


@dataclass(frozen=True)
class KeyEntry:
    """What a colour, pattern or kind of line means: a small svg for the page, and words."""

    sample: str
    label: str


def to_svg(chart: Chart, medium: Medium = "screen", *, width: float | None = None, palette: Palette = HOUSE) -> str:
    """The chart as SVG. The same chart always gives the same text.

    `screen`: as wide as its column, looks from chart.css; letters keep their size.
    `print`: stands on its own, `width` millimetres wide (160; small plots less), with 8.5-point letters and the colours
    of `palette`, for an <img> in WeasyPrint or a mail.
    """
    paper: Paper = Screen if medium == "screen" else partial(Print, width=width or _print_width(chart), palette=palette)
    return _draw(chart, paper)


def _draw(chart: Chart, paper: Paper) -> str:
    match chart:
        case LineChart():
            return draw_lines(chart, paper)
        case BarChart():
            return draw_bars(chart, paper)
        case Histogram():
            return draw_histogram(chart, paper)
        case Funnel():
            return draw_funnel(chart, paper)
        case Strip():
            return draw_strip(chart, paper)
        case Sparkline():
            return draw_spark(chart, paper)
        case ThemeBar():
            return draw_theme_bar(chart, paper)
        case Choropleth():
            return draw_map(chart, paper)


def _print_width(chart: Chart) -> float:
    match chart:
        case Sparkline():
            return 24.0
        case Strip():
            return 60.0
        case ThemeBar():
            return 70.0
        case Choropleth():
            return 120.0
        case _:
            return 160.0


def to_key(chart: Chart) -> Sequence[KeyEntry]:
    """What the reader of the page needs beside a map or a line chart; empty for charts that name everything themselves.

    The samples use the patterns of the chart's own svg: show them on the same page.
    """
    match chart:
        case LineChart():
            roles = series_roles(chart.series)
            return [KeyEntry(_line_sample(role), one.name) for one, role in zip(chart.series, roles, strict=True)]
        case Funnel():
            rows = enumerate(chart.limits)
            return [KeyEntry(_line_sample(limit_role(place)), limits.name) for place, limits in rows]
        case Choropleth():
            mark = map_identity(chart)
            return [KeyEntry(_area_sample(mark, one.look), one.label) for one in classes(chart)]
        case _:
            return []


def _sample(body: str, width: int, height: int) -> str:
    box = f"0 0 {width} {height}"
    return tag("svg", body, class_="sample", viewBox=box, aria_hidden="true", focusable="false")


def _line_sample(role: str) -> str:
    return _sample(tag("line", x1=0, x2=28, y1=8, y2=8, class_=role), 28, 16)


def _area_sample(mark: str, look: str) -> str:
    # Three of the map's units a pixel, as on a page of usual width: the pattern is then as fine as on the map.
    size = {"width": 84, "height": 48}
    if look.startswith("worse") or look == UNKNOWN:
        return _sample(tag("rect", **size, fill=f"url(#{mark}-{look})"), **size)
    return _sample(tag("rect", **size, class_=look), **size)
