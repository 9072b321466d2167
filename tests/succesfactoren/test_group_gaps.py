"""Differences between groups: when a gap counts, and what comes first."""

import pytest
from hypothesis import given, settings

from succesfactoren.analysis.group_gaps import all_gaps, by_largest_gap, conversation_sentence, group_gap, largest_gap
from succesfactoren.analysis.intervals import difference_interval
from tests.succesfactoren.answers import MISSING, repeated, some_counts

HIGH, MIDDLE, LOW = repeated(0, 1, 0, 10, 9), repeated(0, 2, 8, 8, 2), repeated(2, 1, 6, 10, 1)


def test_a_gap_whose_interval_leaves_out_zero_is_clear():
    found = group_gap(("bewoners", "gemeente"), LOW, HIGH)
    assert (found.higher, found.lower, found.n_higher, found.n_lower) == ("gemeente", "bewoners", 20, 20)
    assert (found.difference, found.low, found.high) == pytest.approx((1.0, 0.45, 1.55))
    assert found.words == "duidelijk verschil"


def test_a_wide_gap_of_few_answers_is_possible_only():
    found = group_gap(("a", "b"), [5, 5, 3, 2, 4], [3, 1, 4, 3, 4])
    assert found.difference == pytest.approx(0.8)
    assert found.low <= 0
    assert found.words == "mogelijk verschil, te weinig antwoorden"


def test_a_small_gap_of_few_answers_is_no_clear_difference():
    assert group_gap(("a", "b"), [4, 3, 3, 4, 5], [3, 4, 3, 4, 4]).words == "geen duidelijk verschil"


def test_where_neither_group_has_spread_nothing_is_known_of_chance():
    assert group_gap(("a", "b"), [4] * 5, [3] * 5).words == "mogelijk verschil, te weinig antwoorden"


def test_the_gap_grows_from_highest_to_lowest():
    found = largest_gap({"a": MIDDLE, "b": LOW, "c": HIGH, "leeg": [MISSING]})
    assert (found.higher, found.lower) == ("c", "b")


def test_one_group_has_no_gap():
    assert largest_gap({"a": HIGH}) is None
    assert largest_gap({"a": HIGH, "b": []}) is None
    assert group_gap(("a", "b"), HIGH, []) is None


def test_all_gaps_stand_with_the_largest_first():
    found = all_gaps({"a": MIDDLE, "b": LOW, "c": HIGH, "leeg": []})
    assert [(gap.higher, gap.lower) for gap in found] == [("c", "b"), ("c", "a"), ("a", "b")]


def test_parts_stand_with_the_largest_gap_first():
    parts = {"LEI": {"a": HIGH, "b": MIDDLE}, "BET": {"a": HIGH, "b": LOW}, "INT": {"a": HIGH}}
    assert [part for part, _gap in by_largest_gap(parts)] == ["BET", "LEI"]


def test_three_quarters_of_a_point_begin_a_conversation():
    names = ("initiatiefnemers", "professionals")
    wide, narrow = group_gap(names, [4, 4, 4, 3], [3, 3, 3, 3]), group_gap(names, [4, 4, 3, 3, 3], [3, 3, 3, 3, 3])
    assert wide.difference == 0.75
    assert conversation_sentence(wide) == "U kijkt hier verschillend naar. Begin het gesprek hier."
    assert conversation_sentence(narrow) == ""
    assert conversation_sentence(None) == ""


@given(some_counts, some_counts)
@settings(max_examples=50)
def test_a_gap_is_never_negative_and_knows_no_order(one, other):
    found = group_gap(("a", "b"), repeated(*one), repeated(*other))
    turned = group_gap(("b", "a"), repeated(*other), repeated(*one))
    assert found.difference >= 0
    assert (found.difference, found.words) == (turned.difference, turned.words)
    higher, lower = (repeated(*one), repeated(*other)) if found.higher == "a" else (repeated(*other), repeated(*one))
    assert found.low == difference_interval(higher, lower).low
