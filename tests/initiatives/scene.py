"""Initiatives, needs and budgets for tests. Every argument has a sensible default."""

from datetime import timedelta

from django.utils import timezone

from communities.models import Commitment, Community, User
from initiatives.models import (
    BudgetRound,
    Initiative,
    InitiativeCommitment,
    Listing,
    Milestone,
    Partner,
    Proposal,
)
from tests import factories
from tests.communities.town import join


def make_initiative(community: Community, title: str = "Repaircafé in de school", **fields: object) -> Initiative:
    """A placed initiative that is being done, which visitors may see."""
    defaults = {
        "summary": "Elke maand repareren wij samen wat stuk is.",
        "stage": "doen",
        "is_public": True,
        "placed_at": timezone.now(),
    }
    return Initiative.objects.create(community=community, title=title, **(defaults | fields))


def lead(initiative: Initiative, user: User | None = None) -> User:
    """Somebody who pulls the initiative, and belongs to its community."""
    if user is None:
        user = factories.make_verified_user(name="Trees Trekker")
        join(initiative.community, user)
    Partner.objects.create(initiative=initiative, user=user, role=Partner.Role.LEADS)
    return user


def make_milestone(initiative: Initiative, title: str = "Eerste avond", days: int = 30, **fields: object) -> Milestone:
    """A milestone so many days from now."""
    due_on = timezone.localdate() + timedelta(days=days)
    return Milestone.objects.create(initiative=initiative, title=title, **({"due_on": due_on} | fields))


def promise(initiative: Initiative, person: User, days: int = 20, **fields: object) -> Commitment:
    """A promise that belongs to the initiative."""
    due_on = timezone.localdate() + timedelta(days=days)
    defaults = {"what": "Gereedschap regelen", "person": person, "due_on": due_on}
    made = Commitment.objects.create(community=initiative.community, **(defaults | fields))
    InitiativeCommitment.objects.create(initiative=initiative, commitment=made)
    return made


def make_listing(community: Community, owner: User, side: str = "vraag", **fields: object) -> Listing:
    """A need or an offer that stands on the board."""
    defaults = {"kind": "kennis", "title": "Wie weet hoe je een naaimachine afstelt?"}
    return Listing.objects.create(community=community, owner=owner, side=side, **(defaults | fields))


PHASES = {"insturen": -10, "toetsen": -40, "stemmen": -55, "tellen": -75}
"""Days from today on which the budget began, so that it is in this phase now."""


def make_budget(community: Community, phase: str = "stemmen", **fields: object) -> BudgetRound:
    """An announced budget of € 10.000 in this phase: thirty days for ideas, twenty for checking, twenty for voting."""
    start = timezone.now() + timedelta(days=PHASES[phase])
    defaults = {
        "name": "Dorpsbudget",
        "amount_cents": 1_000_000,
        "area": "Waalmeer-Noord",
        "decides": "De stemmers beslissen; de gemeente betaalt.",
        "announced_at": start,
        "propose_from": start,
        "propose_until": start + timedelta(days=30),
        "vote_from": start + timedelta(days=50),
        "vote_until": start + timedelta(days=70),
    }
    if phase in {"stemmen", "tellen"}:
        defaults["opened_at"] = start + timedelta(days=49)
    return BudgetRound.objects.create(community=community, **(defaults | fields))


def make_proposal(budget: BudgetRound, title: str = "Bankje bij de vijver", **fields: object) -> Proposal:
    """A feasible idea of € 2.000, with the next number."""
    number = budget.proposals.count() + 1
    defaults = {
        "text": "Een plek om even te zitten.",
        "state": "haalbaar",
        "reason": "Kan op grond van de gemeente.",
        "cost_cents": 200_000,
        "decided_at": timezone.now(),
    }
    return Proposal.objects.create(budget=budget, title=title, number=number, **(defaults | fields))
