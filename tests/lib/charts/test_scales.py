"""Ticks, bins and classes: round, complete and never empty."""

import math
from bisect import bisect_right
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib import text
from lib.charts import scales

usual = st.floats(-1e9, 1e9, allow_nan=False)
finite = st.floats(allow_nan=False, allow_infinity=False)


@given(st.lists(finite, max_size=12), st.booleans())
def test_a_scale_holds_every_value_between_its_ends(values, with_zero):
    scale = scales.nice_scale(values, with_zero=with_zero)
    assert all(-1e-9 <= scale.share(value) <= 1 + 1e-9 for value in values)
    assert list(scale.ticks) == sorted(set(scale.ticks))
    assert all(map(math.isfinite, scale.ticks))


@given(st.lists(usual, min_size=1, max_size=12))
def test_a_scale_has_few_ticks(values):
    assert 2 <= len(scales.nice_scale(values).ticks) <= 8


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ((66.6, 74.8), (66, 68, 70, 72, 74, 76)),
        ((0.11, 0.29), (0.1, 0.15, 0.2, 0.25, 0.3)),
        ((1.2, 9.4), (0, 2, 4, 6, 8, 10)),
        ((-11.2, 3.2), (-15, -10, -5, 0, 5)),
        ((12500.0, 17800.0), (12000, 14000, 16000, 18000)),
    ],
)
def test_ticks_are_round(values, ticks):
    assert scales.nice_scale(values).ticks == ticks


@pytest.mark.parametrize(
    ("first", "last", "years"),
    [
        (2018, 2025, [2019, 2021, 2023, 2025]),
        (2020, 2025, [2020, 2021, 2022, 2023, 2024, 2025]),
        (1990, 2025, [1995, 2005, 2015, 2025]),
        (2025, 2025, [2025]),
    ],
)
def test_the_last_year_is_always_named(first, last, years):
    assert scales.year_ticks(first, last) == years


@given(st.lists(finite, min_size=1, max_size=60))
def test_every_value_is_in_exactly_one_bin(values):
    edges = scales.bin_edges(values)
    assert edges == sorted(set(edges))
    assert sum(scales.bin_counts(values, edges)) == len(values)


@given(st.lists(usual, min_size=1, max_size=60), st.integers(0, 59))
def test_the_bin_of_a_value_counts_it(values, i):
    value = values[i % len(values)]
    edges = scales.bin_edges(values)
    assert scales.bin_counts([value], edges)[scales.bin_of(value, edges)] == 1


@given(st.lists(usual, min_size=1, max_size=80), st.integers(0, 2))
def test_no_class_is_empty_and_there_are_at_most_five(values, decimals):
    seen = [scales.as_shown(value, decimals) for value in values]
    bounds = scales.class_bounds(seen)
    members = [bisect_right(bounds, value) for value in seen]
    assert len(bounds) <= 4
    assert set(members) == set(range(len(bounds) + 1))


@given(st.lists(usual, min_size=1, max_size=5, unique=True))
def test_few_different_values_are_each_a_class(values):
    assert scales.class_bounds(values) == sorted(values)[1:]


def test_classes_of_many_values_are_about_equal():
    values = [float(i) for i in range(342)]
    bounds = scales.class_bounds(values)
    sizes = [sum(1 for v in values if bisect_right(bounds, v) == i) for i in range(5)]
    assert max(sizes) < 1.3 * min(sizes)
    assert [bound % 10 for bound in bounds] == [0, 0, 0, 0]


@given(st.floats(-1e8, 1e8, allow_nan=False), st.integers(0, 3))
def test_the_class_of_a_value_follows_from_what_the_reader_sees(value, decimals):
    seen = text.number(value, decimals).replace(".", "").replace(",", ".").replace(text.MINUS, "-")
    assert scales.as_shown(value, decimals) == pytest.approx(float(seen), abs=10.0**-decimals * 1e-6)


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0.01, 0.2)), max_size=4))
def test_labels_do_not_overlap_and_keep_their_order(asked):
    wanted, sizes = [place for place, _ in asked], [size for _, size in asked]
    placed = sorted(zip(scales.keep_apart(wanted, sizes), sizes, wanted, strict=True))
    for (low, low_size, _), (high, high_size, _) in pairwise(placed):
        assert high - low >= (low_size + high_size) / 2 - 1e-9
    assert [want for _, _, want in placed] == sorted(wanted)


def test_a_label_with_room_stays_where_it_belongs():
    assert scales.keep_apart([0.2, 0.8], [0.1, 0.1]) == [0.2, 0.8]


@pytest.mark.parametrize(
    ("value", "expected"), [(1234.56, "1.234,6"), (-0.04, "0,0"), (2e18, "2,00e+18"), (-1e300, "−1,00e+300")]
)
def test_a_number_that_does_not_fit_is_shown_in_powers_of_ten(value, expected):
    assert scales.shown(value, 1) == expected
