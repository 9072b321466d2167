"""What somebody sees who was invited: the link, the page behind it, and saying yes or no."""

from allauth.core.internal.ratelimit import respond_429
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access.joining import (
    ANSWER_TERM,
    find_invitation,
    is_backed,
    is_blocked,
    is_meant_for,
    masked,
    newest_rules,
)
from communities.actions import invitations, joining
from communities.actions.joining import JoiningError
from communities.forms.joining import JoinForm
from communities.models import Invitation
from communities.views.guessing import may_guess
from communities.views.joining import welcome
from lib.tokens import hash_token

HELD = "invitation"
LONGEST_TOKEN = 100


@login_not_required
@cache_control(private=True, no_store=True)
@require_safe
def invitation_open(request: HttpRequest, token: str) -> HttpResponse:
    """Take the link in hand and go on to an address without it. Nothing is used up: mail scanners open links too."""
    if not may_guess(request, dry_run=True):
        return respond_429(request)
    found = find_invitation(hash_token(token)) if len(token) <= LONGEST_TOKEN else None
    if found is None:
        may_guess(request)
        return render(request, "communities/invitation.html", {"state": "onbekend"}, status=404)
    request.session[HELD] = found.token_hash
    return redirect("communities:invitation")


@login_not_required
@cache_control(private=True, no_store=True)
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest) -> HttpResponse:
    """What one is invited for, and saying yes; who has no account makes one first and comes back here."""
    held = find_invitation(request.session.get(HELD, ""))
    if held is None:
        return render(request, "communities/invitation.html", {"state": "geen"})
    if not request.user.is_authenticated:
        return redirect_to_login(request.path) if request.method == "POST" else _page(request, held, None)
    sent = request.POST if request.method == "POST" else None
    form = JoinForm(sent, user=request.user, community=held.community, asks_questions=held.asks_questions)
    if form.is_valid():
        try:
            return _accept(request, held, form)
        except JoiningError as error:
            form.add_error(None, str(error))
    return _page(request, held, form)


def _accept(request: HttpRequest, held: Invitation, form: JoinForm) -> HttpResponse:
    if held.asks_questions:
        invitations.check_usable(request.user, held)
        joining.ask_to_join(
            by=request.user,
            community=held.community,
            accepted=form.accepted,
            answers=form.answers,
            invitation=held,
        )
        messages.success(request, f"Uw aanvraag is verstuurd. Wij antwoorden meestal {ANSWER_TERM}.")
        done = redirect("communities:my_requests")
    else:
        invitations.accept(by=request.user, invitation=held, accepted=form.accepted)
        done = welcome(request, held.community)
    request.session.pop(HELD, None)
    return done


@login_not_required
@require_POST
def invitation_decline(request: HttpRequest) -> HttpResponse:
    """Say no; that needs no account."""
    held = find_invitation(request.session.pop(HELD, ""))
    if held is None:
        return redirect("communities:invitation")
    try:
        invitations.decline(by=request.user if request.user.is_authenticated else None, invitation=held)
        messages.success(request, "U doet niet mee. Dat is doorgegeven; u hoeft niets meer te doen.")
    except JoiningError as error:
        messages.error(request, str(error))
    return redirect("config:home")


def _page(request: HttpRequest, held: Invitation, form: JoinForm | None) -> HttpResponse:
    if held.community.is_public:
        # With its face; that of a private community is for its members.
        request.community = held.community  # type: ignore[attr-defined]
    context = {
        "state": _state(request, held),
        "invitation": held,
        "for_community": held.community,
        "masked": masked(held.email),
        "rules": newest_rules(held.community),
        "form": form,
        "back": f"?next={reverse('communities:invitation')}",
        "answer_term": ANSWER_TERM,
    }
    is_wrong = form is not None and form.is_bound
    return render(request, "communities/invitation.html", context, status=400 if is_wrong else 200)


def _state(request: HttpRequest, held: Invitation) -> str:
    """Which of the pages this is."""
    user = request.user
    if not held.is_open:
        return held.state
    if not held.community.is_active:
        return "gestopt"
    if not is_backed(held):
        return "zonder afzender"
    if not user.is_authenticated:
        return "bezoeker"
    if is_blocked(user, held.community):
        return "geblokkeerd"
    if not is_meant_for(held, user):
        return "ander adres"
    return "lid" if user.membership_in(held.community) and held.is_link else "open"
