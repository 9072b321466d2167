"""The table of a chart has exactly what is drawn, and the notes say what is not."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from lib.charts import LineChart, Series, to_notes, to_table
from tests.lib.charts import strategies
from tests.lib.charts.examples import BANDED, BARS, FUNNEL, HISTOGRAM, LINES, MAP, STRIP, THEME, make_map


@settings(deadline=None)
@given(strategies.lines)
def test_every_drawn_point_is_in_the_table_and_nothing_else(chart):
    rows = to_table(chart).rows
    for i, series in enumerate(chart.series):
        told = {row[0]: row[i + 1] for row in rows if isinstance(row[i + 1], float)}
        assert told == {x: y for x, y in series.points if y is not None}


@settings(deadline=None)
@given(strategies.maps())
def test_every_area_is_in_the_table_with_its_value_or_the_reason(chart):
    expected = [[a.code, a.name, (a.reason or "geen cijfer") if a.value is None else a.value] for a in chart.areas]
    assert to_table(chart).rows == expected


@settings(deadline=None)
@given(strategies.charts)
def test_every_row_of_a_table_is_as_long_as_its_columns_and_none_is_never_zero(chart):
    table = to_table(chart)
    assert {len(row) for row in table.rows} <= {len(table.columns)}


def test_the_table_of_a_trend():
    table = to_table(LINES)
    assert [column.heading for column in table.columns] == ["Jaar", "Waalmeer (%)", "Nederland (%)"]
    assert table.rows == [
        [2019, 70.2, 68.9],
        [2020, "geen cijfer", 68.4],
        [2021, 71.4, 70.4],
        [2022, 72.5, 72.2],
    ]


def test_a_year_that_a_series_does_not_have_is_left_empty():
    chart = LineChart(title="t", alt="", series=(Series("a", ((2020, 1.0),)), Series("b", ((2021, 2.0),))))
    assert to_table(chart).rows == [[2020, 1.0, None], [2021, None, 2.0]]


def test_a_year_without_a_number_says_why():
    points, reasons = ((2020, 1.0), (2021, None), (2022, None)), ((2021, "onderdrukt"),)
    chart = LineChart(title="t", alt="", series=(Series("a", points, reasons=reasons),))
    assert to_table(chart).rows == [[2020, 1.0], [2021, "onderdrukt"], [2022, "geen cijfer"]]


def test_the_table_of_a_ranking_has_the_mark_too():
    assert to_table(BARS).rows == [
        ["Meerkamp", 3.04],
        ["Waalmeer", 2.1],
        ["Kornwerd", "onderdrukt"],
        ["Nederland", 1.7],
    ]


def test_the_table_of_a_distribution_counts_every_value():
    assert sum(row[2] for row in to_table(HISTOGRAM).rows) == len(HISTOGRAM.values)


def test_the_table_of_a_strip_has_the_peers_or_the_deciles():
    assert to_table(STRIP).rows[0] == ["Deze regio", 74.8]
    assert [row[1] for row in to_table(STRIP).rows[4:]] == [69.8, 71.0, 73.1, 76.0]
    many = to_table(replace(STRIP, peers=tuple(float(i) for i in range(101)))).rows
    assert many[4] == ["10 procent van de regio’s is lager dan", 10.0]
    assert len(many) == 13


def test_the_table_of_a_theme():
    assert to_table(THEME).rows == [["Wonen", 42.6, 40.1, 45.1, 50.0]]


def test_gaps_and_breaks_are_said_in_words():
    assert to_notes(LINES) == (
        "Mensen van 15 tot 75 jaar.",
        "Geen cijfer voor Waalmeer in 2020.",
        "Vanaf 2021 niet te vergelijken met eerder: er wordt anders geteld.",
    )


@pytest.mark.parametrize(
    ("values", "note"),
    [
        ([1.0, None], "Geen cijfer voor Gemeente 1: onderdrukt."),
        ([1.0, None, None], "Geen cijfer voor Gemeente 1 en Gemeente 2: onderdrukt."),
        ([1.0, *[None] * 6], "Geen cijfer voor 6 van de 7 gebieden: onderdrukt."),
    ],
)
def test_areas_without_a_number_are_said_in_words(values, note):
    assert to_notes(make_map(values)) == (note,)


def test_the_notes_go_with_the_table():
    assert to_table(MAP).notes == ("Geen cijfer voor Gemeente 6: onderdrukt.",)


def test_the_table_of_a_funnel_has_the_limits_at_the_size_of_each_region():
    table = to_table(FUNNEL)
    assert [column.heading for column in table.columns][:4] == [
        "Gebied", "Woningen", "Waarde (%)", "Toeval, 95 %: van (%)",
    ]  # fmt: skip
    assert table.rows[1] == ["Waalmeer", 4_000, 66.0, 56.5, 59.5, 53.0, 63.0]


def test_the_table_of_a_trend_has_the_margins_beside_the_numbers():
    table = to_table(replace(LINES, series=(BANDED,)))
    assert [column.heading for column in table.columns][2:] == ["Waalmeer, marge van (%)", "Waalmeer, marge tot (%)"]
    assert table.rows[:2] == [[2019, 70.2, 68.9, 71.5], [2020, "geen cijfer", "geen marge", "geen marge"]]


def test_the_table_of_a_strip_has_our_margin():
    assert ["Marge van", 72.9] in to_table(replace(STRIP, margin=(72.9, 75.4))).rows
