"""A reader explores a chart: Plotly comes only then, breaks no rule of the page, and can be left with a key."""

import re

import pytest

from tests.lib.charts.examples import EXPLORED

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.urls("tests.browser.chart_pages"),
]


def open_explorer(page, live_server, name):
    page.goto(f"{live_server.url}/grafieken/{name}/")
    page.get_by_role("button", name="Verken deze grafiek").click()
    page.locator(".explorer-plot .main-svg").first.wait_for()
    page.get_by_role("button", name="Inzoomen").wait_for()


@pytest.mark.parametrize("name", EXPLORED)
def test_exploring_breaks_no_rule_and_calls_no_other_host(page, live_server, complaints, check_axe, name):
    open_explorer(page, live_server, name)
    if name in {"lijn", "kaart"}:
        check_axe()
    page.get_by_role("button", name="Inzoomen").click()
    page.get_by_role("button", name="Alles tonen").click()
    page.locator(".explorer-plot").hover()
    page.wait_for_timeout(300)
    assert complaints == []


def test_plotly_is_not_loaded_before_somebody_asks(page, live_server):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{live_server.url}/grafieken/lijn/", wait_until="networkidle")
    assert [url for url in asked if "plotly" in url or url.endswith(".json")] == []


def test_zooming_and_leaving_out_a_line_change_what_is_shown_until_escape_brings_the_picture_back(page, live_server):
    """One visit, for loading Plotly takes longer than all that is done with it."""
    open_explorer(page, live_server, "lijn")
    assert page.locator("svg.chart").is_hidden()
    rules = page.evaluate("document.getElementById('plotly.js-style-global').sheet.cssRules.length")
    assert rules > 50
    shown = "document.querySelector('.explorer-plot').layout.xaxis.range"
    whole = page.evaluate(shown)
    page.get_by_role("button", name="Inzoomen").click()
    page.get_by_role("button", name="Naar rechts").click()
    page.wait_for_function(f"{shown}[0] > {whole[0]}")
    page.get_by_role("button", name="Alles tonen").click()
    page.wait_for_function(f"{shown}[0] === {whole[0]} && {shown}[1] === {whole[1]}")
    page.get_by_role("checkbox", name="Nederland").focus()
    page.keyboard.press("Space")
    page.wait_for_function("document.querySelector('.explorer-plot').data[1].visible === false")
    page.keyboard.press("Escape")
    assert page.locator("svg.chart").is_visible()
    assert page.locator(".explorer").count() == 0
    assert "Verken deze grafiek" in page.evaluate("document.activeElement.textContent")


def test_colours_are_those_of_the_readers_scheme(page, live_server):
    page.emulate_media(color_scheme="dark")
    open_explorer(page, live_server, "lijn")
    assert page.evaluate("document.querySelector('.explorer-plot').layout.paper_bgcolor") == "rgb(16, 25, 27)"


def test_buttons_are_large_enough_on_a_phone(page, live_server):
    page.set_viewport_size({"width": 390, "height": 900})
    open_explorer(page, live_server, "kaart")
    sizes = [button.bounding_box() for button in page.locator(".explorer-controls button").all()]
    assert min(min(size["width"], size["height"]) for size in sizes) >= 24


def test_without_the_figure_the_reader_is_told_and_keeps_the_picture(page, live_server):
    page.route(re.compile(r"\.json$"), lambda route: route.fulfill(status=503))
    page.goto(f"{live_server.url}/grafieken/lijn/")
    page.get_by_role("button", name="Verken deze grafiek").click()
    page.get_by_text("Verkennen lukt nu niet. De tabel bij deze grafiek heeft dezelfde cijfers.").wait_for()
    assert page.locator("svg.chart").is_visible()


def test_without_javascript_there_is_the_picture_and_the_table_and_no_dead_button(without_javascript):
    without_javascript.goto("/grafieken/lijn/")
    assert without_javascript.locator("svg.chart").is_visible()
    assert without_javascript.get_by_text("Verken deze grafiek").is_hidden()
    without_javascript.get_by_text("Toon als tabel").click()
    assert without_javascript.get_by_role("cell", name="72,5").is_visible()
