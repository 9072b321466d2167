"""Carrying out jobs: which function does which kind of work, and the heartbeat that shows the worker is alive."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection

from config import exports, import_jobs, reports
from regioscan import job_actions
from regioscan.connectors.base import SourceError
from regioscan.job_actions import JobError
from regioscan.loading.examining import Report
from regioscan.models import Job

logger = logging.getLogger(__name__)

Work = Callable[[Job, Report], Any]
"""Does a job and returns a Dutch message, or None; the report it is given raises JobLost once the job is not ours."""

KINDS: dict[str, Work] = {
    import_jobs.CHECK: import_jobs.check,
    import_jobs.PUBLISH: import_jobs.publish,
    "report": reports.make,
    "trajectory-report": reports.make_of_trajectory,
    "export": exports.make,
}
TOO_LONG = "Dit duurde te lang en is daarom gestopt."
UNEXPECTED = "Er ging iets mis dat wij niet hadden voorzien. De beheerder vindt meer in het logboek bij taak {}."


class JobLost(Exception):
    """The job was cancelled or another worker took it over: stop, and undo what was not committed."""


class Heartbeat(threading.Thread):
    """Renews the lease from a thread with a database connection of its own.

    The work itself may be one long transaction: what it would write about its progress, nobody could see.
    """

    def __init__(self, job: Job) -> None:
        super().__init__(name=f"heartbeat-{job.pk}", daemon=True)
        self.job = job
        self.progress, self.step = 0, ""
        self.is_lost = False
        self._woken = threading.Event()
        self._is_over = False

    def run(self) -> None:
        try:
            while not self._is_over and not self.is_lost:
                self._beat()
                self._woken.wait(settings.JOB_BEAT_SECONDS)
                self._woken.clear()
        finally:
            connection.close()

    def report(self, progress: int, step: str) -> None:
        """Show how far the work is; raises JobLost when there is no point in going on."""
        if self.is_lost or not job_actions.is_held(job=self.job):
            raise JobLost(str(self.job))
        self.progress, self.step = progress, step
        self._woken.set()

    def stop(self) -> None:
        """End the thread and wait for it, so that it cannot overwrite the outcome."""
        self._is_over = True
        self._woken.set()
        self.join()

    def _beat(self) -> None:
        try:
            self.is_lost = not job_actions.beat_job(job=self.job, progress=self.progress, step=self.step)
        except (OperationalError, InterfaceError) as error:
            # The database is away for a moment. The lease outlasts three beats; the next one tries a new connection.
            logger.warning("heartbeat missed", extra={"job": self.job.pk, "error": str(error)})
            connection.close()


@contextmanager
def beating(job: Job) -> Iterator[Report]:
    """Keep the lease of `job` alive while the block runs; gives the function to report progress with."""
    heartbeat = Heartbeat(job)
    heartbeat.start()
    try:
        yield heartbeat.report
    finally:
        heartbeat.stop()


def carry_out(job_id: int) -> None:
    """Claim the job and do it. Safe to call twice: the second call finds nothing to claim."""
    job = job_actions.claim_job(job_id=job_id)
    if job is None:
        return
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = '300s'")
    try:
        with beating(job) as report:
            message = KINDS[job.kind](job, report)
    except JobLost:
        logger.warning("job lost", extra={"job": job.pk, "attempt": job.attempt})
    except (SourceError, JobError) as error:
        job_actions.fail_job(job=job, reason=str(error))
    except SoftTimeLimitExceeded:
        job_actions.fail_job(job=job, reason=TOO_LONG)
    except (OperationalError, InterfaceError):
        # The database failed us, so it is no place to write this down; the lease ends and the job runs again.
        logger.exception("job interrupted", extra={"job": job.pk})
    except Exception:
        logger.exception("job failed", extra={"job": job.pk})
        job_actions.fail_job(job=job, reason=UNEXPECTED.format(job.pk))
    else:
        job_actions.finish_job(job=job, message=message or "")
