"""The reviewed file of built-in instruments: what it holds, and that every mistake in it is named."""

import json

import pytest

from succesfactoren import instrument_catalogue
from succesfactoren.actions.instruments import store_instruments
from succesfactoren.instrument_catalogue import FILE, CatalogueError, load_instruments, read_instruments
from succesfactoren.models import Factor, Instrument, Statement

SHORT = {
    "zeven-succesfactoren": ("LEI BET INT EXP VER INN COM", 5),
    "actie": ("ANI CON TOE INB EMP", 4),
    "organisatiekracht": ("OBE OOV OBR OCA", 4),
    "vijf-voorwaarden-samenwerking": ("AMB BEL REL PRO VOO", 4),
}
"""Codes of factors, and how many statements each has. They never change: rounds are compared by them."""


@pytest.fixture
def declared() -> dict:
    return json.loads(FILE.read_text("utf-8"))


def texts(found: object) -> list[str]:
    if isinstance(found, dict):
        return [text for value in found.values() for text in texts(value)]
    if isinstance(found, list):
        return [text for value in found for text in texts(value)]
    return [found] if isinstance(found, str) else []


def test_four_instruments_with_91_statements_and_a_pulse_of_seven():
    *whole, pulse = load_instruments()
    scored = [[one for one in entry.statements if one.kind == "stelling"] for entry in whole]
    assert [len(one) for one in scored] == [35, 20, 16, 20]
    assert [one.code for one in pulse.statements] == ["LEI4", "BET2", "INT5", "EXP2", "VER2", "INN2", "COM4"]


@pytest.mark.parametrize("entry", load_instruments()[:-1], ids=lambda one: one.slug)
def test_codes_stay_as_they_are(entry):
    factors, each = SHORT[next(slug for slug in SHORT if entry.slug.startswith(slug))]
    assert [one.code for one in entry.factors] == factors.split()
    wanted = [f"{code}{place}" for code in factors.split() for place in range(1, each + 1)]
    assert [one.code for one in entry.statements] == [*wanted, "OPEN1", "OPEN2"]


def test_every_instrument_ends_with_the_two_open_questions():
    for entry in load_instruments()[:-1]:
        assert [one.text for one in entry.statements[-2:]] == ["Wat gaat nu goed?", "Wat moet als eerste beter?"]


def test_every_text_of_the_file_reaches_the_database(db, declared):
    store_instruments()
    stored = set(texts(list(Statement.objects.values("text", "code"))))
    stored |= set(texts(list(Factor.objects.values("name", "explanation", "level_texts", "interventions", "code"))))
    for entry in [*declared["instruments"], declared["pulse"]]:
        version = Instrument.objects.get(slug=entry["slug"]).newest
        said = {version.name, version.tagline, version.audience, version.intro, version.about}
        assert {entry[name] for name in ("name", "tagline", "audience", "intro", "about")} == said
        assert set(texts(version.group_questions)) >= set(
            texts([one for one in declared["groups"] if one["code"] in entry.get("groups", [])])
        )
        words = {text for one in entry.get("factors", []) for text in texts(one)} - {"drijfveer", "inzet"}
        assert words <= stored


def test_the_pulse_says_the_same_sentences_under_the_same_codes(db):
    store_instruments()
    whole = Instrument.objects.get(slug="zeven-succesfactoren").newest.statements
    pulse = Instrument.objects.get(slug="pols").newest.statements.all()
    assert all(one.wording == whole.get(code=one.code).wording for one in pulse)


def test_the_sides_of_an_initiative_and_of_a_cooperation_have_their_own_words():
    asked = {entry.slug: {one["code"]: one for one in entry.group_questions} for entry in load_instruments()}
    first, second = asked["actie"]["kant"], asked["vijf-voorwaarden-samenwerking"]["kant-samen"]
    keys = [[option["key"] for option in one["options"]] for one in (first, second)]
    assert keys == [["initiatiefnemer", "professional", "liever-niet"]] * 2
    assert "initiatie" not in " ".join(option["label"] for option in second["options"])


def test_only_the_residents_speak_about_themselves():
    assert {one.slug for one in load_instruments() if not one.is_about_us} == {"organisatiekracht"}


