"""How many questions pages ask the database, however much there is: a number that only goes up on purpose."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from communities.models import Comment
from initiatives.models import InitiativeDocument, InitiativePicture, InitiativePost, Lesson, StageChange, Willing
from tests import factories
from tests.access_rows.documents import make_document
from tests.access_rows.stream import make_post, picture_file
from tests.communities.town import join, make_community, make_organisation, make_trajectory
from tests.communities.voices import client_of, someone
from tests.initiatives.scene import (
    lead,
    make_budget,
    make_initiative,
    make_listing,
    make_milestone,
    make_proposal,
    promise,
)

MOST = 30
"""What a page of a community may ask."""


@pytest.fixture
def community(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.CACHES = {name: {"BACKEND": "django.core.cache.backends.dummy.DummyCache"} for name in settings.CACHES}
    return make_community()


def told(community):
    """An initiative of which everything is told that can be told."""
    leader = factories.make_verified_user(name="Trees Trekker")
    join(community, leader)
    made = make_initiative(
        community,
        proposed_by=leader,
        lead=make_organisation(),
        description="<p>Elke zaterdag.</p>",
        asks_help="een tolk",
        adopted_from=make_initiative(make_community("elders")),
    )
    lead(made, leader)
    made.themes.add(factories.make_theme())
    made.agenda_items.add(community.agenda_items.create(theme=factories.make_theme(), lens="mens", title="Samen"))
    StageChange.objects.create(initiative=made, before="willen", after="doen", why="Er is een zaal", by=leader)
    Willing.objects.create(initiative=made, user=leader, why="Graag")
    make_milestone(made)
    promise(made, leader)
    make_listing(community, leader, initiative=made)
    made.chain.create(level="output", text="Elke maand een avond")
    measure = made.measures.create(name="Bezoekers", unit="mensen", level="output", source="telling", measured_by="ons")
    measure.measurements.create(on=date(2026, 1, 1), value=12)
    for is_announcement in (True, False):
        post = make_post(community, kind="nieuws", title="Het gaat goed")
        InitiativePost.objects.create(initiative=made, post=post, is_announcement=is_announcement)
        Comment.objects.create(post=post, author=leader, text="Mooi.")
    InitiativeDocument.objects.create(initiative=made, document=make_document(community))
    InitiativePicture.objects.create(initiative=made, file=picture_file(), alt="Een volle tafel")
    Lesson.objects.create(initiative=made, advice="Vraag eerst de school.", factor_code="exploratie")
    return made


def asked(client, path):
    """How often a page that was looked at before asks the database."""
    assert client.get(path).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        client.get(path)
    return len(queries), "\n".join(one["sql"][:160] for one in queries)


NUMBERS = {
    "board": 16,
    "list": 15,
    "map": 18,
    "timeline": 20,
    "route map": 19,
    "home": 24,
    "budget": 12,
    "desk": 30,
    "milestones": 11,
}
"""Of who runs it, whose pages ask most. The desk brings together what waits on every floor."""


@pytest.mark.parametrize("who", ["lid", "coordinator"])
def test_an_initiative_of_which_everything_is_told_asks_little(who, community):
    client = client_of(someone(community, "Lea Lezer", role=who))
    n, what = asked(client, told(community).get_absolute_url())
    assert n <= MOST, what


def test_the_other_pages_ask_little_too(community):
    coordinator = someone(community, "Cora Coach", role="coordinator")
    client, made = client_of(coordinator), told(community)
    budget = make_budget(community, "insturen")
    for number in range(3):
        make_initiative(community, f"Initiatief {number}", blocked_because="geen zaal")
        make_proposal(budget, f"Plan {number}", state="ingestuurd", reason="", cost_cents=None, decided_at=None)
    trajectory = make_trajectory(community)
    ways = {
        "board": reverse("initiatives:initiative_list", args=[community.slug]) + "?vorm=bord",
        "list": reverse("initiatives:initiative_list", args=[community.slug]) + "?vorm=lijst",
        "map": reverse("initiatives:initiative_list", args=[community.slug]) + "?vorm=kaart",
        "timeline": reverse("initiatives:initiative_list", args=[community.slug]) + "?vorm=tijdlijn",
        "route map": reverse("communities:route_map", args=[community.slug]),
        "home": reverse("config:community_home", args=[community.slug]),
        "budget": budget.get_absolute_url(),
        "desk": reverse("config:desk", args=[trajectory.pk]),
        "milestones": reverse("initiatives:milestone_list", args=[community.slug, made.pk]),
    }
    found = {name: asked(client, path)[0] for name, path in ways.items()}
    assert found == NUMBERS
