"""The page behind the buttons of a reminder: no login, one button, and looking at it changes nothing."""

from allauth.core.internal.ratelimit import respond_429
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from communities.actions.commitment_reminders import answer_by_link, ended_community, find_by_link, lapse_by_link
from communities.actions.commitments import CommitmentError
from communities.analysis.promises import LAPSED
from communities.forms.commitments import LapseForm
from communities.letters.commitments import LINK_DAYS, DoneLink, LinkExpired, promiser, read_done_token
from communities.models import Community
from communities.views.guessing import may_guess

ANSWERS = {"klaar": True, "terug": False}


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def commitment_done(request: HttpRequest, token: str) -> HttpResponse:
    """Say that it is done, take that back, or say that it lapses. Mail scanners that look in change nothing."""
    if not may_guess(request, dry_run=True):
        return respond_429(request)
    try:
        link = read_done_token(token)
    except LinkExpired:
        return _refusal(request, f"Deze link is ouder dan {LINK_DAYS} dagen en werkt niet meer.")
    found = find_by_link(link) if link else None
    ended = ended_community(link) if link and not found else None
    if ended is not None:
        reason = f"{ended.name} is beëindigd. De toezeggingen blijven te lezen, en u hoeft niets meer te doen."
        return _refusal(request, reason, ended)
    if link is None or found is None:
        may_guess(request)
        return _refusal(request, "Deze link werkt niet. Misschien is hij niet helemaal overgenomen uit de mail.")
    said = request.POST.get("antwoord", "")
    if said == LAPSED and not found[0].is_open:
        return redirect("communities:commitment_done", token=token)
    form = LapseForm(request.POST if said == LAPSED else None)
    if said in ANSWERS or form.is_valid():
        try:
            _answer(link, said, form)
        except (CommitmentError, PermissionDenied) as error:
            return _refusal(request, str(error) or "Deze link werkt niet meer.")
        return redirect("communities:commitment_done", token=token)
    context = {"commitment": found[0], "days": LINK_DAYS, "promiser": promiser(found[0]), "form": form}
    context["lapses"] = form.is_bound or request.GET.get("antwoord") == LAPSED
    return render(request, "communities/commitment_done.html", context, status=400 if form.is_bound else 200)


def _answer(link: DoneLink, said: str, form: LapseForm) -> None:
    if said in ANSWERS:
        answer_by_link(link=link, is_done=ANSWERS[said])
    else:
        lapse_by_link(link=link, **form.cleaned_data)


def _refusal(request: HttpRequest, reason: str, ended: Community | None = None) -> HttpResponse:
    return render(request, "communities/commitment_done.html", {"reason": reason, "ended": ended}, status=404)
