"""Making the download of somebody's own as a job."""

from communities.actions.exports import Progress, make_export
from regioscan.models import Job

READY = "De download staat klaar."


def make(job: Job, on_progress: Progress) -> str:
    """Make the download that a job was queued for; returns what to tell its owner."""
    make_export(export_id=job.payload["export"], on_progress=on_progress)
    return READY
