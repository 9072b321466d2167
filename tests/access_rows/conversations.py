"""Rounds: conversations. Who gets in, and something to look at."""

from datetime import date
from itertools import count
from typing import Any

from communities.models import Community
from succesfactoren.models import Conversation
from tests.access_rows.rows import COORDINATORS, MEMBERS, Row, posted
from tests.succesfactoren import scene

ROWS: dict[str, Row] = {
    "succesfactoren:conversation_list": MEMBERS,
    "succesfactoren:conversation_new": COORDINATORS,
    "succesfactoren:conversation_detail": MEMBERS,
    "succesfactoren:conversation_fill": COORDINATORS,
    "succesfactoren:conversation_advice": COORDINATORS,
    "succesfactoren:conversation_share": posted(COORDINATORS),
    "succesfactoren:conversation_remove": COORDINATORS,
}
_numbers = count()


def make(community: Community) -> dict[str, Any]:
    """Two shared talks about one initiative with the ACTIE questions; the last one is looked at."""
    n = next(_numbers)
    assessment = scene.make_assessment(community, "actie", subject="Dorpstuin")
    version = assessment.instrument.newest
    codes = list(version.statements.filter(kind="stelling").values_list("code", flat=True))
    talks = [
        Conversation.objects.create(
            assessment=assessment,
            version=version,
            held_on=date(2026, 1 + (n + i) % 12, 1 + i),
            present="vier initiatiefnemers en de gemeente",
            answers={code: 1 + (j + i + n) % 5 for j, code in enumerate(codes)},
            remarks={"ANI": "Wij missen de jeugd."},
            is_shared=True,
        )
        for i in range(2)
    ]
    return {"conversation_id": talks[-1].pk}
