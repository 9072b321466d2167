"""Initiatives: proposing, reading, changing, from stage to stage. Who gets in, and something to look at."""

from datetime import date
from typing import Any

from communities.models import Community
from initiatives.models import StageChange
from tests import factories
from tests.access_rows.rows import COORDINATORS, MEMBERS, OPEN, Row, posted
from tests.communities.town import join, make_organisation
from tests.initiatives.scene import make_initiative

ROWS: dict[str, Row] = {
    "initiatives:initiative_propose": MEMBERS,
    "initiatives:initiative_detail": OPEN,
    "initiatives:initiative_edit": COORDINATORS,
    "initiatives:initiative_stage": COORDINATORS,
    "initiatives:initiative_place": posted(COORDINATORS),
    "initiatives:initiative_hide": COORDINATORS,
}


def make(community: Community) -> dict[str, Any]:
    """One of everything that the addresses of this subject name, in this community; may be called again for more."""
    proposer = factories.make_verified_user(name="Iris Initiatief")
    join(community, proposer)
    theme = factories.make_theme()
    made = make_initiative(
        community,
        proposed_by=proposer,
        lead=make_organisation(),
        description="<p>Elke eerste zaterdag.</p>",
        for_people="Buren leren elkaar kennen.",
        asks_help="Wie heeft een soldeerbout?",
        place_kind="ongeveer",
        place_name="Waalmeer-Noord",
        latitude=51.84,
        longitude=5.85,
    )
    made.themes.add(theme)
    made.agenda_items.add(community.agenda_items.create(theme=theme, lens="milieu", title="Minder afval"))
    StageChange.objects.create(initiative=made, before="willen", after="doen", on=date(2026, 3, 1), by=proposer)
    return {"initiative_id": made.pk}
