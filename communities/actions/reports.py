"""Reports: asked for once, made by the worker, kept whole."""

import hashlib
import json
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import IntegrityError, connection, transaction
from django.db.models import Q
from django.utils import timezone

from communities.access.scan import sender_of, standing_readings
from communities.models import Community, Report, User
from communities.models.reports import report_path
from lib.files import write_whole
from lib.pdf import PdfError
from regioscan.figures import region_scan
from regioscan.job_actions import JobError, queue_job, retry_job
from regioscan.models import Job, Region
from regioscan.reports import Chapter, Identity, Previous, RenderedReport, data_version, render_report

logger = logging.getLogger(__name__)

JOB_KIND = "report"
OWNER_GONE = "Het account waarmee dit rapport is aangevraagd, is niet meer actief."
RUNS_IT_NO_MORE = (
    "De community is gestopt, of wie dit rapport aanvroeg is daar geen coördinator meer. Een coördinator kan het "
    "opnieuw aanvragen."
)
NOT_KEPT = "Het rapport kon niet worden bewaard: de schijf is vol of niet bereikbaar. Probeer het later opnieuw."

Progress = Callable[[int, str], None]


def request_report(
    *,
    by: User,
    region: Region,
    period: int,
    benchmark: str,
    chapters: Sequence[str],
    visibility: str,
    community: Community | None = None,
) -> Report:
    """Ask for a report of `region` with figures up to and including `period`; returns it, made or not.

    The same request on the same figures is one report, also when it is sent twice at once: of a private report per
    person, of a public one for everybody, of one for the members of `community` for that community. The caller sends
    `report.job` after commit. Raises PermissionDenied for someone who may not ask.
    """
    if not by.has_perm("communities.request_report") or not _may_ask_for(by, region, visibility, community):
        raise PermissionDenied
    wanted = Report(
        region=region,
        requested_by=by,
        visibility=visibility,
        community=community,
        period=period,
        benchmark=benchmark,
        chapters=list(chapters),
    )
    wanted.request_key = _request_key(wanted)
    with transaction.atomic():
        report = Report.objects.filter(request_key=wanted.request_key).first() or _create(wanted)
        if report.made_at is None:
            _go_on(report, by)
    return report


def _may_ask_for(by: User, region: Region, visibility: str, community: Community | None) -> bool:
    """A report for members has a community with this region, and is asked for by who runs that community."""
    if visibility != Report.Visibility.COMMUNITY:
        return community is None
    is_of_region = community is not None and community.region_id == region.pk
    return is_of_region and by.has_perm("communities.coordinate", community)


def _request_key(report: Report) -> str:
    """A hash of what was asked, of whose it is, of the figures it rests on, and of what people wrote beside them."""
    owner = report.requested_by_id if report.visibility == Report.Visibility.MINE else ""
    asked = [report.region_id, report.period, report.benchmark, sorted(report.chapters), report.visibility, owner]
    standing = report.region.annotations.filter(withdrawn_at=None)
    written = list(standing.order_by("-pk").values_list("pk", flat=True))
    face = _face_key(report.community) if report.community else []
    return hashlib.sha256(json.dumps([asked, data_version(), written, *face]).encode()).hexdigest()


def _face_key(community: Community) -> list[Any]:
    """Which community, with the face and the readings that the report will have."""
    readings = [[one.pk, one.version] for one in standing_readings(community).all]
    colours = [community.primary_colour, community.accent_colour]
    return [community.pk, community.name, community.tagline, colours, community.logo.name or "", readings]


def _create(wanted: Report) -> Report:
    """Save the report with its job; the constraint decides who is first, the other gets the first one's report."""
    try:
        with transaction.atomic():
            wanted.save(force_insert=True)
    except IntegrityError:
        return Report.objects.get(request_key=wanted.request_key)
    payload = {"report": wanted.pk}
    wanted.job = queue_job(kind=JOB_KIND, key=str(wanted.public_id), payload=payload, by=_plain(wanted.requested_by))
    wanted.save(update_fields=["job"])
    return wanted


def _go_on(report: Report, by: User) -> None:
    """Asking again for what failed is trying again; a report whose owner left goes on in the name of who asks now."""
    _take_over(report, by)
    if report.job and report.job.state == Job.State.FAILED:
        retry_job(job=report.job, by=_plain(by))


def _take_over(report: Report, by: User) -> None:
    """A report that its owner may not ask for any more goes on in the name of somebody who may."""
    if report.visibility != Report.Visibility.MINE and _refusal(report.requested_by, report):
        report.requested_by = by
        report.save(update_fields=["requested_by"])


def _refusal(owner: User | None, report: Report) -> str:
    """Why this person may not have this report made now, in Dutch; "" for who may."""
    if owner is None or not owner.has_perm("communities.request_report"):
        return OWNER_GONE
    runs_it = report.community is None or owner.has_perm("communities.coordinate", report.community)
    return "" if runs_it else RUNS_IT_NO_MORE


