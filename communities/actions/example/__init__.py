"""The invented story of `communities/data/example.toml`: three communities to look around in."""

import tomllib
from pathlib import Path
from typing import Any

from django.db import transaction

from communities.actions.example import joining, people, programme, talk
from communities.models import Community

STORY = Path(__file__).resolve().parents[2] / "data" / "example.toml"


@transaction.atomic
def tell_story() -> list[Community]:
    """Make the three communities with all that is in them; returns them, and nothing where there are communities.

    The people of `communities/example_people.py` must be there.
    """
    if Community.objects.exists():
        return []
    story: dict[str, Any] = tomllib.loads(STORY.read_text())
    organisations = people.found_organisations(story["organisations"]["list"])
    communities = [people.found_community(one, organisations) for one in story["community"]]
    for community, one in zip(communities, story["community"], strict=True):
        people.fill(community, one["n_people"], story["people"], organisations)
        programme.start(community, story["trajectory"][community.slug], organisations)
    first = communities[0]
    joining.invite_all(first, story["invitations"], organisations)
    joining.decide_all(first, story["requests"])
    talk.post_all(first, story["post"])
    talk.plan_all(first, story["event"])
    talk.leave_work(first, story["work"], story["document"])
    agenda = {one.slug: programme.set_agenda(one, story["item"]) for one in communities}
    programme.fill(first, story, agenda[first.slug], organisations)
    return communities
