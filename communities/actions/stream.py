"""Every write on posts and comments: write, change, remove, pin, answer, let through, announce."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from communities.access.stream import is_trusted
from communities.actions.following import follow_post, forget_told, tell_of_comment, tell_of_post
from communities.actions.log import note
from communities.actions.notices import notify
from communities.models import Audience, Comment, Community, Membership, Notice, Post, User
from lib import rich_text
from lib.moments import check_days

MAX_HELD = 5
AGAIN = timedelta(minutes=10)
"""The same words by the same person within this time are a button that was pressed twice."""
State = Post.State
Written = TypeVar("Written", Post, Comment)


class StreamError(Exception):
    """It cannot be done; the text says why, in Dutch."""


class EditConflict(Exception):
    """Somebody else changed the post meanwhile; `current` is how it stands now."""

    def __init__(self, current: Post) -> None:
        super().__init__("changed by somebody else")
        self.current = current


@dataclass(frozen=True)
class Words:
    """What somebody wrote."""

    title: str
    body: str = ""
    kind: str = Post.Kind.NEWS
    link: str = ""
    audience: str = Audience.MEMBERS

    def cleaned(self) -> "Words":
        """The same with a text that can do no harm."""
        return replace(self, title=self.title.strip(), body=rich_text.clean(self.body))

    def put_in(self, post: Post) -> None:
        """Write them into a post that is not saved yet."""
        for name, value in vars(self).items():
            setattr(post, name, value)


# ── Posts ─────────────────────────────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def write_post(
    *, by: User, community: Community, words: Words, publish_at: datetime | None = None, is_draft: bool = False
) -> Post:
    """Place a post, now or at `publish_at`, or keep it as a draft. What a new member writes is held for approval.

    The same words again within ten minutes give the post that is there; a draft of them is placed after all. Raises
    PermissionDenied, and StreamError when too much of this person is waiting already.
    """
    _ask(by, "communities.contribute", community)
    check_days(publish_at)
    _one_at_a_time(by)
    words = words.cleaned()
    same = _same_post(by, community, words)
    if same is not None and (is_draft or same.state != State.DRAFT):
        return same
    post = same or Post(community=community, author=by)
    post.publish_at = publish_at or timezone.now()
    words.put_in(post)
    post.state = State.DRAFT if is_draft else _first_state(by, community)
    post.save()
    follow_post(by=by, post=post)
    note(by=by, action="schrijft", thing=post)
    _announce(post)
    return post


@transaction.atomic
def update_post(
    *, by: User, post: Post, words: Words, version: int, publish_at: datetime | None = None, is_draft: bool = False
) -> Post:
    """Set other words in a post that was read as `version`. What was placed once keeps its moment, and tells nobody.

    Raises PermissionDenied, EditConflict when somebody changed it since, and StreamError where it has no words now.
    """
    _ask(by, "communities.edit_post", post)
    post = _readable(_locked(post))
    if post.version != version:
        raise EditConflict(post)
    check_days(publish_at)
    words.cleaned().put_in(post)
    if is_out(post):
        post.edited_at = timezone.now()
    else:
        post.publish_at = publish_at or timezone.now()
        if post.state == State.DRAFT and not is_draft:
            post.state = _first_state(by, post.community)
    post.version += 1
    post.save()
    note(by=by, action="wijzigt", thing=post)
    _announce(post)
    return post


@transaction.atomic
def remove_post(*, by: User, post: Post) -> Post:
    """Take one's own post away. What nobody read disappears whole; of the rest the place stays, so that links keep
    leading somewhere, but not the words and the pictures. Raises PermissionDenied, and StreamError for what is hidden:
    it is kept for who objects.
    """
    _ask(by, "communities.edit_post", post)
    post = _readable(_locked(post))
    note(by=by, action="verwijdert", thing=post)
    if not is_out(post):
        _forget_pictures(post)
        post.delete()
        return post
    forget_told(post)
    post.title, post.body, post.link = "Verwijderd bericht", "", ""
    _forget_pictures(post)
    post.state, post.is_pinned = State.REMOVED, False
    post.version += 1
    post.save()
    return post


@transaction.atomic
def pin_post(*, by: User, post: Post, is_pinned: bool) -> Post:
    """Set a post on top of the stream, or let it go. Raises PermissionDenied."""
    _ask(by, "communities.coordinate", post)
    return _set(by, post, "is_pinned", is_pinned, "zet bovenaan" if is_pinned else "haalt van boven")


@transaction.atomic
def mark_answered(*, by: User, post: Post, is_answered: bool) -> Post:
    """Say that a question was answered, or is open again. Raises PermissionDenied, StreamError for other kinds."""
    _ask(by, "communities.mark_answered", post)
    if post.kind != Post.Kind.QUESTION:
        raise StreamError("Alleen een vraag kan beantwoord zijn.")
    return _set(by, post, "is_answered", is_answered, "noemt beantwoord" if is_answered else "noemt open")


@transaction.atomic
def release_post(*, by: User, post: Post) -> Post:
    """Let a held post through, and trust who wrote it from now on. Doing so twice changes nothing.

    Raises PermissionDenied for who does not run the community.
    """
    _ask(by, "communities.coordinate", post)
    post = _locked(post)
    if post.state != State.HELD:
        return post
    post.state, post.publish_at = State.PUBLISHED, max(post.publish_at, timezone.now())
    post.save()
    _trust(by, post, post.community, f"post-{post.pk}-released", "Uw bericht is goedgekeurd")
    _announce(post)
    return post


def keep_back_scheduled(*, author: User, community: Community) -> int:
    """Make drafts again of what somebody planned, now that they do not belong any more. Returns how many.

    To be called inside a transaction. Coming back does not place them: their writer decides anew.
    """
    planned = community.posts.filter(author=author, state=State.PUBLISHED, publish_at__gt=timezone.now())
    return planned.update(state=State.DRAFT, version=F("version") + 1)


def announce_scheduled_posts() -> int:
    """Announce every post of which the moment has come, each once, whoever else does so too. Returns how many."""
    waiting = Post.objects.published().filter(announced_at=None).order_by("publish_at").values_list("pk", flat=True)
    return sum(_announce_one(pk) for pk in list(waiting))


def is_out(post: Post) -> bool:
    """Whether others have been able to read it."""
    return post.announced_at is not None or post.is_published


# ── Comments ──────────────────────────────────────────────────────────────────────────────────────────────────────
@transaction.atomic
def write_comment(
    *, by: User, post: Post, text: str, parent: Comment | None = None, is_suspect: bool = False
) -> Comment:
    """Say something about a post; an answer to an answer becomes one to the same comment. Its writer follows the post.

    What is suspect, as a program seems to have sent it, is held for a coordinator to look at, whoever wrote it.

    The same words again within ten minutes give the comment that is there. Raises PermissionDenied, and StreamError
    where nothing can be said (any more).
    """
    _ask(by, "communities.contribute", post.community)
    _one_at_a_time(by)
    post = _locked(post)
    if not post.is_published:
        raise StreamError("Op dit bericht kan niemand (meer) reageren.")
    root = _root(post, parent)
    since = timezone.now() - AGAIN
    same = post.comments.filter(author=by, parent=root, text=text.strip(), created_at__gte=since).first()
    if same is not None and same.state in {State.PUBLISHED, State.HELD}:
        return same
    state = State.HELD if is_suspect else _first_state(by, post.community)
    comment = Comment.objects.create(post=post, parent=root, author=by, text=text.strip(), state=state)
    follow_post(by=by, post=post)
    note(by=by, action="reageert", thing=comment, community=post.community)
    if state == State.PUBLISHED:
        tell_of_comment(by=by, comment=comment)
    return comment


@transaction.atomic
def update_comment(*, by: User, comment: Comment, text: str) -> Comment:
    """Set other words in a comment; nobody is told again. Raises PermissionDenied, and StreamError without words."""
    _ask(by, "communities.edit_comment", comment)
    comment = _readable(_locked_comment(comment))
    comment.text, comment.edited_at = text.strip(), timezone.now()
    comment.save(update_fields=["text", "edited_at"])
    note(by=by, action="wijzigt", thing=comment, community=comment.community)
    return comment


@transaction.atomic
def remove_comment(*, by: User, comment: Comment) -> Comment:
    """Take one's own comment away; its place stays, with the answers to it. Raises PermissionDenied."""
    _ask(by, "communities.edit_comment", comment)
    comment = _readable(_locked_comment(comment))
    forget_told(comment)
    comment.text, comment.state = "Verwijderd", State.REMOVED
    comment.save(update_fields=["text", "state"])
    note(by=by, action="verwijdert", thing=comment, community=comment.community)
    return comment


