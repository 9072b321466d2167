"""Telling people of a budget: the members at each phase, and those who sent in an idea what became of it."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.html import format_html
from django.utils.text import Truncator

from communities.access.stream import is_trusted
from communities.actions.notices import notify
from communities.actions.stream import Words, write_post
from communities.models import Audience, Community, Membership, Notice, Role, User
from initiatives.analysis.elections import euros
from initiatives.letters.budgets import change_words, moment_words
from initiatives.models import BudgetRound, Proposal

logger = logging.getLogger(__name__)
MAX_TITLE = 140
"""Of a post."""


def members_of(budget: BudgetRound) -> QuerySet[User]:
    """Everybody who belongs to the community of this budget now."""
    return User.objects.filter(pk__in=Membership.objects.active().filter(community=budget.community).values("user"))


@transaction.atomic
def tell_members(budget: BudgetRound) -> bool:
    """Tell the members, once, that they can send in ideas, and once that they can vote. Whether there was news.

    `budget` must be locked. Asks no right: whose verb calls it, did; the clock calls it too.
    """
    was_told = (budget.ideas_told_at, budget.voting_told_at)
    if budget.is_proposing and budget.ideas_told_at is None:
        _tell(budget, _about_ideas(budget))
        budget.ideas_told_at = timezone.now()
    if budget.is_voting and budget.voting_told_at is None:
        _tell(budget, _about_voting(budget))
        budget.voting_told_at = timezone.now()
    budget.save(update_fields=["ideas_told_at", "voting_told_at"])
    return (budget.ideas_told_at, budget.voting_told_at) != was_told


@dataclass(frozen=True)
class _News:
    """What happened, under which key, and what the link to the budget says."""

    event: str
    title: str
    text: str
    link: str


def _about_ideas(budget: BudgetRound) -> _News:
    amount = euros(budget.amount_cents)
    text = f"Er is {amount} voor {budget.area}. Plannen insturen kan tot {moment_words(budget.propose_until)}."
    return _News("ideas", f"{budget.name}: stuur uw plan in", text, "Bekijk het budget en stuur uw plan in")


def _about_voting(budget: BudgetRound) -> _News:
    text = f"Beslis mee over {euros(budget.amount_cents)}. Stemmen kan tot {moment_words(budget.vote_until)}."
    return _News("voting", f"{budget.name}: u kunt stemmen", text, "Bekijk het budget en stem")


def _about_result(budget: BudgetRound, n_winners: int) -> _News:
    counts = {0: "Geen enkel plan krijgt geld.", 1: "Eén plan krijgt geld."}
    text = f"{counts.get(n_winners, f'{n_winners} plannen krijgen geld.')} U leest per plan waarom wel of niet."
    return _News("result", f"De uitslag van {budget.name} is bekend", text, "Bekijk wat er gekozen is")


def _tell(budget: BudgetRound, news: _News, *, besides: Iterable[int] = ()) -> None:
    """Tell the members, as a post: so that the digest carries it and they can say something about it.

    Where nobody may write one it is a notice, which those `besides` do not need.
    """
    writer = _writer(budget)
    if writer is None:
        _notify(budget, news, besides)
        return
    address = f"{settings.SITE_URL}{budget.get_absolute_url()}"
    body = format_html('<p>{}</p><p><a href="{}">{}</a></p>', news.text, address, news.link)
    audience = Audience.PUBLIC if budget.community.is_public else Audience.MEMBERS
    title = Truncator(news.title).chars(MAX_TITLE)
    write_post(by=writer, community=budget.community, words=Words(title, str(body), audience=audience))


def _writer(budget: BudgetRound) -> User | None:
    """In whose name it is told: who made the budget, where they may still write, else a coordinator who may."""
    community = budget.community
    running = Membership.objects.active().filter(community=community, role=Role.COORDINATOR).order_by("pk")
    people = [budget.created_by, *(one.user for one in running.select_related("user"))]
    return next((one for one in people if one is not None and _writes_at_once(one, community)), None)


def _writes_at_once(user: User, community: Community) -> bool:
    """Whether what they write is placed, without waiting for a look."""
    return user.is_active and user.has_perm("communities.contribute", community) and is_trusted(user, community)


def _notify(budget: BudgetRound, news: _News, besides: Iterable[int]) -> None:
    notify(
        users=members_of(budget).exclude(pk__in=list(besides)),
        kind=Notice.Kind.NEWS,
        key=f"budget-{budget.pk}-{news.event}",
        title=news.title,
        text=news.text,
        path=budget.get_absolute_url(),
        community=budget.community,
    )


def tell_due_members() -> int:
    """Tell the members of every budget of which a phase began; returns of how many. For the clock.

    Not in a community that is over. A budget for which it fails stands in the log and does not keep others waiting.
    """
    now = timezone.now()
    ideas = Q(ideas_told_at=None, opened_at=None, propose_from__lte=now, propose_until__gt=now)
    voting = Q(voting_told_at=None, opened_at__isnull=False, vote_from__lte=now, vote_until__gt=now, counted_at=None)
    due = BudgetRound.objects.announced().filter(ideas | voting, community__ended_on=None)
    return sum(_tell_one(pk) for pk in due.order_by("pk").values_list("pk", flat=True))


def _tell_one(pk: int) -> bool:
    try:
        with transaction.atomic():
            whole = BudgetRound.objects.select_related("community")
            return tell_members(whole.select_for_update(of=("self",), no_key=True).get(pk=pk))
    except Exception:
        logger.exception("members not told of a budget", extra={"budget": pk})
        return False


def tell_of_change(*, by: User, budget: BudgetRound, promised: Sequence[str]) -> list[Notice]:
    """Tell those who sent in an idea what is different from what was promised; `promised` names the fields."""
    # Also of whom the idea waits for a first look or is hidden: it may still come on the ballot.
    theirs = Proposal.objects.filter(budget=budget).exclude(state=Proposal.State.WITHDRAWN)
    people = User.objects.filter(pk__in=theirs.values("proposed_by"))
    return notify(
        users=people.exclude(pk=by.pk),
        kind=Notice.Kind.REPLY,
        key=f"budget-{budget.pk}-changed-{budget.version}",
        title=f"{budget.name}: de afspraken zijn veranderd"[:200],
        text=" ".join(change_words(budget, name) for name in promised),
        path=budget.get_absolute_url(),
        community=budget.community,
    )


def tell_proposer(*, by: User, proposal: Proposal, event: str, title: str, text: str, kind: str) -> list[Notice]:
    """Tell who sent in an idea what became of it; nobody hears of what they did themselves."""
    proposer = proposal.proposed_by
    return notify(
        users=[proposer] if proposer is not None and proposer != by else [],
        kind=kind,
        key=f"proposal-{proposal.pk}-{event}",
        title=title[:200],
        text=text,
        path=proposal.get_absolute_url(),
        community=proposal.community,
    )


def tell_of_result(*, by: User, budget: BudgetRound, winners: Sequence[Proposal]) -> None:
    """Tell everybody of whom an idea was on the ballot what became of it, and the other members that it is known."""
    on_ballot = Proposal.objects.filter(budget=budget).on_ballot().select_related("proposed_by", "budget__community")
    won = {one.pk for one in winners}
    for one in on_ballot:
        words = "krijgt geld" if one.pk in won else "krijgt dit keer geen geld"
        tell_proposer(
            by=by,
            proposal=one,
            event="result",
            title=f"Uw plan “{one.title}” {words}",
            text=f"De uitslag van {budget.name} is bekend. Op de bladzijde leest u per plan waarom wel of niet.",
            kind=Notice.Kind.REPLY,
        )
    proposers = [one.proposed_by_id for one in on_ballot if one.proposed_by_id]
    _tell(budget, _about_result(budget, len(winners)), besides=[*proposers, by.pk])
