"""What a higher floor says of posts: which are about something that visitors may not see.

That floor calls `declare` in a module that its AppConfig imports in `ready`, as it does with `communities.registry`.
"""

from collections.abc import Callable

from django.db.models import Q, QuerySet

from communities.models import Post

Withheld = Callable[[], "QuerySet[Post, int]"]
"""Gives the numbers of the posts that are not for visitors, whatever audience their writers chose; not yet asked."""

_declared: list[Withheld] = []


def declare(withheld: Withheld) -> None:
    """Let visitors read none of these posts. There is one such function; who declares another takes its place."""
    _declared[:] = [withheld]


def is_for_visitors() -> Q:
    """That a post is about nothing which visitors may not see; no question to the database of its own."""
    return ~Q(pk__in=_declared[0]()) if _declared else Q()
