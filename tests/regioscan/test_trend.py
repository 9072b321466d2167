"""Trends: the exact test, the slope, breaks, and too few years."""

from itertools import combinations, permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from regioscan.analysis.trend import FALLING, NO_TREND, RISING, TOO_FEW, mann_kendall, one_family, theil_sen, trend_test

small = st.integers(0, 5).map(float)
rows = st.lists(small | st.none(), max_size=14).map(lambda drawn: list(enumerate(drawn, start=2010)))


def score(values) -> int:
    """Pairs that go up minus pairs that go down."""
    return sum((b > a) - (b < a) for a, b in combinations(values, 2))


@given(st.lists(small, min_size=5, max_size=6))
def test_the_chance_is_that_of_all_orders_written_out(values):
    orders = [abs(score(order)) >= abs(score(values)) for order in permutations(values)]
    assert mann_kendall(values) == pytest.approx(sum(orders) / len(orders))


@given(st.permutations(range(8)))
def test_the_chance_is_that_of_kendalls_tau(order):
    expected = stats.kendalltau(range(8), order, method="exact").pvalue
    assert mann_kendall([float(one) for one in order]) == pytest.approx(expected)


@given(st.lists(small, min_size=2, max_size=9))
def test_the_slope_is_that_of_scipy(values):
    assert theil_sen(list(enumerate(values))) == pytest.approx(stats.theilslopes(values).slope)


@given(rows)
def test_turning_the_values_over_turns_the_trend_over(points):
    mirror = {RISING: FALLING, FALLING: RISING}
    found = trend_test(points)
    turned = trend_test([(year, None if value is None else -value) for year, value in points])
    assert turned.kind == mirror.get(found.kind, found.kind)
    assert turned.p == found.p


@given(rows)
def test_a_level_and_a_unit_do_not_matter(points):
    found = trend_test(points)
    other = trend_test([(year, None if value is None else 4 * value + 64) for year, value in points])
    assert (other.kind, other.p, other.n_points) == (found.kind, found.p, found.n_points)


@given(rows)
def test_under_five_points_there_is_never_a_trend(points):
    found = trend_test(points)
    assert (found.kind == TOO_FEW) == (found.n_points < 5)
    assert found.n_points <= 8
    if found.kind == TOO_FEW:
        assert found.slope is None
        assert found.p is None
    else:
        assert 0 < found.p <= 1


def test_up_down_and_neither():
    assert trend_test([(2015 + i, float(i)) for i in range(6)]).kind == RISING
    assert trend_test([(2015 + i, -float(i)) for i in range(6)]).kind == FALLING
    assert trend_test([(2015 + i, float(i % 2)) for i in range(6)]).kind == NO_TREND
    assert trend_test([(2015 + i, 3.0) for i in range(6)]).kind == NO_TREND


def test_many_trends_are_one_family_with_one_threshold():
    up = trend_test([(2018 + i, float(i)) for i in range(5)])
    noise = trend_test([(2018 + i, float(value)) for i, value in enumerate([1, 9, 2, 8, 1, 9])])
    assert (up.kind, up.threshold) == (RISING, 0.05)
    (alone,) = one_family([up])
    assert alone == up
    found = one_family([up, None, *[noise] * 30])
    assert (found[0].kind, found[0].slope, found[0].p) == (NO_TREND, up.slope, up.p)
    assert found[1] is None
    assert {one.threshold for one in found if one} == {0.05 / 31}


def test_too_few_years_are_no_test_and_get_no_threshold():
    short = trend_test([(2020, 1.0), (2024, 9.0)])
    up = trend_test([(2018 + i, float(i)) for i in range(5)])
    assert short.threshold is None
    assert one_family([short, up]) == [short, up]


def test_two_points_are_a_change():
    assert trend_test([(2020, 1.0), (2024, 9.0)]).kind == TOO_FEW


def test_no_values_at_all():
    found = trend_test([(2020, None)])
    assert (found.kind, found.n_points, found.first, found.last) == (TOO_FEW, 0, None, None)


def test_a_trend_never_reaches_across_a_break():
    points = [(year, float(year - 2010)) for year in range(2015, 2025)]
    assert trend_test(points).kind == RISING
    found = trend_test(points, breaks=[2022])
    assert (found.kind, found.n_points, found.first, found.broken) == (TOO_FEW, 3, 2022, 2022)
    assert trend_test(points, breaks=[2019]).n_points == 6
    assert trend_test(points, breaks=[2030]).kind == RISING
    assert trend_test(points, breaks=[2012]).broken is None


def test_only_the_last_eight_years_are_tested():
    points = [(year, -float(year)) for year in range(2000, 2017)] + [(year, float(year)) for year in range(2017, 2025)]
    found = trend_test(points)
    assert (found.kind, found.n_points, found.first, found.last) == (RISING, 8, 2017, 2024)


def test_a_trend_is_favourable_by_the_direction_of_the_figure():
    rising = trend_test([(2015 + i, float(i)) for i in range(6)])
    assert [rising.favour(direction) for direction in (-1, 0, 1)] == [-1, 0, 1]
    assert trend_test([(2020, 1.0)]).favour(1) == 0
