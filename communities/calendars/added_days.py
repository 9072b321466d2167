"""What a higher floor adds to the calendars of communities: days that whoever may see a community may read.

That floor calls `declare` in a module that its AppConfig imports in `ready`, as it does with `communities.registry`.
"""

from collections.abc import Callable, Collection, Sequence

from lib.calendar_files import Entry

Days = Callable[[Collection[int]], Sequence[Entry]]
"""Gives the days of the communities with these numbers, in a fixed number of questions to the database."""

_declared: list[Days] = []


def declare(days: Days) -> None:
    """Let calendars have these days. There is one such function; who declares another takes its place."""
    _declared[:] = [days]


def added_days(communities: Collection[int]) -> Sequence[Entry]:
    """What was declared, of the communities with these numbers; nothing where nothing was."""
    return _declared[0](communities) if _declared else ()
