"""Diverging bars, «weet ik niet», rushing, the ceiling, response."""

import pandas as pd
import pytest
from hypothesis import given, settings

from succesfactoren.analysis.diverging import diverging_bar
from succesfactoren.analysis.quality import (
    is_at_ceiling,
    quality_mark,
    response_share,
    response_warning,
    straight_liners,
    unknown_sentence,
    unknown_shares,
)
from tests.succesfactoren.answers import frame, frames, repeated, some_counts


def test_the_worked_bars():
    found = diverging_bar((2, 1, 6, 10, 1), n_unknown=4)
    assert found.percents == (10, 5, 30, 50, 5)
    assert (found.left, found.right, found.net, found.n, found.n_unknown) == (30, 70, 40, 20, 4)
    found = diverging_bar((2, 0, 0, 9, 10))
    assert (found.left, found.right, found.net) == pytest.approx((9.5, 90.5, 81.0), abs=0.05)


def test_the_edges_of_a_bar_run_from_left_to_right():
    assert diverging_bar((2, 1, 6, 10, 1)).edges == (-30, -20, -15, 15, 65, 70)


def test_without_answers_there_is_no_bar():
    assert diverging_bar([0] * 5, n_unknown=3) is None


@given(some_counts)
def test_a_bar_is_a_hundred_wide_and_mirrors_with_the_scale(counted):
    found, mirrored = diverging_bar(counted), diverging_bar(counted[::-1])
    assert found.left + found.right == pytest.approx(100)
    assert found.right - found.left == pytest.approx(found.net)
    assert mirrored.left == pytest.approx(found.right)


def test_the_share_that_does_not_know():
    rows = frame((None, 4), (3, 4), (None, 4), (None, None))
    assert unknown_shares(rows) == {"LEI1": 0.75, "LEI2": 0.25}


def test_who_skipped_a_statement_does_not_count_where_that_is_known():
    rows = frame((None, 4), (3, 4), (None, None), (None, None))
    chosen = pd.DataFrame([[True, False], [False, False], [False, False], [True, False]], columns=rows.columns)
    assert unknown_shares(rows, chosen) == {"LEI1": 2 / 3, "LEI2": 0.0}


def test_of_nobody_there_is_no_share():
    assert unknown_shares(frame((1, 2)).iloc[:0]) == {"LEI1": None, "LEI2": None}


@given(frames())
@settings(max_examples=50)
def test_the_share_that_does_not_know_is_that_of_the_holes(rows):
    assert unknown_shares(rows) == pytest.approx(rows.isna().mean().to_dict())


@pytest.mark.parametrize(
    ("share", "sentence"),
    [
        (0.35, "35\N{NO-BREAK SPACE}% van de deelnemers weet dit niet. Vertel hier meer over."),
        (0.305, "31\N{NO-BREAK SPACE}% van de deelnemers weet dit niet. Vertel hier meer over."),
        (0.30, ""), (0.1 * 3, ""), (0.0, ""), (None, ""),
    ],
)  # fmt: skip
def test_more_than_thirty_per_cent_not_knowing_is_a_finding(share, sentence):
    assert unknown_sentence(share) == sentence


def sixteen(*marks):
    """A frame of sixteen statements: a respondent for each mark, who gives it everywhere."""
    return frame(*[(mark,) * 16 for mark in marks])


def test_the_same_mark_everywhere_within_a_minute_is_rushed():
    rows = sixteen(3, 4, 5)
    rows.iloc[2, 7] = 4
    found = straight_liners(rows, pd.Series([True, False, True]))
    assert list(found) == [True, False, False]


def test_a_short_instrument_is_never_judged_so():
    assert not straight_liners(sixteen(3).iloc[:, :15], pd.Series([True])).any()


def test_a_hole_is_not_the_same_mark():
    rows = sixteen(3, 3)
    rows.iloc[0, 0] = None
    rows.iloc[1] = None
    assert not straight_liners(rows, pd.Series([True, True])).any()


def test_who_was_quick_is_joined_by_respondent():
    rows = sixteen(3, 4).set_axis(["a", "b"])
    assert list(straight_liners(rows, pd.Series({"b": True}))) == [False, True]


def test_above_fifteen_per_cent_the_round_is_marked():
    assert quality_mark(pd.Series([True] * 3 + [False] * 17)) == ""
    assert quality_mark(pd.Series([True] * 4 + [False] * 16)) == "controleer kwaliteit"
    assert quality_mark(pd.Series([], dtype=bool)) == ""


def test_above_sixty_per_cent_of_fives_a_statement_is_at_its_ceiling():
    assert not is_at_ceiling(repeated(0, 0, 0, 4, 6))
    assert is_at_ceiling(repeated(0, 0, 0, 3, 6))
    assert not is_at_ceiling([])


def test_under_four_in_ten_warns():
    warning = "Minder dan 4 op de 10 genodigden deden mee. Wees voorzichtig met conclusies."
    assert response_warning(39, 100) == warning
    assert response_warning(0, 3) == warning
    assert response_warning(40, 100) == ""


def test_an_open_link_has_no_response():
    assert response_share(12, 0) is None
    assert response_warning(12, 0) == ""
    assert response_share(3, 4) == 0.75
