"""The residents' panel: joining, one's own link, and what was done with the answers. All without an account."""

from allauth.core.internal.ratelimit import respond_429
from allauth.core.ratelimit import consume
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from communities.access.communities import get_community, get_owned
from communities.views.guessing import may_guess
from succesfactoren.access.panel import told_rounds, told_to
from succesfactoren.actions import panel
from succesfactoren.charts.result_page import OwnQuestion, own_question
from succesfactoren.forms.panel import AftermathForm, JoinPanelForm, WishesForm
from succesfactoren.letters.panel import DAYS_TO_CONFIRM, find_by_token
from succesfactoren.models import Round

SENT = (
    "Kijk in uw mail. Wij stuurden een bericht naar het adres dat u invulde. "
    "U doet pas mee als u dat via de knop in die mail bevestigt."
)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def panel_join(request: HttpRequest, slug: str) -> HttpResponse:
    """What the panel is, and joining it."""
    community = get_community(request, slug, "communities.view_community")
    form = JoinPanelForm(request.POST if request.method == "POST" else None, community=community)
    if form.is_valid() and community.is_active:
        if not consume(request, action="panel"):
            return respond_429(request)
        wishes = {name: form.cleaned_data[name] for name in ("email", "place", "themes")}
        panel.ask_to_join(community=community, **wishes)
        messages.success(request, SENT)
        return redirect("succesfactoren:panel_join", slug)
    context = {
        "community": community,
        "form": form,
        "days": DAYS_TO_CONFIRM,
        "n_told": told_rounds(community).exclude(aftermath="").count(),
    }
    return render(request, "succesfactoren/panel_join.html", context, status=400 if form.is_bound else 200)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def panel_member(request: HttpRequest, token: str) -> HttpResponse:
    """One's own place in the panel: confirm, change, or leave. Looking at it changes nothing."""
    if not may_guess(request, dry_run=True):
        return respond_429(request)
    member = find_by_token(token)
    if member is None:
        may_guess(request)
        return render(request, "succesfactoren/panel_member.html", {"days": DAYS_TO_CONFIRM}, status=404)
    if request.POST.get("doe") == "stop":
        panel.leave(member=member)
        return render(request, "succesfactoren/panel_left.html", {"community": member.community})
    form = WishesForm(request.POST if request.method == "POST" else None, member=member)
    if form.is_valid():
        panel.confirm(member=member, **form.cleaned_data)
        messages.success(request, "Bewaard." if member.is_asked else "Dank u wel. U doet nu mee.")
        return redirect("succesfactoren:panel_member", token)
    context = {"member": member, "community": member.community, "form": form, "days": DAYS_TO_CONFIRM}
    return render(request, "succesfactoren/panel_member.html", context, status=400 if form.is_bound else 200)


@login_not_required
@require_safe
def panel_answers(request: HttpRequest, slug: str) -> HttpResponse:
    """What was asked of the panel, and what was done with the answers."""
    community = get_community(request, slug, "communities.view_community")
    context = {
        "community": community,
        "rounds": [(one, _questions(one)) for one in told_to(request.user, community)[:20]],
        "may_tell": request.user.has_perm("succesfactoren.run_rounds", community),
    }
    return render(request, "succesfactoren/panel_answers.html", context)


def _questions(found: Round) -> list[OwnQuestion]:
    """The choices and numbers of the same people as the parts, for who may see figures."""
    asked = found.outcome.main_table["questions"] if found.shows_figures else []  # type: ignore[attr-defined]
    return [own_question(one, found.outcome.figures) for one in asked]


@require_http_methods(["GET", "HEAD", "POST"])
def panel_aftermath(request: HttpRequest, slug: str, round_id: int) -> HttpResponse:
    """Write what was done with the answers of one round."""
    community = get_community(request, slug, "succesfactoren.run_rounds")
    found = get_owned(request, community, told_rounds(community), pk=round_id)
    form = AftermathForm(request.POST if request.method == "POST" else None, instance=found)
    if form.is_valid():
        is_first = found.aftermath_at is None
        panel.tell_aftermath(round=found, by=request.user, text=form.cleaned_data["aftermath"])
        words = "Bewaard. Iedereen in het panel krijgt hierover een mail." if is_first else "Bewaard."
        messages.success(request, words)
        return redirect("succesfactoren:panel_answers", slug)
    context = {"community": community, "round": found, "form": form}
    return render(request, "succesfactoren/panel_aftermath.html", context, status=400 if form.is_bound else 200)
