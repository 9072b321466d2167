"""Two people about one need or offer. Nobody else opens these pages, whoever they are."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access.communities import get_community
from initiatives.access import market
from initiatives.actions import matches as actions
from initiatives.actions.matches import MatchError
from initiatives.analysis.match_states import AGREED, FAILED, FULFILLED, may_become
from initiatives.forms.matches import AnswerForm, FailedForm, LetterForm, ProposalForm, SeenForm
from initiatives.models import Match

READ_OR_SEND = require_http_methods(["GET", "HEAD", "POST"])
CHANGE = "initiatives.change_match"


@READ_OR_SEND
def listing_answer(request: HttpRequest, slug: str, listing_id: int) -> HttpResponse:
    """Answer a need or an offer with a first message."""
    listing = market.get_listing(request, slug, listing_id, "initiatives.answer_listing")
    form = AnswerForm(request.POST or None)
    if form.is_valid():
        try:
            made = actions.answer_listing(listing=listing, by=request.user, **form.cleaned_data)
        except MatchError as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(request, "Verstuurd. Hieronder kunt u samen een afspraak maken.")
            return redirect(made)
    context = {"community": listing.community, "listing": listing, "form": form}
    return render(request, "initiatives/listing_answer.html", context, status=400 if form.is_bound else 200)


@require_safe
def match_list(request: HttpRequest, slug: str) -> HttpResponse:
    """My own needs, offers, talks and agreements in this community."""
    community = get_community(request, slug, "communities.view_members_part")
    mine = list(market.own_matches(request.user, community))
    context = {
        "community": community,
        "live": [one for one in mine if one.is_live],
        "over": [one for one in mine if not one.is_live],
        "listings": market.listings_of(community).filter(owner=request.user),
        "may_place": request.user.has_perm("initiatives.place_listing", community),
    }
    return render(request, "initiatives/match_list.html", context)


@require_safe
def match_detail(request: HttpRequest, slug: str, match_id: int) -> HttpResponse:
    """What the two say to each other, agree, and what came of it."""
    return _detail(request, market.get_match(request, slug, match_id))


def _detail(request: HttpRequest, match: Match, **bound: Any) -> HttpResponse:
    is_owner = match.listing.owner_id == request.user.pk
    own, theirs = ("owner", "other") if is_owner else ("other", "owner")
    context = {
        "community": match.community,
        "match": match,
        "is_owner": is_owner,
        "them": match.other if is_owner else match.listing.owner,
        "i_agreed": getattr(match, f"{own}_agreed_at"),
        "they_agreed": getattr(match, f"{theirs}_agreed_at"),
        "i_fulfilled": getattr(match, f"{own}_fulfilled_at"),
        "they_fulfilled": getattr(match, f"{theirs}_fulfilled_at"),
        "may_change": request.user.has_perm(CHANGE, match),
        "can_agree": may_become(match.state, AGREED),
        "can_fulfil": may_become(match.state, FULFILLED),
        "can_fail": may_become(match.state, FAILED),
        "proposal": ProposalForm(match=match),
        "seen": SeenForm(initial={"what": match.what, "promised_on": match.promised_on}),
        "failed": FailedForm(),
        "letter": LetterForm(),
    }
    status = 400 if bound else 200
    return render(request, "initiatives/match_detail.html", context | bound, status=status)


@require_POST
def match_propose(request: HttpRequest, slug: str, match_id: int) -> HttpResponse:
    """Propose what and when."""
    match = market.get_match(request, slug, match_id, CHANGE)
    form = ProposalForm(request.POST, match=match)
    if form.is_valid():
        try:
            done = actions.propose(match=match, by=request.user, **form.cleaned_data)
        except MatchError as error:
            form.add_error(error.field, str(error))
        else:
            said = "De afspraak staat." if done.state == AGREED else "Uw voorstel staat er. De ander krijgt bericht."
            messages.success(request, said)
            return redirect(match)
    return _detail(request, match, proposal=form, wrong=form)


@require_POST
def match_agree(request: HttpRequest, slug: str, match_id: int) -> HttpResponse:
    """Agree to what the other one proposed, as it was read."""
    match = market.get_match(request, slug, match_id, CHANGE)
    form = SeenForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Er ging iets mis. Lees het voorstel, en ga opnieuw akkoord.")
        return redirect(match)
    try:
        actions.agree(match=match, by=request.user, **form.cleaned_data)
    except MatchError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "De afspraak staat. U bent het samen eens.")
    return redirect(match)


@require_POST
def match_write(request: HttpRequest, slug: str, match_id: int) -> HttpResponse:
    """Let the house bring a letter to the other one."""
    match = market.get_match(request, slug, match_id, CHANGE)
    form = LetterForm(request.POST)
    if form.is_valid():
        try:
            actions.write_message(match=match, by=request.user, **form.cleaned_data)
        except MatchError as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(request, "Uw bericht gaat zo per mail naar de ander.")
            return redirect(match)
    return _detail(request, match, letter=form, wrong=form)


@require_POST
def match_outcome(request: HttpRequest, slug: str, match_id: int) -> HttpResponse:
    """Say that it was done, or that it came to nothing and why."""
    match = market.get_match(request, slug, match_id, CHANGE)
    if request.POST.get("antwoord") == "gelukt":
        return _fulfilled(request, match)
    form = FailedForm(request.POST)
    if form.is_valid():
        try:
            actions.say_failed(match=match, by=request.user, **form.cleaned_data)
        except MatchError as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(request, "Dank u. De ander krijgt bericht.")
            return redirect(match)
    return _detail(request, match, failed=form, wrong=form)


def _fulfilled(request: HttpRequest, match: Match) -> HttpResponse:
    try:
        done = actions.say_fulfilled(match=match, by=request.user)
    except MatchError as error:
        messages.error(request, str(error))
    else:
        said = (
            "Mooi! U zegt het allebei: waargemaakt."
            if done.is_fulfilled
            else "Dank u. Wij vragen het ook aan de ander."
        )
        messages.success(request, said)
    return redirect(match)
