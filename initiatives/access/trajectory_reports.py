"""Reports of trajectories, for whoever may read them."""

from collections.abc import Collection
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from communities.access.communities import membership_of
from communities.models import Community, Trajectory, User
from initiatives.models import TrajectoryReport
from lib.check_codes import CheckCode


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
    # So that its pages wear the face of its community.
    request.community = report.community  # type: ignore[attr-defined]
    request.membership = membership_of(request.user, report.community)  # type: ignore[attr-defined]
    if not request.user.has_perm(permission, report):
        raise PermissionDenied
    return report


def find_by_file(sha256: str) -> TrajectoryReport | None:
    """The report whose PDF has this hash, of whomever it is: who asks holds the file, so nothing is given away.

    What they may see beyond that must be asked of the report itself.
    """
    return _whole().filter(pdf_sha256=sha256).first()


def find_by_code(user: User | AnonymousUser, code: CheckCode) -> TrajectoryReport | None:
    """The report with this code, if this person may have it; None also where it exists and they may not."""
    if code.uuid:
        found = _whole().filter(public_id=code.uuid).first()
    else:
        candidates = _whole().filter(check_code=code.check)
        found = next((one for one in candidates if one.public_id.hex.startswith(code.number)), None)
    return found if found and user.has_perm("initiatives.download_trajectory_report", found) else None


def newer_than(report: TrajectoryReport) -> TrajectoryReport | None:
    """The newest report of the same trajectory, where that was asked for after this one; for who may see this one."""
    later = TrajectoryReport.objects.made().filter(trajectory=report.trajectory_id, created_at__gt=report.created_at)
    return later.first()


def _whole() -> QuerySet[TrajectoryReport]:
    """What is made, with what must be said of it."""
    return TrajectoryReport.objects.made().select_related("trajectory__community__region")
