"""Questionnaires on paper. Who gets in, and something to look at."""

from typing import Any

from communities.models import Community
from succesfactoren.models import PaperSheet, Round
from tests import factories
from tests.access_rows.rows import COORDINATORS, Row, posted
from tests.succesfactoren import scene

ROWS: dict[str, Row] = {
    "succesfactoren:paper_list": COORDINATORS,
    "succesfactoren:paper_sheet": COORDINATORS,
    "succesfactoren:paper_settle": posted(COORDINATORS),
    "succesfactoren:paper_drop": posted(COORDINATORS),
    "succesfactoren:paper_pdf": COORDINATORS,
}


def make(community: Community) -> dict[str, Any]:
    """One of everything that the addresses of this subject name, in this community; may be called again for more."""
    rounds = Round.objects.filter(assessment__trajectory__community=community)
    found = rounds.order_by("pk").first() or scene.make_round(community)
    number = found.sheets.count() + 1
    typed = {"answers": {"LEI1": 4}, "groups": {}, "texts": {}}
    PaperSheet.objects.create(round=found, number=number, first=typed, first_by=factories.make_verified_user())
    PaperSheet.objects.create(round=found, number=number + 1000, is_done=True)
    return {"round_id": found.pk, "number": number}
