"""Where a region stands: worked figures and laws."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regioscan.analysis.position import (
    ThemePlace,
    favourable,
    from_bytes,
    middle_half,
    place_change,
    quantile,
    ranks,
    standing,
    theme_place,
)

values = st.lists(st.integers(-50, 50).map(float), min_size=2, max_size=40)


def percentiles(drawn: list[float]) -> list[float]:
    """The mid-rank percentile of every value."""
    ordered = np.sort(np.array(drawn))
    return [standing(ordered, value).percentile for value in drawn]


def test_mid_ranks_of_the_worked_figures():
    assert percentiles([1, 2, 2, 3]) == [0, 0.5, 0.5, 1]


@given(values)
def test_the_percentile_is_that_of_counting_one_by_one(drawn):
    counted = [
        (sum(other < value for other in drawn) + (sum(other == value for other in drawn) - 1) / 2) / (len(drawn) - 1)
        for value in drawn
    ]
    assert percentiles(drawn) == pytest.approx(counted)


@given(values)
def test_a_flip_of_direction_mirrors_every_percentile(drawn):
    assert np.allclose(percentiles(drawn), [1 - found for found in percentiles([-value for value in drawn])])


@given(values, st.randoms())
def test_the_order_of_the_regions_and_the_unit_change_nothing(drawn, random):
    shuffled = list(enumerate(drawn))
    random.shuffle(shuffled)
    found = percentiles([1000 * value for _, value in shuffled])
    back = dict(zip((position for position, _ in shuffled), found, strict=True))
    assert [back[position] for position in range(len(drawn))] == percentiles(drawn)


@given(values)
def test_a_higher_value_never_stands_lower(drawn):
    ordered = np.sort(np.array(drawn))
    places = [standing(ordered, value).percentile for value in ordered]
    assert places == sorted(places)


def test_a_standing_counts_the_others_and_not_the_region_itself():
    found = standing(np.array([1.0, 2.0, 2.0, 3.0]), 2.0)
    assert (found.n_lower, found.n_equal, found.n_higher, found.n_others) == (1, 1, 1, 3)


def test_a_value_that_is_not_among_the_published_ones_is_added_first():
    found = standing(np.array([1.0, 2.0, 4.0]), 3.0)
    assert (found.n_lower, found.n_equal, found.n_higher, found.high) == (2, 0, 1, 4.0)


def test_one_region_alone_has_no_place():
    assert standing(np.array([5.0]), 5.0) is None


def test_all_equal_values_stand_in_the_middle():
    assert standing(np.array([7.0, 7.0, 7.0]), 7.0).percentile == 0.5


@pytest.mark.parametrize(("direction", "place"), [(1, 80.0), (-1, 20.0), (0, None)])
def test_a_place_follows_the_direction_and_context_has_none(direction, place):
    assert favourable(0.8, direction) == (pytest.approx(place) if place else None)


def test_a_theme_is_the_mean_of_its_places_with_the_outer_figures():
    assert theme_place([80.0, 50.0, 20.0]) == ThemePlace(50.0, 20.0, 80.0, 3, 3)


def test_a_theme_needs_65_percent_of_its_figures():
    assert theme_place([80.0, 50.0, None]) == ThemePlace(65.0, 50.0, 80.0, 2, 3)
    assert theme_place([80.0, None, 50.0, None]) == ThemePlace(None, None, None, 2, 4)


def test_a_theme_without_figures_has_no_place():
    assert theme_place([]) == ThemePlace(None, None, None, 0, 0)


def test_a_change_of_place_uses_only_figures_known_at_both_moments():
    assert place_change([60.0, 50.0, None], [50.0, 50.0, 90.0]) == 5.0
    assert place_change([60.0, None, None], [50.0, 50.0, 90.0]) is None


def test_equal_values_share_a_rank_and_the_next_is_skipped():
    assert ranks([30.0, 20.0, 30.0, 10.0]).tolist() == [1, 3, 1, 4]
    assert ranks([30.0, 20.0, 30.0, 10.0], highest_first=False).tolist() == [3, 2, 3, 1]


def test_half_of_the_regions_lie_within_the_middle_half():
    assert middle_half(np.array([0.0, 10.0, 20.0, 30.0, 40.0])) == 20.0
    assert middle_half(np.array([])) == 0.0


@given(values)
def test_bytes_give_back_the_array_that_was_stored(drawn):
    assert from_bytes(np.array(drawn, dtype="<f8").tobytes()).tolist() == drawn


@given(values, st.floats(0, 1))
def test_a_quantile_is_the_one_of_numpy(drawn, share):
    ordered = np.sort(np.array(drawn))
    assert quantile(ordered, share) == pytest.approx(float(np.quantile(ordered, share)))
