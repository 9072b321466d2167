"""Searching: what is found, by whom, and what nobody finds who may not see it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from communities.access.search import marked, wanted
from communities.models import Document, Post
from tests import factories
from tests.access_rows.events import make_event
from tests.communities.town import Town, join, make_community, make_organisation, make_town

PATH = "/zoeken/"


@pytest.fixture
def town(db) -> Town:
    return make_town()


def titles(town: Town, name: str, query: str, **more: str) -> set[str]:
    groups = town.clients[name].get(PATH, {"q": query, **more}).context["groups"]
    return {hit.title for group in groups for hit in group.hits}


def make_posts(community, audience: str = "openbaar", **fields) -> None:
    Post.objects.create(community=community, audience=audience, **({"title": f"Windmolen {community.slug}"} | fields))


# ── What is found ──


def test_an_organisation_that_is_found_leads_to_itself(town):
    for name in ("Wind & Water", "Bakkerij"):
        join(town.public, factories.make_user(name=name), organisation=make_organisation(name, place="Waalmeer"))
    hit = town.clients["member"].get(PATH, {"q": "wind", "soort": "organisaties"}).context["groups"][0].hits[0]
    assert hit.url == "/c/waalmeer/organisaties/?q=Wind+%26+Water"
    page = town.clients["member"].get(hit.url).context["page"]
    assert [one.name for one in page.object_list] == ["Wind & Water"]


def test_everything_that_may_be_seen_is_found_by_kind(town):
    community, bank = town.public, make_organisation("Windbank", kind="bank", sector="financieel")
    town.people["frontrunner"].name = "Wim Windhoek"
    town.people["frontrunner"].save()
    community.memberships.filter(user=town.people["frontrunner"]).update(organisation=bank)
    community.tagline = "Wind en water"
    community.save()
    factories.make_region("GM0777", "Windum")
    make_posts(community, title="Wind mee")
    make_event(community, title="Windavond")
    Document.objects.create(community=community, title="Windatlas")
    groups = town.clients["member"].get(PATH, {"q": "wind"}).context["groups"]
    assert {group.kind: sorted({hit.title for hit in group.hits}) for group in groups} == {
        "communities": ["Waalmeer"],
        "mensen": ["Wim Windhoek"],
        "organisaties": ["Windbank"],
        "berichten": ["Wind mee"],
        "agenda": ["Windavond"],
        "documenten": ["Windatlas"],
        "regios": ["Windum"],
    }


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("nieuw windmolen", True),
        ("windmo", True),
        ("molen wind", False),
        ('"nieuwe windmolen"', True),
        ('"windmolen nieuwe"', False),
        ("windmolen -haven", False),
        ("haven windmolen", True),
        ("zonnepaneel or windmolen", True),
        ("de", False),
        ("&|!():*'\\", False),
        ("<script>alert(1)</script>", False),
        ("windmolen :*", True),
    ],
)
def test_words_are_found_in_any_form_and_by_how_they_begin(town, query, is_found):
    make_posts(town.public, title="Een nieuwe windmolen", body="<p>Bij de haven.</p>")
    assert ("Een nieuwe windmolen" in titles(town, "visitor", query)) == is_found


def test_the_title_counts_more_than_the_text(town):
    make_posts(town.public, title="Iets anders", body="<p>windmolen</p>")
    make_posts(town.public, title="De windmolen", body="<p>iets</p>")
    (group,) = town.clients["visitor"].get(PATH, {"q": "windmolen"}).context["groups"]
    assert [hit.title for hit in group.hits] == ["De windmolen", "Iets anders"]


def test_more_of_one_kind_stands_on_pages(town):
    for number in range(23):
        make_posts(town.public, title=f"Windmolen {number}")
    first = town.clients["visitor"].get(PATH, {"q": "windmolen"}).context["groups"][0]
    alone = town.clients["visitor"].get(PATH, {"q": "windmolen", "soort": "berichten", "pagina": "2"}).context["groups"]
    assert (first.n, len(first.hits), first.has_more) == (23, 5, True)
    assert [(group.kind, group.n, len(group.hits), group.has_more) for group in alone] == [("berichten", 23, 3, False)]


# ── What is not found ──


def test_nothing_of_a_private_community_is_found_by_who_does_not_belong(town):
    community = make_community("windrijk", visibility="besloten", name="Windrijk", about="Over wind")
    member = factories.make_verified_user(name="Wil Windveer")
    join(community, member, organisation=make_organisation("Windhandel"))
    make_posts(community, title="Windnieuws")
    make_event(community, title="Windavond", audience="openbaar")
    Document.objects.create(community=community, title="Windkaart", audience="openbaar")
    town.people["insider"] = member
    town.clients["insider"] = town.login("insider")
    everything = {"Windrijk", "Wil Windveer", "Windhandel", "Windnieuws", "Windavond", "Windkaart"}
    seen = {name: titles(town, name, "wind") for name in ("visitor", "stranger", "member", "coordinator", "insider")}
    assert seen == {"visitor": set(), "stranger": set(), "member": set(), "coordinator": set(), "insider": everything}


def test_what_is_for_members_is_found_by_members(town):
    make_posts(town.public, "leden", title="Windbericht")
    make_event(town.public, title="Windavond")
    Document.objects.create(community=town.public, title="Windkaart")
    town.people["commissioner"].name = "Wia Windig"
    town.people["commissioner"].save()
    everything = {"Windbericht", "Windavond", "Windkaart", "Wia Windig"}
    assert titles(town, "member", "wind") == everything
    assert titles(town, "visitor", "wind") == titles(town, "foreign_coordinator", "wind") == set()


@pytest.mark.parametrize("state", ["concept", "wacht", "verborgen", "verwijderd"])
def test_what_is_not_published_is_not_found_even_by_who_runs_it(town, state):
    make_posts(town.public, title="Windbericht", state=state)
    assert titles(town, "coordinator", "wind") | titles(town, "member", "wind") == set()


def test_what_is_planned_or_removed_is_not_found(town):
    make_posts(town.public, title="Windbericht", publish_at=timezone.now() + timedelta(days=1))
    Document.objects.create(community=town.public, title="Windkaart", audience="openbaar", removed_at=timezone.now())
    assert (Post.objects.count(), titles(town, "coordinator", "wind")) == (1, set())


def test_events_for_frontrunners_are_found_by_them_and_by_who_runs_it(town):
    make_event(town.public, title="Kopgroepavond", audience="koplopers")
    found = {name for name in town.clients if titles(town, name, "kopgroepavond")}
    assert found == {"frontrunner", "coordinator", "administrator"}


def test_who_left_or_was_blocked_is_not_found_and_finds_nothing(town):
    town.people["commissioner"].name = "Wia Windig"
    town.people["commissioner"].save()
    make_posts(town.private, "leden", title="Windbericht")
    for community in (town.public, town.private):
        community.memberships.filter(user=town.people["commissioner"]).update(status="geblokkeerd")
    assert titles(town, "member", "wind") == {"Windbericht"}
    assert titles(town, "commissioner", "wind") == set()


# ── What it looks like ──


def test_a_piece_of_the_text_is_shown_in_which_nothing_works(town):
    body = "<p>Wij bouwen een <strong>windmolen</strong> &lt;script&gt;alert(1)&lt;/script&gt; bij de haven.</p>"
    make_posts(town.public, title="Nieuws", body=body)
    html = town.clients["visitor"].get(PATH, {"q": "windmolen"}).content.decode()
    assert "bouwen een <mark>windmolen</mark> &lt;script&gt;alert(1)&lt;/script&gt; bij de haven" in html


@pytest.mark.parametrize(
    ("piece", "html"),
    [
        ("een \ue000molen\ue001", "een <mark>molen</mark>"),
        ("\ue001een\ue000 molen", "een molen"),
        ("&lt;b&gt; & <i>", "&lt;b&gt; &amp; &lt;i&gt;"),
        ("\ue000<img onerror=x>\ue001", "<mark>&lt;img onerror=x&gt;</mark>"),
        (None, ""),
    ],
)
def test_marks_are_the_only_html(piece, html):
    assert marked(piece) == html


def test_an_empty_question_and_no_answer_say_what_to_do(town):
    empty, nothing = (town.clients["visitor"].get(PATH, {"q": query}) for query in ("", "qwxyzq"))
    assert "Typ een paar woorden" in empty.content.decode()
    assert "Niets gevonden voor “qwxyzq”" in nothing.content.decode()
    assert "Probeer minder woorden" in nothing.content.decode()
    assert [page.status_code for page in (empty, nothing)] == [200, 200]


def test_what_cannot_be_searched_for_is_refused_in_words(town):
    long, nul = (town.clients["visitor"].get(PATH, {"q": query}) for query in ("a" * 10_000, "a\x00b"))
    assert (long.status_code, nul.status_code) == (400, 400)
    assert "Typ een paar woorden" in long.content.decode()
    assert wanted("x" * 10_000).text == "x" * 200
    assert town.clients["visitor"].get(PATH, {"q": "wind", "soort": "geheim"}).status_code == 400


def is_ours(sql: str) -> bool:
    """Not one about who is logged in, which every page asks."""
    return not any(word in sql for word in ("session", "SAVEPOINT", 'FROM "communities_user" WHERE'))


def test_the_number_of_questions_does_not_grow_with_what_is_found(town):
    counts = []
    for number in range(3):
        make_posts(town.public, title=f"Windbericht {number}")
        make_event(town.public, title=f"Windavond {number}")
        Document.objects.create(community=town.public, title=f"Windkaart {number}")
        join(
            town.public,
            factories.make_user(name=f"Wil Windveer {number}"),
            organisation=make_organisation("Windhandel"),
        )
        with CaptureQueriesContext(connection) as queries:
            town.clients["member"].get(PATH, {"q": "wind"})
        counts.append(sum(is_ours(one["sql"]) for one in queries))
    assert counts[0] == counts[-1] <= 12


def test_the_field_stands_on_top_of_every_page(town):
    html = town.clients["visitor"].get(reverse("config:privacy")).content.decode()
    assert f'action="{PATH}"' in html
