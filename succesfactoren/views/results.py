"""The result of a round: read, shown at a meeting, and let go to the members. All from the outcome alone."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from communities.access.communities import get_community
from communities.models import Community
from succesfactoren.access.advice import advice_of
from succesfactoren.access.beside import beside_of
from succesfactoren.access.open_answers import answers_to_read, questions_for, shown_questions
from succesfactoren.access.pulse import pulse_of
from succesfactoren.access.ratings import ratings_of
from succesfactoren.access.results import before_of, followed_in, get_result, results_of
from succesfactoren.access.sides import sides_of
from succesfactoren.actions.closing import RoundError
from succesfactoren.actions.open_answers import HIDDEN_DAYS
from succesfactoren.actions.publishing import publish_result
from succesfactoren.analysis.result_words import title
from succesfactoren.charts.pulse import pulse_board
from succesfactoren.charts.result_page import result_page
from succesfactoren.charts.slides import slides_of
from succesfactoren.models import OpenAnswer, Round

PUBLISH, READ = "succesfactoren.publish_result", "succesfactoren.read_open_answers"
INSIDE = "communities.view_members_part"


@login_not_required
@require_safe
def result_list(request: HttpRequest, slug: str) -> HttpResponse:
    """What was found, for each thing that is measured, the newest first."""
    community = get_community(request, slug, "communities.view_community")
    context = {
        "community": community,
        "is_inside": request.user.has_perm(INSIDE, community),
        "followed": followed_in(request.user, community),
        "pulse": pulse_board(pulse_of(community, request.user)),
        "runs_it": request.user.has_perm("succesfactoren.view_rounds", community),
    }
    return render(request, "succesfactoren/result_list.html", context)


@login_not_required
@require_safe
def round_result(request: HttpRequest, slug: str, round_id: int) -> HttpResponse:
    """The whole result of one round."""
    community, found = get_result(request, slug, round_id)
    return render(request, "succesfactoren/round_result.html", _context(request, community, found))


def _context(request: HttpRequest, community: Community, found: Round) -> dict[str, Any]:
    may_read = request.user.has_perm(READ, found)
    return {
        "community": community,
        "round": found,
        "page": result_page(found, ratings_of(found), questions_for(request.user, found)),
        "advice": advice_of(found, request.user) if request.user.has_perm(INSIDE, community) else None,
        "sides": sides_of(found.outcome.figures),
        "beside": beside_of(found.assessment),
        "others": results_of(request.user, community).filter(assessment=found.assessment).exclude(pk=found.pk),
        "may_publish": not found.is_published and request.user.has_perm(PUBLISH, found),
        "may_read": may_read,
        "n_unread": answers_to_read(found).filter(state=OpenAnswer.State.NEW).count() if may_read else 0,
    }


@login_not_required
@require_safe
def round_presentation(request: HttpRequest, slug: str, round_id: int) -> HttpResponse:
    """The result on a beamer, one slide a page."""
    community, found = get_result(request, slug, round_id)
    slides = slides_of(found, ratings_of(found))
    asked = request.GET.get("dia", "")
    at = min(max(1, int(asked)), len(slides)) if asked.isascii() and asked.isdigit() and len(asked) < 4 else 1
    context = {
        "community": community,
        "round": found,
        "slide": slides[at - 1],
        "at": at,
        "n_slides": len(slides),
        "before": at - 1,
        "after": at + 1 if at < len(slides) else 0,
    }
    return render(request, "succesfactoren/round_presentation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def round_publish(request: HttpRequest, slug: str, round_id: int) -> HttpResponse:
    """Let the members read the result; first says what they will see, and that it cannot be taken back."""
    community, found = get_result(request, slug, round_id)
    get_community(request, slug, "succesfactoren.view_rounds")
    if request.method == "POST":
        try:
            is_wide = request.POST.get("voor") == "iedereen"
            publish_result(round=found, by=request.user, is_for_everyone=is_wide)
            who = "Iedereen kan haar lezen." if is_wide else "Alle leden kunnen haar lezen."
            messages.success(request, f"De uitkomst is gepubliceerd. {who}")
        except RoundError as error:
            messages.error(request, str(error))
        return redirect("succesfactoren:round_result", slug, found.pk)
    context = {
        "community": community,
        "round": found,
        "finding": title(found.outcome.figures)[0],
        "before": before_of(found),
        "hidden_days": HIDDEN_DAYS,
        "texts": shown_questions(found),
        "n_unread": answers_to_read(found).filter(state=OpenAnswer.State.NEW).count(),
    }
    return render(request, "succesfactoren/round_publish.html", context)
