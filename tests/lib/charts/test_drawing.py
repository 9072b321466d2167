"""Laws of every drawing, and golden pictures of one of each."""

import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
from defusedxml import ElementTree as ET
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib.charts import LineChart, Series, Strip, to_key, to_svg
from lib.svg import clean
from tests.lib.charts import strategies
from tests.lib.charts.examples import (
    ALL,
    BANDED,
    BARS,
    FUNNEL,
    HISTOGRAM,
    LINES,
    MAP,
    NATION,
    SPARK,
    STRIP,
    THEME,
    make_map,
)

GOLDEN = Path(__file__).parent / "golden"
SVG = "{http://www.w3.org/2000/svg}"
patient = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def parts(drawn, name, role=""):
    """The elements of a drawing with this name and class."""
    found = [one for one in ET.fromstring(drawn).iter() if one.tag.removeprefix(SVG) == name]
    return [one for one in found if not role or role in (one.get("class") or "").split()]


def texts(drawn):
    return [one.text for one in parts(drawn, "text")]


@patient
@given(strategies.charts, st.sampled_from(["screen", "print"]))
def test_any_values_and_labels_give_well_formed_svg_without_nan(chart, medium):
    drawn = to_svg(chart, medium)
    root = ET.fromstring(drawn)
    coordinates = [
        v for one in root.iter() for k, v in one.attrib.items() if k in {"x", "y", "x1", "x2", "y1", "y2", "d"}
    ]
    assert not re.search("nan|inf", " ".join(coordinates))
    assert "style=" not in drawn


@patient
@given(strategies.charts, st.sampled_from(["screen", "print"]))
def test_the_same_chart_is_always_the_same_picture(chart, medium):
    assert to_svg(replace(chart), medium) == to_svg(chart, medium)


@patient
@given(strategies.charts)
def test_every_picture_says_what_it_is(chart):
    root = ET.fromstring(to_svg(chart))
    assert root.get("role") in {"img", "group"}
    assert root[0].tag == "title"
    assert root[0].text


@pytest.mark.parametrize("medium", ["screen", "print"])
@pytest.mark.parametrize("chart", ALL, ids=lambda chart: type(chart).__name__)
def test_the_picture_is_the_one_that_was_approved(chart, medium):
    golden = GOLDEN / f"{type(chart).__name__}-{medium}.svg"
    drawn = to_svg(chart, medium).replace("><", ">\n<") + "\n"
    if os.environ.get("APPROVE_PICTURES"):
        golden.write_text(drawn, encoding="utf-8")
    assert drawn == golden.read_text(encoding="utf-8"), f"look at it, then run with APPROVE_PICTURES=1: {golden.name}"


@pytest.mark.parametrize("chart", ALL, ids=lambda chart: type(chart).__name__)
def test_a_printed_picture_stands_on_its_own(chart):
    drawn = to_svg(chart, "print", width=90)
    assert ET.fromstring(drawn).get("width") == "90mm"
    assert parts(drawn, "text", "tick") == []
    assert not re.search('class=|var\\(|href|%"', drawn)


def test_a_missing_year_is_a_gap_and_not_a_zero():
    chart = LineChart(title="t", alt="", series=(Series("a", ((1, 5.0), (2, None), (3, 5.0), (4, 6.0)), is_ours=True),))
    path = parts(to_svg(chart), "path", "ours-line")[0].get("d")
    assert path.count("M") == 1
    assert len(parts(to_svg(chart), "circle")) == 2


def test_no_line_runs_across_a_break():
    drawn = to_svg(LINES)
    assert parts(drawn, "path", "other-0")[0].get("d").count("M") == 2
    assert len(parts(drawn, "line", "break")) == 1


def test_up_to_four_lines_are_named_beside_them_and_more_in_a_key():
    four = replace(LINES, series=(LINES.series[0], *[replace(NATION, name=f"N{i}") for i in range(3)]))
    five = replace(LINES, series=(*four.series, NATION))
    assert len(parts(to_svg(four), "text", "direct")) == 3
    assert len(parts(to_svg(five), "text", "direct")) == 0
    assert [entry.label for entry in to_key(five)] == ["Waalmeer", "N0", "N1", "N2", "Nederland"]
    assert {"Waalmeer", "N2", "Nederland"} <= set(texts(to_svg(five, "print")))


def test_the_years_at_both_ends_of_a_trend_are_at_both_ends_of_the_plot():
    places = {one.text: one.get("x") for one in parts(to_svg(LINES), "text", "tick-x")}
    assert (places["2019"], places["2022"]) == ("0%", "100%")


def test_a_bar_is_as_long_as_its_value_and_none_is_no_bar():
    drawn = to_svg(BARS)
    (other,), (ours,) = parts(drawn, "rect", "bar"), parts(drawn, "rect", "ours")
    assert (other.get("x"), other.get("width"), ours.get("width")) == ("0%", "100%", "69.08%")
    assert "onderdrukt" in texts(drawn)


def test_a_negative_bar_grows_to_the_left_of_zero():
    drawn = to_svg(replace(BARS, mark=None, bars=tuple(replace(BARS.bars[0], value=v) for v in (-1.0, 3.0))))
    left, right = parts(drawn, "rect", "bar")
    assert [left.get("x"), left.get("width"), right.get("x"), right.get("width")] == ["0%", "25%", "25%", "75%"]


def test_the_bin_that_holds_our_value_is_ours():
    assert len(parts(to_svg(HISTOGRAM), "rect", "ours")) == 1
    assert len(parts(to_svg(replace(HISTOGRAM, marker=None)), "rect", "ours")) == 0


