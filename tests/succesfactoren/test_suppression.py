"""What is shown of a closed round, by worked examples; the attacks are in test_suppression_attacks."""

from time import process_time

import numpy as np
import pandas as pd
import pytest

from succesfactoren.analysis.group_hiding import remainder_rule
from succesfactoren.analysis.suppression import RoundIsOpenError, Survey, paired_release, release
from succesfactoren.analysis.verdicts import Shown, Verdict

TOO_FEW, FOR_OTHERS, FOR_FEW = Shown(Verdict.TOO_FEW), Shown(Verdict.FOR_OTHERS), Shown(Verdict.FOR_FEW)
NOBODY, WHOLE = Shown(Verdict.NOBODY), Shown(Verdict.WHOLE)


def _visible(n: int) -> Shown:
    return Shown(Verdict.VISIBLE, n)


def _survey(groups: dict[str, list[str]], n_statements: int = 3, **others) -> Survey:
    """A survey in which everybody answers everything; the marks do not matter to the rule."""
    n = len(next(iter(groups.values())))
    columns = [f"u{at}" for at in range(n_statements)]
    marks = pd.DataFrame(np.full((n, n_statements), 3.0), columns=columns)
    return Survey(marks, pd.DataFrame(groups, dtype=object), {"f": columns}, **others)


def _people(**counts: int) -> list[str]:
    return [name for name, n in counts.items() for _ in range(n)]


def _without(survey: Survey, *cells: tuple[int, int]) -> Survey:
    for row, column in cells:
        survey.marks.iloc[row, column] = np.nan
    return survey


def _released(survey: Survey):
    return release(survey, is_closed=True).factors["f"]


# One breakdown


def test_the_worked_example_of_the_remainder_rule():
    shown = remainder_rule({"Bewoners": 12, "Ondernemers": 7, "Gemeente": 6, "Bank": 2, "Zorg": 1})

    assert shown == {
        "Bewoners": _visible(12),
        "Ondernemers": _visible(7),
        "Gemeente": FOR_OTHERS,
        "Bank": TOO_FEW,
        "Zorg": TOO_FEW,
    }


def test_three_units_of_one_person_take_the_next_smallest_with_them():
    shown = remainder_rule({"a": 1, "b": 1, "c": 1, "d": 9, "e": 8})

    assert [name for name, one in shown.items() if one.is_visible] == ["d"]
    assert shown["e"] == FOR_OTHERS


def test_of_equal_groups_the_first_by_the_alphabet_is_hidden():
    assert remainder_rule({"z": 6, "b": 6, "a": 2})["b"] == FOR_OTHERS


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ({"a": 9, "b": 0}, {"a": WHOLE, "b": NOBODY}),
        ({"a": 3, "b": 4}, {"a": TOO_FEW, "b": TOO_FEW}),
        ({"a": 2, "b": 1}, {"a": TOO_FEW, "b": TOO_FEW}),
        ({"a": 5, "b": 5}, {"a": _visible(5), "b": _visible(5)}),
        ({"a": 20, "b": 4}, {"a": FOR_OTHERS, "b": TOO_FEW}),
        ({"a": 0, "b": 0}, {"a": NOBODY, "b": NOBODY}),
        ({}, {}),
    ],
)
def test_the_edges_of_the_remainder_rule(counts, expected):
    assert remainder_rule(counts) == expected


def test_a_higher_threshold_hides_more():
    assert remainder_rule({"a": 12, "b": 8, "c": 9}, least=8)["b"].is_visible
    assert remainder_rule({"a": 12, "b": 8, "c": 9}, least=9) == {"a": _visible(12), "b": TOO_FEW, "c": FOR_OTHERS}


def test_not_saying_is_a_group_and_a_group_without_anyone_is_named():
    survey = _survey({"rol": [*_people(Bewoner=7), "", None, np.nan, " ", ""]}, offered={"rol": ["Bank", "Bewoner"]})

    assert _released(survey).groups == {
        "rol": {"Bank": NOBODY, "Bewoner": _visible(7), "zeg ik liever niet": _visible(5)}
    }


def test_a_group_that_skipped_the_factor_is_not_said_to_be_absent():
    survey = _survey({"rol": _people(a=6, b=6, c=1)})
    survey.marks.iloc[12] = np.nan

    assert _released(survey).groups["rol"] == {"a": _visible(6), "b": _visible(6), "c": TOO_FEW}


def test_every_factor_decides_by_its_own_answers():
    survey = _survey({"rol": _people(a=6, b=6)}, n_statements=2)
    survey.marks.iloc[:2, 1] = np.nan
    apart = Survey(survey.marks, survey.groups, {"f": ["u0"], "g": ["u1"]})

    shown = release(apart, is_closed=True).factors

    assert shown["f"].groups["rol"] == {"a": _visible(6), "b": _visible(6)}
    assert shown["g"].groups["rol"] == {"a": TOO_FEW, "b": FOR_OTHERS}
    assert (shown["f"].total, shown["g"].total) == (_visible(12), _visible(10))


