"""What is mine, over all communities: what I promised, where I go, and who waits for me."""

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from communities.access.commitments import own_commitments
from communities.access.events import calendar_events
from communities.access.house import Waiting, waiting_of
from communities.models import Attendance, Commitment, Community, Event, JoinRequest, Membership, Trajectory, User

MOST = 5


@dataclass(frozen=True)
class Mine:
    """Somebody's own page."""

    memberships: list[Membership]
    commitments: list[Commitment]
    n_late: int
    events: list[Event]
    waiting: list[tuple[Membership, Waiting]]
    """Of each community that this person runs and where something waits."""
    desks: dict[int, list[Trajectory]]
    """Of each community that this person runs: its trajectories, the newest first."""
    requests: QuerySet[JoinRequest]
    """Own requests that nobody has answered yet."""


def mine(user: User) -> Mine:
    """Everything at once; the number of questions does not grow with the number of communities."""
    memberships = places_of(user)
    memberships.sort(key=lambda one: (not one.community.is_active, one.community.name))
    promised = list(own_commitments(user).open()[:MOST])
    going = calendar_events(user).coming().filter(own_answer=Attendance.Answer.COMES, cancelled_at=None)
    run = {one.community_id: one for one in memberships if one.is_coordinator}
    waiting = [(run[pk], found) for pk, found in waiting_of(list(run)).items() if found.n_requests or found.n_reports]
    return Mine(
        memberships=memberships,
        commitments=promised,
        n_late=own_commitments(user).late().count(),
        events=list(going[:MOST]),
        waiting=waiting,
        desks=_desks(list(run)),
        requests=user.join_requests.filter(state=JoinRequest.State.WAITING).select_related("community"),
    )


def places_of(user: User) -> list[Membership]:
    """Where somebody belongs now, with the communities and their regions at hand. One query."""
    found = list(user.active_memberships.values())
    prefetch_related_objects(found, Prefetch("community", Community.objects.select_related("region")))
    return found


def _desks(communities: list[int]) -> dict[int, list[Trajectory]]:
    found: dict[int, list[Trajectory]] = {}
    for trajectory in Trajectory.objects.filter(community__in=communities):
        found.setdefault(trajectory.community_id, []).append(trajectory)
    return found
