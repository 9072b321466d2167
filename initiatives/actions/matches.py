"""Two people about one need or offer: answering, agreeing by both, and saying by both that it was done.

Who the two are is theirs alone: the log says that something happened to a match, and not by whom.
"""

from datetime import date, timedelta
from hashlib import sha256

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from communities.access.notices import those_who_want_mail
from communities.access.stream import is_trusted
from communities.actions.log import note
from communities.actions.notices import Quote, notify
from communities.models import Community, Membership, Notice, User
from initiatives.access.market import is_on_board
from initiatives.actions.listings import NO_MONEY
from initiatives.analysis.match_states import (
    AGREED,
    DAYS_AFTER,
    DAYS_WITHOUT_A_DAY,
    FAILED,
    FULFILLED,
    after,
    may_become,
)
from initiatives.analysis.money_words import is_about_money
from initiatives.models import Listing, Match
from lib.text import long_date

MOST_A_DAY = 5
MOST_BEGUN, MOST_BEGUN_OF_NEW = 10, 3
"""So many talks one member begins in a day, and who is new here: each is a letter to somebody."""
MOST_DAYS = 731


class MatchError(Exception):
    """It cannot be done; the text says why, in Dutch, and `field` where."""

    def __init__(self, words: str, field: str | None = None) -> None:
        super().__init__(words)
        self.field = field


class MatchConflict(MatchError):
    """The proposal was changed by the other one meanwhile. `current` is how it stands now."""

    def __init__(self, current: Match) -> None:
        super().__init__("De ander heeft het voorstel intussen gewijzigd. Lees het opnieuw voordat u akkoord gaat.")
        self.current = current


@transaction.atomic
def answer_listing(*, listing: Listing, by: User, message: str) -> Match:
    """Say to its owner that one can help, or wants what is offered; returns the match that begins with it.

    Who answers again while it lasts gets the same one. The owner hears of it, with the message. Raises
    PermissionDenied for the owner and for who may not, MatchError for what left the board.
    """
    whole = Listing.objects.select_related("community", "owner").select_for_update(of=("self",))
    locked = whole.get(pk=listing.pk)
    if not by.has_perm("initiatives.answer_listing", locked):
        raise PermissionDenied
    found = Match.objects.filter(listing=locked, other=by).exclude(state=FAILED).first()
    if found is not None:
        return found
    if not is_on_board(locked):
        raise MatchError("Dit staat niet meer op het bord. Kijk of er iets anders past.")
    words = message.strip()
    if not words:
        raise MatchError("Schrijf in een paar zinnen wat u kunt doen, of wat u zoekt.", "message")
    _check_number(by, locked.community)
    made = Match.objects.create(listing=locked, other=by, message=words)
    note(by=None, action="gesprek begint", thing=made, community=locked.community)
    title = f"Er is een antwoord op uw {locked.side} “{locked.title}”"
    _tell(made, locked.owner, Notice.Kind.REPLY, "begun", title, Quote(words))
    return made


def _check_number(by: User, community: Community) -> None:
    most = MOST_BEGUN if is_trusted(by, community) else MOST_BEGUN_OF_NEW
    since = timezone.now() - timedelta(days=1)
    begun = Match.objects.filter(listing__community=community, other=by, noted_by=None, created_at__gte=since)
    if begun.count() >= most:
        raise MatchError(f"U reageerde vandaag al {most} keer. Wacht tot morgen, of maak eerst een gesprek af.")


@transaction.atomic
def propose(*, match: Match, by: User, what: str, promised_on: date) -> Match:
    """Put what is agreed and for when in one sentence and a day; returns the match.

    Who proposes agrees; the other one still has to. What the other one proposed already is agreed to by proposing it
    too. Raises MatchError for money, for a day that is over, and once it was agreed by both.
    """
    locked = _changeable(match, by)
    words = " ".join(what.split())
    if (locked.what, locked.promised_on) == (words, promised_on) and _moment(locked, _side(locked, by)):
        return locked
    _must_become(locked, AGREED)
    _check_proposal(words, promised_on)
    own = _side(locked, by)
    if (locked.what, locked.promised_on) != (words, promised_on):
        locked.owner_agreed_at = locked.other_agreed_at = None
    locked.what, locked.promised_on = words, promised_on
    return _agreed_by(locked, by, own)


