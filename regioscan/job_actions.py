"""Background jobs: asked for once, held by one worker at a time, and never lost. The truth is in PostgreSQL.

A worker claims a job for the length of a lease and renews the lease while it works. `attempt` is the fence: a worker
whose lease was taken over can no longer report, finish or fail the job.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone

from regioscan.models import Job
from regioscan.models.jobs import JobQuerySet

GIVEN_UP = "De taak is drie keer onderbroken en daarom gestopt. Probeer het opnieuw of vraag de beheerder om hulp."


class JobError(Exception):
    """Work that cannot be done. The message is Dutch, says what is wrong and what to do, and is shown as it is."""


def queue_job(*, kind: str, key: str, payload: Mapping[str, Any], by: str) -> Job:
    """Ask for work; while the same (kind, key) is waiting or running, that job is returned instead of a second one.

    `by` says in plain text who asked and is kept in the payload. Send the job after commit.
    """
    wanted = Job(kind=kind, key=key, payload={**payload, "by": by})
    try:
        with transaction.atomic():
            wanted.save(force_insert=True)
    except IntegrityError:
        unfinished = Job.objects.unfinished().filter(kind=kind, key=key).first()
        # The other one may have finished between our insert and this look; then ours is new after all.
        return unfinished or queue_job(kind=kind, key=key, payload=payload, by=by)
    return wanted


@transaction.atomic
def claim_job(*, job_id: int) -> Job | None:
    """Take a job that waits, or whose worker was lost, and hold it for one lease.

    Returns None where there is nothing to do: done, failed, or held by another worker. Waits for whoever has the row at
    this moment instead of skipping it: that may be the sender, noting that the message was accepted, and a message that
    is skipped is gone until the next sweep.
    """
    now = timezone.now()
    is_lost = Q(state=Job.State.RUNNING, lease_until__lt=now, attempt__lt=F("max_attempts"))
    job = Job.objects.select_for_update().filter(Q(state=Job.State.WAITING) | is_lost, pk=job_id).first()
    if job is None:
        return None
    job.state = Job.State.RUNNING
    job.attempt += 1
    job.progress, job.step, job.message = 0, "", ""
    job.started_at = job.heartbeat_at = now
    job.lease_until = now + timedelta(seconds=settings.JOB_LEASE_SECONDS)
    job.finished_at = None
    job.save()
    return job


def beat_job(*, job: Job, progress: int, step: str) -> bool:
    """Renew the lease and note how far the work is; False when the job is no longer held by this attempt."""
    now = timezone.now()
    lease_until = now + timedelta(seconds=settings.JOB_LEASE_SECONDS)
    return _held(job).update(heartbeat_at=now, lease_until=lease_until, progress=progress, step=step[:200]) == 1


def finish_job(*, job: Job, message: str = "") -> bool:
    """Note that the work is done; False when the job is no longer held by this attempt."""
    now = timezone.now()
    return _held(job).update(state=Job.State.DONE, progress=100, message=message, finished_at=now) == 1


def fail_job(*, job: Job, reason: str) -> bool:
    """Note that the work cannot be done, with the reason in Dutch; False when no longer held by this attempt."""
    return _held(job).update(state=Job.State.FAILED, message=reason, finished_at=timezone.now()) == 1


@transaction.atomic
def cancel_job(*, job: Job, by: str) -> Job:
    """Stop a job: a waiting one never starts, a running one stops at its next report and undoes what it did."""
    locked = Job.objects.select_for_update().get(pk=job.pk)
    if locked.is_unfinished:
        locked.state = Job.State.FAILED
        locked.message = f"Gestopt door {by}."
        locked.finished_at = timezone.now()
        locked.save(update_fields=["state", "message", "finished_at"])
    return locked


def retry_job(*, job: Job, by: str, payload: dict[str, Any] | None = None) -> Job:
    """Let a failed job wait again, with all its attempts; where the same work was asked for meanwhile, that one.

    `payload` replaces parts of the order, such as whose rights count from now on.
    """
    failed = Job.objects.filter(pk=job.pk, state=Job.State.FAILED)
    fresh = {"state": Job.State.WAITING, "attempt": 0, "progress": 0, "step": "", "message": "", "sent_at": None}
    try:
        with transaction.atomic():
            failed.update(**fresh, finished_at=None, payload={**job.payload, **(payload or {}), "by": by})
    except IntegrityError:
        return Job.objects.unfinished().get(kind=job.kind, key=job.key)
    return Job.objects.get(pk=job.pk)


def is_held(*, job: Job) -> bool:
    """Whether this attempt is still ours: the job was not stopped, and no other worker took it over."""
    return _held(job).exists()


def note_sent(*, job_id: int) -> None:
    """Note that the broker has accepted the message for this job."""
    Job.objects.filter(pk=job_id).update(sent_at=timezone.now())


@transaction.atomic
def requeue_expired() -> list[int]:
    """Put jobs of lost workers back, give up on those that were lost too often; return the jobs to send (again).

    A waiting job whose message was never sent, or was sent so long ago that the broker may have lost it, is among them:
    a message too many does no harm, for only one worker can claim the job.
    """
    now = timezone.now()
    expired = Job.objects.expired(now).select_for_update(skip_locked=True)
    lost = list(expired.values_list("pk", "attempt", "max_attempts"))
    hopeless = [pk for pk, attempt, max_attempts in lost if attempt >= max_attempts]
    Job.objects.filter(pk__in=hopeless).update(state=Job.State.FAILED, message=GIVEN_UP, finished_at=now)
    again = Job.objects.filter(pk__in=[pk for pk, _, _ in lost]).exclude(pk__in=hopeless)
    again.update(state=Job.State.WAITING, sent_at=None)
    forgotten = now - timedelta(seconds=settings.JOB_RESEND_SECONDS)
    unsent = Q(sent_at=None) | Q(sent_at__lt=forgotten)
    return list(Job.objects.filter(unsent, state=Job.State.WAITING).order_by("queued_at").values_list("pk", flat=True))


def _held(job: Job) -> JobQuerySet:
    return Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, attempt=job.attempt)
