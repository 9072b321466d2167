"""What a group agreed: means of agreed answers, held against the talk before where the words are the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from succesfactoren.analysis.asked import Part
from succesfactoren.analysis.talks import talk_headline, talk_outcome

CODES = ("ANI", "CON", "TOE", "INB", "EMP")


def part(code, n=4):
    return Part(code, code.title(), {f"{code}{i}": f"Zin {i}" for i in range(1, n + 1)})


def marks(code, *given):
    return {f"{code}{i}": mark for i, mark in enumerate(given, start=1)}


def actie(**means):
    answers = {}
    for code, mean in means.items():
        answers |= marks(code, *[mean] * 4)
    return talk_outcome([part(code) for code in CODES], answers, is_actie=True)


def test_a_factor_is_the_mean_of_the_agreed_answers():
    (found,) = talk_outcome([part("ANI")], marks("ANI", 2, 3, 3, 4)).factors
    assert (found.mean, found.score_words, found.level_words) == (3.0, "3,00", "niveau 3: Onderweg")


def test_not_knowing_is_no_mark_and_sixty_percent_is_asked():
    (enough,) = talk_outcome([part("ANI")], marks("ANI", 4, 4, 5, None)).factors
    (too_few,) = talk_outcome([part("ANI")], marks("ANI", 4, 4, None, None)).factors
    assert enough.mean == pytest.approx(13 / 3)
    assert (too_few.mean, too_few.level_words) == (None, "te weinig samen beantwoord (2 van 4 zinnen)")
    assert [one.words for one in too_few.statements] == ["Eens", "Eens", "weten wij niet", "weten wij niet"]


def test_nothing_talked_about_is_not_the_same_as_not_knowing():
    (found,) = talk_outcome([part("ANI")], {}).factors
    assert {one.words for one in found.statements} == {"niet besproken"}


def test_a_mark_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match="1, 2, 3, 4 or 5"):
        talk_outcome([part("ANI")], marks("ANI", 6, 4, 4, 4))


@pytest.mark.parametrize(
    ("means", "roles"),
    [
        ({"ANI": 2, "CON": 4, "TOE": 4, "INB": 4, "EMP": 4}, ["stimuleren"]),
        ({"ANI": 3, "CON": 2, "TOE": 4, "INB": 4, "EMP": 4}, ["faciliteren"]),
        ({"ANI": 4, "CON": 3, "TOE": 3, "INB": 3, "EMP": 2}, ["samen doen (coproductie)", "eigen huis op orde"]),
        ({"CON": 4, "TOE": 4}, []),
    ],
)
def test_the_role_follows_from_what_was_agreed(means, roles):
    assert [one.name for one in actie(**means).roles] == roles


def test_only_actie_speaks_of_roles():
    assert talk_outcome([part("ANI")], marks("ANI", 1, 1, 1, 1)).roles == []


def test_interests_stand_apart_with_what_they_are_about():
    (found,) = talk_outcome([part("BEL")], marks("BEL", 5, 4, 1, 3)).factors
    assert found.is_shown_apart
    assert [one.about for one in found.statements] == ["de persoon", "de organisatie", "de regio", "het resultaat"]


def test_a_talk_is_held_against_the_one_before():
    (found,) = talk_outcome([part("ANI")], marks("ANI", 4, 4, 4, 4), earlier=marks("ANI", 2, 4, 3, None)).factors
    assert (found.was, found.step) == (3.0, 1.0)
    assert [one.step for one in found.statements] == [2, 0, 1, None]


def test_other_words_are_not_held_against_each_other():
    earlier = marks("ANI", 2, 2, 2, 2)
    del earlier["ANI4"]
    (found,) = talk_outcome([part("ANI")], marks("ANI", 4, 4, 4, 4), earlier=earlier).factors
    assert (found.was, found.step) == (None, None)
    assert [one.was for one in found.statements] == [2, 2, 2, None]


def test_the_low_and_the_lowest_ask_for_a_step():
    found = actie(ANI=5, CON=4, TOE=4, INB=2, EMP=3)
    assert {one.code: one.why for one in found.factors if one.why} == {
        "INB": "laag niveau, bij de laagste",
        "EMP": "bij de laagste",
    }


def test_the_headline_names_the_strongest_and_the_weakest():
    assert talk_headline(actie(ANI=5, INB=2)) == "Ani is het sterkst (5,0), Inb vraagt de meeste aandacht (2,00)"
    assert talk_headline(actie()) == "Er is nog te weinig samen beantwoord voor een uitkomst"
    assert talk_headline(actie(ANI=5)) == "Op Ani kwam u samen uit op 5,0"


agreed = st.one_of(st.none(), st.integers(1, 5))


@given(st.lists(agreed, min_size=4, max_size=4), st.lists(agreed, min_size=4, max_size=4))
def test_a_mean_stays_within_its_marks_and_a_step_is_undone_by_going_back(now, then):
    (there,) = talk_outcome([part("ANI")], marks("ANI", *now), earlier=marks("ANI", *then)).factors
    (back,) = talk_outcome([part("ANI")], marks("ANI", *then), earlier=marks("ANI", *now)).factors
    known = [mark for mark in now if mark is not None]
    assert (there.mean is None) == (len(known) < 3)
    if there.mean is not None:
        assert min(known) <= there.mean <= max(known)
    if there.step is not None:
        assert there.step == pytest.approx(-back.step)
