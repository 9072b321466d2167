"""The report of a trajectory: asking for one, following how far it is, and downloading it."""

import logging
from functools import partial
from uuid import UUID

from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods

from communities.access.communities import get_trajectory
from config import tasks
from config.report_pages import CONTENT_TYPES
from config.templatetags.house import job_mark
from initiatives.access.trajectory_reports import get_trajectory_report, reports_of
from initiatives.actions.trajectory_reports import request_trajectory_report
from initiatives.forms.trajectory_reports import TrajectoryReportForm
from initiatives.reports.trajectory import CHAPTERS, chosen_chapters
from lib.text import search_key
from regioscan.models import Job

logger = logging.getLogger(__name__)

NO_CONTENT = 204


@require_http_methods(["GET", "HEAD", "POST"])
def trajectory_reports(request: HttpRequest, trajectory_id: int) -> HttpResponse:
    """The reports of a trajectory; who runs it asks for a new one here."""
    trajectory = get_trajectory(request, trajectory_id, "initiatives.view_trajectory_reports")
    may_ask = request.user.has_perm("initiatives.request_trajectory_report", trajectory)
    form = TrajectoryReportForm(request.POST or None, chapters=[(one.code, one.title) for one in CHAPTERS])
    if may_ask and form.is_valid():
        chapters = form.cleaned_data["hoofdstukken"]
        report = request_trajectory_report(by=request.user, trajectory=trajectory, chapters=chapters)
        if report.job and report.job.state == Job.State.WAITING:
            transaction.on_commit(partial(tasks.send, report.job.pk))
        return redirect(report)
    context = {
        "community": trajectory.community,
        "trajectory": trajectory,
        "reports": reports_of(request.user, trajectory),
        "form": form if may_ask else None,
    }
    return render(request, "config/trajectory_reports.html", context, status=400 if form.is_bound else 200)


@require_GET
@cache_control(private=True, no_store=True)
def trajectory_report(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """How far a report is, or its files."""
    report = get_trajectory_report(request, public_id, "initiatives.see_trajectory_report")
    chapters = chosen_chapters(report.chapters)
    context = {"community": report.community, "report": report, "job": report.job, "chapters": chapters}
    return render(request, "config/trajectory_report.html", context)


@require_GET
@cache_control(private=True, no_store=True)
def trajectory_report_status(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The part of the page that changes while a report is made; empty when nothing changed since `stand`."""
    report = get_trajectory_report(request, public_id, "initiatives.see_trajectory_report")
    if report.job is None or job_mark(report.job) == request.GET.get("stand"):
        return HttpResponse(status=NO_CONTENT)
    return render(request, "config/trajectory_report_status.html", {"report": report, "job": report.job})


@require_GET
@cache_control(private=True, no_store=True)
def trajectory_report_download(request: HttpRequest, public_id: UUID, kind: str) -> HttpResponseBase:
    """One of the two files."""
    report = get_trajectory_report(request, public_id, "initiatives.download_trajectory_report")
    if kind not in CONTENT_TYPES:
        raise Http404("no such file")
    file, size = {"pdf": (report.pdf, report.pdf_size), "xlsx": (report.xlsx, report.xlsx_size)}[kind]
    if not file.name or not file.storage.exists(file.name) or file.size != size:
        logger.error("file of a report is gone or damaged", extra={"report": report.pk, "kind": kind})
        raise Http404("the file is gone")
    name = f"traject-{search_key(report.trajectory.name).replace(' ', '-')}-{report.created_at:%Y-%m-%d}.{kind}"
    return FileResponse(file.open("rb"), as_attachment=True, filename=name, content_type=CONTENT_TYPES[kind])