def _plain(user: User | None) -> str:
    """Who it was, as text for the ground floor, which knows no users and keeps no addresses."""
    return f"gebruiker {user.pk}" if user else "iemand die vertrok"


def make_report(*, report: Report, chapters: Sequence[Chapter], on_progress: Progress) -> Report:
    """Make the two files and freeze the report; `chapters` are those it was asked with, in order.

    Safe to run twice, also at once: one pair of files remains, and a made report is never made again. Raises JobError,
    in Dutch, when the owner may no longer ask for it, or the files cannot be made or kept.
    """
    if report.made_at is not None:
        return report
    # Read anew: the rights of the owner may have changed since this row was fetched.
    owner = User.objects.filter(pk=report.requested_by_id).first() if report.requested_by_id else None
    if refusal := _refusal(owner, report):
        raise JobError(refusal)
    rendered = _render(report, chapters, on_progress)
    on_progress(95, "Bestanden bewaren")
    return _keep(report, rendered)


def _render(report: Report, chapters: Sequence[Chapter], on_progress: Progress) -> RenderedReport:
    """Gather and lay out as of one moment, so that figures that are published meanwhile do not end up half in it."""
    on_progress(5, "Cijfers verzamelen")
    with _one_moment():
        scan = region_scan(report.region, report.period, report.benchmark)
        earlier = _previous(report)
        try:
            return render_report(
                scan,
                chapters,
                identity=_identity(report),
                on_progress=on_progress,
                previous=earlier,
                sender=sender_of(report.community) if report.community else None,
            )
        except PdfError as error:
            raise JobError(str(error)) from error


@contextmanager
def _one_moment() -> Iterator[None]:
    """Everything read in here is of the moment of the first question; nothing can be written.

    Where a transaction is going on already, its caller decided what it sees.
    """
    is_ours = not connection.in_atomic_block
    with transaction.atomic():
        if is_ours:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _identity(report: Report) -> Identity:
    return Identity(number=str(report.public_id), asked_at=report.created_at, is_kept=True)


def _previous(report: Report) -> Previous | None:
    """The last report of the same region with the same comparison that everyone who may see this one may see too."""
    seen = Q(visibility=Report.Visibility.PUBLIC)
    if report.visibility == Report.Visibility.MINE:
        seen |= Q(requested_by=report.requested_by_id, visibility=Report.Visibility.MINE)
    if report.visibility == Report.Visibility.COMMUNITY:
        seen |= Q(visibility=Report.Visibility.COMMUNITY, community=report.community_id)
    earlier = Report.objects.filter(
        seen,
        region__code=report.region.code,
        benchmark=report.benchmark,
        period__lte=report.period,
        made_at__isnull=False,
        record__isnull=False,
        created_at__lt=report.created_at,
    )
    found = earlier.order_by("-created_at", "-pk").first()
    return Previous(_identity(found), found.record) if found and found.record else None


def _keep(report: Report, rendered: RenderedReport) -> Report:
    """Put both files down and freeze the row, under a lock: whoever comes second finds the work done."""
    with transaction.atomic():
        locked = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
        if locked.made_at is not None:
            return locked
        try:
            locked.pdf.name = _store(report_path(locked, "regioscan.pdf"), rendered.pdf.content)
            locked.xlsx.name = _store(report_path(locked, "regioscan.xlsx"), rendered.xlsx)
        except OSError as error:
            logger.exception("report not kept", extra={"report": report.pk})
            raise JobError(NOT_KEPT) from error
        locked.pdf_size, locked.xlsx_size = len(rendered.pdf.content), len(rendered.xlsx)
        locked.pdf_sha256, locked.n_pages = rendered.pdf.sha256, rendered.pdf.n_pages
        locked.record, locked.check_code = rendered.record, rendered.check
        locked.made_at = timezone.now()
        locked.save()
    return locked


def _store(name: str, content: bytes) -> str:
    """Keep a file under exactly this name, whole or not at all; returns the name."""
    if isinstance(default_storage, FileSystemStorage):
        path = Path(default_storage.path(name))
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(path, content)
        return name
    # A storage in the cloud shows a file only when all of it has arrived, but will not write over one.
    if default_storage.exists(name):
        default_storage.delete(name)
    return default_storage.save(name, ContentFile(content))


def retry_report(*, report: Report, by: User) -> Job:
    """Let a report that failed be made again; returns its job, which the caller sends after commit.

    Where it is waiting, running or made, nothing changes. Raises PermissionDenied for someone who may not.
    """
    if not by.has_perm("communities.retry_report", report):
        raise PermissionDenied
    _take_over(report, by)
    if report.job is None:
        raise JobError("Dit rapport heeft geen taak om opnieuw te doen.")
    return retry_job(job=report.job, by=_plain(by))
