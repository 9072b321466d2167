"""The stakeholder map: as a picture and as an equal table, and one stakeholder."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods, require_POST

from communities.access.communities import get_owned, get_trajectory
from communities.access.stakeholders import stakeholders_of, visible_interests
from communities.actions.log import note_look
from communities.actions.stakeholders import (
    StakeholderError,
    add_stakeholder,
    change_stakeholder,
    remove_stakeholder,
    save_interest,
)
from communities.analysis.gaps import funnel, sector_standings
from communities.charts.stakeholders import Placed, draw_influence, shape_sample
from communities.exports.stakeholders import stakeholder_table
from communities.forms.stakeholders import MapForm, StakeholderForm, interest_forms
from communities.models import Sector, Stakeholder, Trajectory
from regioscan.views.downloads import download

READ_OR_SEND = require_http_methods(["GET", "HEAD", "POST"])
VIEW, CHANGE = "communities.view_stakeholders", "communities.coordinate"


def stakeholder_map(request: HttpRequest, trajectory_id: int) -> HttpResponse:
    """Who matters, how far they are, and where nobody is yet."""
    trajectory = get_trajectory(request, trajectory_id, VIEW)
    note_look(request, trajectory, trajectory.community)
    form = MapForm(request.GET)
    shown = list(enumerate(stakeholders_of(trajectory, form.choice), 1))
    everybody = list(trajectory.stakeholders.values_list("sector", "engagement"))
    sectors, engagements = dict(Sector.choices), dict(Stakeholder.Engagement.choices)
    placed = [_placed(number, one) for number, one in shown if one.influence and one.interest]
    standings = [(sectors[one.sector], one) for one in sector_standings(everybody, Sector.values)]
    context = {
        "community": trajectory.community,
        "trajectory": trajectory,
        "form": form,
        "query": request.GET.urlencode(),
        "rows": [(number, one, _sample(one.engagement)) for number, one in shown],
        "unjudged": [(number, one) for number, one in shown if not (one.influence and one.interest)],
        # Every text in the drawing has been escaped by lib.svg.
        "svg": mark_safe(draw_influence(placed, "Invloed en belang")) if placed else "",  # noqa: S308
        "n_everybody": len(everybody),
        "standings": standings,
        "gaps": [name for name, one in standings if one.is_gap],
        "funnel": [
            (engagements[one.engagement], _sample(one.engagement), one) for one in funnel(one for _, one in everybody)
        ],
        "may_change": request.user.has_perm(CHANGE, trajectory),
        "runs_it": request.user.has_perm("communities.manage_community", trajectory),
    }
    return render(request, "communities/stakeholder_map.html", context)


def _placed(number: int, one: Stakeholder) -> Placed:
    return Placed(number, one.name, one.engagement, one.influence or 0, one.interest or 0)


def _sample(engagement: str) -> str:
    return mark_safe(shape_sample(engagement))  # noqa: S308  # our own constant


def stakeholder_export(request: HttpRequest, trajectory_id: int, kind: str) -> HttpResponse:
    """The lines that are asked for, as CSV or XLSX; addresses only for who runs it."""
    trajectory = get_trajectory(request, trajectory_id, VIEW)
    note_look(request, trajectory, trajectory.community)
    may_manage = request.user.has_perm("communities.manage_community", trajectory)
    people = stakeholders_of(trajectory, MapForm(request.GET).choice)
    table = stakeholder_table(trajectory.name, people, with_addresses=may_manage)
    return download([table], f"belanghebbenden-{trajectory.pk}", kind)


@READ_OR_SEND
def stakeholder_new(request: HttpRequest, trajectory_id: int) -> HttpResponse:
    """Put somebody on the map."""
    trajectory = get_trajectory(request, trajectory_id, CHANGE)
    form = StakeholderForm(request.POST or None, community=trajectory.community)
    if form.is_valid():
        try:
            made = add_stakeholder(trajectory=trajectory, by=request.user, **form.cleaned_data)
        except StakeholderError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, f"{made.name} staat op de kaart.")
            return redirect("communities:stakeholder_map", trajectory.pk)
    return _form(request, trajectory, form, None)


@READ_OR_SEND
def stakeholder_edit(request: HttpRequest, trajectory_id: int, stakeholder_id: int) -> HttpResponse:
    """Change what the map says of somebody."""
    trajectory, stakeholder = _stakeholder(request, trajectory_id, stakeholder_id, CHANGE)
    form = StakeholderForm(request.POST or None, instance=stakeholder, community=trajectory.community)
    if form.is_valid():
        try:
            change_stakeholder(stakeholder=stakeholder, by=request.user, **form.cleaned_data)
        except StakeholderError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, "De gegevens zijn gewijzigd.")
            return redirect("communities:stakeholder_detail", trajectory.pk, stakeholder.pk)
    return _form(request, trajectory, form, stakeholder)


def _form(
    request: HttpRequest, trajectory: Trajectory, form: StakeholderForm, stakeholder: Stakeholder | None
) -> HttpResponse:
    context = {
        "community": trajectory.community, "trajectory": trajectory, "form": form, "stakeholder": stakeholder,
    }  # fmt: skip
    return render(request, "communities/stakeholder_form.html", context, status=400 if form.is_bound else 200)


@require_POST
def stakeholder_remove(request: HttpRequest, trajectory_id: int, stakeholder_id: int) -> HttpResponse:
    """Take somebody off the map."""
    trajectory, stakeholder = _stakeholder(request, trajectory_id, stakeholder_id, CHANGE)
    remove_stakeholder(stakeholder=stakeholder, by=request.user)
    messages.success(request, f"{stakeholder.name} staat niet meer op de kaart.")
    return redirect("communities:stakeholder_map", trajectory.pk)


def stakeholder_detail(request: HttpRequest, trajectory_id: int, stakeholder_id: int) -> HttpResponse:
    """One stakeholder, with what they hope and fear."""
    trajectory, stakeholder = _stakeholder(request, trajectory_id, stakeholder_id, VIEW)
    note_look(request, stakeholder, trajectory.community)
    may_change = request.user.has_perm(CHANGE, trajectory)
    forms = interest_forms(stakeholder, may_share=stakeholder.user_id is None) if may_change else []
    return _detail(request, stakeholder, forms)


def _detail(request: HttpRequest, stakeholder: Stakeholder, forms: list[Any]) -> HttpResponse:
    context = {
        "community": stakeholder.community,
        "trajectory": stakeholder.trajectory,
        "stakeholder": stakeholder,
        "sample": _sample(stakeholder.engagement),
        "interests": visible_interests(request.user, stakeholder),
        "forms": forms,
        "may_change": bool(forms),
        "may_manage": request.user.has_perm("communities.manage_community", stakeholder),
    }
    is_wrong = any(form.errors for form in forms)
    return render(request, "communities/stakeholder_detail.html", context, status=400 if is_wrong else 200)


@require_POST
def interest_save(request: HttpRequest, trajectory_id: int, stakeholder_id: int) -> HttpResponse:
    """Write down what a stakeholder hopes and fears."""
    _, stakeholder = _stakeholder(request, trajectory_id, stakeholder_id, CHANGE)
    forms = interest_forms(stakeholder, request.POST, may_share=stakeholder.user_id is None)
    if not all([form.is_valid() for form in forms]):
        return _detail(request, stakeholder, forms)
    for form in forms:
        try:
            save_interest(stakeholder=stakeholder, by=request.user, level=form.level, **form.cleaned_data)
        except StakeholderError as error:
            form.add_error("is_shared", str(error))
    if any(form.errors for form in forms):
        return _detail(request, stakeholder, forms)
    messages.success(request, "De belangen zijn bewaard.")
    return redirect("communities:stakeholder_detail", stakeholder.trajectory_id, stakeholder.pk)


def _stakeholder(request: HttpRequest, trajectory_id: int, pk: int, permission: str) -> tuple[Trajectory, Stakeholder]:
    trajectory = get_trajectory(request, trajectory_id, permission)
    things = stakeholders_of(trajectory).select_related("organisation", "user", "trajectory__community")
    return trajectory, get_owned(request, trajectory.community, things, pk=pk)
