"""Scores of respondents and groups: the worked figures, the 60 % rule, and laws."""

from statistics import median

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from succesfactoren.analysis.scores import (
    factor_scores,
    frequencies,
    group_score,
    interpolated_median,
    least_answers,
    mean_of,
)
from tests.succesfactoren.answers import MISSING, frame, frames, marks, repeated, some_counts


def test_a_group_score_is_the_mean_of_the_respondents_that_have_one():
    scores = [3.4, 4.0, 2.8, MISSING, 3.6, 3.2]
    assert mean_of(scores) == 3.4


def test_a_group_score_counts_respondents_and_not_statements():
    rows = [(5, 5, 5, 5, 5), (1, 1, 1, None, None), (3, None, None, None, None)]
    assert group_score(frame(*rows)) == (2, 3.0)
    assert np.nanmean(frame(*rows).to_numpy()) != 3.0


@pytest.mark.parametrize(("statements", "least"), [(1, 1), (2, 2), (3, 2), (4, 3), (5, 3), (7, 5), (10, 6), (20, 12)])
def test_sixty_per_cent_of_the_statements_must_be_marked(statements, least):
    assert least_answers(statements) == least


def test_three_marks_of_five_make_a_score_and_two_do_not():
    found = factor_scores(frame((5, 4, 4, None, None), (5, 4, None, None, None), (None,) * 5))
    assert found.iloc[0] == 13 / 3
    assert found.iloc[1:].isna().all()


def test_three_marks_of_four_make_a_score_and_two_do_not():
    found = factor_scores(frame((2, 2, 3, None), (2, 2, None, None)))
    assert found.iloc[0] == 7 / 3
    assert np.isnan(found.iloc[1])


def test_a_score_keeps_the_name_of_its_respondent():
    assert list(factor_scores(frame((1, 2), (3, 4)).set_axis(["b", "a"])).index) == ["b", "a"]


def test_whole_numbers_with_holes_are_read_as_well():
    whole = pd.DataFrame({"LEI1": pd.array([4, None], dtype="Int8"), "LEI2": pd.array([5, 3], dtype="Int8")})
    assert factor_scores(whole).iloc[0] == 4.5


def test_a_group_without_scores_has_no_score():
    assert group_score(frame((None, None), (1, None))) == (0, None)
    assert group_score(frame((1, 2)).iloc[:0]) == (0, None)


@pytest.mark.parametrize("mark", [0, 6, 2.5, -1])
def test_what_is_not_on_the_scale_is_refused(mark):
    with pytest.raises(ValueError, match="A mark is 1, 2, 3, 4, 5 or missing"):
        factor_scores(frame((mark, 3)))


def test_a_mean_of_thirds_that_is_three_is_three():
    assert mean_of([7 / 3, 8 / 3, 4.0, 3.0]) == 3.0
    assert mean_of([10 / 3, 10 / 3, 7 / 3] * 7) == 3.0


@given(frames())
@settings(max_examples=50)
def test_a_score_lies_on_the_scale_and_exists_only_with_enough_marks(rows):
    found = factor_scores(rows)
    assert found.dropna().between(1, 5).all()
    assert (found.notna() == (rows.notna().sum(axis=1) >= 3)).all()
    assert np.allclose(found.dropna(), rows.mean(axis=1)[found.notna()])


@given(frames(), st.randoms())
@settings(max_examples=50)
def test_the_order_of_people_and_statements_changes_nothing(rows, chance):
    mixed = rows.sample(frac=1, random_state=chance.randrange(1000))
    mixed = mixed[chance.sample(list(rows.columns), len(rows.columns))]
    assert group_score(mixed) == group_score(rows)


@given(frames(min_rows=2), st.integers(0, 1))
@settings(max_examples=50)
def test_a_higher_mark_never_lowers_the_score(rows, place):
    raised = rows.copy()
    raised.iloc[place] = (raised.iloc[place] + 1).clip(upper=5)
    (n, before), (n_after, after) = group_score(rows), group_score(raised)
    assert n == n_after
    assert before is None or after >= before


@given(st.lists(marks, min_size=1, max_size=20))
def test_frequencies_count_every_mark_once(values):
    assert list(frequencies(values)) == [values.count(mark) for mark in range(1, 6)]


def test_a_score_counts_for_the_nearest_mark_a_half_upwards():
    assert list(frequencies([1.5, 2.4, 2.5, 4.75, MISSING, 2 + 1 / 3])) == [0, 3, 1, 0, 1]


@pytest.mark.parametrize(
    ("counted", "expected"),
    [
        ((2, 0, 0, 9, 10), 4.44), ((0, 1, 0, 10, 9), 4.4), ((2, 1, 6, 10, 1), 3.6), ((1, 0, 3, 1, 1), 3 + 1 / 6),
        ((2, 1, 8, 14, 7), 3.857), ((0, 5, 0, 5, 0), 3.0), ((3, 0, 0, 0, 3), 3.0),
    ],
)  # fmt: skip
def test_interpolated_medians_as_published(counted, expected):
    assert interpolated_median(counted) == pytest.approx(expected, abs=0.01 if expected == 4.44 else 5e-4)


def test_the_means_beside_the_published_medians():
    assert mean_of(repeated(2, 0, 0, 9, 10)) == pytest.approx(4.19, abs=5e-3)
    assert mean_of(repeated(2, 1, 8, 14, 7)) == pytest.approx(3.719, abs=5e-4)
    assert interpolated_median([0] * 5) is None


@given(some_counts)
def test_the_interpolated_median_stays_within_half_a_mark_of_the_median(counted):
    assert abs(interpolated_median(counted) - median(repeated(*counted))) <= 0.5


@given(some_counts)
def test_the_interpolated_median_mirrors_with_the_scale(counted):
    assert interpolated_median(counted[::-1]) == pytest.approx(6 - interpolated_median(counted))
