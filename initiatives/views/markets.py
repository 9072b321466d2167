"""The market of a meeting: planned, on the big screen, written down by the notaris, and what came of it."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from communities.access.communities import get_community
from communities.access.house import waiting_in
from communities.exports.invitations import KINDS, qr_code
from initiatives.access import market as squares
from initiatives.actions import markets as actions
from initiatives.actions.markets import MarketError
from initiatives.forms.markets import DealForm, MarketForm
from initiatives.models import Market

READ_OR_SEND = require_http_methods(["GET", "HEAD", "POST"])
MEMBERS, COORDINATE, NOTE = "communities.view_members_part", "communities.coordinate", "initiatives.note_deals"
TEMPLATES = {"open": "initiatives/market_screen.html", "else": "initiatives/market_detail.html"}


@require_safe
def market_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The markets of a community, and what came of each."""
    community = get_community(request, slug, MEMBERS)
    context = {
        "community": community,
        "markets": squares.markets_of(community),
        "may_plan": request.user.has_perm(COORDINATE, community),
    }
    return render(request, "initiatives/market_list.html", context)


@READ_OR_SEND
def market_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Plan a market."""
    community = get_community(request, slug, COORDINATE)
    form = MarketForm(request.POST or None)
    if form.is_valid():
        try:
            made = actions.plan_market(by=request.user, community=community, **form.plan())
        except MarketError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "De beursvloer is gepland.")
            return redirect(made)
    context = {"community": community, "form": form}
    return render(request, "initiatives/market_edit.html", context, status=400 if form.is_bound else 200)


@READ_OR_SEND
def market_edit(request: HttpRequest, slug: str, market_id: int) -> HttpResponse:
    """Change the name or the hours of a market."""
    found = squares.get_market(request, slug, market_id, COORDINATE)
    form = MarketForm(request.POST or None, market=found)
    if form.is_valid():
        try:
            actions.change_market(market=found, by=request.user, **form.plan())
        except MarketError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "De beursvloer is gewijzigd.")
            return redirect(found)
    context = {"community": found.community, "market": found, "form": form}
    return render(request, "initiatives/market_edit.html", context, status=400 if form.is_bound else 200)


@require_safe
def market_detail(request: HttpRequest, slug: str, market_id: int) -> HttpResponse:
    """A market: before it what it is, during it the big screen, after it what came of it."""
    found = squares.get_market(request, slug, market_id, MEMBERS)
    may_plan = request.user.has_perm(COORDINATE, found.community)
    context = {
        "community": found.community,
        "market": found,
        "may_plan": may_plan,
        # The frame shows what waits as well, and asks it only where it is not given.
        "waiting_here": waiting_in(found.community) if may_plan else None,
        "may_note": request.user.has_perm(NOTE, found.community),
        "may_place": request.user.has_perm("initiatives.place_listing", found.community),
        "address": _address(found),
    }
    if not found.is_open:
        return render(request, TEMPLATES["else"], context)
    return render(request, TEMPLATES["open"], context | {"sides": squares.sides_of(found.community)})


@require_safe
def market_qr(request: HttpRequest, slug: str, market_id: int, kind: str) -> HttpResponse:
    """The QR code that brings a phone to the page of the market."""
    found = squares.get_market(request, slug, market_id, MEMBERS)
    response = HttpResponse(qr_code(_address(found), kind), content_type=KINDS[kind])
    response["Content-Disposition"] = f'inline; filename="beursvloer-{found.community.slug}.{kind}"'
    return response


def _address(market: Market) -> str:
    return str(settings.SITE_URL + market.get_absolute_url())


@READ_OR_SEND
def deal_new(request: HttpRequest, slug: str, market_id: int) -> HttpResponse:
    """Write down a deal, with both people beside the table."""
    found = squares.get_market(request, slug, market_id, NOTE)
    form = DealForm(
        request.POST or None, market=found, by=request.user, initial={"listing": request.GET.get("nummer", "")}
    )
    if form.is_valid():
        try:
            actions.note_deal(market=found, by=request.user, **form.deal())
        except MarketError as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(request, "De afspraak staat opgeschreven. Zij krijgen er allebei bericht van.")
            return redirect("initiatives:deal_new", slug, market_id)
    context = {"community": found.community, "market": found, "form": form}
    return render(request, "initiatives/deal_new.html", context, status=400 if form.is_bound else 200)
