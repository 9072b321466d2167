"""Events: make, change, cancel, come or not, and remind of them."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from communities.access.notices import wants_news_at_once
from communities.actions.log import note
from communities.actions.notices import notify
from communities.models import Attendance, CalendarFeed, Community, Event, Membership, Notice, Role, User
from communities.models.events import EventQuerySet
from lib.moments import check_days

COMES, WAITS, STAYS_AWAY = Attendance.Answer.COMES, Attendance.Answer.WAITS, Attendance.Answer.STAYS_AWAY
REMIND_BEFORE = timedelta(days=1)
MOVING_FIELDS = ("starts_at", "ends_at", "place", "address", "online_link")


class EventError(Exception):
    """It cannot be done; the text says why, in Dutch."""


@dataclass(frozen=True)
class Plan:
    """What an event is, as its organiser wrote it."""

    title: str
    starts_at: datetime
    ends_at: datetime
    audience: str
    body: str = ""
    place: str = ""
    address: str = ""
    online_link: str = ""
    capacity: int | None = None


def allowed_audiences(user: User, community: Community) -> list[str]:
    """For whom somebody may make an event: who runs the community for everybody, others for those they belong to."""
    audiences = [Event.Audience.MEMBERS.value]
    if user.has_perm("communities.coordinate", community) and community.is_public:
        audiences.insert(0, Event.Audience.PUBLIC.value)
    if user.has_perm("communities.view_frontrunners_part", community):
        audiences.append(Event.Audience.FRONTRUNNERS.value)
    return audiences


@transaction.atomic
def make_event(*, by: User, community: Community, plan: Plan) -> Event:
    """Put an event on the agenda and tell those who may see it and want news at once, once.

    Raises PermissionDenied for somebody who may not make one, or not one for these people.
    """
    if not by.has_perm("communities.make_event", community) or plan.audience not in allowed_audiences(by, community):
        raise PermissionDenied
    check_days(plan.starts_at, plan.ends_at)
    event = Event.objects.create(community=community, organiser=by, announced_at=timezone.now(), **asdict(plan))
    note(by=by, action="maakt", thing=event)
    _tell(event, _audience(event, by), kind=Notice.Kind.NEWS, key="nieuw", title=f"Nieuw op de agenda: {event.title}")
    return event


@transaction.atomic
def change_event(*, by: User, event: Event, plan: Plan) -> Event:
    """Change an event. Another time or place is told to who comes or waits; more room lets those who wait move up.

    Raises PermissionDenied, and EventError for one that was cancelled.
    """
    locked = _locked(event)
    if not by.has_perm("communities.edit_event", locked):
        raise PermissionDenied
    if plan.audience not in {locked.audience, *allowed_audiences(by, locked.community)}:
        raise PermissionDenied
    if locked.cancelled_at is not None:
        raise EventError("Deze bijeenkomst is afgelast. U kunt haar niet meer wijzigen.")
    check_days(plan.starts_at, plan.ends_at)
    has_moved = any(getattr(locked, name) != getattr(plan, name) for name in MOVING_FIELDS)
    for name, value in asdict(plan).items():
        setattr(locked, name, value)
    locked.sequence += has_moved
    locked.save()
    note(by=by, action="wijzigt", thing=locked)
    _move_up(locked)
    if has_moved and locked.is_coming:
        title = f"Tijd of plaats is veranderd: {locked.title}"
        _tell(locked, _involved(locked, by), key=f"gewijzigd-{locked.sequence}", title=title)
    return locked


@transaction.atomic
def cancel_event(*, by: User, event: Event, because: str) -> Event:
    """Cancel an event and tell who would come; it stays on the agenda, crossed out. Twice is once.

    Raises PermissionDenied, and EventError without a reason or for one that is over.
    """
    locked = _locked(event)
    if not by.has_perm("communities.edit_event", locked):
        raise PermissionDenied
    if locked.cancelled_at is not None:
        return locked
    if not because.strip():
        raise EventError("Schrijf waarom de bijeenkomst niet doorgaat.")
    if not locked.is_coming:
        raise EventError("Deze bijeenkomst is voorbij. U kunt haar niet meer afgelasten.")
    locked.cancelled_at, locked.cancelled_because = timezone.now(), because.strip()
    locked.sequence += 1
    locked.save(update_fields=["cancelled_at", "cancelled_because", "sequence"])
    note(by=by, action="gelast af", thing=locked)
    people, title = _involved(locked, by), f"Gaat niet door: {locked.title}"
    _tell(locked, people, key="afgelast", title=title, text=f"{locked.when}. Reden: {locked.cancelled_because}")
    return locked


@transaction.atomic
def answer_event(*, by: User, event: Event, comes: bool) -> Attendance:
    """Say that you come, or not. Who finds it full waits; who leaves makes room for who waits longest.

    The event is locked, so that two people never take the last place. The same answer twice is one. Raises
    PermissionDenied, and EventError for an event that is over or cancelled.
    """
    locked = _locked(event)
    if not by.has_perm("communities.contribute", locked.community):
        raise PermissionDenied
    if not locked.is_answerable:
        raise EventError("Voor deze bijeenkomst kunt u zich niet meer aanmelden of afmelden.")
    found = Attendance.objects.filter(event=locked, user=by).first() or Attendance(event=locked, user=by)
    if (found.answer in {COMES, WAITS}) == comes and found.pk:
        return found
    found.answer, found.answered_at = _place(locked) if comes else STAYS_AWAY, timezone.now()
    found.save()
    _move_up(locked)
    return found


@transaction.atomic
def leave_events(*, user: User, community: Community) -> int:
    """Take somebody who leaves the community off the lists of what is still to come; who waits moves up.

    To be called by the verb with which somebody leaves or is put out. Returns the number of answers taken back.
    """
    return _leave(user, community.events.coming())


@transaction.atomic
def leave_frontrunner_events(*, user: User, community: Community) -> int:
    """The same for who may no longer see what is for frontrunners only; nothing for who still may."""
    membership = community.memberships.active().filter(user=user).first()
    if membership is not None and (membership.is_frontrunner or membership.is_coordinator):
        return 0
    return _leave(user, community.events.coming().filter(audience=Event.Audience.FRONTRUNNERS))


def _leave(user: User, coming: EventQuerySet) -> int:
    answered = coming.filter(pk__in=user.attendances.exclude(answer=STAYS_AWAY).values("event"))
    events = list(answered.order_by("pk").select_for_update())
    for event in events:
        event.attendances.filter(user=user).delete()
        _move_up(event)
    return len(events)


def remind_of_events(*, now: datetime | None = None) -> int:
    """Remind who comes, and the organiser, of what begins within a day; each once per date. Returns how many were told.

    Who said so less than a day ahead needs no reminder, and who may not see it any more gets none. Safe to run twice.
    """
    now = now or timezone.now()
    near = Event.objects.filter(cancelled_at=None, starts_at__gt=now, starts_at__lte=now + REMIND_BEFORE)
    told = 0
    for event in near.filter(community__ended_on=None).select_related("community", "organiser"):
        early = event.attendances.coming().filter(answered_at__lte=event.starts_at - REMIND_BEFORE)
        may_see = Q(is_staff=True) | Q(pk__in=_readers(event).values("user"))
        people = set(_people(event, early).filter(may_see)) | _organiser(event)
        key = f"herinnering-{event.starts_at:%Y%m%d}"
        told += len(_tell(event, people, key=key, title=f"Binnenkort: {event.title}"))
    return told


def _locked(event: Event) -> Event:
    return Event.objects.select_for_update(of=("self",)).select_related("community").get(pk=event.pk)


def _place(event: Event) -> str:
    is_full = event.capacity is not None and event.attendances.coming().count() >= event.capacity
    return WAITS if is_full else COMES


def _move_up(event: Event) -> None:
    """Give free places to who waits, in the order of asking, and tell them. The event must be locked."""
    if not event.is_answerable:
        return
    waiting = event.attendances.waiting().select_related("user")
    if event.capacity is not None:
        waiting = waiting[: max(0, event.capacity - event.attendances.coming().count())]
    for one in waiting:
        one.answer = COMES
        one.save(update_fields=["answer"])
        key = f"plaats-{one.answered_at:%Y%m%d%H%M%S%f}"
        _tell(event, [one.user], key=key, title=f"Er is plaats voor u: {event.title}")


def _people(event: Event, attendances: QuerySet[Attendance]) -> QuerySet[User]:
    """Whose answers these are, and who still belongs to the community."""
    belonging = Membership.objects.active().filter(community=event.community_id).values("user")
    belongs = Q(is_staff=True, is_active=True) | Q(pk__in=belonging)
    return User.objects.filter(belongs, pk__in=attendances.values("user"))


def _organiser(event: Event) -> set[User]:
    organiser = event.organiser
    return {organiser} if organiser and organiser.is_active and organiser.membership_in(event.community) else set()


def _involved(event: Event, by: User) -> set[User]:
    """Who comes or waits, and the organiser; not who does this."""
    answered = event.attendances.exclude(answer=STAYS_AWAY)
    return (set(_people(event, answered)) | _organiser(event)) - {by}


def _audience(event: Event, by: User) -> QuerySet[User]:
    """Who may see it and asked to hear of news at once; the others find it in the digest. Not who made it."""
    found = _readers(event).exclude(user=by)
    return wants_news_at_once(event.community).filter(pk__in=found.values("user"))


def _readers(event: Event) -> QuerySet[Membership]:
    """Those who belong to the community and may see the event."""
    found = Membership.objects.active().filter(community=event.community_id)
    if event.audience == Event.Audience.FRONTRUNNERS:
        return found.filter(Q(is_frontrunner=True) | Q(role=Role.COORDINATOR))
    return found


def _tell(
    event: Event, users: Iterable[User], *, key: str, title: str, kind: str = Notice.Kind.EVENT, text: str = ""
) -> list[Notice]:
    place = f" Plaats: {event.where}." if event.where else ""
    return notify(
        users=users,
        kind=kind,
        key=f"event-{event.pk}-{key}",
        title=title,
        text=text or f"{event.when.capitalize()}.{place}",
        path=event.get_absolute_url(),
        community=event.community,
    )


@transaction.atomic
def renew_feed(*, by: User) -> CalendarFeed:
    """Give somebody an address for their own calendar, or another one: the old address stops working at once."""
    feed, is_new = CalendarFeed.objects.select_for_update().get_or_create(user=by)
    if not is_new:
        feed.key, feed.created_at = uuid4(), timezone.now()
        feed.save(update_fields=["key", "created_at"])
    note(by=by, action="maakt", thing=feed)
    return feed


@transaction.atomic
def stop_feed(*, by: User) -> bool:
    """Let the address of somebody's own calendar stop working. False where there was none."""
    feed = CalendarFeed.objects.select_for_update().filter(user=by).first()
    if feed is None:
        return False
    note(by=by, action="stopt", thing=feed)
    feed.delete()
    return True
