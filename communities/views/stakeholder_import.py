"""Reading a list of stakeholders from a file: look first, then keep."""

import base64
import binascii

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods

from communities.access.communities import get_trajectory
from communities.actions.stakeholder_import import import_stakeholders, plan_import
from communities.forms.stakeholder_import import EXAMPLE, read_stakeholders
from communities.forms.stakeholders import ImportForm
from communities.models import Trajectory
from lib.csv_import import MAX_BYTES
from lib.tables import to_csv


@require_http_methods(["GET", "HEAD", "POST"])
def stakeholder_import(request: HttpRequest, trajectory_id: int) -> HttpResponse:
    """Show what a file would do; carry it out when that is confirmed."""
    trajectory = get_trajectory(request, trajectory_id, "communities.coordinate")
    if "inhoud" in request.POST:
        return _preview(request, trajectory, _unpacked(request.POST["inhoud"]))
    form = ImportForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        # One byte more than may be, so that the reader says that it is too large.
        return _preview(request, trajectory, form.cleaned_data["bestand"].read(MAX_BYTES + 1))
    context = {"community": trajectory.community, "trajectory": trajectory, "form": form, "columns": EXAMPLE.columns}
    return render(request, "communities/stakeholder_import.html", context, status=400 if form.is_bound else 200)


def _preview(request: HttpRequest, trajectory: Trajectory, content: bytes) -> HttpResponse:
    found = read_stakeholders(content)
    plan = plan_import(trajectory, found.rows)
    mistakes = sorted([*found.errors, *plan.mistakes], key=lambda one: one.line)
    if "bevestig" in request.POST and not mistakes:
        done = import_stakeholders(trajectory=trajectory, by=request.user, rows=found.rows)
        messages.success(request, f"{done.n_new} toegevoegd en {done.n_changed} bijgewerkt.")
        return redirect("communities:stakeholder_map", trajectory.pk)
    context = {
        "community": trajectory.community,
        "trajectory": trajectory,
        "plan": plan,
        "mistakes": mistakes,
        "unknown": found.unknown,
        "packed": base64.b64encode(content).decode() if not mistakes else "",
    }
    status = 400 if mistakes else 200
    return render(request, "communities/stakeholder_import_preview.html", context, status=status)


def _unpacked(packed: str) -> bytes:
    try:
        return base64.b64decode(packed, validate=True)
    except (binascii.Error, ValueError):
        return b""


def stakeholder_import_example(request: HttpRequest, trajectory_id: int) -> HttpResponse:
    """A file to begin with: the columns, and two lines."""
    get_trajectory(request, trajectory_id, "communities.coordinate")
    headers = {"Content-Disposition": content_disposition_header(True, "belanghebbenden-voorbeeld.csv") or ""}
    return HttpResponse(to_csv(EXAMPLE), content_type="text/csv; charset=utf-8", headers=headers)
