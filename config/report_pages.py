"""Reports: the list, asking for one, following how far it is, and downloading it."""

import logging
from collections.abc import Callable
from functools import partial
from typing import Any, cast
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from communities.access.reports import get_report, visible_reports
from communities.actions.reports import request_report, retry_report
from communities.models import Report, User
from config import tasks
from config.report_forms import ReportForm
from config.reports import chosen_chapters
from config.templatetags.house import job_mark
from lib.tables import Table, to_csv, to_xlsx
from lib.text import search_key
from regioscan import frames
from regioscan.figures import choose, comparisons
from regioscan.figures.keeping import keep, key_of
from regioscan.models import Job, Region
from regioscan.reports.changed import Ledger, changes_until_now, ledger_table

logger = logging.getLogger(__name__)

PER_PAGE = 20
NO_CONTENT = 204
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
TABLE_WRITERS: dict[str, tuple[Callable[[Table], bytes], str]] = {
    "csv": (to_csv, "text/csv; charset=utf-8"),
    "xlsx": (lambda table: to_xlsx([table]), CONTENT_TYPES["xlsx"]),
}


@login_not_required
@require_GET
def report_list(request: HttpRequest) -> HttpResponse:
    """Somebody's own reports, and the public ones."""
    reports = visible_reports(request.user)
    mine = reports.filter(requested_by=request.user) if request.user.is_authenticated else reports.none()
    public = reports.filter(visibility=Report.Visibility.PUBLIC, made_at__isnull=False)
    of_communities = reports.filter(visibility=Report.Visibility.COMMUNITY, made_at__isnull=False)
    page = Paginator(public, PER_PAGE).get_page(request.GET.get("pagina"))
    context = {
        "mine": mine[:PER_PAGE],
        "n_mine": mine.count(),
        "of_communities": of_communities[:PER_PAGE],
        "n_of_communities": of_communities.count(),
        "page": page,
        "trail": [("Rapporten", "")],
    }
    return render(request, "config/report_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def report_request(request: HttpRequest) -> HttpResponse:
    """Ask for a report; the same request twice leads to the same report."""
    years = frames.known_years()
    form = ReportForm(request.POST or None, years=years, initial=_prefilled(request))
    if form.is_valid():
        asked = form.cleaned_data
        report = request_report(
            by=_reader(request),
            region=asked["regio"],
            period=asked["jaar"],
            benchmark=asked["met"],
            chapters=asked["hoofdstukken"],
            visibility=asked["zichtbaar"],
        )
        _send(report.job)
        return redirect(report)
    context = {"form": form, "years": years, "trail": [("Rapporten", _list_address()), ("Nieuw rapport", "")]}
    return render(request, "config/report_request.html", context, status=400 if form.is_bound else 200)


@login_not_required
@require_GET
@cache_control(private=True, no_store=True)
def report_detail(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """How far a report is, or its files."""
    report = get_report(request, public_id, "communities.see_report")
    context = _about(request, report) | {
        "benchmark_words": _benchmark_words(report),
        "chapters": [chapter for chapter in chosen_chapters(report.chapters) if chapter.title],
        "trail": [("Rapporten", _list_address()), (str(report), "")],
    }
    return render(request, "config/report_detail.html", context)


@login_not_required
@require_GET
@cache_control(private=True, no_store=True)
def report_status(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The part of the page that changes while a report is made; empty when nothing changed since `stand`."""
    report = get_report(request, public_id, "communities.see_report")
    if report.job is None or job_mark(report.job) == request.GET.get("stand"):
        return HttpResponse(status=NO_CONTENT)
    return render(request, "config/report_status.html", _about(request, report))


@require_POST
def report_retry(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Let a report that failed be made again."""
    report = get_report(request, public_id, "communities.retry_report")
    _send(retry_report(report=report, by=_reader(request)))
    return redirect(report)


@login_not_required
@require_GET
@cache_control(private=True, no_store=True)
def report_download(request: HttpRequest, public_id: UUID, kind: str) -> HttpResponseBase:
    """One of the two files, to those who may have it now."""
    if kind not in CONTENT_TYPES:
        raise Http404("no such file")
    report = get_report(request, public_id, "communities.download_report")
    file, size = {"pdf": (report.pdf, report.pdf_size), "xlsx": (report.xlsx, report.xlsx_size)}[kind]
    if not file.name or not file.storage.exists(file.name) or file.size != size:
        logger.error("file of a report is gone or damaged", extra={"report": report.pk, "kind": kind})
        raise Http404("the file is gone")
    name = f"regioscan-{search_key(report.region.name).replace(' ', '-')}-{report.period}.{kind}"
    return FileResponse(file.open("rb"), as_attachment=True, filename=name, content_type=CONTENT_TYPES[kind])


@login_not_required
@require_GET
@cache_control(private=True, no_store=True)
def report_changes(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Which numbers of a report are not what they were, and why."""
    report = get_report(request, public_id, "communities.download_report")
    context = {
        "report": report,
        "ledger": kept_ledger(report),
        "trail": [
            ("Rapporten", _list_address()),
            (str(report), report.get_absolute_url()),
            ("Wat is er veranderd", ""),
        ],
    }
    return render(request, "config/report_changes.html", context)


@login_not_required
@require_GET
@cache_control(private=True, no_store=True)
def report_changes_export(request: HttpRequest, public_id: UUID, kind: str) -> HttpResponse:
    """The same as a table."""
    report = get_report(request, public_id, "communities.download_report")
    ledger = kept_ledger(report)
    if ledger is None or kind not in TABLE_WRITERS:
        raise Http404("no such table")
    write, content_type = TABLE_WRITERS[kind]
    name = f"verschil-{search_key(report.region.name).replace(' ', '-')}-{report.period}.{kind}"
    content = write(ledger_table(ledger, f"Veranderd sinds rapport {report.short_number}"))
    return HttpResponse(content, content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def kept_ledger(report: Report) -> Ledger | None:
    """What moved since the report was made, computed once for each state of the figures; None without a record."""
    record = report.record
    if not record:
        return None
    key = key_of("ledger", report.public_id, report.made_at, frames.published_version())
    return keep(key, lambda: changes_until_now(record), is_held=False)


def _about(request: HttpRequest, report: Report) -> dict[str, Any]:
    """What the page and its changing part both show."""
    may_retry = request.user.has_perm("communities.retry_report", report)
    return {"report": report, "job": report.job, "may_retry": may_retry}


def _benchmark_words(report: Report) -> str:
    """With whom the region is compared, in words."""
    region = frames.get_region(report.region.code) or report.region
    try:
        chosen = choose(comparisons(region, frames.containers(region), report.period), report.benchmark)
    except KeyError:
        return "een groep die er niet meer is"
    return chosen.description if chosen else "geen andere regio’s"


def _prefilled(request: HttpRequest) -> dict[str, Any]:
    """The region, year and comparison of the page that the reader came from."""
    found = {name: request.GET[name] for name in ("jaar", "met") if request.GET.get(name)}
    code = request.GET.get("regio", "")
    region = Region.objects.current().filter(code=code).first() if code.isalnum() else None
    return found | {"regio": str(region)} if region else found


def _reader(request: HttpRequest) -> User:
    """The person who is logged in; the middleware lets nobody else come to these pages."""
    return cast("User", request.user)


def _send(job: Job | None) -> None:
    if job and job.state == Job.State.WAITING:
        transaction.on_commit(partial(tasks.send, job.pk))


def _list_address() -> str:
    return reverse("config:report_list")
