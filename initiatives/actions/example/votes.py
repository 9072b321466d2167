"""The budgets of the story: one that was counted and carried out, and one on which people vote now."""

import random
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from communities.actions.example.people import day, moment
from communities.models import Community, Post, Role, User
from initiatives.access.budgets import winners_of
from initiatives.actions.budget_moments import start_initiatives, write_account
from initiatives.actions.budget_news import tell_members, tell_of_result
from initiatives.actions.counting import count_budget
from initiatives.models import (
    Ballot,
    BudgetRound,
    EvaluationTally,
    Initiative,
    Lesson,
    Proposal,
    Stage,
    StageChange,
    VoteRight,
)

FINISHED = "uitslag"
MOMENTS = {FINISHED: (-150, -120, -100, -80, -101), "stemmen": (-60, -30, -9, 12, -10)}
"""Days from today: plans from and until, voting from and until, and when the ballot was settled."""
LEAST, MOST = 3, 5
RESULT_KNOWN, ACCOUNTED, LATELY = -78, -15, -12


def hold(community: Community, entry: dict[str, Any]) -> BudgetRound:
    """Collect the plans, judge them, let people vote, and where it is over count, show and account for it."""
    people = {user.name: user for user in User.objects.filter(memberships__community=community).order_by("pk")}
    by = User.objects.get(memberships__community=community, memberships__role=Role.COORDINATOR)
    propose_from, propose_until, vote_from, vote_until, opened = (
        moment(days, 9 if at % 2 == 0 else 20) for at, days in enumerate(MOMENTS[entry["phase"]])
    )
    luck = random.Random(entry["seed"])  # noqa: S311  (a story, no secret)
    codes = [str(number) for number in range(1, len(entry["projects"]) + 1)]
    budget = BudgetRound.objects.create(
        community=community,
        name=entry["name"],
        intro=entry["intro"],
        amount_cents=entry["amount"] * 100,
        area=entry["area"],
        decides=entry["decides"],
        rights=entry["rights"],
        ballot_kind=entry["ballot"],
        propose_from=propose_from,
        propose_until=propose_until,
        vote_from=vote_from,
        vote_until=vote_until,
        announced_at=propose_from,
        created_by=by,
        lot=luck.sample(codes, len(codes)),
    )
    _judge(budget, entry, people, by)
    BudgetRound.objects.filter(pk=budget.pk).update(opened_at=opened)
    budget.refresh_from_db()
    _vote(budget, entry, luck)
    tell_members(budget)
    _date_news(budget, vote_from)
    if entry["phase"] == FINISHED:
        count_budget(budget=budget, by=None, at=moment(RESULT_KNOWN - 1))
        budget.refresh_from_db()
        # When a result was published is fixed, so that it is said at once as the story has it.
        BudgetRound.objects.filter(pk=budget.pk).update(published_at=moment(RESULT_KNOWN))
        budget.refresh_from_db()
        tell_of_result(by=by, budget=budget, winners=winners_of(budget))
        start_initiatives(by=by, budget=budget)
        _date_news(budget, moment(RESULT_KNOWN))
        budget.refresh_from_db()
        _carry_out(budget, entry, by)
        write_account(by=by, budget=budget, text=entry["account"], version=budget.version)
        BudgetRound.objects.filter(pk=budget.pk).update(accounted_at=moment(ACCOUNTED))
    return budget


def _date_news(budget: BudgetRound, at: datetime) -> None:
    """What the stream says of it was said then, and not when the story was written down."""
    told = Post.objects.filter(community=budget.community, body__contains=budget.get_absolute_url())
    told.update(publish_at=at, announced_at=at, created_at=at)


def _carry_out(budget: BudgetRound, entry: dict[str, Any], by: User) -> None:
    """The winners became initiatives when the result was known; some of them are done."""
    begun = moment(RESULT_KNOWN)
    done = {title: rest for title, *rest in entry["done"]}
    for one in Initiative.objects.filter(proposal__budget=budget):
        days, advice, factor = done.get(one.title, (LATELY, "", ""))
        fields: dict[str, Any] = {"heard_on": day(days), "stage_since": day(RESULT_KNOWN)}
        if advice:
            fields |= {"stage": Stage.DONE, "stage_since": day(days), "started_on": day(RESULT_KNOWN)}
            lesson = Lesson.objects.create(initiative=one, advice=advice, factor_code=factor, written_by=by)
            Lesson.objects.filter(pk=lesson.pk).update(written_at=moment(days, 15))
        path = [Stage.WANTED, Stage.DOING, Stage.DONE] if advice else [Stage.WANTED]
        one.stage_changes.all().delete()
        StageChange.objects.bulk_create(
            StageChange(initiative=one, before=before, after=after, on=day(RESULT_KNOWN if at == 0 else days), by=by)
            for at, (before, after) in enumerate(pairwise([Stage.IDEA, *path]))
        )
        Initiative.objects.filter(pk=one.pk).update(
            placed_at=begun, created_at=begun, changed_at=moment(days), **fields
        )
        posts = Post.objects.filter(initiative_link__initiative=one)
        posts.update(publish_at=begun, announced_at=begun, created_at=begun)


def _judge(budget: BudgetRound, entry: dict[str, Any], people: dict[str, User], by: User) -> None:
    ranges = {title: least * 100 for title, least in entry.get("ranges", [])}
    states, decided = Proposal.State, budget.propose_until + timedelta(days=5)
    chosen = [
        Proposal(
            budget=budget,
            number=number,
            title=title,
            text=text,
            place=place,
            cost_cents=cost * 100,
            cost_from_cents=ranges.get(title),
            proposed_by=people[who],
            state=states.FEASIBLE,
            reason="De gemeente kan dit uitvoeren voor dit bedrag.",
            decided_by=by,
            decided_at=decided,
        )
        for number, (title, text, place, cost, who, _) in enumerate(entry["projects"], start=1)
    ]
    refused = [
        Proposal(
            budget=budget,
            number=number,
            title=title,
            text=text,
            proposed_by=people[who],
            state=states.REFUSED,
            reason=reason,
            decided_by=by,
            decided_at=decided,
        )
        for number, (title, text, reason, who) in enumerate(entry["refused"], start=len(chosen) + 1)
    ]
    Proposal.objects.bulk_create([*chosen, *refused])
    for one in budget.proposals.all():
        sent_in = budget.propose_from + timedelta(days=one.number * 2)
        Proposal.objects.filter(pk=one.pk).update(created_at=sent_in)


def _vote(budget: BudgetRound, entry: dict[str, Any], luck: random.Random) -> None:
    """So many ballots of three to five projects, each project about as often as the story says."""
    weights = [wanted for *_, wanted in entry["projects"]]
    ballots = []
    for _ in range(entry["n_voters"]):
        order = sorted(range(len(weights)), key=lambda at: luck.random() ** (1 / weights[at]), reverse=True)
        chosen = order[: luck.randint(LEAST, MOST)]
        ballots.append(Ballot(budget=budget, choices={str(at + 1): 1 for at in sorted(chosen)}, is_sent=True))
    Ballot.objects.bulk_create(ballots)
    EvaluationTally.objects.bulk_create(
        EvaluationTally(budget=budget, answer=answer, n=n) for answer, n in entry.get("evaluation", {}).items()
    )
    VoteRight.objects.bulk_create(
        VoteRight(budget=budget, voter_hash=f"{luck.getrandbits(256):064x}", has_voted=number < len(ballots))
        for number in range(entry["n_may"])
    )
