"""Somebody's own records, and the log of a community, for whoever may have them."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils import timezone

from communities.models import Community, Consent, DataExport, LogEntry, User


def get_own_export(request: HttpRequest, public_id: UUID) -> DataExport:
    """A download, for its owner; raises Http404 for everybody else, administrators too."""
    found = DataExport.objects.select_related("job").filter(public_id=public_id, user=request.user.pk).first()
    if found is None:
        raise Http404("no such download")
    return found


def own_addresses(user: User) -> set[str]:
    """The e-mail addresses that are surely somebody's own: anybody can type in one of somebody else."""
    return set(EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True))


@dataclass(frozen=True)
class StandingConsent:
    """What holds now of one subject in one community, and every line that led there."""

    newest: Consent
    lines: list[Consent]


def consents_of(user: User) -> list[StandingConsent]:
    """Everything somebody agreed to or took back, by subject and community, the newest first."""
    by_subject: dict[tuple[str, int | None], list[Consent]] = {}
    for one in user.consents.select_related("community"):
        by_subject.setdefault((one.subject, one.community_id), []).append(one)
    return [StandingConsent(lines[0], lines) for lines in by_subject.values()]


def log_of(
    community: Community, *, action: str = "", since: date | None = None, until: date | None = None
) -> QuerySet[LogEntry]:
    """The log of a community, the newest first, as far as it falls under the filter; both days are included."""
    found = LogEntry.objects.filter(community_id=community.pk)
    if action:
        found = found.filter(action=action)
    if since:
        found = found.filter(at__gte=_midnight(since))
    if until:
        found = found.filter(at__lt=_midnight(until + timedelta(days=1)))
    return found


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def actions_in(community: Community) -> list[str]:
    """The actions that occur in the log of a community."""
    found = LogEntry.objects.filter(community_id=community.pk).order_by("action")
    return list(found.values_list("action", flat=True).distinct())


def names_of(entries: list[LogEntry]) -> dict[int, str]:
    """Number → name of who did these things, as far as they still have an account."""
    people = User.objects.filter(pk__in={one.actor_id for one in entries if one.actor_id})
    return {one.pk: one.name or f"account {one.pk}" for one in people}
