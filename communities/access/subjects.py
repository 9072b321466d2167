"""What of a higher floor can be complained about and hidden, in the same list and by the same verbs as a post.

That floor calls `declare` in a module that its AppConfig imports in `ready`, as it does with `route_sources`. A
complaint and a measure then name the thing by the kind and its number.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Model, QuerySet

from communities.models import Community, Complaint, Measure, User

Person = User | AnonymousUser


@dataclass(frozen=True)
class About:
    """What the pages of moderation say of one thing."""

    words: str
    """What it is, after "over": nothing that who may read it could not see already."""
    text: str
    """What stands in it, for who decides."""
    path: str
    maker: User | None
    is_own: bool = True
    """Only its maker changes it: what stands in it is no news to a maker who does not belong any more."""


@dataclass(frozen=True)
class SubjectKind:
    """One kind of thing. Each query takes a fixed number of questions to the database."""

    name: str
    """In addresses and in the row, at most twenty letters."""
    model: type[Model]
    of_community: Callable[[Community], QuerySet[Any]]
    """All of a community, whoever may see them, with what `about` needs."""
    readable: Callable[[Person, Community], QuerySet[Any]]
    """Those that this reader may read, and so complain about."""
    written_by: Callable[[Community, User], Iterable[Model]]
    """What somebody made that others can read now and that can be hidden: it goes when they are blocked."""
    about: Callable[[Any], About]
    locked: Callable[[Any], Any]
    """The thing as it stands, which nobody changes before the end of the transaction."""
    put_away: Callable[[Any, User, str], None]
    """Take the locked thing out of sight, by somebody, for a reason. Raises ValueError, in Dutch, where it cannot."""
    bring_back: Callable[[Any, User], None]
    """Let the locked thing be seen again; as `put_away`."""


_declared: dict[str, SubjectKind] = {}


def declare(*kinds: SubjectKind) -> None:
    """Let these kinds be complained about and hidden; who declares a name again takes its place."""
    _declared.update({one.name: one for one in kinds})


def kind_named(name: str) -> SubjectKind | None:
    """The kind of this name, or None."""
    return _declared.get(name)


def kind_of(thing: Model) -> SubjectKind | None:
    """What kind a thing is; None for what this floor has itself."""
    return next((one for one in _declared.values() if isinstance(thing, one.model)), None)


def kinds() -> Sequence[SubjectKind]:
    """All kinds."""
    return list(_declared.values())


def standing_against(thing: Model) -> QuerySet[Measure]:
    """What hides this thing of a higher floor now: one measure, or none."""
    kind = kind_of(thing)
    standing = Measure.objects.filter(kind=Measure.Kind.HIDE, undone_at=None)
    return standing.filter(thing_kind=kind.name, thing_id=thing.pk) if kind else standing.none()


def thing_of(row: Complaint | Measure) -> Any | None:
    """The thing that a row names; None where it is not there any more, or is nothing of a higher floor."""
    kind = kind_named(row.thing_kind)
    return kind.of_community(row.community).filter(pk=row.thing_id).first() if kind else None


def with_about(rows: Iterable[Any], community: Community) -> list[Any]:
    """The same complaints or measures, each with `about`: an About, or None where the thing is there no more.

    One question for each kind among them.
    """
    found = list(rows)
    numbers: dict[str, set[int]] = defaultdict(set)
    for row in found:
        if row.thing_id is not None:
            numbers[row.thing_kind].add(row.thing_id)
    things = {
        (name, one.pk): kind.about(one)
        for name, wanted in numbers.items()
        if (kind := kind_named(name)) is not None
        for one in kind.of_community(community).filter(pk__in=wanted)
    }
    for row in found:
        row.about = things.get((row.thing_kind, row.thing_id))
    return found
