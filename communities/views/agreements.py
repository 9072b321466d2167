"""The partnership agreement: written at the desk, read, confirmed and printed in the community."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access.communities import get_community, get_trajectory
from communities.access.trajectories import current_trajectory, partner_of, partners_of, published_agreement_of
from communities.actions.agreements import (
    AgreementError,
    confirm_agreement,
    confirm_agreement_for,
    publish_agreement,
    write_agreement,
)
from communities.analysis.agreement_check import BOXES, check_agreement
from communities.forms.ambitions import AgreementForm, ConfirmForForm, ConfirmForm
from communities.models import Agreement, Community, Trajectory, User
from communities.reports.agreement import agreement_pdf as make_pdf
from lib.pdf import PdfError

COORDINATE, MEMBERS = "communities.coordinate", "communities.view_members_part"
WRONG, BUSY = 400, 503


@require_http_methods(["GET", "HEAD", "POST"])
def agreement_edit(request: HttpRequest, trajectory_id: int) -> HttpResponse:
    """The four boxes with a short check, and who confirmed what lies before the partners."""
    trajectory = get_trajectory(request, trajectory_id, COORDINATE)
    newest = trajectory.agreements.first()
    initial = {box: getattr(newest, box) for box in BOXES} if newest else {}
    form = AgreementForm(request.POST or None, initial=initial)
    if form.is_valid():
        found = write_agreement(by=request.user, trajectory=trajectory, **form.cleaned_data)
        messages.success(request, f"Versie {found.version} is bewaard als concept. De partners zien haar nog niet.")
        return redirect("communities:agreement_edit", trajectory.pk)
    return _edit_page(request, trajectory, form)


@require_POST
def agreement_publish(request: HttpRequest, trajectory_id: int) -> HttpResponse:
    """Put the draft to the partners."""
    trajectory = get_trajectory(request, trajectory_id, COORDINATE)
    newest = trajectory.agreements.first()
    try:
        if newest is None:
            raise AgreementError("Schrijf eerst de afspraken op.")
        publish_agreement(by=request.user, agreement=newest)
        messages.success(request, f"Versie {newest.version} ligt bij de partners. Hun mensen krijgen bericht.")
    except AgreementError as error:
        messages.error(request, str(error))
    return redirect("communities:agreement_edit", trajectory.pk)


@require_POST
def agreement_confirm_for(request: HttpRequest, trajectory_id: int) -> HttpResponse:
    """Write down that a partner confirmed elsewhere."""
    trajectory = get_trajectory(request, trajectory_id, COORDINATE)
    form = ConfirmForForm(request.POST, partners=partners_of(trajectory))
    if form.is_valid():
        agreement = _version(trajectory, form.cleaned_data.pop("version"))
        try:
            found = confirm_agreement_for(by=request.user, agreement=agreement, **form.cleaned_data)
            messages.success(request, f"De bevestiging van {found.organisation} is bewaard.")
            return redirect("communities:agreement_edit", trajectory.pk)
        except AgreementError as error:
            form.add_error("remark", str(error))
    return _edit_page(request, trajectory, confirm_form=form, status=WRONG)


@require_safe
def agreement_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Who decides, who does, who pays and who directs; and who confirmed that."""
    community = get_community(request, slug, MEMBERS)
    return render(request, "communities/agreement_detail.html", _reading(request, community))


@require_POST
def agreement_confirm(request: HttpRequest, slug: str) -> HttpResponse:
    """Confirm for one's organisation."""
    community = get_community(request, slug, "communities.contribute")
    context = _reading(request, community)
    agreement, form = context["agreement"], ConfirmForm(request.POST)
    if agreement is None or context["partner"] is None or not form.is_valid():
        messages.error(request, "U kunt hier niet bevestigen: dat doen mensen van een partner, als er iets voorligt.")
        return redirect("communities:agreement_detail", community.slug)
    asked = _version(agreement.trajectory, form.cleaned_data["version"])
    try:
        confirm_agreement(by=request.user, agreement=asked, remark=form.cleaned_data["remark"])
        messages.success(request, f"U hebt de afspraken bevestigd namens {context['partner']}.")
    except AgreementError as error:
        messages.error(request, str(error))
    return redirect("communities:agreement_detail", community.slug)


@require_safe
def agreement_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """The agreement on one page of paper."""
    community = get_community(request, slug, MEMBERS)
    trajectory = current_trajectory(community)
    agreement = published_agreement_of(trajectory) if trajectory else None
    if agreement is None:
        raise Http404("no agreement yet")
    try:
        content = make_pdf(community, agreement)
    except PdfError as error:
        return HttpResponse(str(error), status=BUSY, content_type="text/plain; charset=utf-8")
    name = f"afspraken-{community.slug}-versie-{agreement.version}.pdf"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _edit_page(
    request: HttpRequest,
    trajectory: Trajectory,
    form: AgreementForm | None = None,
    confirm_form: ConfirmForForm | None = None,
    status: int = 200,
) -> HttpResponse:
    newest, published = trajectory.agreements.first(), published_agreement_of(trajectory)
    boxes = {box: getattr(newest, box) for box in BOXES} if newest else {}
    partners = list(partners_of(trajectory))
    confirmed = {one.organisation_id: one for one in published.confirmations.all()} if published else {}
    waiting = partners_of(trajectory).exclude(pk__in=confirmed)
    if published and confirm_form is None:
        confirm_form = ConfirmForForm(partners=waiting, initial={"version": published.version})
    context = {
        "community": trajectory.community,
        "trajectory": trajectory,
        "form": form or AgreementForm(initial=boxes),
        "draft": newest if newest and newest.published_at is None else None,
        "published": published,
        "remarks": check_agreement(boxes, [one.name for one in partners]),
        "answers": [{"organisation": one, "confirmation": confirmed.get(one.pk)} for one in partners],
        "confirm_form": confirm_form if len(confirmed) < len(partners) else None,
        "versions": list(trajectory.agreements.all()),
    }
    is_wrong = form is not None and form.is_bound
    return render(request, "communities/agreement_edit.html", context, status=WRONG if is_wrong else status)


def _reading(request: HttpRequest, community: Community) -> dict[str, Any]:
    """What stands on the page of the agreement for this reader."""
    trajectory = current_trajectory(community)
    agreement = published_agreement_of(trajectory) if trajectory else None
    partner = partner_of(request.user, trajectory) if trajectory and isinstance(request.user, User) else None
    confirmations = list(agreement.confirmations.all()) if agreement else []
    own = next((one for one in confirmations if one.organisation == partner), None)
    is_waiting = agreement is not None and partner is not None and own is None
    return {
        "community": community,
        "trajectory": trajectory,
        "agreement": agreement,
        "boxes": [(words, getattr(agreement, box)) for box, words in BOXES.items()] if agreement else [],
        "confirmations": confirmations,
        "partner": partner,
        "own": own,
        "form": ConfirmForm(initial={"version": agreement.version}) if agreement and is_waiting else None,
        "runs_it": request.user.has_perm(COORDINATE, community),
    }


def _version(trajectory: Trajectory, version: int) -> Agreement:
    found = trajectory.agreements.select_related("trajectory__community").filter(version=version).first()
    if found is None:
        raise Http404("no such version")
    return found
