"""Lessons, adopting an example, and the inspiration of a year. Who gets in, and something to look at."""

from typing import Any

from django.utils import timezone

from communities.models import Community
from initiatives.models import Initiative, InitiativePicture, Lesson
from tests import factories
from tests.access_rows.rows import ACCOUNT, COORDINATORS, EVERYONE, GONE, IN, LOGIN, NO, OPEN, PUBLIC_ONLY, Row
from tests.access_rows.stream import make_author, picture_file
from tests.communities.town import make_community
from tests.initiatives.scene import make_initiative

EXAMPLES = Row(
    public=(LOGIN, IN, IN, IN, IN, IN, IN, IN),
    private=(LOGIN, GONE, NO, NO, NO, IN, GONE, IN),
)
"""What everybody may read can be taken over by whoever has an account; of the rest only one's own."""

ROWS: dict[str, Row] = {
    "initiatives:lesson_list": OPEN,
    "initiatives:lessons_csv": OPEN,
    "initiatives:lessons_xlsx": OPEN,
    "initiatives:lessons_json": OPEN,
    "api:lesson_list": PUBLIC_ONLY,
    "initiatives:lesson_write": COORDINATORS,
    "initiatives:initiative_adopt": EXAMPLES,
    "initiatives:lesson_search": ACCOUNT,
    "initiatives:inspiration_newest": EVERYONE,
    "initiatives:inspiration": EVERYONE,
}


def learned(community: Community, title: str = "Repaircafé in de school", **fields: Any) -> Lesson:
    """A finished initiative of which the lesson is written and shared."""
    defaults = {"advice": "Vraag eerst de school om een vaste avond.", "factor_code": "exploratie"}
    own = {name: fields.pop(name) for name in ("stage", "is_public", "place_name") if name in fields}
    initiative = make_initiative(community, title, **({"stage": "gerealiseerd"} | own))
    initiative.themes.add(factories.make_theme())
    return Lesson.objects.create(initiative=initiative, **(defaults | fields))


def make(community: Community) -> dict[str, Any]:
    """One of everything that the addresses of this subject name, in this community; may be called again for more."""
    initiative = learned(community).initiative
    Initiative.objects.filter(pk=initiative.pk).update(proposed_by=make_author(community))
    InitiativePicture.objects.create(initiative=initiative, file=picture_file(), alt="Een volle tafel")
    elsewhere = make_community(f"dorp-{Community.objects.count()}", visibility="besloten")
    learned(elsewhere, "Een ander café")
    make_initiative(elsewhere, adopted_from=initiative)
    return {"initiative_id": initiative.pk, "year": timezone.localdate().year}
