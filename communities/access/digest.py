"""What each reader has not heard of yet: chosen in the database, so that who has nothing costs nothing.

Every function takes a batch of readers and asks the database once, however many readers there are.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Count, Exists, F, FilteredRelation, Max, OuterRef, Q, QuerySet, Window
from django.db.models.functions import Greatest, Left, RowNumber

from communities.access.notices import GETS_THROUGH
from communities.analysis.digest_weeks import DigestWeek, by_since
from communities.models import (
    ALWAYS,
    Attendance,
    Channel,
    Digest,
    Event,
    Membership,
    Notice,
    NotificationChoice,
    Post,
    Role,
    Seen,
    User,
)

PER_COMMUNITY = 8
"""No more posts than this of one community in a digest; it says how many there are besides."""
EVENTS_PER_COMMUNITY = 5
NOTICES_PER_READER = 20
EXCERPT_OF = 1500
"""Letters of a text that are fetched to take the first sentences from."""

Volume = Membership.Volume


class Pair(NamedTuple):
    """Something that one reader has not heard of, with how many of its kind there are in the same community."""

    reader: int
    community: int
    thing: int
    n: int


def next_readers(week: DigestWeek, *, after: int, at_most: int) -> dict[int, date | None]:
    """The next readers that a digest of this week may be for, with the week of their last one; in order of number.

    Only members of communities where something happened, and who have unread notices; who got this week's is out.
    """
    done = Digest.objects.filter(user=OuterRef("pk"), week=week.monday)
    readers = User.objects.filter(is_active=True, pk__gt=after).exclude(email="")
    has_something = Exists(_lively_memberships(week).filter(user=OuterRef("pk"))) | Exists(
        _weekly_notices(week).filter(user=OuterRef("pk"))
    )
    last = Max("digests__week", filter=Q(digests__week__gte=week.earliest.date(), digests__week__lt=week.monday))
    found = readers.filter(has_something).exclude(Exists(done)).annotate(last=last).order_by("pk")
    return dict(found.values_list("pk", "last")[:at_most])


def fresh_posts(week: DigestWeek, readers: Mapping[int, date | None]) -> list[Pair]:
    """The posts that these readers did not write and did not open, the newest first, for who wants news weekly."""
    moments = Q(pk__in=[])
    for since, group in by_since(week, readers).items():
        moments |= Q(reader__in=group, appeared_at__gt=since)
    wanted = Q(volume=Volume.EVERYTHING) | Q(volume=Volume.IMPORTANT, is_pinned=True)
    posts = (
        _with_readers(_appeared_posts(week), week)
        .filter(moments, wanted)
        .filter(~Q(author=F("reader")), ~Exists(Seen.objects.filter(post=OuterRef("pk"), user=OuterRef("reader"))))
    )
    return _first_of(posts, ["-publish_at", "-pk"], PER_COMMUNITY)


def coming_events(week: DigestWeek, readers: Iterable[int]) -> list[Pair]:
    """What these readers can come to in the next fortnight, the first one first: not cancelled, not their own, and not
    what they said no to; for frontrunners only where somebody is one, or runs the community."""
    allowed = Q(audience__in=[Event.Audience.PUBLIC, Event.Audience.MEMBERS]) | Q(leads=True) | Q(role=Role.COORDINATOR)
    said_no = Attendance.objects.filter(
        event=OuterRef("pk"), user=OuterRef("reader"), answer=Attendance.Answer.STAYS_AWAY
    )
    events = (
        _with_readers(_coming_events(week), week)
        .filter(allowed, reader__in=list(readers), volume=Volume.EVERYTHING)
        .filter(~Q(organiser=F("reader")), ~Exists(said_no))
    )
    return _first_of(events, ["starts_at", "pk"], EVENTS_PER_COMMUNITY)


def weekly_notices(week: DigestWeek, readers: Mapping[int, date | None]) -> dict[int, list[Notice]]:
    """The unread notices of kinds that these readers want in the digest, the newest first."""
    moments = Q(pk__in=[])
    for since, group in by_since(week, readers).items():
        moments |= Q(user__in=group, created_at__gt=since)
    rank = Window(RowNumber(), partition_by=[F("user")], order_by=[F("created_at").desc(), F("pk").desc()])
    found: dict[int, list[Notice]] = {}
    for one in _weekly_notices(week).filter(moments).annotate(rank=rank).filter(rank__lte=NOTICES_PER_READER):
        found.setdefault(one.user_id, []).append(one)
    return found


def posts_in_short(pks: Iterable[int]) -> dict[int, Post]:
    """These posts with their writer and the beginning of their text."""
    posts = Post.objects.select_related("author", "community").defer("body", "search", "community__about")
    return posts.annotate(beginning=Left("body", EXCERPT_OF)).in_bulk(list(pks))


def events_in_short(pks: Iterable[int]) -> dict[int, Event]:
    """These events with the beginning of their text."""
    events = Event.objects.select_related("community").defer("body", "search", "community__about")
    return events.annotate(beginning=Left("body", EXCERPT_OF)).in_bulk(list(pks))


def _with_readers(things: QuerySet[Any], week: DigestWeek) -> QuerySet[Any]:
    """Each thing once for every member of its community who wants to hear of it weekly.

    What is asked of the membership is named here: a filter on the relation itself would join it once more.
    """
    active = Q(community__memberships__status=Membership.Status.ACTIVE)
    found: QuerySet[Any] = (
        things.alias(m=FilteredRelation("community__memberships", condition=active))
        .annotate(reader=F("m__user"))
        .alias(volume=F("m__volume"), role=F("m__role"), leads=F("m__is_frontrunner"), since=F("m__joined_at"))
        .filter(_wants_news("reader"), since__lte=week.until)
    )
    return found


def _appeared_posts(week: DigestWeek) -> QuerySet[Post]:
    """Posts that came before readers lately: a post that waited for a look came when it was announced."""
    posts = Post.objects.filter(state=Post.State.PUBLISHED, publish_at__gt=week.earliest, publish_at__lte=week.until)
    return posts.annotate(appeared_at=Greatest("publish_at", "announced_at")).filter(appeared_at__lte=week.until)


def _coming_events(week: DigestWeek) -> QuerySet[Event]:
    events = Event.objects.filter(cancelled_at=None, created_at__lte=week.until)
    return events.filter(starts_at__gt=max(week.now, week.until), starts_at__lte=week.ahead_until)


def _weekly_notices(week: DigestWeek) -> QuerySet[Notice]:
    """Unread notices that their reader wants to find in the digest; news is not among them: that is the stream."""
    chosen = NotificationChoice.objects.filter(
        user=OuterRef("user"), kind=OuterRef("kind"), channel=Channel.WEEKLY
    ).exclude(kind__in=[*ALWAYS, Notice.Kind.NEWS])
    silent = Membership.objects.filter(user=OuterRef("user"), community=OuterRef("community")).filter(
        Q(volume=Volume.NOTHING) | ~Q(status=Membership.Status.ACTIVE)
    )
    notices = Notice.objects.filter(read_at=None, created_at__gt=week.earliest, created_at__lte=week.until)
    return notices.filter(Exists(chosen)).filter(Q(kind__in=GETS_THROUGH) | ~Exists(silent))


def _lively_memberships(week: DigestWeek) -> QuerySet[Membership]:
    """Who belongs to a community in which something happened, and wants to hear of it weekly."""
    happened = Q(community__in=_appeared_posts(week).values("community"))
    happened |= Q(community__in=_coming_events(week).values("community"))
    members = Membership.objects.filter(status=Membership.Status.ACTIVE, joined_at__lte=week.until)
    return members.exclude(volume=Volume.NOTHING).filter(happened, _wants_news("user"))


def _wants_news(user: str) -> Q:
    """Who chose another way to hear of news than the digest is out; the digest is what holds without a choice."""
    elsewhere = NotificationChoice.objects.filter(user=OuterRef(user), kind=Notice.Kind.NEWS)
    return Q(~Exists(elsewhere.exclude(channel=Channel.WEEKLY)))


def _first_of(things: QuerySet[Any], order: list[str], at_most: int) -> list[Pair]:
    """The first few of each reader and community, with how many there are."""
    each = [F("reader"), F("community")]
    numbered = things.annotate(
        rank=Window(RowNumber(), partition_by=each, order_by=order), n=Window(Count("pk"), partition_by=each)
    )
    found = numbered.filter(rank__lte=at_most).order_by("reader", "community", "rank")
    return [Pair(*row) for row in found.values_list("reader", "community", "pk", "n")]
