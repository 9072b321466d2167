"""Rounds: panel. Who gets in, and something to look at."""

from itertools import count
from typing import Any

from django.utils import timezone

from communities.models import Community
from succesfactoren.letters.panel import member_token
from succesfactoren.models import Outcome, PanelMember
from tests import factories
from tests.access_rows.rows import COORDINATORS, EVERYONE, GONE, IN, OPEN, Row, posted
from tests.succesfactoren.scene import make_round

ROWS: dict[str, Row] = {
    "succesfactoren:panel_join": OPEN,
    "succesfactoren:panel_member": EVERYONE,
    "succesfactoren:panel_people": COORDINATORS,
    "succesfactoren:panel_import": COORDINATORS,
    "succesfactoren:panel_example": COORDINATORS,
    "succesfactoren:panel_remove": posted(COORDINATORS),
    "succesfactoren:panel_answers": OPEN,
    "succesfactoren:panel_aftermath": COORDINATORS,
    "api:panel_detail": Row(public=(IN,) * 8, private=(GONE,) * 8),
}
_numbers = count()
HIDDEN = {"door": "genodigd", "hidden": "te weinig antwoorden", "factors": [], "questions": []}


def make(community: Community) -> dict[str, Any]:
    """One of everything that the addresses of this subject name, in this community; may be called again for more."""
    n = next(_numbers)
    theme = factories.make_theme()
    now = timezone.now()
    member = PanelMember.objects.create(
        community=community, email=f"bewoner{n}@example.org", place=f"Dorp {n % 2}", agreed_to="Ja", confirmed_at=now
    )
    member.themes.add(theme)
    asked = make_round(
        community, "organisatiekracht", name=f"Peiling {n}", audience="panel", closed_at=now, published_at=now
    )
    Outcome.objects.create(round=asked, figures={"tables": [HIDDEN], "n_invited": 6, "n_responses": None}, method="1")
    return {"token": member_token(member), "round_id": asked.pk}
