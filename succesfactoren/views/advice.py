"""After a round: what will be done about it, and how the advisor sees it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from communities.access.communities import get_community, get_owned
from communities.actions.commitments import CommitmentError
from communities.models import Community
from succesfactoren.access.advice import advice_of, suggestions_of
from succesfactoren.access.ratings import rated_factors, ratings_seen
from succesfactoren.access.rounds import rounds_of
from succesfactoren.actions.advice import choose_intervention
from succesfactoren.actions.closing import RoundError
from succesfactoren.actions.ratings import RatingConflict, rate_factors
from succesfactoren.forms.advice import InterventionForm, RatingForm
from succesfactoren.models import Factor, Round

READ_OR_SEND = require_http_methods(["GET", "HEAD", "POST"])
RUN = "succesfactoren.run_rounds"


@READ_OR_SEND
def round_advice(request: HttpRequest, slug: str, round_id: int) -> HttpResponse:
    """What could be done after a round; each of it becomes a promise with somebody and a day in one step."""
    community = to_promise(request, slug)
    rounds = rounds_of(community).closed().select_related("outcome")
    found = get_owned(request, community, rounds, "succesfactoren.choose_advice", pk=round_id)
    factor = asked_factor(request, found.version.factors)
    form = intervention_form(request, community, factor, found.assessment.subject) if factor else None
    if factor and form and form.is_valid():
        try:
            chosen = choose_intervention(by=request.user, round=found, factor=factor, **form.chosen())
        except (CommitmentError, RoundError) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Toegezegd: {chosen.text}")
            return redirect("succesfactoren:round_advice", slug, found.pk)
    context = {
        "community": community,
        "round": found,
        "advice": advice_of(found, request.user),
        "form": form,
        "asked_code": factor.code if factor else "",
        "asked_number": asked_number(request) if factor else 0,
    }
    status = 400 if form and form.is_bound else 200
    return render(request, "succesfactoren/round_advice.html", context, status=status)


def to_promise(request: HttpRequest, slug: str) -> Community:
    """The community, for who runs its rounds and agreed to its house rules: a promise needs both."""
    get_community(request, slug, RUN)
    return get_community(request, slug, "communities.contribute")


def asked_factor(request: HttpRequest, factors: Any) -> Factor | None:
    """The factor that the address or the form names."""
    code = request.POST.get("onderdeel") or request.GET.get("onderdeel", "")
    return next((one for one in factors.all() if one.code == code), None)


def asked_number(request: HttpRequest) -> int:
    """Which suggestion of the factor; 0 is one's own."""
    asked = request.POST.get("advies") or request.GET.get("advies", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 4 else 0


def intervention_form(request: HttpRequest, community: Community, factor: Factor, subject: str) -> InterventionForm:
    """The form for one advice, with its words filled in; empty for one's own."""
    number = asked_number(request)
    words = next((one.text for one in suggestions_of(factor, subject) if one.number == number), "")
    return InterventionForm(request.POST or None, initial={"what": words}, community=community, by=request.user)


@READ_OR_SEND
def round_rating(request: HttpRequest, slug: str, round_id: int) -> HttpResponse:
    """The level of each factor as the advisor sees it, until the result is published."""
    community = get_community(request, slug, RUN)
    found = get_owned(request, community, rounds_of(community), pk=round_id)
    form = _rating_form(request, found)
    status = 400 if form.is_bound else 200
    if form.is_valid():
        try:
            rate_factors(round=found, by=request.user, wanted=form.wanted(), seen=form.cleaned_data["seen"])
        except RatingConflict:
            form, status = _after_conflict(request, found, form), 409
        except RoundError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Uw oordeel is bewaard. Het staat apart van de antwoorden.")
            return redirect("succesfactoren:round_rating", slug, found.pk)
    standing = found.ratings.select_related("factor") if status == 409 or found.is_published else []
    context = {"community": community, "round": found, "form": form, "standing": standing}
    return render(request, "succesfactoren/round_rating.html", context, status=status)


def _rating_form(request: HttpRequest, found: Round) -> RatingForm:
    return RatingForm(
        request.POST or None,
        factors=list(found.version.factors.all()),
        subject=found.assessment.subject,
        ratings=rated_factors(found),
        seen=ratings_seen(found),
    )


def _after_conflict(request: HttpRequest, found: Round, form: RatingForm) -> RatingForm:
    """The same form with what was typed, now on top of how it stands; each factor says what stands there."""
    sent = request.POST.copy()
    sent["seen"] = ratings_seen(found)
    form.data = sent
    return form
