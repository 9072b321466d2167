"""The stakeholder map and interests. Who gets in, and something to look at."""

from itertools import count
from typing import Any

from communities.models import Community, Organisation, Stakeholder
from tests import factories
from tests.access_rows.rows import COMMISSIONERS, COORDINATORS, MEMBERS, Row, posted
from tests.communities.town import join

_number = count(1)

ROWS: dict[str, Row] = {
    "communities:stakeholder_map": COMMISSIONERS,
    "communities:stakeholder_csv": COMMISSIONERS,
    "communities:stakeholder_xlsx": COMMISSIONERS,
    "communities:stakeholder_detail": COMMISSIONERS,
    "communities:stakeholder_new": COORDINATORS,
    "communities:stakeholder_edit": COORDINATORS,
    "communities:stakeholder_remove": posted(COORDINATORS),
    "communities:interest_save": posted(COORDINATORS),
    "communities:stakeholder_import": COORDINATORS,
    "communities:stakeholder_import_example": COORDINATORS,
    "communities:interest_list": MEMBERS,
    "communities:my_interests": MEMBERS,
}


def make(community: Community) -> dict[str, Any]:
    """One of everything that the addresses of this subject name, in this community; may be called again for more."""
    number = next(_number)
    known = factories.make_verified_user(name=f"Persoon {number}")
    join(community, known)
    made = Stakeholder.objects.create(
        trajectory=community.trajectories.first(),
        kind="persoon",
        name=f"Persoon {number}",
        sector="zorg",
        influence=4,
        interest=5,
        engagement="wil",
        user=known,
        organisation=Organisation.objects.create(name=f"Zorg {number}", kind="zorg-welzijn", sector="zorg"),
    )
    made.interests.create(level="regio", hopes="Minder eenzaamheid", is_shared=True, changed_by=known)
    return {"stakeholder_id": made.pk}
