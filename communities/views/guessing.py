"""Stopping who tries one link after the other: of links from a letter, those that lead nowhere count."""

# The public function of this name never counts a GET, and a link that is opened is one.
from allauth.core.internal.ratelimit import consume
from django.http import HttpRequest


def may_guess(request: HttpRequest, *, dry_run: bool = False) -> bool:
    """Whether this address may try a link; counts one that leads nowhere, unless it is a `dry_run`.

    A hall full of people may open a good one from one address, so those are not counted.
    """
    usage = consume(request, app="allauth.account", action="invitation", limit_get=True, dry_run=dry_run)
    return usage is not None
