"""axe finds nothing on any page of a community, on a phone or at a desk, light or dark, with every part opened."""

import pytest
from django.conf import settings

from tests.access_rows.rows import IN
from tests.browser.test_axe import OPEN_ALL
from tests.communities.town import make_town, quick_pdfs
from tests.test_community_access import SUBJECTS, address, subject

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

VISITOR, COORDINATOR = 0, 5
SETS = 4
"""The subjects in so many tests: each makes a town of its own."""


def _pages(name, town, person):
    """Addresses of the pages of a subject that this person may read; downloads are no pages."""
    made = subject(name).make(town.public)
    client = town.clients[("visitor", "coordinator")[person == COORDINATOR]]
    for route, row in subject(name).ROWS.items():
        if row.method != "get" or row.public[person] != IN:
            continue
        path = address(route, town.public, made)
        answer = client.get(path)
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            yield path


def _become(page, live_server, client):
    page.context.clear_cookies()
    cookie = client.cookies.get(settings.SESSION_COOKIE_NAME)
    if cookie:
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])


def _inspect(page, check_axe, no_sideways_scroll, number):
    """Both widths for what sticks out; axe, which takes a second, at one of them: in turn narrow and light, or wide
    and dark; with every part opened."""
    schemes = ((390, "light"), (1440, "dark"))
    for turn, (width, scheme) in enumerate(schemes):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        page.evaluate(OPEN_ALL)
        no_sideways_scroll()
        if turn == number % 2:
            check_axe()


@pytest.mark.parametrize("names", [SUBJECTS[start::SETS] for start in range(SETS)], ids=range(SETS))
def test_axe_finds_nothing_on_what_a_coordinator_sees(
    names, transactional_db, live_server, page, check_axe, no_sideways_scroll, settings, tmp_path, monkeypatch
):
    settings.MEDIA_ROOT = tmp_path
    quick_pdfs(monkeypatch)
    town = make_town()
    for name in names:
        paths = list(_pages(name, town, COORDINATOR))
        _become(page, live_server, town.clients["coordinator"])
        for number, path in enumerate(paths):
            page.goto(live_server.url + path)
            _inspect(page, check_axe, no_sideways_scroll, number)


def test_axe_finds_nothing_on_what_a_visitor_sees(
    transactional_db, live_server, page, check_axe, no_sideways_scroll, settings, tmp_path, monkeypatch
):
    settings.MEDIA_ROOT = tmp_path
    quick_pdfs(monkeypatch)
    town = make_town()
    for name in SUBJECTS:
        for number, path in enumerate(list(_pages(name, town, VISITOR)), start=1):
            page.goto(live_server.url + path)
            _inspect(page, check_axe, no_sideways_scroll, number)
