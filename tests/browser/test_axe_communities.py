"""axe finds nothing on any page of a community, on a phone or at a desk, light or dark, with every part opened."""

import pytest
from django.conf import settings
from playwright.sync_api import Error

from tests.access_rows.rows import IN, PEOPLE
from tests.browser.conftest import WIDTHS
from tests.browser.test_axe import OPEN_ALL
from tests.communities.town import make_town, quick_pdfs
from tests.test_community_access import SUBJECTS, address, subject

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

VIEWS = {"initiatives:initiative_list": ("?vorm=lijst", "?vorm=kaart", "?vorm=tijdlijn")}
"""Addresses with several faces."""
READERS = ("coordinator", "visitor")
SETS = 2
"""The subjects in so many tests: each makes a town of its own."""


def _paths(name, town, made, person):
    """Addresses of a subject that this person may read."""
    rows = subject(name).ROWS.items()
    routes = [route for route, row in rows if row.method == "get" and row.public[PEOPLE.index(person)] == IN]
    plain = {route: address(route, town.public, made) for route in routes}
    return [
        *plain.values(),
        *(f"{plain[route]}{face}" for route, faces in VIEWS.items() if route in plain for face in faces),
    ]


def _open(page, url):
    """Whether there is a page to look at: a download leaves the browser where it was, a redirect leads elsewhere."""
    try:
        answer = page.goto(url)
    except Error as error:
        if "Download is starting" not in error.message and "ERR_ABORTED" not in error.message:
            raise
        return False
    is_page = answer.headers.get("content-type", "").startswith("text/html")
    return is_page and answer.status == 200 and answer.request.redirected_from is None


def _become(page, live_server, client):
    page.context.clear_cookies()
    cookie = client.cookies.get(settings.SESSION_COOKIE_NAME)
    if cookie:
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])


def _set_window(page, width):
    """A phone is light and a desk is dark: colours do not depend on the width and places not on the colours."""
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme="light" if width == WIDTHS[0] else "dark")


def _inspect(page, check_axe, no_sideways_scroll):
    """Both widths for what sticks out; axe, which takes most of the time, at one of them; with every part opened.

    A page comes in the window of the page before it and axe looks at it in the other one, so they take turns.
    """
    page.evaluate(OPEN_ALL)
    no_sideways_scroll()
    _set_window(page, sum(WIDTHS) - page.viewport_size["width"])
    no_sideways_scroll()
    check_axe()


@pytest.mark.parametrize("names", [SUBJECTS[start::SETS] for start in range(SETS)], ids=range(SETS))
def test_axe_finds_nothing_on_what_a_coordinator_and_a_visitor_see(
    names, transactional_db, live_server, page, check_axe, no_sideways_scroll, settings, tmp_path, monkeypatch
):
    settings.MEDIA_ROOT = tmp_path
    quick_pdfs(monkeypatch)
    town = make_town()
    made = {name: subject(name).make(town.public) for name in names}
    _set_window(page, WIDTHS[0])
    n_pages = dict.fromkeys(READERS, 0)
    for person in READERS:
        _become(page, live_server, town.clients[person])
        for name in names:
            for path in _paths(name, town, made[name], person):
                if _open(page, live_server.url + path):
                    _inspect(page, check_axe, no_sideways_scroll)
                    n_pages[person] += 1
    assert min(n_pages.values()) > len(names), "most of what was opened was no page"
