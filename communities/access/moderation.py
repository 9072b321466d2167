"""What waits for a coordinator's look, and what somebody may complain about."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest

from communities.access.documents import documents_for
from communities.access.events import visible_events
from communities.access.stream import is_readable, name_of
from communities.access.subjects import About, Person, kind_named
from communities.models import Comment, Community, Complaint, Document, Event, Measure, Membership, Post, User

LINK = r"(https?://|www\.|\.(nl|com|net|org|eu|info|online|shop|xyz)\M)"


def open_complaints(community: Community) -> QuerySet[Complaint]:
    """Complaints that wait for a decision, the oldest first."""
    about = ("post__author", "post__community", "comment__author", "comment__post__community", "membership__user")
    also = ("event__organiser", "event__community", "document__created_by", "document__community")
    return community.complaints.filter(state=Complaint.State.OPEN).select_related("reporter", *about, *also)


def placed_posts(community: Community) -> QuerySet[Post]:
    """What its writer handed over to be read: a draft is nobody else's business."""
    return community.posts.exclude(state=Post.State.DRAFT)


def held_posts(community: Community) -> QuerySet[Post]:
    """Posts that wait for a first look, the oldest first."""
    return community.posts.filter(state=Post.State.HELD).select_related("author", "community").order_by("created_at")


def held_comments(community: Community) -> QuerySet[Comment]:
    """Comments that wait for a first look, the oldest first."""
    held = Comment.objects.filter(post__community=community, state=Post.State.HELD)
    return held.select_related("author", "post__community").order_by("created_at")


def open_objections(community: Community) -> QuerySet[Measure]:
    """Objections that wait for an answer, the oldest first."""
    waiting = measures(community).filter(objection=Measure.Objection.OPEN)
    return waiting.order_by("objection_at")


def measures(community: Community) -> QuerySet[Measure]:
    """What was done, the newest first."""
    about = ("post__author", "comment__author", "comment__post", "membership__user", "taken_by", "undone_by", "maker")
    return community.measures.select_related("community", *about)


def members_with_links(community: Community) -> QuerySet[Membership]:
    """Members of whom nothing was approved yet and whose words about themselves hold a link: mostly advertising."""
    words = ("bio", "function", "frontrunner_for", "user__name")
    has_link = Q()
    for one in words:
        has_link |= Q(**{f"{one}__iregex": LINK})
    new = community.memberships.filter(has_link, is_trusted=False, status=Membership.Status.ACTIVE)
    return new.exclude(role="coordinator").select_related("user").order_by("-joined_at")


def blockable_members(community: Community) -> QuerySet[Membership]:
    """Who can be blocked: members and who left, but nobody who coordinates now."""
    found = community.memberships.exclude(status=Membership.Status.BLOCKED)
    found = found.exclude(status=Membership.Status.ACTIVE, role="coordinator")
    return found.select_related("user").order_by("user__name", "pk")


def blocked_members(community: Community) -> QuerySet[Membership]:
    """Who may not take part any more."""
    return community.memberships.filter(status=Membership.Status.BLOCKED).select_related("user").order_by("user__name")


@dataclass(frozen=True)
class Subject:
    """What a complaint is about: exactly one of these."""

    post: Post | None = None
    comment: Comment | None = None
    membership: Membership | None = None
    event: Event | None = None
    document: Document | None = None
    thing_kind: str = ""
    thing_id: int | None = None
    about: About | None = None
    """Of a thing of a higher floor."""

    @property
    def words(self) -> str:
        """What it is, for the page: nothing that the reader could not see already."""
        if self.about:
            return self.about.words
        if self.post:
            return f"het bericht «{self.post.title}»"
        if self.comment:
            return "een reactie"
        if self.event:
            return f"de bijeenkomst «{self.event.title}»"
        if self.document:
            return f"het document «{self.document.title}»"
        return f"het profiel van {name_of(self.membership.user if self.membership else None)}"


def get_subject(request: HttpRequest, community: Community) -> Subject | None:
    """What the address names, as far as this reader may see it; None where it names nothing. Raises Http404."""
    name = next((name for name in request.GET if request.GET[name] and (name in FINDERS or kind_named(name))), "")
    if not name:
        return None
    value = request.GET[name]
    if not value.isdecimal() or len(value) > 18:
        raise Http404("no such thing")
    if name in FINDERS:
        return FINDERS[name](request.user, community, int(value))
    return _declared(request.user, community, name, int(value))


def _declared(user: Person, community: Community, name: str, pk: int) -> Subject:
    kind = kind_named(name)
    thing = _or_404(kind.readable(user, community), pk) if kind else None
    return Subject(thing_kind=name, thing_id=pk, about=kind.about(thing) if kind else None)


def _post(user: Person, community: Community, pk: int) -> Subject:
    shown = community.posts.published().filter(is_readable(user, community))
    return Subject(post=_or_404(shown, pk))


def _comment(user: Person, community: Community, pk: int) -> Subject:
    shown = community.posts.published().filter(is_readable(user, community))
    comments = Comment.objects.filter(Exists(shown.filter(pk=OuterRef("post_id"))), state=Post.State.PUBLISHED)
    return Subject(comment=_or_404(comments, pk))


def _membership(user: Person, community: Community, pk: int) -> Subject:
    members = community.memberships.active().select_related("user")
    if not user.has_perm("communities.view_members_part", community):
        members = members.filter(is_shown_to_visitors=True)
    return Subject(membership=_or_404(members, pk))


def _event(user: Person, community: Community, pk: int) -> Subject:
    return Subject(event=_or_404(visible_events(user, community), pk))


def _document(user: Person, community: Community, pk: int) -> Subject:
    return Subject(document=_or_404(documents_for(user, community).filter(removed_at=None), pk))


FINDERS: dict[str, Callable[[Person, Community, int], Subject]] = {
    "bericht": _post,
    "reactie": _comment,
    "lid": _membership,
    "bijeenkomst": _event,
    "document": _document,
}


def _or_404(things: QuerySet, pk: int):  # type: ignore[no-untyped-def, type-arg]
    found = things.filter(pk=pk).first()
    if found is None:
        raise Http404("no such thing in this community")
    return found


def author_of(measure: Measure) -> User | None:
    """Whom a measure hits; None where they left."""
    if measure.post:
        return measure.post.author
    if measure.comment:
        return measure.comment.author
    return measure.membership.user if measure.membership else measure.maker


def get_thing(community: Community, name: str, pk: int) -> tuple[Any, About]:
    """A thing of a higher floor, of this community, whoever may read it, and what it is; raises Http404."""
    kind = kind_named(name)
    if kind is None:
        raise Http404("no such kind")
    thing = _or_404(kind.of_community(community), pk)
    return thing, kind.about(thing)


def get_measure(request: HttpRequest, slug: str, pk: int) -> Measure:
    """A measure, for the person it hits and for who coordinates; raises Http404 for everybody else.

    Not by way of the community: who was blocked in a private one may not know of it any more, but may object.
    """
    about = ("post__author", "comment__author", "comment__post", "membership__user", "taken_by", "maker")
    found = Measure.objects.select_related("community__region", *about).filter(pk=pk, community__slug=slug).first()
    if found is None:
        raise Http404("no such measure")
    user = request.user
    if author_of(found) == user or user.has_perm("communities.manage_community", found.community):
        return found
    raise Http404("no such measure")
