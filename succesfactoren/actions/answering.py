"""Sending answers, keeping a draft, and taking answers back.

The right is the seat itself (`access.answering`): nobody here has an account. Nothing of this is written in the log of
who did what, and nothing that is stored says when it happened.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from succesfactoren.access.answering import Seat
from succesfactoren.models import OpenAnswer, Pseudonym, Response, Round, SentMark, Ticket

ALL_REMINDERS = 2
LET_GO = (
    "Uw adres hoort niet meer bij deze antwoorden. Wij weten dus niet welke van u zijn, en kunnen ze niet meer "
    "veranderen of verwijderen."
)
NO_ADDRESS = "Uw adres is gewist. Daarom bewaren wij niets meer van u onder een code."


class AnsweringError(Exception):
    """It cannot be done; the text says why, in Dutch."""


class AlreadySent(AnsweringError):
    """Answers came from this seat before; these are not stored."""


class ChangedElsewhere(AnsweringError):
    """Other answers were kept meanwhile, from another window."""


@dataclass(frozen=True)
class Filled:
    """What somebody filled in: answers by code of the statement, groups by code, and words by code."""

    answers: Mapping[str, Any] = field(default_factory=dict)
    groups: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    is_complete: bool = False

    @property
    def is_begun(self) -> bool:
        """Something was filled in."""
        return bool(self.answers or self.groups or self.texts)

    @property
    def version(self) -> str:
        """A mark of what was filled in, so that two windows do not overwrite each other without a word."""
        whole = [dict(self.answers), dict(self.groups), dict(self.texts)]
        return sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()[:16]


NOTHING = Filled()


def kept_answers(*, seat: Seat) -> Filled:
    """What is kept of this seat; NOTHING in an anonymous round, where the server keeps no draft."""
    if seat.ticket is None or not seat.is_kept:
        return NOTHING
    code = _codes(seat.round, seat.ticket).values_list("code", flat=True).first()
    return NOTHING if code is None else _kept_under(seat.round, code)


@transaction.atomic
def send_answers(*, seat: Seat, filled: Filled, was_quick: bool = False) -> Response:
    """Store what was filled in, once; returns it.

    In one transaction the right is used up and the answers are stored, in a row that does not know of it. In a
    confidential round it may be done again until the round closes, and then replaces what was sent before.
    Raises AnsweringError where the round takes no answers, and AlreadySent where they came already.
    """
    _hold_open(seat.round)
    if seat.is_kept:
        return _keep(seat, filled, is_sent=True, was_quick=was_quick)
    _use_up(seat)
    door = Response.Door.INVITED if seat.ticket is not None else Response.Door.OPEN
    made = Response.objects.create(
        round=seat.round,
        door=door,
        answers=dict(filled.answers),
        groups=dict(filled.groups),
        was_quick=was_quick,
    )
    _write_down(seat.round, filled, None)
    return made


@transaction.atomic
def save_draft(*, seat: Seat, filled: Filled, version: str) -> Response:
    """Keep what was filled in so far, in a confidential round; returns it. What was sent already stays sent.

    `version` is that of what this window showed. Raises ChangedElsewhere where something else is kept by now, and
    AnsweringError where the round takes no answers or keeps no drafts.
    """
    _hold_open(seat.round)
    if not seat.is_kept:
        raise AnsweringError("In een anonieme ronde bewaren wij niets voordat u verstuurt.")
    return _keep(seat, filled, version=version)


@transaction.atomic
def withdraw(*, seat: Seat) -> None:
    """Delete what is kept of this seat, in a confidential round that is open. May be repeated; nobody is reminded."""
    _hold_open(seat.round)
    if seat.ticket is None or not seat.is_kept:
        raise AnsweringError("Deze antwoorden zijn anoniem. Wij weten niet welke van u zijn.")
    ticket = Ticket.objects.select_for_update().get(pk=seat.ticket.pk)
    code = _held_code(seat.round, ticket)
    if code is not None:
        Response.objects.filter(round=seat.round, code=code).delete()
        OpenAnswer.objects.filter(round=seat.round, code=code).delete()
        if not Response.objects.filter(code=code).exists():
            Pseudonym.objects.filter(code=code).delete()
    ticket.is_used, ticket.n_reminders = False, ALL_REMINDERS
    ticket.save(update_fields=["is_used", "n_reminders"])


@transaction.atomic
def forget_drafts(*, codes: Iterable[UUID]) -> None:
    """Delete what was kept under these codes and never sent, with its words, in rounds that are not closed.

    For whose code goes: nobody could send, see or withdraw it any more, and it would count at closing.
    """
    drafts = Response.objects.filter(code__in=codes, is_complete=False, round__closed_at=None)
    same = drafts.filter(round=OuterRef("round"), code=OuterRef("code"))
    OpenAnswer.objects.filter(Exists(same)).delete()
    drafts.delete()


def _hold_open(found: Round) -> None:
    """Hold the round open until this is done: it cannot be closed between looking and storing."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM succesfactoren_round"
            " WHERE id = %s AND opened_at IS NOT NULL AND closed_at IS NULL AND closes_at > %s FOR SHARE",
            [found.pk, timezone.now()],
        )
        if cursor.fetchone() is None:
            raise AnsweringError("Deze ronde neemt geen antwoorden meer aan.")