def _check_proposal(what: str, promised_on: date) -> None:
    if not what:
        raise MatchError("Schrijf in één zin wat u afspreekt.", "what")
    if is_about_money(what):
        raise MatchError(NO_MONEY, "what")
    today = timezone.localdate()
    if not today <= promised_on <= today + timedelta(days=MOST_DAYS):
        raise MatchError("Kies een dag die nog komt, ten hoogste twee jaar vooruit.", "promised_on")


@transaction.atomic
def agree(*, match: Match, by: User, what: str, promised_on: date | None) -> Match:
    """Agree to what the other one proposed; returns the match, agreed by both. Twice is once.

    `what` and `promised_on` are what `by` read: raises MatchConflict when that is not what stands there any more.
    """
    locked = _changeable(match, by)
    own = _side(locked, by)
    if _moment(locked, own):
        return locked
    _must_become(locked, AGREED)
    if not locked.what:
        raise MatchError("Er is nog geen voorstel. Doe er zelf een.")
    if (locked.what, locked.promised_on) != (" ".join(what.split()), promised_on):
        raise MatchConflict(locked)
    return _agreed_by(locked, by, own)


def _agreed_by(match: Match, by: User, own: str) -> Match:
    setattr(match, f"{own}_agreed_at", timezone.now())
    both = {"own_side": _moment(match, own) is not None, "other_side": _moment(match, _opposite(own)) is not None}
    match.state = after(match.state, AGREED, **both)
    match.save()
    is_agreed = match.state == AGREED
    note(by=None, action="afspraak gemaakt" if is_agreed else "voorstel gedaan", thing=match, community=match.community)
    stamp = f"{match.owner_agreed_at or match.other_agreed_at:%Y%m%d%H%M%S%f}"
    text = Quote(f"Dit staat er: “{match.what}”{day_words(match)}.")
    if is_agreed:
        title = "Uw afspraak staat: u bent het samen eens"
        _tell(match, _another(match, by), Notice.Kind.COMMITMENT, "agreed", title, text)
    else:
        title = "Er is een voorstel voor een afspraak met u"
        _tell(match, _another(match, by), Notice.Kind.REPLY, f"proposed-{stamp}", title, text)
    return match


def day_words(match: Match) -> str:
    """`, voor 3 maart 2027`; nothing without a day."""
    return f", voor {long_date(match.promised_on)}" if match.promised_on else ""


@transaction.atomic
def say_fulfilled(*, match: Match, by: User) -> Match:
    """Say that it was done; returns the match, “waargemaakt” once both said so. Twice is once."""
    locked = _changeable(match, by)
    own = _side(locked, by)
    if getattr(locked, f"{own}_fulfilled_at"):
        return locked
    _must_become(locked, FULFILLED)
    setattr(locked, f"{own}_fulfilled_at", timezone.now())
    both = {"own_side": True, "other_side": bool(getattr(locked, f"{_opposite(own)}_fulfilled_at"))}
    locked.state = after(locked.state, FULFILLED, **both)
    locked.save()
    done = locked.is_fulfilled
    note(by=None, action="waargemaakt" if done else "zegt gelukt", thing=locked, community=locked.community)
    title = "Uw afspraak is waargemaakt: u zegt het allebei" if done else "Is uw afspraak gelukt? De ander zegt van wel"
    _tell(locked, _another(locked, by), Notice.Kind.COMMITMENT, f"done-{own}", title)
    return locked


@transaction.atomic
def say_failed(*, match: Match, by: User, because: str) -> Match:
    """Say that it came to nothing, and why; one of the two can say so. Returns the match. Twice is once."""
    locked = _changeable(match, by)
    if locked.state == FAILED:
        return locked
    _must_become(locked, FAILED)
    if not because.strip():
        raise MatchError("Schrijf op waarom niet. De ander leest dat, en niemand anders.", "because")
    locked.state, locked.failed_because = FAILED, because.strip()
    locked.save()
    note(by=None, action="niet gelukt", thing=locked, community=locked.community)
    _tell(
        locked, _another(locked, by), Notice.Kind.COMMITMENT, "failed", "Een afspraak of gesprek van u gaat niet door"
    )
    return locked


