"""Who is in an initiative: partners, who says “ik wil”, who follows. Who gets in, and something to look at."""

from typing import Any

from communities.models import Community
from initiatives.models import InitiativeFollow, Partner, Willing
from tests import factories
from tests.access_rows.rows import COORDINATORS, MEMBERS, OPEN, Row, posted
from tests.communities.town import join, make_organisation
from tests.initiatives.scene import make_initiative

ROWS: dict[str, Row] = {
    "initiatives:partner_list": OPEN,
    "initiatives:partner_remove": posted(COORDINATORS),
    "initiatives:willing": posted(MEMBERS),
    "initiatives:initiative_follow": posted(MEMBERS),
}


def make(community: Community) -> dict[str, Any]:
    """One of everything that the addresses of this subject name, in this community; may be called again for more."""
    # What one page counts: the same initiative is asked for one and for three.
    made = community.initiatives.filter(title="Samen zingen").first() or make_initiative(community, "Samen zingen")
    person = factories.make_verified_user(name="Paul Partner")
    join(community, person)
    organisation = make_organisation(f"Koor {made.partners.count()}")
    Partner.objects.create(initiative=made, organisation=organisation)
    Willing.objects.create(initiative=made, user=person, why="Ik zing alt")
    InitiativeFollow.objects.create(initiative=made, user=person)
    partner = Partner.objects.create(initiative=made, user=person, role=Partner.Role.LEADS)
    return {"initiative_id": made.pk, "partner_id": partner.pk}
