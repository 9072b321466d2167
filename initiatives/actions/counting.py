"""Counting: the result is made once, and then nothing leads from a person to a ballot any more.

PostgreSQL says of every row where it lies and which transaction wrote it, so wiping what stands in a row is not enough:
ballots and roll are laid down anew, each in an order of lot of its own, in one transaction (docs/adr/0018).
"""

import logging
from collections import Counter
from datetime import datetime, timedelta
from random import SystemRandom
from secrets import token_hex
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from communities.actions.log import note
from communities.models import Letter, Membership, User
from initiatives.access.budgets import undone_papers
from initiatives.access.voting import counted_projects, on_the_ballot
from initiatives.actions.vote_roll import locked_budget
from initiatives.actions.voting import VotingError
from initiatives.analysis.elections import SWIECIE, Election
from initiatives.analysis.elections import Ballot as Votes
from initiatives.analysis.evaluation import evaluated
from initiatives.analysis.result import figures_of
from initiatives.analysis.result_shape import METHOD, Turnout
from initiatives.letters.voting import letter_prefix
from initiatives.models import (
    Ballot,
    BudgetRound,
    CountedReceipt,
    ElectionResult,
    EvaluationTally,
    PaperBallot,
    VoteRight,
)
from lib.text import number as counted

logger = logging.getLogger(__name__)

PATIENCE = timedelta(days=3)
"""How long after the end the clock leaves the counting to the coordinator, who may still have ballots on paper."""
MOST_PATIENCE = timedelta(days=60)
"""And after which it counts without the ballots on paper that are not done: till then votes lead to voters."""
WIPED = (Ballot, CountedReceipt, VoteRight, PaperBallot, EvaluationTally)
"""The tables of which rows are written again or deleted at counting."""


class CountingError(VotingError):
    """It cannot be counted; the text says why, in Dutch."""


class PaperFirst(CountingError):
    """Ballots on paper are not done."""

    def __init__(self, n_undone: int) -> None:
        super().__init__(
            "Eén papieren biljet is nog niet af. Typ het in, of wis het als het niet meetelt."
            if n_undone == 1
            else f"{counted(n_undone)} papieren biljetten zijn nog niet af. Typ ze in, of wis wat niet meetelt."
        )


@transaction.atomic
def count_budget(*, budget: BudgetRound, by: User | None, at: datetime | None = None) -> ElectionResult:
    """Count the votes and wipe what could lead back to a person; returns the result. Counting twice changes nothing.

    `by` is None when the clock counts; `at` is when it was, where that is not now. Whoever is voting at this moment
    waits, and then finds it closed. Raises PermissionDenied, and CountingError before the end, or while ballots on
    paper are not done: the clock counts without these in the end, and the turnout says how many.
    """
    if by is not None and not by.has_perm("initiatives.run_budgets", budget):
        raise PermissionDenied
    locked = locked_budget(budget)
    if locked.counted_at is not None:
        found: ElectionResult = locked.result
        return found
    now = at or timezone.now()
    if locked.opened_at is None or now < locked.vote_until:
        raise CountingError("Tellen kan pas als het stemmen voorbij is. Tot dan ziet niemand een stand.")
    is_left = by is None and now >= locked.vote_until + MOST_PATIENCE
    if not is_left and (n_undone := undone_papers(locked)):
        raise PaperFirst(n_undone)
    election, turnout = election_of(locked), turnout_of(locked)
    figures = figures_of(election, rule=locked.rule, ballot_kind=locked.ballot_kind, turnout=turnout)
    figures["evaluation"] = evaluated(dict(locked.evaluation_tallies.values_list("answer", "n")))
    result = ElectionResult.objects.create(budget=locked, figures=figures, method=METHOD)
    forget_voters(locked)
    locked.counted_at = now
    locked.save(update_fields=["counted_at"])
    note(by=by, action="telt de stemmen", thing=locked, community=locked.community)
    return result


