"""What a higher floor adds to the route map: rows of its own, and what a promise belongs to.

That floor calls `declare` in a module that its AppConfig imports in `ready`, as it does with `communities.registry`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, QuerySet, Value
from django.db.models.expressions import Combinable

from communities.analysis.route_map import Owner, RouteRow, Wanted
from communities.models import Commitment, Community


@dataclass(frozen=True)
class RouteSource:
    """Where the additions come from. Each function takes a fixed number of questions to the database.

    What it gives is for everybody who may read the route map: it holds back what some of them may not see.
    """

    wanted: Callable[[Community, Wanted], QuerySet[Any]]
    """Its own things that are asked for, each with a day (`due_on`), the words `what` and, as `name_of_owner`, the name
    of what it belongs to."""
    rows: Callable[[Community, QuerySet[Any]], Sequence[RouteRow]]
    """These things as rows."""
    owners: Callable[[Community, QuerySet[Commitment]], Mapping[int, Owner]]
    """Per number of these promises what it belongs to."""
    name_of_owner: Combinable
    """The name of what a promise belongs to, "" for nothing; an expression for a question about promises."""
    choices: Callable[[Community], list[tuple[int, str]]]
    """Number and name of what one can ask for alone."""
    promised_at: Callable[[int], "QuerySet[Commitment, int]"]
    """The numbers of the promises that belong to this one."""
    owner: Callable[[Commitment], Owner | None]
    hear: Callable[[Commitment], object]
    """Called when it is said how far a promise is: a sign of life."""


_NOTHING = RouteSource(
    wanted=lambda _, __: Commitment.objects.none(),
    rows=lambda _, __: (),
    owners=lambda _, __: {},
    name_of_owner=Value("", CharField()),
    choices=lambda _: [],
    promised_at=lambda _: Commitment.objects.none().values_list("pk", flat=True),
    owner=lambda _: None,
    hear=lambda _: None,
)
_declared: list[RouteSource] = []


def declare(source: RouteSource) -> None:
    """Let the route map show what this source has. There is one; who declares another time takes its place."""
    _declared[:] = [source]


def route_source() -> RouteSource:
    """What was declared, or a source of nothing."""
    return _declared[0] if _declared else _NOTHING
