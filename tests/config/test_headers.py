"""Every answer carries the headers, whatever its status; nothing personal may be kept by a cache."""

import io
import logging

import pytest
from django.urls import reverse
from pythonjsonlogger.json import JsonFormatter

from config.logs import WithoutAddress

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
WHERE = [
    ("/", 200),
    ("/account/overzicht/", 302),
    ("/bestaat-niet/", 404),
    ("/%00", 400),
    ("/beheer/", 302),
    ("/account/login/", 200),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "status"), WHERE)
def test_every_answer_has_the_security_headers(client, path, status):
    response = client.get(path)

    assert response.status_code == status
    assert {name: response.get(name) for name in ALWAYS} == ALWAYS
    assert "geolocation=()" in response["Permissions-Policy"]


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "status"), WHERE)
def test_every_answer_forbids_frames_and_foreign_scripts(client, path, status):
    policy = dict(part.strip().split(" ", 1) for part in client.get(path)["Content-Security-Policy"].split(";"))

    assert policy["frame-ancestors"] == "'none'"
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert "unsafe" not in str(policy)


def test_a_mistake_of_ours_has_the_headers_too(client, db, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("config.pages.frames.known_years", lambda: 1 / 0)

    response = client.get("/")

    assert response.status_code == 500
    assert {name: response.get(name) for name in ALWAYS} == ALWAYS
    assert "Er ging bij ons iets mis" in response.content.decode()


def test_pages_of_people_are_not_kept(client, member):
    client.force_login(member)

    assert client.get("/")["Cache-Control"] == "no-store, private"


def test_pages_of_strangers_may_be_kept(client, db):
    assert "Cache-Control" not in client.get("/")


def test_each_answer_has_a_number_of_its_own(client, db):
    assert client.get("/")["X-Request-ID"] != client.get("/")["X-Request-ID"]


def test_the_log_line_has_no_address_query_or_person(client, member, caplog):
    client.force_login(member)

    with caplog.at_level("INFO", "regiokracht.request"):
        client.get(reverse("config:home"), {"q": "geheim"}, REMOTE_ADDR="203.0.113.9")

    (record,) = [record for record in caplog.records if record.name == "regiokracht.request"]
    said = {key: record.__dict__[key] for key in ("method", "route", "status")}
    assert said == {"method": "GET", "route": "config:home", "status": 200}
    assert not [word for word in ("geheim", "203.0.113.9", member.email) if word in str(record.__dict__)]


@pytest.fixture
def log():
    """What the log of Django's own lines holds, as it is written."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter())
    handler.addFilter(WithoutAddress())
    logging.getLogger("django").addHandler(handler)
    yield stream
    logging.getLogger("django").removeHandler(handler)


def test_no_line_of_the_log_holds_an_address_or_what_was_searched_for(client, db, log):
    client.get("/bestaat-niet/?q=Jan+Jansen")
    client.get("/regioscan/?q=Jan+Jansen&soort=onzin")
    assert "Jansen" not in log.getvalue()
    assert "bestaat-niet" not in log.getvalue()
    assert '"status_code": 404' in log.getvalue()


def test_only_a_mistake_of_ours_is_written_down_with_where_it_happened(client, db, log, monkeypatch):
    client.raise_request_exception = False
    client.get("/regioscan/GM0000/")
    assert ("404" in log.getvalue(), "Traceback" in log.getvalue()) == (True, False)
    monkeypatch.setattr("config.pages.render", lambda *_args: 1 / 0)
    client.get(reverse("config:home"))
    assert ("500" in log.getvalue(), "ZeroDivisionError" in log.getvalue()) == (True, True)
