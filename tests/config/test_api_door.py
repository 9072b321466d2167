"""Around every request under /api/: no cookies, a limit, HEAD and OPTIONS, caching, and never a page of HTML."""

import json

import pytest
from django.core.cache import cache
from django.db.utils import OperationalError
from django.test import Client

from config.cache import circuit
from regioscan.api import VERSION
from regioscan.views import limits
from tests import factories
from tests.asking import Asker, make_province_to_ask_about

REFUSED = "redis://127.0.0.1:1/0"


@pytest.fixture(autouse=True)
def _no_limit(settings):
    settings.API_REQUESTS_PER_5_MINUTES = 0


@pytest.fixture
def asker() -> Asker:
    """Somebody without an account."""
    return Asker()


@pytest.fixture
def limited(settings):
    """Three requests in five minutes, counted anew, and not across the border of two windows."""
    settings.API_REQUESTS_PER_5_MINUTES = 3
    cache.clear()
    limits.own_count = limits.OwnCount()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("", 200),
        ("/indicatoren", 200),
        ("/openapi.json", 200),
        ("/bestaat-niet", 404),
        ("/indicatoren/", 404),
        ("/", 404),
    ],
)
def test_every_answer_has_the_version_may_be_read_by_any_site_and_is_no_html(asker, db, path, status):
    answer = asker.get(path)

    assert answer.status_code == status
    assert answer["API-Version"] == VERSION
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "html" not in answer["Content-Type"]
    assert "html" not in answer.content.decode()[:20].lower()
    assert answer["Content-Type"] == ("application/json" if status == 200 else "application/problem+json")


def test_a_problem_has_the_members_of_the_standard(asker, db):
    found = asker.get("/regios/GM0000").json()

    assert found == {
        "type": "about:blank",
        "title": "Niet gevonden",
        "status": 404,
        "detail": "Er is geen regio met de code «GM0000».",
        "instance": "/api/v1/regios/GM0000",
    }


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_only_reading_can_be_done(asker, db, method):
    answer = getattr(asker.client, method)("/api/v1/indicatoren")

    assert (answer.status_code, answer["Content-Type"]) == (405, "application/problem+json")
    assert answer["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize(
    "form", ["/indicatoren", "/waarnemingen?indicator=cijfer-0", "/waarnemingen.csv?indicator=cijfer-0"]
)
def test_head_gives_the_headers_of_get_and_no_body(asker, db, form):
    make_province_to_ask_about()
    got = asker.get(form)
    head = asker.client.head(f"/api/v1{form}")

    assert (head.status_code, head.content) == (200, b"")
    for name in ("ETag", "Content-Type", "Cache-Control", "API-Version"):
        assert head[name] == got[name]
    assert head.get("Content-Length") == (None if got.streaming else str(len(got.content)))


def test_a_browser_may_ask_first_whether_a_script_may_read(asker, db):
    answer = asker.client.options("/api/v1/indicatoren")

    assert (answer.status_code, answer.content) == (204, b"")
    assert answer["Access-Control-Allow-Methods"] == answer["Allow"] == "GET, HEAD, OPTIONS"
    assert asker.client.options("/api/v1/bestaat-niet").status_code == 404


def test_the_same_content_is_not_sent_twice(asker, db):
    first = asker.get("/indicatoren")
    again = asker.get("/indicatoren", if_none_match=first["ETag"])

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    factories.make_indicator()
    assert asker.get("/indicatoren", if_none_match=first["ETag"]).status_code == 200


def test_shared_caches_may_keep_an_answer_and_a_login_makes_no_difference(db, django_assert_num_queries):
    client = Client()
    client.force_login(factories.make_verified_user())

    with django_assert_num_queries(1):
        answer = client.get("/api/v1/indicatoren")

    assert answer["Cache-Control"] == "public, max-age=300"
    assert answer["Vary"] == "Accept"
    assert "Set-Cookie" not in answer
    assert not answer.cookies


def test_an_error_is_not_kept(asker, db):
    assert asker.get("/regios/GM0000")["Cache-Control"] == "no-store"