def test_the_sources_are_named_and_nothing_is_presented_as_tested():
    said = {one.purpose: one.about for one in load_instruments()}
    assert all(name in said["actie"] for name in ("Denters, Tonkens, Verhoeven en Bakker", "Platform31"))
    assert "Kaats en Opheij" in said["samenwerking"]
    assert all("niet wetenschappelijk getoetst" in words for words in said.values())


def test_words_of_the_catalogue_and_choices_of_the_models_are_the_same():
    entries = load_instruments()
    assert {one.purpose for one in entries} == set(Instrument.Purpose.values) - {"eigen"}
    assert {one.kind for entry in entries for one in entry.statements} <= set(Statement.Kind.values)
    assert instrument_catalogue.PULSE == Instrument.Purpose.PULSE
    lengths = {one.name: one.max_length for one in Statement._meta.fields if one.max_length}
    assert all(len(one.text) <= lengths["text"] for entry in entries for one in entry.statements)


def one_of(declared: dict) -> dict:
    return declared["instruments"][0]


MISTAKES = {
    "no name": (lambda d: one_of(d).pop("name"), "instrument SF has no name"),
    "an empty intro": (lambda d: one_of(d).update(intro=" "), "instrument SF has no intro"),
    "a text that is a number": (lambda d: one_of(d).update(about=3), "instrument SF has no about"),
    "no purpose": (lambda d: one_of(d).pop("purpose"), "instrument SF has no purpose"),
    "the same instrument twice": (
        lambda d: d["instruments"][1].update(slug=one_of(d)["slug"]),
        "the same instrument twice: zeven-succesfactoren",
    ),
    "the same factor twice": (
        lambda d: one_of(d)["factors"][1].update(code="LEI"),
        "the same factor of instrument SF twice: LEI",
    ),
    "the same statement twice": (
        lambda d: one_of(d)["factors"][0]["items"][1].update(code="LEI1"),
        "the same statement of instrument SF twice: LEI1",
    ),
    "a statement without words": (
        lambda d: one_of(d)["factors"][0]["items"][0].update(text=""),
        "instrument SF has no text",
    ),
    "three levels": (
        lambda d: one_of(d)["factors"][0]["levels"].pop(),
        "factor LEI of instrument SF has 3 levels; 4 are asked",
    ),
    "no intervention": (
        lambda d: one_of(d)["factors"][2].update(interventions=[]),
        "factor INT of instrument SF has no intervention",
    ),
    "no explanation": (
        lambda d: one_of(d)["factors"][2].update(explanation=""),
        "factor INT of instrument SF has no explanation",
    ),
    "an unknown group": (lambda d: one_of(d)["groups"].append("leeftijd"), "asks for unknown groups: leeftijd"),
    "a pulse of unknown statements": (
        lambda d: d["pulse"]["statements"].append("XXX1"),
        "the pulse names unknown statements: XXX1",
    ),
    "a pulse that skips a factor": (
        lambda d: d["pulse"]["statements"].pop(),
        "the pulse has not one sentence of each factor, in their order",
    ),
    "a pulse without a name": (lambda d: d["pulse"].pop("name"), "the pulse has no name"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_every_mistake_is_named(declared, mistake):
    change, sentence = MISTAKES[mistake]
    change(declared)
    with pytest.raises(CatalogueError, match=sentence):
        read_instruments(json.dumps(declared))


def test_what_is_no_json_says_so():
    with pytest.raises(CatalogueError, match=r"instruments\.json is not JSON"):
        read_instruments("{")


def test_other_words_make_a_new_version_and_the_old_one_stays(db, declared, monkeypatch):
    store_instruments()
    one_of(declared)["factors"][0]["items"][0]["text"] = "Het is duidelijk wie het voortouw neemt."
    monkeypatch.setattr(
        "succesfactoren.actions.instruments.load_instruments", lambda: read_instruments(json.dumps(declared))
    )
    made = store_instruments()
    assert [(one.instrument.slug, one.number) for one in made] == [("zeven-succesfactoren", 2)]
    first, second = made[0].instrument.versions.order_by("number")
    assert first.statements.get(code="LEI1").text == "Het is duidelijk wie het traject aanjaagt."
    assert second.statements.get(code="LEI1").text == "Het is duidelijk wie het voortouw neemt."
    same = [one.wording == second.statements.get(code=one.code).wording for one in first.statements.all()]
    assert (len(same), sum(same)) == (37, 36)
