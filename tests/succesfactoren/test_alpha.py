"""Cronbach's alpha: the published example, its interval, its edges."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from succesfactoren.analysis.reliability import (
    NEGATIVE,
    TOO_FEW,
    alpha_without,
    cronbach_alpha,
    mean_correlation,
    standardised_alpha,
)
from tests.succesfactoren.answers import ATTITUDE, frame, frames

attitude = pd.DataFrame(
    ATTITUDE, columns=["rating", "complaints", "privileges", "learning", "raises", "critical", "advance"]
)


def test_the_variances_of_the_published_example():
    assert attitude.var().sum() == pytest.approx(924.786, abs=5e-4)
    assert attitude.sum(axis=1).var() == pytest.approx(3334.892, abs=5e-4)


def test_alpha_of_the_published_example():
    found = cronbach_alpha(attitude)
    assert found.value == pytest.approx(0.843, abs=5e-4)
    assert (found.low, found.high) == pytest.approx((0.739, 0.916), abs=5e-4)
    assert (found.n, found.n_statements) == (30, 7)
    assert found.words == "0,84 (0,74 tot 0,92)"


def test_standardised_alpha_of_the_published_example():
    assert standardised_alpha(attitude) == pytest.approx(0.839, abs=5e-4)
    assert mean_correlation(attitude) == pytest.approx(0.427, abs=5e-4)


def test_the_mean_correlation_is_that_of_pandas():
    among = attitude.corr().to_numpy()
    assert mean_correlation(attitude) == pytest.approx(among[~np.eye(7, dtype=bool)].mean())


def test_alpha_without_each_statement_is_told_from_thirty_complete_answers():
    found = alpha_without(attitude)
    assert found == pytest.approx(
        {code: cronbach_alpha(attitude.drop(columns=code)).value for code in attitude.columns}
    )
    assert found["critical"] > cronbach_alpha(attitude).value > found["rating"]
    assert alpha_without(attitude.iloc[:29]) == {}


def test_only_complete_answers_count():
    holes = attitude.astype(float)
    holes.iloc[3, 2] = np.nan
    assert cronbach_alpha(holes) == cronbach_alpha(attitude.drop(index=3))
    assert alpha_without(holes) == {}


@pytest.mark.parametrize(
    "rows",
    [
        frame((3,), (4,), (5,)), frame((3, 4)), frame((1, 5), (5, 1), (3, 3)), frame((4, 4), (4, 4)),
        frame((None, 4), (3, None)),
    ],
)  # fmt: skip
def test_where_there_is_nothing_to_compare_there_is_no_alpha(rows):
    assert cronbach_alpha(rows) is None


def test_a_negative_alpha_is_said_in_words():
    rows = frame(*[(1, 5, 2), (5, 1, 4), (2, 4, 3), (4, 2, 2), (3, 3, 3)] * 2)
    found = cronbach_alpha(rows)
    assert found.value < 0
    assert found.words == NEGATIVE == "negatief: zinnen meten niet hetzelfde"


def test_under_ten_complete_answers_alpha_is_not_shown():
    assert cronbach_alpha(attitude.iloc[:9]).words == TOO_FEW
    assert cronbach_alpha(attitude.iloc[:10]).is_shown


def test_statements_that_say_the_same_have_an_alpha_of_one():
    found = cronbach_alpha(frame(*[(mark, mark, mark) for mark in (1, 2, 3, 4, 5)]))
    assert (found.value, found.low, found.high) == pytest.approx((1, 1, 1))


@given(frames(n_statements=4, min_rows=3), st.randoms())
@settings(max_examples=50)
def test_alpha_lies_in_its_interval_and_knows_no_order(rows, chance):
    found = cronbach_alpha(rows)
    mixed = cronbach_alpha(rows.iloc[::-1][chance.sample(list(rows.columns), 4)])
    assert (found is None) == (mixed is None)
    if found:
        assert found.low <= found.value <= 1 + 1e-12
        assert mixed.value == pytest.approx(found.value)


def test_the_interval_holds_the_truth_about_as_often_as_it_says():
    chance, truth, held = np.random.default_rng(3), 0.8, 0
    for _ in range(400):
        shared = chance.normal(size=(40, 1))
        found = cronbach_alpha(pd.DataFrame(shared + chance.normal(size=(40, 4))))
        held += found.low <= truth <= found.high
    assert 0.92 <= held / 400 <= 0.98
