"""The ideas for a budget, queried through the budget."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Q, Sum
from django.http import HttpRequest

from communities.access.communities import get_owned
from communities.models import User
from initiatives.access.budgets import get_budget, initiative_for
from initiatives.models import BudgetRound, Initiative, Proposal
from initiatives.models.budgets import ProposalQuerySet, shown

State = Proposal.State


def readable_proposals(user: User | AnonymousUser, budget: BudgetRound) -> ProposalQuerySet:
    """The ideas that this reader may read; what waits, is hidden or taken back only its proposer and who runs it."""
    found: ProposalQuerySet = Proposal.objects.filter(budget=budget).select_related(
        "budget__community", "proposed_by", "initiative__community"
    )
    if user.has_perm("communities.manage_community", budget.community):
        return found
    own = Q(proposed_by=user.pk) if user.pk else Q(pk__in=[])
    return found.filter(own | shown())


def get_proposal(request: HttpRequest, slug: str, budget_id: int, number: int, permission: str = "") -> Proposal:
    """The idea at this address, for someone who may read it and has `permission` on it."""
    budget = get_budget(request, slug, budget_id)
    found = readable_proposals(request.user, budget)
    return get_owned(request, budget.community, found, permission, number=number)


def find_proposals(proposals: ProposalQuerySet, words: str, state: str) -> ProposalQuerySet:
    """Those of which the title, the text or the place holds every word, in this state; "" is every state."""
    for word in words.split()[:8]:
        holds = Q(title__icontains=word) | Q(text__icontains=word) | Q(place__icontains=word)
        proposals = proposals.filter(holds | Q(number=int(word)) if word.isascii() and word.isdigit() else holds)
    return proposals.filter(state=state) if state in State.values else proposals


def told_to(
    user: User | AnonymousUser, budget: BudgetRound, proposals: Iterable[Proposal]
) -> list[tuple[Proposal, Initiative | None]]:
    """Each with the initiative that it became, where the result is published and this reader may see that one."""
    return [(one, initiative_for(user, one) if budget.is_published else None) for one in proposals]


@dataclass(frozen=True)
class Checking:
    """How far the checking of the ideas is. Money in cents."""

    n_undecided: int
    n_feasible: int
    n_refused: int
    cost_cents: int

    @property
    def n_all(self) -> int:
        """All ideas that count here."""
        return self.n_undecided + self.n_feasible + self.n_refused


def checking_of(budget: BudgetRound, *, may_run: bool = False) -> Checking:
    """How far the checking is; one question to the database. For who runs it also with what waits for a first look."""
    ideas = Proposal.objects.filter(budget=budget)
    counted = ideas.shown() | ideas.held() if may_run else ideas.shown()
    feasible = Q(state=State.FEASIBLE)
    return Checking(
        **counted.aggregate(
            n_undecided=Count("pk", filter=Q(state=State.SENT)),
            n_feasible=Count("pk", filter=feasible),
            n_refused=Count("pk", filter=Q(state=State.REFUSED)),
            cost_cents=Sum("cost_cents", filter=feasible, default=0),
        )
    )


def next_to_check(budget: BudgetRound) -> Proposal | None:
    """The first idea that still has to be judged."""
    return Proposal.objects.filter(budget=budget).undecided().select_related("budget__community").first()
