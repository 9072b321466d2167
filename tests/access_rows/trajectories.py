"""Trajectories: steps, ambition and agreement, and the advisor's desk. Who gets in, and something to look at."""

from itertools import count
from typing import Any

from django.utils import timezone

from communities.models import (
    Agreement,
    AgreementConfirmation,
    Ambition,
    AmbitionConsent,
    Community,
    PhaseKind,
    Stakeholder,
    Step,
    Trajectory,
)
from tests.access_rows.rows import COORDINATORS, MEMBERS, OPEN, Row, posted
from tests.communities.town import make_organisation

ROWS: dict[str, Row] = {
    "config:desk": COORDINATORS,
    "communities:trajectory_start": COORDINATORS,
    "communities:trajectory_edit": COORDINATORS,
    "communities:phase_enter": posted(COORDINATORS),
    "communities:step_list": COORDINATORS,
    "communities:step_edit": COORDINATORS,
    "communities:step_move": posted(COORDINATORS),
    "communities:step_state": posted(COORDINATORS),
    "communities:ambition_edit": COORDINATORS,
    "communities:ambition_put": posted(COORDINATORS),
    "communities:ambition_settle": posted(COORDINATORS),
    "communities:ambition_detail": OPEN,
    "communities:ambition_answer": posted(MEMBERS),
    "communities:agreement_edit": COORDINATORS,
    "communities:agreement_publish": posted(COORDINATORS),
    "communities:agreement_confirm_for": posted(COORDINATORS),
    "communities:agreement_detail": MEMBERS,
    "communities:agreement_confirm": posted(MEMBERS),
    "communities:agreement_pdf": MEMBERS,
}
_number = count(1)


def make(community: Community) -> dict[str, Any]:
    """One of everything that the addresses of this subject name, in this community; may be called again for more."""
    trajectory: Trajectory = community.trajectories.first()
    number = next(_number)
    partner = make_organisation(f"Partner {number}")
    trajectory.commissioners.add(partner)
    Stakeholder.objects.create(
        trajectory=trajectory, name=f"Partner {number}", sector="bedrijven", engagement="wil", organisation=partner
    )
    phase, _ = trajectory.phases.get_or_create(kind=PhaseKind.EXPLORE, defaults={"position": 0})
    step = Step.objects.create(phase=phase, position=number, title=f"Stap {number}")
    ambition, _ = trajectory.ambitions.get_or_create(
        version=1, defaults={"text": "Samen.", "state": Ambition.State.SETTLED, "settled_at": timezone.now()}
    )
    AmbitionConsent.objects.create(ambition=ambition, organisation=partner, answer="eens")
    boxes = {name: "Iedereen samen." for name in ("decides", "does", "pays", "directs")}
    agreement, _ = Agreement.objects.get_or_create(
        trajectory=trajectory, version=1, defaults=boxes | {"published_at": timezone.now()}
    )
    AgreementConfirmation.objects.create(agreement=agreement, organisation=partner)
    return {"step_id": step.pk}
