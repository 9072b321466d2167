"""After the count: publishing the result, making initiatives of the winners, and accounting for the money."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from initiatives.access.budgets import get_budget, winners_for
from initiatives.actions.budget_moments import publish_result, start_initiatives, write_account
from initiatives.actions.budgets import BudgetConflict, BudgetError
from initiatives.forms.budgets import AccountForm, PublishForm
from initiatives.models import BudgetRound
from initiatives.views.budgets import READ_OR_SEND, RUN


@READ_OR_SEND
def budget_publish(request: HttpRequest, slug: str, budget_id: int) -> HttpResponse:
    """Look at who gets money, and let everybody see it."""
    budget = get_budget(request, slug, budget_id, RUN)
    if budget.is_published:
        return redirect(budget)
    if budget.counted_at is None:
        messages.info(request, "De stemmen zijn nog niet geteld. Daarna kunt u de uitslag publiceren.")
        return redirect(budget)
    form = PublishForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            publish_result(by=request.user, budget=budget, starts=form.cleaned_data["starts"])
        except BudgetError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "De uitslag is voor iedereen te zien. Wie een plan instuurde, hoort het.")
            return redirect(budget)
    context = {
        "community": budget.community,
        "budget": budget,
        "form": form,
        "winners": winners_for(request.user, budget),
    }
    return render(request, "initiatives/budget_publish.html", context, status=400 if form.is_bound else 200)


@require_POST
def budget_start(request: HttpRequest, slug: str, budget_id: int) -> HttpResponse:
    """Make an initiative of each winner that has none yet."""
    budget = get_budget(request, slug, budget_id, RUN)
    try:
        made = start_initiatives(by=request.user, budget=budget)
    except BudgetError as error:
        messages.error(request, str(error))
    else:
        n_made = "Eén initiatief is" if len(made) == 1 else f"{len(made)} initiatieven zijn"
        messages.success(request, f"{n_made} begonnen." if made else "Elk plan dat geld krijgt, is al een initiatief.")
    return redirect(budget)


@READ_OR_SEND
def budget_account(request: HttpRequest, slug: str, budget_id: int) -> HttpResponse:
    """Say what happened with the money, beside what is known of each winner."""
    budget = get_budget(request, slug, budget_id, RUN)
    if not budget.is_published:
        messages.info(request, "De uitslag is nog niet gepubliceerd. Daarna schrijft u hier de verantwoording.")
        return redirect(budget)
    form, mine = AccountForm(request.POST or None, initial=_account_of(budget)), ""
    if form.is_valid():
        text, version = form.cleaned_data["account"], form.cleaned_data["version"] or 0
        try:
            write_account(by=request.user, budget=budget, text=text, version=version)
        except BudgetConflict as conflict:
            form, mine = AccountForm(initial=_account_of(conflict.current)), text
            messages.error(request, str(conflict))
        except BudgetError as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(request, "De verantwoording staat op de bladzijde van het budget.")
            return redirect(budget)
    context = {
        "community": budget.community,
        "budget": budget,
        "form": form,
        "mine": mine,
        "winners": winners_for(request.user, budget),
    }
    return render(
        request, "initiatives/budget_account.html", context, status=409 if mine else 400 if form.is_bound else 200
    )


def _account_of(budget: BudgetRound) -> dict[str, Any]:
    return {"account": budget.account, "version": budget.version}
