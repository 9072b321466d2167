"""Differences in people, homes and euros."""

from math import isfinite

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regioscan.analysis.gap import gap
from regioscan.analysis.intervals import SHARE, Interval, interval_of

sizes = st.integers(1, 500_000)
percentages = st.floats(0, 100)


@given(percentages, percentages, sizes)
def test_a_gap_lies_in_its_interval_and_turns_over(value, benchmark, n):
    interval = interval_of(value, 100, n, SHARE)
    found = gap(value, benchmark, 100, n, interval)
    assert found.low <= found.amount + 1e-9
    assert found.high >= found.amount - 1e-9
    assert found.amount == pytest.approx(-gap(benchmark, value, 100, n, None).amount)


@given(percentages, percentages, sizes)
def test_a_benchmark_that_is_not_certain_widens_the_gap(value, benchmark, n):
    interval = interval_of(value, 100, n, SHARE)
    alone = gap(value, benchmark, 100, n, interval)
    both = gap(value, benchmark, 100, n, interval, interval_of(benchmark, 100, n, SHARE))
    assert both.low <= alone.low + 1e-9
    assert both.high >= alone.high - 1e-9


def test_the_example_of_the_method_page():
    found = gap(14.2, 11.8, 100, 18_250, interval_of(14.2, 100, 18_250, SHARE))
    assert found.amount == pytest.approx(438)
    assert (found.low, found.high) == pytest.approx((347, 532), abs=2)
    assert found.is_clear


def test_without_an_interval_a_gap_is_never_clear():
    found = gap(14.2, 11.8, 100, 18_250, None)
    assert (found.low, found.high, found.is_clear) == (None, None, False)


@pytest.mark.parametrize(
    "row", [(None, 1, 100, 10), (1, None, 100, 10), (1, 1, None, 10), (1, 1, 100, None), (1, 1, 100, 0)]
)
def test_nothing_known_gives_no_gap(row):
    assert gap(*row, Interval(0, 1)) is None


@given(st.floats(), st.floats(), st.floats(), st.floats())
def test_a_gap_is_a_number_or_none(value, benchmark, per, denominator):
    found = gap(value, benchmark, per, denominator, None)
    assert found is None or isfinite(found.amount) or abs(value) > 1e100 or abs(benchmark) > 1e100 or abs(per) < 1e-100
