"""Reports of trajectories, for whoever may read them."""

from collections.abc import Collection
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from communities.models import Community, Trajectory, User
from initiatives.models import TrajectoryReport


def reports_of(user: User | AnonymousUser, trajectory: Trajectory) -> QuerySet[TrajectoryReport]:
    """The reports of a trajectory, newest first: who runs it also sees those that are being made."""
    found = TrajectoryReport.objects.filter(trajectory=trajectory)
    found = found.select_related("job", "trajectory__community", "after")
    return found if user.has_perm("communities.manage_community", trajectory) else found.made()


def newest_reports(communities: Collection[Community]) -> dict[int, TrajectoryReport]:
    """By number of the community, the newest report that is made; for who may see those of all of them. One query."""
    found = TrajectoryReport.objects.made().filter(trajectory__community__in=communities)
    owner = "trajectory__community_id"
    newest = found.order_by(owner, "-created_at", "-pk").distinct(owner).select_related("trajectory")
    return {one.trajectory.community_id: one for one in newest}


def get_trajectory_report(request: HttpRequest, public_id: UUID, permission: str) -> TrajectoryReport:
    """The report with this number. Who may not see it gets Http404, who may see it and not do this PermissionDenied."""
    found = TrajectoryReport.objects.select_related("job", "after", "trajectory__community__region", "requested_by")
    report = found.filter(public_id=public_id).first()
    if report is None or not request.user.has_perm("initiatives.see_trajectory_report", report):
        raise Http404("no such report")
    if not request.user.has_perm(permission, report):
        raise PermissionDenied
    return report
