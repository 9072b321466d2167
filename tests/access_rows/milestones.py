"""Milestones and promises of an initiative, and the quiet ones. Who gets in, and something to look at."""

from typing import Any

from communities.models import Community
from initiatives.letters.quiet import quiet_token
from initiatives.models import Milestone
from tests.access_rows.rows import COORDINATORS, EVERYONE, MEMBERS, OPEN, PUBLIC_ONLY, Row, posted
from tests.initiatives.scene import lead, make_initiative, make_milestone, promise

ROWS: dict[str, Row] = {
    "initiatives:milestone_list": OPEN,
    "api:milestone_list": PUBLIC_ONLY,
    "initiatives:milestone_new": COORDINATORS,
    "initiatives:milestone_edit": COORDINATORS,
    "initiatives:milestone_reach": posted(COORDINATORS),
    "initiatives:milestone_remove": posted(COORDINATORS),
    "initiatives:initiative_promise": MEMBERS,
    "initiatives:quiet_answer": EVERYONE,
}


def make(community: Community) -> dict[str, Any]:
    """A milestone and a promise more at one initiative, which the first call makes: its page shows all of them."""
    initiative = community.initiatives.filter(title="Mijlpalenpad").first() or make_initiative(
        community, "Mijlpalenpad"
    )
    leader = lead(initiative)
    number = Milestone.objects.filter(initiative=initiative).count()
    milestone = make_milestone(initiative, f"Avond {number}")
    promise(initiative, leader, what=f"Koffie {number}")
    question = initiative.quiet_questions.get_or_create(answer="")[0]
    return {
        "initiative_id": initiative.pk,
        "milestone_id": milestone.pk,
        "token": quiet_token(question, leader),
    }
