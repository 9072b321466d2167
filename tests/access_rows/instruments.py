"""Rounds: instruments. Who gets in, and something to look at."""

from typing import Any

from communities.models import Community
from succesfactoren.models import Instrument
from tests.access_rows.rows import COORDINATORS, MEMBERS, Row, posted
from tests.succesfactoren import scene
from tests.succesfactoren.own_scene import make_own

WRITING = posted(COORDINATORS)

ROWS: dict[str, Row] = {
    "succesfactoren:instrument_list": COORDINATORS,
    "succesfactoren:instrument_new": COORDINATORS,
    "succesfactoren:instrument_detail": MEMBERS,
    "succesfactoren:instrument_preview": COORDINATORS,
    "succesfactoren:instrument_draft": WRITING,
    "succesfactoren:instrument_settle": WRITING,
    "succesfactoren:instrument_discard": WRITING,
    "succesfactoren:instrument_offer": WRITING,
    "succesfactoren:instrument_edit": COORDINATORS,
    "succesfactoren:instrument_words": COORDINATORS,
    "succesfactoren:question_new": COORDINATORS,
    "succesfactoren:question_edit": COORDINATORS,
    "succesfactoren:question_move": WRITING,
    "succesfactoren:question_remove": WRITING,
    "succesfactoren:part_new": COORDINATORS,
    "succesfactoren:part_edit": COORDINATORS,
    "succesfactoren:part_move": WRITING,
    "succesfactoren:part_remove": WRITING,
    "succesfactoren:group_question_new": COORDINATORS,
    "succesfactoren:group_question_edit": COORDINATORS,
    "succesfactoren:group_question_remove": WRITING,
}


def make(community: Community) -> dict[str, Any]:
    """An own instrument with a settled version and a draft; of the first one, another question each time."""
    scene.instrument()
    found = Instrument.objects.filter(community=community).first() or make_own(community, settled=True)
    another = make_own(community, name=f"Ook een {community.instruments.count()}", settled=True)
    draft = found.versions.get(settled_at=None)
    number = draft.statements.count() + 1
    factor = draft.factors.create(code=f"X{number}", name=f"Onderdeel {number}", position=number)
    statement = draft.statements.create(code=f"X{number}", text=f"Dit is zin {number}.", factor=factor, position=number)
    assert another.versions.count() == 2
    return {
        "instrument_id": found.pk,
        "statement_id": statement.pk,
        "factor_id": factor.pk,
        "group_code": draft.group_questions[0]["code"],
        "kind": "stelling",
    }
