"""Filling in a questionnaire on a phone: with the keyboard alone, without a script, and with a draft that stays."""

import pytest
from playwright.sync_api import Page, expect

from succesfactoren.models import OpenAnswer, Response
from tests.communities.town import make_community
from tests.succesfactoren.answering_scene import any_round
from tests.succesfactoren.scene import make_ticket

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 390, "height": 844}


def open_link(page: Page, live_server, slug: str = "pols", **fields: object):
    """The first screen of a round, on a phone."""
    community = make_community(primary_colour="#3d1a5b", accent_colour="#f2b705")
    found = any_round(slug, community=community, **fields)
    token = make_ticket(found, "an@example.org")[1]
    page.set_viewport_size(PHONE)
    page.goto(f"{live_server.url}/vragenlijst/{token}/")
    return found, token


def press(page: Page, key: str, times: int = 1) -> None:
    for _ in range(times):
        page.keyboard.press(key)


def test_a_person_answers_with_the_keyboard_alone(transactional_db, live_server, page, complaints):
    open_link(page, live_server, "pols")
    page.get_by_role("link", name="Begin").focus()
    for _ in range(7):
        page.keyboard.press("Enter")
        page.wait_for_timeout(50)
        press(page, "Tab")
        press(page, "Space")
        press(page, "ArrowRight", 3)
        press(page, "Tab")
    expect(page.get_by_role("heading", level=2)).to_have_text("Communicatie")
    page.keyboard.press("Enter")
    page.get_by_role("radio", name="Inwoner").focus()
    press(page, "Space")
    press(page, "Tab")
    page.keyboard.press("Enter")
    expect(page.locator("#kop-controle")).to_have_text("Alles is ingevuld")
    page.get_by_role("button", name="Verstuur mijn antwoorden").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Dank u wel, uw antwoorden zijn verstuurd")
    assert set(Response.objects.get().answers.values()) == {4}
    assert page.evaluate("Object.keys(localStorage)") == []
    assert complaints == []


def test_the_same_works_without_javascript_and_back_loses_nothing(transactional_db, live_server, without_javascript):
    page = without_javascript
    open_link(page, live_server, "zeven-succesfactoren")
    page.get_by_role("link", name="Begin").click()
    page.get_by_role("group", name="Het is duidelijk wie").get_by_label("Helemaal eens").check()
    page.get_by_role("link", name="Volgende: Betrokkenheid").click()
    expect(page.get_by_text("Onderdeel 2 van 7")).to_be_visible()
    expect(page.get_by_role("heading", level=2)).to_have_text("Betrokkenheid")
    page.go_back()
    expect(page.get_by_role("heading", level=2)).to_have_text("Leiderschap")
    expect(page.get_by_role("group", name="Het is duidelijk wie").get_by_label("Helemaal eens")).to_be_checked()
    page.goto(page.url.split("#")[0] + "#open")
    page.get_by_label("Wat gaat nu goed?").fill("De kluswoningen.")
    page.get_by_role("button", name="Naar controleren en versturen").click()
    expect(page.get_by_role("link", name="Leiderschap 4 stellingen open")).to_be_visible()
    page.get_by_role("link", name="Leiderschap 4 stellingen open").click()
    page.get_by_role("group", name="De aanjagers laten zien").get_by_label("Weet ik niet").check()
    page.get_by_role("button", name="Terug naar controleren").click()
    page.get_by_role("button", name="Verstuur mijn antwoorden").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dank u wel, uw antwoorden zijn verstuurd")
    assert Response.objects.get().answers == {"LEI1": 5, "LEI2": None}
    assert OpenAnswer.objects.get().text == "De kluswoningen."


def test_a_draft_survives_and_is_wiped_when_asked(transactional_db, live_server, page, complaints):
    _, token = open_link(page, live_server)
    page.get_by_role("link", name="Begin").click()
    page.get_by_role("radio", name="Oneens", exact=True).locator("visible=true").check()
    page.get_by_role("link", name="Volgende").locator("visible=true").click()
    page.goto(f"{live_server.url}/vragenlijst/{token}/")
    expect(page.get_by_role("heading", level=2)).to_have_text("Betrokkenheid")
    expect(page.get_by_text("Uw antwoorden stonden nog in deze browser")).to_be_visible()
    assert Response.objects.count() == 0
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Wis mijn antwoorden uit deze browser").click()
    expect(page.get_by_role("link", name="Begin")).to_be_visible()
    assert page.locator("input:checked:not(.reading input)").count() == 0
    assert page.evaluate("Object.keys(localStorage)") == []
    assert complaints == []


def test_back_from_the_check_loses_nothing(transactional_db, live_server, page):
    open_link(page, live_server)
    page.get_by_role("link", name="Begin").click()
    page.get_by_role("radio", name="Oneens", exact=True).locator("visible=true").check()
    page.goto(page.url.split("#")[0] + "#groep")
    page.get_by_role("button", name="Naar controleren en versturen").click()
    expect(page.get_by_role("heading", level=2)).to_have_text("Bijna klaar")
    page.go_back()
    expect(page.get_by_role("heading", level=2)).to_have_text("Over uzelf")
    assert page.locator("[name=q-LEI1]:checked, [name=q-LEI2]:checked, [name=q-LEI4]:checked").count() == 1


def test_in_a_confidential_round_the_server_keeps_what_was_chosen(transactional_db, live_server, page, complaints):
    _, token = open_link(page, live_server, mode="vertrouwelijk")
    page.get_by_role("link", name="Begin").click()
    page.get_by_role("radio", name="Oneens", exact=True).locator("visible=true").check()
    expect(page.get_by_text("Bewaard. U kunt later verdergaan")).to_be_visible()
    assert Response.objects.get().is_complete is False
    page.get_by_role("button", name="Volgende").locator("visible=true").click()
    expect(page.get_by_role("heading", level=2)).to_have_text("Betrokkenheid")
    page.goto(f"{live_server.url}/vragenlijst/{token}/")
    expect(page.get_by_role("heading", level=2)).to_have_text("Betrokkenheid")
    assert page.evaluate("Object.keys(localStorage)") == []
    assert complaints == []


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1440, "dark"), (320, "light")])
def test_axe_finds_nothing_on_any_screen(
    transactional_db, live_server, page, check_axe, no_sideways_scroll, width, scheme
):
    open_link(page, live_server, "zeven-succesfactoren")
    path = page.url.split("#")[0]
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    for anchor in ("begin", "deel-COM", "groep", "open"):
        page.goto(f"{path}#{anchor}")
        check_axe()
        no_sideways_scroll()
    page.get_by_label("Wat gaat nu goed?").fill("Lang" * 600)
    page.get_by_role("button", name="Naar controleren en versturen").click()
    expect(page.get_by_role("alert")).to_contain_text("Er passen er 2000")
    check_axe()
    no_sideways_scroll()
    page.get_by_role("link", name="Wat gaat nu goed?").click()
    page.get_by_label("Wat gaat nu goed?").fill("Veel")
    page.get_by_role("button", name="Naar controleren en versturen").click()
    expect(page.get_by_role("heading", level=2)).to_have_text("Bijna klaar")
    check_axe()
    page.get_by_role("button", name="Verstuur mijn antwoorden").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dank u wel, uw antwoorden zijn verstuurd")
    check_axe()
    no_sideways_scroll()