# Several breakdowns


def test_a_breakdown_that_differs_in_one_person_gives_way():
    survey = _survey({"rol": _people(a=10, b=10), "plaats": [*_people(p=11, q=9)]})

    shown = _released(survey).groups

    assert shown["rol"] == {"a": _visible(10), "b": _visible(10)}
    assert shown["plaats"] == {"p": FOR_OTHERS, "q": FOR_OTHERS}


def test_the_breakdown_that_comes_first_stays():
    survey = _survey({"plaats": [*_people(p=11, q=9)], "rol": _people(a=10, b=10)})

    assert [one.is_visible for one in _released(survey).groups["plaats"].values()] == [True, True]


def test_only_the_groups_that_betray_are_hidden():
    places = ["p"] * 11 + ["q"] * 9 + ["r", "s"] * 10
    survey = _survey({"rol": _people(a=10, b=10, c=20), "plaats": places})

    shown = _released(survey).groups["plaats"]

    assert [name for name, one in shown.items() if one.is_visible] == ["r", "s"]


def test_breakdowns_inside_each_other_are_looked_at_together():
    nested = _survey({"regio": _people(n=12, z=12), "dorp": [*_people(a=6, b=6, c=8, d=4)]})

    shown = _released(nested).groups

    assert shown["regio"] == {"n": _visible(12), "z": _visible(12)}
    assert shown["dorp"] == {"a": _visible(6), "b": _visible(6), "c": FOR_OTHERS, "d": TOO_FEW}


def test_a_survey_of_ordinary_size_shows_everything():
    chance = np.random.default_rng(4)
    groups = {"rol": list(chance.choice(list("abc"), 40)), "plaats": list(chance.choice(list("pqr"), 40))}

    shown = _released(_survey(groups))

    assert all(one.is_visible for verdicts in shown.groups.values() for one in verdicts.values())
    assert all(one.is_visible for one in [*shown.statements.values(), *shown.distributions.values(), shown.coherence])


def test_the_largest_survey_shows_everything_and_is_quick():
    chance = np.random.default_rng(6)
    marks = chance.integers(1, 6, (2000, 35)).astype(float)
    marks[chance.random(marks.shape) < 0.1] = np.nan
    columns = [f"u{at}" for at in range(35)]
    groups = pd.DataFrame({f"b{at}": chance.choice(list("abcde"), 2000) for at in range(12)})
    factors = {f"f{at}": columns[5 * at : 5 * at + 5] for at in range(7)}
    began = process_time()

    shown = release(Survey(pd.DataFrame(marks, columns=columns), groups, factors), is_closed=True)

    assert process_time() - began < 4
    assert all(
        one.is_visible
        for factor in shown.factors.values()
        for group in factor.groups.values()
        for one in group.values()
    )


# Statements, and what is told in detail


def test_with_everything_answered_all_statements_are_shown():
    shown = _released(_survey({"rol": _people(a=9)}))

    assert shown.statements == {f"u{at}": _visible(9) for at in range(3)}
    assert shown.distributions == dict.fromkeys(shown.statements, TOO_FEW)
    assert shown.coherence == TOO_FEW


def test_from_ten_answers_there_is_detail():
    shown = _released(_survey({"rol": _people(a=10)}))

    assert shown.distributions == {f"u{at}": _visible(10) for at in range(3)}
    assert shown.coherence == _visible(10)


@pytest.mark.parametrize("n_skippers", [1, 4])
def test_the_statement_with_the_fewest_answers_hides_who_skipped(n_skippers):
    survey = _without(_survey({"rol": _people(a=20)}), *((row, 1) for row in range(n_skippers)))

    assert _released(survey).statements == {"u0": _visible(20), "u1": FOR_FEW, "u2": _visible(20)}
    assert _released(survey).distributions["u1"] == FOR_FEW


def test_enough_skippers_hide_each_other():
    survey = _without(_survey({"rol": _people(a=20)}), *((row, 1) for row in range(5)))

    assert _released(survey).statements == {"u0": _visible(20), "u1": _visible(15), "u2": _visible(20)}


def test_who_answered_too_little_for_a_score_is_hidden_too():
    survey = _without(_survey({"rol": _people(a=20)}), (0, 0), (0, 1))

    shown = _released(survey)

    assert shown.total == _visible(19)
    assert sum(one.is_visible for one in shown.statements.values()) == 2


def test_a_statement_that_few_answered_takes_another_with_it():
    """Twice the total minus the two other statements would speak of the three who answered all."""
    survey = _without(_survey({"rol": _people(a=20)}), *((row, 2) for row in range(17)))

    assert _released(survey).statements == {"u0": _visible(20), "u1": FOR_FEW, "u2": TOO_FEW}


