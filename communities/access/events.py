"""Events and calendar feeds, for whoever may have them."""

from django.contrib.auth.models import AnonymousUser
from django.core.signing import BadSignature, Signer
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.http import Http404

from communities.access.communities import audiences_for
from communities.models import Attendance, CalendarFeed, Commitment, Community, Event, Role, User

# A dot ends what is signed: a colon must be written in another way in some addresses.
_signer = Signer(sep=".", salt="communities.calendar")


def visible_events(user: User | AnonymousUser, community: Community) -> QuerySet[Event]:
    """The events of a community that this reader may see, with `n_coming` and the reader's `own_answer`."""
    found = community.events.filter(audience__in=audiences_for(user, community))
    own = Attendance.objects.filter(event=OuterRef("pk"), user=user.pk).values("answer")
    n_coming = Count("attendances", filter=Q(attendances__answer=Attendance.Answer.COMES))
    return found.annotate(n_coming=n_coming, own_answer=Subquery(own))


def visible_anywhere(user: User) -> QuerySet[Event]:
    """The events of somebody's own communities that they may see; over all communities at once."""
    memberships = user.active_memberships.values()
    for_frontrunners = [one.community_id for one in memberships if one.is_frontrunner or one.role == Role.COORDINATOR]
    seen = ~Q(audience=Event.Audience.FRONTRUNNERS) | Q(community__in=for_frontrunners)
    return Event.objects.filter(seen, community__in=[one.community_id for one in memberships])


def calendar_events(user: User) -> QuerySet[Event]:
    """What belongs in somebody's own calendar: what they may see now, with `own_answer`.

    Who said to come to something for frontrunners and is none any more finds it here no longer.
    """
    own = Attendance.objects.filter(event=OuterRef("pk"), user=user).values("answer")
    found = visible_anywhere(user).annotate(own_answer=Subquery(own))
    return found.select_related("community").order_by("starts_at", "pk")


def calendar_commitments(user: User) -> QuerySet[Commitment]:
    """What somebody promised and has not done yet, in the communities they belong to now."""
    mine = Commitment.objects.open().filter(person=user, community__in=list(user.active_memberships))
    return mine.select_related("community")


def feed_token(feed: CalendarFeed) -> str:
    """What stands in the address of somebody's own calendar feed."""
    return _signer.sign(feed.key.hex)


def get_feed(token: str) -> CalendarFeed:
    """The feed with this token; raises Http404 for one that is forged, was replaced, or whose owner is gone."""
    try:
        key = _signer.unsign(token)
        feed = CalendarFeed.objects.select_related("user").filter(key=key, user__is_active=True).first()
    except (BadSignature, ValueError):
        feed = None
    if feed is None:
        raise Http404("no such feed")
    return feed
