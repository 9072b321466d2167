"""The shared ambition: written in versions, put to the partners, answered by their people, settled."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from communities.access.trajectories import partner_of, people_of_partners
from communities.actions.log import note
from communities.actions.notices import notify
from communities.models import Ambition, AmbitionConsent, Notice, Organisation, Trajectory, User

COORDINATE, CONTRIBUTE = "communities.coordinate", "communities.contribute"
Answer = AmbitionConsent.Answer


class AmbitionError(Exception):
    """It cannot be done; the text says why and what can, in Dutch."""


@transaction.atomic
def write_ambition(*, by: User, trajectory: Trajectory, text: str, explanation: str = "") -> Ambition:
    """Write the draft; a version that was put to the partners is never changed, so then a new version begins."""
    if not by.has_perm(COORDINATE, trajectory):
        raise PermissionDenied
    Trajectory.objects.select_for_update().get(pk=trajectory.pk)
    newest = trajectory.ambitions.first()
    if newest is None or newest.state != Ambition.State.DRAFT:
        version = newest.version + 1 if newest else 1
        newest = Ambition(trajectory=trajectory, version=version)
    newest.text, newest.explanation, newest.written_by = text, explanation, by
    newest.save()
    note(by=by, action=f"schrijft versie {newest.version}", thing=newest, community=trajectory.community)
    return newest


@transaction.atomic
def put_ambition(*, by: User, ambition: Ambition) -> Ambition:
    """Put a draft to the partners and tell their people; asked twice it is done once."""
    locked = _locked(by, ambition)
    if locked.state != Ambition.State.DRAFT:
        return locked
    locked.state = Ambition.State.ASKED
    locked.save(update_fields=["state"])
    community = locked.trajectory.community
    notify(
        users=people_of_partners(locked.trajectory).exclude(pk=by.pk),
        kind=Notice.Kind.NEWS,
        key=f"ambition-{locked.pk}-put",
        title="Wat vindt uw organisatie van onze ambitie?",
        text=locked.text,
        path=reverse("communities:ambition_detail", args=[community.slug]),
        community=community,
    )
    note(by=by, action="legt voor", thing=locked, community=community)
    return locked


@transaction.atomic
def answer_ambition(*, by: User, ambition: Ambition, answer: str, remark: str = "") -> AmbitionConsent:
    """Say for one's organisation what it thinks of a version; a later answer takes the place of an earlier one.

    Raises PermissionDenied for who works at no partner, AmbitionError for a version that is not the newest, a «no» to
    what was settled, or a reservation without words.
    """
    organisation = _speaks_for(by, ambition.trajectory)
    locked = Ambition.objects.select_for_update().get(pk=ambition.pk)
    _check_answer(locked, answer, remark)
    found, _ = AmbitionConsent.objects.update_or_create(
        ambition=locked, organisation=organisation, defaults={"answer": answer, "remark": remark, "by": by}
    )
    note(by=by, action="antwoordt", thing=found, community=ambition.trajectory.community)
    return found


@transaction.atomic
def settle_ambition(*, by: User, ambition: Ambition) -> Ambition:
    """Settle a version that lies before the partners; asked twice it is done once.

    Raises AmbitionError while nobody agrees, somebody disagrees, or a newer version lies before them.
    """
    locked = _locked(by, ambition)
    if locked.state == Ambition.State.SETTLED:
        return locked
    if locked.state == Ambition.State.DRAFT:
        raise AmbitionError("Leg de ambitie eerst voor aan de partners.")
    _check_newest(locked)
    answers = set(locked.consents.values_list("answer", flat=True))
    if Answer.NO in answers:
        raise AmbitionError("Een partner is het niet eens. Ga in gesprek en leg een nieuwe versie voor.")
    if not answers:
        raise AmbitionError("Nog geen partner is het eens. Wacht op het eerste antwoord.")
    locked.state, locked.settled_at = Ambition.State.SETTLED, timezone.now()
    locked.save(update_fields=["state", "settled_at"])
    note(by=by, action="stelt vast", thing=locked, community=locked.trajectory.community)
    return locked


def _check_answer(ambition: Ambition, answer: str, remark: str) -> None:
    if ambition.state == Ambition.State.DRAFT:
        raise AmbitionError("Deze ambitie is nog niet voorgelegd.")
    _check_newest(ambition)
    if ambition.state == Ambition.State.SETTLED and answer == Answer.NO:
        raise AmbitionError("Deze ambitie is al vastgesteld. Bespreek uw bezwaar met de coördinator.")
    if answer != Answer.YES and not remark.strip():
        raise AmbitionError("Schrijf kort op wat u anders ziet. Dan kan de coördinator er iets mee doen.")


def _check_newest(ambition: Ambition) -> None:
    newer = Ambition.objects.filter(trajectory=ambition.trajectory_id, version__gt=ambition.version)
    if newer.exclude(state=Ambition.State.DRAFT).exists():
        raise AmbitionError("Er is intussen een nieuwe versie voorgelegd. Lees die eerst.")


def _speaks_for(by: User, trajectory: Trajectory) -> Organisation:
    organisation = partner_of(by, trajectory) if by.has_perm(CONTRIBUTE, trajectory) else None
    if organisation is None:
        raise PermissionDenied
    return organisation


def _locked(by: User, ambition: Ambition) -> Ambition:
    if not by.has_perm(COORDINATE, ambition):
        raise PermissionDenied
    related = Ambition.objects.select_related("trajectory__community")
    return related.select_for_update(of=("self",)).get(pk=ambition.pk)
