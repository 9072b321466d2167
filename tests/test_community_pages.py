"""Every page of a community renders, has one h1, and asks the database as much for three things as for one."""

import re
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.access_rows.rows import IN
from tests.communities.town import Town, quick_pdfs, standing_town, visit
from tests.test_community_access import SUBJECTS, address, subject

COORDINATOR = 5


@pytest.fixture(scope="module")
def ground(django_db_setup, django_db_blocker) -> Iterator[Town]:
    """Two communities and everybody who may knock; made once."""
    with django_db_blocker.unblock(), standing_town() as town:
        yield town


@pytest.fixture
def town(ground, db, settings, tmp_path, monkeypatch) -> Town:
    """What each test finds, and what it makes of it is undone; nothing is kept between two looks."""
    settings.MEDIA_ROOT = tmp_path
    quick_pdfs(monkeypatch)
    settings.CACHES = {name: {"BACKEND": "django.core.cache.backends.dummy.DummyCache"} for name in settings.CACHES}
    return visit(ground)


def _pages(name: str) -> list[str]:
    rows = subject(name).ROWS.items()
    return [route for route, row in rows if row.method == "get" and row.public[COORDINATOR] == IN]


@pytest.mark.parametrize("name", SUBJECTS)
def test_a_page_has_one_h1_in_dutch(name, town):
    made, wrong = subject(name).make(town.public), []
    for route in _pages(name):
        page = town.clients["coordinator"].get(address(route, town.public, made))
        if page.status_code != 200 or not page["Content-Type"].startswith("text/html"):
            continue
        html = page.content.decode()
        is_whole = len(re.findall(r"<h1[ >]", html)) == 1 and re.search(r'<html[^>]* lang="nl"', html)
        if not is_whole or "{{" in html or "{%" in html:
            wrong.append(route)
    assert wrong == []


@pytest.mark.parametrize("name", SUBJECTS)
def test_a_page_asks_as_much_for_three_as_for_one(name, town):
    def count(route: str) -> int:
        path = address(route, town.public, made)
        town.clients["coordinator"].get(path)
        with CaptureQueriesContext(connection) as queries:
            town.clients["coordinator"].get(path)
        return len(queries)

    made = subject(name).make(town.public)
    with_one = {route: count(route) for route in _pages(name)}
    subject(name).make(town.public)
    subject(name).make(town.public)
    with_three = {route: count(route) for route in _pages(name)}
    assert with_three == with_one