def _use_up(seat: Seat) -> None:
    """The right is used once, also when it is sent twelve times at once."""
    if seat.ticket is None:
        _, is_new = SentMark.objects.get_or_create(pk=seat.own_mark, defaults={"round": seat.round})
        if not is_new:
            raise AlreadySent("Vanuit deze browser is al verstuurd.")
        return
    ticket = Ticket.objects.select_for_update().get(pk=seat.ticket.pk)
    if ticket.is_used:
        raise AlreadySent("Met deze link is al verstuurd.")
    ticket.is_used = True
    ticket.save(update_fields=["is_used"])


def _keep(
    seat: Seat, filled: Filled, *, is_sent: bool = False, was_quick: bool = False, version: str | None = None
) -> Response:
    if seat.ticket is None or seat.round.purge_on is None:
        raise AnsweringError("Zonder eigen link bewaren wij niets voordat u verstuurt.")
    ticket = Ticket.objects.select_for_update().get(pk=seat.ticket.pk)
    code = _held_code(seat.round, ticket) or _new_code(seat.round, ticket, seat.round.purge_on)
    # The earliest day that was promised is the day; `actions.rounds` sees to it that no round is open on it.
    Pseudonym.objects.filter(code=code, purge_on__gt=seat.round.purge_on).update(purge_on=seat.round.purge_on)
    kept = _kept_under(seat.round, code)
    if version is not None and kept.version not in {version, filled.version}:
        raise ChangedElsewhere("In een ander venster zijn intussen andere antwoorden bewaard.")
    made, _ = Response.objects.get_or_create(round=seat.round, code=code, defaults={"is_complete": False})
    if is_sent and not made.is_complete:
        made.is_complete, made.was_quick = True, was_quick
        Ticket.objects.filter(pk=ticket.pk).update(is_used=True)
    made.answers, made.groups = dict(filled.answers), dict(filled.groups)
    made.save()
    _write_down(seat.round, filled, code)
    return made


def _write_down(found: Round, filled: Filled, code: UUID | None) -> None:
    """The open answers, loose from the others; those under a code replace what stood there."""
    known = set() if code is None else _forget_changed(found, filled, code)
    if not filled.texts:
        return
    asked = {one.code: one for one in found.version.statements.all() if one.code in filled.texts}
    OpenAnswer.objects.bulk_create(
        OpenAnswer(round=found, statement=asked[name], text=text, code=code)
        for name, text in filled.texts.items()
        if name in asked and name not in known
    )


def _forget_changed(found: Round, filled: Filled, code: UUID) -> set[str]:
    same = OpenAnswer.objects.filter(round=found, code=code).select_related("statement")
    changed = [one.pk for one in same if filled.texts.get(one.statement.code) != one.text]
    same.filter(pk__in=changed).delete()
    return set(same.values_list("statement__code", flat=True))


def _codes(found: Round, ticket: Ticket) -> QuerySet[Pseudonym]:
    return Pseudonym.objects.filter(assessment=found.assessment_id, email=ticket.email)


def _held_code(found: Round, ticket: Ticket) -> UUID | None:
    """The code of a ticket that is locked; it stays until this is done. None where there is none yet."""
    if not ticket.email:
        raise AnsweringError(NO_ADDRESS)
    code = _codes(found, ticket).select_for_update().values_list("code", flat=True).first()
    if code is None and ticket.is_used:
        # It was wiped, as was promised. A second one would make two answers of one person.
        raise AnsweringError(LET_GO)
    return code


def _new_code(found: Round, ticket: Ticket, purge_on: date) -> UUID:
    made, _ = Pseudonym.objects.get_or_create(
        assessment=found.assessment, email=ticket.email, defaults={"purge_on": purge_on}
    )
    return made.code


def _kept_under(found: Round, code: UUID) -> Filled:
    kept = Response.objects.filter(round=found, code=code).first()
    if kept is None:
        return NOTHING
    words = OpenAnswer.objects.filter(round=found, code=code).values_list("statement__code", "text")
    return Filled(kept.answers, kept.groups, dict(words), kept.is_complete)
