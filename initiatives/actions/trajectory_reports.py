"""Reports of trajectories: asked for by who runs it, made by the worker, kept whole, never changed."""

from collections.abc import Callable, Sequence

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.utils import timezone

from communities.actions.log import note
from communities.models import Trajectory, User
from initiatives.models import TrajectoryReport
from lib.check_codes import check_of
from lib.pdf import PdfError, PdfResult
from regioscan.job_actions import JobError, queue_job, retry_job
from regioscan.models import Job

JOB_KIND = "trajectory-report"
NOBODY = (
    "Wie dit rapport aanvroeg, is geen coördinator van deze community meer. Een coördinator kan het opnieuw aanvragen."
)
NOTHING = "Kies minstens één hoofdstuk."

Progress = Callable[[int, str], None]
Render = Callable[[TrajectoryReport, User, Progress], tuple[PdfResult, bytes]]


class ReportError(Exception):
    """It cannot be asked for; the text says why, in Dutch."""


@transaction.atomic
def request_trajectory_report(*, by: User, trajectory: Trajectory, chapters: Sequence[str]) -> TrajectoryReport:
    """Ask for a report with these chapters as things stand now; returns it. The caller sends its job after commit.

    As long as the same one is being made, asking again gives that one. Raises PermissionDenied, and ReportError
    without chapters.
    """
    if not by.has_perm("initiatives.request_trajectory_report", trajectory):
        raise PermissionDenied
    if not chapters:
        raise ReportError(NOTHING)
    # Who comes second waits here, and then finds the first one's report.
    Trajectory.objects.select_for_update(no_key=True).get(pk=trajectory.pk)
    reports = TrajectoryReport.objects.filter(trajectory=trajectory)
    unfinished = reports.filter(made_at=None, chapters=list(chapters)).select_related("job").first()
    if unfinished is not None:
        return _go_on(unfinished, by)
    made = TrajectoryReport.objects.create(
        trajectory=trajectory, requested_by=by, chapters=list(chapters), after=reports.made().first()
    )
    made.job = queue_job(kind=JOB_KIND, key=str(made.public_id), payload={"report": made.pk}, by=f"gebruiker {by.pk}")
    made.save(update_fields=["job"])
    note(by=by, action="vraagt een rapport aan", thing=made, community=trajectory.community)
    return made


def _go_on(report: TrajectoryReport, by: User) -> TrajectoryReport:
    """What failed is tried again, in the name of who asks now."""
    if report.job is not None and report.job.state == Job.State.FAILED:
        report.requested_by = by
        report.save(update_fields=["requested_by"])
        retry_job(job=report.job, by=f"gebruiker {by.pk}")
        report.job.refresh_from_db()
    return report


def make_trajectory_report(*, report: TrajectoryReport, render: Render, on_progress: Progress) -> TrajectoryReport:
    """Make the two files with `render` and freeze the report. Safe to run twice, also at once.

    Everything is read as of one moment. Raises JobError, in Dutch, when who asked for it may no longer do so, or the
    files cannot be made.
    """
    if report.is_made:
        return report
    reader = User.objects.filter(pk=report.requested_by_id).first() if report.requested_by_id else None
    if reader is None or not reader.has_perm("initiatives.request_trajectory_report", report.trajectory):
        raise JobError(NOBODY)
    is_ours = not connection.in_atomic_block
    try:
        with transaction.atomic():
            if is_ours:
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            pdf, xlsx = render(report, reader, on_progress)
    except PdfError as error:
        raise JobError(str(error)) from error
    on_progress(95, "Bestanden bewaren")
    return _keep(report, pdf, xlsx)


@transaction.atomic
def _keep(report: TrajectoryReport, pdf: PdfResult, xlsx: bytes) -> TrajectoryReport:
    """Put both files down and freeze the row, under a lock: whoever comes second finds the work done."""
    locked = TrajectoryReport.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if locked.is_made:
        return locked
    locked.pdf.save("traject.pdf", ContentFile(pdf.content), save=False)
    locked.xlsx.save("traject.xlsx", ContentFile(xlsx), save=False)
    locked.pdf_size, locked.xlsx_size = len(pdf.content), len(xlsx)
    locked.pdf_sha256, locked.n_pages = pdf.sha256, pdf.n_pages
    locked.check_code = check_of(xlsx)
    locked.made_at = timezone.now()
    locked.save()
    return locked
