"""Scores with their reasons: coverage, exclusion, carried figures, and every special case without an exception."""

import json
from dataclasses import asdict, replace

import numpy as np
import pytest

from regioscan.analysis.index.aggregate import combine
from regioscan.analysis.index.carry import latest
from regioscan.analysis.index.matrix import Matrix, Reason
from regioscan.analysis.index.method import Aggregation, Normalisation, ThemeSpec, Treatment
from regioscan.analysis.index.scoring import score
from tests.regioscan.index.invented import figures, matrix, method

GAP = float("nan")


def test_one_region_is_scored_against_goalposts():
    found = score(method(sizes=(1, 1)), matrix([[80, 80]]))
    assert found.themes.values.tolist() == [[80, 20]]
    assert found.arithmetic.value(0) == pytest.approx(50)
    assert found.index.value(0) == pytest.approx(40.2456, abs=5e-5)
    assert found.imbalance(0) == pytest.approx(9.7544, abs=5e-5)
    assert found.ranks() == [1]


def test_a_theme_with_less_than_65_percent_known_has_no_score():
    three = method(sizes=(3,))
    enough, too_little = score(three, matrix([[80, 40, GAP]])), score(three, matrix([[80, GAP, GAP]]))
    assert enough.themes.value(0, 0) == pytest.approx(70)
    assert enough.known_themes[0, 0] == pytest.approx(2 / 3)
    assert too_little.themes.value(0, 0) is None
    assert too_little.themes.words(0, 0) == "te weinig bekend"
    assert too_little.index.words(0) == "te weinig bekend"


def test_exactly_65_percent_is_enough_whatever_the_last_bit_says():
    weights = [0.1, 0.2, 0.35, 0.35]
    found = score(method(sizes=(4,), weights=weights), matrix([[50, 50, 50, GAP]]))
    assert found.themes.value(0, 0) == pytest.approx(50)


def test_a_theme_of_which_nothing_is_known_is_a_gap_and_not_zero():
    found = score(method(sizes=(1, 1, 1)), matrix([[80, 20, GAP]]))
    assert found.themes.value(0, 2) is None
    assert found.themes.reason(0, 2) is Reason.ALL_MISSING
    assert found.index.value(0) == pytest.approx(80)
    assert found.known[0] == pytest.approx(2 / 3)


def test_without_an_essential_theme_there_is_no_index():
    base = method(sizes=(1, 1, 1))
    needed = replace(base, themes=(*base.themes[:2], replace(base.themes[2], essential=True)))
    found = score(needed, matrix([[80, 20, GAP], [70, 30, 50]]))
    assert found.index.words(0) == "een onmisbaar thema heeft geen score"
    assert found.index.value(1) is not None


def test_an_indicator_without_variation_is_left_out_as_if_it_were_not_there():
    found = score(method(sizes=(3, 1)), matrix([[80, 7, 60, 50], [40, 7, 20, 40]]))
    without = score(
        method(sizes=(2, 1)), Matrix(("i0", "i1", "i2"), np.array([[80.0, 40.0, 50.0], [40.0, 80.0, 60.0]]))
    )
    assert found.excluded == {"i1": Reason.NO_VARIATION}
    assert found.normalised.words(0, 1) == "geen verschil tussen de regio’s waarmee is vergeleken"
    assert found.known_themes[0, 0] == 1
    assert found.themes.values[:, 0].tolist() == without.themes.values[:, 0].tolist()


def test_a_theme_of_which_nothing_varies_says_so():
    found = score(method(sizes=(1, 1)), matrix([[7, 1], [7, 2]]))
    assert found.themes.words(0, 0) == "geen verschil tussen de regio’s waarmee is vergeleken"


def test_a_reason_of_the_figure_itself_is_kept():
    values = np.array([[GAP, 1.0], [2.0, GAP], [3.0, GAP]])
    reasons = np.array([[Reason.SUPPRESSED, 0], [0, Reason.NO_DENOMINATOR], [0, 0]], dtype=np.int16)
    found = score(method(sizes=(1, 1)), Matrix(("i0", "i1"), values, reasons))
    assert found.normalised.words(0, 0) == "onderdrukt"
    assert found.normalised.words(1, 1) == "geen noemer"
    assert found.normalised.words(2, 1) == "ontbreekt"
    assert found.normalised.words(0, 1) == ""


