"""Pages of instruments: what members read, what the editor takes and refuses, and a preview that keeps nothing."""

import re

import pytest
from django.urls import reverse

from succesfactoren.actions.own_instruments import begin_instrument, begin_version, settle_version
from succesfactoren.actions.own_questions import stamp_of
from succesfactoren.models import Response
from tests.communities.town import make_town
from tests.succesfactoren import scene
from tests.succesfactoren.own_scene import HEAD, codes, draft_of, make_own, question, rewrite


@pytest.fixture
def town(db):
    return make_town()


@pytest.fixture
def by(town):
    return town.people["coordinator"]


@pytest.fixture
def own(town):
    return make_own(town.public)


def page(town, own, route, *more, name="coordinator", **sent):
    path = reverse(f"succesfactoren:{route}", args=[town.public.slug, own.pk, *more])
    return town.clients[name].post(path, sent) if sent else town.clients[name].get(path)


def test_a_member_reads_what_is_settled_and_no_draft(town, by, own):
    assert page(town, own, "instrument_detail", name="member").status_code == 404
    settle_version(by=by, instrument=own, number=1)
    begin_version(by=by, instrument=own)
    rewrite(by, own, "Ik woon hier prettig.", "Ik woon hier in het geheim graag.")
    read = page(town, own, "instrument_detail", name="member").content.decode()
    assert "Gespreksinstrument, geen toets" in read
    assert "Ik woon hier prettig." in read
    assert "in het geheim" not in read


def test_an_older_version_can_still_be_read(town, by, own):
    settle_version(by=by, instrument=own, number=1)
    begin_version(by=by, instrument=own)
    rewrite(by, own, "Ik woon hier prettig.", "Ik woon hier graag.")
    settle_version(by=by, instrument=own, number=2)
    path = reverse("succesfactoren:instrument_detail", args=[town.public.slug, own.pk])
    found = {n: town.clients["member"].get(f"{path}?versie={n}") for n in (1, 2, 3)}
    assert "Ik woon hier prettig." in found[1].content.decode()
    assert "Ik woon hier graag." in found[2].content.decode()
    assert found[3].status_code == 404


def test_a_built_in_one_tells_where_it_comes_from(town):
    read = page(town, scene.instrument("actie"), "instrument_detail", name="member").content.decode()
    assert "Denters, Tonkens, Verhoeven en Bakker" in read
    assert "Gespreksinstrument, geen toets" in read


def test_the_editor_writes_every_kind_of_question(town, by):
    own = begin_instrument(by=by, community=town.public, name="Alles", **HEAD)
    sent = {
        "stelling": {"text": "Een zin."},
        "keuze": {"text": "Welke?", "options": "Ja\r\n\r\nNee"},
        "keuzes": {"text": "Welke allemaal?", "options": "Rood\nBlauw"},
        "getal": {"text": "Hoeveel?", "least": "0", "most": "10", "unit": "uur"},
        "open": {"text": "Waarom?"},
    }
    for kind, fields in sent.items():
        assert page(town, own, "question_new", kind, **fields).status_code == 302
    assert {one.kind: one.options for one in draft_of(own).statements.all()} == {
        "stelling": [],
        "keuze": [{"key": "ja", "label": "Ja"}, {"key": "nee", "label": "Nee"}],
        "keuzes": [{"key": "rood", "label": "Rood"}, {"key": "blauw", "label": "Blauw"}],
        "getal": [{"min": 0, "max": 10, "unit": "uur"}],
        "open": [],
    }


WRONG = [
    ("keuze", {"text": "Welke?", "options": "Ja"}, "options", "minstens twee"),
    ("keuze", {"text": "Welke?", "options": "Ja\nja"}, "options", "twee keer"),
    ("keuze", {"text": "Welke?", "options": "\n".join(map(str, range(13)))}, "options", "hoogstens 12"),
    ("keuze", {"text": "Welke?", "options": "Ja\n" + "x" * 121}, "options", "Regel 2 is te lang"),
    ("getal", {"text": "Hoeveel?", "least": "5", "most": "5"}, "most", "groter"),
    ("stelling", {"text": " "}, "text", "Schrijf de vraag op"),
    ("open", {"text": "x" * 301}, "text", "300"),
]


@pytest.mark.parametrize(("kind", "sent", "field", "said"), WRONG)
def test_what_is_wrong_is_said_beside_the_field(town, own, kind, sent, field, said):
    answer = page(town, own, "question_new", kind, **sent, part=draft_of(own).factors.get().pk)
    assert answer.status_code == 400
    assert re.search(said, " ".join(answer.context["form"].errors[field]))


def test_the_page_shows_what_somebody_else_wrote_and_takes_the_second_try(town, by, own):
    found = question(own, "Ik woon hier prettig.")
    sent = {"text": "Ik woon hier goed.", "part": found.factor_id, "seen": stamp_of(found)}
    rewrite(by, own, "Ik woon hier prettig.", "Ik woon hier graag.")
    answer = page(town, own, "question_edit", found.pk, **sent)
    assert answer.status_code == 409
    assert all(words in answer.content.decode() for words in ("Ik woon hier goed.", "Ik woon hier graag."))
    again = page(town, own, "question_edit", found.pk, **sent | {"seen": answer.context["form"].data["seen"]})
    assert again.status_code == 302
    found.refresh_from_db()
    assert found.text == "Ik woon hier goed."


def test_a_question_of_another_instrument_is_not_there(town, own):
    other = make_own(town.private, name="Elders")
    strange = draft_of(other).statements.first()
    assert page(town, own, "question_edit", strange.pk).status_code == 404
    assert page(town, other, "instrument_edit").status_code == 404


def test_text_extremes_are_kept_as_they_are(town, own):
    words = "Ĳsbreker 👩‍👩‍👧 \u202eomgekeerd e\u0301 <script>"
    assert page(town, own, "question_new", "open", text=words).status_code == 302
    assert question(own, words)
    assert "<script>" not in page(town, own, "instrument_edit").content.decode().replace("<script ", "")


def test_the_preview_shows_the_screens_of_a_respondent_and_keeps_nothing(town, own):
    answer = page(town, own, "instrument_preview")
    shown = answer.content.decode()
    asked = answer.context["asked"]
    assert [one.code for one in asked.questions if not one.is_group] == list(codes(draft_of(own)).values())
    assert all(f'name="{one.name}"' in shown for one in asked.questions)
    assert "<form" not in shown.split('<main id="inhoud"')[1].split("</main>")[0]
    path = reverse("succesfactoren:instrument_preview", args=[town.public.slug, own.pk])
    assert town.clients["coordinator"].post(path, {"q-V1": "4"}).status_code == 405
    assert Response.objects.count() == 0


def test_the_preview_of_a_settled_version_is_not_that_of_the_draft(town, by, own):
    settle_version(by=by, instrument=own, number=1)
    begin_version(by=by, instrument=own)
    rewrite(by, own, "Ik woon hier prettig.", "Ik woon hier graag.")
    path = reverse("succesfactoren:instrument_preview", args=[town.public.slug, own.pk])
    assert "Ik woon hier graag." in town.clients["coordinator"].get(path).content.decode()
    assert "Ik woon hier prettig." in town.clients["coordinator"].get(f"{path}?versie=1").content.decode()


def test_settling_from_the_page(town, own):
    assert page(town, own, "instrument_settle", number="1").status_code == 302
    own.refresh_from_db()
    assert own.newest.number == 1
    answer = page(town, own, "instrument_edit")
    assert answer.url == reverse("succesfactoren:instrument_detail", args=[town.public.slug, own.pk])
