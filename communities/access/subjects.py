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

from communities.models import Community, Complaint, Measure, Post, User

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
    called: str
    """What one of them is, for a maker who does not belong any more and reads nothing of it."""
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
_keepers: dict[str, Callable[[Post], str]] = {}


def declare(*kinds: SubjectKind) -> None:
    """Let these kinds be complained about and hidden; who declares a name again takes its place."""
    _declared.update({one.name: one for one in kinds})


def declare_keeper(name: str, why_kept: Callable[[Post], str]) -> None:
    """Let a higher floor say, in Dutch, why a hidden post cannot come back by itself; "" where it can."""
    _keepers[name] = why_kept


def why_kept_hidden(post: Post) -> str:
    """Why this post stays hidden whatever was decided about itself; "" where nothing keeps it."""
    return next((why for keeper in _keepers.values() if (why := keeper(post))), "")


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


def taken_along_with(thing: Model) -> QuerySet[Measure]:
    """What stands of the measures that were taken since this thing was last hidden, so not what was hidden before.

    All that stands, where it was hidden before measures could be about things of a higher floor.
    """
    kind = kind_of(thing)
    standing = Measure.objects.filter(kind=Measure.Kind.HIDE, undone_at=None)
    about = Measure.objects.filter(thing_kind=kind.name, thing_id=thing.pk) if kind else Measure.objects.none()
    last = about.order_by("-taken_at", "-pk").first()
    return standing.filter(taken_at__gte=last.taken_at) if last else standing


def thing_of(row: Complaint | Measure) -> Any | None:
    """The thing that a row names; None where it is not there any more, or is nothing of a higher floor."""
    kind = kind_named(row.thing_kind)
    return kind.of_community(row.community).filter(pk=row.thing_id).first() if kind else None


def with_about(rows: Iterable[Any], community: Community) -> list[Any]:
    """The same complaints or measures, each with `about`: an About, or None where the thing is there no more.

    And with `called`: what such a thing is, without a word of it.
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
        declared = kind_named(row.thing_kind)
        row.called = declared.called if declared else ""
        row.about = things.get((row.thing_kind, row.thing_id))
    return found
