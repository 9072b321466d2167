"""An index taken apart adds up to itself."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regioscan.analysis.index.change_split import Cause, Moment, causes_of, change_split
from regioscan.analysis.index.decompose import contributions, theme_contributions
from regioscan.analysis.index.matrix import Matrix, Reason
from regioscan.analysis.index.method import Aggregation, Normalisation, with_theme_weights
from regioscan.analysis.index.scoring import score
from tests.regioscan.index.invented import figures, matrices, matrix, method

GAP = float("nan")
additive = st.sampled_from([Aggregation.ARITHMETIC, Aggregation.GEOMETRIC])


def test_each_indicator_adds_its_weight_times_its_distance_from_50():
    found = contributions(score(method(sizes=(2, 1)), matrix([[80, 40, 30]])), 0)
    assert [part.points for part in found.parts] == pytest.approx([0.25 * 30, 0.25 * 10, 0.5 * -20])
    assert found.total == pytest.approx(0, abs=1e-12)
    assert [part.share for part in found.parts] == [None] * 3
    assert [part.code for part in found.largest(2)] == ["i2", "i0"]


def test_themes_of_a_geometric_index_share_the_gap_between_the_logarithms():
    scores = score(method(sizes=(1, 1)), matrix([[80, 80], [40, 40]]))
    found = theme_contributions(scores, 0, scores, 1)
    logs = np.log([80.2 / 40.6, 20.8 / 60.4])
    assert [part.share for part in found.parts] == pytest.approx(logs / logs.sum())
    assert found.total == pytest.approx(scores.index.value(0) - scores.index.value(1))
    assert [(part.score, part.against) for part in found.parts] == [(80, 40), (20, 60)]


@given(matrices(), additive, st.booleans())
def test_parts_always_add_up(drawn, between, against_other):
    scores = score(method(between=between, themes=(1, 2, 3)), drawn)
    other = (scores, drawn.n_regions - 1) if against_other else (None, 0)
    for region in range(drawn.n_regions):
        indicators, themes = (split(scores, region, *other) for split in (contributions, theme_contributions))
        is_known = scores.index.known[region] and (not against_other or scores.index.known[-1])
        if not is_known:
            assert (indicators.total, indicators.parts, indicators.reason > 0) == (None, (), True)
            assert (themes.total, themes.parts, themes.reason > 0) == (None, (), True)
            continue
        for found, whole in ((indicators, scores.arithmetic), (themes, scores.index)):
            start = whole.value(other[1]) if against_other else 50
            assert found.total == pytest.approx(whole.value(region) - start, abs=1e-8)
            assert sum(part.points for part in found.parts) == pytest.approx(found.total, abs=1e-9)


def test_what_cannot_be_taken_apart_says_so():
    penalised = score(method(between=Aggregation.PENALTY), figures(3))
    assert theme_contributions(penalised, 0).reason is Reason.NOT_ADDITIVE
    assert contributions(score(method(within=Aggregation.GEOMETRIC), figures(3)), 0).reason is Reason.NOT_ADDITIVE
    zero = score(method(sizes=(1, 1), floor=0.0), matrix([[0, 50]]))
    assert theme_contributions(zero, 0).reason is Reason.NOT_POSITIVE


def moments(seed=3, **steps):
    """Thirty regions at two moments, with one cause in each of the first columns."""
    before, random = figures(30, seed=seed), np.random.default_rng(seed)
    periods = np.full(before.values.shape, 2022, dtype=np.int16)
    carried = np.zeros(before.values.shape, dtype=np.bool_)
    carried[:, 2] = True
    values = before.values + np.where(np.arange(9) < 5, random.normal(0, 5, before.values.shape), 0)
    later = periods.copy()
    later[:, [1, 2, 3, 4]] = 2024
    boundary = np.zeros(before.values.shape, dtype=np.bool_)
    boundary[:, 3] = True
    crossed = np.arange(9) == 4
    then = Matrix(before.codes, before.values, None, carried, periods)
    now = Matrix(before.codes, values, None, np.zeros_like(carried), later)
    return Moment(method(**steps), then), Moment(method(**steps), now), (boundary, crossed)


def test_every_changed_cell_has_its_cause():
    before, after, marked = moments()
    found = causes_of(before.matrix, after.matrix, *marked)
    assert found[0].tolist() == [
        Cause.REVISION,
        Cause.OBSERVATION,
        Cause.REFRESHED,
        Cause.BOUNDARY,
        Cause.DEFINITION,
        *([Cause.NONE] * 4),
    ]


@pytest.mark.parametrize("normalisation", [Normalisation.GOALPOSTS, Normalisation.PERCENTILE])
def test_the_causes_of_a_change_add_up_to_it(normalisation):
    before, after, marked = moments(normalisation=normalisation)
    after = replace(after, method=with_theme_weights(after.method, {"t0": 3, "t1": 1, "t2": 1}))
    found = change_split(before, after, causes_of(before.matrix, after.matrix, *marked))
    then, now = (score(moment.method, moment.matrix) for moment in (before, after))
    for region, split in enumerate(found):
        assert split.change == pytest.approx(now.index.value(region) - then.index.value(region))
        assert sum(split.points.values()) == pytest.approx(split.change, abs=1e-9)
    assert {cause for split in found for cause in split.points} == set(Cause) - {Cause.NONE}


def test_one_cause_gets_all_of_a_change():
    before, _, _ = moments()
    only = Moment(before.method, Matrix(before.matrix.codes, before.matrix.values + 1.0, periods=before.matrix.periods))
    found = change_split(before, only, causes_of(before.matrix, only.matrix))
    assert {tuple(split.points) for split in found} == {(Cause.REVISION,)}
    same = change_split(before, before, causes_of(before.matrix, before.matrix))
    assert [(split.change, split.points) for split in same[:2]] == [(0, {}), (0, {})]


def test_an_indicator_that_only_the_new_method_has_belongs_to_the_method():
    old = Moment(method(sizes=(2,)), figures(5, 2))
    new = Moment(method(sizes=(2, 1)), figures(5, 3))
    new = replace(new, matrix=Matrix(new.matrix.codes, np.hstack([old.matrix.values, new.matrix.values[:, 2:]])))
    found = change_split(old, new, causes_of(old.matrix, new.matrix))
    assert [tuple(split.points) for split in found] == [(Cause.METHOD,)] * 5


def test_a_moment_without_index_gives_a_reason():
    before, after = matrix([[50, 50]]), matrix([[50, GAP]])
    (found,) = change_split(
        Moment(method(sizes=(1, 1)), before), Moment(method(sizes=(1, 1)), after), causes_of(before, after)
    )
    assert (found.change, found.points, found.reason) == (None, {}, Reason.TOO_LITTLE_KNOWN)


def test_a_change_without_a_cause_is_refused():
    before, after = matrix([[50, 50]]), matrix([[50, 60]])
    with pytest.raises(ValueError, match="without a cause"):
        change_split(
            Moment(method(sizes=(1, 1)), before), Moment(method(sizes=(1, 1)), after), np.zeros((1, 2), np.int8)
        )
