"""Laying the rows of a round down anew, so that nothing in the database links who answered to what was answered.

PostgreSQL says of every row where it lies (`ctid`) and which transaction wrote it (`xmin`). Whoever answers writes a
response and a used ticket in one transaction, so these two would give a person away. Mixing writes all rows again in
one transaction, each table in an order of its own: one `xmin` for all of them, and a place that says nothing.
docs/adr/0016 says what this does not cover.
"""

import logging
from random import SystemRandom
from typing import TypeVar
from uuid import uuid4

from django.db import connection, transaction
from django.db.models import F, QuerySet

from communities.models import Letter
from succesfactoren.letters.rounds import letter_prefix
from succesfactoren.models import OpenAnswer, Response, Round, SentMark, Ticket

logger = logging.getLogger(__name__)

Mixed = TypeVar("Mixed", Response, OpenAnswer, Ticket)
MIXED = (Response, OpenAnswer, Ticket, SentMark)
"""The tables of which the rows are written again."""


@transaction.atomic
def seal_round(round: Round) -> None:
    """What must be gone when a round has closed: addresses, letters, half sheets of paper, and every trace of order.

    To be called while closing, with the row of the round locked, after the outcome was made. Tickets then say used or
    not, and nothing else.
    """
    Letter.objects.filter(key__startswith=letter_prefix(round)).delete()
    round.sheets.filter(is_done=False).delete()
    round.sent_marks.all().delete()
    tickets = list(round.tickets.select_for_update().order_by("pk"))
    for ticket in tickets:
        ticket.email, ticket.group, ticket.n_reminders = "", "", 0
    _lay_down(round.tickets.all(), tickets)
    _lay_down(round.responses.all(), list(round.responses.select_for_update().order_by("pk")))
    _lay_down(round.open_answers.all(), list(round.open_answers.select_for_update().order_by("pk")))


def drop_unsent_words(round: Round) -> None:
    """Take away the open answers of drafts that were never sent: words are only of who sent them."""
    unsent = round.responses.filter(is_complete=False).values("code")
    round.open_answers.filter(code__in=unsent).delete()


@transaction.atomic
def mix_round(*, round: Round) -> int:
    """Mix what an open round holds so far of who has no code; returns how many responses that are.

    A ticket keeps its number and its token, for somebody may be answering with it; its row is written again in the same
    transaction. In a confidential round that holds for the answers of a meeting and of paper only. What has a code
    there is left as it is: the code is the link until it is wiped, as was promised, and somebody may be changing it.
    """
    locked = Round.objects.select_for_update().get(pk=round.pk)
    if locked.is_closed:
        return 0
    if locked.is_anonymous:
        tickets = list(locked.tickets.select_for_update().order_by("pk").values_list("pk", flat=True))
        locked.tickets.filter(pk__in=tickets).update(group=F("group"))
    responses = list(locked.responses.filter(code=None).select_for_update().order_by("pk"))
    _lay_down(locked.responses.all(), responses)
    words = locked.open_answers.filter(code=None).select_for_update().order_by("pk")
    _lay_down(locked.open_answers.all(), list(words))
    locked.sent_marks.update(round=F("round"))
    return len(responses)


def _lay_down(rows: QuerySet[Mixed], found: list[Mixed]) -> None:
    """Write these rows again under new random numbers, in a random order, in the transaction that goes on."""
    rows.filter(pk__in=[one.pk for one in found]).delete()
    for one in found:
        one.pk = uuid4()
    SystemRandom().shuffle(found)
    rows.model._default_manager.bulk_create(found)


def mix_open_rounds() -> int:
    """Mix every round in which people are answering, each by itself; returns how many. For the clock, every hour.

    One round that fails stands in the log and does not keep the others waiting.
    """
    n_mixed = 0
    for round in Round.objects.filter(opened_at__isnull=False, closed_at=None).order_by("pk"):
        try:
            n_mixed += bool(mix_round(round=round))
        except Exception:
            logger.exception("round not mixed", extra={"round": round.pk})
    return n_mixed


def sweep_up() -> None:
    """Let PostgreSQL take away the rows as they lay before mixing. Raises outside of autocommit, as VACUUM does."""
    tables = ", ".join(connection.ops.quote_name(model._meta.db_table) for model in MIXED)
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM (SKIP_LOCKED) {tables}")