def test_zero_and_negative_values_have_no_logarithm():
    base = method(sizes=(1,))
    logarithmic = replace(base.themes[0].indicators[0], low=1.0, high=100.0, log=True)
    found = score(replace(base, themes=(ThemeSpec("t0", (logarithmic,)),)), matrix([[0], [-2.3], [10], [1]]))
    assert [found.normalised.reason(row, 0) for row in (0, 1)] == [Reason.NOT_POSITIVE] * 2
    assert found.normalised.value(2, 0) == pytest.approx(50)
    assert found.normalised.value(3, 0) == pytest.approx(0, abs=1e-12)


def test_negative_values_count_like_others_on_an_ordinary_scale():
    base = method(sizes=(1,))
    wide = replace(base.themes[0].indicators[0], low=-10.0, high=10.0)
    found = score(replace(base, themes=(ThemeSpec("t0", (wide,)),)), matrix([[-2.5], [5]]))
    assert found.index.listed() == pytest.approx([37.5, 75])


def test_context_stands_beside_the_index():
    base = method(sizes=(2,))
    aside = replace(base.themes[0].indicators[1], direction=0)
    found = score(replace(base, themes=(ThemeSpec("t0", (base.themes[0].indicators[0], aside)),)), matrix([[80, 10]]))
    assert found.method.codes == ("i0",)
    assert found.index.value(0) == pytest.approx(80)


def test_an_indicator_that_nobody_delivered_is_missing_everywhere():
    found = score(method(sizes=(1, 1)), Matrix(("i0", "other"), np.array([[80.0, 1.0]])))
    assert found.normalised.words(0, 1) == "ontbreekt"
    assert score(method(sizes=(1,)), Matrix((), np.empty((2, 0)))).index.listed() == [None, None]
    assert score(method(sizes=(1,)), Matrix(("i0",), np.empty((0, 1)))).ranks() == []


def test_values_beyond_a_goalpost_are_cut_off_flagged_and_kept():
    found = score(method(sizes=(2,)), matrix([[130, 130], [50, 50]]))
    assert found.normalised.values[0].tolist() == [100, 0]
    assert found.unclipped[0].tolist() == [130, -30]
    assert found.beyond.tolist() == [[True, True], [False, False]]


def test_carried_figures_are_flagged_where_they_count():
    carried = np.array([[True, False]])
    found = score(method(sizes=(2,)), Matrix(("i1", "i0"), np.array([[1.0, 2.0]]), carried=carried))
    assert found.carried.tolist() == [[False, True]]


def test_equal_regions_share_a_place_and_the_next_is_skipped():
    found = score(method(sizes=(1,)), matrix([[70], [GAP], [80], [70], [10]]))
    assert found.ranks() == [2, None, 1, 2, 4]


def test_a_region_scored_against_the_nation_does_not_move_the_nation():
    nation = figures(40)
    own = Matrix(nation.codes, nation.values[:1] + 3.0)
    for kind in (Normalisation.Z, Normalisation.PERCENTILE, Normalisation.MIN_MAX):
        other = replace(method(), normalisation=kind)
        assert score(other, nation.rows([0]), nation).index.value(0) == pytest.approx(
            score(other, nation).index.value(0)
        )
        assert score(other, own, nation).index.value(0) is not None


def test_treated_outliers_are_named_and_change_scores_only():
    values = figures(40).values.copy()
    values[7, 0] = 5_000.0
    treated = replace(method(), treatment=Treatment.OUTLIERS, normalisation=Normalisation.MIN_MAX)
    found, plain = score(treated, matrix(values)), score(replace(treated, treatment=Treatment.NONE), matrix(values))
    assert found.columns[0].treated.rows == (7,)
    assert np.median(plain.normalised.values[:, 0]) < 5
    assert np.median(found.normalised.values[:, 0]) > 20


