"""Reports, for whoever may have them."""

from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest

from communities.models import Report, User
from lib.check_codes import CheckCode


def get_report(request: HttpRequest, public_id: UUID, permission: str) -> Report:
    """The report with this public id, for someone who has `permission` on it; raises Http404 for everyone else."""
    report = _light().filter(public_id=public_id).first()
    if report is None or not request.user.has_perm(permission, report):
        raise Http404("no such report")
    return report


def find_by_file(sha256: str) -> Report | None:
    """The report whose PDF has this hash, of whomever it is: who asks holds the file, so nothing is given away.

    What they may see beyond that must be asked of the report itself.
    """
    return _light().filter(made_at__isnull=False, pdf_sha256=sha256).first()


def find_by_code(user: User | AnonymousUser, code: CheckCode) -> Report | None:
    """The report with this code, if this person may have it; None also where it exists and they may not."""
    made = _light().filter(made_at__isnull=False)
    if code.uuid:
        found = made.filter(public_id=code.uuid).first()
    else:
        candidates = made.filter(check_code=code.check)
        found = next((one for one in candidates if one.public_id.hex.startswith(code.number)), None)
    return found if found and user.has_perm("communities.download_report", found) else None


def visible_reports(user: User | AnonymousUser) -> QuerySet[Report]:
    """The reports that belong on this person's list.

    Their own in any state – of those for a community as long as they belong to it – and those that are made: the
    public ones, and those for the members of communities that they belong to or that their organisation commissions.
    """
    visible = Q(visibility=Report.Visibility.PUBLIC, made_at__isnull=False)
    if user.is_authenticated:
        mine = {*user.active_memberships, *user.commissioned_communities}
        own = Q(requested_by=user)
        if not user.is_staff:
            own &= ~Q(visibility=Report.Visibility.COMMUNITY) | Q(community__in=list(user.active_memberships))
        visible |= own
        visible |= Q(visibility=Report.Visibility.COMMUNITY, community__in=mine, made_at__isnull=False)
    return _light().filter(visible)


def _light() -> QuerySet[Report]:
    """Reports with what every page shows of them; what a report said is large, and is fetched when it is asked for."""
    return Report.objects.select_related("region", "job", "requested_by", "community").defer("record")
