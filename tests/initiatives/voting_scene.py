"""A vote that is open, people who vote, and the count."""

from contextlib import AbstractContextManager
from datetime import timedelta

import time_machine

from communities.models import Community, User
from initiatives.access.voting import account_hash, address_hash
from initiatives.actions.voting import send_ballot
from initiatives.models import Ballot, BudgetRound, VoteRight
from tests import factories
from tests.communities.town import join
from tests.initiatives.scene import make_budget, make_proposal

COSTS = (200_000, 500_000, 300_000, 400_000, 100_000)


def make_vote(community: Community, costs: tuple[int, ...] = COSTS, **fields: object) -> BudgetRound:
    """A budget of € 10.000 on which people vote now, with these projects and a lot."""
    codes = [str(number) for number in range(1, len(costs) + 1)]
    budget = make_budget(community, **({"rights": "e-mail", "lot": codes[::-1]} | fields))
    for number, cost in enumerate(costs, 1):
        text = f"Plan van idee {number}."
        make_proposal(budget, f"Idee {number}", cost_cents=cost, text=text)
    return budget


def make_right(budget: BudgetRound, who: str = "an@example.org", **fields: object) -> VoteRight:
    """Somebody on the roll, by their address."""
    return VoteRight.objects.create(budget=budget, voter_hash=address_hash(budget, who), email=who, **fields)


def make_member(budget: BudgetRound, **fields: object) -> tuple[User, VoteRight]:
    """A member who went through the door."""
    user = factories.make_verified_user()
    join(budget.community, user, **fields)
    voter = account_hash(budget, user.pk)
    return user, VoteRight.objects.create(budget=budget, voter_hash=voter, user=user, email=user.email)


def make_coordinator(community: Community) -> User:
    """Who runs it."""
    user = factories.make_verified_user()
    join(community, user, role="coordinator")
    return user


def cast(budget: BudgetRound, number: int, *choices: str) -> Ballot:
    """The vote of the so-manieth voter."""
    right = make_right(budget, f"stemmer{number:03}@example.org")
    return send_ballot(right=right, choices=dict.fromkeys(choices, 1))


def after(budget: BudgetRound) -> AbstractContextManager[object]:
    """The moment just after the vote has closed."""
    return time_machine.travel(budget.vote_until + timedelta(seconds=1))


def hand_out(budget, n_sheets):
    """So many people got a ballot on paper."""
    for number in range(n_sheets):
        make_right(budget, f"papier{number}@example.org", is_paper=True)


def chosen(*codes):
    """A ballot with these projects on it."""
    return dict.fromkeys(codes, 1)
