"""The agenda, and calendar feeds. Who gets in, and something to look at."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from communities.access.events import feed_token
from communities.models import Attendance, CalendarFeed, Community, Event
from tests import factories
from tests.access_rows.rows import ACCOUNT, COORDINATORS, EVERYONE, MEMBERS, OPEN, Row, posted
from tests.communities.town import join

ROWS: dict[str, Row] = {
    "communities:event_list": OPEN,
    "communities:event_feed": OPEN,
    "communities:event_detail": OPEN,
    "communities:event_file": OPEN,
    "communities:event_create": MEMBERS,
    "communities:event_edit": COORDINATORS,
    "communities:event_cancel": COORDINATORS,
    "communities:event_answer": posted(MEMBERS),
    "communities:own_calendar": ACCOUNT,
    "communities:calendar_feed": EVERYONE,
}


def make(community: Community) -> dict[str, Any]:
    """A public event that everybody comes to, one for frontrunners, and somebody's own calendar feed."""
    person = factories.make_verified_user(name="Wil van Dam")
    join(community, person)
    event = make_event(community, audience=Event.Audience.PUBLIC, body="Wij praten bij.", place="De Kade")
    make_event(community, audience=Event.Audience.FRONTRUNNERS)
    for membership in community.memberships.active():
        Attendance.objects.create(event=event, user=membership.user, answer=Attendance.Answer.COMES)
    return {"event_id": event.pk, "token": feed_token(CalendarFeed.objects.create(user=person))}


def make_event(community: Community, **fields: Any) -> Event:
    """An event of two hours that begins in three days, unless said otherwise."""
    starts_at = fields.pop("starts_at", timezone.now() + timedelta(days=3))
    defaults = {"title": "Koffie op de kade", "ends_at": starts_at + timedelta(hours=2)}
    return Event.objects.create(community=community, starts_at=starts_at, **(defaults | fields))
