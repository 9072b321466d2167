"""What the house shows of a community: what waits for its coordinators, and lists of communities."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from communities.access.communities import visible_communities
from communities.models import Comment, Community, Complaint, JoinRequest, Measure, Membership, Post, Trajectory, User
from lib.text import search_key


@dataclass(frozen=True)
class Waiting:
    """How much waits for a coordinator of a community, and which trajectory runs there."""

    n_requests: int
    n_reports: int
    """What waits under moderation: complaints, first contributions that wait for a look, and objections."""
    trajectory_id: int | None


def waiting_in(community: Community) -> Waiting:
    """What waits now in one community; one question to the database."""
    return waiting_of([community.pk])[community.pk]


def waiting_of(communities: Sequence[int]) -> dict[int, Waiting]:
    """What waits now in each of these communities; one question to the database."""
    found = Community.objects.filter(pk__in=communities).values_list(
        "pk",
        _count(JoinRequest.objects.filter(community=OuterRef("pk"), state=JoinRequest.State.WAITING), "community"),
        _count(Complaint.objects.filter(community=OuterRef("pk"), state=Complaint.State.OPEN), "community"),
        _count(Post.objects.filter(community=OuterRef("pk"), state=Post.State.HELD), "community"),
        _count(Comment.objects.filter(post__community=OuterRef("pk"), state=Post.State.HELD), "post__community"),
        _count(Measure.objects.filter(community=OuterRef("pk"), objection=Measure.Objection.OPEN), "community"),
        Subquery(Trajectory.objects.filter(community=OuterRef("pk")).values("pk")[:1]),
    )
    return {
        pk: Waiting(requests, complaints + posts + comments + objections, trajectory)
        for pk, requests, complaints, posts, comments, objections, trajectory in found.order_by("name")
    }


def _count(things: QuerySet[Any], by: str) -> Coalesce:
    counted = things.order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)


def listed_communities(user: User | AnonymousUser, words: str = "") -> QuerySet[Community]:
    """The communities that this reader may know of, those that go on first; each of `words` in their name or region.

    Each with `n_members`, and `is_mine`.
    """
    found = (
        visible_communities(user).select_related("region").order_by(F("ended_on").desc(nulls_first=True), "name", "pk")
    )
    found = found.annotate(
        n_members=_count(Membership.objects.active().filter(community=OuterRef("pk")), "community"),
        is_mine=Exists(Membership.objects.active().filter(community=OuterRef("pk"), user=user.pk)),
    )
    for word in words.split():
        key = search_key(word)
        in_region = Q(region__search_name__contains=key) if key else Q(pk__in=[])
        found = found.filter(Q(name__icontains=word) | Q(tagline__icontains=word) | in_region)
    return found
