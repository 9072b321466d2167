"""Members, organisations and frontrunners. Who gets in, and something to look at."""

from typing import Any

from communities.models import Community
from tests import factories
from tests.access_rows.rows import COORDINATORS, MEMBERS, OPEN, Row, posted
from tests.communities.town import join, make_organisation

ROWS: dict[str, Row] = {
    "communities:person_list": MEMBERS,
    "communities:person_detail": MEMBERS,
    "communities:organisation_list": MEMBERS,
    "communities:organisation_new": COORDINATORS,
    "communities:frontrunner_list": OPEN,
    "communities:own_membership": MEMBERS,
    "communities:own_visibility": posted(MEMBERS),
    "communities:member_list": COORDINATORS,
    "communities:member_edit": COORDINATORS,
    "communities:member_export": COORDINATORS,
    "communities:access_review": COORDINATORS,
}


def make(community: Community) -> dict[str, Any]:
    """One of everything that the addresses of this subject name, in this community; may be called again for more."""
    n = community.memberships.count()
    person = join(
        community,
        factories.make_verified_user(name=f"Koos Koploper {n}"),
        organisation=make_organisation(f"Bakkerij {n}"),
        is_frontrunner=True,
        frontrunner_for="brood van eigen graan",
        is_shown_to_visitors=True,
        function="bakker",
        bio="Kom eens langs.",
    )
    return {"membership_id": person.pk}
