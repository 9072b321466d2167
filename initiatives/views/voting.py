"""The door of a vote: for members, for who has an address, and for who has the code of a letter.

Looking at a door changes nothing. Going through it puts a right in hand: of a member by the account, of others by a
signed cookie of this vote.
"""

from typing import Any

from allauth.core.internal.ratelimit import respond_429
from allauth.core.ratelimit import consume
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from communities.views.guessing import may_guess
from initiatives.access.voting import Link, budget_of_voter, give_seat, link_of, right_by_code, right_of
from initiatives.actions.voting import (
    VotingError,
    ask_for_link,
    enter_as_member,
    enter_by_address,
    enter_by_code,
    kept_draft,
    sent_ballot,
)
from initiatives.forms.voting import AGE, AgeForm, CodeForm, LinkForm
from initiatives.letters.voting import shut_title, shut_words, until_words
from initiatives.models import BudgetRound, VoteRight

READ_OR_SEND = require_http_methods(["GET", "HEAD", "POST"])
CONFLICT, NOT_FOUND, WRONG = 409, 404, 400
AGE_STEP = "leeftijd"
"""The step at the door of a code in which the age was asked."""
NO_SUCH_CODE = "Deze code kennen wij niet. Typ haar over zoals zij in de brief staat, met het nummer ervoor."

kept_by_nobody = cache_control(private=True, no_store=True)


def frame_of(request: HttpRequest, budget: BudgetRound) -> dict[str, Any]:
    """What every page of a vote shows. Who holds a right and does not know the community gets a frame without it."""
    community = budget.community
    knows_it = request.user.has_perm("communities.view_community", community)
    if knows_it:
        request.community = community  # type: ignore[attr-defined]
    frame = "communities/frame.html" if knows_it else "initiatives/vote_frame.html"
    return {
        "community": community,
        "budget": budget,
        "frame": frame,
        "until": until_words(budget),
        "shut": shut_words(budget),
    }


def refusal(request: HttpRequest, budget: BudgetRound, words: str) -> HttpResponse:
    """A page that says why it cannot be done, and what can."""
    # Who was not let in yet, and does not know the community, has no way on to its pages.
    context = {"words": words, "title": shut_title(budget), "has_seat": right_of(request, budget) is not None}
    return render(request, "initiatives/vote_refused.html", context | frame_of(request, budget), status=CONFLICT)


def to_ballot(right: VoteRight) -> HttpResponse:
    """Go on to the ballot, with the right in hand."""
    budget = right.budget
    response = redirect("initiatives:ballot", budget.community.slug, budget.pk)
    return response if budget.rights == BudgetRound.Rights.MEMBERS else give_seat(response, right)


@login_not_required
@kept_by_nobody
@READ_OR_SEND
def vote(request: HttpRequest, slug: str, budget_id: int) -> HttpResponse:
    """Who may vote, how, and the way in."""
    budget, right = budget_of_voter(request, slug, budget_id)
    kinds = BudgetRound.Rights
    if request.method == "POST" and budget.rights == kinds.MEMBERS:
        return _enter_as_member(request, budget)
    form = _door_form(request, budget)
    if isinstance(form, LinkForm) and form.is_valid():
        return _mail_link(request, budget, form.cleaned_data["email"])
    context = {
        "form": form,
        "right": right,
        "has_sent": right is not None and sent_ballot(right) is not None,
        "has_draft": right is not None and kept_draft(right) is not None,
        "may_vote": request.user.has_perm("initiatives.vote_as_member", budget),
        "may_run": request.user.has_perm("initiatives.run_budgets", budget),
        "is_mailed": "gemaild" in request.GET,
    }
    status = WRONG if form.is_bound and form.errors else 200
    return render(request, "initiatives/vote.html", context | frame_of(request, budget), status=status)


def _door_form(request: HttpRequest, budget: BudgetRound) -> Any:
    sent = request.POST if request.method == "POST" else None
    if budget.rights == BudgetRound.Rights.MEMBERS:
        return AgeForm(sent, budget=budget)
    return CodeForm() if budget.rights == BudgetRound.Rights.CODE else LinkForm(sent)