def test_our_place_among_the_peers_is_exact():
    drawn = to_svg(STRIP)
    assert parts(drawn, "circle", "us")[0].get("cx") == "80.65%"
    assert [line.get("x1") for line in parts(drawn, "line", "peer")] == ["0%", "19.35%", "53.23%", "100%"]
    assert texts(drawn) == ["69,8", "76,0"]


def test_many_peers_are_shown_as_deciles():
    strip = replace(STRIP, peers=tuple(range(101)), low=0.0, high=100.0)
    places = [line.get("x1") for line in parts(to_svg(strip), "line", "peer")]
    assert places == [f"{share}%" for share in range(10, 100, 10)]


def test_without_a_value_there_is_no_dot():
    assert parts(to_svg(replace(STRIP, value=None)), "circle") == []
    assert parts(to_svg(replace(SPARK, points=((2020, None),))), "circle") == []


@pytest.mark.parametrize(
    ("value", "low", "high", "role"),
    [
        (58.4, 55.9, 60.9, "better-2"), (50.8, 47.6, 54.0, "better-1"), (48.9, 46.0, 51.8, "worse-1"),
        (42.6, 40.1, 45.1, "worse-2"), (57.0, None, None, "better-2"),
    ],
)  # fmt: skip
def test_a_theme_is_pale_while_the_difference_is_uncertain_and_hatched_when_worse(value, low, high, role):
    drawn = to_svg(replace(THEME, value=value, low=low, high=high))
    assert len(parts(drawn, "rect", role)) == 1
    assert bool(parts(drawn, "rect", "hatched")) is role.startswith("worse")


def test_a_theme_outside_the_scale_ends_in_an_arrow():
    assert texts(to_svg(replace(THEME, value=20.0))) == ["‹"]
    assert texts(to_svg(replace(THEME, value=80.0))) == ["›"]


def test_areas_of_a_map_are_links_that_say_their_value():
    links = parts(to_svg(MAP), "a")
    assert [link.get("href") for link in links] == [area.href for area in MAP.areas]
    told = [link.find("path/title").text for link in links]
    assert (told[0], told[-1]) == ("Gemeente 0: 1,0 km", "Gemeente 6: onderdrukt")


def test_areas_are_named_only_when_there_are_few():
    assert "Gemeente 0" in texts(to_svg(make_map([1.0, 2.0])))
    assert texts(to_svg(make_map([1.0] * 16))) == []


def test_a_map_in_print_has_one_path_a_class():
    drawn = to_svg(make_map([float(i) for i in range(40)], direction=0), "print")
    assert len(parts(drawn, "path")) == 5


def test_the_key_uses_the_patterns_of_its_map():
    drawn = to_svg(MAP)
    patterns = {one.get("id") for one in parts(drawn, "pattern")}
    used = set(re.findall(r"url\(#([^)]+)\)", "".join(entry.sample for entry in to_key(MAP))))
    assert used == patterns


def test_two_different_maps_on_a_page_do_not_share_ids():
    first, second = (set(re.findall('id="([^"]+)"', to_svg(chart))) for chart in (MAP, make_map([1.0, 2.0, None])))
    assert first
    assert first & second == set()


def test_a_label_in_arabic_or_with_marks_does_not_turn_its_neighbours():
    drawn = to_svg(replace(BARS, bars=(replace(BARS.bars[0], name="\u202eabc <b>&"),)))
    assert "abc <b>&" in texts(drawn)
    assert clean("\u202eabc") == "abc"


@pytest.mark.parametrize("chart", [LINES, BARS, HISTOGRAM], ids=lambda chart: type(chart).__name__)
def test_without_numbers_the_picture_says_so(chart):
    empty = {"LineChart": {"series": ()}, "BarChart": {"bars": (), "mark": None}, "Histogram": {"values": ()}}
    assert "Geen cijfers om te tekenen" in texts(to_svg(replace(chart, **empty[type(chart).__name__])))


def test_a_strip_keeps_our_value_on_the_line_when_it_lies_outside_the_ends():
    strip = Strip(title="t", alt="", value=10.0, peers=(1.0, 2.0), median=1.5, low=1.0, high=2.0)
    assert parts(to_svg(strip), "circle")[0].get("cx") == "100%"
    assert texts(to_svg(strip)) == ["1", "10"]


def test_a_margin_is_a_pale_field_behind_the_line_and_stops_at_a_gap():
    drawn = to_svg(replace(LINES, series=(BANDED, NATION)))
    (band,) = parts(drawn, "path", "band")
    assert band.get("d").count("L") == 4  # 2021 and 2022, there and back; 2019 stands on its own
    assert len(parts(drawn, "line", "margin")) == 1
    assert drawn.index("band") < drawn.index("ours-line")


def test_our_margin_on_a_strip_is_as_wide_as_it_is():
    drawn = to_svg(replace(STRIP, margin=(72.9, 75.38)))
    (bar,) = parts(drawn, "rect", "own-margin")
    assert (bar.get("x"), bar.get("width")) == ("50%", "40%")


def test_a_funnel_has_a_dot_a_region_and_two_curves_a_limit():
    drawn = to_svg(FUNNEL)
    assert len(parts(drawn, "circle")) == 3
    assert [one.get("cx") for one in parts(drawn, "circle", "us")] == ["47.45%"]
    assert len(parts(drawn, "path", "limit-0")) == 2
    assert [entry.label for entry in to_key(FUNNEL)] == ["Toeval, 95 %", "Toeval en gewone spreiding, 95 %"]
