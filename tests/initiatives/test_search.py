"""Initiatives are found by who may see them."""

import pytest
from django.urls import reverse

from communities.models import Community
from tests import factories
from tests.communities.town import join, make_community
from tests.initiatives.scene import make_initiative

pytestmark = pytest.mark.django_db


def found(client, words: str = "kookclub") -> list[str]:
    """The addresses that the search page leads to, in order."""
    page = client.get(reverse("config:search"), {"q": words, "soort": "initiatieven"})
    return [hit.url for group in page.context["groups"] for hit in group.hits]


def test_visitors_find_what_is_public_and_members_what_is_theirs(client):
    public, private = make_community(), make_community("binnendijk", visibility=Community.Visibility.PRIVATE)
    shown = make_initiative(public, "Kookclub op dinsdag", is_public=True)
    inside = make_initiative(public, "Kookclub voor leden", is_public=False)
    hidden_away = make_initiative(private, "Geheime kookclub", is_public=True)
    make_initiative(public, "Kookclub die wacht", is_public=True, placed_at=None)
    make_initiative(public, "Verborgen kookclub", is_public=True, hidden_because="Reclame")
    assert found(client) == [shown.get_absolute_url()]
    member = factories.make_verified_user()
    join(public, member)
    client.force_login(member)
    assert set(found(client)) == {shown.get_absolute_url(), inside.get_absolute_url()}
    join(private, member)
    assert hidden_away.get_absolute_url() in found(client)


def test_the_name_counts_more_than_the_words(client):
    community = make_community()
    words = make_initiative(community, "Samen eten", summary="Een kookclub voor iedereen.", is_public=True)
    name = make_initiative(community, "Kookclub", is_public=True)
    assert found(client, "kookclubs") == [name.get_absolute_url(), words.get_absolute_url()]
