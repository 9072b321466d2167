"""What is said and written down about an initiative, for whoever may read it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, F, QuerySet, Window

from communities.access.documents import documents_for
from communities.access.stream import stream_of
from communities.models import Audience, Comment, Community, Document, Post, User
from initiatives.access.initiatives import readable_initiatives
from initiatives.models import Initiative, InitiativePost

Reader = User | AnonymousUser


def audience_of(initiative: Initiative) -> str:
    """Who may read what is said about it: everybody, where both the initiative and its community are public."""
    is_open = initiative.is_public and initiative.community.is_public
    return Audience.PUBLIC if is_open else Audience.MEMBERS


def posts_for_members() -> "QuerySet[Post, int]":
    """The numbers of the posts about what only members may see: visitors read none, whatever their writers chose."""
    return Post.objects.filter(initiative_link__initiative__is_public=False).order_by().values_list("pk", flat=True)


def updates_of(reader: Reader, initiative: Initiative) -> QuerySet[Post]:
    """The news of an initiative for this reader, the newest first, each with its number of comments."""
    found = stream_of(reader, initiative.community).filter(
        initiative_link__initiative=initiative, initiative_link__is_announcement=False
    )
    return found.order_by("-publish_at", "-pk")


@dataclass(frozen=True)
class Said:
    """The announcement of an initiative, its newest news, and of how much news there is."""

    announcement: Post | None
    updates: Sequence[Post]
    n_updates: int


def said_of(reader: Reader, initiative: Initiative, n: int) -> Said:
    """What this reader may read of it; one question to the database."""
    found = stream_of(reader, initiative.community).filter(initiative_link__initiative=initiative)
    is_announcement = F("initiative_link__is_announcement")
    n_alike = Window(Count("pk"), partition_by=[is_announcement])
    newest = found.annotate(is_announcement=is_announcement, n_alike=n_alike)
    posts = list(newest.order_by("-is_announcement", "-publish_at", "-pk")[: n + 1])
    updates = [one for one in posts if not one.is_announcement]
    announcement = next((one for one in posts if one.is_announcement), None)
    return Said(announcement, updates[:n], updates[0].n_alike if updates else 0)


def newest_comments(reader: Reader, post: Post, community: Community, n: int) -> list[Comment]:
    """The last few things that were said about a post, the newest first, not yet signed; visitors read none."""
    if not reader.has_perm("communities.view_members_part", community):
        return []
    readable = Comment.objects.readable().filter(post=post).select_related("author")
    found = list(readable.order_by("-created_at", "-pk")[:n])
    for one in found:
        one.post = post
    return found


def documents_about(reader: Reader, initiative: Initiative) -> QuerySet[Document]:
    """The documents of an initiative that this reader may have, with their versions; without those taken away."""
    found = documents_for(reader, initiative.community).filter(removed_at=None)
    return found.filter(initiative_link__initiative=initiative).order_by("-created_at", "-pk")


def initiatives_behind(reader: Reader, community: Community, posts: Iterable[Post]) -> dict[int, Initiative]:
    """By post the initiative that it is about, where this reader may see that one; one question for all posts."""
    readable = readable_initiatives(reader, community).order_by().values("pk")
    links = InitiativePost.objects.filter(post__in=[one.pk for one in posts], initiative__in=readable)
    found = {}
    for link in links.select_related("initiative"):
        link.initiative.community = community
        found[link.post_id] = link.initiative
    return found
