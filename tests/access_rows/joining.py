"""Joining, inviting, house rules and members. Who gets in, and something to look at."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from communities.models import Community, HouseRules, Invitation, JoinQuestion, JoinRequest
from lib.tokens import hash_token, new_token
from tests import factories
from tests.access_rows.rows import (
    ACCOUNT,
    COORDINATORS,
    EVERYONE,
    GONE,
    LOGIN,
    MEMBERS,
    OPEN,
    Row,
    posted,
)

OF_SOMEBODY_ELSE = Row(public=(LOGIN,) + (GONE,) * 7, private=(LOGIN,) + (GONE,) * 7, method="post")

ROWS: dict[str, Row] = {
    "communities:join": OPEN,
    "communities:leave": MEMBERS,
    "communities:my_requests": ACCOUNT,
    "communities:my_request_withdraw": OF_SOMEBODY_ELSE,
    "communities:join_request_list": COORDINATORS,
    "communities:join_request_export": COORDINATORS,
    "communities:question_list": COORDINATORS,
    "communities:join_request_admit": posted(COORDINATORS),
    "communities:join_request_refuse": posted(COORDINATORS),
    "communities:rules_detail": OPEN,
    "communities:rules_publish": COORDINATORS,
    "communities:rules_accept": MEMBERS,
    "communities:invitation_list": COORDINATORS,
    "communities:invitation_new": COORDINATORS,
    "communities:invitation_link_new": COORDINATORS,
    "communities:invitation_import": COORDINATORS,
    "communities:invitation_example": COORDINATORS,
    "communities:invitation_link": COORDINATORS,
    "communities:invitation_qr": COORDINATORS,
    "communities:invitation_renew": posted(COORDINATORS),
    "communities:invitation_revoke": posted(COORDINATORS),
    # First the link, so that the page behind it has something to show.
    "communities:invitation_open": EVERYONE,
    "communities:invitation": EVERYONE,
    "communities:invitation_decline": posted(EVERYONE),
}


def make(community: Community) -> dict[str, Any]:
    """One of everything that the addresses of this subject name, in this community; may be called again for more."""
    n = community.house_rules.count() + 1
    HouseRules.objects.create(community=community, version=n, text=f"Wees aardig, en dan nog {n} regels.")
    JoinQuestion.objects.create(community=community, position=n, text=f"Vraag {n}?")
    asker, earlier = factories.make_verified_user(name="Aagje Vraagt"), factories.make_verified_user(name="Eerder")
    answers = [{"question": f"Vraag {n}?", "answer": "Omdat ik hier woon."}]
    waiting = JoinRequest.objects.create(community=community, user=asker, answers=answers)
    JoinRequest.objects.create(
        community=community, user=earlier, state="afgewezen", reason="Nu niet.", decided_at=timezone.now()
    )
    later = timezone.now() + timedelta(days=30)
    Invitation.objects.create(
        community=community, token_hash=hash_token(new_token()), email=f"gast{n}@example.org", expires_at=later
    )
    token = new_token()
    link = Invitation.objects.create(
        community=community, token_hash=hash_token(token), label="Poster", expires_at=later
    )
    return {"request_id": waiting.pk, "invitation_id": link.pk, "kind": "svg", "token": token}