def test_a_mistake_of_ours_is_told_as_a_problem_without_its_cause(asker, db, monkeypatch):
    monkeypatch.setattr("regioscan.api.indicators.frames.shown_indicators", lambda: 1 / 0)

    answer = asker.get("/indicatoren")

    assert (answer.status_code, answer["Content-Type"]) == (500, "application/problem+json")
    assert b"ZeroDivisionError" not in answer.content


def test_a_database_that_is_away_gives_503_with_when_to_come_back(asker, db, monkeypatch):
    def away():
        raise OperationalError("away")

    monkeypatch.setattr("regioscan.api.indicators.frames.shown_indicators", away)

    answer = asker.get("/indicatoren")

    assert (answer.status_code, answer["Retry-After"]) == (503, "10")
    assert json.loads(answer.content)["title"] == "Even niet bereikbaar"


def _statuses(asker, n_asked, **extra):
    return [asker.client.get("/api/v1/indicatoren", **extra).status_code for _ in range(n_asked)]


def test_who_asks_too_often_waits(asker, db, limited):
    assert _statuses(asker, 4) == [200, 200, 200, 429]

    refusal = asker.get("/indicatoren")
    assert refusal["Content-Type"] == "application/problem+json"
    assert 0 < int(refusal["Retry-After"]) <= 300


@pytest.mark.parametrize(
    ("path", "accept", "n_answered"),
    [
        ("/regios.xlsx", "*/*", 1),
        ("/regios", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", 1),
        ("/waarnemingen.csv?indicator=geen", "*/*", 4),
        ("/regios", "application/json", 20),
    ],
)
def test_what_costs_more_counts_for_more(asker, db, limited, settings, path, accept, n_answered):
    settings.API_REQUESTS_PER_5_MINUTES = 20
    answers = [asker.get(path, accept=accept).status_code for _ in range(n_answered + 1)]
    assert 429 not in answers[:-1]
    assert answers[-1] == 429


def test_tables_for_people_are_limited_and_say_so_on_a_page(client, db, limited, settings):
    settings.API_REQUESTS_PER_5_MINUTES = 25
    answers = [client.get(f"/regioscan/indicatoren/cijfers.{kind}") for kind in ("xlsx", "csv", "csv")]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 0 < int(answers[-1]["Retry-After"]) <= 300
    assert "Even wachten" in answers[-1].content.decode()


def test_the_limit_is_for_each_address(asker, db, limited):
    assert _statuses(asker, 4, REMOTE_ADDR="203.0.113.1")[-1] == 429
    assert _statuses(asker, 1, REMOTE_ADDR="203.0.113.2") == [200]


def test_one_household_with_many_ipv6_addresses_counts_once(asker, db, limited):
    assert [_statuses(asker, 1, REMOTE_ADDR=f"2001:db8::{end}")[0] for end in range(4)] == [200, 200, 200, 429]
    assert _statuses(asker, 1, REMOTE_ADDR="2001:db8:0:1::1") == [200]


def test_a_header_that_anyone_can_write_does_not_help(asker, db, limited, settings):
    settings.TRUSTED_PROXY_COUNT = 1

    def ask(claimed):
        return _statuses(asker, 1, HTTP_X_FORWARDED_FOR=f"{claimed}, 203.0.113.9")[0]

    assert [ask(f"198.51.100.{end}") for end in range(4)] == [200, 200, 200, 429]


def test_without_the_cache_each_server_counts_for_itself(asker, db, limited, settings):
    settings.CACHES = settings.CACHES | {"default": settings.CACHES["default"] | {"LOCATION": REFUSED}}
    circuit.reset()
    try:
        assert _statuses(asker, 4) == [200, 200, 200, 429]
    finally:
        circuit.reset()


def test_the_own_count_forgets_and_never_grows_without_bound(monkeypatch):
    monkeypatch.setattr(limits, "MAX_REMEMBERED", 2)
    count = limits.OwnCount()

    assert [count.add("a", 1), count.add("a", 1), count.add("a", 2)] == [1, 2, 1]
    assert [count.add("b", 2), count.add("c", 2), count.add("a", 2)] == [1, 1, 1]


def test_pages_for_people_are_not_limited(asker, db, limited):
    assert [asker.client.get("/privacy/").status_code for _ in range(5)] == [200] * 5
