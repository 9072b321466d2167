"""The result of a budget, for who may see it."""

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest

from communities.models import User
from initiatives.access.budgets import get_budget
from initiatives.analysis.result_shape import LEAST_BALLOTS_OPEN, LEAST_SUPPORTERS
from initiatives.models import BudgetRound, ElectionResult

NOT_HANDED_OUT = (
    f"Het bestand met alle stembiljetten is er niet: minder dan {LEAST_BALLOTS_OPEN} mensen kozen iets. Ook zonder "
    "naam was dan te raden welk biljet van wie is."
)
RARE_CHOICE = (
    "Het bestand met alle stembiljetten is er niet: er is een plan waar 1 tot "
    f"{LEAST_SUPPORTERS - 1} mensen voor kozen. Wie weet wie dat zijn, kon in het bestand zien wat zij nog meer kozen."
)


def get_result(request: HttpRequest, slug: str, budget_id: int) -> tuple[BudgetRound, ElectionResult]:
    """The budget at this address with its result: for everybody once published, before that for who runs it.

    Before the count there is nothing for anybody: Http404. Raises as `get_budget` otherwise.
    """
    budget = get_budget(request, slug, budget_id, "initiatives.view_result")
    found = result_for(request.user, budget)
    if found is None:
        raise Http404("not counted yet")
    return budget, found


def result_for(user: User | AnonymousUser, budget: BudgetRound) -> ElectionResult | None:
    """The result, for who may see it; None for others, and before the count."""
    if not user.has_perm("initiatives.view_result", budget):
        return None
    found = ElectionResult.objects.filter(budget=budget).first()
    if found is not None:
        found.budget = budget
    return found


def why_not_handed_out(result: ElectionResult) -> str:
    """Why the ballots are not handed out, also not without names; empty where they are."""
    if result.figures["turnout"]["n_counted"] < LEAST_BALLOTS_OPEN:
        return NOT_HANDED_OUT
    few = (1 <= (one["votes"] or 0) < LEAST_SUPPORTERS for one in result.figures["projects"])
    return RARE_CHOICE if any(few) else ""
