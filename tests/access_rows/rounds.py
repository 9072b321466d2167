"""Rounds: at the coordinator's only. Who gets in, and something to look at."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from communities.models import Community
from tests import factories
from tests.access_rows.rows import COORDINATORS, Row, posted
from tests.communities.town import join, make_organisation
from tests.succesfactoren import scene

ROWS: dict[str, Row] = {
    "succesfactoren:round_list": COORDINATORS,
    "succesfactoren:round_new": COORDINATORS,
    "succesfactoren:round_invite_example": COORDINATORS,
    "succesfactoren:round_detail": COORDINATORS,
    "succesfactoren:round_edit": COORDINATORS,
    "succesfactoren:round_plan": posted(COORDINATORS),
    "succesfactoren:round_open": COORDINATORS,
    "succesfactoren:round_close": COORDINATORS,
    "succesfactoren:round_cancel": COORDINATORS,
    "succesfactoren:round_invite": COORDINATORS,
    "succesfactoren:round_remind": posted(COORDINATORS),
    "succesfactoren:round_resend": posted(COORDINATORS),
    "succesfactoren:round_link": COORDINATORS,
    "succesfactoren:round_link_qr": COORDINATORS,
}


def make(community: Community) -> dict[str, Any]:
    """One of everything that the addresses of this subject name, in this community; may be called again for more."""
    now = timezone.now()
    found = scene.make_round(community, open_link_hash=None)
    scene.make_round(community, opened_at=None, planned_at=None, opens_at=now + timedelta(days=2))
    scene.make_round(community, closed_at=now, closes_at=now)
    for number in range(6):
        scene.make_ticket(found, f"iemand-{found.pk}-{number}@example.org", group="gemeente", is_used=number < 3)
    join(community, factories.make_verified_user(), organisation=make_organisation())
    return {"round_id": found.pk, "kind": "svg"}
