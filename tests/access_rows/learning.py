"""Rounds: learning. Who gets in, and something to look at."""

from typing import Any

from communities.models import Community
from succesfactoren.models import Assessment
from tests.access_rows.rows import COORDINATORS, IN, LOGIN, NO, Row, posted
from tests.succesfactoren.learning_scene import rose, sharing

BELONGS_SOMEWHERE = Row(
    public=(LOGIN, NO, IN, IN, IN, IN, IN, IN),
    private=(LOGIN, NO, IN, IN, IN, IN, IN, IN),
)

ROWS: dict[str, Row] = {
    "succesfactoren:learning": BELONGS_SOMEWHERE,
    "succesfactoren:profile_sharing": COORDINATORS,
    "succesfactoren:profile_share": posted(COORDINATORS),
}


def make(community: Community) -> dict[str, Any]:
    """Another community that shares, and rounds here and there between which something rose."""
    number = Community.objects.count()
    elsewhere = sharing(f"les-{number}")
    rose(elsewhere, text=f"Actie {number}.", is_own=True)
    rose(community, text=f"Daad {number}.", is_own=True)
    return {"assessment_id": Assessment.objects.filter(trajectory__community=community).first().pk}
