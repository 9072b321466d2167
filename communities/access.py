"""Fetch and authorise in one step. Who may not see a thing gets the same answer as when it did not exist."""

from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest

from communities.models import Report, User


def get_report(request: HttpRequest, public_id: UUID, permission: str) -> Report:
    """The report with this public id, for someone who has `permission` on it; raises Http404 for everyone else."""
    report = Report.objects.select_related("region", "job", "requested_by").filter(public_id=public_id).first()
    if report is None or not request.user.has_perm(permission, report):
        raise Http404("no such report")
    return report


def visible_reports(user: User | AnonymousUser) -> QuerySet[Report]:
    """The reports that belong on this person's list: their own in any state, and the public ones that are made."""
    visible = Q(visibility=Report.Visibility.PUBLIC, made_at__isnull=False)
    if user.is_authenticated:
        visible |= Q(requested_by=user)
    return Report.objects.filter(visible).select_related("region", "job")