@transaction.atomic
def release_comment(*, by: User, comment: Comment) -> Comment:
    """Let a held comment through, and trust who wrote it; see `release_post`."""
    _ask(by, "communities.coordinate", comment)
    comment = _locked_comment(comment)
    if comment.state != State.HELD:
        return comment
    comment.state = State.PUBLISHED
    comment.save(update_fields=["state"])
    _trust(by, comment, comment.community, f"comment-{comment.pk}-released", "Uw reactie is goedgekeurd")
    tell_of_comment(by=comment.author, comment=comment)
    return comment


# ── What they have in common ──────────────────────────────────────────────────────────────────────────────────────
def _ask(by: User, permission: str, thing: Community | Post | Comment) -> None:
    if not by.has_perm(permission, thing):
        raise PermissionDenied(permission)


def _one_at_a_time(by: User) -> None:
    User.objects.select_for_update(no_key=True).get(pk=by.pk)


def _locked(post: Post) -> Post:
    return (
        Post.objects.select_for_update(of=("self",), no_key=True).select_related("community", "author").get(pk=post.pk)
    )


def _locked_comment(comment: Comment) -> Comment:
    found = Comment.objects.select_for_update(of=("self",), no_key=True)
    return found.select_related("post__community", "author").get(pk=comment.pk)


