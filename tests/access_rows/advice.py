"""Rounds: advice. Who gets in, and something to look at."""

from datetime import timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from communities.models import Commitment, Community
from succesfactoren.models import AdvisorRating, ChosenIntervention
from tests.access_rows.rows import COORDINATORS, Row
from tests.succesfactoren import scene

ROWS: dict[str, Row] = {
    "succesfactoren:round_advice": COORDINATORS,
    "succesfactoren:round_rating": COORDINATORS,
}
_numbers = count()


def make(community: Community) -> dict[str, Any]:
    """Two rounds with something chosen after each; another choice, and the level of another factor, each time."""
    n = next(_numbers)
    assessment = scene.make_assessment(community)
    closed = assessment.rounds.closed().order_by("closed_at")
    rounds = list(closed) or [scene.closed_round(community, name=name) for name in ("Nulmeting", "Tussenmeting")]
    factor = rounds[-1].version.factors.all()[n % 7]
    for one in rounds:
        promise = Commitment.objects.create(
            community=community, what=f"Stap {n}", due_on=timezone.localdate() + timedelta(days=n + 1)
        )
        ChosenIntervention.objects.create(round=one, factor=factor, text=f"Stap {n}", commitment=promise)
    AdvisorRating.objects.get_or_create(round=rounds[-1], factor=factor, defaults={"level": 2})
    return {"round_id": rounds[-1].pk}