def test_a_statement_that_nobody_answered_says_so():
    survey = _without(_survey({"rol": _people(a=20)}), *((row, 2) for row in range(20)))

    assert _released(survey).statements == {"u0": _visible(20), "u1": _visible(20), "u2": NOBODY}


def test_statements_answered_by_different_people_are_hidden():
    survey = _survey({"rol": _people(a=20)}, n_statements=2)
    survey = _without(survey, *((row, 0) for row in range(10)), *((row, 1) for row in range(12, 20)))
    one_statement_each = Survey(survey.marks, survey.groups, {"f": ["u0", "u1"]})

    shown = _released(one_statement_each)

    assert shown.total == TOO_FEW
    assert not any(one.is_visible for one in shown.statements.values())


def test_under_five_nothing_is_shown():
    shown = release(_survey({"rol": _people(a=4)}), is_closed=True)

    assert shown.respondents == TOO_FEW
    assert shown.factors["f"].total == TOO_FEW
    assert shown.factors["f"].groups == {"rol": {"a": TOO_FEW}}
    assert set(shown.factors["f"].statements.values()) == {TOO_FEW}


def test_without_any_respondent_everything_says_so():
    shown = release(_survey({"rol": []}, offered={"rol": ["a"]}), is_closed=True)

    assert (shown.respondents, shown.factors["f"].total) == (NOBODY, NOBODY)
    assert shown.factors["f"].groups == {"rol": {"a": NOBODY}}


def test_without_breakdowns_there_is_a_total():
    marks = pd.DataFrame({"u0": [3.0] * 6})

    assert _released(Survey(marks, pd.DataFrame(), {"f": ["u0"]})).total == _visible(6)


def test_own_questions_have_means_from_five_and_the_rest_from_ten():
    answered = ["x"] * 8 + [""] * 2 + [None] * 2
    survey = _survey(
        {"rol": _people(a=12)},
        numbers=pd.DataFrame({"uren": [1.0] * 9 + [np.nan] * 3}),
        choices=pd.DataFrame({"een": ["ja"] * 12, "meer": [["ja", "nee"]] * 8 + [[]] * 4}),
        texts=pd.DataFrame({"kort": answered, "lang": ["x"] * 12}),
    )

    shown = release(survey, is_closed=True)

    assert (shown.means["uren"], shown.medians["uren"]) == (_visible(9), TOO_FEW)
    assert shown.choices == {"een": _visible(12), "meer": TOO_FEW}
    assert shown.texts == {"kort": TOO_FEW, "lang": _visible(12)}


def test_a_statement_of_no_factor_is_shown_of_everybody():
    survey = _survey({"rol": _people(a=7)}, n_statements=1)
    loose = Survey(survey.marks, survey.groups, {})

    shown = release(loose, is_closed=True)

    assert (shown.loose_statements, shown.loose_distributions) == ({"u0": _visible(7)}, {"u0": TOO_FEW})


# What is refused


def test_an_open_round_has_no_outcome():
    with pytest.raises(RoundIsOpenError):
        release(_survey({"rol": _people(a=30)}), is_closed=False)


@pytest.mark.parametrize(("least", "detail"), [(4, 10), (5, 9), (12, 10)])
def test_lower_thresholds_are_refused(least, detail):
    with pytest.raises(ValueError, match="thresholds"):
        release(_survey({"rol": _people(a=30)}), is_closed=True, least=least, detail=detail)


def test_a_statement_in_two_factors_is_refused():
    survey = _survey({"rol": _people(a=30)})
    with pytest.raises(ValueError, match="two factors"):
        release(Survey(survey.marks, survey.groups, {"f": ["u0"], "g": ["u0"]}), is_closed=True)


def test_frames_of_other_respondents_are_refused():
    survey = _survey({"rol": _people(a=6)})
    with pytest.raises(ValueError, match="same order"):
        release(Survey(survey.marks, survey.groups[::-1], survey.factors), is_closed=True)


# The same people twice


def _round(first: int, last: int) -> Survey:
    survey = _survey({"rol": ["a"] * (last - first)}, n_statements=1)
    index = range(first, last)
    return Survey(survey.marks.set_axis(index), survey.groups.set_axis(index), survey.factors)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ((0, 20), (0, 20), _visible(20)),
        ((0, 20), (0, 21), FOR_FEW),
        ((0, 20), (2, 22), FOR_FEW),
        ((0, 20), (3, 23), _visible(17)),
        ((0, 20), (15, 40), _visible(5)),
        ((0, 20), (16, 40), TOO_FEW),
        ((0, 20), (20, 40), NOBODY),
    ],
)
def test_a_change_is_shown_when_nobody_or_enough_came_and_left(before, after, expected):
    assert paired_release(_round(*before), _round(*after), is_closed=True) == {"f": expected}
