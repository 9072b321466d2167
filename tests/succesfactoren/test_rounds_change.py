"""Change between rounds: the worked figures, and when it may be called larger than chance."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from succesfactoren.analysis.rounds_change import (
    detectable_change,
    factor_change,
    paired_change,
    pairs_words,
    unpaired_change,
)
from tests.succesfactoren.answers import MISSING, frame, repeated, some_counts

PRE = pd.Series([3, 2, 4, 3, 3, 2, 4, 3], dtype=float)
POST = pd.Series([4, 3, 4, 4, 3, 3, 5, 4], dtype=float)


def test_the_worked_change_of_anonymous_rounds():
    found = unpaired_change(repeated(2, 1, 6, 10, 1), repeated(0, 1, 0, 10, 9))
    assert found.difference == pytest.approx(1.0)
    assert (found.low, found.high) == pytest.approx((0.45, 1.55))
    assert (found.n_before, found.n_after, found.is_paired) == (20, 20, False)
    assert found.sentence == "De score ging van 3,4 naar 4,4. Dat verschil is groter dan toeval."


def test_the_worked_change_of_confidential_rounds():
    found = paired_change(PRE, POST)
    assert found.difference == 0.75
    assert (found.low, found.high) == (0.375, 1.0)
    assert found.is_paired
    assert found.is_clear
    assert found.sentence == "De score ging van 3,0 naar 3,8. Dat verschil is groter dan toeval."


def test_pairs_are_joined_by_person_and_who_is_in_one_round_only_does_not_count():
    before = pd.Series([3.0, 2.0, 1.0, 5.0], index=["a", "b", "c", "d"])
    after = pd.Series([MISSING, 4.0, 3.0, 1.0], index=["a", "c", "b", "new"])
    found = paired_change(before, after)
    assert (found.n_before, found.before, found.after, found.difference) == (2, 1.5, 3.5, 2.0)


def test_a_change_that_may_be_chance_is_called_so():
    found = unpaired_change(repeated(1, 2, 3, 3, 1), repeated(1, 1, 3, 4, 1))
    assert found.low < 0 < found.high
    assert found.sentence.endswith("Dat verschil kan toeval zijn.")


def test_a_small_change_is_never_larger_than_chance_however_many_answered():
    found = unpaired_change(repeated(0, 500, 500, 500, 500), repeated(0, 450, 480, 520, 550))
    assert found.low > 0
    assert found.difference < 0.2
    assert not found.is_clear


def test_a_change_of_exactly_two_tenths_is_enough():
    before = pd.Series([3.0] * 500 + [2.0] * 500)
    raised = before + np.where(np.arange(1000) % 5 == 0, 1.0, 0.0)
    assert paired_change(before, raised).difference == pytest.approx(0.2)
    assert paired_change(before, raised).is_clear


def test_where_all_changed_alike_nothing_is_known_of_chance():
    found = paired_change(PRE, PRE + 1)
    assert found.low == found.high == found.difference == 1.0
    assert not found.is_clear


def test_a_round_without_scores_has_no_change():
    assert unpaired_change([], [3, 4]) is None
    assert unpaired_change([3, 4], [MISSING]) is None
    assert paired_change(PRE, POST.set_axis(range(20, 28))) is None


def rounds():
    """Two rounds of one factor, twelve respondents each; the change is clear at 95 % and not at 99 %."""
    before = [(2, 3, 3, 5), (3, 3, 2, 5), (4, 3, 4, 5), (2, 2, 3, 5)] * 3
    after = [(3, 3, 3, 1), (3, 3, 3, 1), (4, 4, 4, 1), (3, 3, 3, 1)] * 3
    return frame(*before), frame(*after)


SAME = ["LEI1", "LEI2", "LEI3"]


def test_only_statements_with_the_same_wording_are_compared():
    found = factor_change(*rounds(), SAME, 1, is_paired=False)
    assert found.difference == pytest.approx(rounds()[1][SAME].mean(axis=1).mean() - rounds()[0][SAME].mean().mean())
    assert found.difference > 0 > factor_change(*rounds(), [*SAME, "LEI4"], 1, is_paired=False).difference


def test_without_shared_statements_there_is_no_change():
    before, after = rounds()
    assert factor_change(before, after, [], 1, is_paired=False) is None
    assert factor_change(before, after.add_prefix("new_"), SAME, 1, is_paired=False) is None


def test_several_factors_ask_for_more_than_one_and_show_the_same_interval():
    alone, among = (factor_change(*rounds(), SAME, n, is_paired=False) for n in (1, 7))
    assert (alone.low, alone.high) == (among.low, among.high)
    assert among.flag.low < alone.flag.low
    assert alone.is_clear
    assert not among.is_clear


def test_a_paired_change_of_a_factor_follows_persons():
    before, after = rounds()
    found = factor_change(before, after.sample(frac=1, random_state=1), SAME, 7, is_paired=True)
    assert found == factor_change(before, after, SAME, 7, is_paired=True)
    assert found.is_paired


@given(some_counts, some_counts)
@settings(max_examples=50)
def test_the_difference_lies_in_its_interval_and_the_strict_one_around_it(one, other):
    found = unpaired_change(repeated(*one), repeated(*other), 0.99)
    assert found.flag.low <= found.low <= found.high <= found.flag.high
    assert found.low - 1e-9 <= found.difference <= found.high + 1e-9


@given(some_counts)
@settings(max_examples=50)
def test_the_same_answers_twice_are_no_change(counted):
    found = unpaired_change(repeated(*counted), repeated(*counted))
    assert found.difference == 0
    assert not found.is_clear


def test_the_worked_detectable_change():
    found = detectable_change(0.60, 0.84, 20)
    assert found.error == pytest.approx(0.240)
    assert found.mdc95 == pytest.approx(0.665, abs=5e-4)
    assert found.mdc90 == pytest.approx(0.558, abs=5e-4)
    assert found.group95 == pytest.approx(0.149, abs=5e-4)


@pytest.mark.parametrize(("spread", "stability", "n"), [(0.6, -0.1, 20), (0.6, 1.1, 20), (-1, 0.8, 20), (0.6, 0.8, 0)])
def test_what_cannot_be_has_no_detectable_change(spread, stability, n):
    assert detectable_change(spread, stability, n) is None


@given(st.floats(0, 2), st.floats(0, 1), st.integers(1, 100))
@settings(max_examples=50)
def test_more_people_detect_less_change(spread, stability, n):
    found, more = detectable_change(spread, stability, n), detectable_change(spread, stability, 4 * n)
    assert more.group95 == pytest.approx(found.group95 / 2)
    assert found.mdc90 <= found.mdc95


def test_what_prints_alike_did_not_go_anywhere():
    found = unpaired_change(repeated(2, 1, 6, 10, 1), repeated(2, 1, 6, 10, 1))
    assert found.sentence == "De score bleef 3,4."


def test_of_pairs_it_is_said_how_many_they_are():
    assert pairs_words("De score bleef 3,4.", 12) == "Van de 12 mensen die twee keer meededen: de score bleef 3,4."
    assert pairs_words("De score bleef 3,4.", None) == "De score bleef 3,4."
