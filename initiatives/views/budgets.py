"""Budgets: the list, one page for all phases, setting up, announcing, and opening the vote."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access.communities import get_community
from communities.views.events import as_calendar
from initiatives.access.budgets import get_budget, readable_budgets, standing_of, winners_for, with_counts
from initiatives.access.proposals import checking_of, next_to_check, readable_proposals
from initiatives.access.voting import right_of
from initiatives.actions import budgets
from initiatives.actions.budget_moments import open_budget, why_not_yet
from initiatives.actions.budgets import BudgetConflict, BudgetError
from initiatives.actions.voting import sent_ballot
from initiatives.analysis.budget_path import Standing, next_step, stations
from initiatives.calendars.budgets import one_budget
from initiatives.forms.budgets import BudgetForm
from initiatives.letters.budgets import dates_of, facts_of
from initiatives.models import BudgetRound

READ_OR_SEND = require_http_methods(["GET", "HEAD", "POST"])
RUN = "initiatives.run_budgets"
SHOWN = 6
"""Ideas on the page of the budget; the rest stands in the list."""
DAYS_TO_JUDGE = 7
"""With less between sending in and voting a coordinator is warned."""
BUTTONS = {
    "aankondigen": ("Kondig het budget aan", "initiatives:budget_announce", True),
    "toetsen": ("Toets het volgende plan", "initiatives:proposal_list", False),
    "openen": ("Leg het stembiljet vast", "initiatives:budget_open", False),
    "verzetten": ("Kies nieuwe dagen", "initiatives:budget_edit", False),
    "te weinig": ("Bekijk de plannen", "initiatives:proposal_list", False),
    "papier": ("Maak de papieren biljetten af", "initiatives:paper_ballot_list", False),
    "tellen": ("Tel de stemmen", "initiatives:election_count", True),
    "publiceren": ("Publiceer de uitslag", "initiatives:budget_publish", False),
    "verantwoorden": ("Schrijf wat er met het geld gebeurde", "initiatives:budget_account", False),
    "insturen": ("Stuur een plan in", "initiatives:proposal_new", False),
    "meedoen": ("Word lid en stuur een plan in", "communities:join", False),
    "stemmen": ("Stem", "initiatives:vote", False),
    "uitslag": ("Bekijk de uitslag", "initiatives:election_result", False),
}
"""For each next step: what the button says, where it leads, and whether it is sent."""


@login_not_required
@require_safe
def budget_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The budgets of a community, the newest first."""
    community = get_community(request, slug, "communities.view_community")
    found = list(with_counts(readable_budgets(request.user, community)))
    over = {BudgetRound.Phase.RESULT, BudgetRound.Phase.ACCOUNT}
    context = {
        "community": community,
        "running": [one for one in found if one.phase not in over],
        "over": [one for one in found if one.phase in over],
        "may_run": request.user.has_perm(RUN, community),
    }
    return render(request, "initiatives/budget_list.html", context)


@login_not_required
@require_safe
def budget_detail(request: HttpRequest, slug: str, budget_id: int) -> HttpResponse:
    """A budget in whatever phase: where it is, what this reader can do now, the ideas, and how it works."""
    budget = get_budget(request, slug, budget_id)
    standing = standing_of(budget, request.user)
    ideas = readable_proposals(request.user, budget).shown()
    dates = dates_of(budget)
    winners = winners_for(request.user, budget)
    context = {
        "community": budget.community,
        "budget": budget,
        "standing": standing,
        "stations": [(name, state, dates[name]) for name, state in stations(budget.phase)],
        "button": _button(budget, standing),
        "has_sent": _has_sent(request, budget),
        "facts": facts_of(budget),
        "checking": checking_of(budget, may_run=standing.may_run),
        "ideas": ideas.on_ballot()[:SHOWN] if standing.is_opened else ideas[:SHOWN],
        "winners": winners,
        "n_without_initiative": sum(one.idea.initiative_id is None for one in winners),
        "may_run": standing.may_run,
    }
    return render(request, "initiatives/budget_detail.html", context)


@login_not_required
@require_safe
def budget_calendar(request: HttpRequest, slug: str, budget_id: int) -> HttpResponse:
    """The days of a budget, for in somebody's own calendar."""
    budget = get_budget(request, slug, budget_id)
    return as_calendar(one_budget(budget), f"budget-{budget.pk}.ics")


def _has_sent(request: HttpRequest, budget: BudgetRound) -> bool:
    """Whether this reader voted, as the door of the vote says it; of who votes without an account nobody knows here."""
    if not budget.is_voting or budget.rights != BudgetRound.Rights.MEMBERS:
        return False
    right = right_of(request, budget)
    return right is not None and sent_ballot(right) is not None


