"""The people one can log in as in the example have something to do there."""

import tomllib

import pytest

from communities.actions.example import STORY as TOWN
from communities.actions.example.people import fill, found_organisations
from communities.example_people import PEOPLE
from initiatives.actions.example import MAIN, STORY, doing
from initiatives.models import Initiative, Partner
from tests import factories
from tests.communities.town import make_community

KOEN = next(one for one in PEOPLE if one.email == "koploper@example.org")


@pytest.mark.django_db
def test_the_frontrunner_leads_the_night_bus_and_no_more():
    town = tomllib.loads(TOWN.read_text())
    community = make_community(MAIN, join_policy="uitnodiging")
    for one in PEOPLE:
        factories.make_verified_user(one.email, name=one.name)
    fill(community, 60, town["people"], found_organisations(town["organisations"]["list"]))
    rows = [row for row in tomllib.loads(STORY.read_text())["initiative"] if row["community"] == MAIN]
    row = next(row for row in rows if row["title"] == "Nachtbus langs het meer")
    doing.carry_out(community, [row | {"themes": [], "items": [], "promises": []}])
    found = Partner.objects.get(initiative=Initiative.objects.get(), role=Partner.Role.LEADS)
    assert found.user.email == KOEN.email
    assert [one["title"] for one in rows if one["leader"] == KOEN.name] == [row["title"]]
