"""Becoming a member: at once or by asking; deciding on requests; leaving."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from communities.access.communities import get_community, get_owned
from communities.access.joining import (
    ANSWER_TERM,
    decided_requests,
    is_blocked,
    last_request,
    newest_rules,
    requests_of,
    waiting_requests,
)
from communities.actions import joining
from communities.actions.joining import JoiningError
from communities.actions.log import note, note_look
from communities.exports.joining import requests_table
from communities.forms.joining import JoinForm, QuestionsForm, RefuseForm
from communities.models import Community
from regioscan.views.downloads import download

PER_PAGE = 25


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, slug: str) -> HttpResponse:
    """What joining means here, and doing it: at once, by asking, or not without an invitation."""
    community = get_community(request, slug, "communities.view_community")
    if not request.user.is_authenticated:
        return redirect_to_login(request.path) if request.method == "POST" else _join_page(request, community, None)
    asks = community.join_policy == Community.JoinPolicy.REQUEST
    sent = request.POST if request.method == "POST" else None
    form = JoinForm(sent, user=request.user, community=community, asks_questions=asks)
    if form.is_valid():
        try:
            return _join(request, community, form)
        except JoiningError as error:
            form.add_error(None, str(error))
    return _join_page(request, community, form)


def _join(request: HttpRequest, community: Community, form: JoinForm) -> HttpResponse:
    if community.join_policy == Community.JoinPolicy.REQUEST:
        joining.ask_to_join(by=request.user, community=community, accepted=form.accepted, answers=form.answers)
        messages.success(request, f"Uw aanvraag is verstuurd. Wij antwoorden meestal {ANSWER_TERM}.")
        return redirect("communities:join", community.slug)
    joining.join(by=request.user, community=community, accepted=form.accepted)
    return welcome(request, community)


def welcome(request: HttpRequest, community: Community) -> HttpResponse:
    """To the front page, with a word for a new member."""
    messages.success(request, f"Welkom bij {community.name}. Bij «Mijn lidmaatschap» vertelt u wie u bent.")
    return redirect(community)


def _join_page(request: HttpRequest, community: Community, form: JoinForm | None) -> HttpResponse:
    user = request.user
    context = {
        "form": form,
        "rules": newest_rules(community),
        "asked": last_request(user, community) if user.is_authenticated else None,
        "is_blocked": user.is_authenticated and is_blocked(user, community),
        "own": user.membership_in(community) if user.is_authenticated else None,
        "answer_term": ANSWER_TERM,
    }
    is_wrong = form is not None and form.is_bound
    return _page(request, "join", community, 400 if is_wrong else 200, **context)


@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """Stop being a member, after a page that says what that means."""
    community = get_community(request, slug, "communities.view_members_part")
    if request.user.membership_in(community) is None:
        return redirect("communities:join", slug)
    if request.method == "POST":
        try:
            joining.leave(by=request.user, community=community)
        except JoiningError as error:
            messages.error(request, str(error))
            return redirect("communities:leave", slug)
        messages.success(request, f"U bent geen lid meer van {community.name}.")
        return redirect("config:home")
    return _page(request, "leave", community)


@require_GET
def my_requests(request: HttpRequest) -> HttpResponse:
    """Somebody's own requests in all communities, and how they stand."""
    context = {"requests": requests_of(request.user)[:100], "answer_term": ANSWER_TERM}
    return render(request, "communities/my_requests.html", context)


@require_POST
def my_request_withdraw(request: HttpRequest, request_id: int) -> HttpResponse:
    """Take back one's own request."""
    found = get_object_or_404(requests_of(request.user), pk=request_id)
    withdrawn = joining.withdraw_request(by=request.user, request=found)
    messages.success(request, f"Uw aanvraag bij {found.community.name} is {withdrawn.get_state_display()}.")
    return redirect("communities:my_requests")


@require_GET
def join_request_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Who waits, with their answers; below it what was decided before."""
    community = get_community(request, slug, "communities.manage_community")
    note_look(request, community, community)
    page = Paginator(decided_requests(community), PER_PAGE).get_page(request.GET.get("pagina"))
    context = {"waiting": list(waiting_requests(community)[:100]), "page": page, "form": RefuseForm()}
    return _page(request, "join_request_list", community, **context)


@require_POST
def join_request_admit(request: HttpRequest, slug: str, request_id: int) -> HttpResponse:
    """Let somebody in."""
    community = get_community(request, slug, "communities.coordinate")
    found = get_owned(request, community, community.join_requests.select_related("user"), pk=request_id)
    try:
        joining.admit(by=request.user, request=found)
        messages.success(request, f"{found.user} is nu lid.")
    except JoiningError as error:
        messages.error(request, str(error))
    return redirect("communities:join_request_list", slug)


@require_POST
def join_request_refuse(request: HttpRequest, slug: str, request_id: int) -> HttpResponse:
    """Do not let somebody in, with a reason that they read."""
    community = get_community(request, slug, "communities.coordinate")
    found = get_owned(request, community, community.join_requests.select_related("user"), pk=request_id)
    form = RefuseForm(request.POST)
    try:
        reason = form.cleaned_data["reason"] if form.is_valid() else ""
        joining.refuse(by=request.user, request=found, reason=reason)
        messages.success(request, f"De aanvraag van {found.user} is afgewezen. De reden is verstuurd.")
    except JoiningError as error:
        messages.error(request, str(error))
    return redirect("communities:join_request_list", slug)


@require_GET
def join_request_export(request: HttpRequest, slug: str) -> HttpResponse:
    """All requests with their answers, as CSV."""
    community = get_community(request, slug, "communities.manage_community")
    note(by=request.user, action="downloadt aanvragen", thing=community, community=community)
    table = requests_table(community, [*waiting_requests(community), *decided_requests(community)])
    return download([table], f"aanvragen-{community.slug}", "csv")


@require_http_methods(["GET", "HEAD", "POST"])
def question_list(request: HttpRequest, slug: str) -> HttpResponse:
    """What the community asks of people who want to join."""
    community = get_community(request, slug, "communities.coordinate")
    sent = request.POST if request.method == "POST" else None
    form = QuestionsForm(sent, questions=list(community.join_questions.all()))
    if form.is_valid():
        joining.set_questions(by=request.user, community=community, questions=form.questions)
        messages.success(request, "De vragen zijn bewaard. Zij gelden voor nieuwe aanvragen.")
        return redirect("communities:question_list", slug)
    return _page(request, "question_list", community, 400 if form.is_bound else 200, form=form)


def _page(request: HttpRequest, name: str, community: Community, status: int = 200, **context: Any) -> HttpResponse:
    return render(request, f"communities/{name}.html", {"community": community} | context, status=status)
