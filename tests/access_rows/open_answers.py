"""Rounds: open_answers. Who gets in, and something to look at."""

from typing import Any

from communities.models import Community
from tests.access_rows.rows import COORDINATORS, Row
from tests.succesfactoren.result_scene import round_with_words

ROWS: dict[str, Row] = {
    "succesfactoren:open_answer_list": COORDINATORS,
    "succesfactoren:open_answer_edit": COORDINATORS,
}


def make(community: Community) -> dict[str, Any]:
    """A closed round with enough answers in words, and one of them."""
    found = round_with_words(community)
    return {"round_id": found.pk, "answer_id": found.open_answers.first().pk}
