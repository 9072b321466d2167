"""Every page renders, has one h1, says which language it speaks, and asks the database as much for three as for one."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.province import make_province

PAGES = [
    "/",
    "/toegankelijkheid/",
    "/privacy/",
    "/regioscan/",
    "/regioscan/?q=waal",
    "/regioscan/GM9001/",
    "/regioscan/GM9001/?met=provincie",
    "/regioscan/NL00/",
    "/regioscan/PV90/",
    "/regioscan/WK900100/",
    "/regioscan/BU90010001/",
    "/regioscan/GM9001/arbeid/",
    "/regioscan/GM9001/vitaliteit/",
    "/regioscan/methode/",
    "/regioscan/gewichten/",
    "/regioscan/indicatoren/",
    "/regioscan/indicatoren/cijfer-0/",
    "/regioscan/bronnen/",
    "/regioscan/open-data/",
    "/regioscan/vergelijk/",
    "/regioscan/vergelijk/?regio=GM9001&regio=BU90010001",
    "/regioscan/GM9001/vergelijkbaar/",
    "/regioscan/groepen/",
    "/rapporten/",
]
PERSONAL = ["/rapporten/nieuw/?regio=GM9001", "/account/overzicht/", "/account/2fa/", "/account/email/"]
FIXED = [page for page in PAGES if "?q=" not in page]


def _client(path: str) -> Client:
    client = Client()
    if path in PERSONAL:
        client.force_login(factories.make_verified_user())
    return client


def _count_queries(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


@pytest.mark.parametrize("path", PAGES + PERSONAL)
def test_a_page_renders_with_one_h1_in_dutch(path, db):
    make_province()
    page = _client(path).get(path)
    assert page.status_code == 200
    html = page.content.decode()
    assert len(re.findall(r"<h1[ >]", html)) == 1
    assert re.search(r'<html[^>]* lang="nl"', html)
    assert re.search(r"<title>\s*\S[^<]+</title>", html)
    assert "{{" not in html
    assert "{%" not in html


@pytest.mark.parametrize("path", ["/", "/regioscan/", "/regioscan/indicatoren/", "/regioscan/bronnen/", "/rapporten/"])
def test_a_page_without_anything_to_show_says_so(path, db):
    page = Client().get(path)
    assert page.status_code == 200
    assert len(re.findall(r"<h1[ >]", page.content.decode())) == 1


@pytest.mark.parametrize("path", FIXED + PERSONAL)
def test_a_page_asks_as_much_for_three_as_for_one(path, db, django_db_blocker, settings):
    settings.CACHES = {name: {"BACKEND": "django.core.cache.backends.dummy.DummyCache"} for name in settings.CACHES}
    client = _client(path)
    make_province(n_municipalities=1, n_indicators=1)
    few = _count_queries(client, path)
    _start_over()
    make_province(n_municipalities=3, n_indicators=3)
    assert _count_queries(client, path) == few


def _start_over() -> None:
    from regioscan import models  # noqa: PLC0415 - only this test empties the ground floor

    for model in (models.Distribution, models.Observation, models.Boundary, models.Snapshot, models.Indicator):
        model.objects.all().delete()
    models.Region.objects.update(parent=None)
    models.Region.objects.all().delete()
