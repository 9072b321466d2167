"""The shared ambition: written at the desk, answered and read in the community."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access.communities import get_community, get_trajectory
from communities.access.trajectories import (
    current_trajectory,
    partner_of,
    partners_of,
    put_ambition_of,
    settled_ambition_of,
)
from communities.actions.ambitions import (
    AmbitionError,
    answer_ambition,
    put_ambition,
    settle_ambition,
    write_ambition,
)
from communities.forms.ambitions import AmbitionForm, ConsentForm
from communities.models import Ambition, AmbitionConsent, Community, Trajectory, User

COORDINATE = "communities.coordinate"
WRONG = 400


@require_http_methods(["GET", "HEAD", "POST"])
def ambition_edit(request: HttpRequest, trajectory_id: int) -> HttpResponse:
    """The versions, what the partners say, and the form for the next version."""
    trajectory = get_trajectory(request, trajectory_id, COORDINATE)
    versions = list(trajectory.ambitions.prefetch_related("consents__organisation", "consents__by"))
    draft = versions[0] if versions and versions[0].state == Ambition.State.DRAFT else None
    source = versions[0] if versions else None
    initial = {"text": source.text, "explanation": source.explanation} if source else {}
    form = AmbitionForm(request.POST or None, initial=initial)
    if form.is_valid():
        found = write_ambition(by=request.user, trajectory=trajectory, **form.cleaned_data)
        messages.success(request, f"Versie {found.version} is bewaard als concept. De partners zien haar nog niet.")
        return redirect("communities:ambition_edit", trajectory.pk)
    put = next((one for one in versions if one.state != Ambition.State.DRAFT), None)
    context = {
        "community": trajectory.community,
        "trajectory": trajectory,
        "form": form,
        "draft": draft,
        "put": put,
        "answers": _answers(trajectory, put),
        "versions": versions,
    }
    return render(request, "communities/ambition_edit.html", context, status=WRONG if form.is_bound else 200)


@require_POST
def ambition_put(request: HttpRequest, trajectory_id: int) -> HttpResponse:
    """Put the draft to the partners."""
    trajectory = get_trajectory(request, trajectory_id, COORDINATE)
    newest = trajectory.ambitions.first()
    if newest is None:
        messages.error(request, "Schrijf eerst een ambitie.")
    else:
        put_ambition(by=request.user, ambition=newest)
        messages.success(request, f"Versie {newest.version} ligt bij de partners. Hun mensen krijgen bericht.")
    return redirect("communities:ambition_edit", trajectory.pk)


@require_POST
def ambition_settle(request: HttpRequest, trajectory_id: int) -> HttpResponse:
    """Settle what lies before the partners."""
    trajectory = get_trajectory(request, trajectory_id, COORDINATE)
    put = put_ambition_of(trajectory)
    try:
        if put is None:
            raise AmbitionError("Leg eerst een ambitie voor aan de partners.")
        settle_ambition(by=request.user, ambition=put)
        messages.success(request, "De ambitie is vastgesteld en staat op de bladzijde van de community.")
    except AmbitionError as error:
        messages.error(request, str(error))
    return redirect("communities:ambition_edit", trajectory.pk)


@login_not_required
@require_safe
def ambition_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """The ambition that holds with the partners that agree; for a partner's people also what lies before them."""
    community = get_community(request, slug, "communities.view_community")
    return render(request, "communities/ambition_detail.html", _reading(request, community))


@require_POST
def ambition_answer(request: HttpRequest, slug: str) -> HttpResponse:
    """Answer for one's organisation."""
    community = get_community(request, slug, "communities.contribute")
    context = _reading(request, community)
    put, form = context["put"], ConsentForm(request.POST)
    if put is None or context["partner"] is None:
        messages.error(request, "U kunt hier niet antwoorden: dat doen mensen van een partner, als er iets voorligt.")
        return redirect("communities:ambition_detail", community.slug)
    if form.is_valid():
        asked = _version(put.trajectory, form.cleaned_data.pop("version"))
        try:
            answer_ambition(by=request.user, ambition=asked, **form.cleaned_data)
            messages.success(request, f"Het antwoord van {context['partner']} is bewaard.")
            return redirect("communities:ambition_detail", community.slug)
        except AmbitionError as error:
            form.add_error("remark", str(error))
    return render(request, "communities/ambition_detail.html", context | {"form": form}, status=WRONG)


def _reading(request: HttpRequest, community: Community) -> dict[str, Any]:
    """What stands on the page of the ambition for this reader."""
    settled = settled_ambition_of(community)
    trajectory = current_trajectory(community)
    partner = partner_of(request.user, trajectory) if trajectory and isinstance(request.user, User) else None
    runs_it = request.user.has_perm(COORDINATE, community)
    put = put_ambition_of(trajectory) if trajectory and (partner or runs_it) else None
    own = next((one for one in put.consents.all() if one.organisation == partner), None) if put else None
    form = None
    if put and partner:
        initial = {"version": put.version, "answer": own.answer if own else "", "remark": own.remark if own else ""}
        form = ConsentForm(initial=initial, is_settled=put.state == Ambition.State.SETTLED)
    return {
        "community": community,
        "trajectory": trajectory,
        "settled": settled,
        "agreeing": _agreeing(settled),
        "partner": partner,
        "put": put,
        "is_asked": put is not None and put.state == Ambition.State.ASKED,
        "own": own,
        "form": form,
        "runs_it": runs_it,
    }


def _agreeing(ambition: Ambition | None) -> list[AmbitionConsent]:
    consents = ambition.consents.all() if ambition else []
    return [one for one in consents if one.answer != AmbitionConsent.Answer.NO]


def _answers(trajectory: Trajectory, ambition: Ambition | None) -> list[dict[str, Any]]:
    """Every partner with what it says; also an organisation that answered and is no partner any more."""
    consents = {one.organisation_id: one for one in ambition.consents.all()} if ambition else {}
    partners = list(partners_of(trajectory))
    known = {one.pk for one in partners}
    others = [one.organisation for one in consents.values() if one.organisation_id not in known]
    return [{"organisation": one, "consent": consents.get(one.pk)} for one in [*partners, *others]]


def _version(trajectory: Trajectory, version: int) -> Ambition:
    found = trajectory.ambitions.select_related("trajectory__community").filter(version=version).first()
    if found is None:
        raise Http404("no such version")
    return found