def _enter_as_member(request: HttpRequest, budget: BudgetRound) -> HttpResponse:
    form = AgeForm(request.POST, budget=budget)
    if not request.user.is_authenticated:
        return redirect("initiatives:vote", budget.community.slug, budget.pk)
    if not form.is_valid():
        may_vote = request.user.has_perm("initiatives.vote_as_member", budget)
        context = {"form": form, "may_vote": may_vote} | frame_of(request, budget)
        return render(request, "initiatives/vote.html", context, status=WRONG)
    try:
        return to_ballot(enter_as_member(budget=budget, user=request.user))  # type: ignore[arg-type]
    except VotingError as error:
        return refusal(request, budget, str(error))


def _mail_link(request: HttpRequest, budget: BudgetRound, email: str) -> HttpResponse:
    if not consume(request, action="vote_link"):
        return respond_429(request)
    try:
        ask_for_link(budget=budget, email=email)
    except VotingError as error:
        return refusal(request, budget, str(error))
    response = redirect("initiatives:vote", budget.community.slug, budget.pk)
    response["Location"] += "?gemaild=1"
    return response


@login_not_required
@kept_by_nobody
@READ_OR_SEND
def vote_link(request: HttpRequest, slug: str, budget_id: int, token: str) -> HttpResponse:
    """The link of a mail: say that it is you, and go in. Looking at it changes nothing."""
    if not may_guess(request, dry_run=True):
        return respond_429(request)
    link = link_of(slug, budget_id, token)
    if link is None:
        may_guess(request)
        return render(request, "initiatives/vote_unknown.html", status=NOT_FOUND)
    form = AgeForm(request.POST if request.method == "POST" else None, budget=link.budget)
    if form.is_valid():
        return _enter_by_link(request, link)
    context = {"form": form, "address": _masked(link.email)} | frame_of(request, link.budget)
    return render(request, "initiatives/vote_link.html", context, status=WRONG if form.is_bound else 200)


def _enter_by_link(request: HttpRequest, link: Link) -> HttpResponse:
    try:
        return to_ballot(enter_by_address(budget=link.budget, email=link.email))
    except VotingError as error:
        return refusal(request, link.budget, str(error))


def _masked(email: str) -> str:
    name, _, domain = email.rpartition("@")
    return f"{name[:2]}…@{domain}"


@login_not_required
@kept_by_nobody
@READ_OR_SEND
def code_door(request: HttpRequest) -> HttpResponse:
    """Where the code of a letter is typed in: the code says which vote it is of."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if not may_guess(request, dry_run=True):
            return respond_429(request)
        right = right_by_code(form.cleaned_data["code"])
        if right is not None:
            return _through_code_door(request, form, right)
        may_guess(request)
        form.add_error("code", NO_SUCH_CODE)
    return render(request, "initiatives/code_door.html", {"form": form}, status=WRONG if form.is_bound else 200)


def _through_code_door(request: HttpRequest, form: CodeForm, right: VoteRight) -> HttpResponse:
    """Go in with a code that is right. Only then it is known whether an age is asked: that is a step of its own."""
    budget = right.budget
    if not budget.is_voting:
        return refusal(request, budget, shut_words(budget))
    is_answered = request.POST.get("stap") == AGE_STEP or AGE in request.POST
    age = AgeForm(request.POST if is_answered else None, budget=budget)
    if age.fields and not age.is_valid():
        context = {"form": form, "age": age, "budget": budget, "until": until_words(budget)}
        return render(request, "initiatives/code_door.html", context, status=WRONG if is_answered else 200)
    return _enter_by_code(request, right)


def _enter_by_code(request: HttpRequest, right: VoteRight) -> HttpResponse:
    try:
        return to_ballot(enter_by_code(right=right))
    except VotingError as error:
        return refusal(request, right.budget, str(error))
