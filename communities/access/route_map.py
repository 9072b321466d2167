"""The rows of the route map: all of them for a file, or those of one page.

A page does not fetch what it does not show. Promises, steps and milestones are three tables; of all of them together
the database puts the numbers in order, and only the rows of the page are read. The order is that of
`analysis.route_map`.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Case, CharField, Count, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Collate, Lower, NullIf
from django.utils import timezone

from communities.access.commitments import NAMELESS, name_of, wanted_commitments
from communities.access.route_sources import route_source
from communities.analysis.route_map import (
    ADDED,
    ALONE,
    COMMITMENT,
    GROUPINGS,
    STEP,
    Around,
    Owner,
    RouteRow,
    RowGroup,
    Wanted,
    grouped,
)
from communities.models import Commitment, Community, Step

NO_NAME = Value("", CharField())
NAMES_OF_COMMITMENT: Mapping[str, Combinable] = {
    "persoon": Case(
        When(person=None, then=NO_NAME), When(person__name="", then=Value(NAMELESS)), default="person__name"
    ),
    "organisatie": Coalesce("organisation__name", NO_NAME),
    "agendapunt": Coalesce("agenda_item__title", NO_NAME),
}
"""Under what name a promise stands; the same as `analysis.route_map.GROUPINGS`."""
COLUMNS = ("kind", "number", "name", "name_in_order", "due_on", "rank", "what_in_order")
BY_NAME = F("name_in_order").asc(nulls_last=True)
ORDER = (BY_NAME, "name", "due_on", "rank", "what_in_order", "number", "kind")


@dataclass(frozen=True)
class Wish:
    """What is asked for, and under which names."""

    community: Community
    wanted: Wanted
    by: str = ""


@dataclass(frozen=True)
class RoutePage:
    """The rows of one page under their names, and which page of how many it is."""

    groups: list[RowGroup]
    page: Page[Any]

    @property
    def n_left_out(self) -> int:
        """How many rows stand on other pages."""
        return self.page.paginator.count - len(self.page.object_list)


def route_rows(community: Community, wanted: Wanted) -> list[RouteRow]:
    """All rows that are asked for: commitments, the dated steps of trajectories, and the milestones of initiatives.

    A step and a milestone belong to no organisation and no agenda item, so that those filters leave commitments only;
    a step belongs to no initiative either.
    """
    return _as_rows(community, _things(community, wanted))


def route_page(wish: Wish, number: int | str | None, *, per_page: int) -> RoutePage:
    """One page of what is asked for. A fixed number of questions to the database, however much there is."""
    things = _named(wish)
    first, *others = (_keys(kind, found) for kind, found in things.items())
    keys = first.union(*others, all=True).order_by(*ORDER)
    page = Paginator(keys, per_page).get_page(number)
    start = max(page.start_index() - 1, 0)
    # With the row before and the row after it: those say whether a name goes on.
    near = list(keys[max(start - 1, 0) : start + per_page + 1])
    is_first = start == 0
    shown = near[0 if is_first else 1 :][:per_page]
    page.object_list = shown
    numbers: dict[str, list[int]] = {kind: [] for kind in things}
    for key in shown:
        numbers[key["kind"]].append(key["number"])
    rows = _as_rows(wish.community, {kind: found.filter(pk__in=numbers[kind]) for kind, found in things.items()})
    around = Around(
        counts=_counts(things, {key["name"] for key in shown}) if wish.by in GROUPINGS else {},
        before=None if is_first else near[0]["name"],
        after=near[-1]["name"] if page.has_next() else None,
    )
    return RoutePage(grouped(rows, wish.by, around if page.has_other_pages() else ALONE), page)


def _things(community: Community, wanted: Wanted) -> dict[str, QuerySet[Any]]:
    return {
        COMMITMENT: wanted_commitments(community, wanted),
        STEP: _wanted_steps(community, wanted),
        ADDED: _wanted_additions(community, wanted),
    }


def _wanted_steps(community: Community, wanted: Wanted) -> QuerySet[Step]:
    dated = Step.objects.filter(phase__trajectory__community=community, due_on__isnull=False)
    found = dated.exclude(state=Step.State.SKIPPED).annotate(what=F("title"))
    if wanted.organisation or wanted.agenda_item or wanted.initiative or wanted.kind not in {"", STEP}:
        return found.none()
    is_open = Q(state__in=[Step.State.OPEN, Step.State.BUSY])
    if wanted.is_late:
        found = found.filter(is_open, due_on__lt=timezone.localdate())
    if wanted.state:
        # A step says how it stands in words of its own; of what is promised it shares «bezig» and «klaar».
        states = [state for state, label in Step.State.choices if label == wanted.state]
        found = found.filter(is_open if wanted.state == "open" else Q(state__in=states))
    return found


def _wanted_additions(community: Community, wanted: Wanted) -> QuerySet[Any]:
    found = route_source().wanted(community, wanted)
    is_asked = not (wanted.organisation or wanted.agenda_item) and wanted.kind in {"", ADDED}
    return found if is_asked else found.none()


# ── A page ────────────────────────────────────────────────────────────────────────────────────────────────────────
def _named(wish: Wish) -> dict[str, QuerySet[Any]]:
    """What is asked for, with `name`: under which it stands."""
    found = _things(wish.community, wish.wanted)
    of_initiative = wish.by == "initiatief"
    names = {
        COMMITMENT: route_source().name_of_owner if of_initiative else NAMES_OF_COMMITMENT.get(wish.by, NO_NAME),
        STEP: NO_NAME,
        ADDED: F("name_of_owner") if of_initiative else NO_NAME,
    }
    return {kind: things.annotate(name_of_group=names[kind]) for kind, things in found.items()}


def _keys(kind: str, things: QuerySet[Any]) -> QuerySet[Any, Any]:
    """No rows but what puts them in order, the same columns whatever the table; words by code point, as in Python."""
    told = things.order_by().annotate(
        kind=Value(kind, CharField()),
        number=F("pk"),
        name=F("name_of_group"),
        name_in_order=Collate(Lower(NullIf("name_of_group", NO_NAME)), "C"),
        rank=Value(int(kind != COMMITMENT), IntegerField()),
        what_in_order=Collate(Lower("what"), "C"),
    )
    found: QuerySet[Any, Any] = told.values(*COLUMNS)
    return found


def _counts(things: Mapping[str, QuerySet[Any]], names: Collection[str]) -> dict[str, int]:
    """How many rows each of these names has, on all pages together; one question a table."""
    found: Counter[str] = Counter()
    for one in things.values():
        rows = one.filter(name_of_group__in=names).order_by().values_list("name_of_group").annotate(n=Count("pk"))
        found.update(dict(rows))
    return dict(found)


# ── Rows ──────────────────────────────────────────────────────────────────────────────────────────────────────────
def _as_rows(community: Community, things: Mapping[str, QuerySet[Any]]) -> list[RouteRow]:
    source = route_source()
    owners = source.owners(community, things[COMMITMENT])
    rows = [_of_commitment(one, owners.get(one.pk)) for one in things[COMMITMENT]]
    rows += [_of_step(step, step.due_on) for step in things[STEP]]
    return [*rows, *source.rows(community, things[ADDED])]


def _of_commitment(one: Commitment, owner: Owner | None) -> RouteRow:
    return RouteRow(
        kind=COMMITMENT,
        number=one.pk,
        what=one.what,
        due_on=one.due_on,
        state=one.get_state_display(),
        starts_on=min(one.starts_on or timezone.localdate(one.created_at), one.due_on),
        person=name_of(one.person),
        organisation=one.organisation.name if one.organisation else "",
        agenda_item=one.agenda_item.title if one.agenda_item else "",
        done_on=one.done_on,
        is_open=one.is_open,
        is_late=one.is_late,
        is_done=one.state == Commitment.State.DONE,
        address=one.get_absolute_url(),
        version=one.version,
        owner=owner,
    )


def _of_step(step: Step, due_on: date) -> RouteRow:
    is_open = step.state in {Step.State.OPEN, Step.State.BUSY}
    return RouteRow(
        kind=STEP,
        number=step.pk,
        what=step.title,
        due_on=due_on,
        state=step.get_state_display(),
        done_on=step.done_on,
        is_open=is_open,
        is_late=is_open and due_on < timezone.localdate(),
        is_done=step.state == Step.State.DONE,
    )
