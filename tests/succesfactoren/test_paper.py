"""Answers on paper: typed by two people, settled where they differ, and wiped."""

import io
from concurrent.futures import ThreadPoolExecutor

import pikepdf
import pymupdf
import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse

from communities.models import LogEntry
from succesfactoren.actions.answering import Filled
from succesfactoren.actions.closing import close_round
from succesfactoren.actions.paper import NOT_THERE, PaperError, differences, drop_sheet, settle_sheet, type_sheet
from succesfactoren.models import PaperSheet, Response, Round
from succesfactoren.reports.paper import paper_pdf
from tests import factories
from tests.communities.town import join, make_community, make_town, make_trajectory
from tests.succesfactoren import scene

SHEET = Filled({"LEI1": 4, "LEI2": None}, {"rol": "inwoner"}, {"OPEN1": "Samen eten  werkt."})


@pytest.fixture
def town(db):
    return make_town()


@pytest.fixture
def found(town) -> Round:
    return scene.make_round(town.public)


@pytest.fixture
def first(town):
    return town.people["coordinator"]


@pytest.fixture
def second(town):
    other = factories.make_verified_user("tweede@example.org")
    join(town.public, other, role="coordinator")
    return other


def path(name: str, found: Round, *args: object) -> str:
    return reverse(f"succesfactoren:{name}", args=[found.community.slug, found.pk, *args])


def changed(**answers: object) -> Filled:
    return Filled({**SHEET.answers, **answers}, SHEET.groups, SHEET.texts)


def test_what_two_people_typed_alike_becomes_a_response_and_is_wiped(found, first, second):
    assert not type_sheet(by=first, round=found, number=7, filled=SHEET).is_done
    assert Response.objects.count() == 0
    other = Filled(SHEET.answers, SHEET.groups, {"OPEN1": "samen eten werkt. "})
    sheet = type_sheet(by=second, round=found, number=7, filled=other)
    assert (sheet.is_done, sheet.first, sheet.second) == (True, None, None)
    made = Response.objects.get()
    assert (made.door, made.answers, made.groups, made.code) == ("papier", SHEET.answers, SHEET.groups, None)
    assert list(found.open_answers.values_list("text", flat=True)) == ["Samen eten  werkt."]


def test_one_person_cannot_be_both(found, first):
    type_sheet(by=first, round=found, number=1, filled=SHEET)
    again = type_sheet(by=first, round=found, number=1, filled=changed(LEI1=2))
    assert (again.first["answers"]["LEI1"], again.second) == (2, None)
    assert Response.objects.count() == 0


def test_differences_are_named_by_statement_also_what_was_left_out(found, first, second):
    type_sheet(by=first, round=found, number=1, filled=changed(LEI1=2, LEI3=5))
    sheet = type_sheet(by=second, round=found, number=1, filled=SHEET)
    named = [(one.code, one.first, one.second) for one in differences(sheet)]
    assert named == [("LEI1", 2, 4), ("LEI3", 5, NOT_THERE)]
    assert Response.objects.count() == 0


def test_weet_ik_niet_and_nothing_are_not_the_same(found, first, second):
    type_sheet(by=first, round=found, number=1, filled=Filled({"LEI1": 4, "LEI2": None}))
    sheet = type_sheet(by=second, round=found, number=1, filled=Filled({"LEI1": 4}))
    assert [one.code for one in differences(sheet)] == ["LEI2"]


def test_the_second_settles_with_the_paper_in_hand_and_the_first_cannot(found, first, second):
    type_sheet(by=first, round=found, number=1, filled=changed(LEI1=2, LEI3=5))
    sheet = type_sheet(by=second, round=found, number=1, filled=SHEET)
    chosen = {"answers-LEI1": "eerste", "answers-LEI3": "tweede"}
    with pytest.raises(PaperError, match="als tweede"):
        settle_sheet(by=first, sheet=sheet, chosen=chosen)
    with pytest.raises(PaperError, match="bij elk verschil"):
        settle_sheet(by=second, sheet=sheet, chosen={"answers-LEI1": "eerste"})
    done = settle_sheet(by=second, sheet=sheet, chosen=chosen)
    assert (done.is_done, done.first, done.second) == (True, None, None)
    assert Response.objects.get().answers == {"LEI1": 2, "LEI2": None}
    settle_sheet(by=second, sheet=sheet, chosen=chosen)
    assert Response.objects.count() == 1


def test_a_third_person_does_not_come_between(town, found, first, second):
    type_sheet(by=first, round=found, number=1, filled=SHEET)
    type_sheet(by=second, round=found, number=1, filled=changed(LEI1=1))
    with pytest.raises(PaperError, match="al door twee mensen"):
        type_sheet(by=town.people["administrator"], round=found, number=1, filled=SHEET)


def test_a_sheet_that_is_done_and_an_empty_one_are_refused(found, first, second):
    for by in (first, second):
        type_sheet(by=by, round=found, number=1, filled=SHEET)
    with pytest.raises(PaperError, match="al verwerkt"):
        type_sheet(by=first, round=found, number=1, filled=SHEET)
    with pytest.raises(PaperError, match="niets ingevuld"):
        type_sheet(by=first, round=found, number=2, filled=Filled())


