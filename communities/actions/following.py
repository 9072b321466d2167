"""Who hears what is said in the stream: those who follow, and those who are named."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q, QuerySet

from communities.access.notices import wants_news_at_once
from communities.access.stream import followers_of, name_of, with_name
from communities.actions.notices import Quote, forget_notices, notify
from communities.analysis.mentions import candidates, name_key, named
from communities.models import Comment, Community, Follow, Notice, Post, Seen, User
from lib import rich_text

MAX_TITLE = 200
MAX_QUOTE = 300


def follow_post(*, by: User, post: Post) -> Follow:
    """Let somebody hear what is said about a post; once, however often it is asked."""
    return Follow.objects.get_or_create(post=post, user=by)[0]


def unfollow_post(*, by: User, post: Post) -> None:
    """Leave somebody in peace about a post."""
    Follow.objects.filter(post=post, user=by).delete()


def note_seen(*, by: User, post: Post) -> None:
    """Remember that somebody opened a post, so that the weekly overview leaves it out; once."""
    Seen.objects.bulk_create([Seen(post=post, user=by)], ignore_conflicts=True)


def mentioned_in(text: str, community: Community) -> list[User]:
    """The members of `community` whom `text` names with an @."""
    keys = candidates(text)
    if not keys:
        return []
    found = list(with_name(community, keys))
    chosen = set(named(text, {name_key(one.user.name) for one in found}))
    return [one.user for one in found if name_key(one.user.name) in chosen]


@transaction.atomic
def tell_of_post(*, by: User | None, post: Post) -> None:
    """Tell those whom a post names, and who wants news at once; to be called when it is placed for the first time."""
    text = f"{post.title}\n{rich_text.plain(post.body)}"
    notify(
        users=_others(mentioned_in(text, post.community), by),
        kind=Notice.Kind.MENTION,
        key=f"post-{post.pk}",
        title=_title(f"{name_of(by)} noemt u in", post.title),
        text=_quote(rich_text.plain(post.body)),
        path=post.get_absolute_url(),
        community=post.community,
    )
    notify(
        users=_others(wants_news_at_once(post.community), by),
        kind=Notice.Kind.NEWS,
        key=f"post-{post.pk}",
        title=_title(f"{name_of(by)} schreef", post.title),
        text=_quote(rich_text.plain(post.body)),
        path=post.get_absolute_url(),
        community=post.community,
    )


@transaction.atomic
def tell_of_comment(*, by: User | None, comment: Comment) -> None:
    """Tell those whom a comment names, and then those who follow its post; nobody twice, and never who wrote it."""
    post, name = comment.post, name_of(by)
    for users, kind, words in (
        (mentioned_in(comment.text, post.community), Notice.Kind.MENTION, f"{name} noemt u bij"),
        (followers_of(post), Notice.Kind.REPLY, f"{name} reageert op"),
    ):
        notify(
            users=_others(users, by),
            kind=kind,
            key=f"comment-{comment.pk}",
            title=_title(words, post.title),
            text=_quote(comment.text),
            path=comment.get_absolute_url(),
            community=post.community,
        )


def forget_told(written: Post | Comment) -> int:
    """Take back what people were told of a post and of everything said about it, or of one comment."""
    if isinstance(written, Comment):
        return forget_notices(keys=[f"comment-{written.pk}"])
    return forget_notices(keys=_keys(Post.objects.filter(pk=written.pk), written.comments.all()))


def keys_of_written(user: User) -> frozenset[str]:
    """Under which keys others were told of what somebody wrote, and of what was said about it."""
    posts = Post.objects.filter(author=user)
    return _keys(posts, Comment.objects.filter(Q(author=user) | Q(post__author=user)))


def _keys(posts: QuerySet[Post], comments: QuerySet[Comment]) -> frozenset[str]:
    of_posts = (f"post-{pk}" for pk in posts.values_list("pk", flat=True))
    return frozenset({*of_posts, *(f"comment-{pk}" for pk in comments.values_list("pk", flat=True))})


def _others(users: Iterable[User], by: User | None) -> list[User]:
    return [user for user in users if by is None or user.pk != by.pk]


def _title(words: str, title: str) -> str:
    whole = f"{words} “{title}”"
    return whole if len(whole) <= MAX_TITLE else f"{whole[: MAX_TITLE - 1]}…"


def _quote(text: str) -> Quote:
    """The first sentences, as many as fit."""
    whole = " ".join(text.split())
    if len(whole) <= MAX_QUOTE:
        return Quote(whole)
    start = whole[:MAX_QUOTE]
    last = max(start.rfind(end) for end in (". ", "! ", "? "))
    return Quote(start[: last + 1] if last > 0 else f"{start[:-1]}…")
