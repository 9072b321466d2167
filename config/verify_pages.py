"""`/verifieer/`: is this report genuine, and what has changed since it was made? Open to anyone who holds one."""

from dataclasses import dataclass
from typing import Any

from allauth.core.ratelimit import consume, respond_429
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods

from communities.access import reports
from communities.models import Report
from config.report_pages import kept_ledger
from config.verify_forms import Fingerprint, FingerprintHandler, VerifyForm
from initiatives.access import trajectory_reports
from initiatives.models import TrajectoryReport
from lib.pdf import MAX_PDF_BYTES
from regioscan.reports.changed import Ledger

ROOM_FOR_THE_FORM = 64 * 1024
MAX_CODE = 100


@dataclass(frozen=True)
class Answer:
    """What came out. Without a report of either kind: not genuine, altered, or not for this reader to know."""

    by_file: bool
    report: Report | None = None
    trajectory_report: TrajectoryReport | None = None
    may_see: bool = False
    ledger: Ledger | None = None
    newer: TrajectoryReport | None = None


@login_not_required
@csrf_exempt
@cache_control(private=True, no_store=True)
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Decide how the body is read before anything reads it: hence the token is only looked at in `_verify`."""
    if request.method != "POST":
        return _page(request, VerifyForm(initial={"code": request.GET.get("code", "")[:MAX_CODE]}))
    if not consume(request, action="verify"):
        return respond_429(request)
    if (size := _announced_size(request)) > MAX_PDF_BYTES + ROOM_FOR_THE_FORM:
        return _page(request, VerifyForm({}, {"bestand": Fingerprint.unread(size)}), status=413)
    request.upload_handlers = [FingerprintHandler(request)]
    return _verify(request)


def _announced_size(request: HttpRequest) -> int:
    """How much the browser says it will send; nothing beyond that is ever read."""
    announced = request.META.get("CONTENT_LENGTH") or ""
    return int(announced) if announced.isdecimal() else 0


@csrf_protect
def _verify(request: HttpRequest) -> HttpResponse:
    form = VerifyForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=400)
    return _page(request, VerifyForm(), _answer(request, form.cleaned_data))


def _answer(request: HttpRequest, asked: dict[str, Any]) -> Answer:
    """Who holds the very file learns that it is genuine; the rest is for who may see the report."""
    by_file = asked["bestand"] is not None
    found = _found(reports, request, asked)
    if found is not None:
        if not request.user.has_perm("communities.download_report", found):
            return Answer(by_file, found)
        return Answer(by_file, found, may_see=True, ledger=kept_ledger(found))
    of_trajectory = _found(trajectory_reports, request, asked)
    if of_trajectory is None or not request.user.has_perm("initiatives.download_trajectory_report", of_trajectory):
        return Answer(by_file, trajectory_report=of_trajectory)
    newer = trajectory_reports.newer_than(of_trajectory)
    return Answer(by_file, trajectory_report=of_trajectory, may_see=True, newer=newer)


def _found(kind: Any, request: HttpRequest, asked: dict[str, Any]) -> Any:
    """The report of one kind with this file, or with this code where no file was sent."""
    if asked["bestand"] is not None:
        return kind.find_by_file(asked["bestand"].sha256)
    return kind.find_by_code(request.user, asked["code"])


def _page(request: HttpRequest, form: VerifyForm, answer: Answer | None = None, status: int = 200) -> HttpResponse:
    context = {"form": form, "answer": answer, "trail": [("Rapport controleren", "")]}
    return render(request, "config/verify.html", context, status=status)
