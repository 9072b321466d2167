"""Which regions are alike: worked by hand, and the laws that hold whatever the figures are."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from regioscan.analysis import neighbours
from regioscan.analysis.neighbours import distances, halved, is_poor, n_nearest, nearest, robust_scores
from regioscan.analysis.peer_variables import difference_words, peer_variables
from regioscan.catalogue import read_catalogue
from regioscan.method_catalogue import read_method

LAND = np.array([[10.0, 1.0], [20.0, 5.0], [30.0, 2.0], [40.0, 4.0], [50.0, 3.0]])
tables = arrays(np.float64, (8, 3), elements=st.integers(1, 50).map(float))


def test_a_distance_worked_out_by_hand():
    # Column 1: median 30, absolute deviations 20 10 0 10 20, their median 10; column 2: median 3, their median 1.
    z = np.array([[-20, -2], [-10, 2], [0, -1], [10, 1], [20, 0]]) / (1.4826 * np.array([10, 1]))
    assert robust_scores(LAND) == pytest.approx(z)
    square = 2 * (z[0, 0] - z[1, 0]) ** 2 + 1 * (z[0, 1] - z[1, 1]) ** 2
    assert distances(z, np.array([2.0, 1.0]))[0, 1] == pytest.approx(math.sqrt(square / 3))


def test_scores_are_held_between_minus_three_and_three():
    assert robust_scores(np.array([[1.0], [2.0], [3.0], [4.0], [5000.0]]))[-1, 0] == 3.0


def test_a_variable_that_is_the_same_everywhere_does_not_count():
    found = nearest(np.column_stack([LAND[:, 0], np.full(5, 7.0)]), [1, 1], [False, False])
    assert found.weights.tolist() == [1.0, 0.0]


def test_variables_that_say_the_same_count_half_each():
    scores = robust_scores(np.column_stack([LAND[:, 0], -LAND[:, 0], LAND[:, 1]]))
    assert halved(scores, np.array([2.0, 2.0, 1.0])).tolist() == [1.0, 1.0, 1.0]


def test_below_eighty_percent_of_the_weight_there_is_no_distance():
    values = np.array([[1.0, 1.0], [2.0, np.nan], [3.0, 5.0], [5.0, 2.0], [7.0, 9.0]])
    enough = nearest(values, [4, 1], [False, False])
    too_little = nearest(values, [3, 1], [False, False])
    assert 1 in {one.region for one in enough.of[0]}
    assert 1 not in {one.region for one in too_little.of[0]}
    assert too_little.of[1] == ()


def test_equal_distances_stand_in_the_order_of_the_regions():
    values = np.array([[5.0], [6.0], [4.0], [6.0], [4.0], [9.0]])
    assert [one.region for one in nearest(values, [1], [False]).of[0]] == [1, 2, 3, 4, 5]


def test_the_three_variables_that_differ_most_are_named_with_their_sign():
    rng = np.random.default_rng(1)
    values = rng.normal(size=(9, 5))
    found = nearest(values, [1, 1, 1, 1, 1], [False] * 5)
    scores = robust_scores(values)
    for place, row in enumerate(found.of):
        for one in row:
            gap = scores[place] - scores[one.region]
            expected = sorted(range(5), key=lambda j, gap=gap: -abs(gap[j]))[:3]
            assert [difference.variable for difference in one.differences] == expected
            assert one.differences[0].z == pytest.approx(gap[expected[0]])


@pytest.mark.parametrize(("n", "count"), [(5, 4), (12, 4), (13, 4), (16, 5), (31, 10), (342, 10)])
def test_ten_neighbours_or_a_third_of_the_others_and_never_fewer_than_four(n, count):
    assert n_nearest(n) == count


def test_with_four_regions_nobody_has_a_neighbour():
    assert nearest(LAND[:4], [1, 1], [False, False]).of == ((), (), (), ())


def test_a_region_that_lies_apart_has_no_good_comparison():
    values = np.array([[float(number)] for number in range(20)] + [[500.0]])
    found = nearest(values, [1], [False])
    poor = [place for place, row in enumerate(found.of) if is_poor([one.distance for one in row], found.far)]
    assert 20 in poor
    assert 10 not in poor


@given(tables)
def test_the_distance_is_symmetric_and_zero_to_itself_only_in_the_matrix(values):
    scores = robust_scores(values)
    used = halved(scores, np.ones(3))
    found = distances(scores, used)
    assert np.allclose(found, found.T, equal_nan=True)
    assert (np.diag(found) == 0).all()


@given(tables)
def test_a_region_is_never_its_own_neighbour(values):
    for place, row in enumerate(nearest(values, [2, 1, 1], [True, False, False]).of):
        assert place not in {one.region for one in row}


@given(tables, st.sampled_from([0.25, 8.0, 1024.0]))
def test_another_unit_changes_nothing(values, factor):
    before = nearest(values, [2, 1, 1], [True, False, False])
    scaled = nearest(values * np.array([factor, factor, 1]), [2, 1, 1], [True, False, False])
    for a, b in zip(before.of, scaled.of, strict=True):
        assert [one.distance for one in a] == pytest.approx([one.distance for one in b], abs=1e-9)


@given(tables)
def test_the_order_of_the_regions_changes_no_distance(values):
    before = nearest(values, [1, 1, 1], [False] * 3)
    after = nearest(values[::-1], [1, 1, 1], [False] * 3)
    for a, b in zip(before.of, reversed(after.of), strict=True):
        assert [one.distance for one in a] == pytest.approx([one.distance for one in b], abs=1e-9)


def test_no_variable_is_an_outcome():
    directions = {entry.code: entry.direction for entry in read_catalogue().indicators}
    in_index = {entry.code for entry in read_method().indicators}
    codes = [one.code for one in peer_variables()]
    assert [code for code in codes if directions[code] != 0] == []
    assert in_index
    assert in_index & set(codes) == set()


def test_a_difference_is_said_of_ours_beside_theirs():
    assert difference_words("inwoners", 0.8) == "meer inwoners"
    assert difference_words("inwoners", -0.8) == "minder inwoners"
    assert difference_words("verdwenen", 1) == "verdwenen"


def test_a_logarithm_makes_twice_as_many_the_same_step_everywhere():
    made = neighbours.with_logs(np.array([[1.0], [2.0], [4.0], [0.0]]), [True])
    assert np.diff(made[:3, 0]) == pytest.approx([math.log(2)] * 2)
    assert np.isnan(made[3, 0])
