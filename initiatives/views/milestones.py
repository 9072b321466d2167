"""Milestones and promises of an initiative: as a page, as a part of its own page, and what one does with them."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access.commitments import roll_up as promises_done
from communities.access.commitments import rolled_up as promises_rolled_up
from communities.access.communities import get_owned
from communities.actions.commitments import CommitmentError
from communities.forms.commitments import CommitmentForm
from initiatives.access.initiatives import get_initiative
from initiatives.access.milestones import milestones_of, promises_of, rolled_up, sees_promises
from initiatives.actions.milestones import (
    MilestoneConflict,
    MilestoneError,
    add_milestone,
    change_milestone,
    reach_milestone,
    remove_milestone,
    reopen_milestone,
)
from initiatives.actions.promises import promise_at
from initiatives.forms.milestones import MilestoneForm, ReachForm
from initiatives.models import Initiative, Milestone

EDIT = "initiatives.edit_initiative"
READ_OR_SEND = require_http_methods(["GET", "HEAD", "POST"])


def milestone_part(request: HttpRequest, initiative: Initiative) -> dict[str, Any]:
    """What the page of an initiative says of its milestones and promises; nothing to visitors where there are none."""
    is_insider = sees_promises(request.user, initiative)
    milestones, promises = list(milestones_of(initiative)), promises_of(initiative)
    reached = rolled_up(milestones)
    done = promises_rolled_up(promises) if is_insider else promises_done(promises)
    if not is_insider and not milestones and not done.n_counted:
        return {}
    return {
        "milestones": milestones,
        "promises": promises if is_insider else [],
        "reached": reached,
        "done": done,
        "is_insider": is_insider,
        "may_edit": request.user.has_perm(EDIT, initiative),
        "may_promise": request.user.has_perm("initiatives.join_initiative", initiative),
        "today": timezone.localdate(),
    }


@login_not_required
@require_safe
def milestone_list(request: HttpRequest, slug: str, initiative_id: int) -> HttpResponse:
    """All milestones and promises of an initiative, with what who carries it can do with them."""
    initiative = get_initiative(request, slug, initiative_id)
    part = milestone_part(request, initiative)
    context = {"community": initiative.community, "initiative": initiative, "part": part}
    return render(request, "initiatives/milestone_list.html", context)


@READ_OR_SEND
def milestone_new(request: HttpRequest, slug: str, initiative_id: int) -> HttpResponse:
    """Set a milestone."""
    initiative = get_initiative(request, slug, initiative_id, EDIT)
    form = MilestoneForm(request.POST or None)
    if form.is_valid():
        add_milestone(by=request.user, initiative=initiative, **form.milestone())
        messages.success(request, "De mijlpaal staat op de routekaart.")
        return _to_list(initiative)
    context = {"community": initiative.community, "initiative": initiative, "form": form}
    return render(request, "initiatives/milestone_new.html", context, status=400 if form.is_bound else 200)


@READ_OR_SEND
def milestone_edit(request: HttpRequest, slug: str, initiative_id: int, milestone_id: int) -> HttpResponse:
    """Change a milestone; what somebody else changed meanwhile is shown, and nothing is lost."""
    milestone = _milestone(request, slug, initiative_id, milestone_id)
    form = MilestoneForm(request.POST or None, instance=milestone, initial={"version": milestone.version})
    current = None
    if form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            change_milestone(milestone=milestone, by=request.user, version=version, **form.milestone())
        except MilestoneConflict as conflict:
            current = conflict.current
            form.data = form.data.copy()
            form.data["version"] = current.version
        except MilestoneError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "De mijlpaal is gewijzigd.")
            return _to_list(milestone.initiative)
    context = {"community": milestone.community, "initiative": milestone.initiative, "form": form, "current": current}
    context["milestone"] = milestone
    status = 409 if current else 400 if form.is_bound else 200
    return render(request, "initiatives/milestone_edit.html", context, status=status)


@require_POST
def milestone_reach(request: HttpRequest, slug: str, initiative_id: int, milestone_id: int) -> HttpResponse:
    """Say that it was reached, and when; or take that back."""
    milestone = _milestone(request, slug, initiative_id, milestone_id)
    if "terug" in request.POST:
        reopen_milestone(milestone=milestone, by=request.user)
        messages.success(request, f"“{milestone.title}” staat weer open.")
        return _to_list(milestone.initiative)
    form = ReachForm(request.POST)
    try:
        if not form.is_valid():
            raise MilestoneError(" ".join(form.errors["on"]))
        reach_milestone(milestone=milestone, by=request.user, on=form.cleaned_data["on"])
    except MilestoneError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"“{milestone.title}” is bereikt.")
    return _to_list(milestone.initiative)


@require_POST
def milestone_remove(request: HttpRequest, slug: str, initiative_id: int, milestone_id: int) -> HttpResponse:
    """Take a milestone away."""
    milestone = _milestone(request, slug, initiative_id, milestone_id)
    initiative = remove_milestone(milestone=milestone, by=request.user)
    messages.success(request, f"“{milestone.title}” is weggehaald.")
    return _to_list(initiative)


@READ_OR_SEND
def initiative_promise(request: HttpRequest, slug: str, initiative_id: int) -> HttpResponse:
    """Promise something at an initiative."""
    initiative = get_initiative(request, slug, initiative_id, "initiatives.join_initiative")
    community = initiative.community
    items = list(initiative.agenda_items.all()[:2])
    asked = {"agenda_item": items[0].pk} if len(items) == 1 else {}
    form = CommitmentForm(request.POST or None, initial=asked, community=community, by=request.user)
    if form.is_valid():
        try:
            promise_at(by=request.user, initiative=initiative, **form.promise())
        except CommitmentError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "De toezegging staat bij het initiatief en op de routekaart.")
            return _to_list(initiative)
    context = {"community": community, "initiative": initiative, "form": form}
    return render(request, "initiatives/initiative_promise.html", context, status=400 if form.is_bound else 200)


def _milestone(request: HttpRequest, slug: str, initiative_id: int, milestone_id: int) -> Milestone:
    initiative = get_initiative(request, slug, initiative_id, EDIT)
    found = get_owned(request, initiative.community, milestones_of(initiative), pk=milestone_id)
    found.initiative = initiative
    return found


def _to_list(initiative: Initiative) -> HttpResponse:
    return redirect(reverse("initiatives:milestone_list", args=[initiative.community.slug, initiative.pk]))
