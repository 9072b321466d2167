"""The count, and its result. Who gets in, and something to look at."""

from itertools import count
from typing import Any

from communities.models import Community
from initiatives.actions.counting import election_of, turnout_of
from initiatives.analysis.result import figures_of
from initiatives.analysis.result_shape import METHOD
from initiatives.models import Ballot, ElectionResult
from tests.access_rows.rows import COORDINATORS, OPEN, Row, posted
from tests.initiatives.scene import make_budget, make_proposal

ROWS: dict[str, Row] = {
    "initiatives:election_count": posted(COORDINATORS),
    "initiatives:election_result": OPEN,
    "initiatives:election_pb": OPEN,
    "initiatives:election_csv": OPEN,
    "initiatives:election_json": OPEN,
    "initiatives:election_xlsx": OPEN,
}
_numbers = count(1)


def make(community: Community) -> dict[str, Any]:
    """One of everything that the addresses of this subject name, in this community; may be called again for more."""
    number = next(_numbers)
    budget = make_budget(community, "tellen", name=f"Geteld {number}", opened_at=None)
    for _ in range(3 + number):
        make_proposal(budget)
    budget.opened_at = budget.announced_at
    budget.save()
    for _ in range(12):
        Ballot.objects.create(budget=budget, choices={"1": 1, "2": 1, "3": 1}, is_sent=True)
    figures = figures_of(
        election_of(budget), rule=budget.rule, ballot_kind=budget.ballot_kind, turnout=turnout_of(budget)
    )
    ElectionResult.objects.create(budget=budget, figures=figures, method=METHOD)
    budget.counted_at = budget.published_at = budget.vote_until
    budget.save()
    return {"budget_id": budget.pk}
