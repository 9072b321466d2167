"""All communities that somebody sponsors, with how each of them is doing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from communities.access.communities import visible_communities
from communities.access.reports import visible_reports
from communities.models import (
    Commitment,
    Community,
    Membership,
    PhaseKind,
    Report,
    Role,
    Trajectory,
    User,
)

PHASES = dict(PhaseKind.choices)


@dataclass(frozen=True)
class PortfolioRow:
    """One community that is sponsored."""

    community: Community
    phase: str
    n_members: int
    n_frontrunners: int
    n_open: int
    n_late: int
    n_done: int
    report: Report | None
    """The newest one that this reader may download."""
    is_open_to_reader: bool
    maps: Sequence[Trajectory] = ()
    """The trajectories of which this reader may see who matters."""


def sponsored_communities(user: User) -> QuerySet[Community]:
    """Those that somebody is a commissioner of, or in which their organisation commissions a trajectory; to an
    administrator all of them."""
    if user.is_staff and user.is_active:
        return Community.objects.all()
    sponsoring = {pk for pk, one in user.active_memberships.items() if one.role == Role.COMMISSIONER}
    return Community.objects.filter(pk__in=sponsoring | user.commissioned_communities)


def portfolio_of(user: User) -> list[PortfolioRow]:
    """A row for every community that somebody sponsors, in a fixed number of queries."""
    counted = _counted(sponsored_communities(user)).select_related("region").order_by("ended_on", "name")
    communities = list(counted)
    visible = set(visible_communities(user).filter(pk__in=[one.pk for one in communities]).values_list("pk", flat=True))
    reports = _newest_reports(user, communities)
    maps = _maps(user, communities)
    return [_row(one, reports.get(one.pk), maps[one.pk], is_visible=one.pk in visible) for one in communities]


def _counted(communities: QuerySet[Community]) -> QuerySet[Community]:
    people = Membership.objects.active().filter(community=OuterRef("pk"))
    promises = Commitment.objects.filter(community=OuterRef("pk"))
    newest = Trajectory.objects.filter(community=OuterRef("pk")).order_by("-started_on", "-pk")
    late = Commitment.objects.late().filter(community=OuterRef("pk"))
    return communities.annotate(
        phase=Subquery(newest.values("phase")[:1]),
        n_members=_number(people),
        n_frontrunners=_number(people.filter(is_frontrunner=True)),
        n_open=_number(promises.filter(state__in=Commitment.OPEN_STATES)),
        n_late=_number(late),
        n_done=_number(promises.filter(state=Commitment.State.DONE)),
    )


def _number(things: QuerySet[Any]) -> Coalesce:
    per_community = things.order_by().values("community").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(per_community, output_field=IntegerField()), 0)


def _newest_reports(user: User, communities: Sequence[Community]) -> dict[int, Report]:
    readable = visible_reports(user)
    if user.is_staff and user.is_active:
        readable = Report.objects.select_related("region").defer("record")
    found = readable.filter(community__in=communities, made_at__isnull=False)
    newest = found.order_by("community_id", "-made_at", "-pk").distinct("community_id")
    return {one.community_id: one for one in newest if one.community_id is not None}


def _maps(user: User, communities: Sequence[Community]) -> dict[int, list[Trajectory]]:
    """Per community the trajectories whose stakeholder map this reader may see."""
    found: dict[int, list[Trajectory]] = {one.pk: [] for one in communities}
    owners = {one.pk: one for one in communities}
    for trajectory in Trajectory.objects.filter(community__in=communities):
        trajectory.community = owners[trajectory.community_id]
        if user.has_perm("communities.view_stakeholders", trajectory):
            found[trajectory.community_id].append(trajectory)
    return found


def _row(found: Community, report: Report | None, maps: Sequence[Trajectory], *, is_visible: bool) -> PortfolioRow:
    counts = {name: getattr(found, name) for name in ("n_members", "n_frontrunners", "n_open", "n_late", "n_done")}
    phase = PHASES.get(getattr(found, "phase", None) or "", "")
    return PortfolioRow(found, phase, report=report, is_open_to_reader=is_visible, maps=maps, **counts)
