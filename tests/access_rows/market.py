"""Vraag en aanbod, matches and the market of a meeting. Who gets in, and something to look at."""

from datetime import timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from communities.models import Community
from initiatives.models import Market, Match
from tests import factories
from tests.access_rows.rows import COORDINATORS, FRONTRUNNERS, GONE, IN, LOGIN, MEMBERS, NO, Row, posted
from tests.communities.town import join, make_organisation
from tests.initiatives.scene import make_initiative, make_listing

BELONGS = Row(
    public=(LOGIN, NO, IN, IN, IN, IN, NO, NO),
    private=(LOGIN, GONE, IN, IN, IN, IN, GONE, NO),
)
"""Who belongs: helping each other is of members, and an administrator comes in by joining."""

ONLY_OWNER = Row(
    public=(LOGIN, NO, NO, NO, NO, NO, NO, NO),
    private=(LOGIN, GONE, NO, NO, NO, NO, GONE, NO),
)
"""Of the member who placed it, who is none of these."""

ONLY_THE_TWO = Row(
    public=(LOGIN, NO, GONE, GONE, GONE, GONE, NO, GONE),
    private=(LOGIN, GONE, GONE, GONE, GONE, GONE, GONE, GONE),
)
"""Of two members who are none of these; to everybody else it does not exist, also to who runs the community."""

ROWS: dict[str, Row] = {
    "initiatives:listing_list": MEMBERS,
    "initiatives:listing_list_csv": MEMBERS,
    "initiatives:listing_list_xlsx": MEMBERS,
    "initiatives:listing_list_json": MEMBERS,
    "initiatives:listing_new": BELONGS,
    "initiatives:listing_detail": MEMBERS,
    "initiatives:listing_edit": ONLY_OWNER,
    "initiatives:listing_close": posted(ONLY_OWNER),
    "initiatives:listing_hide": COORDINATORS,
    "initiatives:listing_answer": BELONGS,
    "initiatives:match_list": MEMBERS,
    "initiatives:match_detail": ONLY_THE_TWO,
    "initiatives:match_propose": posted(ONLY_THE_TWO),
    "initiatives:match_agree": posted(ONLY_THE_TWO),
    "initiatives:match_write": posted(ONLY_THE_TWO),
    "initiatives:match_outcome": posted(ONLY_THE_TWO),
    "initiatives:market_list": MEMBERS,
    "initiatives:market_new": COORDINATORS,
    "initiatives:market_detail": MEMBERS,
    "initiatives:market_edit": COORDINATORS,
    "initiatives:market_qr": MEMBERS,
    "initiatives:deal_new": FRONTRUNNERS,
}
_numbers = count(1)


def make(community: Community) -> dict[str, Any]:
    """A need of somebody with an offer that fits, talks of others and of the coordinator, and a market that goes on."""
    n = next(_numbers)
    owner, other = (factories.make_verified_user(name=name) for name in ("Vera Vraagt", "Bas Biedt"))
    join(community, owner, organisation=make_organisation())
    join(community, other)
    shown = {
        "theme": factories.make_theme(),
        "place": "Waalmeer",
        "initiative": make_initiative(community, f"Feest {n}"),
    }
    need = make_listing(community, owner, organisation=make_organisation(), text="Elke maand", **shown)
    make_listing(community, other, side="aanbod", title="Ik stel naaimachines af", **shown)
    now = timezone.now()
    market = Market.objects.create(
        community=community,
        name=f"Beursvloer {n}",
        opens_at=now - timedelta(hours=1),
        closes_at=now + timedelta(hours=2),
    )
    agreed = {"what": f"Afstellen {n}", "owner_agreed_at": now, "other_agreed_at": now, "state": "match"}
    match = Match.objects.create(listing=need, other=other, message="Dat kan ik", market=market, **agreed)
    # What one's own pages show: the same person in the table is asked for one and for three.
    for membership in community.memberships.filter(role="coordinator").select_related("user"):
        Match.objects.create(listing=need, other=membership.user, message="Ik ken iemand")
        make_listing(community, membership.user, kind="ruimte", title=f"Zaal {n}")
    return {"listing_id": need.pk, "match_id": match.pk, "market_id": market.pk}
