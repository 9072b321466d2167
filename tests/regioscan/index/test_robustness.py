"""The index made a thousand times: seeded, true to the method when nothing varies, and honest in its words."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from regioscan.analysis.index.field import places
from regioscan.analysis.index.matrix import Matrix
from regioscan.analysis.index.method import Aggregation, Normalisation, Treatment
from regioscan.analysis.index.robustness import Place, pair_words, rank_words, simulate
from regioscan.analysis.index.scoring import score
from regioscan.analysis.index.varying import VariationError, Varied, all_of
from tests.regioscan.index.invented import figures, matrices, matrix, method

GAP = float("nan")
GOALPOSTS, Z, PERCENTILE = Normalisation.GOALPOSTS, Normalisation.Z, Normalisation.PERCENTILE
every_step = st.fixed_dictionaries(
    {
        "normalisation": st.sampled_from([GOALPOSTS, Z, PERCENTILE]),
        "within": st.sampled_from(list(Aggregation)),
        "between": st.sampled_from(list(Aggregation)),
        "floor": st.sampled_from([0.0, 1.0]),
        "treatment": st.sampled_from(list(Treatment)),
    }
)


@given(matrices(), every_step)
def test_when_nothing_varies_every_version_is_the_index_itself(drawn, chosen):
    made = method(**chosen)
    found = simulate(made, drawn, varied=Varied(), draws=3)
    for region, rank in enumerate(score(made, drawn).ranks()):
        place = found.place(region)
        assert rank == (place and place.low) == (place and place.median) == (place and place.high)


def test_the_same_seed_gives_the_same_places_and_another_seed_others():
    given_figures = figures(40, missing=0.1)
    errors = np.full(given_figures.values.shape, 3.0)
    first, again, other = (simulate(method(), given_figures, errors, seed, 100) for seed in (1, 1, 2))
    assert np.array_equal(first.ranks, again.ranks)
    assert not np.array_equal(first.ranks, other.ranks)


def test_every_version_is_the_index_made_by_hand_with_its_own_choices():
    given_figures = figures(30, missing=0.08)
    varied = Varied(
        normalisations=(GOALPOSTS, Z, PERCENTILE), aggregations=(Aggregation.ARITHMETIC, Aggregation.GEOMETRIC)
    )
    found = simulate(method(), given_figures, varied=varied, draws=200)
    known = score(method(), given_figures).index.known
    by_hand = {
        tuple(np.array(score(method(normalisation=n, between=b), given_figures).ranks(), dtype=float)[known])
        for n in varied.normalisations
        for b in varied.aggregations
    }
    assert {tuple(version) for version in found.ranks.T.astype(float)} == by_hand


def test_weights_alone_do_not_move_a_region_that_is_best_at_everything():
    values = figures(20).values.copy()
    values[4] = np.where(np.arange(9) % 2 == 0, 100, 0)
    place = simulate(method(), matrix(values), varied=Varied(weights=0.25), draws=50).place(4)
    assert (place.low, place.high, place.p_top_quarter, place.p_above) == (1, 1, 1, 1)


def test_sampling_error_widens_the_interval():
    given_figures = figures(60)
    errors = np.full(given_figures.values.shape, 8.0)
    exact, moved = (
        simulate(method(), given_figures, one, draws=200, varied=Varied(sampling_error=True))
        for one in (np.zeros_like(errors), errors)
    )
    assert (exact.low == exact.high).all()
    assert (moved.high - moved.low).mean() > 10


def test_chance_moves_a_place_as_often_as_the_normal_distribution_says():
    # Two regions a distance of 2 apart, each with a standard error of √2: the difference has one of 2, so z = 1.
    one = method(sizes=(1,))
    found = simulate(
        one, matrix([[52], [50], [10]]), np.array([[2**0.5], [2**0.5], [GAP]]), 1, 4000, Varied(sampling_error=True)
    )
    assert found.p_ahead(0, 1) == pytest.approx(0.8413, abs=0.02)
    assert found.p_ahead(1, 0) == pytest.approx(1 - found.p_ahead(0, 1))
    assert found.place(2).low == 3


def test_errors_on_a_percentile_and_a_logarithmic_scale_stay_within_it():
    base = method(sizes=(2,), normalisation=PERCENTILE)
    specs = tuple(replace(one, low=1.0, log=True) for one in base.themes[0].indicators)
    made = replace(base, themes=(replace(base.themes[0], indicators=specs),))
    values = np.abs(figures(30, 2).values) + 1
    found = simulate(made, matrix(values), np.full(values.shape, 200.0), draws=50)
    assert found.ranks.min() == 1
    assert found.ranks.max() <= 30


def test_filling_in_uses_the_mean_of_the_group():
    values = np.array([[90.0, 10.0], [80.0, GAP], [10.0, 90.0], [20.0, 95.0], [85.0, 15.0]])
    groups = np.array([0, 0, 1, 1, 0])
    lax = method(sizes=(2,), coverage=0.5)
    found = simulate(lax, matrix(values), varied=Varied(imputation=True), draws=100, groups=groups)
    filled = values.copy()
    filled[1, 1] = 12.5
    outcomes = {tuple(version) for version in found.ranks.T.tolist()}
    assert outcomes == {tuple(score(lax, matrix(one)).ranks()) for one in (values, filled)}


def test_leaving_out_one_indicator_gives_exactly_the_indices_without_one():
    given_figures = figures(25)
    found = simulate(method(), given_figures, varied=Varied(leave_out=True), draws=300)
    base = method()

    def without(code):
        themes = (
            replace(theme, indicators=tuple(one for one in theme.indicators if one.code != code))
            for theme in base.themes
        )
        return tuple(score(replace(base, themes=tuple(themes)), given_figures).ranks())

    assert {tuple(version) for version in found.ranks.T.tolist()} == {without(code) for code in (None, *base.codes)}


def test_regions_without_an_index_have_no_place():
    values = figures(12).values.copy()
    values[5] = GAP
    found = simulate(method(), matrix(values), draws=20)
    assert found.place(5) is None
    assert rank_words(found, 5) == ""
    assert pair_words(found.p_ahead(5, 1)) == "niet te vergelijken"
    assert found.n_ranked == 11
    assert {found.place(at).n_regions for at in range(12) if at != 5} == {11}


@pytest.mark.parametrize("values", [np.empty((0, 9)), np.full((3, 9), GAP), np.full((1, 9), 40.0)])
def test_nobody_to_rank_is_no_exception(values):
    found = simulate(method(), matrix(values), draws=5)
    assert [found.place(at) for at in range(len(values))] in ([], [None] * 3, [Place(1, 1, 1, 1, 0.0, 0.5)])


@pytest.mark.parametrize(
    ("steps", "varied"),
    [
        ({}, Varied(normalisations=(Z, PERCENTILE))),
        ({"between": Aggregation.PENALTY}, Varied(aggregations=(Aggregation.ARITHMETIC, Aggregation.GEOMETRIC))),
        ({}, Varied(treatments=(Treatment.NONE, Treatment.OUTLIERS))),
        ({}, Varied(sampling_error=True)),
        ({}, Varied(imputation=True)),
        ({}, Varied(weights=1.5)),
        ({"sizes": (1,)}, Varied(leave_out=True)),
    ],
)
def test_a_varied_step_that_is_not_there_is_an_error(steps, varied):
    made = method(**steps)
    with pytest.raises(VariationError):
        simulate(made, figures(5, len(made.codes)), varied=varied, draws=2)


def test_goalposts_that_were_never_laid_down_are_not_varied_in():
    base = method(sizes=(2,), normalisation=Z)
    bare = replace(
        base,
        themes=(
            replace(base.themes[0], indicators=tuple(replace(one, low=None) for one in base.themes[0].indicators)),
        ),
    )
    assert GOALPOSTS not in all_of(bare, has_errors=False, has_groups=False).normalisations
    with pytest.raises(VariationError, match="goalposts"):
        simulate(bare, figures(5, 2), varied=Varied(normalisations=(Z, GOALPOSTS)))


@given(st.lists(st.lists(st.integers(0, 6), min_size=1, max_size=12), min_size=1, max_size=3))
def test_places_are_those_of_counting_who_is_higher(rows):
    width = min(map(len, rows))
    index = np.array([row[:width] for row in rows]) * (100 / 6)
    counted = [[1 + sum(other > one for other in row) for one in row] for row in index.tolist()]
    assert places(index).tolist() == counted


def test_differences_beyond_the_twelfth_decimal_make_no_places():
    assert places(np.array([[50.0, 50.0 + 1e-14, 50.0 - 1e-11]])).tolist() == [[1, 1, 3]]


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (Place(40, 60, 95, 342, 0.5, 0.99), "plaats 40 tot 95 van 342; boven het midden"),
        (Place(140, 160, 190, 342, 0, 0.6), "plaats 140 tot 190 van 342; niet te onderscheiden van het midden"),
        (Place(190, 200, 220, 342, 0, 0.1), "plaats 190 tot 220 van 342; waarschijnlijk onder het midden"),
        (Place(1, 1, 1, 342, 1, 1), "plaats 1 van 342; boven het midden"),
        (
            Place(40, 100, 200, 342, 0.1, 0.85),
            "geen plaats te noemen: in de bovenste of de middelste groep; waarschijnlijk boven het midden",
        ),
        (
            Place(10, 170, 330, 342, 0.1, 0.5),
            "geen plaats te noemen: van de bovenste tot de onderste groep; niet te onderscheiden van het midden",
        ),
    ],
)
def test_a_place_is_worded_by_what_is_known_of_it(place, words):
    assert place.words == words


def test_a_wide_interval_gives_a_band_and_no_place():
    assert Place(100, 150, 214, 342, 0, 0.5).is_band
    assert not Place(100, 150, 213, 342, 0, 0.5).is_band


@pytest.mark.parametrize(
    ("p", "words"),
    [
        (0.95, "ligt voor"),
        (0.94, "ligt waarschijnlijk voor"),
        (0.80, "ligt waarschijnlijk voor"),
        (0.79, "niet te onderscheiden"),
        (0.21, "niet te onderscheiden"),
        (0.1, "ligt waarschijnlijk achter"),
        (0.04, "ligt achter"),
        (None, "niet te vergelijken"),
    ],
)
def test_a_pair_is_worded_by_its_probability(p, words):
    assert pair_words(p) == words


def test_more_regions_than_two_bytes_hold_are_refused():
    with pytest.raises(ValueError, match="65535"):
        simulate(method(sizes=(1,)), Matrix(("i0",), np.zeros((65_536, 1))), draws=1)
