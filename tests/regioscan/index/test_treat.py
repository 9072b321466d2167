"""Outliers: pulled in or put on a logarithmic scale, counted and named."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from regioscan.analysis.index.treat import Treated, kurtosis, passes, skewness, treat

lists = st.lists(st.integers(-1000, 1000).map(float), min_size=4, max_size=40).filter(lambda drawn: len(set(drawn)) > 1)


@given(lists)
def test_skewness_and_kurtosis_are_those_of_an_independent_library(drawn):
    array = np.array(drawn)
    assert skewness(array) == pytest.approx(stats.skew(array, bias=False), abs=1e-9)
    assert kurtosis(array) == pytest.approx(stats.kurtosis(array, bias=False), abs=1e-9)


def test_nothing_can_be_said_of_few_or_equal_values():
    for few in ([], [1.0], [1.0, 2.0], [3.0] * 9):
        assert skewness(np.array(few)) is None
        assert kurtosis(np.array(few)) is None
        assert treat(np.array(few)) == Treated()
    assert treat(np.array([1.0, 2.0, 100.0])).words.startswith("niet behandeld")


def test_one_outlier_is_pulled_in_to_the_next_and_named_by_its_row():
    values = np.array([np.nan, 5.0, 1.0, 900.0, *np.arange(20.0)])
    found = treat(values)
    assert (found.rows, found.high, found.log) == ((3,), 19.0, 0)
    assert found.apply(values)[3] == 19.0
    assert np.nanmin(found.apply(values)) == 0.0
    assert found.words == "1 regio is voor de score dichter bij de andere gezet"


def test_an_outlier_on_the_low_side_is_pulled_up():
    found = treat(np.array([-900.0, *np.arange(20.0)]))
    assert (found.rows, found.low, found.high) == ((0,), 0.0, 19.0)


@pytest.mark.parametrize("side", [1, -1])
def test_more_than_five_outliers_need_a_logarithm(side):
    values = side * np.concatenate([np.linspace(1, 2, 200), np.exp(np.linspace(2, 9, 9))])
    found = treat(values)
    assert found.log == side
    assert found.rows == ()
    treated = found.apply(values)
    assert np.isfinite(treated).all()
    assert (np.diff(treated[np.argsort(values)]) >= 0).all()
    assert np.isfinite(found.apply(np.array([-1e9, 1e9]))).all()


def test_ordinary_figures_are_left_alone():
    found = treat(np.random.default_rng(1).normal(size=300))
    assert not found.is_changed
    assert found.words == "niet nodig"


@given(lists)
def test_treatment_never_turns_two_regions_round_and_moves_at_most_five(drawn):
    values = np.array(drawn)
    found = treat(values)
    treated = found.apply(values)
    assert (np.diff(treated[np.argsort(values, kind="stable")]) >= 0).all()
    assert len(found.rows) <= 5
    assert found.log or sorted(found.rows) == np.flatnonzero(treated != values).tolist()
    assert found.log or not found.rows or passes(treated)
