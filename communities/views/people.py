"""People: the directory for members, the frontrunners for everybody, and one's own place."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from communities.access.communities import get_community, get_owned
from communities.access.people import frontrunner_cover, frontrunners_of, organisations_in, people_of
from communities.actions import people
from communities.forms.people import OrganisationSearchForm, OwnMembershipForm, PeopleSearchForm, VisibleForm
from communities.models import Community
from lib.text import join_words

PER_PAGE = 50
ORGANISATIONS_PER_PAGE = 25
_WAS_TOLD = {
    True: "De coördinator heeft een bericht.",
    False: "De coördinator kreeg vandaag al een bericht van u. Klopt dat niet meer, geef het dan morgen opnieuw op.",
}


@require_GET
def person_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The people of a community, frontrunners first."""
    community = get_community(request, slug, "communities.view_members_part")
    form = PeopleSearchForm(request.GET)
    everybody = people_of(community)
    wanted = form.wanted
    page = Paginator(wanted.narrow(everybody), PER_PAGE).get_page(request.GET.get("pagina"))
    organisation = organisations_in(community).filter(pk=wanted.organisation).first() if wanted.organisation else None
    context = {"form": form, "page": page, "n_people": everybody.count(), "organisation": organisation}
    return _page(request, "person_list", community, **context)


@require_GET
def organisation_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The organisations of a community, each with its people."""
    community = get_community(request, slug, "communities.view_members_part")
    form = OrganisationSearchForm(request.GET)
    form.is_valid()
    found = form.cleaned_data
    organisations = organisations_in(community, text=found.get("q") or "", sector=found.get("sector") or "")
    page = Paginator(organisations, ORGANISATIONS_PER_PAGE).get_page(request.GET.get("pagina"))
    return _page(request, "organisation_list", community, form=form, page=page)


@require_GET
def person_detail(request: HttpRequest, slug: str, membership_id: int) -> HttpResponse:
    """One person, for members only."""
    community = get_community(request, slug, "communities.view_members_part")
    person = get_owned(request, community, people_of(community), pk=membership_id)
    may_manage = request.user.has_perm("communities.coordinate", community)
    return _page(request, "person_detail", community, person=person, may_manage=may_manage)


@login_not_required
@require_GET
def frontrunner_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Who leads the way, across sectors; visitors see the names of who agreed to that."""
    community = get_community(request, slug, "communities.view_community")
    for_members = request.user.has_perm("communities.view_members_part", community)
    shown = list(frontrunners_of(community, for_members=for_members))
    cover = frontrunner_cover(community)
    n_all = sum(one.n for one in cover.sectors) + cover.n_without
    context = {
        "shown": shown,
        "cover": cover,
        "missing_words": join_words([one.label for one in cover.missing]),
        "n_all": n_all,
        "n_unnamed": n_all - len(shown),
        "may_manage": request.user.has_perm("communities.coordinate", community),
    }
    return _page(request, "frontrunner_list", community, for_members=for_members, **context)


@require_http_methods(["GET", "HEAD", "POST"])
def own_membership(request: HttpRequest, slug: str) -> HttpResponse:
    """What one tells of oneself here, whether visitors see it, and the way out."""
    community = get_community(request, slug, "communities.view_members_part")
    membership = request.user.membership_in(community)
    if membership is None:
        return redirect("communities:join", slug)
    form = OwnMembershipForm(request.POST if request.method == "POST" else None, membership=membership)
    if form.is_valid():
        people.describe_myself(by=request.user, membership=membership, about=form.about(membership))
        if form.proposed:
            told = people.propose_organisation(by=request.user, membership=membership, name=form.proposed)
            messages.info(request, f"«{form.proposed}» staat nog niet in de lijst. {_WAS_TOLD[bool(told)]}")
        messages.success(request, "Uw gegevens zijn bewaard.")
        return redirect("communities:own_membership", slug)
    visible = VisibleForm(initial={"is_shown": membership.is_shown_to_visitors})
    context = {"form": form, "visible": visible, "own": membership}
    return _page(request, "own_membership", community, 400 if form.is_bound else 200, **context)


@require_POST
def own_visibility(request: HttpRequest, slug: str) -> HttpResponse:
    """Agree to be seen by visitors, or take that back."""
    community = get_community(request, slug, "communities.view_members_part")
    membership = request.user.membership_in(community)
    form = VisibleForm(request.POST)
    if membership is None or not form.is_valid():
        return redirect("communities:join", slug)
    shown = people.show_to_visitors(by=request.user, membership=membership, is_shown=form.cleaned_data["is_shown"])
    words = "Bezoekers mogen uw naam nu zien." if shown.is_shown_to_visitors else "Bezoekers zien uw naam niet."
    messages.success(request, words)
    return redirect("communities:own_membership", slug)


def _page(request: HttpRequest, name: str, community: Community, status: int = 200, **context: Any) -> HttpResponse:
    return render(request, f"communities/{name}.html", {"community": community} | context, status=status)