@pytest.mark.parametrize("fields", [{"opened_at": None}, {"closes_at": None}])
def test_typing_in_is_for_an_open_round(town, first, fields):
    found = scene.make_round(town.public, name="Niet open", **({} if "closes_at" in fields else fields))
    if "closes_at" in fields:
        close_round(round=found, by=None)
    with pytest.raises(PaperError, match="zolang de ronde open is"):
        type_sheet(by=first, round=found, number=1, filled=SHEET)


@pytest.mark.parametrize("who", ["member", "frontrunner", "commissioner", "foreign_coordinator"])
def test_only_who_runs_the_round_types_in(town, found, who):
    with pytest.raises(PermissionDenied):
        type_sheet(by=town.people[who], round=found, number=1, filled=SHEET)


def test_what_is_not_done_at_closing_is_wiped_and_the_page_warns_before(town, found, first):
    type_sheet(by=first, round=found, number=3, filled=SHEET)
    page = town.clients["coordinator"].get(path("round_close", found)).content.decode()
    assert "Er liggen nog vellen" in page
    close_round(round=found, by=None)
    assert (PaperSheet.objects.count(), Response.objects.count()) == (0, 0)


def test_a_half_sheet_can_be_wiped_and_a_done_one_stays(found, first, second):
    sheet = type_sheet(by=first, round=found, number=1, filled=SHEET)
    drop_sheet(by=second, sheet=sheet)
    assert PaperSheet.objects.count() == 0
    for by in (first, second):
        sheet = type_sheet(by=by, round=found, number=2, filled=SHEET)
    drop_sheet(by=first, sheet=sheet)
    assert PaperSheet.objects.get().is_done


def test_the_log_names_the_round_and_not_the_sheet(found, first, second):
    type_sheet(by=first, round=found, number=41, filled=SHEET)
    sheet = type_sheet(by=second, round=found, number=41, filled=changed(LEI1=1))
    settle_sheet(by=second, sheet=sheet, chosen={"answers-LEI1": "eerste"})
    assert set(LogEntry.objects.values_list("object_kind", "object_id")) == {("ronde", str(found.pk))}


# ── The pages ─────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_sheet_goes_through_the_pages_without_showing_what_the_first_typed(town, found, second):
    client = town.clients["coordinator"]
    assert client.get(path("paper_list", found), {"vel": "12"}).url == path("paper_sheet", found, 12)
    sheet = path("paper_sheet", found, 12)
    client.post(sheet, {"q-LEI1": "4", "q-OPEN1": "Een geheim woord", "g-rol": "inwoner"})
    other = town.login("visitor")
    other.force_login(second)
    page = other.get(sheet).content.decode()
    assert "als tweede" in page
    assert "Een geheim woord" not in page
    assert 'value="4" checked' not in page
    answer = other.post(sheet, {"q-LEI1": "5", "q-OPEN1": "Een geheim woord", "g-rol": "inwoner"})
    assert answer.url == sheet
    page = other.get(sheet).content.decode()
    assert "1 verschil" in page
    assert "Helemaal eens" in page
    other.post(path("paper_settle", found, 12), {"answers-LEI1": "tweede"})
    assert Response.objects.get().answers == {"LEI1": 5}


def test_what_was_typed_wrong_is_said_and_nothing_is_kept(town, found):
    answer = town.clients["coordinator"].post(path("paper_sheet", found, 1), {"q-LEI1": "9"})
    assert answer.status_code == 400
    assert "Kies een van de vijf antwoorden" in answer.content.decode()
    assert PaperSheet.objects.count() == 0


def test_a_pdf_has_the_number_on_every_sheet_and_a_block_for_each_factor(found):
    content = paper_pdf(found, 8, 2)
    with pikepdf.open(io.BytesIO(content)) as file:
        assert file.Root.MarkInfo.Marked
    with pymupdf.open(stream=content, filetype="pdf") as document:
        pages = [page.get_text() for page in document]
    half = len(pages) // 2
    assert ["Vel 8" in page for page in pages] == [True] * half + [False] * half
    assert ["Vel 9" in page for page in pages] == [False] * half + [True] * half
    names = list(found.version.factors.values_list("name", flat=True))
    assert [sum(name in page.splitlines() for page in pages) for name in names] == [2] * len(names)


def test_too_many_sheets_at_once_are_refused(town, found):
    answer = town.clients["coordinator"].get(path("paper_pdf", found), {"eerste": "1", "aantal": "11"})
    assert answer.url == path("paper_list", found)


# ── Two at once ───────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.django_db(transaction=True)
def test_two_who_type_the_same_sheet_at_once_make_one_response():
    community = make_community()
    make_trajectory(community)
    people = [factories.make_verified_user() for _ in range(2)]
    for one in people:
        join(community, one, role="coordinator")
    found = scene.make_round(community)

    def once(by) -> None:
        try:
            type_sheet(by=by, round=found, number=1, filled=SHEET)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(once, people))
    assert PaperSheet.objects.get().is_done
    assert Response.objects.count() == 1