def _readable(written: Written) -> Written:
    if written.state in {State.HIDDEN, State.REMOVED}:
        raise StreamError("Dit is intussen verborgen of verwijderd, en kan niet meer worden gewijzigd.")
    return written


def _same_post(by: User, community: Community, words: Words) -> Post | None:
    recent = community.posts.filter(author=by, created_at__gte=timezone.now() - AGAIN, **vars(words))
    return recent.exclude(state__in=[State.HIDDEN, State.REMOVED]).first()


def _first_state(by: User, community: Community) -> str:
    if is_trusted(by, community):
        return State.PUBLISHED
    n_held = Post.objects.filter(community=community, author=by, state=State.HELD).count()
    n_held += Comment.objects.filter(post__community=community, author=by, state=State.HELD).count()
    if n_held >= MAX_HELD:
        raise StreamError(
            f"Er wachten al {n_held} bijdragen van u op een blik van de coördinator. Na de eerste goedkeuring "
            "komt wat u schrijft er meteen op te staan."
        )
    return State.HELD


def _set(by: User, post: Post, field: str, value: bool, action: str) -> Post:
    post = _locked(post)
    if getattr(post, field) != value:
        setattr(post, field, value)
        post.save(update_fields=[field])
        note(by=by, action=action, thing=post)
    return post


def _trust(by: User, written: Post | Comment, community: Community, key: str, title: str) -> None:
    note(by=by, action="laat door", thing=written, community=community)
    if written.author is None:
        return
    Membership.objects.filter(community=community, user=written.author).update(is_trusted=True)
    notify(
        users=[written.author],
        kind=Notice.Kind.MODERATION,
        key=key,
        title=title,
        text="Wat u vanaf nu schrijft, staat er meteen op.",
        path=written.get_absolute_url(),
        community=community,
    )


def _root(post: Post, parent: Comment | None) -> Comment | None:
    if parent is None:
        return None
    root = parent.parent or parent
    if root.post_id != post.pk or parent.state != State.PUBLISHED:
        raise StreamError("De reactie waarop u antwoordt, staat er niet meer.")
    return root


def _announce(post: Post) -> bool:
    if post.announced_at is not None or not post.is_published:
        return False
    post.announced_at = timezone.now()
    post.save(update_fields=["announced_at"])
    tell_of_post(by=post.author, post=post)
    return True


@transaction.atomic
def _announce_one(pk: int) -> bool:
    waiting = Post.objects.published().filter(announced_at=None, pk=pk).select_related("community", "author")
    post = waiting.select_for_update(skip_locked=True, of=("self",)).first()
    return post is not None and _announce(post)


def _forget_pictures(post: Post) -> None:
    for picture in post.pictures.all():
        file = picture.file
        picture.delete()
        transaction.on_commit(partial(file.delete, save=False))
