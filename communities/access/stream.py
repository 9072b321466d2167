"""Posts and comments, for whoever may read them, and under whose name they stand there."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Page, Paginator
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Lower, Replace
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from communities.access.communities import audiences_for
from communities.access.post_sources import is_for_visitors
from communities.models import Comment, Community, Membership, Post, Role, User
from lib import rich_text

THREADS_PER_PAGE = 50
State = Post.State
GONE = "Iemand die vertrok"
NAMELESS = "Iemand zonder naam"
WITHOUT_WORDS = {State.HIDDEN: "verborgen door de coördinator", State.REMOVED: "verwijderd"}
"""States of which nobody reads the words any more, and what stands there instead."""

NAME_KEY = Lower(Replace("user__name", Value("’"), Value("'")))
"""`analysis.mentions.name_key`, as the database says it."""


@dataclass(frozen=True)
class Byline:
    """Under whose name something stands, for this reader."""

    name: str
    organisation: str = ""
    is_trusted: bool = True
    is_named: bool = True


def is_trusted(user: User, community: Community) -> bool:
    """Whether what this person writes is placed at once: a first contribution was approved, or they run it."""
    found = user.membership_in(community)
    return user.is_staff or (found is not None and (found.is_trusted or found.role == Role.COORDINATOR))


def name_of(user: User | None) -> str:
    """The name that members read; never an address."""
    return (user.name or NAMELESS) if user else GONE


def is_readable(user: User | AnonymousUser, community: Community) -> Q:
    """What this reader may read of the posts of a community, once they are published."""
    chosen = Q(audience__in=audiences_for(user, community))
    return chosen if user.has_perm("communities.view_members_part", community) else chosen & is_for_visitors()


def stream_of(user: User | AnonymousUser, community: Community) -> QuerySet[Post]:
    """What stands in the stream for this reader, with the number of comments."""
    found = community.posts.published().filter(is_readable(user, community))
    counted = (
        Comment.objects.readable().filter(post=OuterRef("pk")).order_by().values("post").annotate(n=Count("pk"))
    ).values("n")
    return found.select_related("author").annotate(n_comments=Coalesce(Subquery(counted), 0))


def waiting_posts(user: User | AnonymousUser, community: Community) -> QuerySet[Post]:
    """What others do not see yet: the reader's own, and for who runs it also what waits or is planned of others."""
    if not user.is_authenticated or not user.has_perm("communities.view_members_part", community):
        return community.posts.none()
    is_waiting = Q(state__in=[State.DRAFT, State.HELD]) | Q(state=State.PUBLISHED, publish_at__gt=timezone.now())
    reach = Q(author=user)
    if user.has_perm("communities.manage_community", community):
        reach |= ~Q(state=State.DRAFT)
    return community.posts.filter(is_waiting & reach).select_related("author").order_by("publish_at", "pk")


def openable_posts(user: User | AnonymousUser, community: Community) -> QuerySet[Post]:
    """The posts that have a page for this reader; of hidden and removed ones it says only that."""
    reach = Q(state__in=[State.PUBLISHED, *WITHOUT_WORDS], publish_at__lte=timezone.now())
    reach &= is_readable(user, community)
    reach |= Q(pk__in=waiting_posts(user, community).order_by().values("pk"))
    return community.posts.filter(reach).select_related("author")


def editable_posts(user: User | AnonymousUser, community: Community) -> QuerySet[Post]:
    """The openable ones that still have words."""
    return openable_posts(user, community).exclude(state__in=WITHOUT_WORDS)


