"""The invented initiatives, needs and budgets of `initiatives/data/example.toml`, for the communities of the story."""

import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction

from communities.models import Community
from initiatives.actions.example import doing, market, papers, votes
from initiatives.models import Initiative

STORY = Path(__file__).resolve().parents[2] / "data" / "example.toml"
MAIN = "waalmeer"
"""The community in which people ask, offer and vote."""


@transaction.atomic
def tell_initiatives() -> list[Initiative]:
    """Carry out the story; returns its initiatives, and nothing where there are initiatives or not its communities."""
    story: dict[str, Any] = tomllib.loads(STORY.read_text())
    wanted = {one["community"] for one in story["initiative"]}
    communities = {one.slug: one for one in Community.objects.filter(slug__in=wanted).select_related("region")}
    if Initiative.objects.exists() or set(communities) != wanted:
        return []
    made = [
        one
        for slug, community in communities.items()
        for one in doing.carry_out(community, [row for row in story["initiative"] if row["community"] == slug])
    ]
    doing.adopt(story["initiative"])
    papers.lay_down(communities[MAIN], story["papers"])
    market.open_board(communities[MAIN], story["market"])
    for entry in story["budget"]:
        votes.hold(communities[entry["community"]], entry)
    return made
