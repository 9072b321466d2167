"""axe finds nothing on any page, on a phone and at a desk, light and dark, with every part opened."""

import pytest
from playwright.sync_api import expect

from tests import factories
from tests.province import make_province
from tests.regioscan.index_scene import freeze_province

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PUBLIC = [
    "/",
    "/regioscan/",
    "/regioscan/?q=waal",
    "/regioscan/?q=bestaat-niet",
    "/regioscan/GM9001/",
    "/regioscan/GM9001/?met=provincie",
    "/regioscan/BU90010001/",
    "/regioscan/GM9001/arbeid/",
    "/regioscan/GM9001/bevindingen/",
    "/regioscan/BU90010001/ontbreekt/",
    "/regioscan/GM9001/vitaliteit/",
    "/regioscan/methode/",
    "/regioscan/methode/provincie/",
    "/regioscan/gewichten/?gewichten=60,40&groep=Bank:20,80",
    "/regioscan/gewichten/?thema-arbeid=60&thema-wonen=10",
    "/regioscan/indicatoren/",
    "/regioscan/indicatoren/cijfer-0/",
    "/regioscan/bronnen/",
    "/regioscan/vergelijk/?regio=GM9001&regio=GM9002&regio=BU90010001&zoek=waal",
    "/regioscan/GM9001/vergelijkbaar/",
    "/regioscan/groepen/",
    "/regioscan/indicatoren/cijfer-0/?beeld=trechter&regio=GM9001",
    "/regioscan/open-data/",
    "/verifieer/",
    "/account/login/",
    "/account/signup/",
    "/account/password/reset/",
    "/bestaat-niet/",
]
PERSONAL = ["/rapporten/", "/rapporten/nieuw/?regio=GM9001", "/account/email/", "/account/2fa/", "/account/sessions/"]
SETS = 4
"""The public pages in so many tests: each makes its own figures, which takes longer than looking at a page."""
OPEN_ALL = "document.querySelectorAll('details').forEach(element => element.open = true)"


@pytest.fixture
def province(transactional_db):
    """Something to look at."""
    region = make_province()
    freeze_province("provincie")
    return region


def _inspect(page, url, check_axe, narrow_and_wide, no_sideways_scroll):
    """Colours do not depend on the width and places not on the colours, so each width has one scheme.

    Narrow with every part closed, wide with every part opened: what is opened stands between what was there already.
    """
    page.goto(url)
    for _, scheme in zip(narrow_and_wide(), ("light", "dark"), strict=True):
        page.emulate_media(color_scheme=scheme)
        no_sideways_scroll()
        if scheme == "dark":
            page.evaluate(OPEN_ALL)
        check_axe()


@pytest.mark.parametrize("paths", [PUBLIC[start::SETS] for start in range(SETS)], ids=range(SETS))
def test_axe_finds_nothing_on_public_pages(
    paths, province, live_server, page, check_axe, narrow_and_wide, no_sideways_scroll
):
    for path in paths:
        _inspect(page, live_server.url + path, check_axe, narrow_and_wide, no_sideways_scroll)


def test_axe_finds_nothing_on_personal_pages(
    province, logged_in_page, live_server, check_axe, narrow_and_wide, no_sideways_scroll
):
    for path in PERSONAL:
        _inspect(logged_in_page, live_server.url + path, check_axe, narrow_and_wide, no_sideways_scroll)


def test_axe_finds_nothing_on_a_form_with_errors(
    province, logged_in_page, live_server, check_axe, narrow_and_wide, no_sideways_scroll
):
    page = logged_in_page
    page.goto(live_server.url + "/account/login/?next=/")
    page.context.clear_cookies()
    page.goto(live_server.url + "/account/login/")
    page.get_by_label("E-mail").fill("niemand@example.org")
    page.get_by_label("Wachtwoord", exact=False).first.fill("onjuist")
    page.get_by_role("main").get_by_role("button", name="Inloggen", exact=True).click()
    expect(page.get_by_role("alert")).to_have_count(1)
    for _ in narrow_and_wide():
        no_sideways_scroll()
        check_axe()


def test_axe_finds_nothing_on_the_pattern_page(
    province, administrator_page, live_server, check_axe, narrow_and_wide, no_sideways_scroll
):
    _inspect(administrator_page, live_server.url + "/patronen/", check_axe, narrow_and_wide, no_sideways_scroll)


@pytest.mark.parametrize(
    "path", ["/regioscan/maatwerk/nieuw/?deel=GM9001", "/regioscan/groepen/nieuw/", "/regioscan/GM9001/duiding/"]
)
def test_axe_finds_nothing_where_an_administrator_writes(
    path, province, administrator_page, live_server, check_axe, narrow_and_wide, no_sideways_scroll
):
    _inspect(administrator_page, live_server.url + path, check_axe, narrow_and_wide, no_sideways_scroll)


@pytest.mark.parametrize("path", ["/", "/regioscan/", "/regioscan/bronnen/", "/regioscan/indicatoren/"])
def test_pages_without_any_figures_are_whole(
    path, transactional_db, live_server, page, check_axe, narrow_and_wide, no_sideways_scroll
):
    _inspect(page, live_server.url + path, check_axe, narrow_and_wide, no_sideways_scroll)


def test_a_page_holds_with_text_at_200_percent(province, live_server, page, no_sideways_scroll):
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(live_server.url + "/regioscan/GM9001/")
    page.evaluate("document.documentElement.style.fontSize = '212.5%'")
    no_sideways_scroll()


def test_a_page_reflows_at_320_pixels(province, live_server, page, no_sideways_scroll):
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(live_server.url + "/regioscan/GM9001/")
    no_sideways_scroll()


def test_a_long_name_does_not_break_the_page(transactional_db, live_server, page, no_sideways_scroll):
    make_province()
    factories.make_region("GM9009", "Hottentottententententoonstellingsterreinburgemeesterswaard")
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto(live_server.url + "/regioscan/GM9009/")
    no_sideways_scroll()
