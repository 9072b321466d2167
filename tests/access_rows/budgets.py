"""Budgets: setting up, announcing, opening, publishing, accounting. Who gets in, and something to look at."""

from typing import Any

from communities.models import Community
from tests.access_rows.rows import COORDINATORS, OPEN, Row, posted
from tests.initiatives import scene

ROWS: dict[str, Row] = {
    "initiatives:budget_list": OPEN,
    "initiatives:budget_detail": OPEN,
    "initiatives:budget_calendar": OPEN,
    "initiatives:budget_new": COORDINATORS,
    "initiatives:budget_edit": COORDINATORS,
    "initiatives:budget_announce": posted(COORDINATORS),
    "initiatives:budget_remove": posted(COORDINATORS),
    "initiatives:budget_open": COORDINATORS,
    "initiatives:budget_publish": COORDINATORS,
    "initiatives:budget_start": posted(COORDINATORS),
    "initiatives:budget_account": COORDINATORS,
}


def make(community: Community) -> dict[str, Any]:
    """One of everything that the addresses of this subject name, in this community; may be called again for more."""
    number = community.budgets.count()
    budget = scene.make_budget(community, "toetsen", name=f"Dorpsbudget {number}")
    for state in ("haalbaar", "haalbaar", "niet haalbaar"):
        scene.make_proposal(budget, state=state)
    scene.make_budget(community, "tellen", name=f"Wijkbudget {number}")
    return {"budget_id": budget.pk}
