"""The figure for plotly.js: plain, complete, escaped, and without a trace that calls another host."""

import json

import pytest
from hypothesis import given, settings

from lib.charts import to_plotly
from lib.charts.exploring import label
from tests.lib.charts import strategies
from tests.lib.charts.examples import BARS, HISTOGRAM, LINES, MAP, SPARK, STRIP, THEME


def every_text(part):
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for value in part.values():
            yield from every_text(value)
    elif isinstance(part, list | tuple):
        for value in part:
            yield from every_text(value)


@settings(deadline=None)
@given(strategies.explored)
def test_a_figure_is_plain_json_and_holds_no_markup(chart):
    figure = to_plotly(chart)
    assert json.loads(json.dumps(figure, allow_nan=False)) is not None
    assert [text for text in every_text(figure) if "<" in text.replace("<extra></extra>", "")] == []


@settings(deadline=None)
@given(strategies.explored)
def test_only_shapes_and_bars_are_drawn(chart):
    assert {trace["type"] for trace in to_plotly(chart)["data"]} <= {"scatter", "bar"}


def test_a_label_cannot_be_markup_or_a_placeholder():
    assert label('<a href="//x">R&D</a> %{x}') == "&lt;a href=&quot;//x&quot;&gt;R&amp;D&lt;/a&gt; %&#123;x}"


def test_a_line_has_gaps_where_there_is_no_number_and_at_a_break():
    ours, nation = to_plotly(LINES)["data"]
    assert (ours["x"], ours["y"]) == ([2019, None, 2021, 2022], [70.2, None, 71.4, 72.5])
    assert nation["x"] == [2019, 2020, None, 2021, 2022]
    assert ours["connectgaps"] is False


def test_bars_without_a_value_are_left_out():
    assert to_plotly(BARS)["data"][0]["x"] == [2.1, 3.04]


def test_every_value_of_a_distribution_is_counted():
    assert sum(to_plotly(HISTOGRAM)["data"][0]["y"]) == len(HISTOGRAM.values)


def test_a_map_is_a_shape_a_class_and_a_point_an_area_that_tells_its_value():
    *shapes, pointers = to_plotly(MAP)["data"]
    assert {shape["fill"] for shape in shapes} == {"toself"}
    assert pointers["text"][0] == "Gemeente 0: 1,0 km"
    assert len(pointers["x"]) == len(MAP.areas)


def test_numbers_are_dutch_and_plotlys_own_buttons_are_away():
    figure = to_plotly(LINES)
    assert figure["layout"]["separators"] == ",."
    assert figure["config"]["displayModeBar"] is False


@pytest.mark.parametrize("chart", [STRIP, SPARK, THEME], ids=lambda chart: type(chart).__name__)
def test_small_plots_are_not_explored(chart):
    with pytest.raises(TypeError, match="nothing to explore"):
        to_plotly(chart)