@transaction.atomic
def write_message(*, match: Match, by: User, text: str) -> bool:
    """Bring a message to the other one by a letter of the house; neither sees an address, and the site keeps no copy.

    Returns whether it was new: the same one on the same day goes once. Raises MatchError where the other one gets no
    mail, when it is over, and after a few on one day.
    """
    locked = _changeable(match, by)
    words, them = text.strip(), _another(locked, by)
    if not locked.is_live:
        raise MatchError("Dit gesprek is afgesloten.")
    if not words:
        raise MatchError("Schrijf eerst uw bericht.", "text")
    if not those_who_want_mail([them], Notice.Kind.REPLY, locked.community) or not _belongs(them, locked):
        raise MatchError("De ander krijgt geen mail van deze site. Doe een voorstel: dat is hier te lezen.", "text")
    today = f"match-{locked.pk}-letter-{_side(locked, by)}-{timezone.localdate().isoformat()}-"
    key = today + sha256(words.encode()).hexdigest()[:16]
    sent = set(Notice.objects.filter(key__startswith=today).values_list("key", flat=True))
    if key in sent:
        return False
    if len(sent) >= MOST_A_DAY:
        raise MatchError(f"U stuurde vandaag al {MOST_A_DAY} berichten. Doe een voorstel, of wacht tot morgen.", "text")
    side = "uw" if locked.listing.owner_id == them.pk else "de"
    title = f"Een bericht over {side} {locked.listing.side} op het bord"
    told = notify(
        users=[them],
        kind=Notice.Kind.REPLY,
        key=key,
        title=title,
        text=Quote(words),
        path=locked.get_absolute_url(),
        community=locked.community,
    )
    note(by=None, action="stuurt bericht", thing=locked, community=locked.community)
    return bool(told)


def ask_about_matches(*, today: date | None = None) -> int:
    """Ask both sides of what was agreed whether it worked, once, some time after the day; returns how many people.

    Who said so already is not asked. Without a day it is asked two months after it was agreed.
    """
    day = today or timezone.localdate()
    asked = Match.objects.filter(state=AGREED, asked_on=None, listing__community__ended_on=None)
    asked = asked.exclude(promised_on__gt=day - timedelta(days=DAYS_AFTER))
    return sum(_ask(pk, day) for pk in asked.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def _ask(pk: int, day: date) -> int:
    match = _locked_one(pk)
    if match.state != AGREED or match.asked_on is not None or day < _asked_from(match):
        return 0
    match.asked_on = day
    match.save(update_fields=["asked_on"])
    people = {match.listing.owner: match.owner_fulfilled_at, match.other: match.other_fulfilled_at}
    text = (
        f"U sprak af: “{match.what}”{day_words(match)}. Laat weten of het gelukt is. "
        "Lukte het niet? Dat is ook goed om te weten."
    )
    title = "Hoe ging het met uw afspraak?"
    told = notify(
        users=[person for person, said in people.items() if said is None and _belongs(person, match)],
        kind=Notice.Kind.COMMITMENT,
        key=f"match-{match.pk}-asked",
        title=title,
        text=Quote(text),
        path=match.get_absolute_url(),
        community=match.community,
        button="Laat weten hoe het ging",
    )
    return len(told)


def _asked_from(match: Match) -> date:
    if match.promised_on:
        return match.promised_on + timedelta(days=DAYS_AFTER)
    moments = [one for one in (match.owner_agreed_at, match.other_agreed_at) if one]
    return timezone.localdate(max(moments)) + timedelta(days=DAYS_WITHOUT_A_DAY)


# ── The two ───────────────────────────────────────────────────────────────────────────────────────────────────────
def _side(match: Match, person: User) -> str:
    return "owner" if match.listing.owner_id == person.pk else "other"


def _opposite(side: str) -> str:
    return "other" if side == "owner" else "owner"


def _another(match: Match, person: User) -> User:
    return match.other if match.listing.owner_id == person.pk else match.listing.owner


def _moment(match: Match, side: str) -> object:
    return getattr(match, f"{side}_agreed_at")


def _belongs(person: User, match: Match) -> bool:
    return Membership.objects.active().filter(user=person, community=match.community).exists()


def _tell(match: Match, user: User, kind: str, event: str, title: str, text: str = "") -> None:
    notify(
        users=[user],
        kind=kind,
        key=f"match-{match.pk}-{event}",
        title=title,
        text=text,
        path=match.get_absolute_url(),
        community=match.community,
    )


def _changeable(match: Match, by: User) -> Match:
    locked = _locked_one(match.pk)
    if not by.has_perm("initiatives.change_match", locked):
        raise PermissionDenied
    return locked


def _must_become(match: Match, state: str) -> None:
    if not may_become(match.state, state):
        raise MatchError(f"Dit staat op “{match.get_state_display()}”. Dat kan nu niet meer veranderen.")


def _locked_one(pk: int) -> Match:
    whole = Match.objects.select_related("listing__community", "listing__owner", "other")
    return whole.select_for_update(of=("self",)).get(pk=pk)
