"""From figures to scores: formulas, edges and laws of every normalisation."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regioscan.analysis.index.matrix import Reason
from regioscan.analysis.index.method import IndicatorSpec, Normalisation
from regioscan.analysis.index.normalise import beyond, clipped, fit, suggest_goalposts

values = st.lists(st.integers(-50, 50).map(float), min_size=2, max_size=30)
varied = values.filter(lambda drawn: len(set(drawn)) > 1)
kinds = st.sampled_from(list(Normalisation))


def spec(direction=1, low=0.0, high=10.0, target=None) -> IndicatorSpec:
    return IndicatorSpec("x", direction, 1.0, low, high, target)


def scores(kind, drawn, direction=1, **posts) -> list[float]:
    reference = np.array(drawn, dtype=np.float64)
    return fit(spec(direction, **posts), kind, reference).apply(reference).tolist()


def test_goalposts_keep_what_lies_beyond_them():
    found = np.array(scores(Normalisation.GOALPOSTS, [-5, 0, 5, 10, 15]))
    assert found.tolist() == [-50, 0, 50, 100, 150]
    assert clipped(found).tolist() == [0, 0, 50, 100, 100]
    assert beyond(found).tolist() == [True, False, False, False, True]


def test_lower_is_better_turns_the_goalposts_round():
    assert scores(Normalisation.GOALPOSTS, [0, 2.5, 10], -1) == pytest.approx([100, 75, 0])


def test_one_region_can_be_scored_against_goalposts_and_against_nothing_else():
    alone = np.array([4.0])
    assert fit(spec(), Normalisation.GOALPOSTS, alone).apply(alone).tolist() == [40]
    others = [kind for kind in Normalisation if kind is not Normalisation.GOALPOSTS]
    assert {fit(spec(target=9.0), kind, alone) for kind in others} == {Reason.TOO_FEW_REGIONS}


@pytest.mark.parametrize("kind", Normalisation)
@pytest.mark.parametrize("constant", [7.0, 0.0, 0.1 + 0.2])
def test_without_variation_there_is_no_scale(kind, constant):
    assert fit(spec(target=9.0), kind, np.array([constant, constant, np.nan, constant])) is Reason.NO_VARIATION


@pytest.mark.parametrize("kind", Normalisation)
def test_without_any_value_there_is_a_reason_or_goalposts(kind):
    found = fit(spec(target=9.0), kind, np.array([np.nan, np.nan]))
    assert found is Reason.MISSING or kind is Normalisation.GOALPOSTS


def test_goalposts_that_meet_give_a_reason():
    reference = np.array([1.0, 2.0])
    assert fit(spec(low=5.0, high=5.0), Normalisation.GOALPOSTS, reference) is Reason.GOALPOSTS_MEET
    assert fit(spec(low=None), Normalisation.GOALPOSTS, reference) is Reason.NO_GOALPOSTS


def test_min_max_runs_from_the_worst_to_the_best():
    assert scores(Normalisation.MIN_MAX, [2, 4, 10]) == pytest.approx([0, 25, 100])
    assert scores(Normalisation.MIN_MAX, [2, 4, 10], -1) == pytest.approx([100, 75, 0])


def test_z_is_shown_as_50_with_steps_of_10_and_divides_by_n_minus_1():
    assert scores(Normalisation.Z, [1, 2, 3]) == pytest.approx([40, 50, 60])
    assert scores(Normalisation.Z, [1, 2, 3], -1) == pytest.approx([60, 50, 40])


def test_robust_z_uses_the_median_and_falls_back_to_the_quartiles():
    found = scores(Normalisation.ROBUST_Z, [1, 2, 3, 4, 100])
    assert found[2] == pytest.approx(50)
    assert found[3] == pytest.approx(50 + 10 / 1.4826)
    many_equal = [0, 0, 0, 0, 3, 4, 5]
    quartiles = np.percentile(many_equal, [25, 75])
    assert scores(Normalisation.ROBUST_Z, many_equal)[-1] == pytest.approx(
        50 + 10 * 5 / ((quartiles[1] - quartiles[0]) / 1.349)
    )
    assert fit(spec(), Normalisation.ROBUST_Z, np.array([0.0] * 9 + [5.0])) is Reason.NO_VARIATION


def test_a_percentile_mirrors_when_the_direction_turns_but_a_rank_does_not():
    drawn = [1, 2, 2, 3]
    assert scores(Normalisation.PERCENTILE, drawn) == pytest.approx([0, 50, 50, 100])
    assert scores(Normalisation.PERCENTILE, drawn, -1) == pytest.approx([100, 50, 50, 0])
    assert scores(Normalisation.RANK, drawn) == pytest.approx([0, 100 / 3, 100 / 3, 100])


def test_the_distance_to_a_target_ends_at_the_target():
    assert scores(Normalisation.TARGET, [2, 6, 12], target=10.0) == pytest.approx([0, 50, 125])
    assert scores(Normalisation.TARGET, [2, 6, 12], -1, target=4.0) == pytest.approx([125, 75, 0])


@pytest.mark.parametrize(("direction", "target"), [(1, 2.0), (1, 1.0), (-1, 12.0), (-1, 13.0)])
def test_a_target_at_or_beyond_the_wrong_end_gives_a_reason(direction, target):
    wrong = fit(spec(direction, target=target), Normalisation.TARGET, np.array([2.0, 6.0, 12.0]))
    assert wrong is Reason.TARGET_WRONG


@given(varied, st.sampled_from([1, -1]))
def test_percentiles_are_those_of_counting_one_by_one(drawn, direction):
    counted = [
        100
        * (sum(direction * other < direction * one for other in drawn) + (drawn.count(one) - 1) / 2)
        / (len(drawn) - 1)
        for one in drawn
    ]
    assert scores(Normalisation.PERCENTILE, drawn, direction) == pytest.approx(counted)


@given(varied, kinds, st.sampled_from([1, -1]))
def test_a_better_value_never_gets_a_lower_score(drawn, kind, direction):
    reference = np.array(drawn)
    found = fit(spec(direction, target=60.0 * direction), kind, reference)
    if isinstance(found, Reason):
        assert (kind, found) == (Normalisation.ROBUST_Z, Reason.NO_VARIATION)
        return
    asked = np.sort(np.concatenate([reference, np.linspace(-60, 60, 25)]))[::direction]
    assert (np.diff(found.apply(asked)) >= -1e-9).all()


@given(varied, kinds.filter(lambda kind: kind is not Normalisation.GOALPOSTS), st.integers(1, 1000))
def test_another_unit_changes_no_score(drawn, kind, factor):
    first = fit(spec(target=60.0), kind, np.array(drawn))
    other = fit(spec(target=60.0 * factor), kind, factor * np.array(drawn))
    if isinstance(first, Reason):
        assert first is other
    else:
        assert np.allclose(first.apply(np.array(drawn)), other.apply(factor * np.array(drawn)))


def test_an_unknown_value_stays_unknown_on_every_scale():
    for kind in Normalisation:
        found = fit(spec(target=60.0), kind, np.array([1.0, 2.0, 3.0, 9.0]))
        assert np.isnan(found.apply(np.array([np.nan]))).all()


def test_suggested_goalposts_are_round_and_hold_the_middle_95_percent():
    low, high = suggest_goalposts(np.arange(1001) / 10)
    assert (low, high) == (2.0, 98.0)
    assert suggest_goalposts(np.array([5.0, 5.0])) is None
    assert suggest_goalposts(np.array([np.nan, 1.0])) is None


@given(varied)
def test_suggested_goalposts_ascend(drawn):
    found = suggest_goalposts(np.array(drawn) * 1234.5)
    assert found is None or found[0] < found[1]
