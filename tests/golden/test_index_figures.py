"""Worked figures of the vitality index: calculated by hand or by others, never by this engine.

Sources: OECD/JRC, Handbook on constructing composite indicators (2008); the COINr package (skewness and kurtosis «type
2» of spreadsheets).
"""

import json

import numpy as np
import pytest

from regioscan.analysis.index.aggregate import combine, lifted
from regioscan.analysis.index.matrix import Matrix, Reason
from regioscan.analysis.index.method import Aggregation, IndicatorSpec, Method, Normalisation, ThemeSpec
from regioscan.analysis.index.normalise import fit
from regioscan.analysis.index.scoring import score
from regioscan.analysis.index.treat import kurtosis, passes, skewness

GAP = float("nan")


def two_themes(normalisation: Normalisation = Normalisation.GOALPOSTS) -> Method:
    return Method(
        tuple(ThemeSpec(code, (IndicatorSpec(code, 1, 1.0, 0.0, 100.0),)) for code in ("a", "b")), normalisation
    )


def test_skewness_and_kurtosis_of_one_outlier_fail_and_ask_for_treatment():
    values = np.array([1.0, 2.0, 3.0, 4.0, 100.0])
    assert skewness(values) == pytest.approx(2.2324, abs=5e-5)
    assert kurtosis(values) == pytest.approx(4.9869, abs=5e-5)
    assert not passes(values)


def test_themes_of_80_and_20():
    found = score(two_themes(), Matrix(("a", "b"), np.array([[80.0, 20.0]])))
    assert found.arithmetic.value(0) == pytest.approx(50)
    assert found.index.value(0) == pytest.approx(40.2456, abs=5e-5)
    assert lifted(found.index.values, 1.0)[0] == pytest.approx(40.8431, abs=5e-5)
    assert combine(np.array([[80.0, 20.0]]), np.ones(2), Aggregation.ARITHMETIC)[0] == 50


@pytest.mark.parametrize(("direction", "scores"), [(1, [0, 50, 50, 100]), (-1, [100, 50, 50, 0])])
def test_mid_rank_percentiles_do_not_care_about_the_direction(direction, scores):
    values = np.array([1.0, 2.0, 2.0, 3.0])
    found = fit(IndicatorSpec("x", direction), Normalisation.PERCENTILE, values).apply(values)
    assert found.tolist() == pytest.approx(scores)


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ([[7.0, 1.0], [7.0, 2.0]], Reason.NO_VARIATION),
        ([[GAP, 1.0], [GAP, 2.0]], Reason.ALL_MISSING),
    ],
)
def test_a_constant_indicator_and_an_empty_theme_have_no_value_and_a_reason(values, reason):
    found = score(two_themes(), Matrix(("a", "b"), np.array(values)))
    assert (found.themes.value(0, 0), found.themes.reason(0, 0)) == (None, reason)
    assert found.themes.words(0, 0)
    assert "NaN" not in json.dumps([found.index.listed(), found.themes.value(0, 0), found.themes.words(0, 0)])


def test_a_single_region_has_no_place_among_others_and_a_reason():
    alone = Matrix(("a", "b"), np.array([[80.0, 20.0]]))
    found = score(two_themes(Normalisation.PERCENTILE), alone)
    assert (found.index.value(0), found.normalised.reason(0, 0)) == (None, Reason.TOO_FEW_REGIONS)


def test_a_denominator_of_zero_stays_a_reason_in_the_index():
    values, reasons = np.array([[GAP, 1.0], [3.0, 2.0]]), np.array([[Reason.NO_DENOMINATOR, 0], [0, 0]], np.int16)
    found = score(two_themes(), Matrix(("a", "b"), values, reasons))
    assert (found.normalised.value(0, 0), found.normalised.words(0, 0)) == (None, "geen noemer")


def test_goalposts_that_meet_give_no_value_and_a_reason():
    met = Method((ThemeSpec("a", (IndicatorSpec("a", 1, 1.0, 5.0, 5.0),)),))
    found = score(met, Matrix(("a",), np.array([[4.0], [6.0]])))
    assert found.index.listed() == [None, None]
    assert found.normalised.words(0, 0) == "de bovengrens ligt niet boven de ondergrens"
