"""Initiatives: proposing one, its page, changing it, and what the coordinator may do with it."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from communities.access.communities import get_community
from communities.access.stream import is_trusted
from communities.models import User
from initiatives.access.complaining import INITIATIVE, complaint_path
from initiatives.access.initiatives import (
    get_initiative,
    measure_to_object_to,
    stations_of,
    story_of,
)
from initiatives.access.partners import coalition_of
from initiatives.actions.initiatives import (
    InitiativeConflict,
    InitiativeError,
    change_initiative,
    hide_initiative,
    place_initiative,
    propose_initiative,
    show_initiative,
)
from initiatives.analysis.workflow import ENDS, STOPPED, next_stage
from initiatives.charts.place_picker import draw_place_picker
from initiatives.forms.initiatives import HideForm, InitiativeForm, ProposeForm
from initiatives.forms.partners import WillingForm
from initiatives.forms.stages import words_of_step
from initiatives.models import Initiative
from initiatives.views.conflicts import differences
from initiatives.views.next_act import next_act
from initiatives.views.parts import LESSON, parts_of

READ_OR_SEND = require_http_methods(["GET", "HEAD", "POST"])


@READ_OR_SEND
def initiative_propose(request: HttpRequest, slug: str) -> HttpResponse:
    """Propose an initiative, in three fields."""
    # The same law as `initiatives.propose_initiative`, with the way to the house rules for who has not agreed to them.
    community = get_community(request, slug, "communities.contribute")
    by = cast(User, request.user)
    form = ProposeForm(request.POST or None)
    if form.is_valid():
        try:
            made = propose_initiative(by=by, community=community, **form.proposal)
        except InitiativeError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _what_happened(made))
            return redirect(made)
    context = {"community": community, "form": form, "waits": not is_trusted(by, community)}
    return render(request, "initiatives/initiative_propose.html", context, status=400 if form.is_bound else 200)


def _what_happened(initiative: Initiative) -> str:
    if initiative.is_placed:
        return "Uw initiatief staat op de site."
    return "Bewaard. Anderen zien uw initiatief zodra de coördinator ernaar heeft gekeken."


@login_not_required
@require_GET
def initiative_detail(request: HttpRequest, slug: str, initiative_id: int) -> HttpResponse:
    """What it is, how far it is, who is in it, and the one thing that this reader can do now."""
    initiative = get_initiative(request, slug, initiative_id)
    return render(request, "initiatives/initiative_detail.html", detail_context(request, initiative, WillingForm()))


def detail_context(request: HttpRequest, initiative: Initiative, form: WillingForm) -> dict[str, Any]:
    """What the page of an initiative shows; `form` asks why somebody says “ik wil”."""
    reader = request.user
    act = next_act(reader, initiative)
    step = next_stage(initiative.stage)
    prefetch_related_objects([initiative], "stage_changes")
    # What nobody looked at yet is its own words, and no row of empty places.
    parts = parts_of(request, initiative) if initiative.placed_at else []
    # Of what ended, what was learned comes before what was done.
    first = [one for one in parts if initiative.stage in ENDS and one["template"] == LESSON]
    return {
        "community": initiative.community,
        "initiative": initiative,
        "themes": initiative.themes.all(),
        "agenda_items": _agenda_items(request, initiative),
        "stations": stations_of(initiative),
        "last_change": [None, *initiative.stage_changes.all()][-1],
        "story": story_of(initiative),
        "lenses": _lenses(initiative),
        "coalition": coalition_of(initiative, reader),
        "complaint_path": _complaint_path(request, initiative),
        "measure": measure_to_object_to(initiative, reader),
        "is_over": initiative.stage in ENDS,
        "tells_story": bool(initiative.description) or initiative.stage != STOPPED,
        "act": act,
        "step_words": words_of_step(initiative.stage, step) if step else "",
        "is_willing": act.is_willing,
        "is_following": act.is_following,
        "may_edit": reader.has_perm("initiatives.edit_initiative", initiative),
        "may_join": reader.has_perm("initiatives.join_initiative", initiative),
        "may_place": reader.has_perm("initiatives.place_initiative", initiative),
        "is_insider": reader.has_perm("communities.view_members_part", initiative.community),
        "form": form,
        "first_parts": first,
        "parts": [one for one in parts if not (first and one["template"] == LESSON)],
    }


def _complaint_path(request: HttpRequest, initiative: Initiative) -> str:
    """Who runs the community hides it, and complains to nobody."""
    may_hide = request.user.has_perm("initiatives.place_initiative", initiative)
    if may_hide or not initiative.is_placed:
        return ""
    return complaint_path(request.user, initiative.community, INITIATIVE, initiative.pk, initiative.proposed_by_id)


def _agenda_items(request: HttpRequest, initiative: Initiative) -> list[Any]:
    """The items that it belongs to; what is still proposed is for members."""
    is_insider = request.user.has_perm("communities.view_members_part", initiative.community)
    return [one for one in initiative.agenda_items.select_related("community") if is_insider or one.state != "voorstel"]


def _lenses(initiative: Initiative) -> list[tuple[str, str]]:
    return [
        ("mens", initiative.for_people),
        ("milieu", initiative.for_environment),
        ("economie", initiative.for_economy),
    ]


@READ_OR_SEND
def initiative_edit(request: HttpRequest, slug: str, initiative_id: int) -> HttpResponse:
    """Change all that is said of it; what somebody else changed meanwhile is shown, and nothing is lost."""
    initiative = get_initiative(request, slug, initiative_id, "initiatives.edit_initiative")
    by = cast(User, request.user)
    form = InitiativeForm(request.POST or None, initiative=initiative)
    context = {"community": initiative.community, "initiative": initiative, "form": form}
    if form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            changed = change_initiative(by=by, initiative=initiative, version=version, **form.changes)
        except InitiativeConflict as conflict:
            context["differences"] = differences(form, conflict.current)
            form.data = form.data.copy()  # type: ignore[union-attr]
            form.data["version"] = str(conflict.current.version)
        except InitiativeError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Het initiatief is gewijzigd.")
            return redirect(changed)
    context["sections"] = form.sections
    # Every text in the drawing has been escaped by lib.svg.
    context["place_picker"] = mark_safe(draw_place_picker(initiative.community.region))  # noqa: S308
    status = 409 if "differences" in context else 400 if form.is_bound else 200
    return render(request, "initiatives/initiative_edit.html", context, status=status)


@require_POST
def initiative_place(request: HttpRequest, slug: str, initiative_id: int) -> HttpResponse:
    """Let a proposal that waited be seen, or undo the hiding of one that was there."""
    initiative = get_initiative(request, slug, initiative_id, "initiatives.place_initiative")
    by = cast(User, request.user)
    if initiative.placed_at is not None:
        show_initiative(by=by, initiative=initiative)
        messages.success(request, "Het initiatief is weer te zien. Wie het voorstelde, krijgt een seintje.")
    else:
        place_initiative(by=by, initiative=initiative)
        messages.success(request, "Het initiatief staat op de site, en in het nieuws.")
    return redirect(initiative)


@READ_OR_SEND
def initiative_hide(request: HttpRequest, slug: str, initiative_id: int) -> HttpResponse:
    """Hide it, or send back one that waits, with the reason."""
    initiative = get_initiative(request, slug, initiative_id, "initiatives.place_initiative")
    form = HideForm(request.POST or None)
    if form.is_valid():
        try:
            hide_initiative(by=cast(User, request.user), initiative=initiative, reason=form.cleaned_data["reason"])
        except InitiativeError as error:
            form.add_error("reason", str(error))
        else:
            messages.success(request, "Gedaan. Wie het voorstelde, krijgt uw reden.")
            return redirect(initiative)
    context = {"community": initiative.community, "initiative": initiative, "form": form}
    return render(request, "initiatives/initiative_hide.html", context, status=400 if form.is_bound else 200)
