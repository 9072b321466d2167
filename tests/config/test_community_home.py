"""The front page of a community: always in the same order, with one thing to do, for whoever looks."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from communities.models import (
    AgendaItem,
    AgendaTarget,
    Commitment,
    Community,
    Complaint,
    Event,
    HouseRules,
    JoinRequest,
    Measure,
    Membership,
    PhaseKind,
    Post,
    Role,
)
from config import community_home as home
from config.region_figures import glance
from regioscan.models import Indicator
from tests import factories
from tests.communities.town import join, make_community, make_organisation, make_trajectory
from tests.province import make_province

pytestmark = pytest.mark.django_db
ORDER = ["h-waar", "h-nieuws", "h-agenda", "h-initiatieven", "h-vijf", "h-mensen"]


@pytest.fixture
def coordinator():
    """Somebody who runs the community."""
    return factories.make_verified_user("coordinator@example.org", name="Co van Dijk")


@pytest.fixture
def member():
    """Somebody who takes part."""
    return factories.make_verified_user("lid@example.org", name="Lid Jansen")


@pytest.fixture
def community(coordinator, member):
    """A public community of people."""
    made = make_community(name="Waalmeer aan zet", tagline="Eén meer, samen aan zet")
    join(made, coordinator, role=Role.COORDINATOR)
    join(made, member)
    return made


def page(client, community, user=None) -> str:
    """The front page as somebody sees it."""
    if user:
        client.force_login(user)
    return client.get(community.get_absolute_url()).content.decode()


def act(community, user) -> tuple[str, str]:
    """The button and the sentence that somebody gets."""
    user.forget_memberships()
    found = home.next_act(user, community, user.membership_in(community))
    assert bool(found.label) == bool(found.path)
    return found.label, found.sentence


def make_post(community, title, **fields) -> Post:
    """A public post."""
    return Post.objects.create(community=community, title=title, **({"audience": "openbaar"} | fields))


def make_event(community, title, days=1, **fields) -> Event:
    """A public event that comes up."""
    at = timezone.now() + timedelta(days=days)
    defaults = {"starts_at": at, "ends_at": at + timedelta(hours=2), "audience": "openbaar"}
    return Event.objects.create(community=community, title=title, **(defaults | fields))


def make_phases(community, phase: str):
    """A trajectory in this phase."""
    trajectory = make_trajectory(community, phase=phase)
    for position, kind in enumerate(PhaseKind):
        trajectory.phases.create(kind=kind, position=position, summary=f"Over {kind}.")
    return trajectory


def test_the_parts_stand_in_a_fixed_order_with_and_without_anything_in_them(client, community):
    empty = page(client, community)
    make_phases(community, PhaseKind.ACCELERATE)
    make_post(community, "Nieuws")
    make_event(community, "Avond")
    full = page(client, community)
    for html in (empty, full):
        assert [one for one in re.findall(r'<h2[^>]* id="(h-[a-z]+)"', html) if one in ORDER] == ORDER


def test_there_is_one_button_that_stands_out(client, community, member, coordinator):
    for user in (None, member, coordinator):
        html = page(client, community, user)
        assert len(re.findall(r'class="button"|class="button main"', html)) == 1


@pytest.mark.parametrize(
    ("policy", "label"), [("open", "Word lid"), ("aanvraag", "Vraag om mee te doen"), ("uitnodiging", "")]
)
def test_a_stranger_gets_the_way_in(community, policy, label):
    community.join_policy = policy
    assert act(community, factories.make_user())[0] == label


def test_who_asked_is_told_to_wait(community):
    user = factories.make_user()
    JoinRequest.objects.create(community=community, user=user)
    assert act(community, user) == ("", "Uw aanvraag is binnen. U krijgt bericht als een coördinator heeft beslist.")


def test_a_member_may_write_after_agreeing_to_the_house_rules(community, member):
    assert act(community, member)[0] == "Schrijf een bericht"
    rules = HouseRules.objects.create(community=community, version=1, text="Wees aardig.")
    community = Community.objects.get(pk=community.pk)
    assert act(community, member)[0] == "Lees de nieuwe huisregels"
    Membership.objects.filter(user=member).update(accepted_rules=rules)
    assert act(community, member)[0] == "Schrijf een bericht"


def test_a_coordinator_first_answers_who_waits(community, coordinator):
    assert act(community, coordinator)[0] == "Schrijf een bericht"
    Complaint.objects.create(community=community, post=make_post(community, "Iets"), reason="reclame")
    assert act(community, coordinator)[0] == "Bekijk wat op u wacht"
    JoinRequest.objects.create(community=community, user=factories.make_user())
    assert act(community, coordinator)[0] == "Beantwoord de aanvraag"
    JoinRequest.objects.create(community=community, user=factories.make_user())
    assert act(community, coordinator)[0] == "Beantwoord 2 aanvragen"


def test_every_page_says_the_same_number_of_what_waits(client, community, coordinator):
    trajectory = make_trajectory(community)
    post = make_post(community, "Iets", state=Post.State.HELD)
    Complaint.objects.create(community=community, post=post, reason="reclame")
    about = {"community": community, "kind": "verbergen", "post": post, "reason": "a"}
    Measure.objects.create(**about, objection=Measure.Objection.OPEN)
    front = page(client, community, coordinator)
    places = ("communities:moderation", [community.slug]), ("communities:my_page", []), ("config:desk", [trajectory.pk])
    queue, mine, desk = [client.get(reverse(name, args=args)).content.decode() for name, args in places]
    assert re.search(r"Moderatie\s*</a>\s*<span class=\"badge\">3<|Moderatie\s*<span class=\"badge\">3<", front)
    assert "Bekijk 3 dingen die op u wachten" in front
    assert "3 dingen wachten op uw besluit" in queue
    assert "3 berichten, meldingen en bezwaren om te bekijken" in mine
    assert "3 berichten, meldingen en bezwaren wachten op u" in desk


def test_in_a_community_that_ended_there_is_nothing_to_do(community, coordinator):
    community.ended_on = timezone.localdate()
    assert act(community, coordinator) == ("", "Deze community is gestopt. U kunt alles nog lezen.")


@pytest.mark.parametrize("kind", list(PhaseKind))
def test_the_path_says_what_is_done_where_we_are_and_what_is_ahead(community, kind):
    make_phases(community, kind)
    states = [one.state for one in home.course_of(community, 0).stations]
    at = list(PhaseKind).index(kind)
    assert states == ["done"] * at + ["now"] + ["ahead"] * (4 - at)


def test_where_we_are_is_a_finding(community):
    trajectory = make_phases(community, PhaseKind.ACCELERATE)
    assert home.course_of(community, 0).title == "Wij versnellen, met wie voorop wil lopen"
    assert home.course_of(community, 1).title == "Wij versnellen: één koploper gaat voorop"
    assert home.course_of(community, 11).title == "Wij versnellen: 11 koplopers gaan voorop"
    trajectory.phase = PhaseKind.DO
    trajectory.save()
    day = date(2026, 1, 1)
    for state in ("klaar", "bezig", "vervallen"):
        Commitment.objects.create(
            community=community, what=state, due_on=day, state=state, done_on=day, lapsed_because="Geen geld"
        )
    assert home.course_of(community, 0).title == "Wij zijn aan het doen: 1 van 2 klaar"


def test_the_newest_trajectory_counts(community):
    make_phases(community, PhaseKind.SECURE)
    make_trajectory(community, name="Ronde twee", started_on=date(2026, 6, 1))
    assert home.course_of(community, 0).trajectory.name == "Ronde twee"


def test_a_visitor_reads_what_is_for_everyone_and_nothing_else(client, community, member):
    make_post(community, "Voor iedereen")
    make_post(community, "Voor leden", audience="leden")
    make_post(community, "Nog niet", publish_at=timezone.now() + timedelta(days=1))
    make_post(community, "Weggehaald", state="verborgen")
    make_event(community, "Open avond")
    make_event(community, "Ledenavond", audience="leden")
    make_event(community, "Kopgroep", audience="koplopers")
    titles = ["Voor iedereen", "Voor leden", "Nog niet", "Weggehaald", "Open avond", "Ledenavond", "Kopgroep"]

    def shown(html: str) -> list[str]:
        return [title for title in titles if title in html]

    assert shown(page(client, community)) == ["Voor iedereen", "Open avond"]
    assert shown(page(client, community, member)) == ["Voor iedereen", "Voor leden", "Open avond", "Ledenavond"]


def test_a_visitor_sees_only_frontrunners_who_chose_to_be_seen(client, community, member):
    seen, unseen = factories.make_user(name="Zichtbare Zus"), factories.make_user(name="Stille Stan")
    join(community, seen, is_frontrunner=True, is_shown_to_visitors=True, organisation=make_organisation())
    join(community, unseen, is_frontrunner=True)
    for_visitor = page(client, community)
    assert ("Zichtbare Zus" in for_visitor, "Stille Stan" in for_visitor) == (True, False)
    assert "2 koplopers gaan voorop" in for_visitor
    assert "Stille Stan" in page(client, community, member)


def test_an_address_is_never_shown_for_a_name(client, community):
    nameless = factories.make_user("geheim@example.org")
    join(community, nameless, is_frontrunner=True, is_shown_to_visitors=True)
    make_post(community, "Nieuws", author=nameless)
    assert "geheim@example.org" not in page(client, community)


def test_words_of_people_are_shown_as_words(client, community):
    community.about = "<script>alert(1)</script>"
    community.save()
    make_post(community, "<b>Vet</b>", body="<p>Eerste <strong>alinea</strong>.</p><p>Tweede.</p>")
    html = page(client, community)
    assert "&lt;b&gt;Vet&lt;/b&gt;" in html
    assert "Eerste alinea. Tweede." in html
    assert "<script>alert" not in html


def test_a_private_community_says_so_to_its_members_and_is_not_there_for_others(client, community, member):
    community.visibility = Community.Visibility.PRIVATE
    community.save()
    assert client.get(community.get_absolute_url()).status_code == 404
    assert "besloten" in page(client, community, member)


def test_the_five_figures_are_those_of_the_change_agenda_first(client):
    region = make_province()
    community = make_community(region=region)
    last = Indicator.objects.get(code="cijfer-2")
    item = AgendaItem.objects.create(community=community, theme=last.theme, lens="mens", title="Minder leegstand")
    AgendaTarget.objects.create(item=item, indicator=last)
    assert home.agenda_codes(community) == [], "a proposal is for members only"
    AgendaItem.objects.update(state=AgendaItem.State.ADOPTED)
    assert home.agenda_codes(community) == ["cijfer-2"]
    found = glance(region, home.agenda_codes(community))
    assert found.cards[0].code == "cijfer-2"
    assert sorted(card.code for card in found.cards) == ["cijfer-0", "cijfer-1", "cijfer-2"]
    assert found.title in page(client, community)


def test_an_item_that_ended_no_longer_chooses_figures():
    community = make_community(region=make_province())
    one = Indicator.objects.get(code="cijfer-1")
    item = AgendaItem.objects.create(
        community=community, theme=one.theme, lens="mens", title="Klaar", ended_on=date(2026, 1, 1)
    )
    AgendaTarget.objects.create(item=item, indicator=one)
    assert home.agenda_codes(community) == []


def test_without_figures_the_page_says_how_they_get_there(client, community):
    assert glance(community.region, []) is None
    assert "Ze verschijnen zodra de beheerder een bron heeft geladen" in page(client, community)


def test_without_a_cover_the_region_itself_is_drawn(client):
    community = make_community(region=make_province())
    html = page(client, community)
    assert re.search(r'class="cover-art".*class="land" d="M', html, re.DOTALL)
    assert "cover-photo" not in html


def test_the_page_takes_at_most_thirty_questions(client, community, coordinator):
    make_phases(community, PhaseKind.DO)
    for number in range(8):
        make_post(community, f"Nieuws {number}")
        make_event(community, f"Avond {number}")
        join(community, factories.make_user(), is_frontrunner=True)
    client.force_login(coordinator)
    client.get(community.get_absolute_url())
    with CaptureQueriesContext(connection) as queries:
        client.get(community.get_absolute_url())
    assert len(queries) <= 30
