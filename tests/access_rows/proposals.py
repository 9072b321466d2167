"""Ideas for a budget: sending in, changing, judging. Who gets in, and something to look at."""

from typing import Any

from communities.models import Community
from tests import factories
from tests.access_rows.rows import COORDINATORS, MEMBERS, NOBODY, OPEN, PUBLIC_ONLY, Row, posted
from tests.communities.town import join
from tests.initiatives import scene

ROWS: dict[str, Row] = {
    "initiatives:proposal_list": OPEN,
    "initiatives:proposals_csv": OPEN,
    "initiatives:proposals_xlsx": OPEN,
    "initiatives:proposals_json": OPEN,
    "api:plan_list": PUBLIC_ONLY,
    "initiatives:proposal_new": MEMBERS,
    "initiatives:proposal_detail": OPEN,
    # Of who sent it in, and of nobody else.
    "initiatives:proposal_edit": NOBODY,
    "initiatives:proposal_withdraw": posted(NOBODY),
    "initiatives:proposal_place": posted(COORDINATORS),
    "initiatives:proposal_judge": COORDINATORS,
    "initiatives:proposal_hide": COORDINATORS,
    "initiatives:proposal_clear": COORDINATORS,
}


def make(community: Community) -> dict[str, Any]:
    """One of everything that the addresses of this subject name, in this community; may be called again for more."""
    budget = community.budgets.filter(name="Dorpsbudget").first() or scene.make_budget(community, "insturen")
    proposer = factories.make_verified_user(name="Ine Indiener")
    join(community, proposer)
    made = scene.make_proposal(budget, proposed_by=proposer, state="ingestuurd", reason="", cost_cents=None)
    scene.make_proposal(budget, proposed_by=proposer)
    return {"budget_id": budget.pk, "id": budget.pk, "number": made.number}
