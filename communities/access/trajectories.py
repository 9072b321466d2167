"""Trajectories and who takes part in them as an organisation."""

from django.db.models import Prefetch, Q, QuerySet

from communities.analysis.attention import WILLING
from communities.models import (
    Agreement,
    AgreementConfirmation,
    Ambition,
    AmbitionConsent,
    Community,
    Membership,
    Organisation,
    Phase,
    PhaseKind,
    Stakeholder,
    Step,
    Trajectory,
    User,
)

ACTIVE = Membership.Status.ACTIVE.value
CONSENTS = Prefetch("consents", AmbitionConsent.objects.select_related("organisation"))
CONFIRMATIONS = Prefetch("confirmations", AgreementConfirmation.objects.select_related("organisation", "by"))


def current_trajectory(community: Community) -> Trajectory | None:
    """The trajectory that began last."""
    return community.trajectories.first()


def partners_of(trajectory: Trajectory) -> QuerySet[Organisation]:
    """The partners, by name: who commissions it, who has a frontrunner, and who on the map wants or does.

    A frontrunner counts who may speak for the organisation: nobody makes one a partner by choosing it.
    """
    willing = Stakeholder.objects.filter(trajectory=trajectory, engagement__in=WILLING).values("organisation")
    leading = Membership.objects.filter(
        community=trajectory.community_id,
        status=ACTIVE,
        user__is_active=True,
        is_frontrunner=True,
        speaks_for_organisation=True,
    ).values("organisation")
    commissioning = trajectory.commissioners.values("pk")
    return Organisation.objects.filter(Q(pk__in=commissioning) | Q(pk__in=willing) | Q(pk__in=leading)).order_by("name")


def people_of_partners(trajectory: Trajectory) -> QuerySet[User]:
    """Everybody who belongs to the community and may speak for a partner."""
    return User.objects.filter(
        is_active=True,
        memberships__community=trajectory.community_id,
        memberships__status=ACTIVE,
        memberships__speaks_for_organisation=True,
        memberships__organisation__in=partners_of(trajectory),
    ).distinct()


def partner_of(user: User, trajectory: Trajectory) -> Organisation | None:
    """The partner in whose name this person may speak; None for who may speak for none."""
    found = user.membership_in(trajectory.community)
    if found is None or found.organisation_id is None or not found.speaks_for_organisation:
        return None
    return partners_of(trajectory).filter(pk=found.organisation_id).first()


def put_ambition_of(trajectory: Trajectory) -> Ambition | None:
    """The newest version that was put to the partners, settled or not."""
    return trajectory.ambitions.exclude(state=Ambition.State.DRAFT).prefetch_related(CONSENTS).first()


def settled_ambition_of(community: Community) -> Ambition | None:
    """The ambition that holds: the version that was settled last, of the trajectory that began last."""
    settled = Ambition.objects.filter(trajectory__community=community, state=Ambition.State.SETTLED)
    newest_first = settled.order_by("-trajectory__started_on", "-trajectory_id", "-version")
    return newest_first.prefetch_related(CONSENTS).first()


def published_agreement_of(trajectory: Trajectory) -> Agreement | None:
    """The version of the agreement that holds: the last one that was put to the partners."""
    published = trajectory.agreements.filter(published_at__isnull=False)
    return published.prefetch_related(CONFIRMATIONS).first()


def phases_of(trajectory: Trajectory) -> list[Phase]:
    """The five phases in order with their steps; one that nobody has touched yet is not in the database."""
    steps = Prefetch("steps", Step.objects.order_by("position", "pk"))
    known = {one.kind: one for one in trajectory.phases.prefetch_related(steps)}
    return [
        known.get(kind.value) or Phase(trajectory=trajectory, kind=kind.value, position=position)
        for position, kind in enumerate(PhaseKind)
    ]
