"""The page behind the three buttons of the mail: no login, one button, and looking at it changes nothing."""

from typing import Any

from allauth.core.internal.ratelimit import respond_429
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from communities.letters.commitments import LINK_DAYS, LinkExpired
from communities.views.guessing import may_guess
from initiatives.actions.quiet import QuietError, answer_quiet, find_by_link
from initiatives.analysis.workflow import ENDS
from initiatives.forms.milestones import QuietAnswerForm
from initiatives.letters.quiet import BUTTONS, read_quiet_token
from initiatives.models import QuietQuestion


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def quiet_answer(request: HttpRequest, token: str) -> HttpResponse:
    """Say how it goes with an initiative. Mail scanners that look in change nothing."""
    if not may_guess(request, dry_run=True):
        return respond_429(request)
    try:
        link = read_quiet_token(token)
    except LinkExpired:
        return _refusal(request, f"Deze link is ouder dan {LINK_DAYS} dagen en werkt niet meer.")
    found = find_by_link(link) if link else None
    if link is None or found is None:
        may_guess(request)
        return _refusal(request, "Deze link werkt niet meer, of is niet helemaal overgenomen uit de mail.")
    question, _ = found
    asked = request.POST if request.method == "POST" else None
    form = QuietAnswerForm(asked, initial={"antwoord": request.GET.get("antwoord", "")})
    if form.is_valid():
        answer, words = form.cleaned_data["antwoord"], form.cleaned_data["hulp"]
        try:
            answered = answer_quiet(link=link, answer=answer, asks_help=words)
        except (QuietError, PermissionDenied) as error:
            return _refusal(request, str(error) or "Deze link werkt niet meer.")
        # Another answer that came first stands, and the page then says so.
        other = "" if answered.answer == answer else f"?antwoord={answer}"
        return redirect(request.path + other)
    chosen = (asked or request.GET).get("antwoord", "")
    choices = [(answer.value, label) for answer, label in BUTTONS]
    context = {
        "question": question,
        "initiative": question.initiative,
        "has_ended": question.initiative.stage in ENDS,
        "form": form,
        "chosen": chosen if chosen in dict(choices) else "",
        "choices": choices,
        **_said_before(question, chosen, dict(choices)),
    }
    return render(request, "initiatives/quiet_answer.html", context, status=400 if form.is_bound else 200)


def _said_before(question: QuietQuestion, chosen: str, labels: dict[str, str]) -> dict[str, Any]:
    """What was answered, for who now presses the button of another answer. Who answered is kept nowhere."""
    if not question.answer or chosen == question.answer or chosen not in labels:
        return {}
    return {"said_before": labels[question.answer].lower()}


def _refusal(request: HttpRequest, reason: str) -> HttpResponse:
    return render(request, "initiatives/quiet_answer.html", {"reason": reason}, status=404)