def _button(budget: BudgetRound, standing: Standing) -> dict[str, Any]:
    """The one button of the page; {} where there is only waiting."""
    step = next_step(standing)
    if not step:
        return {}
    label, route, is_sent = BUTTONS[step]
    slug = budget.community.slug
    first = next_to_check(budget) if step == "toetsen" else None
    if first is not None:
        url = reverse("initiatives:proposal_judge", args=[slug, budget.pk, first.number])
    else:
        url = reverse(route, args=[slug] if step == "meedoen" else [slug, budget.pk])
    return {"step": step, "label": label, "url": url, "is_sent": is_sent}


def _warn_of_haste(request: HttpRequest, budget: BudgetRound) -> None:
    """Also the last plan that came in is judged before the vote: who leaves a night for that should know it now."""
    days = (budget.vote_from - budget.propose_until).days
    if days < DAYS_TO_JUDGE:
        room = "minder dan een dag" if days < 1 else "maar één dag" if days == 1 else f"maar {days} dagen"
        messages.warning(
            request,
            f"Tussen het insturen en het stemmen zit {room}. In die tijd moet ook het laatste plan beoordeeld zijn. "
            "Hebt u meer tijd nodig? Laat het stemmen dan later beginnen.",
        )


@READ_OR_SEND
def budget_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Set up a budget that nobody else sees yet."""
    community = get_community(request, slug, RUN)
    form = BudgetForm(request.POST or None)
    if form.is_valid():
        try:
            made = budgets.make_budget(by=request.user, community=community, plan=form.plan())
        except BudgetError as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(request, "Het budget staat klaar. Alleen coördinatoren zien het, tot u het aankondigt.")
            _warn_of_haste(request, made)
            return redirect(made)
    context = {"community": community, "form": form}
    return render(request, "initiatives/budget_form.html", context, status=400 if form.is_bound else 200)


@READ_OR_SEND
def budget_edit(request: HttpRequest, slug: str, budget_id: int) -> HttpResponse:
    """Change a budget, as long as voting has not opened."""
    budget = get_budget(request, slug, budget_id, RUN)
    if budget.opened_at is not None:
        messages.info(request, budgets.IS_OPENED)
        return redirect(budget)
    form, status = BudgetForm(request.POST or None, budget=budget), 200
    if form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            changed = budgets.change_budget(by=request.user, budget=budget, plan=form.plan(), version=version)
        except BudgetConflict as conflict:
            form, status = BudgetForm(budget=conflict.current), 409
            messages.error(request, str(conflict))
        except BudgetError as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(request, "Het budget is gewijzigd.")
            _warn_of_haste(request, changed)
            return redirect(changed)
    context = {"community": budget.community, "budget": budget, "form": form}
    return render(request, "initiatives/budget_form.html", context, status=400 if form.is_bound else status)


@require_POST
def budget_announce(request: HttpRequest, slug: str, budget_id: int) -> HttpResponse:
    """Let others see a budget."""
    budget = get_budget(request, slug, budget_id, RUN)
    try:
        budgets.announce_budget(by=request.user, budget=budget)
    except BudgetError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Het budget is aangekondigd. Leden horen het zodra zij plannen kunnen insturen.")
    return redirect(budget)


@require_POST
def budget_remove(request: HttpRequest, slug: str, budget_id: int) -> HttpResponse:
    """Take a budget away that was never announced."""
    budget = get_budget(request, slug, budget_id, RUN)
    try:
        budgets.remove_budget(by=request.user, budget=budget)
    except BudgetError as error:
        messages.error(request, str(error))
        return redirect(budget)
    messages.success(request, "Het budget is weggehaald.")
    return redirect("initiatives:budget_list", slug)


@READ_OR_SEND
def budget_open(request: HttpRequest, slug: str, budget_id: int) -> HttpResponse:
    """Look at the whole ballot once more, and fix it."""
    budget = get_budget(request, slug, budget_id, RUN)
    if budget.opened_at is not None:
        return redirect(budget)
    problem, is_refused = why_not_yet(budget), False
    if request.method == "POST":
        try:
            opened = open_budget(by=request.user, budget=budget)
        except BudgetError as error:
            problem, is_refused = str(error), True
        else:
            is_on = opened.is_voting
            words = "Mensen kunnen nu stemmen." if is_on else "Stemmen begint vanzelf op het moment dat u koos."
            messages.success(request, f"Het stembiljet ligt vast en het lot is getrokken. {words}")
            return redirect(budget)
    context = {
        "community": budget.community,
        "budget": budget,
        "problem": problem,
        "is_refused": is_refused,
        "checking": checking_of(budget, may_run=True),
        "ballot": readable_proposals(request.user, budget).on_ballot(),
        "facts": facts_of(budget),
    }
    return render(request, "initiatives/budget_open.html", context, status=400 if is_refused else 200)
