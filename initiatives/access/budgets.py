"""The budgets of a community, queried through the community."""

from collections.abc import Collection
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Q
from django.http import HttpRequest
from django.utils import timezone

from communities.access.communities import get_community, get_owned
from communities.models import Community, User
from initiatives.analysis.budget_path import Standing
from initiatives.models import BudgetRound, ElectionResult, Initiative, Proposal
from initiatives.models.budgets import BudgetQuerySet, shown, undecided


def readable_budgets(user: User | AnonymousUser, community: Community) -> BudgetQuerySet:
    """The budgets that this reader may see; the same law as `initiatives.view_budget`."""
    found: BudgetQuerySet = BudgetRound.objects.filter(community=community).select_related("community", "region")
    return found if user.has_perm("communities.manage_community", community) else found.announced()


def get_budget(
    request: HttpRequest, slug: str, budget_id: int, permission: str = "initiatives.view_budget"
) -> BudgetRound:
    """The budget at this address, for someone who may see it and has `permission` on it, as `get_initiative`."""
    community = get_community(request, slug, "communities.view_community")
    return get_owned(request, community, readable_budgets(request.user, community), permission, pk=budget_id)


def announced_in(communities: Collection[int]) -> BudgetQuerySet:
    """The budgets of the communities with these numbers that whoever may see the community may see."""
    found: BudgetQuerySet = BudgetRound.objects.announced().filter(community__in=communities)
    return found.select_related("community")


def with_counts(budgets: BudgetQuerySet) -> BudgetQuerySet:
    """Each budget with how many ideas of it others may read, as `n_shown`."""
    counted: BudgetQuerySet = budgets.annotate(n_shown=Count("proposals", filter=shown("proposals__")))
    return counted


def standing_of(budget: BudgetRound, user: User | AnonymousUser) -> Standing:
    """How a budget stands, and what this reader may do with it.

    One question to the database, and one more to who runs it once voting has ended: is all paper done?
    """
    counts = budget.proposals.aggregate(
        n_undecided=Count("pk", filter=undecided()),
        n_on_ballot=Count("pk", filter=shown() & Q(state=Proposal.State.FEASIBLE)),
    )
    may_run = user.has_perm("initiatives.run_budgets", budget)
    waits_for_count = budget.is_closed and budget.counted_at is None
    return Standing(
        phase=budget.phase,
        is_announced=budget.is_announced,
        is_opened=budget.opened_at is not None,
        is_counted=budget.counted_at is not None,
        is_vote_over=budget.vote_until <= timezone.now(),
        n_undone_papers=undone_papers(budget) if may_run and waits_for_count else 0,
        may_run=may_run,
        may_propose=user.has_perm("initiatives.propose_to_budget", budget),
        is_inside=user.has_perm("communities.view_members_part", budget.community),
        **counts,
    )


def undone_papers(budget: BudgetRound) -> int:
    """How many ballots on paper wait for somebody to type them, or to wipe them."""
    return int(budget.paper_ballots.filter(is_done=False).count())


def winning_codes(budget: BudgetRound) -> list[str]:
    """The codes of the ideas that get money, in the order in which the count chose them; [] before the count."""
    result = ElectionResult.objects.filter(budget=budget).first()
    return list(result.figures["winners"]) if result else []


def winners_of(budget: BudgetRound) -> list[Proposal]:
    """The ideas that get money, with their initiative and its milestones, in the order of the count."""
    codes = winning_codes(budget)
    chosen = budget.proposals.filter(number__in=[int(code) for code in codes])
    whole = chosen.select_related("initiative__community", "proposed_by").prefetch_related("initiative__milestones")
    found = {one.code: one for one in whole}
    return [found[code] for code in codes if code in found]


@dataclass(frozen=True)
class Winner:
    """An idea that gets money, and its initiative where this reader may see that."""

    idea: Proposal
    initiative: Initiative | None


def winners_for(user: User | AnonymousUser, budget: BudgetRound) -> list[Winner]:
    """The ideas that get money, for who may know them; [] for others."""
    if not user.has_perm("initiatives.view_result", budget):
        return []
    return [Winner(one, initiative_for(user, one)) for one in winners_of(budget)]


def initiative_for(user: User | AnonymousUser, proposal: Proposal) -> Initiative | None:
    """The initiative that an idea became, for who may see that."""
    found = proposal.initiative
    return found if found is not None and user.has_perm("initiatives.view_initiative", found) else None
