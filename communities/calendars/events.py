"""Events and own promises as entries of a calendar. Who comes is never in one."""

from collections.abc import Iterable

from django.conf import settings
from django.db.models import QuerySet

from communities.access.events import calendar_commitments, calendar_events
from communities.calendars.added_days import added_days
from communities.calendars.commitments import uid_of
from communities.models import Attendance, Commitment, Community, Event, User
from lib.calendar_files import Entry, calendar_file

MAX_ENTRIES = 1000


def one_event(event: Event) -> bytes:
    """A file with one event. `event.own_answer` says whether the reader comes, and so gets the link to join online."""
    return calendar_file([event_entry(event)], name=event.community.name)


def community_calendar(community: Community, events: QuerySet[Event]) -> bytes:
    """The feed of a community with these events, the newest ones if there are very many; nothing in it is personal."""
    entries = [*_events(events.select_related("community")), *added_days([community.pk])]
    return calendar_file(entries, name=f"Agenda {community.name}")


def personal_calendar(user: User) -> bytes:
    """Somebody's own feed: the events and days of their communities, and what they promised, on its last day."""
    promised = (commitment_entry(one) for one in calendar_commitments(user))
    entries = [*_events(calendar_events(user)), *promised, *added_days(list(user.active_memberships))]
    return calendar_file(entries, name="Mijn agenda – Regiokracht")


def _events(events: QuerySet[Event]) -> Iterable[Entry]:
    return (event_entry(one) for one in events.order_by("-starts_at", "-pk")[:MAX_ENTRIES])


def event_entry(event: Event) -> Entry:
    """An event as an entry; the link to join online is only for who comes."""
    comes = getattr(event, "own_answer", None) == Attendance.Answer.COMES
    online = f"Online meedoen: {event.online_link}" if comes and event.online_link else ""
    cancelled = f"Gaat niet door: {event.cancelled_because}" if event.cancelled_at else ""
    return Entry(
        uid=f"{event.uid}@regiokracht",
        title=f"{event.title} ({event.community.name})",
        starts=event.starts_at,
        ends=event.ends_at,
        url=settings.SITE_URL + event.get_absolute_url(),
        description="\n\n".join(part for part in (cancelled, event.body, online) if part),
        place=event.where or ("online" if event.online_link else ""),
        sequence=event.sequence,
        is_cancelled=event.cancelled_at is not None,
    )


def commitment_entry(commitment: Commitment) -> Entry:
    """A promise as a whole day: the day on which it should be done."""
    return Entry(
        uid=uid_of("toezegging", commitment.pk),
        title=f"Klaar: {commitment.what}",
        starts=commitment.due_on,
        ends=commitment.due_on,
        url=settings.SITE_URL + commitment.get_absolute_url(),
        description=f"Uw toezegging in {commitment.community.name}.",
        sequence=commitment.version,
    )
