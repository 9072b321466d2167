"""Rounds: results. Who gets in, and something to look at."""

from itertools import count
from typing import Any

from django.utils import timezone

from communities.models import Community
from succesfactoren.models import Round
from tests.access_rows.rows import COORDINATORS, GONE, IN, OPEN, Row
from tests.succesfactoren.scene import closed_round, make_assessment

RESULTS = ("round_result", "round_presentation", "result_pdf", "result_csv", "result_xlsx", "result_spss")
ROWS: dict[str, Row] = {
    "succesfactoren:result_list": OPEN,
    **{f"succesfactoren:{name}": OPEN for name in RESULTS},
    "api:round_detail": Row(public=(IN,) * 8, private=(GONE,) * 8),
    "succesfactoren:round_publish": COORDINATORS,
}
_numbers = count()


def make(community: Community) -> dict[str, Any]:
    """A round, published for everyone, of an assessment of its own, with its outcome."""
    subject = f"Dorp {next(_numbers)}"
    assessment = make_assessment(community, subject=subject)
    found = closed_round(community, 12, assessment=assessment, published_at=timezone.now())
    Round.objects.filter(pk=found.pk).update(is_for_everyone=True)
    return {"round_id": found.pk, "id": found.pk}
