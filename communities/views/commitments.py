"""Promises: making one, looking at it, changing it, saying how far it is."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from communities.access.commitments import commitments_of, own_commitments, roll_up
from communities.access.communities import get_community, get_owned
from communities.access.route_sources import route_source
from communities.actions.commitments import (
    CommitmentConflict,
    CommitmentError,
    change_commitment,
    make_commitment,
    set_commitment_state,
)
from communities.forms.commitments import CommitmentForm, StateForm
from communities.models import Commitment, Community

READ_OR_SEND = require_http_methods(["GET", "HEAD", "POST"])


@READ_OR_SEND
def commitment_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Promise something."""
    community = get_community(request, slug, "communities.contribute")
    asked = {"agenda_item": request.GET.get("agendapunt", "")}
    form = CommitmentForm(request.POST or None, initial=asked, community=community, by=request.user)
    if form.is_valid():
        try:
            made = make_commitment(by=request.user, community=community, **form.promise())
        except CommitmentError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "De toezegging staat op de routekaart.")
            return redirect(made)
    context = {"community": community, "form": form}
    return render(request, "communities/commitment_new.html", context, status=400 if form.is_bound else 200)


def commitment_detail(request: HttpRequest, slug: str, commitment_id: int) -> HttpResponse:
    """One promise: who, what, when, how far, and from what one can see that."""
    community = get_community(request, slug, "communities.view_members_part")
    commitment = _commitment(request, community, commitment_id)
    return _detail(request, commitment, StateForm(was=commitment.state))


def _detail(request: HttpRequest, commitment: Commitment, form: StateForm) -> HttpResponse:
    context = {
        "community": commitment.community,
        "commitment": commitment,
        "owner": route_source().owner(commitment),
        "form": form,
        "today": timezone.localdate(),
        "may_update": request.user.has_perm("communities.update_commitment", commitment),
    }
    return render(request, "communities/commitment_detail.html", context, status=400 if form.is_bound else 200)


@READ_OR_SEND
def commitment_edit(request: HttpRequest, slug: str, commitment_id: int) -> HttpResponse:
    """Change a promise; what somebody else changed meanwhile is shown, and nothing is lost."""
    community = get_community(request, slug, "communities.view_members_part")
    commitment = _commitment(request, community, commitment_id, "communities.update_commitment")
    first = {"version": commitment.version}
    form = CommitmentForm(
        request.POST or None, instance=commitment, initial=first, community=community, by=request.user
    )
    differences: list[dict[str, Any]] = []
    if form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            change_commitment(commitment=commitment, by=request.user, version=version, **form.promise())
        except CommitmentConflict as conflict:
            differences = _differences(form, conflict.current)
            form.data = form.data.copy()
            form.data["version"] = conflict.current.version
        except CommitmentError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "De toezegging is gewijzigd.")
            return redirect(commitment)
    context = {"community": community, "commitment": commitment, "form": form, "differences": differences}
    status = 409 if differences else 400 if form.is_bound else 200
    return render(request, "communities/commitment_edit.html", context, status=status)


def _differences(form: CommitmentForm, current: Commitment) -> list[dict[str, Any]]:
    """Where what was sent and what stands there now are not the same."""
    pairs = [
        (name, form.fields[name].label, getattr(current, name)) for name in form.Meta.fields if name in form.fields
    ]
    found = [
        {"label": label, "theirs": theirs, "mine": form.cleaned_data.get(name)}
        for name, label, theirs in pairs
        if theirs != form.cleaned_data.get(name)
    ]
    return found or [{"label": "Toezegging", "theirs": "nu gelijk aan wat u stuurde", "mine": "hetzelfde"}]


@require_POST
def commitment_state(request: HttpRequest, slug: str, commitment_id: int) -> HttpResponse:
    """Say how far it is."""
    community = get_community(request, slug, "communities.view_members_part")
    commitment = _commitment(request, community, commitment_id, "communities.update_commitment")
    form = StateForm(request.POST, was=commitment.state)
    if not form.is_valid():
        return _detail(request, commitment, form)
    try:
        changed = set_commitment_state(commitment=commitment, by=request.user, **form.cleaned_data)
    except CommitmentError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"De toezegging staat nu op “{changed.get_state_display()}”.")
    return redirect(commitment)


def my_commitments(request: HttpRequest) -> HttpResponse:
    """What I promised, in all my communities."""
    mine = own_commitments(request.user)
    context = {
        "open": [one for one in mine if one.is_open],
        "closed": [one for one in mine if not one.is_open],
        "progress": roll_up(mine),
        "today": timezone.localdate(),
    }
    return render(request, "communities/my_commitments.html", context)


def _commitment(request: HttpRequest, community: Community, pk: int, permission: str = "") -> Commitment:
    return get_owned(request, community, commitments_of(community), permission, pk=pk)