def comments_on(
    user: User | AnonymousUser, post: Post, *, number: str | int = 1, holding: int | None = None
) -> Page[Comment]:
    """A page of the comments on a post, each with its `answers`: the first page has the newest, oldest of them first.

    `holding` asks for the page with that comment instead. Visitors read none; what waits for the coordinator is there
    for who wrote it and for who runs the community.
    """
    readable = _readable_comments(user, post)
    roots = readable.filter(parent=None).order_by("-created_at", "-pk")
    asked = readable.filter(pk=holding).select_related("parent").first() if holding else None
    if asked:
        root = asked.parent or asked
        is_newer = Q(created_at__gt=root.created_at) | Q(created_at=root.created_at, pk__gt=root.pk)
        number = roots.filter(is_newer).count() // THREADS_PER_PAGE + 1
    page = Paginator(roots, THREADS_PER_PAGE).get_page(number)
    page.object_list = _with_answers(user, post, list(page.object_list)[::-1], readable)
    return page


def _readable_comments(user: User | AnonymousUser, post: Post) -> QuerySet[Comment]:
    if not user.has_perm("communities.view_members_part", post.community):
        return post.comments.none()
    readable = post.comments.select_related("author")
    if user.has_perm("communities.manage_community", post.community):
        return readable
    return readable.filter(~Q(state=State.HELD) | Q(author_id=user.pk))


def _with_answers(
    user: User | AnonymousUser, post: Post, roots: list[Comment], readable: QuerySet[Comment]
) -> list[Comment]:
    found = [*roots, *readable.filter(parent__in=[one.pk for one in roots])]
    sign(found, post.community, user)
    answers: dict[int | None, list[Comment]] = defaultdict(list)
    for one in found:
        one.post = post
        answers[one.parent_id].append(one)
    for root in roots:
        root.answers = answers[root.pk]  # type: ignore[attr-defined]
    return roots


def sign(things: Sequence[Post] | Sequence[Comment], community: Community, reader: User | AnonymousUser) -> None:
    """Give each of `things` its `byline`; one question to the database for all.

    To visitors a member has a name only when they chose so.
    """
    for one, byline in zip(things, bylines([one.author for one in things], community, reader), strict=True):
        one.byline = byline  # type: ignore[attr-defined]


def bylines(authors: Sequence[User | None], community: Community, reader: User | AnonymousUser) -> list[Byline]:
    """Under what name each of these wrote, for this reader."""
    is_insider = reader.has_perm("communities.view_members_part", community)
    known = {one.pk for one in authors if one}
    found = community.memberships.filter(user__in=known).select_related("organisation", "user")
    by_author = {one.user_id: one for one in found}
    return [_byline(one, by_author.get(one.pk if one else 0), is_insider=is_insider) for one in authors]


def _byline(author: User | None, membership: Membership | None, *, is_insider: bool) -> Byline:
    if author is None:
        return Byline(GONE)
    is_known = author.is_staff or (
        membership is not None and (membership.is_trusted or membership.role == Role.COORDINATOR)
    )
    if not is_insider and not (membership and membership.is_active and membership.is_shown_to_visitors):
        is_coordinator = membership is not None and membership.is_coordinator
        called = "De coördinator" if is_coordinator else "Een deelnemer"
        return Byline(called, is_trusted=is_known, is_named=False)
    organisation = membership.organisation.name if membership and membership.organisation else ""
    return Byline(name_of(author), organisation, is_known)


def words_of(post: Post) -> SafeString:
    """The text of a signed post, safe to show; links of who was not approved yet are words only."""
    if post.state in WITHOUT_WORDS:
        return SafeString("")
    has_links = post.state != State.HELD and post.byline.is_trusted  # type: ignore[attr-defined]
    cleaned = rich_text.clean(post.body)
    return mark_safe(cleaned if has_links else rich_text.without_links(cleaned))  # noqa: S308  # cleaned just now


def with_name(community: Community, keys: list[list[str]]) -> QuerySet[Membership]:
    """Members who may be meant by one of the lists of keys that `analysis.mentions.candidates` gives."""
    wanted = {key for one in keys for key in one}
    return community.memberships.active().annotate(key=NAME_KEY).filter(key__in=wanted).select_related("user")


def followers_of(post: Post) -> QuerySet[User]:
    """Those who follow a post and may still read it."""
    members = post.community.memberships.active().values("user")
    return User.objects.filter(follows__post=post, is_active=True).filter(Q(pk__in=members) | Q(is_staff=True))
