"""Who may fill in which questionnaire: the right is in a link, and afterwards in a signed cookie of this browser.

The cookie holds the number of the ticket and when its link was opened: a reminder brings a new link, and must not
disturb who is answering. Of who came by the link of a meeting it holds two numbers that this browser drew: one for each
person, so that nobody sends twice by accident, and one of the device.
"""

import time
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID, uuid4

from django.core import signing
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from communities.models import Community
from lib.tokens import hash_token
from succesfactoren.models import Pseudonym, Round, SentMark, Ticket

SALT = "succesfactoren.seat"
LONGEST_TOKEN = 100
QUICK_SECONDS = 60


@dataclass(frozen=True)
class Seat:
    """The right to fill in one round once: of an invited person (`ticket`), or of a browser at a meeting (`mark`)."""

    round: Round
    ticket: Ticket | None = None
    mark: UUID | None = None
    opened: int = 0
    """When the link was opened, in seconds; 0 where nobody can say how long the answering took."""
    device: UUID = field(default_factory=uuid4)
    """At a meeting: the same for all who fill in on this device."""

    @property
    def community(self) -> Community:
        """The community that asks."""
        return self.round.community

    @property
    def is_kept(self) -> bool:
        """What is answered is kept under a code of its own, until the round closes."""
        return not self.round.is_anonymous and self.ticket is not None and bool(self.ticket.email)

    @property
    def state(self) -> str:
        """What there is to do here now: `open`, or why not."""
        reasons = (
            (not self.community.is_active, "gestopt"),
            (self.round.opened_at is None, "nog niet"),
            (not self.round.is_open, "gesloten"),
            (self.ticket is None and not _is_in_window(self.round), "buiten de tijd"),
            (self.has_sent and not self.is_kept, "ingevuld"),
            (self.is_let_go, "losgemaakt"),
        )
        return next((words for is_so, words in reasons if is_so), "open")

    @property
    def has_sent(self) -> bool:
        """Answers came from here already."""
        if self.ticket is not None:
            return self.ticket.is_used
        return SentMark.objects.filter(pk=self.own_mark).exists()

    @property
    def is_let_go(self) -> bool:
        """Answers were sent, and nothing says any more which they are: the address was taken off their code."""
        if self.ticket is None or not self.is_kept or not self.ticket.is_used:
            return False
        codes = Pseudonym.objects.filter(assessment=self.round.assessment_id, email=self.ticket.email)
        return not codes.exists()

    @property
    def own_mark(self) -> UUID:
        """The number that this browser drew."""
        if self.mark is None:
            raise ValueError("a seat without a ticket has a mark")
        return self.mark

    @property
    def was_quick(self) -> bool:
        """Less than a minute since the link was opened."""
        return 0 <= time.time() - self.opened < QUICK_SECONDS

    @property
    def draft_key(self) -> str:
        """Under which this browser may keep a draft: says nothing, and differs for whoever else uses the browser."""
        whose = str(self.ticket.pk if self.ticket else self.mark)
        return f"vragenlijst-{self.round.pk}-{salted_hmac(SALT, whose, algorithm='sha256').hexdigest()[:16]}"

    def to_cookie(self) -> str:
        """The seat as the browser keeps it."""
        held: dict[str, Any] = {"o": self.opened}
        if self.ticket is not None:
            held |= {"t": str(self.ticket.pk), "r": self.round.pk}
        else:
            held |= {"l": self.round.open_link_hash, "m": str(self.mark), "d": str(self.device)}
        return signing.dumps(held, salt=SALT)


def _is_in_window(found: Round) -> bool:
    begin, end = found.open_link_from, found.open_link_until
    return begin is not None and end is not None and begin <= timezone.now() < end


def seat_by_token(token: str) -> Seat | None:
    """The seat that a personal link gives; None for a link that leads nowhere, or was replaced by a newer one."""
    ticket = _tickets().filter(token_hash=hash_token(token)).first() if len(token) <= LONGEST_TOKEN else None
    if ticket is None:
        return None
    return Seat(ticket.round, ticket=ticket, opened=int(time.time()))


def seat_at_meeting(token: str, earlier: Seat | None = None) -> Seat | None:
    """The seat that the link of a meeting gives; this browser keeps the one it had."""
    found = _rounds().filter(open_link_hash=hash_token(token)).first() if len(token) <= LONGEST_TOKEN else None
    if found is None:
        return None
    if earlier is not None and earlier.mark is not None and earlier.round.pk == found.pk:
        return earlier
    return Seat(found, mark=uuid4(), opened=int(time.time()))


def next_at_table(seat: Seat) -> Seat:
    """A seat for somebody else who uses the same browser at a meeting."""
    return replace(seat, mark=uuid4(), opened=int(time.time()))


def cookie_name(round_id: int) -> str:
    """Under which a browser keeps its seat in a round."""
    return f"vragenlijst-{round_id}"


def seat_of(request: HttpRequest, round_id: int) -> Seat | None:
    """The seat that this browser was given; None when it has none in this round, or the link of its meeting changed."""
    try:
        held = signing.loads(request.COOKIES.get(cookie_name(round_id), ""), salt=SALT)
    except signing.BadSignature:
        return None
    seat = _seat_with_ticket(held) if "t" in held else _seat_with_link(held)
    return seat if seat is not None and seat.round.pk == round_id else None


def _seat_with_ticket(held: dict[str, Any]) -> Seat | None:
    ticket = _tickets().filter(pk=held["t"]).first()
    if ticket is not None:
        return Seat(ticket.round, ticket=ticket, opened=held["o"])
    # At closing all tickets get other numbers: this is a seat of nobody, by which the page can say that it is over.
    closed = _rounds().filter(pk=held["r"], closed_at__isnull=False).first()
    return Seat(closed, mark=uuid4()) if closed is not None else None


def _seat_with_link(held: dict[str, Any]) -> Seat | None:
    found = _rounds().filter(open_link_hash=held["l"]).first()
    if found is None:
        return None
    return Seat(found, mark=UUID(held["m"]), opened=held["o"], device=UUID(held["d"]))


def _tickets() -> QuerySet[Ticket]:
    return Ticket.objects.select_related(
        "round__version__instrument", "round__assessment__place", "round__assessment__trajectory__community__region"
    )


def _rounds() -> QuerySet[Round]:
    return Round.objects.select_related(
        "version__instrument", "assessment__place", "assessment__trajectory__community__region"
    )
