"""Members as their coordinators see them: roles, frontrunners, and who may do what."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from communities.access.communities import get_community, get_owned
from communities.access.people import all_memberships
from communities.actions import people
from communities.actions.joining import JoiningError
from communities.actions.log import note, note_look
from communities.exports.people import members_table, review_table
from communities.forms.people import MemberForm, MemberSearchForm, OrganisationForm
from communities.models import Community, Membership, User
from regioscan.views.downloads import download

PER_PAGE = 50


@require_GET
def member_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Everybody who belongs, and who was blocked."""
    community = get_community(request, slug, "communities.manage_community")
    note_look(request, community, community)
    form = MemberSearchForm(request.GET)
    page = Paginator(form.wanted.narrow(all_memberships(community)), PER_PAGE).get_page(request.GET.get("pagina"))
    return _page(request, "member_list", community, form=form, page=page)


@require_http_methods(["GET", "HEAD", "POST"])
def member_edit(request: HttpRequest, slug: str, membership_id: int) -> HttpResponse:
    """Change the role, the organisation or the place of a member."""
    community = get_community(request, slug, "communities.coordinate")
    member = get_owned(request, community, all_memberships(community), pk=membership_id)
    form = MemberForm(request.POST if request.method == "POST" else None, membership=member)
    if form.is_valid():
        try:
            _change(member, request.user, form.cleaned_data)
        except JoiningError as error:
            form.add_error("role", str(error))
        else:
            messages.success(request, f"Bewaard: {member.user}.")
            return redirect("communities:member_list", slug)
    return _page(request, "member_edit", community, 400 if form.is_bound else 200, form=form, member=member)


@transaction.atomic
def _change(member: Membership, by: User, wanted: dict[str, Any]) -> None:
    people.set_frontrunner(
        by=by,
        membership=member,
        is_frontrunner=wanted["is_frontrunner"],
        what_for=wanted["frontrunner_for"],
    )
    people.change_role(by=by, membership=member, role=wanted["role"])
    place = {name: wanted[name] for name in ("organisation", "is_trusted", "speaks_for_organisation")}
    people.change_place(by=by, membership=member, **place)


@require_GET
def member_export(request: HttpRequest, slug: str) -> HttpResponse:
    """All members as CSV."""
    community = get_community(request, slug, "communities.manage_community")
    note(by=request.user, action="downloadt leden", thing=community, community=community)
    table = members_table(community, all_memberships(community))
    return download([table], f"leden-{community.slug}", "csv")


@require_GET
def access_review(request: HttpRequest, slug: str) -> HttpResponse:
    """Who has which right, and when they were last seen: for the half-yearly review."""
    community = get_community(request, slug, "communities.manage_community")
    note(by=request.user, action="downloadt toegangscontrole", thing=community, community=community)
    table = review_table(community, all_memberships(community))
    return download([table], f"toegang-{community.slug}", "csv")


@require_http_methods(["GET", "HEAD", "POST"])
def organisation_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Add an organisation that is missing."""
    community = get_community(request, slug, "communities.coordinate")
    sent = request.POST if request.method == "POST" else None
    form = OrganisationForm(sent, initial={"name": request.GET.get("naam", "")[:160]})
    if form.is_valid():
        try:
            made = people.add_organisation(by=request.user, community=community, **form.cleaned_data)
        except JoiningError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, f"{made.name} staat nu in de lijst van organisaties.")
            return redirect("communities:member_list", slug)
    return _page(request, "organisation_new", community, 400 if form.is_bound else 200, form=form)


def _page(request: HttpRequest, name: str, community: Community, status: int = 200, **context: Any) -> HttpResponse:
    return render(request, f"communities/{name}.html", {"community": community} | context, status=status)
