"""Reading answers: every kind of question, what is wrong with what was typed, and laws."""

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from succesfactoren.forms.questionnaire import SKIPPED, Question, Questionnaire
from tests.succesfactoren.answering_scene import any_round
from tests.succesfactoren.scene import make_assessment

COLOURS = [{"key": "rood", "label": "Rood"}, {"key": "blauw", "label": "Blauw"}]


def sent(**fields: object) -> QueryDict:
    found = QueryDict(mutable=True)
    for name, value in fields.items():
        found.setlist(name.replace("_", "-", 1), value if isinstance(value, list) else [value])
    return found


def read(kind: str, value: object, options: object = ()) -> Question:
    asked = Question("V1", kind, "Hoe?", options)
    asked.read(sent(q_V1=value))
    return asked


@pytest.mark.parametrize(("typed", "value"), [("1", 1), ("5", 5), (" 3 ", 3), ("-", None), ("", SKIPPED)])
def test_a_statement_is_one_to_five_or_unknown_or_skipped(typed, value):
    asked = read("stelling", typed)
    assert (asked.value, asked.error) == (value, "")


def test_a_choice_is_one_of_its_own_and_choices_keep_their_order():
    assert read("keuze", "blauw", COLOURS).value == "blauw"
    assert read("keuzes", ["blauw", "rood", "blauw"], COLOURS).value == ["rood", "blauw"]
    assert read("keuze", "groen", COLOURS).error == "Kies een van de antwoorden die er staan."
    assert read("keuzes", ["rood", "groen"], COLOURS).error == "Kies alleen uit de antwoorden die er staan."


@pytest.mark.parametrize(
    ("typed", "value"),
    [("12", 12), ("2,5", 2.5), ("2.5", 2.5), ("1.250", 1250), ("1.250,5", 1250.5), ("-3", -3), ("−3", -3), ("0", 0)],
)
def test_a_number_is_read_the_dutch_way(typed, value):
    assert read("getal", typed).value == value


@pytest.mark.parametrize("typed", ["twaalf", "1e9", "nan", "inf", "1,2,3", "٣", "9" * 21, "1 2"])
def test_what_is_no_number_is_kept_as_typed_and_says_what_to_do(typed):
    asked = read("getal", typed)
    assert (asked.value, asked.typed, asked.error) == (SKIPPED, typed, "Vul een getal in, bijvoorbeeld 12 of 2,5.")


def test_a_number_beyond_its_bounds_names_them():
    bounds = [{"min": 0, "max": 120, "unit": "jaar"}]
    assert read("getal", "120", bounds).value == 120
    assert read("getal", "121", bounds).error == "Dit getal kan hier niet. Van 0 tot en met 120, in jaar."
    assert Question("V1", "getal", "Hoe?", [{"min": 1.5}]).bounds_words == "Vanaf 1,5."
    assert Question("V1", "getal", "Hoe?").bounds_words == "Een getal."


@pytest.mark.parametrize(
    ("kind", "value", "options"),
    [
        ("stelling", 4, ()),
        ("stelling", None, ()),
        ("keuze", "rood", COLOURS),
        ("keuzes", ["rood", "blauw"], COLOURS),
        ("getal", 2.5, ()),
        ("getal", 1250, ()),
        ("open", "Ja\nNee", ()),
    ],
)
def test_what_is_shown_and_sent_again_is_what_was_kept(kind, value, options):
    shown = Question("V1", kind, "Hoe?", options)
    shown.show(value)
    assert read(kind, shown.typed, options).value == value


@given(st.text(max_size=60), st.sampled_from(["stelling", "keuze", "keuzes", "getal", "open"]))
def test_any_text_is_an_answer_or_a_mistake_with_words(text, kind):
    asked = read(kind, text, COLOURS if kind.startswith("keuze") else ())
    assert bool(asked.error) == (asked.value is SKIPPED and bool(asked.typed))


@pytest.mark.django_db
def test_a_round_is_about_its_subject_or_else_its_place():
    found = any_round()
    community = found.community
    assert found.assessment.about == ""
    placed = make_assessment(community, "organisatiekracht", place=community.region)
    assert placed.about == community.region.name
    placed.subject = "Dorpstuin"
    assert placed.about == "Dorpstuin"


@pytest.mark.django_db
def test_the_screens_are_the_factors_the_group_and_the_open_questions():
    found = any_round()
    asked = Questionnaire(found.version, found.group_questions)
    assert [one.anchor for one in asked.screens[:2]] == ["deel-LEI", "deel-BET"]
    assert [(one.anchor, len(one.questions)) for one in asked.screens[-2:]] == [("groep", 1), ("open", 2)]
    assert (asked.n_parts, asked.minutes_from(0)) == (7, 8)
    assert [step.after and step.after.anchor for step in asked.steps][-2:] == ["open", None]


@pytest.mark.django_db
def test_where_somebody_left_is_the_last_screen_with_answers_or_the_next_when_that_is_full():
    found = any_round()
    asked = Questionnaire(found.version, found.group_questions)
    assert asked.where_left == ""
    asked.show(answers={"LEI1": 4, "BET1": None}, groups={}, texts={})
    assert asked.where_left == "deel-BET"
    asked.show(answers={f"BET{n}": 1 for n in range(1, 6)}, groups={}, texts={})
    assert asked.where_left == "deel-INT"


@pytest.mark.django_db
def test_reading_the_questions_asks_the_database_twice(django_assert_num_queries):
    found = any_round()
    with django_assert_num_queries(2):
        Questionnaire(found.version, found.group_questions).read(sent(q_LEI1="4"))
