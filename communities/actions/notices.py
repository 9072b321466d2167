"""Telling people what is meant for them, once."""

from collections.abc import Iterable

from communities.models import Community, Notice, User


def notify(
    *,
    users: Iterable[User],
    kind: str,
    key: str,
    title: str,
    path: str,
    text: str = "",
    community: Community | None = None,
) -> list[Notice]:
    """Put a notice before each of `users`, and a letter in the post for who wants this kind at once.

    `key` says what happened ("comment-12"); whoever was told of it already is not told again. `path` is an address on
    this site. The caller leaves out whoever did it. Returns the new notices.
    """
    wanted = [
        Notice(user=user, kind=kind, key=key, title=title, text=text, path=path, community=community) for user in users
    ]
    told = set(
        Notice.objects.filter(key=key, user__in=[one.user_id for one in wanted]).values_list("user_id", flat=True)
    )
    new = [one for one in wanted if one.user_id not in told]
    Notice.objects.bulk_create(new, ignore_conflicts=True)
    return new
