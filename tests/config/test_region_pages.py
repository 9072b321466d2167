"""Defining a region of one's own: who may, what is kept, what is refused, and where it then turns up."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from regioscan.models import Composition, Indicator, Region
from tests.province import make_province

NEW = "/regioscan/maatwerk/nieuw/"


@pytest.fixture
def province(db):
    """Three municipalities; one figure can be added up, the other two cannot be calculated from parts."""
    province = make_province()
    Indicator.objects.filter(code="cijfer-0").update(aggregation="SUM")
    return province


@pytest.fixture
def editor(client, administrator, province):
    client.force_login(administrator)
    return client


def post(client, codes="GM9001, GM9002", name="Rijk van Waal", address=NEW):
    return client.post(address, {"naam": name, "codes": codes, "waarom": "Wij werken samen."})


def test_a_region_is_made_and_its_definition_says_who_when_and_why(editor):
    answer = post(editor)
    assert (answer.status_code, answer.url) == (302, "/regioscan/MR0001/samenstelling/")
    page = editor.get(answer.url).content.decode()
    for words in ("Rijk van Waal", "Waalmeer", "’s-Gravenbroek", "Wij werken samen.", "Bea Beheer", "Versie 1"):
        assert words in page


def test_everybody_sees_the_region_but_only_who_may_sees_the_way_to_change_it(editor, client):
    post(editor)
    client.logout()
    page = client.get("/regioscan/MR0001/samenstelling/").content.decode()
    assert "Waalmeer" in page
    assert "/wijzigen/" not in page
    assert "Maak een eigen regio" not in client.get("/regioscan/?soort=maatwerk").content.decode()


@pytest.mark.parametrize("address", [NEW, "/regioscan/maatwerk/MR0001/wijzigen/"])
def test_who_may_not_define_gets_no_page_and_changes_nothing(editor, client, member, address):
    post(editor)
    client.force_login(member)
    assert client.get(address).status_code == 403
    assert post(client, name="Ander rijk", address=address).status_code == 403
    assert Composition.objects.count() == 1


def test_a_refused_list_stays_in_the_form_with_the_reasons(editor):
    answer = post(editor, codes="GM9001\nGM0000;ONZIN\tWK900100")
    page = answer.content.decode()
    assert answer.status_code == 400
    for words in ("GM0000", "ONZIN", "ligt al in", "Rijk van Waal", "Wij werken samen."):
        assert words in page
    assert not Region.objects.filter(kind="maatwerk").exists()


def test_the_choice_so_far_stands_in_the_address_and_a_click_adds_or_takes_away(editor):
    page = editor.get(NEW, {"uit": "PV90", "delen": ["GM9001"], "plak": "gm9002;GM9001"}).content.decode()
    assert "2 delen gekozen" in page
    assert "delen=GM9002#kiezen" in page  # the map takes GM9001 away
    assert "delen=GM9001+GM9002+GM9003#kiezen" in page  # and adds GM9003
    assert 'value="GM9001" checked' in page


def test_what_was_picked_elsewhere_goes_along(editor):
    page = editor.get(NEW, {"uit": "GM9001", "delen": "GM9002 WK900100"}).content.decode()
    assert 'name="stond" value="WK900100"' in page
    assert ">\nGM9002\nWK900100</textarea>" in page
    assert "Kies delen van één soort" in page


def test_taking_over_ticks_keeps_everything_that_was_typed_and_makes_nothing(editor):
    typed = {"naam": "Rijk van Waal", "waarom": "Wij werken samen.", "codes": "GM9001\nGM9002\nElders"}
    page = editor.post(
        NEW, {**typed, "uit": "PV90", "stond": "GM9001 GM9002", "delen": ["GM9002", "GM9003"], "neem": "1"}
    )
    shown = page.content.decode()
    assert page.status_code == 200
    codes = ">\nGM9002\nELDERS\nGM9003</textarea>"
    for words in ("Rijk van Waal", "Wij werken samen.", codes, 'value="GM9003" checked'):
        assert words in shown
    assert not Region.objects.filter(kind="maatwerk").exists()


def test_a_tick_that_was_not_taken_over_counts_when_the_region_is_made(editor):
    ticked = {"stond": "GM9001", "delen": ["GM9001", "GM9002"], "uit": "PV90"}
    editor.post(NEW, {"naam": "Rijk van Waal", "waarom": "Samen.", "codes": "GM9001", **ticked})
    members = Composition.objects.get().members.values_list("code", flat=True)
    assert sorted(members) == ["GM9001", "GM9002"]


@pytest.mark.parametrize("codes", ["GM9001 " * 3_000, " ".join(f"GM{number}" for number in range(501))])
def test_a_list_that_is_far_too_long_is_refused_and_stays_in_the_form(editor, codes):
    answer = post(editor, codes=codes)
    assert answer.status_code == 400
    assert "Rijk van Waal" in answer.content.decode()
    assert len(answer.content) < 100_000


@pytest.mark.parametrize("query", [{"uit": "XX99"}, {"uit": "MR0001"}])
def test_picking_from_what_is_not_there_is_not_found(editor, query):
    post(editor)
    assert editor.get(NEW, query).status_code == 404


def test_changing_makes_a_new_version_and_starts_from_the_parts_of_now(editor):
    post(editor)
    address = "/regioscan/maatwerk/MR0001/wijzigen/"
    assert "GM9001\nGM9002" in editor.get(address).content.decode()
    assert post(editor, codes="GM9001 GM9003", address=address).status_code == 302
    page = editor.get("/regioscan/MR0001/samenstelling/").content.decode()
    assert "Erbij: Súdermar. Eraf: ’s-Gravenbroek." in page


def test_the_region_turns_up_wherever_a_region_does(editor):
    post(editor)
    assert "Rijk van Waal" in editor.get("/regioscan/?soort=maatwerk").content.decode()
    assert "Rijk van Waal" in editor.get("/regioscan/?q=rijk").content.decode()
    page = editor.get("/regioscan/MR0001/").content.decode()
    assert reverse("regioscan:region_definition", args=["MR0001"]) in page
    assert "Waalmeer" in page
    for address in ("arbeid/", "cijfers.csv", "delen.csv", "cijfers.xlsx", "arbeid/verloop.csv"):
        assert editor.get(f"/regioscan/MR0001/{address}").status_code == 200


def test_the_command_prints_a_custom_region(editor):
    post(editor)
    out = StringIO()
    call_command("regioscan", "MR0001", stdout=out)
    assert "Rijk van Waal" in out.getvalue()


def test_an_ordinary_region_has_no_definition(editor):
    assert editor.get("/regioscan/GM9001/samenstelling/").status_code == 404


def test_picking_takes_as_many_queries_for_many_parts_as_for_few(editor):
    def count(words):
        with CaptureQueriesContext(connection) as seen:
            assert editor.get(NEW, {"uit": "PV90", "delen": words}).status_code == 200
        return len(seen)

    count("GM9001")  # the first page also reads what every page needs once
    assert count("GM9001") == count("GM9001 GM9002 GM9003")
