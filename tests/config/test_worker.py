"""A real worker and a real broker: what is killed halfway is done once, and nothing is lost."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import connection, transaction

from config import tasks
from config.celery import app
from lib.services import find_valkey
from regioscan import actions, job_actions
from regioscan.connectors.base import Delivery
from regioscan.loading.observations import lock_years
from regioscan.models import Job, Observation, Snapshot
from tests import factories

ROOT = Path(__file__).resolve().parent.parent.parent
LEASE = 4.0
PATIENCE = 120.0

pytestmark = pytest.mark.django_db(transaction=True)


class Broker:
    """A Valkey of this test alone."""

    def __init__(self, folder):
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.url = f"redis://127.0.0.1:{self.port}/0"
        server = str(find_valkey()[0])
        settings = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)]
        self.process = subprocess.Popen([server, *settings], stdout=subprocess.DEVNULL)
        wait_until(self.is_ready)

    def is_ready(self):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
            return True
        return False

    def flush(self):
        with socket.create_connection(("127.0.0.1", self.port), 1) as plain:
            plain.sendall(b"FLUSHALL\r\n")
            assert plain.recv(10) == b"+OK\r\n"


class Workers:
    """Starts workers on the test's own database and broker, and ends what is left of them."""

    def __init__(self, broker, folder):
        database = connection.settings_dict
        address = f"postgres://{database['USER']}:{quote(database['PASSWORD'])}@{quote(database['HOST'], safe='')}"
        port = f":{database['PORT']}" if database["PORT"] else ""
        self.environment = os.environ | {
            "JOB_LEASE_SECONDS": str(LEASE),
            "JOB_BEAT_SECONDS": "0.5",
            "DATABASE_URL": f"{address}{port}/{database['NAME']}",
            "REDIS_URL": broker.url,
            "STATE_DIR": str(folder),
            "MEDIA_ROOT": str(folder / "media"),
        }  # fmt: skip
        self.folder = folder
        self.started = []

    def start(self):
        command = [sys.executable, "-m", "celery", "--skip-checks", "--app", "config", "worker", "--concurrency", "1"]
        with (self.folder / "worker.log").open("ab") as log:
            process = subprocess.Popen(
                command, cwd=ROOT, env=self.environment, stdout=log, stderr=log, start_new_session=True
            )
        self.started.append(process)
        return process

    def stop(self):
        for process in self.started:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def wait_until(is_true, patience=PATIENCE):
    """Look every tenth of a second until it is so."""
    deadline = time.monotonic() + patience
    while not is_true():
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.1)


@pytest.fixture
def broker(tmp_path):
    broker = Broker(tmp_path)
    yield broker
    broker.process.kill()
    broker.process.wait()


@pytest.fixture
def workers(broker, tmp_path, settings, monkeypatch):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.JOB_RESEND_SECONDS = LEASE
    monkeypatch.setattr(app.conf, "broker_url", broker.url)
    monkeypatch.setattr(tasks, "_sender", tasks.Sender())
    workers = Workers(broker, tmp_path)
    yield workers
    workers.stop()


@pytest.fixture
def job(workers, administrator):
    """A publication that was asked for and not yet sent."""
    factories.make_indicator("groen")
    factories.make_region("GM0001")
    delivery = Delivery({"t.csv": b"regio;indicator;periode;waarde\nGM0001;groen;2024;5\n"}, "test", datetime.now(UTC))
    source = factories.make_source("tabel")
    snapshot = actions.receive_snapshot(source=source, delivery=delivery, period=None, by="Bea")
    actions.check_snapshot(snapshot=snapshot, by="Bea")
    payload = {"snapshot": snapshot.pk, "user": administrator.pk}
    return job_actions.queue_job(kind="import-publish", key=str(snapshot.pk), payload=payload, by="Bea")


@contextlib.contextmanager
def halfway():
    """While this block runs no publication of 2024 can come further than halfway."""
    with transaction.atomic():
        lock_years({2024})
        yield


def is_halfway():
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
               WHERE locktype = 'advisory' AND NOT granted AND datname = current_database()"""
        )
        return cursor.fetchone()[0] == 1


def is_done(job):
    """Whether the job is done; each time we look, we also do what beat does."""
    tasks.requeue_expired_jobs()
    stored = Job.objects.get(pk=job.pk)
    assert stored.state != Job.State.FAILED, stored.message
    return stored.state == Job.State.DONE


def require_one_effect(job, attempt):
    stored = Job.objects.get(pk=job.pk)
    assert (stored.attempt, stored.message) == (attempt, "Gepubliceerd: 1 nieuw, 0 gewijzigd, 0 verdwenen.")
    assert Observation.objects.get().value == 5
    assert Snapshot.objects.get().state == Snapshot.State.PUBLISHED


def test_a_job_whose_process_is_killed_halfway_is_done_once(workers, job):
    tasks.send(job.pk)
    with halfway():
        worker = workers.start()
        wait_until(is_halfway)
        (child,) = subprocess.check_output(["pgrep", "--parent", str(worker.pid)]).split()
        os.kill(int(child), signal.SIGKILL)
    wait_until(lambda: is_done(job))
    require_one_effect(job, attempt=2)


def test_a_job_whose_whole_worker_is_killed_halfway_is_done_once_by_the_next(workers, job):
    tasks.send(job.pk)
    with halfway():
        worker = workers.start()
        wait_until(is_halfway)
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
    workers.start()
    wait_until(lambda: is_done(job))
    require_one_effect(job, attempt=2)


def test_a_job_whose_message_was_lost_with_the_broker_is_sent_again(workers, broker, job):
    assert tasks.send(job.pk)
    broker.flush()
    workers.start()
    wait_until(lambda: is_done(job))
    require_one_effect(job, attempt=1)


def test_a_job_that_is_sent_twice_to_two_workers_is_done_once(workers, job):
    assert tasks.send(job.pk)
    assert tasks.send(job.pk)
    with halfway():
        workers.start()
        workers.start()
        wait_until(is_halfway)
    wait_until(lambda: is_done(job))
    require_one_effect(job, attempt=1)
