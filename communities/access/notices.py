"""Who wants to be told what, and what somebody was told."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from communities.models import (
    ALWAYS,
    DEFAULT_CHANNELS,
    Channel,
    Community,
    Membership,
    Notice,
    NotificationChoice,
    User,
)

GETS_THROUGH = frozenset({Notice.Kind.MODERATION, Notice.Kind.HOUSE, Notice.Kind.INVITATION})
"""Kinds that also reach who wants nothing of a community, or does not belong to it any more."""


def channel_of(kind: str, chosen: str | None) -> str:
    """How a kind reaches somebody who chose this, or chose nothing."""
    return DEFAULT_CHANNELS[kind] if kind in ALWAYS or not chosen else chosen


def channels_of(user: User) -> dict[str, str]:
    """Somebody's whole matrix: every kind with its channel."""
    chosen = dict(user.notification_choices.values_list("kind", "channel"))
    return {kind: channel_of(kind, chosen.get(kind)) for kind in Notice.Kind.values}


def those_who_belong(users: Iterable[User], kind: str, community: Community | None) -> list[User]:
    """Who of `users` may be told this of a community: not who left or was blocked, save for what gets through.

    Who never belonged may be told: somebody who asked to join, an administrator.
    """
    asked = {user.pk: user for user in users}
    if community is None or kind in GETS_THROUGH:
        return list(asked.values())
    there = Membership.objects.filter(community=community, user__in=list(asked))
    gone = set(there.exclude(status=Membership.Status.ACTIVE).values_list("user_id", flat=True))
    return [user for pk, user in asked.items() if pk not in gone]


def those_who_want_mail(users: Iterable[User], kind: str, community: Community | None) -> list[User]:
    """Who of `users` gets a mail at once for this kind of notice, by their matrix and their volume."""
    asked = [user for user in users if user.is_active and user.email]
    pks = [user.pk for user in asked]
    chosen = dict(NotificationChoice.objects.filter(user__in=pks, kind=kind).values_list("user_id", "channel"))
    volumes = dict(Membership.objects.filter(community=community, user__in=pks).values_list("user_id", "volume"))
    return [
        user
        for user in asked
        if channel_of(kind, chosen.get(user.pk)) == Channel.AT_ONCE and _lets_through(kind, volumes.get(user.pk))
    ]


def wants_news_at_once(community: Community) -> QuerySet[User]:
    """The members who asked for news of this community at once: the only ones to tell of a post when it appears.

    Everybody else reads of it in the weekly digest, which takes it from the stream itself.
    """
    wants = NotificationChoice.objects.filter(kind=Notice.Kind.NEWS, channel=Channel.AT_ONCE)
    members = Membership.objects.active().filter(community=community, volume=Membership.Volume.EVERYTHING)
    return User.objects.filter(Q(pk__in=wants.values("user")) & Q(pk__in=members.values("user")))


def notices_for(user: User) -> QuerySet[Notice]:
    """Everything somebody was told: what is unread first, then what was read last."""
    told = user.notices.select_related("community")
    return told.order_by(F("read_at").desc(nulls_first=True), "-created_at", "-pk")


@dataclass
class NoticeGroup:
    """The unread notices of one community; without a community they are about the site itself."""

    community: Community | None
    notices: list[Notice]


def grouped(notices: Iterable[Notice]) -> list[NoticeGroup]:
    """The unread ones of these by community, in the order in which each community first appears."""
    groups: dict[int | None, NoticeGroup] = {}
    for one in notices:
        if one.read_at is None:
            groups.setdefault(one.community_id, NoticeGroup(one.community, [])).notices.append(one)
    return list(groups.values())


def _lets_through(kind: str, volume: str | None) -> bool:
    if kind in GETS_THROUGH or volume is None or volume == Membership.Volume.EVERYTHING:
        return True
    return volume == Membership.Volume.IMPORTANT and kind != Notice.Kind.NEWS
