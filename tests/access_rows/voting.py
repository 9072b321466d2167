"""The ballot: on the screen and on paper. Who gets in, and something to look at."""

from itertools import count
from typing import Any

from communities.models import Community
from initiatives.access.voting import link_token
from initiatives.models import PaperBallot
from tests import factories
from tests.access_rows.rows import COORDINATORS, EVERYONE, OPEN, Row, posted
from tests.initiatives.voting_scene import make_right, make_vote

ROWS: dict[str, Row] = {
    "initiatives:code_door": EVERYONE,
    "initiatives:vote": OPEN,
    "initiatives:ballot": OPEN,
    "initiatives:vote_receipt": OPEN,
    # Who voted with a link or a code and holds a receipt need not belong, and after the count no right is left.
    "initiatives:receipt_check": EVERYONE,
    "initiatives:vote_forget": posted(OPEN),
    "initiatives:vote_evaluate": posted(OPEN),
    # The link carries its own right, also into a private community.
    "initiatives:vote_link": EVERYONE,
    "initiatives:vote_codes": COORDINATORS,
    "initiatives:vote_codes_drop": posted(COORDINATORS),
    "initiatives:voter_list": COORDINATORS,
    "initiatives:voter_list_example": COORDINATORS,
    "initiatives:paper_ballots_pdf": COORDINATORS,
    "initiatives:paper_ballot_list": COORDINATORS,
    "initiatives:paper_hand_out": posted(COORDINATORS),
    "initiatives:paper_ballot": COORDINATORS,
    "initiatives:paper_ballot_settle": posted(COORDINATORS),
    "initiatives:paper_ballot_drop": posted(COORDINATORS),
}
_numbers = count(1)


def make(community: Community) -> dict[str, Any]:
    """One of everything that the addresses of this subject name, in this community; may be called again for more."""
    # One budget, so that more of everything is on the same page.
    budget = community.budgets.filter(name="Om te stemmen").first() or make_vote(community, name="Om te stemmen")
    number = next(_numbers)
    make_right(budget, f"kiezer{number}@example.org")
    typed = {"choices": {"1": 1, "2": 1, "3": 1}, "voter": "", "is_invalid": False}
    typist = factories.make_verified_user()
    PaperBallot.objects.create(budget=budget, number=number, first_choices=typed, first_by=typist)
    PaperBallot.objects.create(budget=budget, number=number + 10_000, is_done=True)
    return {"budget_id": budget.pk, "number": number, "token": link_token(budget, f"nieuw{number}@example.org")}
