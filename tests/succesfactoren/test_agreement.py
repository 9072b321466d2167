"""Agreement within a group: rwg, two camps, and the names for them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from succesfactoren.analysis.agreement import (
    DIVIDED,
    FAIR,
    TORN,
    TWO_CAMPS,
    UNITED,
    agreement_of,
    is_divided,
    rwg,
    rwg_of_items,
    statement_agreement,
    van_der_eijk,
)
from tests.succesfactoren.answers import MISSING, frame, frames, repeated, some_counts


def test_worked_agreement():
    assert repeated(0, 0, 1, 5, 4).var(ddof=1) == pytest.approx(0.4556, abs=5e-5)
    assert rwg(repeated(0, 0, 1, 5, 4)) == pytest.approx(0.772, abs=5e-4)


def test_two_camps_have_no_agreement_and_not_less_than_none():
    assert repeated(5, 0, 0, 0, 5).var(ddof=1) == pytest.approx(4.44, abs=5e-3)
    assert rwg(repeated(5, 0, 0, 0, 5)) == 0


def test_the_same_answer_of_all_is_full_agreement_and_one_answer_is_none_at_all():
    assert rwg([4, 4, 4]) == 1
    assert rwg([4, MISSING]) is None
    assert rwg([]) is None


def test_agreement_over_statements_uses_their_mean_variance():
    rows = frame((3, 4), (4, 4), (5, 3), (4, 5))
    noise = (np.var([3, 4, 5, 4], ddof=1) + np.var([4, 4, 3, 5], ddof=1)) / 2 / 2
    assert rwg_of_items(rows) == pytest.approx(2 * (1 - noise) / (2 * (1 - noise) + noise))


def test_agreement_over_statements_stops_at_the_ends():
    assert rwg_of_items(frame((1, 5), (5, 1), (1, 5))) == 0
    assert rwg_of_items(frame((4, 2), (4, 2))) == 1
    assert rwg_of_items(frame((4, None), (None, 2))) is None


@given(frames(n_statements=1, min_rows=2))
@settings(max_examples=50)
def test_of_one_statement_both_kinds_are_the_same(rows):
    assert rwg_of_items(rows) == pytest.approx(rwg(rows["LEI1"]))


@given(frames())
@settings(max_examples=50)
def test_agreement_lies_between_none_and_full(rows):
    found = rwg_of_items(rows)
    assert found is None or 0 <= found <= 1
    assert found == rwg_of_items(rows[::-1])


@pytest.mark.parametrize(
    ("counted", "expected"),
    [
        ((5, 0, 0, 0, 5), -1), ((0, 0, 1, 5, 4), 0.70), ((0, 0, 9, 0, 0), 1), ((4, 4, 4, 4, 4), 0),
        ((30, 40, 210, 130, 530, 50, 10), 0.611333),  # van der Eijk 2001, as in the R package agrmt
    ],
)  # fmt: skip
def test_worked_polarisation(counted, expected):
    assert van_der_eijk(counted) == pytest.approx(expected, abs=1e-6)


def test_without_answers_there_is_no_polarisation():
    assert van_der_eijk([0] * 5) is None


@given(some_counts, st.integers(2, 5))
@settings(max_examples=50)
def test_polarisation_stays_in_bounds_and_knows_no_direction_or_size(counted, times):
    found = van_der_eijk(counted)
    assert -1 <= found <= 1
    assert van_der_eijk(counted[::-1]) == pytest.approx(found)
    assert van_der_eijk([times * count for count in counted]) == pytest.approx(found)


@given(some_counts)
@settings(max_examples=50)
def test_the_more_at_both_ends_the_less_agreement(counted):
    both_ends = [count + 50 * (place in (0, 4)) for place, count in enumerate(counted)]
    assert van_der_eijk(both_ends) < max(van_der_eijk(counted), 0)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0.71, UNITED), (1.0, UNITED), (0.70, FAIR), (0.51, FAIR), (0.50, DIVIDED), (0.31, DIVIDED),
        (0.30, TORN), (0.0, TORN), (0.7 + 1e-15, FAIR),
    ],
)  # fmt: skip
def test_the_bands_include_their_upper_end(value, expected):
    assert agreement_of(10, value, 0.5) == expected


def test_two_camps_come_before_the_bands_and_few_answers_before_all():
    assert agreement_of(10, 0.9, -0.01) == TWO_CAMPS
    assert agreement_of(10, 0.9, 0.0) == UNITED
    assert agreement_of(9, 0.9, -1) is None
    assert agreement_of(10, None, None) is None


def test_the_sentences_of_agreement():
    assert [one.sentence for one in (UNITED, FAIR, DIVIDED, TORN, TWO_CAMPS)] == [
        "De deelnemers zijn het hierover eens.",
        "De deelnemers zijn het hierover redelijk eens.",
        "De meningen lopen uiteen. Bespreek dit samen.",
        "De meningen lopen sterk uiteen. Bespreek dit voordat u een actie kiest.",
        "Er zijn twee groepen met een verschillende mening. Vraag eerst waar het verschil vandaan komt.",
    ]


def test_divided_is_an_rwg_of_at_most_a_half_or_two_camps():
    assert [is_divided(one) for one in (UNITED, FAIR, DIVIDED, TORN, TWO_CAMPS, None)] == [False] * 2 + [True] * 3 + [
        False
    ]


def test_the_agreement_on_a_statement():
    assert statement_agreement(repeated(0, 0, 1, 5, 4)) == UNITED
    assert statement_agreement(repeated(5, 0, 0, 0, 5)) == TWO_CAMPS
    assert statement_agreement(repeated(3, 3, 3, 3, 3)) == TORN
    assert statement_agreement(repeated(0, 0, 0, 5, 4)) is None
