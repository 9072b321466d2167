"""Hidden champions. Who gets in, and something to look at."""

from itertools import count
from typing import Any

from django.utils import timezone

from communities.models import Champion, Community
from lib.tokens import hash_token, new_token
from tests import factories
from tests.access_rows.rows import COORDINATORS, EVERYONE, MEMBERS, Row, posted
from tests.communities.town import make_organisation

_number = count(1)

ROWS: dict[str, Row] = {
    "communities:champion_list": MEMBERS,
    "communities:champion_nominate": MEMBERS,
    "communities:champion_detail": MEMBERS,
    "communities:champion_edit": COORDINATORS,
    "communities:champion_ask": posted(COORDINATORS),
    "communities:champion_consent": EVERYONE,
}


def make(community: Community) -> dict[str, Any]:
    """One of everything that the addresses of this subject name, in this community; may be called again for more."""
    token = new_token()
    made = Champion.objects.create(
        community=community,
        name=f"Smederij {next(_number)}",
        sector="bedrijven",
        place="Waalmeer",
        consent="ja",
        consent_at=timezone.now(),
        consent_token_hash=hash_token(token),
        description="Smeedt hekken met leerlingen.",
    )
    item = community.agenda_items.create(theme=factories.make_theme(), lens="mens", title="Leren op de werkvloer")
    made.agenda_items.add(item)
    made.nominations.create(
        nominated_by=factories.make_user(), organisation=make_organisation(), sector="zorg", reason="Zij leiden op."
    )
    return {"champion_id": made.pk, "token": token}