def election_of(budget: BudgetRound) -> Election:
    """The election as it was sent in; the same before counting and after it."""
    projects = counted_projects(on_the_ballot(budget))
    codes = [one.code for one in projects]
    kept = budget.ballots.filter(is_sent=True).values_list("choices", flat=True)
    contents = Counter(tuple(sorted(choices.items())) for choices in kept.iterator(chunk_size=2_000))
    return Election(
        tuple(projects),
        tuple(Votes(choices, times) for choices, times in sorted(contents.items())),
        budget.amount_cents,
        tuple(budget.lot or codes),
        SWIECIE if budget.has_threshold else None,
    )


def turnout_of(budget: BudgetRound) -> Turnout:
    """How many people took part, before the roll is wiped."""
    sent = budget.ballots.filter(is_sent=True)
    n_sent, n_blank, n_paper = sent.count(), sent.filter(choices={}).count(), sent.filter(is_paper=True).count()
    n_done = budget.paper_ballots.filter(is_done=True).count()
    return Turnout(
        n_may=_n_may_vote(budget),
        n_sent=n_sent,
        n_blank=n_blank,
        n_counted=n_sent - n_blank,
        n_paper=n_paper,
        n_invalid=n_done - n_paper,
        n_undone=budget.paper_ballots.filter(is_done=False).count(),
    )


def _n_may_vote(budget: BudgetRound) -> int | None:
    if budget.rights == BudgetRound.Rights.EMAIL:
        return None
    if budget.rights == BudgetRound.Rights.MEMBERS:
        # Who left after voting still could.
        n_members = Membership.objects.active().filter(community=budget.community_id).count()
        return max(n_members, budget.vote_rights.count())
    return int(budget.vote_rights.count())


def forget_voters(budget: BudgetRound) -> None:
    """Wipe what leads from a voter to a ballot; to be called while counting.

    The budget must be locked: whoever votes or keeps the roll holds it too, so that nothing comes in meanwhile.
    """
    Letter.objects.filter(key__startswith=letter_prefix(budget)).delete()
    budget.paper_ballots.all().delete()
    budget.evaluation_tallies.all().delete()
    budget.ballots.filter(is_sent=False).delete()
    _lay_down_ballots(budget)
    _lay_down_roll(budget)


def _lay_down_ballots(budget: BudgetRound) -> None:
    found = list(budget.ballots.select_for_update().order_by("pk"))
    receipts = sorted(one.receipt_hash for one in found if one.receipt_hash)
    budget.ballots.all().delete()
    for one in found:
        # Of few on paper it would say whose they are.
        one.pk, one.key, one.receipt_hash, one.is_paper = uuid4(), "", "", False
    SystemRandom().shuffle(found)
    Ballot.objects.bulk_create(found, batch_size=1_000)
    CountedReceipt.objects.bulk_create(
        [CountedReceipt(receipt_hash=one, budget=budget) for one in receipts], batch_size=1_000
    )


def _lay_down_roll(budget: BudgetRound) -> None:
    """How many could vote and voted stays known; who, not even to this site with its secret."""
    found = list(budget.vote_rights.select_for_update().order_by("pk"))
    budget.vote_rights.all().delete()
    anew = [VoteRight(budget=budget, voter_hash=token_hex(32), has_voted=one.has_voted) for one in found]
    SystemRandom().shuffle(anew)
    VoteRight.objects.bulk_create(anew, batch_size=1_000)


def count_due_budgets() -> int:
    """Count what ended some days ago and nobody counted; returns how many. Each by itself.

    Where paper is not done yet it is left to the coordinator, but not for ever: see MOST_PATIENCE.
    """
    now = timezone.now()
    undone = PaperBallot.objects.filter(budget=OuterRef("pk"), is_done=False)
    over = BudgetRound.objects.filter(
        ~Exists(undone) | Q(vote_until__lte=now - MOST_PATIENCE),
        opened_at__isnull=False,
        counted_at=None,
        vote_until__lte=now - PATIENCE,
    )
    n_counted = 0
    for budget in over.select_related("community").order_by("pk"):
        try:
            count_budget(budget=budget, by=None)
            n_counted += 1
        except Exception:
            logger.exception("budget not counted", extra={"budget": budget.pk})
    return n_counted


def sweep_up() -> None:
    """Let PostgreSQL take away the rows as they lay before counting. Raises outside of autocommit, as VACUUM does."""
    tables = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in WIPED)
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM (SKIP_LOCKED) {tables}")
