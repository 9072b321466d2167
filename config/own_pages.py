"""Somebody's own records: what we hold, a download of it, consents, and leaving for good. All behind a login."""

from typing import cast
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access.privacy import consents_of, get_own_export
from communities.actions.consents import ConsentError, withdraw_consent
from communities.actions.erasure import LastCoordinator, communities_left_alone, erase_account
from communities.actions.exports import DAYS, request_export
from communities.forms.privacy import EraseForm
from communities.models import DataExport, User
from communities.registry import personal_lines
from config import tasks
from config.templatetags.house import job_mark

NO_CONTENT = 204


@require_safe
def own_records(request: HttpRequest) -> HttpResponse:
    """What we hold of this person, by the register, and everything they can do about it."""
    user = _reader(request)
    export = DataExport.objects.filter(user=user).select_related("job").first()
    context = {
        "export": export,
        "days": DAYS,
        "consents": consents_of(user),
        "lines": [line for line in personal_lines() if line.exports],
    }
    return render(request, "config/own_records.html", context)


@require_POST
@reauthentication_required
def export_request(request: HttpRequest) -> HttpResponse:
    """Ask for a download; asking twice is one."""
    export = request_export(by=_reader(request))
    if export.job and export.job.is_unfinished:
        tasks.send(export.job.pk)
    return redirect("config:own_records")


@require_safe
def export_status(request: HttpRequest, export_id: UUID) -> HttpResponse:
    """The part of the page that changes while a download is made; empty when nothing changed since `stand`."""
    export = get_own_export(request, export_id)
    if export.job is None or job_mark(export.job) == request.GET.get("stand"):
        return HttpResponse(status=NO_CONTENT)
    return render(request, "config/export_status.html", {"export": export})


@require_safe
def export_download(request: HttpRequest, export_id: UUID) -> HttpResponseBase:
    """The file, to its owner, as long as it is there."""
    export = get_own_export(request, export_id)
    if not export.is_there or not export.file.storage.exists(export.file.name):
        raise Http404("the file is gone")
    return _hand_out(request, export)


@reauthentication_required
def _hand_out(_request: HttpRequest, export: DataExport) -> HttpResponseBase:
    """Only after showing once more who is there: a laptop that was left open gives nothing away."""
    name = "mijn-gegevens.zip"
    return FileResponse(export.file.open("rb"), as_attachment=True, filename=name, content_type="application/zip")


@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required
def account_erase(request: HttpRequest) -> HttpResponse:
    """Leave for good, after saying so in words."""
    user = _reader(request)
    form = EraseForm(request.POST or None)
    if form.is_valid():
        try:
            erase_account(by=user, user=user, removes_texts=form.cleaned_data["texts"])
        except LastCoordinator:
            form = EraseForm()
        else:
            logout(request)
            messages.success(request, "Uw account is verwijderd. Dank voor wat u deed.")
            return redirect("config:home")
    alone = communities_left_alone(user)
    context = {"form": form, "alone": alone, "lines": [line for line in personal_lines() if line.owners]}
    status = 409 if alone and request.method == "POST" else 400 if form.is_bound else 200
    return render(request, "config/account_erase.html", context, status=status)


@require_POST
def consent_withdraw(request: HttpRequest, consent_id: int) -> HttpResponse:
    """Take a consent back, where that is possible here."""
    user = _reader(request)
    consent = get_object_or_404(user.consents.select_related("community"), pk=consent_id)
    try:
        withdraw_consent(by=user, consent=consent)
        messages.success(request, "Uw toestemming is ingetrokken.")
    except ConsentError as error:
        messages.error(request, str(error))
    return redirect("config:own_records")


def _reader(request: HttpRequest) -> User:
    return cast("User", request.user)
