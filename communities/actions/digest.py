"""Sending the weekly digest: once to each reader, also when it is killed halfway or two workers begin at once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction
from django.utils import timezone

from communities.access import digest as unheard
from communities.access.digest import Pair
from communities.actions.notices import letter_of
from communities.analysis.digest_weeks import DigestWeek, week_of
from communities.letters.digest import Items, digest_words
from communities.letters.mail import lay_out
from communities.models import Community, Digest, Letter, Notice, User
from lib.text import long_date

BATCH = 200
"""Readers at once: what one batch holds in memory, and what is lost when it is killed."""


@dataclass(frozen=True)
class Sent:
    """What came of one run."""

    n_digests: int
    n_batches: int
    is_busy_elsewhere: bool = False


def send_digests(*, now: datetime | None = None, batch: int = BATCH) -> Sent:
    """Put the digest of this week in the post for every reader that has something to hear and did not get it yet.

    Each batch is one transaction: readers, their digests and their letters stand together or not at all. A second run
    of the same week goes on where the first one stopped; while one is at work another returns at once.
    """
    week = week_of(now or timezone.now())
    n_digests, n_batches, after = 0, 0, 0
    while True:
        step = _send_batch(week, after, batch)
        if step is None:
            return Sent(n_digests, n_batches, is_busy_elsewhere=True)
        if step.last_reader == 0:
            return Sent(n_digests, n_batches)
        n_digests, n_batches, after = n_digests + step.n_digests, n_batches + 1, step.last_reader


@dataclass(frozen=True)
class _Step:
    n_digests: int
    last_reader: int


@transaction.atomic
def _send_batch(week: DigestWeek, after: int, at_most: int) -> _Step | None:
    if not _is_ours(week):
        return None
    readers = unheard.next_readers(week, after=after, at_most=at_most)
    if not readers:
        return _Step(0, 0)
    items = _items_of(week, readers)
    users = User.objects.in_bulk([reader for reader in readers if items.get(reader)])
    Digest.objects.bulk_create(
        [Digest(user=user, week=week.monday, n_items=_count(items[pk])) for pk, user in users.items()]
    )
    letters = [_letter(user, items[pk], week) for pk, user in users.items()]
    Letter.objects.bulk_create(letters, ignore_conflicts=True)
    return _Step(len(users), max(readers))


def _items_of(week: DigestWeek, readers: Mapping[int, date | None]) -> dict[int, list[Items]]:
    """What each of these readers has not heard of, by community in the order of their names."""
    post_pairs = unheard.fresh_posts(week, readers)
    event_pairs = unheard.coming_events(week, readers)
    notices = unheard.weekly_notices(week, readers)
    posts = unheard.posts_in_short({pair.thing for pair in post_pairs})
    events = unheard.events_in_short({pair.thing for pair in event_pairs})
    communities = Community.objects.defer("about").in_bulk(_community_pks(post_pairs, event_pairs, notices))
    found: dict[int, dict[int | None, Items]] = {}

    def shelf(reader: int, community: int | None) -> Items:
        of_reader = found.setdefault(reader, {})
        return of_reader.setdefault(community, Items(communities[community] if community else None))

    for pair in post_pairs:
        items = shelf(pair.reader, pair.community)
        items.posts.append(posts[pair.thing])
        items.n_posts = pair.n
    for pair in event_pairs:
        items = shelf(pair.reader, pair.community)
        items.events.append(events[pair.thing])
        items.n_events = pair.n
    for reader, told in notices.items():
        for notice in _not_said_already(told, found.get(reader, {}).values()):
            shelf(reader, notice.community_id).notices.append(notice)
    return {reader: sorted(shelves.values(), key=_name) for reader, shelves in found.items()}


def _not_said_already(notices: Iterable[Notice], items: Iterable[Items]) -> list[Notice]:
    """The notices about something that does not stand in the same digest as a post or an event."""
    said = {thing.get_absolute_url() for one in items for things in (one.posts, one.events) for thing in things}
    return [notice for notice in notices if notice.path not in said]


def _community_pks(posts: list[Pair], events: list[Pair], notices: Mapping[int, list[Notice]]) -> set[int]:
    told = {notice.community_id for one in notices.values() for notice in one if notice.community_id}
    return {pair.community for pair in (*posts, *events)} | told


def _letter(user: User, items: list[Items], week: DigestWeek) -> Letter:
    words = digest_words(user, items, long_date(week.monday))
    return letter_of(
        lay_out(words),
        key=f"week-{week.monday}:{user.pk}",
        kind=words.kind,
        address=user.email,
        community=words.community,
        user=user,
    )


def _count(items: list[Items]) -> int:
    return sum(len(one.posts) + len(one.events) + len(one.notices) for one in items)


def _name(items: Items) -> str:
    return items.community.name if items.community else ""


def _is_ours(week: DigestWeek) -> bool:
    """Whether no other run is at this batch; the database lets go when the transaction ends, however it ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"digest {week.monday}"])
        return bool(cursor.fetchone()[0])
