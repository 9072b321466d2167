"""The picture of a factor and of a statement, and for which factors something is suggested."""

import numpy as np
import pytest
from hypothesis import given, settings

from succesfactoren.analysis.agreement import TWO_CAMPS, UNITED
from succesfactoren.analysis.intervals import mean_interval
from succesfactoren.analysis.picture import factor_picture, statement_picture
from succesfactoren.analysis.reliability import cronbach_alpha
from succesfactoren.analysis.scores import factor_scores
from succesfactoren.analysis.suggesting import lowest_factors, suggestion_reasons, suggestions
from tests.succesfactoren.answers import MISSING, frame, frames, repeated


def test_a_picture_holds_everything_of_a_factor():
    rows = frame(*[(4, 4, 3, 4, None), (3, 4, 4, 3, 4), (4, 3, 3, 3, 3), (None, None, None, 5, 5)] * 4)
    found = factor_picture(rows)
    assert (found.n, found.n_asked) == (12, 16)
    assert found.mean == pytest.approx((15 / 4 + 18 / 5 + 16 / 5) / 3)
    assert found.low < found.mean < found.high
    assert (found.level, found.score_words, found.span_words) == (3, "3,5", "")
    assert found.agreement == UNITED
    assert not found.is_divided
    assert found.unknown == {"LEI1": 0.25, "LEI2": 0.25, "LEI3": 0.25, "LEI4": 0.0, "LEI5": 0.25}
    assert found.share_unknown == 0.2
    assert found.alpha == cronbach_alpha(rows)
    assert (found.alpha.n, found.alpha_without) == (8, {})


def test_a_picture_of_nobody_has_no_figures():
    found = factor_picture(frame((None, None, 3), (None, 4, None)))
    assert (found.n, found.n_asked, found.mean, found.low, found.level) == (0, 2, None, None, None)
    assert (found.score_words, found.span_words, found.agreement, found.alpha) == ("", "", None, None)
    assert factor_picture(frame((1, 2)).iloc[:0]).share_unknown is None


def test_two_camps_are_seen_in_the_scores_of_people():
    found = factor_picture(frame(*[(5, 5, 5)] * 6, *[(1, 1, 1)] * 6))
    assert found.camps == -1
    assert found.agreement == TWO_CAMPS
    assert found.is_divided


def test_statements_that_differ_are_no_camps_where_people_agree():
    found = factor_picture(frame(*[(5, 1, 3)] * 12))
    assert found.camps == 1
    assert found.agreement == UNITED


def test_an_instrument_about_oneself_has_no_agreement():
    found = factor_picture(frame(*[(4, 4, 3)] * 12), is_shared=False)
    assert (found.agreement, found.rwg, found.camps, found.is_divided) == (None, None, None, False)
    assert found.mean is not None


@given(frames())
@settings(max_examples=50)
def test_a_picture_is_made_of_its_parts_and_knows_no_order(rows):
    found, turned = factor_picture(rows), factor_picture(rows[::-1])
    assert found.interval == mean_interval(factor_scores(rows))
    assert (found.mean, found.low, found.high, found.camps) == (turned.mean, turned.low, turned.high, turned.camps)


def test_a_picture_of_a_statement():
    marks = np.append(repeated(2, 1, 6, 10, 1), [MISSING] * 5)
    found = statement_picture(frame(*[(mark,) for mark in marks])["LEI1"])
    assert (found.n, found.counts, found.share_unknown) == (20, (2, 1, 6, 10, 1), 0.2)
    assert (found.interval.low, found.interval.high) == pytest.approx((2.90, 3.75))
    assert found.median == pytest.approx(3.6)
    assert (found.bar.left, found.bar.right, found.bar.n_unknown) == (30, 70, 5)
    assert (found.rwg, found.camps) == pytest.approx((0.459, 0.517), abs=5e-4)
    assert found.agreement.label == "verdeeld"
    assert not found.is_at_ceiling


def test_a_statement_that_nobody_knows_has_a_share_and_no_figures():
    found = statement_picture(frame((None,), (None,))["LEI1"])
    assert (found.n, found.share_unknown, found.interval, found.bar, found.agreement) == (0, 1.0, None, None, None)


def test_a_statement_about_oneself_has_no_agreement():
    found = statement_picture(frame(*[(4,)] * 12)["LEI1"], is_shared=False)
    assert (found.agreement, found.rwg, found.camps) == (None, None, None)


def test_the_two_lowest_factors_and_who_shares_their_place():
    assert lowest_factors({"LEI": 3.1, "BET": 2.0, "INT": 4.0, "EXP": None}) == {"BET", "LEI"}
    assert lowest_factors({"LEI": 3.1, "BET": 2.0, "INT": 3.1}) == {"BET", "LEI", "INT"}
    assert lowest_factors({"LEI": None}) == set()
    assert lowest_factors({"LEI": 4.0}) == {"LEI"}


def test_the_reasons_to_suggest_something():
    assert suggestion_reasons(2, is_lowest=False, is_divided=False) == ["laag niveau"]
    assert suggestion_reasons(4, is_lowest=True, is_divided=True) == ["bij de laagste", "verdeelde meningen"]
    assert suggestion_reasons(3, is_lowest=False, is_divided=False) == []
    assert suggestion_reasons(None, is_lowest=False, is_divided=False) == []


def test_low_lowest_and_divided_factors_get_suggestions_and_others_do_not():
    pictures = {
        "LEI": factor_picture(frame(*[(5, 5, 4)] * 12)),
        "BET": factor_picture(frame(*[(2, 2, 3)] * 12)),
        "INT": factor_picture(frame(*[(5, 5, 5)] * 9, *[(1, 1, 1)] * 4)),
        "EXP": factor_picture(frame(*[(3, 3, 3)] * 12)),
        "VER": factor_picture(frame(*[(None, None, None)] * 12)),
    }
    assert suggestions(pictures) == {
        "BET": ["laag niveau", "bij de laagste"],
        "INT": ["verdeelde meningen"],
        "EXP": ["bij de laagste"],
    }
