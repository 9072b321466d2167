"""Every page of a community renders, has one h1, asks the database as much for three things as for one, and tells
visitors nothing that was said among members."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from initiatives.models import Initiative
from tests.access_rows.rows import IN, PEOPLE
from tests.communities.town import Town, quick_pdfs, standing_town, visit
from tests.initiatives.scene import make_initiative
from tests.test_community_access import SUBJECTS, address, subject

IN_CONFIDENCE = {"asks_help": "een tolk die niemand kent", "blocked_because": "ruzie met de buren"}
LONG_AGO = date(2021, 2, 3)
TELLING = (
    "agenda", "budgets", "house", "impact", "initiative_updates", "initiative_views", "initiatives", "lessons",
    "market", "milestones", "scan", "search", "stream",
)  # fmt: skip
"""Subjects of which a page may name an initiative."""
NOT_FOR_VISITORS = re.compile(
    "|".join([*IN_CONFIDENCE.values(), "3 februari 2021", "2021-02-03", "loopt vast", "vraagt hulp", "dagen stil",
              "hulp bij nodig", "niets van gehoord"]),
    re.IGNORECASE,
)  # fmt: skip


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


def _pages(name: str, who: str = "coordinator") -> list[str]:
    rows = subject(name).ROWS.items()
    return [route for route, row in rows if row.method == "get" and row.public[PEOPLE.index(who)] == IN]


def _is_whole(page: HttpResponse) -> bool:
    """Whether a page has one h1, says that it is Dutch and holds nothing of a template; a download is always whole."""
    if page.status_code != 200 or not page["Content-Type"].startswith("text/html"):
        return True
    html = page.content.decode()
    has_frame = len(re.findall(r"<h1[ >]", html)) == 1 and re.search(r'<html[^>]* lang="nl"', html)
    return bool(has_frame) and "{{" not in html and "{%" not in html


@pytest.mark.parametrize("name", SUBJECTS)
def test_a_page_is_whole_and_asks_as_much_for_three_as_for_one(name, town):
    broken = []

    def count(route: str) -> int:
        path = address(route, town.public, made)
        with CaptureQueriesContext(connection) as queries:
            page = town.clients["coordinator"].get(path)
        broken.extend([] if _is_whole(page) else [path])
        return len(queries)

    made = subject(name).make(town.public)
    for route in _pages(name):
        # What is asked once a process, not once a page.
        count(route)
    with_one = {route: count(route) for route in _pages(name)}
    subject(name).make(town.public)
    subject(name).make(town.public)
    with_three = {route: count(route) for route in _pages(name)}
    # New things may need figures that are then kept: it is the second look that counts.
    grown = [route for route in with_three if with_three[route] != with_one[route]]
    assert {route: count(route) for route in grown} == {route: with_one[route] for route in grown}
    assert broken == []


@pytest.mark.parametrize("name", TELLING)
def test_visitors_read_nothing_of_what_an_initiative_tells_its_members(name, town):
    """Which help it asks, what blocks it, and that nothing is heard of it: who tells that, was told who reads it."""
    made = subject(name).make(town.public)
    told = make_initiative(town.public, **IN_CONFIDENCE, heard_on=LONG_AGO)
    Initiative.objects.filter(community=town.public).update(**IN_CONFIDENCE, heard_on=LONG_AGO)
    wrong = []
    for who in ("visitor", "stranger"):
        paths = [address(route, town.public, made) for route in _pages(name, who)]
        for path in [*paths, told.get_absolute_url()]:
            found = NOT_FOR_VISITORS.findall(b"".join(town.clients[who].get(path)).decode(errors="replace"))
            wrong += [(who, path, found)] if found else []
    assert wrong == []
    seen = town.clients["member"].get(told.get_absolute_url()).content.decode()
    assert all(words in seen for words in IN_CONFIDENCE.values())
