"""Initiators and professionals: where they look differently is named, and only where both are shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from succesfactoren.access.sides import sides_of
from succesfactoren.actions.closing import close_round
from tests.communities.town import make_community, make_trajectory
from tests.succesfactoren import scene

FIGURE = {"hidden": "", "n": 6, "low": None, "high": None}


def group(key, mean, hidden=""):
    return {"key": key, "label": key, "hidden": hidden, "n": 6, "factors": {"ANI": FIGURE | {"mean": mean}}}


def figures(*groups, code="kant", door="genodigd"):
    asked = {"code": code, "question": "", "groups": list(groups), "gaps": []}
    return {"tables": [{"door": door, "factors": [{"code": "ANI", "name": "Animo"}], "breakdowns": [asked]}]}


def test_three_quarters_apart_is_where_to_begin():
    (found,) = sides_of(figures(group("initiatiefnemer", 4.0), group("professional", 3.25)))
    assert (found.name, found.gap) == ("Animo", 0.75)
    assert found.sentence == "U kijkt hier verschillend naar. Begin het gesprek hier."
    assert found.words == "Initiatiefnemers geven gemiddeld een 4,0, professionals een 3,3."


def test_a_little_less_is_not():
    assert sides_of(figures(group("initiatiefnemer", 4.0), group("professional", 3.26))) == []


@pytest.mark.parametrize(
    "groups",
    [
        (group("initiatiefnemer", 5.0), group("professional", None, hidden="te weinig antwoorden")),
        (group("initiatiefnemer", 5.0), group("professional", None)),
        (group("initiatiefnemer", 5.0),),
        (group("initiatiefnemer", 5.0), group("liever-niet", 1.0)),
    ],
)
def test_with_one_side_hidden_nothing_is_said(groups):
    assert sides_of(figures(*groups)) == []


def test_in_a_cooperation_the_sides_have_their_own_names():
    both = group("initiatiefnemer", 4.0), group("professional", 3.0)
    (found,) = sides_of(figures(*both, code="kant-samen"))
    assert found.words == "Trekkers geven gemiddeld een 4,0, wie vanuit een organisatie meedoet een 3,0."


def test_another_group_question_says_nothing_of_sides():
    assert sides_of(figures(group("initiatiefnemer", 5.0), group("professional", 1.0), code="rol")) == []


marks = st.floats(1, 5)


@given(marks, marks)
def test_it_does_not_matter_who_is_higher(one, other):
    there = sides_of(figures(group("initiatiefnemer", one), group("professional", other)))
    back = sides_of(figures(group("initiatiefnemer", other), group("professional", one)))
    assert [found.gap for found in there] == [found.gap for found in back]
    assert bool(there) == (round(abs(one - other), 9) >= 0.75)


def test_a_real_round_at_a_meeting_names_the_gap(db):
    community = make_community()
    make_trajectory(community)
    asked = scene.make_round(community, "actie", audience="bijeenkomst")
    low = {one.code: 2 if one.code.startswith("INB") else 4 for one in asked.version.statements.filter(kind="stelling")}
    for i in range(6):
        scene.answer(
            asked,
            marks={code: mark - i % 2 for code, mark in low.items()},
            groups={"kant": "initiatiefnemer"},
            door="open",
        )
        scene.answer(asked, marks=5 - i % 2, groups={"kant": "professional"}, door="open")
    found = sides_of(close_round(round=asked, by=None).figures)
    assert (found[0].code, found[0].initiators, found[0].professionals, found[0].door) == ("INB", 1.5, 4.5, "open")
