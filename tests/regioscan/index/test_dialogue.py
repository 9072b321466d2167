"""Weights of groups: the index under each, and where the rankings agree."""

import numpy as np
import pytest

from regioscan.analysis.index.dialogue import ALL_ABOVE, ALL_BELOW, DIVIDED, UNCLEAR, verdict, voice
from regioscan.analysis.index.method import MethodError, with_theme_weights
from regioscan.analysis.index.scoring import score
from tests.regioscan.index.invented import figures, matrix, method

SETS = {"inwoners": {"t0": 80, "t1": 10, "t2": 10}, "bank": {"t0": 10, "t1": 10, "t2": 80}}


@pytest.mark.parametrize("weights", SETS.values(), ids=SETS)
def test_every_voice_has_the_index_of_its_own_weights(weights):
    found = voice(method(), figures(20), weights, draws=20)
    own = score(with_theme_weights(method(), weights), figures(20))
    assert list(found.index) == own.index.listed()
    assert list(found.places) == own.ranks()


def test_a_region_that_is_best_at_everything_is_above_the_middle_for_all():
    values = figures(20).values.copy()
    values[4] = np.where(np.arange(9) % 2 == 0, 100, 0)
    values[7] = 100 - values[4]
    voices = [voice(method(), matrix(values), weights, draws=50) for weights in SETS.values()]
    assert verdict([one.above[4] for one in voices]) == ALL_ABOVE
    assert verdict([one.above[7] for one in voices]) == ALL_BELOW
    assert [one.places[4] for one in voices] == [1, 1]


@pytest.mark.parametrize(
    ("above", "words"),
    [([1.0, 0.0], DIVIDED), ([1.0, 0.5], UNCLEAR), ([0.5], UNCLEAR), ([1.0, None], ""), ([], "")],
)
def test_what_lies_between_is_said_as_it_is(above, words):
    assert verdict(above) == words


def test_the_same_weights_in_another_unit_are_the_same_voice():
    other = voice(method(), figures(15), {"t0": 1, "t1": 1, "t2": 8}, draws=10)
    assert voice(method(), figures(15), SETS["bank"], draws=10).places == other.places


def test_a_region_without_an_index_for_one_voice_has_no_place_there():
    values = figures(10).values.copy()
    values[2, :3] = np.nan
    first, second = (voice(method(), matrix(values), weights, draws=10) for weights in SETS.values())
    assert (first.index[2], first.places[2], first.above[2]) == (None, None, None)
    assert second.above[2] is not None
    assert verdict([first.above[2], second.above[2]]) == ""


def test_weights_that_cannot_be_used_are_refused():
    with pytest.raises(MethodError):
        voice(method(), figures(4), {"nergens": 1})
