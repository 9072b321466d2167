"""Initiatives and the open budget, as the front page of a community and the portfolio say them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, Count, Value, When
from django.utils import timezone

from communities.access.portfolio import PortfolioRow
from communities.models import Community, User
from config.templatetags.community import path_of
from initiatives.access.board import count_initiatives
from initiatives.access.budgets import readable_budgets
from initiatives.access.initiatives import readable_initiatives
from initiatives.analysis.elections import euros
from initiatives.analysis.roll_up import StageRollUp, roll_up
from initiatives.models import BudgetRound, Initiative, VoteRight
from initiatives.models.initiatives import UNDER_WAY
from lib.tables import Column, Table
from lib.text import long_date

Reader = User | AnonymousUser
N_SHOWN = 3


@dataclass(frozen=True)
class HomeInitiatives:
    """Those that live most, how far all of them are, and where they are."""

    shown: Sequence[Initiative]
    progress: StageRollUp
    path: str
    propose: str
    """Where this reader proposes one; "" for who may not."""


@dataclass(frozen=True)
class OpenBudget:
    """A budget that asks something of people now, with its one action."""

    name: str
    sentence: str
    label: str
    path: str
    asks_vote: bool
    """This reader can vote now, and did not."""


def initiatives_for(user: Reader, community: Community) -> HomeInitiatives:
    """What lives most, of what this reader may see: under way, and heard of last."""
    placed = readable_initiatives(user, community).placed().prefetch_related(None)
    is_going = Case(When(stage__in=UNDER_WAY, then=Value(0)), default=Value(1))
    shown = list(placed.order_by(is_going, "-heard_on", "-changed_at", "-pk")[:N_SHOWN])
    may_propose = user.has_perm("initiatives.propose_initiative", community)
    return HomeInitiatives(
        shown=shown,
        progress=count_initiatives(user, community).whole,
        path=path_of("initiatives:initiative_list", community.slug),
        propose=path_of("initiatives:initiative_propose", community.slug) if may_propose else "",
    )


def budget_for(user: Reader, community: Community) -> OpenBudget | None:
    """The budget that is open to this reader and closes first: one to vote on goes before one for ideas."""
    if not community.is_active:
        return None
    announced = readable_budgets(user, community).announced().filter(counted_at=None, vote_until__gt=timezone.now())
    found = list(announced.order_by("vote_until", "pk"))
    votes = [one for one in found if one.is_voting]
    if votes:
        voted = _voted_on(user, votes)
        chosen = next((one for one in votes if _asks_vote(one, voted)), votes[0])
        return _to_vote(chosen, asks_vote=_asks_vote(chosen, voted))
    return next((_for_ideas(user, one) for one in found if one.is_proposing), None)


def _to_vote(budget: BudgetRound, *, asks_vote: bool) -> OpenBudget:
    path = path_of("initiatives:vote", budget.community.slug, budget.pk)
    until = timezone.localtime(budget.vote_until)
    sentence = f"{_amount(budget)}. Stemmen kan tot {long_date(until)}, {until:%H.%M} uur."
    return OpenBudget(budget.name, sentence, f"Stem over {budget.name}", path, asks_vote)


def _asks_vote(budget: BudgetRound, voted: Collection[int]) -> bool:
    """Of a vote by letter, address or list nobody can say here whether this reader may vote, or did."""
    return budget.rights == BudgetRound.Rights.MEMBERS and budget.pk not in voted


def _voted_on(user: Reader, budgets: Collection[BudgetRound]) -> set[int]:
    """The numbers of the budgets on which this reader voted. One query."""
    if not isinstance(user, User):
        return set()
    return set(VoteRight.objects.filter(budget__in=budgets, user=user, has_voted=True).values_list("budget", flat=True))


def _for_ideas(user: Reader, budget: BudgetRound) -> OpenBudget:
    until = timezone.localtime(budget.propose_until)
    sentence = f"{_amount(budget)}. Plannen insturen kan tot {long_date(until)}, {until:%H.%M} uur."
    if user.has_perm("initiatives.propose_to_budget", budget):
        path = path_of("initiatives:proposal_new", budget.community.slug, budget.pk)
        return OpenBudget(budget.name, sentence, "Stuur een plan in", path, asks_vote=False)
    path = path_of("initiatives:budget_detail", budget.community.slug, budget.pk)
    return OpenBudget(budget.name, sentence, "Bekijk het budget", path, asks_vote=False)


def _amount(budget: BudgetRound) -> str:
    return f"{euros(budget.amount_cents)} voor {budget.area}"


# ── The portfolio ─────────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class InitiativeLine:
    """How far the initiatives of a community are, and the list behind it."""

    progress: StageRollUp
    path: str


def initiatives_in(communities: Collection[Community]) -> dict[int, InitiativeLine]:
    """Per community how far its initiatives are; what waits or is hidden does not count. One question."""
    rows = Initiative.objects.placed().filter(community__in=communities).order_by()
    counts: dict[int, dict[str, int]] = {}
    for pk, stage, n in rows.values_list("community", "stage").annotate(n=Count("pk")):
        counts.setdefault(pk, {})[stage] = n
    return {
        one.pk: InitiativeLine(roll_up(counts.get(one.pk, {})), path_of("initiatives:initiative_list", one.slug))
        for one in communities
    }


def with_initiatives(table: Table, rows: Sequence[PortfolioRow], lines: Mapping[int, InitiativeLine]) -> Table:
    """The portfolio with two columns more: how many initiatives there are, and how many of them are done."""
    columns = [
        *table.columns,
        Column("initiatieven", "Initiatieven", "number", 0),
        Column("gerealiseerd", "Waarvan klaar", "number", 0),
    ]
    told = [lines[row.community.pk].progress for row in rows]
    return replace(
        table,
        columns=columns,
        rows=[(*cells, one.n_counted, one.n_done) for cells, one in zip(table.rows, told, strict=True)],
    )
