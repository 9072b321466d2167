"""The value of a bigger region from its parts."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regioscan.analysis.aggregation import Members, aggregate, combine, rounding_error

WEIGHTED = ["RATIO", "WMEAN", "AREA"]
part_values = st.one_of(st.just(np.nan), st.floats(-1e6, 1e6))
part_weights = st.one_of(st.just(np.nan), st.floats(0, 1e6))
parts = st.lists(st.tuples(part_values, part_weights), min_size=1, max_size=12)


def one_group(rule, values, weights=None):
    groups = np.zeros(len(values), np.intp)
    weighed = None if weights is None else np.array(weights, float)
    value, share = aggregate(rule, np.array(values, float), groups, 1, weighed)
    return value[0], share[0]


def test_a_ratio_is_the_sum_of_numerators_over_the_sum_of_denominators():
    # 300 of 1000 and 200 of 4000 is 10 %; the mean of the two ratios would be 17,5 %.
    value, share = one_group("RATIO", [300 / 1000, 200 / 4000], [1000, 4000])
    assert (round(value, 12), share) == (0.10, 1.0)


@pytest.mark.parametrize("rule", WEIGHTED)
def test_the_three_weighted_rules_weigh_alike(rule):
    assert one_group(rule, [2.0, 5.0], [3.0, 1.0]) == (2.75, 1.0)


def test_a_sum_adds():
    assert one_group("SUM", [1.0, 2.0, 39.0]) == (42.0, 1.0)


def test_a_sum_with_a_missing_part_is_not_given_because_it_would_be_too_low():
    value, share = one_group("SUM", [1.0, np.nan, 39.0, 2.0])
    assert np.isnan(value)
    assert share == 0.75


@pytest.mark.parametrize("rule", ["BOUNDS", "NONE"])
def test_medians_and_estimates_are_never_computed_from_parts(rule):
    value, share = one_group(rule, [1.0, 2.0], [1.0, 1.0])
    assert np.isnan(value)
    assert share == 0.0


@pytest.mark.parametrize(("missing", "expected"), [(19.0, 5.0), (20.0, 5.0), (21.0, np.nan)])
def test_parts_holding_more_than_a_fifth_of_the_weight_may_not_be_missing(missing, expected):
    value, share = one_group("WMEAN", [5.0, np.nan], [100 - missing, missing])
    np.testing.assert_equal(value, expected)
    assert share == pytest.approx(1 - missing / 100)


def test_a_part_of_unknown_size_counts_as_missing_with_the_mean_size_of_the_others():
    value, share = one_group("WMEAN", [5.0, 7.0, 999.0], [10.0, 30.0, np.nan])
    assert np.isnan(value)
    assert share == pytest.approx(40 / 60)


@pytest.mark.parametrize(
    ("values", "weights"),
    [([np.nan, np.nan], [1.0, 1.0]), ([1.0, 2.0], [0.0, 0.0]), ([1.0, 2.0], [np.nan, np.nan])],
    ids=["all missing", "no weight", "all sizes unknown"],
)
def test_without_anything_to_weigh_there_is_no_value(values, weights):
    value, share = one_group("WMEAN", values, weights)
    assert np.isnan(value)
    assert share == 0.0


def test_groups_do_not_touch_each_other_and_an_empty_one_has_no_value():
    values, groups = np.array([1.0, 2.0, 10.0]), np.array([0, 0, 2])
    value, share = aggregate("SUM", values, groups, 3)
    np.testing.assert_equal(value, [3.0, np.nan, 10.0])
    np.testing.assert_equal(share, [1.0, 0.0, 1.0])


def test_a_rule_that_does_not_exist_and_missing_weights_are_programming_errors():
    with pytest.raises(ValueError, match="unknown aggregation rule"):
        one_group("MEDIAN", [1.0])
    with pytest.raises(ValueError, match="needs weights"):
        one_group("WMEAN", [1.0])


@given(parts)
def test_a_weighted_value_lies_between_its_parts(pairs):
    values, weights = zip(*pairs, strict=True)
    value, share = one_group("WMEAN", values, weights)
    used = [v for v, w in pairs if np.isfinite(v) and np.isfinite(w)]
    assert 0.0 <= share <= 1.0
    assert np.isnan(value) or min(used) - 1e-6 <= value <= max(used) + 1e-6


@given(parts, st.floats(0.01, 1000))
def test_the_unit_of_the_weights_changes_nothing(pairs, factor):
    values, weights = np.array(pairs).T
    weights = np.where(weights < 1e-3, 0.0, weights)
    before = one_group("WMEAN", values, weights)
    after = one_group("WMEAN", values, weights * factor)
    np.testing.assert_allclose(after, before, rtol=1e-9, atol=1e-9)


@given(parts, st.randoms(use_true_random=False))
def test_the_order_of_the_parts_changes_nothing(pairs, random):
    shuffled = random.sample(pairs, len(pairs))
    before = one_group("WMEAN", *np.array(pairs).T)
    np.testing.assert_allclose(one_group("WMEAN", *np.array(shuffled).T), before, rtol=1e-9, atol=1e-9)


@given(st.lists(st.lists(st.tuples(st.floats(-1e3, 1e3), st.floats(0.1, 1e3)), min_size=1, max_size=4), min_size=1))
def test_a_weighted_mean_of_weighted_means_is_that_of_all_parts(groups):
    every = [pair for group in groups for pair in group]
    means = [one_group("WMEAN", *np.array(group).T)[0] for group in groups]
    sizes = [sum(weight for _, weight in group) for group in groups]
    whole, _ = one_group("WMEAN", *np.array(every).T)
    assert one_group("WMEAN", means, sizes)[0] == pytest.approx(whole, rel=1e-9, abs=1e-9)


def combined(rule, values, weights=None, **fields):
    members = Members(
        np.array(values, float),
        np.zeros(len(values), np.intp),
        None if weights is None else np.array(weights, float),
        **{name: np.array(array) for name, array in fields.items()},
    )
    return combine(rule, members, 1)


@given(parts, st.sampled_from(["SUM", "RATIO", "BOUNDS", "NONE"]))
def test_what_is_said_beside_a_value_agrees_with_it(pairs, rule):
    values, weights = np.array(pairs).T
    found = combined(rule, values, weights)
    value, share = one_group(rule, values, weights)
    np.testing.assert_equal((found.value[0], found.share[0]), (value, share))
    assert (found.n_parts[0], found.n_known[0]) == (len(pairs), np.isfinite(values).sum())
    assert np.isnan(found.rounding_error[0]) == np.isnan(value)
    has_ends = rule == "BOUNDS" and np.isfinite(values).any()
    assert np.isfinite(found.low[0]) == np.isfinite(found.high[0]) == has_ends
    if has_ends:
        assert (found.low[0], found.high[0]) == (np.nanmin(values), np.nanmax(values))


@given(st.lists(st.floats(-1e3, 1e3), min_size=3, max_size=9), st.data())
def test_the_median_of_a_whole_lies_between_the_medians_of_its_parts(people, data):
    cut = data.draw(st.integers(1, len(people) - 1))
    medians = [np.median(people[:cut]), np.median(people[cut:])]
    found = combined("BOUNDS", medians)
    assert found.low[0] <= np.median(people) <= found.high[0]


@given(st.integers(1, 60))
def test_a_sum_of_randomly_rounded_parts_is_off_by_two_times_the_root_of_their_number(count):
    found = combined("SUM", [10.0] * count, errors=[2.0] * count)
    assert found.rounding_error[0] == pytest.approx(2 * count**0.5)


@given(st.lists(st.tuples(st.floats(-1e3, 1e3), st.floats(1, 1e3)), min_size=1, max_size=8), st.floats(0, 5))
def test_a_weighted_mean_is_never_less_certain_than_its_parts(pairs, error):
    values, weights = np.array(pairs).T
    found = combined("WMEAN", values, weights, errors=[error] * len(pairs), weight_errors=[0.0] * len(pairs))
    assert 0 <= found.rounding_error[0] <= error + 1e-9


def test_rounded_weights_move_a_mean_only_where_parts_differ():
    alike = combined("WMEAN", [5.0, 5.0], [100.0, 100.0], errors=[0.0, 0.0], weight_errors=[2.0, 2.0])
    other = combined("WMEAN", [0.0, 10.0], [100.0, 100.0], errors=[0.0, 0.0], weight_errors=[2.0, 2.0])
    assert alike.rounding_error[0] == 0
    assert other.rounding_error[0] == pytest.approx(np.hypot(5 * 2, 5 * 2) / 200)


@pytest.mark.parametrize(
    ("values", "is_count", "error"),
    [
        ([5, 10, 0, 255], True, 2.0),
        ([5, 10, 0, 256], True, 0.0),
        ([1200, 950, 0], False, 50 / 12**0.5),
        ([12, 7, 30], False, 1 / 12**0.5),
        ([12.3, 7.1], False, 0.1 / 12**0.5),
        ([12.345678, 7.1], False, 0.0),
        ([0, 0], True, 0.0),
        ([np.nan], False, 0.0),
    ],
)
def test_only_the_rounding_that_values_show_is_claimed(values, is_count, error):
    assert rounding_error(np.array(values, float), is_count=is_count) == pytest.approx(error)


def test_most_of_what_is_missing_says_why():
    found = combined("WMEAN", [1.0, np.nan, np.nan], [10.0, 60.0, 30.0], is_suppressed=[False, True, False])
    assert found.suppressed[0] == pytest.approx(60 / 90)
    assert combined("WMEAN", [np.nan, np.nan], [0.0, 0.0]).has_denominator[0] == np.False_
