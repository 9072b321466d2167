"""From the first click to the last, as a person would."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests import factories
from tests.province import make_province

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def province(transactional_db):
    """Something to look at."""
    return make_province()


def _find_waalmeer(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("searchbox").first.fill("waalm")
    page.get_by_role("searchbox").first.press("Enter")
    page.get_by_role("main").get_by_role("link", name=re.compile("Waalmeer")).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Waalmeer")


def test_a_visitor_finds_a_region_and_compares_it_with_the_province(province, live_server, page, complaints):
    _find_waalmeer(page, live_server.url)
    page.get_by_role("navigation", name="Vergelijk met").get_by_role("link", name=re.compile("[Pp]rovincie")).click()
    expect(page).to_have_url(re.compile(r"met=provincie"))
    expect(page.get_by_role("link", name=re.compile("[Pp]rovincie")).first).to_have_attribute(
        "aria-current", re.compile("true|page")
    )
    assert complaints == []


def test_the_same_works_without_javascript(province, live_server, without_javascript):
    _find_waalmeer(without_javascript, live_server.url)
    without_javascript.get_by_role("main").get_by_role("link", name="Arbeid").first.click()
    expect(without_javascript.get_by_role("heading", level=1)).to_contain_text("Arbeid")
    without_javascript.get_by_text("Toon als tabel").first.click()
    expect(without_javascript.get_by_role("table").first).to_be_visible()


def test_reading_settings_stay_on_the_next_page(province, live_server, page):
    page.goto(live_server.url)
    page.get_by_text("Leesinstellingen").click()
    page.get_by_label("Groter").check()
    page.get_by_role("group", name="Contrast").get_by_label("Hoog").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Bewaren").click()
    page.goto(live_server.url + "/regioscan/")
    assert page.locator("html").get_attribute("data-text") == "groot"
    assert page.locator("html").get_attribute("data-contrast") == "hoog"


def test_a_reader_explores_a_chart_with_plotly_and_comes_back(province, live_server, page, complaints):
    page.goto(live_server.url + "/regioscan/GM9001/arbeid/")
    page.get_by_role("link", name=re.compile("Verken")).or_(
        page.get_by_role("button", name=re.compile("Verken"))
    ).first.click()
    expect(page.locator(".js-plotly-plot").first).to_be_visible(timeout=30_000)
    page.keyboard.press("Escape")
    expect(page.locator(".js-plotly-plot")).to_have_count(0)
    assert complaints == []


def test_the_dashboard_loads_no_plotly_by_default(province, live_server, page):
    scripts: list[str] = []
    page.on("response", lambda r: scripts.append(r.url) if r.request.resource_type == "script" else None)
    page.goto(live_server.url + "/regioscan/GM9001/")
    assert [url for url in scripts if "plotly" in url] == []


def test_a_person_logs_in_with_the_keyboard_alone(province, live_server, page):
    factories.make_verified_user("bank@example.org")
    page.goto(live_server.url + "/account/login/?next=/rapporten/")
    page.get_by_label("E-mail").focus()
    page.keyboard.type("bank@example.org")
    page.keyboard.press("Tab")
    page.keyboard.type(factories.PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(live_server.url + "/rapporten/")


def test_every_focused_element_shows_where_it_is(province, live_server, page):
    page.goto(live_server.url + "/regioscan/GM9001/")
    for _ in range(25):
        page.keyboard.press("Tab")
        style = page.evaluate(
            "(() => { const s = getComputedStyle(document.activeElement); return [s.outlineStyle, s.outlineWidth] })()"
        )
        assert style[0] != "none", page.evaluate("document.activeElement.outerHTML")
        assert float(style[1].removesuffix("px")) >= 2


def test_a_name_that_was_typed_stays_while_parts_are_picked_on_the_map(
    province, live_server, administrator_page, complaints
):
    page = administrator_page
    page.goto(live_server.url + "/regioscan/maatwerk/nieuw/?uit=PV90")
    page.get_by_label("Naam van de regio").fill("Rijk van Waal")
    page.locator("a[data-pick=GM9001]").click()
    expect(page.get_by_role("heading", name="1 deel gekozen")).to_be_visible()
    page.get_by_label("Waarom").fill("Wij werken samen.")
    page.locator("a[data-look=GM9002]").click()
    expect(page.get_by_role("heading", name="in ’s-Gravenbroek")).to_be_visible()
    page.get_by_role("link", name="Een stap hoger").click()
    page.locator("a[data-pick=GM9002]").click()
    expect(page.get_by_role("heading", name="2 delen gekozen")).to_be_visible()
    page.get_by_role("button", name="Maak de regio").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Rijk van Waal")
    assert complaints == []
