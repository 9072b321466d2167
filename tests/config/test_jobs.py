"""Sending jobs to a broker that may be away, and what becomes of a job whose work goes wrong."""

import socket
import time

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.db import OperationalError

from config import jobs, tasks
from config.celery import app
from regioscan import job_actions
from regioscan.connectors.base import SourceError
from regioscan.job_actions import JobError
from regioscan.models import Job

HALF_A_SECOND = 0.5


@pytest.fixture
def job(db):
    return job_actions.queue_job(kind="proef", key="1", payload={}, by="Bea")


@pytest.fixture
def broker_at(monkeypatch):
    """Let jobs be sent to another broker, by a sender that knows nothing yet."""

    def point(url):
        monkeypatch.setattr(app.conf, "broker_url", url)
        monkeypatch.setattr(tasks, "_sender", tasks.Sender())
        app.connection_for_write()  # the transport is imported once, before time is measured

    return point


@pytest.fixture
def silent_broker():
    """Takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"redis://127.0.0.1:{server.getsockname()[1]}/0"


def timed(function, *arguments):
    start = time.monotonic()
    result = function(*arguments)
    return result, time.monotonic() - start


def stored(job):
    return Job.objects.get(pk=job.pk)


def test_a_broker_that_refuses_costs_no_time_and_the_job_waits(job, broker_at):
    broker_at("redis://127.0.0.1:1/0")
    was_sent, seconds = timed(tasks.send, job.pk)
    assert not was_sent
    assert seconds < HALF_A_SECOND
    assert (stored(job).state, stored(job).sent_at) == (Job.State.WAITING, None)


def test_a_broker_that_hangs_costs_half_a_second_once(job, broker_at, silent_broker):
    broker_at(silent_broker)
    first, seconds = timed(tasks.send, job.pk)
    again, no_seconds = timed(tasks.send, job.pk)
    assert (first, again) == (False, False)
    assert seconds < HALF_A_SECOND
    assert no_seconds < seconds / 4


def test_after_the_pause_the_broker_is_tried_again(job, broker_at, settings):
    broker_at("redis://127.0.0.1:1/0")
    tasks.send(job.pk)
    app.conf.broker_url = settings.CELERY_BROKER_URL
    tasks._sender._resume_at = 0.0
    assert tasks.send(job.pk)
    assert stored(job).sent_at is not None


def test_the_sweep_sends_what_could_not_be_sent(job, monkeypatch):
    sent = []
    monkeypatch.setattr(tasks, "send", sent.append)
    tasks.requeue_expired_jobs()
    assert sent == [job.pk]


def work_that_raises(error):
    def work(job, report):
        raise error

    return work


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (JobError("De schijf is vol."), "De schijf is vol."),
        (SourceError("Het bestand is leeg."), "Het bestand is leeg."),
        (SoftTimeLimitExceeded(), jobs.TOO_LONG),
        (KeyError("x"), jobs.UNEXPECTED.format("{}")),
    ],
)
def test_work_that_fails_says_why(job, monkeypatch, error, reason):
    monkeypatch.setitem(jobs.KINDS, "proef", work_that_raises(error))
    jobs.carry_out(job.pk)
    assert (stored(job).state, stored(job).message) == (Job.State.FAILED, reason.format(job.pk))


@pytest.mark.django_db(transaction=True)
def test_work_that_the_database_failed_is_done_again_later(job, monkeypatch):
    monkeypatch.setitem(jobs.KINDS, "proef", work_that_raises(OperationalError("server closed the connection")))
    jobs.carry_out(job.pk)
    assert stored(job).state == Job.State.RUNNING
    Job.objects.update(lease_until=stored(job).started_at)
    assert job_actions.requeue_expired() == [job.pk]


@pytest.mark.django_db(transaction=True)
def test_progress_is_seen_while_the_work_goes_on(job, monkeypatch, settings):
    settings.JOB_BEAT_SECONDS = 0.01
    seen = []

    def work(job, report):
        report(40, "Laden")
        deadline = time.monotonic() + 10
        while stored(job).progress < 40 and time.monotonic() < deadline:
            time.sleep(0.02)
        seen.append((stored(job).progress, stored(job).step))
        return "Gelukt."

    monkeypatch.setitem(jobs.KINDS, "proef", work)
    jobs.carry_out(job.pk)
    assert seen == [(40, "Laden")]
    assert (stored(job).state, stored(job).progress, stored(job).message) == (Job.State.DONE, 100, "Gelukt.")


@pytest.mark.django_db(transaction=True)
def test_a_kind_of_work_that_nobody_knows_fails(job):
    jobs.carry_out(job.pk)
    assert stored(job).state == Job.State.FAILED


@pytest.mark.django_db(transaction=True)
def test_carrying_out_twice_does_the_work_once(job, monkeypatch):
    done = []

    def work(job, report):
        done.append(job.pk)

    monkeypatch.setitem(jobs.KINDS, "proef", work)
    jobs.carry_out(job.pk)
    jobs.carry_out(job.pk)
    assert len(done) == 1
