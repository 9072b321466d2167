"""The Atom feed: public posts, in words that can do nothing, under names that stay."""

from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.urls import reverse

from communities.models import Community
from tests.access_rows.stream import make_author, make_post
from tests.communities.town import make_community
from tests.communities.voices import client_of, someone

ATOM = {"a": "http://www.w3.org/2005/Atom"}


@pytest.fixture
def community(db, settings, tmp_path) -> Community:
    """A public community."""
    settings.MEDIA_ROOT = tmp_path
    return make_community()


def entries(client: Client, place) -> list[ET.Element]:
    """What stands in the feed."""
    answer = client.get(reverse("communities:post_feed", args=[place.slug]))
    assert answer["Content-Type"].startswith("application/atom+xml")
    return ET.fromstring(answer.content).findall("a:entry", ATOM)  # noqa: S314  # our own answer


def titles(client: Client, place) -> list[str | None]:
    """The titles in the feed."""
    return [one.findtext("a:title", namespaces=ATOM) for one in entries(client, place)]


def test_members_only_held_hidden_and_later_posts_are_never_in_it(community):
    author = make_author(community)
    make_post(community, author=author, title="Openbaar")
    make_post(community, author=author, title="Onder ons", audience="leden")
    for state in ("concept", "wacht", "verborgen", "verwijderd"):
        make_post(community, author=author, title=state, state=state)
    make_post(community, author=author, title="Straks", publish_at="2099-01-01T00:00Z")
    assert titles(Client(), community) == titles(client_of(author), community) == ["Openbaar"]


def test_an_entry_keeps_its_name_when_its_words_change(community):
    post = make_post(community)
    before = entries(Client(), community)[0].findtext("a:id", namespaces=ATOM)
    post.title = "Anders"
    post.save()
    after = entries(Client(), community)[0].findtext("a:id", namespaces=ATOM)
    assert before == after == f"tag:localhost,{post.created_at:%Y-%m-%d}:post-{post.pk}"


def test_the_words_are_cleaned_and_the_name_is_hidden(community):
    shy = someone(community, "Verlegen Vera")
    make_post(community, author=shy, body="<p>Hoi<script>x()</script><img src=x onerror=y()></p>")
    found = entries(Client(), community)[0]
    assert found.findtext("a:summary", namespaces=ATOM) == "<p>Hoi</p>"
    assert found.findtext("a:author/a:name", namespaces=ATOM) == "Een deelnemer"


def test_the_feed_of_a_private_community_does_not_exist_for_strangers(db):
    private = make_community("binnen", visibility="besloten")
    make_post(private, title="Geheim", audience="leden")
    assert Client().get(reverse("communities:post_feed", args=[private.slug])).status_code == 404
    assert titles(client_of(someone(private, "Ans")), private) == []


def test_the_page_names_its_feed(community):
    page = Client().get(reverse("communities:post_list", args=[community.slug])).content.decode()
    assert f'type="application/atom+xml" title="Nieuws van {community.name}" href="/c/waalmeer/nieuws.atom"' in page


def test_the_page_of_a_private_community_names_no_feed(db):
    private = make_community("binnen", visibility="besloten")
    member = client_of(someone(private, "Ans"))
    page = member.get(reverse("communities:post_list", args=[private.slug])).content.decode()
    assert "Berichten" in page
    assert "nieuws.atom" not in page
