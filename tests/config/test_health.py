"""Whether the process lives, and whether everything it needs is there."""

import time
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.cache import cache
from django.db.utils import OperationalError
from django.urls import reverse
from django.utils import timezone

from config import heartbeat
from config.cache import circuit
from regioscan.models import Job


@pytest.fixture(autouse=True)
def _fresh_cache():
    circuit.reset()
    cache.delete(heartbeat.KEY)


def test_healthz_asks_nothing_of_the_database(client):
    # No db fixture: a query would fail this test.
    response = client.get(reverse("config:healthz"))

    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_readyz_is_ready_when_everything_answers(client, db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    heartbeat.note()

    response = client.get(reverse("config:readyz"))

    assert response.json() == {"status": "ok", "database": True, "broker": True, "worker": True, "storage": True}


def test_readyz_says_that_no_worker_was_heard_of(client, db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    response = client.get(reverse("config:readyz"))

    assert (response.status_code, response.json()["worker"]) == (503, False)


def test_a_heartbeat_of_two_minutes_ago_is_too_old(client, db, monkeypatch):
    heartbeat.note()
    now = time.time()

    monkeypatch.setattr("config.heartbeat.time.time", lambda: now + 120)

    assert client.get(reverse("config:readyz")).json()["worker"] is False


@pytest.mark.parametrize(("seconds_ago", "is_alive"), [(10, True), (120, False)])
def test_a_job_that_keeps_the_worker_busy_speaks_for_it(client, db, seconds_ago, is_alive):
    # Both slots may be taken by long jobs; the beat then waits its turn, but the jobs themselves are heard of.
    beat = timezone.now() - timedelta(seconds=seconds_ago)
    Job.objects.create(kind="report", key="1", state="bezig", lease_until=timezone.now(), heartbeat_at=beat)

    assert client.get(reverse("config:readyz")).json()["worker"] is is_alive


def test_readyz_says_that_the_broker_is_away(client, db, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    assert client.get(reverse("config:readyz")).json()["broker"] is False


def test_readyz_says_that_nothing_can_be_stored(client, db, settings, tmp_path):
    (tmp_path / "bezet").write_text("geen map")
    settings.MEDIA_ROOT = tmp_path / "bezet"

    assert client.get(reverse("config:readyz")).json()["storage"] is False


def test_readyz_says_that_the_database_is_away(client, db, monkeypatch):
    def refuse(*_args, **_kwargs):
        raise OperationalError("connection refused")

    monkeypatch.setattr("config.health.connection", SimpleNamespace(cursor=refuse))

    assert client.get(reverse("config:readyz")).json()["database"] is False
