"""Commitments and the route map. Who gets in, and something to look at."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from communities.letters.commitments import done_token
from communities.models import Commitment, Community
from tests import factories
from tests.access_rows.rows import ACCOUNT, COORDINATORS, EVERYONE, MEMBERS, Row, posted
from tests.communities.town import join, make_organisation

ROWS: dict[str, Row] = {
    "communities:route_map": MEMBERS,
    "communities:route_map_csv": MEMBERS,
    "communities:route_map_xlsx": MEMBERS,
    "communities:route_map_json": MEMBERS,
    "communities:route_map_calendar": MEMBERS,
    "communities:route_map_pdf": MEMBERS,
    "communities:commitment_new": MEMBERS,
    "communities:commitment_detail": MEMBERS,
    "communities:commitment_edit": COORDINATORS,
    "communities:commitment_state": posted(COORDINATORS),
    "communities:my_commitments": ACCOUNT,
    "communities:commitment_done": EVERYONE,
}


def make(community: Community) -> dict[str, Any]:
    """One of everything that the addresses of this subject name, in this community; may be called again for more."""
    promiser = factories.make_verified_user(name="Pia Promiser")
    join(community, promiser, organisation=make_organisation())
    theme = factories.make_theme()
    item = community.agenda_items.create(theme=theme, lens="mens", title="Meer mensen aan het werk")
    made = Commitment.objects.create(
        community=community,
        person=promiser,
        organisation=make_organisation(),
        agenda_item=item,
        what="Twee leermeesters vragen",
        due_on=timezone.localdate() + timedelta(days=20),
    )
    # What one's own page counts: the same person in the table is asked for one and for three.
    for membership in community.memberships.filter(role="coordinator").select_related("user"):
        Commitment.objects.create(
            community=community, person=membership.user, what="Uren vastleggen", due_on=date(2026, 1, 1)
        )
    trajectory = community.trajectories.first()
    phase = trajectory.phases.get_or_create(kind="doen", defaults={"position": 4})[0]
    phase.steps.create(title="Eerste avond", due_on=date(2027, 3, 1))
    return {"commitment_id": made.pk, "token": done_token(made, promiser)}
