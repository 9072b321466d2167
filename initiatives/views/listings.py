"""The board of needs and offers: looking, placing, changing, closing, hiding."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access.communities import get_community
from communities.models import Community
from initiatives.access import market
from initiatives.access.complaining import LISTING, complaint_path, objection_path
from initiatives.actions import listings as actions
from initiatives.actions.listings import ListingConflict, ListingError
from initiatives.analysis.match_states import FAILED
from initiatives.exports.listings import board_table
from initiatives.forms.listings import BoardForm, HideForm, ListingForm
from initiatives.models import Initiative, Listing, Market
from regioscan.views.downloads import download_rows

READ_OR_SEND = require_http_methods(["GET", "HEAD", "POST"])
PER_PAGE = 20
FIRST_OF_INITIATIVE = 5
MARKET = "beursvloer"
"""In an address: from which market somebody came, and can go back to."""


@require_safe
def listing_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The board: what is asked and offered, and how many agreements were kept."""
    community = get_community(request, slug, "communities.view_members_part")
    form = BoardForm(request.GET, community=community)
    found = form.wanted.narrow(market.board_of(community))
    may_manage = request.user.has_perm("communities.manage_community", community)
    context = {
        "community": community,
        "form": form,
        "wanted": form.wanted,
        "tabs": _tabs(request, form),
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("pagina")),
        "n_fulfilled": market.n_fulfilled(community),
        "counts": market.match_counts(community) if may_manage else None,
        "next_market": market.next_market(community),
        "may_place": request.user.has_perm("initiatives.place_listing", community),
        "query": request.GET.urlencode(),
    }
    return render(request, "initiatives/listing_list.html", context)


def _tabs(request: HttpRequest, form: BoardForm) -> list[dict[str, object]]:
    tabs = []
    for value, label in form.fields["kant"].choices:  # type: ignore[attr-defined]
        query = request.GET.copy()
        query.pop("pagina", None)
        query["kant"] = value
        tabs.append({"label": label, "url": f"?{query.urlencode()}", "is_current": value == form.wanted.side})
    return tabs


