"""Jobs in the database: asked once, held by one, never lost."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone

from regioscan import job_actions
from regioscan.models import Job

WAITING, RUNNING, DONE, FAILED = Job.State.WAITING, Job.State.RUNNING, Job.State.DONE, Job.State.FAILED


def queue(key="1", **payload):
    return job_actions.queue_job(kind="proef", key=key, payload=payload, by="Bea")


def claim(job):
    return job_actions.claim_job(job_id=job.pk)


def expire(job):
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def reload(job):
    return Job.objects.get(pk=job.pk)


def in_threads(function, n=8):
    """Call `function` in n threads that start together; the results."""
    barrier, results = threading.Barrier(n), []

    def call():
        barrier.wait()
        results.append(function())
        connection.close()

    threads = [threading.Thread(target=call) for _ in range(n)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_the_same_request_is_one_job_while_it_is_unfinished(db):
    first = queue(snapshot=1)
    assert queue(snapshot=2) == first
    assert first.payload == {"snapshot": 1, "by": "Bea"}


def test_after_it_is_finished_the_same_request_is_a_new_job(db):
    first = queue()
    job_actions.finish_job(job=claim(first))
    assert queue() != first


@pytest.mark.django_db(transaction=True)
def test_twelve_requests_at_once_are_one_job():
    assert len({job.pk for job in in_threads(queue, 12)}) == 1
    assert Job.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_eight_workers_one_gets_the_job():
    job = queue()
    claimed = [one for one in in_threads(lambda: claim(job)) if one]
    assert [one.attempt for one in claimed] == [1]


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_is_quicker_than_the_senders_note_still_gets_the_job():
    job = queue()
    claimed = []

    def work():
        claimed.append(claim(job))
        connection.close()

    with transaction.atomic():
        job_actions.note_sent(job_id=job.pk)
        worker = threading.Thread(target=work)
        worker.start()
        worker.join(timeout=0.3)
    worker.join()
    assert claimed == [job]


def test_a_claimed_job_is_running_and_held_for_one_lease(db, settings):
    settings.JOB_LEASE_SECONDS = 45
    job = claim(queue())
    assert (job.state, job.attempt) == (RUNNING, 1)
    assert job.lease_until - job.started_at == timedelta(seconds=45)


def test_a_beat_renews_the_lease_and_shows_progress(db):
    job = claim(queue())
    expire(job)
    assert job_actions.beat_job(job=job, progress=40, step="Laden")
    stored = reload(job)
    assert (stored.progress, stored.step) == (40, "Laden")
    assert stored.lease_until > timezone.now()


def test_finishing_and_failing_end_a_job_with_its_message(db):
    done, failed = claim(queue("1")), claim(queue("2"))
    assert job_actions.finish_job(job=done, message="Klaar.")
    assert job_actions.fail_job(job=failed, reason="Kan niet.")
    assert (reload(done).state, reload(done).progress, reload(done).message) == (DONE, 100, "Klaar.")
    assert (reload(failed).state, reload(failed).message) == (FAILED, "Kan niet.")


def test_a_worker_whose_lease_was_taken_over_has_nothing_to_say_any_more(db):
    job = queue()
    lost = claim(job)
    expire(job)
    successor = claim(job)
    assert not job_actions.beat_job(job=lost, progress=99, step="Spook")
    assert not job_actions.finish_job(job=lost)
    assert not job_actions.fail_job(job=lost, reason="Spook")
    assert job_actions.finish_job(job=successor)
    assert (reload(job).state, reload(job).attempt) == (DONE, 2)


def test_a_finished_job_cannot_be_claimed_again(db):
    job = queue()
    job_actions.finish_job(job=claim(job))
    assert claim(job) is None


def test_a_running_job_is_left_alone_until_its_lease_ends(db):
    job = claim(queue())
    job_actions.note_sent(job_id=job.pk)
    assert job_actions.requeue_expired() == []
    assert claim(job) is None


def test_the_job_of_a_lost_worker_waits_again_and_is_sent(db):
    job = claim(queue())
    job_actions.note_sent(job_id=job.pk)
    expire(job)
    assert job_actions.requeue_expired() == [job.pk]
    assert reload(job).state == WAITING


def test_a_job_that_was_lost_three_times_has_failed_with_a_reason(db):
    job = queue()
    for _ in range(3):
        claim(job)
        expire(job)
        sent = job_actions.requeue_expired()
    assert sent == []
    stored = reload(job)
    assert (stored.state, stored.attempt) == (FAILED, 3)
    assert stored.message == job_actions.GIVEN_UP


def test_a_job_that_was_never_sent_or_whose_message_is_overdue_is_sent_again(db, settings):
    settings.JOB_RESEND_SECONDS = 60
    never, fresh, overdue = queue("1"), queue("2"), queue("3")
    job_actions.note_sent(job_id=fresh.pk)
    Job.objects.filter(pk=overdue.pk).update(sent_at=timezone.now() - timedelta(seconds=61))
    assert job_actions.requeue_expired() == [never.pk, overdue.pk]


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_do_not_count_a_failure_twice():
    job = claim(queue())
    expire(job)
    in_threads(job_actions.requeue_expired, 4)
    assert (reload(job).state, reload(job).attempt) == (WAITING, 1)


def test_a_failed_job_can_be_retried_with_all_its_attempts(db):
    job = claim(queue(snapshot=1))
    job_actions.fail_job(job=job, reason="Schijf vol.")
    retried = job_actions.retry_job(job=job, by="Ben")
    assert (retried.pk, retried.state, retried.attempt, retried.message) == (job.pk, WAITING, 0, "")
    assert retried.payload == {"snapshot": 1, "by": "Ben"}


def test_retrying_gives_the_job_that_was_asked_for_meanwhile(db):
    job = claim(queue())
    job_actions.fail_job(job=job, reason="Schijf vol.")
    other = queue()
    assert job_actions.retry_job(job=job, by="Ben") == other
    assert reload(job).state == FAILED


def test_a_job_that_did_not_fail_is_not_touched_by_a_retry(db):
    job = claim(queue())
    assert job_actions.retry_job(job=job, by="Ben").state == RUNNING


def test_a_cancelled_job_tells_its_worker_to_stop(db):
    job = claim(queue())
    job_actions.cancel_job(job=job, by="Bea")
    assert not job_actions.beat_job(job=job, progress=50, step="Laden")
    assert (reload(job).state, reload(job).message) == (FAILED, "Gestopt door Bea.")


def test_cancelling_a_finished_job_changes_nothing(db):
    job = claim(queue())
    job_actions.finish_job(job=job)
    assert job_actions.cancel_job(job=job, by="Bea").state == DONE
