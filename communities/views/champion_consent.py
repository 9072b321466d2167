"""The page on which a firm says yes or no: no login, and looking at it changes nothing."""

from allauth.core.internal.ratelimit import respond_429
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from communities.access.champions import ASK_DAYS, find_by_token
from communities.actions.champions import answer_consent
from communities.forms.champions import ConsentForm
from communities.views.guessing import may_guess

ANSWERS = {"ja": True, "nee": False}


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def champion_consent(request: HttpRequest, token: str) -> HttpResponse:
    """Decide whether members may see the firm, now or again later."""
    if not may_guess(request, dry_run=True):
        return respond_429(request)
    champion = find_by_token(token)
    if champion is None:
        may_guess(request)
        return render(request, "communities/champion_consent.html", {"days": ASK_DAYS}, status=404)
    form = ConsentForm(request.POST or None, initial={"description": champion.description})
    answer = ANSWERS.get(request.POST.get("antwoord", ""))
    if answer is not None and form.is_valid():
        answer_consent(champion=champion, is_yes=answer, **form.cleaned_data)
        return redirect("communities:champion_consent", token=token)
    context = {"champion": champion, "form": form, "days": ASK_DAYS}
    return render(request, "communities/champion_consent.html", context, status=400 if form.errors else 200)
