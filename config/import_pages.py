"""The administrator's pages for deliveries: hand in, follow, compare, publish or refuse. Nothing is parsed here."""

from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.forms import Form
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from config import import_jobs, tasks
from config.templatetags.house import job_mark
from lib.tables import Column, Table, to_csv
from regioscan import actions, job_actions
from regioscan.connectors.base import SourceError
from regioscan.forms import PublishForm, RefuseForm, SnapshotUploadForm
from regioscan.models import Job, Snapshot

N_SHOWN = 50
NO_CONTENT = 204
REJECTED_COLUMNS = (
    Column("line", "regel", "year"),
    Column("column", "kolom"),
    Column("value", "waarde"),
    Column("reason", "reden"),
)
administrators_only = permission_required(import_jobs.MAY_IMPORT, raise_exception=True)


@administrators_only
@require_http_methods(["GET", "HEAD", "POST"])
def snapshot_upload(request: HttpRequest) -> HttpResponse:
    """Hand in a delivery; reading it is left to the worker."""
    form = SnapshotUploadForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            snapshot = _receive(request, form)
        except SourceError as error:
            form.add_error(None, str(error))
        else:
            return redirect("admin:regioscan_snapshot_change", snapshot.pk)
    return _page(request, "upload", "Levering inleveren", 400 if form.is_bound else 200, form=form)


@transaction.atomic
def _receive(request: HttpRequest, form: SnapshotUploadForm) -> Snapshot:
    snapshot = actions.receive_snapshot(
        source=form.cleaned_data["source"],
        delivery=form.delivery(timezone.now()),
        period=form.cleaned_data["period"],
        by=str(request.user),
    )
    _queue(request, import_jobs.CHECK, snapshot)
    return snapshot


@administrators_only
@require_GET
def snapshot_detail(request: HttpRequest, pk: str) -> HttpResponse:
    """How far the work is, what the delivery would change, and what can be done with it."""
    return _detail(request, _get(pk), PublishForm(), RefuseForm())


@administrators_only
@require_GET
def snapshot_status(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of the page that changes; empty when nothing did since `stand`, the whole page when the work ended."""
    job = _last_job(_get(pk))
    if job is None or job_mark(job) == request.GET.get("stand"):
        return HttpResponse(status=NO_CONTENT)
    if not job.is_unfinished:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "admin/regioscan/snapshot/_job.html", {"job": job, "snapshot": _get(pk)})


@administrators_only
@require_POST
def snapshot_publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the worker publish a delivery that was checked and looked at."""
    snapshot, form = _get(pk), PublishForm(request.POST)
    if snapshot.state != Snapshot.State.CHECKED:
        messages.error(request, "Deze levering kan niet gepubliceerd worden: zij is niet gecontroleerd.")
        return redirect("admin:regioscan_snapshot_change", pk)
    if not form.is_valid():
        return _detail(request, snapshot, form, RefuseForm(), status=400)
    with transaction.atomic():
        _queue(request, import_jobs.PUBLISH, snapshot)
    return redirect("admin:regioscan_snapshot_change", pk)


@administrators_only
@require_POST
def snapshot_refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Set a delivery aside."""
    snapshot, form = _get(pk), RefuseForm(request.POST)
    if not form.is_valid():
        return _detail(request, snapshot, PublishForm(), form, status=400)
    if (job := _last_job(snapshot)) and job.is_unfinished:
        messages.error(request, "Er wordt nog aan deze levering gewerkt. Stop dat eerst, of wacht tot het klaar is.")
        return redirect("admin:regioscan_snapshot_change", pk)
    try:
        actions.refuse_snapshot(snapshot=snapshot, by=str(request.user), reason=form.cleaned_data["reason"])
        messages.success(request, "De levering is geweigerd. Het bestand blijft bewaard.")
    except SourceError as error:
        messages.error(request, str(error))
    return redirect("admin:regioscan_snapshot_change", pk)


@administrators_only
@require_POST
def snapshot_retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Let work that failed be done again."""
    job = _last_job(_get(pk))
    if job and job.state == Job.State.FAILED:
        with transaction.atomic():
            _send(job_actions.retry_job(job=job, by=str(request.user), payload={"user": request.user.pk}))
    return redirect("admin:regioscan_snapshot_change", pk)


@administrators_only
@require_POST
def snapshot_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop the work; what it had written is undone."""
    job = _last_job(_get(pk))
    if job:
        job_actions.cancel_job(job=job, by=str(request.user))
    return redirect("admin:regioscan_snapshot_change", pk)


@administrators_only
@require_GET
def snapshot_rejected(request: HttpRequest, pk: int) -> HttpResponse:  # noqa: ARG001 - every view takes one
    """The refused rows as CSV."""
    rows = list(_get(pk).rejected_rows.values_list("line", "column", "value", "reason"))
    content = to_csv(Table("Geweigerde regels", REJECTED_COLUMNS, rows))
    disposition = f'attachment; filename="geweigerd-levering-{pk}.csv"'
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers={"Content-Disposition": disposition})


@administrators_only
@require_GET
def snapshot_file(request: HttpRequest, pk: int) -> FileResponse:  # noqa: ARG001 - every view takes one
    """The delivery exactly as it was received; never shown by the browser, always saved."""
    snapshot = _get(pk)
    if not snapshot.file.name or not snapshot.file.storage.exists(snapshot.file.name):
        raise Http404("the file is gone")
    name = f"levering-{pk}-{snapshot.file_name.rsplit('/', 1)[-1]}"
    return FileResponse(
        snapshot.file.open("rb"), as_attachment=True, filename=name, content_type="application/octet-stream"
    )


def _get(pk: int | str) -> Snapshot:
    if not str(pk).isdecimal():
        raise Http404("no such delivery")
    return get_object_or_404(Snapshot.objects.select_related("source"), pk=pk)


def _detail(
    request: HttpRequest, snapshot: Snapshot, publish_form: Form, refuse_form: Form, status: int = 200
) -> HttpResponse:
    return _page(
        request,
        "detail",
        str(snapshot),
        status,
        snapshot=snapshot,
        job=_last_job(snapshot),
        rejected=snapshot.rejected_rows.all()[:N_SHOWN],
        publish_form=publish_form,
        refuse_form=refuse_form,
    )


def _page(request: HttpRequest, template: str, title: str, status: int, **context: Any) -> HttpResponse:
    shown = {**admin.site.each_context(request), "title": title, "opts": Snapshot._meta, **context}
    return render(request, f"admin/regioscan/snapshot/{template}.html", shown, status=status)


def _last_job(snapshot: Snapshot) -> Job | None:
    kinds = (import_jobs.CHECK, import_jobs.PUBLISH)
    return Job.objects.filter(kind__in=kinds, key=str(snapshot.pk)).order_by("-queued_at", "-pk").first()


def _queue(request: HttpRequest, kind: str, snapshot: Snapshot) -> None:
    payload = {"snapshot": snapshot.pk, "user": request.user.pk}
    _send(job_actions.queue_job(kind=kind, key=str(snapshot.pk), payload=payload, by=str(request.user)))


def _send(job: Job) -> None:
    transaction.on_commit(partial(tasks.send, job.pk))
