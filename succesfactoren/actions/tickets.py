"""Inviting people to answer, inviting more, sending a link again, and reminding: one ticket for an address.

Nothing here writes a name, an address or a ticket into the log: a line is about the round.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from secrets import token_hex

from django.core.exceptions import PermissionDenied
from django.db import transaction

from communities.actions.log import note
from communities.actions.notices import letter_of
from communities.letters.mail import Mail
from communities.models import Letter, User
from lib.tokens import hash_token, new_token
from succesfactoren.access.audience import Invitee, not_yet_invited
from succesfactoren.actions.closing import RoundError
from succesfactoren.letters.panel import STOP_PLACEHOLDER, stop_tokens
from succesfactoren.letters.rounds import (
    INVITATION,
    PLACEHOLDER,
    REMINDER,
    answer_path,
    answered_mail,
    invitation_mail,
    letter_prefix,
    reminder_mail,
)
from succesfactoren.models import Round, Ticket

MOST_REMINDERS = 2
MOST_TICKETS = 5_000
NOT_OPEN = "Deze ronde is niet open. Uitnodigen en herinneren kan alleen zolang mensen kunnen antwoorden."
IS_OVER = "Deze ronde is gesloten. U kunt niemand meer uitnodigen."


def locked_round(round: Round) -> Round:
    """The round as it is now, with nobody else changing it until the transaction ends."""
    whole = Round.objects.select_related("version__instrument", "assessment__trajectory__community__controller")
    return whole.select_for_update(of=("self",)).get(pk=round.pk)


def check_right(by: User, round: Round) -> None:
    """Raise PermissionDenied for who may not run the rounds of this community."""
    if not by.has_perm("succesfactoren.run_rounds", round.community):
        raise PermissionDenied


# ── Inviting ──────────────────────────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def invite_audience(*, by: User, round: Round) -> int:
    """Invite whoever of the audience has no invitation yet; returns how many. Twice invites nobody twice."""
    return _invite(by, round, not_yet_invited)


@transaction.atomic
def invite_list(*, by: User, round: Round, invitees: Sequence[Invitee]) -> int:
    """Invite these addresses, without those that have an invitation; returns how many are new.

    Before the opening nothing is sent yet. Raises RoundError for a closed round, or for too many.
    """
    return _invite(by, round, lambda _: invitees)


def _invite(by: User, round: Round, find: Callable[[Round], Iterable[Invitee]]) -> int:
    locked = locked_round(round)
    check_right(by, locked)
    if locked.opened_at is not None and not locked.is_open:
        raise RoundError(IS_OVER)
    made = make_tickets(locked, find(locked))
    if made and locked.is_open:
        send_invitations(locked, made)
    if made:
        note(by=by, action="nodigt uit", thing=locked, community=locked.community)
    return len(made)


def make_tickets(round: Round, invitees: Iterable[Invitee]) -> list[Ticket]:
    """A ticket for each address that has none, with a token that nobody knows yet. The round must be locked."""
    known = set(round.tickets.values_list("email", flat=True))
    wanted = {email.strip().lower(): group for email, group in invitees}
    if len(known) + len(wanted) > MOST_TICKETS:
        raise RoundError(f"Er kunnen ten hoogste {MOST_TICKETS} mensen in één ronde worden uitgenodigd.")
    new = [
        Ticket(round=round, email=email, group=group[:60], token_hash=hash_token(new_token()))
        for email, group in wanted.items()
        if email not in known
    ]
    return Ticket.objects.bulk_create(new)


def send_invitations(round: Round, tickets: Iterable[Ticket]) -> None:
    """Give each ticket a token and put it in the post. The round must be locked and open."""
    _send(round, tickets, INVITATION, invitation_mail(round, answer_path(PLACEHOLDER)))


def _send(round: Round, tickets: Iterable[Ticket], kind: str, mail: Mail) -> None:
    """One letter a ticket, each with a new token; older links of these tickets stop working."""
    whole = list(tickets)
    stops = stop_tokens(round, [one.email for one in whole])
    letters = []
    for ticket in whole:
        token = new_token()
        ticket.token_hash = hash_token(token)
        own = _personal(mail, token, stops.get(ticket.email, ""))
        letters.append(_letter(round, kind, own, ticket.email))
    Ticket.objects.bulk_update(whole, ["token_hash"], batch_size=500)
    Letter.objects.bulk_create(letters, batch_size=500)


def _personal(mail: Mail, token: str, stop: str) -> Mail:
    """With the link of one person, and of who is in the panel also the link by which they leave it."""
    text, html = (one.replace(PLACEHOLDER, token).replace(STOP_PLACEHOLDER, stop) for one in (mail.text, mail.html))
    return Mail(mail.subject, text, html, "")


def _letter(round: Round, kind: str, mail: Mail, address: str) -> Letter:
    key = letter_prefix(round) + token_hex(16)
    return letter_of(mail, key=key, kind=kind, address=address, community=round.community, user=None)


# ── Again ─────────────────────────────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def resend_link(*, by: User, round: Round, email: str) -> None:
    """Send somebody a new link; the old one stops working. Whether they answered stays between them and us.

    Raises RoundError when the round is not open, or nobody was invited at this address.
    """
    locked = _open_round(by, round)
    ticket = locked.tickets.select_for_update().filter(email=email.strip().lower()).first()
    if ticket is None:
        raise RoundError("Dit adres heeft geen uitnodiging voor deze ronde. Nodig het uit.")
    if ticket.is_used and locked.is_anonymous:
        _letter(locked, INVITATION, answered_mail(locked), ticket.email).save()
    else:
        send_invitations(locked, [ticket])
    note(by=by, action="verstuurt een link opnieuw", thing=locked, community=locked.community)


@transaction.atomic
def remind(*, by: User, round: Round, nth: int) -> None:
    """Send the first or second reminder to whoever did not use the link yet; who that is, and how many, is not told.

    The same reminder twice sends it once. Raises RoundError when the round is not open, or for a third one.
    """
    locked = _open_round(by, round)
    if not 1 <= nth <= MOST_REMINDERS:
        raise RoundError("Er zijn al twee herinneringen verstuurd. Meer sturen wij er niet.")
    due = locked.tickets.select_for_update().filter(n_reminders__lt=nth)
    unused = list(due.filter(is_used=False).exclude(email="").order_by("pk"))
    _send(locked, unused, REMINDER, reminder_mail(locked, answer_path(PLACEHOLDER)))
    # Of who answered too: else this number would say until when somebody had not.
    if due.update(n_reminders=nth):
        # On the round: a ticket also counts up for who took answers back.
        locked.n_reminders = max(locked.n_reminders, nth)
        locked.save(update_fields=["n_reminders"])
        note(by=by, action=f"stuurt herinnering {nth}", thing=locked, community=locked.community)


def _open_round(by: User, round: Round) -> Round:
    locked = locked_round(round)
    check_right(by, locked)
    if not locked.is_open:
        raise RoundError(NOT_OPEN)
    return locked


# ── One link for a meeting ────────────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def make_open_link(*, by: User, round: Round, valid_from: datetime, valid_until: datetime) -> str:
    """Make the one link with which everybody at a meeting answers; returns the token, of which only the hash is kept.

    An older link stops working. Raises RoundError for a closed round, and for a window outside of the round.
    """
    locked = locked_round(round)
    check_right(by, locked)
    if locked.opened_at is not None and not locked.is_open:
        raise RoundError("Deze ronde is gesloten. Een link heeft geen zin meer.")
    if valid_until <= valid_from:
        raise RoundError("Het einde ligt vóór het begin. Kies een later einde.")
    if valid_until > locked.closes_at:
        raise RoundError("De ronde sluit eerder dan deze link. Kies een vroeger einde, of laat de ronde later sluiten.")
    token = new_token()
    locked.open_link_hash = hash_token(token)
    locked.open_link_from, locked.open_link_until = valid_from, valid_until
    locked.save(update_fields=["open_link_hash", "open_link_from", "open_link_until"])
    note(by=by, action="maakt een link voor een bijeenkomst", thing=locked, community=locked.community)
    return token
