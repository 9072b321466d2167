"""Laws of intervals: bounds, order, mirror, agreement with other ways to compute the same."""

from math import exp, inf, isfinite, lgamma, log, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from scipy.optimize import brentq

from regioscan.analysis.intervals import (
    EVENTS,
    SHARE,
    Interval,
    byar,
    exact_poisson,
    interval_of,
    newcombe,
    wilson,
)
from regioscan.analysis.reliability import reliability, standard_error

counts = st.integers(0, 5_000)
sizes = st.integers(1, 200_000)
anything = st.floats() | st.integers(-10, 10).map(float)


@st.composite
def shares(draw):
    """A count and what it is counted of."""
    n = draw(sizes)
    return draw(st.integers(0, n)), n


@given(shares())
def test_a_share_lies_in_its_interval_between_0_and_1(share):
    x, n = share
    found = wilson(x, n)
    assert 0 <= found.low <= x / n <= found.high <= 1


@given(shares())
def test_counting_those_who_are_not_mirrors_the_interval(share):
    x, n = share
    found, other = wilson(x, n), wilson(n - x, n)
    assert found.low == pytest.approx(1 - other.high, abs=1e-9)
    assert found.high == pytest.approx(1 - other.low, abs=1e-9)


@given(shares())
def test_the_interval_of_a_share_is_that_of_scipy(share):
    x, n = share
    expected = stats.binomtest(x, n).proportion_ci(method="wilson")
    found = wilson(x, n)
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high), abs=1e-9)


@given(shares())
def test_more_of_them_shifts_the_interval_up(share):
    x, n = share
    found, more = wilson(x, n + 1), wilson(x + 1, n + 1)
    assert more.low >= found.low
    assert more.high >= found.high


@given(shares())
def test_the_same_share_of_more_people_is_known_better(share):
    x, n = share
    assert wilson(2 * x, 2 * n).width <= wilson(x, n).width + 1e-12


def summed(x: int, expected: float) -> float:
    """The chance of x events or fewer, added up one by one."""
    if expected == 0:
        return 1.0
    return sum(exp(-expected + k * log(expected) - lgamma(k + 1)) for k in range(x + 1))


@given(st.integers(0, 40))
def test_the_exact_interval_solves_the_summed_chances(x):
    found = exact_poisson(x)
    assert found.high == pytest.approx(brentq(lambda m: summed(x, m) - 0.025, 1e-9, 200), rel=1e-6)
    if x:
        assert found.low == pytest.approx(brentq(lambda m: 1 - summed(x - 1, m) - 0.025, 1e-9, 200), rel=1e-6)
    else:
        assert found.low == 0


@given(counts, sizes)
def test_a_rate_lies_in_its_interval_and_more_events_shift_it_up(x, n):
    found, more = byar(x, n), byar(x + 1, n)
    assert 0 <= found.low <= x / n <= found.high
    assert more.low > found.low or more.low == found.low == 0
    assert more.high > found.high


@given(st.integers(10, 5_000))
def test_byar_is_close_to_exact(x):
    found, exact = byar(x, 1), exact_poisson(x)
    assert (found.low, found.high) == pytest.approx((exact.low, exact.high), rel=2e-3)


@given(shares(), shares())
def test_a_difference_mirrors_when_both_change_places(one, other):
    p, q = one[0] / one[1], other[0] / other[1]
    found, turned = newcombe(p, wilson(*one), q, wilson(*other)), newcombe(q, wilson(*other), p, wilson(*one))
    assert found.low <= p - q <= found.high
    assert (found.low, found.high) == pytest.approx((-turned.high, -turned.low))


@given(anything, anything)
def test_nothing_ever_gives_nan(a, b):
    for found in (wilson(a, b), byar(a, b), exact_poisson(a)):
        assert found is None or (isfinite(found.low) and isfinite(found.high) and found.low <= found.high)


@given(anything | st.none(), anything | st.none(), anything | st.none(), st.sampled_from([SHARE, EVENTS, ""]))
def test_a_figure_has_an_interval_or_none(value, per, denominator, chance):
    found = interval_of(value, per, denominator, chance)
    assert found is None or (isfinite(found.low) and isfinite(found.high) and found.low <= found.high)


@pytest.mark.parametrize("x", [-1, 11, nan, inf])
def test_impossible_counts_have_no_interval(x):
    assert wilson(x, 10) is None
    if x != 11:
        assert byar(x, 10) is None


def test_without_a_denominator_there_is_no_interval():
    assert wilson(0, 0) is None
    assert byar(3, 0) is None
    assert interval_of(3.0, 100, None, SHARE) is None


def test_an_interval_is_in_the_unit_of_the_value():
    found = interval_of(12, 100, 100, SHARE)
    assert (found.low, found.high) == pytest.approx((6.999, 19.812), abs=1e-3)
    found = interval_of(3, 1_000, 1_000, EVENTS)
    assert (found.low, found.high) == pytest.approx((0.6187, 8.7673), abs=1e-4)


def test_a_rounded_percentage_of_everyone_still_has_an_interval():
    assert interval_of(100.0000000001, 100, 333, SHARE).high == 100


def test_reliability_has_its_borders_at_10_and_20_per_cent():
    assert [reliability(100, error) for error in (0, 9.99, 10, 19.99, 20, 500)] == ["A", "A", "B", "B", "C", "C"]
    assert reliability(-100, 9.99) == "A"
    assert reliability(0, 3) == "C"
    assert reliability(None, 3) is None
    assert reliability(3, None) is None
    assert reliability(3, nan) is None


def test_the_standard_error_of_an_interval():
    assert standard_error(Interval(10, 10 + 2 * 1.959964)) == pytest.approx(1, abs=1e-6)
