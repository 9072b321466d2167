"""The partnership agreement: who decides, does, pays and directs, in versions that partners confirm."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from communities.access.trajectories import partner_of, partners_of, people_of_partners
from communities.actions.log import note
from communities.actions.notices import notify
from communities.analysis.agreement_check import BOXES
from communities.models import Agreement, AgreementConfirmation, Notice, Organisation, Trajectory, User

COORDINATE, CONTRIBUTE = "communities.coordinate", "communities.contribute"


class AgreementError(Exception):
    """It cannot be done; the text says why and what can, in Dutch."""


@transaction.atomic
def write_agreement(*, by: User, trajectory: Trajectory, decides: str, does: str, pays: str, directs: str) -> Agreement:
    """Write the draft; a version that was put to the partners is never changed, so then a new version begins."""
    if not by.has_perm(COORDINATE, trajectory):
        raise PermissionDenied
    Trajectory.objects.select_for_update().get(pk=trajectory.pk)
    newest = trajectory.agreements.first()
    if newest is None or newest.published_at is not None:
        newest = Agreement(trajectory=trajectory, version=newest.version + 1 if newest else 1)
    newest.decides, newest.does, newest.pays, newest.directs = decides, does, pays, directs
    newest.written_by = by
    newest.save()
    note(by=by, action=f"schrijft versie {newest.version}", thing=newest, community=trajectory.community)
    return newest


@transaction.atomic
def publish_agreement(*, by: User, agreement: Agreement) -> Agreement:
    """Put a draft to the partners and tell their people; asked twice it is done once.

    Raises AgreementError while a box is empty.
    """
    locked = _locked(by, agreement)
    if locked.published_at is not None:
        return locked
    if any(not getattr(locked, box).strip() for box in BOXES):
        raise AgreementError("Vul eerst alle vier de vakken in.")
    locked.published_at = timezone.now()
    locked.save(update_fields=["published_at"])
    community = locked.trajectory.community
    notify(
        users=people_of_partners(locked.trajectory).exclude(pk=by.pk),
        kind=Notice.Kind.NEWS,
        key=f"agreement-{locked.pk}-put",
        title="Bevestigt uw organisatie de afspraken?",
        text="Op één bladzijde: wie beslist, wie doet, wie betaalt en wie het proces regisseert.",
        path=reverse("communities:agreement_detail", args=[community.slug]),
        community=community,
    )
    note(by=by, action="legt voor", thing=locked, community=community)
    return locked


@transaction.atomic
def confirm_agreement(*, by: User, agreement: Agreement, remark: str = "") -> AgreementConfirmation:
    """Confirm the agreement for one's own organisation; confirmed twice it is confirmed once.

    Raises PermissionDenied for who works at no partner, AgreementError for a version that does not hold.
    """
    organisation = partner_of(by, agreement.trajectory) if by.has_perm(CONTRIBUTE, agreement) else None
    if organisation is None:
        raise PermissionDenied
    return _confirm(by, agreement, organisation, remark)


@transaction.atomic
def confirm_agreement_for(
    *, by: User, agreement: Agreement, organisation: Organisation, remark: str
) -> AgreementConfirmation:
    """Write down that a partner confirmed elsewhere; `remark` says how the coordinator knows.

    Raises PermissionDenied for who does not coordinate, AgreementError without a remark or for who is no partner.
    """
    if not by.has_perm(COORDINATE, agreement):
        raise PermissionDenied
    if not remark.strip():
        raise AgreementError("Schrijf op hoe de partner heeft bevestigd, bijvoorbeeld ‘in de vergadering van 3 maart’.")
    if not partners_of(agreement.trajectory).filter(pk=organisation.pk).exists():
        raise AgreementError("Deze organisatie is geen partner van dit traject.")
    return _confirm(by, agreement, organisation, remark)


def _confirm(by: User, agreement: Agreement, organisation: Organisation, remark: str) -> AgreementConfirmation:
    locked = Agreement.objects.select_for_update().get(pk=agreement.pk)
    newer = Agreement.objects.filter(trajectory=locked.trajectory_id, version__gt=locked.version)
    if locked.published_at is None:
        raise AgreementError("Deze afspraken zijn nog niet voorgelegd.")
    if newer.filter(published_at__isnull=False).exists():
        raise AgreementError("Er is intussen een nieuwe versie voorgelegd. Lees die eerst.")
    found, is_new = AgreementConfirmation.objects.get_or_create(
        agreement=locked, organisation=organisation, defaults={"remark": remark, "by": by}
    )
    if is_new:
        note(by=by, action="bevestigt", thing=found, community=agreement.trajectory.community)
    return found


def _locked(by: User, agreement: Agreement) -> Agreement:
    if not by.has_perm(COORDINATE, agreement):
        raise PermissionDenied
    related = Agreement.objects.select_related("trajectory__community")
    return related.select_for_update(of=("self",)).get(pk=agreement.pk)