def test_a_logarithm_moves_the_goalposts_along():
    heavy = np.exp(np.linspace(0, 12, 60) ** 1.2)[:, None]
    base = method(sizes=(1,), treatment=Treatment.OUTLIERS)
    spec = replace(base.themes[0].indicators[0], low=1.0, high=float(heavy.max()))
    found = score(replace(base, themes=(ThemeSpec("t0", (spec,)),)), matrix(heavy))
    assert found.columns[0].treated.log == 1
    assert (found.index.value(0), found.index.value(59)) == (pytest.approx(0, abs=1e-9), pytest.approx(100))
    assert found.index.value(30) > 10 * 100 * heavy[30, 0] / heavy.max()


@pytest.mark.parametrize("rule", Aggregation)
def test_every_way_of_combining_gives_equal_scores_back(rule):
    assert combine(np.full((1, 3), 42.0), np.array([1.0, 2, 3]), rule, -1.0).tolist() == pytest.approx([42])


def test_ways_of_combining_punish_imbalance_ever_more():
    uneven, weights = np.array([[80.0, 20.0]]), np.ones(2)
    steps = [
        (Aggregation.ARITHMETIC, 1.0),
        (Aggregation.GEOMETRIC, 1.0),
        (Aggregation.GENERALISED, -1.0),
        (Aggregation.GENERALISED, -20.0),
    ]
    found = [float(combine(uneven, weights, rule, power)[0]) for rule, power in steps]
    assert found == sorted(found, reverse=True)
    assert found[2] == pytest.approx((2 / (1 / 80.2 + 1 / 20.8) - 1) / 0.99)
    assert combine(uneven, weights, Aggregation.PENALTY)[0] == pytest.approx(50 - 30 * 30 / 50)
    assert combine(uneven, weights, Aggregation.GENERALISED, 0.0)[0] == pytest.approx(found[1])


def test_a_zero_makes_zero_only_on_a_scale_that_starts_at_zero():
    zero, weights = np.array([[0.0, 90.0]]), np.ones(2)
    assert combine(zero, weights, Aggregation.GEOMETRIC, floor=0.0)[0] == 0
    assert combine(zero, weights, Aggregation.GEOMETRIC)[0] > 5
    assert combine(np.full((1, 2), GAP), weights, Aggregation.GEOMETRIC).tolist() == pytest.approx([GAP], nan_ok=True)
    assert combine(np.zeros((1, 2)), weights, Aggregation.PENALTY)[0] == 0


def test_the_newest_figure_within_the_age_is_taken_and_an_older_one_marked():
    values = np.array([[[1.0, 1.0], [9.0, 1.0]], [[2.0, 2.0], [GAP, GAP]], [[3.0, GAP], [GAP, GAP]]])
    found = latest(("a", "b"), (2020, 2022, 2024), values, 3)
    assert np.array_equal(found.values, [[3, 2], [GAP, GAP]], equal_nan=True)
    assert found.periods.tolist() == [[2024, 2022], [0, 0]]
    assert found.carried.tolist() == [[False, False], [False, False]]
    older = latest(("a", "b"), (2020, 2022, 2024), values, 4)
    assert older.periods.tolist() == [[2024, 2022], [2020, 2020]]
    assert older.carried.tolist() == [[False, False], [True, True]]


def test_a_matrix_refuses_what_cannot_be_right():
    for wrong in (
        lambda: Matrix(("a",), np.zeros((2, 2))),
        lambda: Matrix(("a", "a"), np.zeros((2, 2))),
        lambda: Matrix(("a",), np.array([[np.inf]])),
        lambda: Matrix(("a",), np.zeros((2, 1)), reasons=np.zeros((1, 1), np.int16)),
    ):
        with pytest.raises(ValueError):
            wrong()


def test_what_leaves_the_package_as_plain_values_can_be_json():
    found = score(method(), figures(6, missing=0.6))
    plain = {
        "index": found.index.listed(),
        "themes": [[found.themes.value(row, at) for at in range(3)] for row in range(6)],
        "ranks": found.ranks(),
        "method": asdict(found.method),
    }
    assert "NaN" not in json.dumps(plain)
    assert None in found.index.listed()
