"""The four views of one address, and what can be taken along. Who gets in, and something to look at."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from communities.models import Community
from tests import factories
from tests.access_rows.rows import OPEN, PUBLIC_ONLY, Row
from tests.communities.town import make_organisation
from tests.initiatives.scene import lead, make_initiative, make_listing, make_milestone, promise

ROWS: dict[str, Row] = {
    "initiatives:initiative_list": OPEN,
    "initiatives:initiatives_csv": OPEN,
    "initiatives:initiatives_xlsx": OPEN,
    "initiatives:initiatives_json": OPEN,
    "api:initiative_list": PUBLIC_ONLY,
    "api:budget_list": PUBLIC_ONLY,
}


def make(community: Community) -> dict[str, Any]:
    """One of everything that the addresses of this subject name, in this community; may be called again for more."""
    today = timezone.localdate()
    made = make_initiative(
        community,
        lead=make_organisation(),
        place_kind="precies",
        place_name="Meerkamp",
        latitude=52.05,
        longitude=5.05,
        started_on=today - timedelta(days=60),
        ends_on=today + timedelta(days=60),
        asks_help="een vervoerder",
    )
    made.themes.add(factories.make_theme())
    who = lead(made)
    make_milestone(made, days=-5)
    promise(made, who)
    make_listing(community, who, initiative=made)
    make_initiative(community, "Nachtbus langs het meer", stage="idee")
    make_initiative(community, "Leenkast", stage="gestopt", is_public=False)
    make_initiative(community, "Wacht nog", placed_at=None, proposed_by=who)
    return {}
