"""Checking and publishing deliveries in the worker, with the rights of the person who asked, as they are by then."""

import logging

from communities.models import User
from regioscan import actions
from regioscan.figures.index import warm
from regioscan.job_actions import JobError
from regioscan.loading.examining import Report
from regioscan.models import Job, Snapshot

logger = logging.getLogger(__name__)

CHECK, PUBLISH = "import-check", "import-publish"
MAY_IMPORT = "regioscan.import_figures"


def check(job: Job, report: Report) -> str:
    """Read a delivery and compare it with what is published."""
    by = _asker(job)
    snapshot = actions.check_snapshot(snapshot=_snapshot(job), by=str(by), report=report)
    return snapshot.message or "De levering is gecontroleerd."


def publish(job: Job, report: Report) -> str:
    """Publish a checked delivery, alarms included: the administrator saw them when asking."""
    by = _asker(job)
    counts = actions.publish_snapshot(snapshot=_snapshot(job), by=str(by), accept_alarms=True, report=report)
    _warm()
    return f"Gepubliceerd: {counts.new} nieuw, {counts.changed} gewijzigd, {counts.gone} verdwenen."


def _warm() -> None:
    """Published is published: when the index cannot be computed, its own page is the place to find out."""
    try:
        warm()
    except Exception:
        logger.exception("index not computed after a publication")


def _asker(job: Job) -> User:
    """The person who asked; whose rights were withdrawn meanwhile, may no longer."""
    user = User.objects.filter(pk=job.payload["user"], is_active=True, is_staff=True).first()
    if user is None or not user.has_perm(MAY_IMPORT):
        raise JobError("Degene die dit vroeg, mag geen leveringen meer verwerken.")
    return user


def _snapshot(job: Job) -> Snapshot:
    snapshot = Snapshot.objects.select_related("source").filter(pk=job.payload["snapshot"]).first()
    if snapshot is None:
        raise JobError("Deze levering bestaat niet meer.")
    return snapshot
