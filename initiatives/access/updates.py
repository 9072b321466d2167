"""What is said and written down about an initiative, for whoever may read it."""

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from communities.access.documents import documents_for
from communities.access.stream import sign, stream_of
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


def newest_comments(reader: Reader, post: Post, community: Community, n: int) -> list[Comment]:
    """The last few things that were said about a post, signed, the newest first; visitors read none."""
    if not reader.has_perm("communities.view_members_part", community):
        return []
    readable = Comment.objects.readable().filter(post=post).select_related("author")
    found = list(readable.order_by("-created_at", "-pk")[:n])
    sign(found, community, reader)
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
