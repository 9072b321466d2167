"""Rounds: answering. Who gets in, and something to look at."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from communities.models import Community
from lib.tokens import hash_token, new_token
from tests.access_rows.rows import EVERYONE, GONE, Row, posted
from tests.succesfactoren.scene import make_round, make_ticket

WITHOUT_A_SEAT = Row(public=(GONE,) * 8, private=(GONE,) * 8)
"""Of whoever did not open a link of this round, nobody sees the face of who asks: also not who runs it."""

# In this order: whoever opens a link has a seat from then on.
ROWS: dict[str, Row] = {
    "succesfactoren:questionnaire_stylesheet": WITHOUT_A_SEAT,
    "succesfactoren:questionnaire_logo": WITHOUT_A_SEAT,
    "succesfactoren:ticket_open": EVERYONE,
    "succesfactoren:meeting_open": EVERYONE,
    "succesfactoren:questionnaire": EVERYONE,
    "succesfactoren:questionnaire_next": posted(EVERYONE),
    "succesfactoren:questionnaire_withdraw": EVERYONE,
    "succesfactoren:questionnaire_receipt": EVERYONE,
    "succesfactoren:questionnaire_forget": EVERYONE,
}


def make(community: Community) -> dict[str, Any]:
    """One of everything that the addresses of this subject name, in this community; may be called again for more."""
    now, open_token = timezone.now(), new_token()
    window = {"open_link_from": now - timedelta(hours=1), "open_link_until": now + timedelta(hours=1)}
    made = make_round(community, open_link_hash=hash_token(open_token), **window)
    return {"round_id": made.pk, "token": make_ticket(made, "an@example.org")[1], "open_token": open_token}
