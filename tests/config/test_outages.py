"""The database or Redis away: what a visitor then sees, and what stays guarded."""

import socket
import threading
import time

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import SESSION_KEY
from django.core.cache import cache
from django.db.utils import InterfaceError, OperationalError
from django.urls import reverse

from config.cache import circuit
from tests import factories

WRONG = "fout"
REFUSED = "redis://127.0.0.1:1/0"


@pytest.fixture(autouse=True)
def _closed_circuit():
    circuit.reset()
    yield
    circuit.reset()


@pytest.fixture
def silent_server():
    """Takes connections and never says a word, as a hanging Redis does."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        kept = []

        def accept():
            while True:
                try:
                    kept.append(server.accept()[0])
                except OSError:
                    return

        threading.Thread(target=accept, daemon=True).start()
        yield f"redis://127.0.0.1:{server.getsockname()[1]}/0"
        for connection in kept:
            connection.close()


def use_redis(settings, url):
    """Point the cache at another Redis."""
    settings.CACHES = settings.CACHES | {"default": settings.CACHES["default"] | {"LOCATION": url}}


def log_in(client, password=WRONG, email="deelnemer@example.org", ip="198.51.100.7"):
    return client.post(reverse("account_login"), {"login": email, "password": password}, REMOTE_ADDR=ip)


def confirm(user):
    """Let this person log in: the address is known to be theirs."""
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)


@pytest.mark.parametrize("error", [OperationalError("server closed the connection"), InterfaceError("closed")])
def test_database_away_is_503_with_a_moment_to_retry(client, db, monkeypatch, error):
    client.raise_request_exception = False

    def away():
        raise error

    monkeypatch.setattr("config.pages.frames.known_years", away)

    response = client.get("/")

    assert (response.status_code, response["Retry-After"]) == (503, "10")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "Wij zijn even niet bereikbaar" in response.content.decode()


def test_database_away_before_the_view_is_503_too(client, member, monkeypatch):
    client.force_login(member)
    client.raise_request_exception = False

    def away(*_args, **_kwargs):
        raise OperationalError("connection refused")

    monkeypatch.setattr("django.contrib.sessions.backends.db.SessionStore.load", away)

    assert client.get(reverse("config:account")).status_code == 503


def test_redis_refusing_lets_people_log_in(client, member, settings):
    use_redis(settings, REFUSED)
    confirm(member)

    response = log_in(client, factories.PASSWORD, member.email)

    assert (response.status_code, SESSION_KEY in client.session) == (302, True)


def test_redis_refusing_does_not_lift_the_limit_on_attempts(client, member, settings):
    use_redis(settings, REFUSED)
    confirm(member)
    for _ in range(5):
        log_in(client)

    response = log_in(client, factories.PASSWORD, member.email)

    assert "Te veel pogingen" in response.content.decode()
    assert SESSION_KEY not in client.session


def test_one_address_cannot_try_more_than_ten_accounts_a_minute(client, db):
    answers = [log_in(client, email=f"iemand{n}@example.org").content.decode() for n in range(11)]

    assert ["Te veel pogingen" in answer for answer in answers] == [False] * 10 + [True]


def test_a_hanging_redis_costs_half_a_second_once(silent_server, settings):
    use_redis(settings, silent_server)
    started = time.perf_counter()

    answers = [cache.get(f"iets-{n}", "weg") for n in range(50)]

    assert answers == ["weg"] * 50
    assert time.perf_counter() - started < 0.6


def test_redis_is_tried_again_after_ten_seconds(settings, monkeypatch):
    use_redis(settings, REFUSED)
    cache.get("iets")
    before, now = circuit.is_open, time.monotonic()

    monkeypatch.setattr("config.cache.time.monotonic", lambda: now + 10.1)

    assert (before, circuit.is_open) == (True, False)


def test_without_redis_every_question_has_the_answer_of_an_empty_cache(settings):
    use_redis(settings, REFUSED)

    answers = (
        cache.get("a", 1), cache.set("a", 1), cache.add("a", 1), cache.delete("a"), cache.has_key("a"),
        cache.touch("a"), cache.get_many(["a"]), cache.set_many({"a": 1}), cache.delete_many(["a"]), cache.clear(),
    )  # fmt: skip

    assert answers == (1, None, True, False, False, False, {}, ["a"], None, False)
    with pytest.raises(ValueError, match="not found"):
        cache.incr("a")


def test_a_used_code_is_remembered_when_redis_is_emptied(db):
    cache.add("allauth.mfa.totp.used?user=1&code=123456", "y", 60)

    cache.clear()

    assert cache.add("allauth.mfa.totp.used?user=1&code=123456", "y", 60) is False