@require_safe
def listing_list_export(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """All of the board that is asked for, as CSV, XLSX or JSON: what members read there, and nothing more."""
    community = get_community(request, slug, "communities.view_members_part")
    found = BoardForm(request.GET, community=community).wanted.narrow(market.board_of(community))
    name = f"vraag-en-aanbod-{community.slug}"
    return download_rows(board_table(community.name, found), name, kind, rows="vraagEnAanbod")


@READ_OR_SEND
def listing_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Place a need or an offer."""
    community = market.get_market_square(request, slug)
    fair = _came_from_market(request, community)
    asked = {"side": request.GET.get("kant", ""), "initiative": request.GET.get("initiatief", "")}
    form = ListingForm(request.POST or None, initial=asked, community=community, by=request.user)
    if form.is_valid():
        try:
            made = actions.place_listing(by=request.user, community=community, **form.listing())
        except ListingError as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(request, f"Uw {made.side} staat op het bord.")
            return redirect(made.get_absolute_url() + (f"?{MARKET}={fair.pk}" if fair else ""))
    context = {"community": community, "form": form, "fair": fair}
    return render(request, "initiatives/listing_new.html", context, status=400 if form.is_bound else 200)


def _came_from_market(request: HttpRequest, community: Community) -> Market | None:
    """The market from which somebody came, as its pages write in their links; who did not is not asked about any."""
    return market.market_of(community, request.GET[MARKET]) if MARKET in request.GET else None


@require_safe
def listing_detail(request: HttpRequest, slug: str, listing_id: int) -> HttpResponse:
    """One need or offer: what, for whom, and what fits it."""
    listing = market.get_listing(request, slug, listing_id)
    fair = _came_from_market(request, listing.community)
    return render(request, "initiatives/listing_detail.html", _shown(request, listing) | {"fair": fair})


def _shown(request: HttpRequest, listing: Listing) -> dict[str, Any]:
    user = request.user
    is_mine, is_open = listing.owner_id == user.pk, market.is_on_board(listing)
    mine = market.own_matches(user, listing.community).filter(listing=listing)
    return {
        "community": listing.community,
        "listing": listing,
        "is_mine": is_mine,
        "is_on_board": is_open,
        "fitting": market.fitting_listings(listing) if is_open else [],
        "matches": mine,
        "own": next((one for one in mine if one.state != FAILED), None),
        "may_edit": user.has_perm("initiatives.edit_listing", listing),
        "may_answer": is_open and user.has_perm("initiatives.answer_listing", listing),
        "may_hide": user.has_perm("initiatives.hide_listing", listing),
        "objection_path": objection_path(user, listing),
        "complaint_path": complaint_path(user, listing.community, LISTING, listing.pk, listing.owner_id),
    }


@READ_OR_SEND
def listing_edit(request: HttpRequest, slug: str, listing_id: int) -> HttpResponse:
    """Change a need or an offer; what was changed meanwhile is shown, and nothing is lost."""
    listing = market.get_listing(request, slug, listing_id, "initiatives.edit_listing")
    community, first = listing.community, {"version": listing.version}
    form = ListingForm(request.POST or None, instance=listing, initial=first, community=community, by=request.user)
    differences: list[dict[str, Any]] = []
    if form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            actions.change_listing(listing=listing, by=request.user, version=version, **form.listing())
        except ListingConflict as conflict:
            differences = _differences(form, conflict.current)
            form.data = form.data.copy()
            form.data["version"] = conflict.current.version
        except ListingError as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(request, "Gewijzigd.")
            return redirect(listing)
    context = {"community": community, "listing": listing, "form": form, "differences": differences}
    status = 409 if differences else 400 if form.is_bound else 200
    return render(request, "initiatives/listing_edit.html", context, status=status)


def _differences(form: ListingForm, current: Listing) -> list[dict[str, Any]]:
    """Where what was sent and what stands there now are not the same."""
    names = [name for name in form.Meta.fields if name in form.fields]
    rows = [(form.fields[name].label, getattr(current, name), form.cleaned_data.get(name)) for name in names]
    found = [{"label": label, "theirs": theirs, "mine": mine} for label, theirs, mine in rows if theirs != mine]
    return found or [{"label": "Tekst", "theirs": "nu gelijk aan wat u stuurde", "mine": "hetzelfde"}]


@require_POST
def listing_close(request: HttpRequest, slug: str, listing_id: int) -> HttpResponse:
    """Take it from the board, or put it back."""
    listing = market.get_listing(request, slug, listing_id, "initiatives.edit_listing")
    if request.POST.get("stand") == "open":
        actions.reopen_listing(listing=listing, by=request.user)
        messages.success(request, f"Uw {listing.side} staat weer op het bord.")
    else:
        actions.close_listing(listing=listing, by=request.user)
        messages.success(request, f"Uw {listing.side} is van het bord. Wat u afsprak, blijft staan.")
    return redirect(listing)


@READ_OR_SEND
def listing_hide(request: HttpRequest, slug: str, listing_id: int) -> HttpResponse:
    """Hide something with the reason, or show it again."""
    listing = market.get_listing(request, slug, listing_id, "initiatives.hide_listing")
    if request.POST.get("stand") == "tonen":
        actions.show_listing(listing=listing, by=request.user)
        messages.success(request, "Dit is weer te zien.")
        return redirect(listing)
    form = HideForm(request.POST or None)
    if form.is_valid():
        actions.hide_listing(listing=listing, by=request.user, **form.cleaned_data)
        messages.success(request, "Verborgen. Wie dit plaatste, kreeg de reden en kan bezwaar maken.")
        return redirect(listing)
    context = {"community": listing.community, "listing": listing, "form": form}
    return render(request, "initiatives/listing_hide.html", context, status=400 if form.is_bound else 200)


def listings_part(request: HttpRequest, initiative: Initiative) -> dict[str, Any]:
    """The open needs of an initiative, on its page, for members."""
    community = initiative.community
    if not request.user.has_perm("communities.view_members_part", community):
        return {}
    needs = market.board_of(community).filter(initiative=initiative, side=Listing.Side.NEED)
    may_ask = request.user.has_perm("initiatives.edit_initiative", initiative)
    may_ask = may_ask and request.user.has_perm("initiatives.place_listing", community)
    found = list(needs[: FIRST_OF_INITIATIVE + 1])
    if not found and not may_ask:
        return {}
    return {
        "needs": found[:FIRST_OF_INITIATIVE],
        "has_more": len(found) > FIRST_OF_INITIATIVE,
        "may_ask": may_ask and initiative.is_placed,
    }
