"""Lists of communities, what waits, what is mine, and who stands at the door."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from communities.access.communities import get_community
from communities.access.house import listed_communities, waiting_in, waiting_of
from communities.access.mine import mine
from communities.models import (
    Attendance,
    Commitment,
    Community,
    Complaint,
    Event,
    HouseRules,
    JoinRequest,
    Measure,
    Membership,
    Post,
    Role,
)
from tests import factories
from tests.communities.house_scene import address, make_coordinator, make_run_community
from tests.communities.town import join, make_community, make_trajectory

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator(db):
    """Somebody who runs the community."""
    return make_coordinator()


@pytest.fixture
def community(coordinator, settings, tmp_path):
    """A public community with a coordinator."""
    settings.MEDIA_ROOT = tmp_path
    return make_run_community(coordinator)


def test_a_list_has_the_public_ones_and_ones_own(client, community, coordinator):
    make_community("geheim", visibility="besloten")
    own = make_community("eigen", visibility="besloten")
    join(own, coordinator)
    assert [one.slug for one in client.get("/c/").context["communities"]] == ["waalmeer"]
    client.force_login(coordinator)
    page = client.get("/c/")
    assert sorted(one.slug for one in page.context["communities"]) == ["eigen", "waalmeer"]
    assert page.content.decode().count("besloten</span>") == 1
    assert "geheim" not in page.content.decode().lower()


@pytest.mark.parametrize(
    ("words", "found"),
    [("waalmeer", 1), ("ZET", 1), ("aan meer", 1), ("sudermar", 1), ("bestaat niet", 0), ("%", 0), ("", 2)],
)
def test_searching_goes_by_name_and_by_region(community, coordinator, words, found):
    make_community("hoeve", name="De Hoeve", region=factories.make_region("GM7777", "Súdermar"))
    assert listed_communities(coordinator, words).count() == found


def test_those_that_ended_come_last_and_members_are_counted(community, coordinator):
    old = make_community("aaa", name="Aaa", ended_on=timezone.localdate())
    join(old, coordinator, status=Membership.Status.LEFT, left_at=timezone.now())
    listed = list(listed_communities(coordinator))
    assert [(one.slug, one.n_members, one.is_mine) for one in listed] == [("waalmeer", 1, True), ("aaa", 0, False)]


def test_the_site_home_shows_public_communities_and_no_others(client, community):
    make_community("geheim", name="Geheim Genootschap", visibility="besloten")
    html = client.get("/").content.decode()
    assert "Waalmeer aan zet" in html
    assert "Geheim Genootschap" not in html


def make_waiting(community: Community) -> None:
    """Two requests, a complaint, a first contribution and an objection that wait, beside what was decided."""
    for number, state in enumerate(["wacht", "wacht", "afgewezen"]):
        user = factories.make_user(f"wacht{number}@example.org")
        decided = None if state == "wacht" else timezone.now()
        JoinRequest.objects.create(community=community, user=user, state=state, decided_at=decided)
    post = Post.objects.create(community=community, title="Mag dit?", state=Post.State.HELD)
    Complaint.objects.create(community=community, post=post, reason="reclame")
    for objection in ("open", "gegrond", ""):
        Measure.objects.create(community=community, kind="verbergen", post=post, reason="a", objection=objection)


def test_what_waits_is_counted_in_one_question(community):
    trajectory = make_trajectory(community)
    make_waiting(community)
    other = make_community("ander")
    with CaptureQueriesContext(connection) as queries:
        found = waiting_of([community.pk, other.pk])
    assert len(queries) == 1
    assert (found[community.pk].n_requests, found[community.pk].n_reports) == (2, 3)
    assert found[community.pk].trajectory_id == trajectory.pk
    assert (found[other.pk].n_requests, found[other.pk].trajectory_id) == (0, None)
    assert waiting_in(community) == found[community.pk]


def test_the_frame_shows_what_waits_to_who_runs_it_only(client, community, coordinator):
    make_waiting(community)
    assert "U begeleidt deze community" not in client.get(community.get_absolute_url()).content.decode()
    client.force_login(coordinator)
    html = client.get(community.get_absolute_url()).content.decode()
    assert "U begeleidt deze community" in html
    assert '<span class="badge">2<span class="hidden"> wachten</span></span>' in html


def test_my_page_gathers_what_is_mine(client, community, coordinator):
    make_waiting(community)
    late = timezone.localdate() - timedelta(days=1)
    Commitment.objects.create(community=community, person=coordinator, what="Bellen", due_on=late)
    Commitment.objects.create(
        community=community, person=coordinator, what="Al gedaan", due_on=late, state="klaar", done_on=late
    )
    soon = timezone.now() + timedelta(days=1)
    event = Event.objects.create(community=community, title="Avond", starts_at=soon, ends_at=soon + timedelta(hours=1))
    Attendance.objects.create(event=event, user=coordinator, answer=Attendance.Answer.COMES)
    found = mine(coordinator)
    assert ([one.what for one in found.commitments], found.n_late) == (["Bellen"], 1)
    assert [one.title for one in found.events] == ["Avond"]
    assert [(one.community, waiting.n_requests) for one, waiting in found.waiting] == [(community, 2)]
    client.force_login(coordinator)
    html = client.get("/mijn/").content.decode()
    assert "Eén toezegging van u is te laat" in html
    assert reverse("config:own_records") in html
    assert reverse("config:portfolio") not in html


def test_my_page_leads_to_ones_desks_and_requests(client, community, coordinator):
    desks = [make_trajectory(community, name=name).get_absolute_url() for name in ("Eerste", "Tweede")]
    other = make_community("ander")
    foreign = make_trajectory(other).get_absolute_url()
    join(other, coordinator)
    asked = make_community("gevraagd")
    JoinRequest.objects.create(community=asked, user=coordinator)
    client.force_login(coordinator)
    html = client.get("/mijn/").content.decode()
    assert [f'href="{path}"' in html for path in [*desks, foreign]] == [True, True, False]
    assert html.count(f'href="{reverse("communities:my_requests")}"') == 2


def test_my_page_asks_as_much_for_three_communities_as_for_one(client, community, coordinator):
    def count() -> int:
        client.get("/mijn/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/mijn/")
        return len(queries)

    make_waiting(community)
    client.force_login(coordinator)
    with_one = count()
    for slug in ("twee", "drie"):
        more = make_community(slug, visibility="besloten")
        join(more, coordinator, role=Role.COORDINATOR)
        JoinRequest.objects.create(community=more, user=factories.make_user())
    assert count() == with_one


def test_an_account_without_communities_is_told_how_to_find_one(client):
    client.force_login(factories.make_verified_user())
    html = client.get("/mijn/").content.decode()
    assert "U doet nog nergens mee" in html
    assert "Zoek een community" in html


@pytest.mark.parametrize(("policy", "button"), [("open", "Word lid"), ("aanvraag", "Vraag om mee te doen")])
def test_a_stranger_in_a_public_community_gets_the_way_in(client, community, policy, button):
    Community.objects.filter(pk=community.pk).update(join_policy=policy)
    client.force_login(factories.make_verified_user())
    response = client.get(address("settings_general", community))
    html = response.content.decode()
    assert (response.status_code, button in html, "Dit onderdeel is voor deelnemers" in html) == (403, True, True)


def test_where_only_invitations_lead_in_there_is_no_button(client, community):
    Community.objects.filter(pk=community.pk).update(join_policy="uitnodiging")
    client.force_login(factories.make_verified_user())
    html = client.get(address("settings_general", community)).content.decode()
    assert "kan alleen met een uitnodiging" in html
    assert reverse("communities:join", args=[community.slug]) not in html


def test_a_member_is_told_that_it_is_for_others(client, community):
    member = factories.make_verified_user()
    join(community, member)
    client.force_login(member)
    html = client.get(address("settings_general", community)).content.decode()
    assert "U bent lid van Waalmeer aan zet, maar dit onderdeel is voor anderen" in html


def test_what_is_not_there_leads_back_to_the_community_for_who_may_know_of_it(client, community):
    path, way_back = reverse("communities:post_detail", args=[community.slug, 999_999]), "Naar de voorpagina van"
    html = client.get(path).content.decode()
    assert f'<a href="{community.get_absolute_url()}">{way_back} {community.name}</a>' in html
    Community.objects.filter(pk=community.pk).update(visibility="besloten")
    assert community.name not in client.get(path).content.decode()


def test_changed_house_rules_come_first_and_lead_back(client, community, rf):
    member = factories.make_verified_user()
    join(community, member)
    HouseRules.objects.create(community=community, version=1, text="Wees aardig.")
    client.force_login(member)
    path = reverse("communities:post_write", args=[community.slug])
    response = client.get(path)
    assert response.url == f"/c/waalmeer/huisregels/akkoord/?next={path.replace('/', '%2F')}"
    assert "De huisregels zijn gewijzigd" in client.get(community.get_absolute_url()).content.decode()


def test_the_request_carries_the_community_for_the_frame(community, coordinator, rf):
    request = rf.get("/")
    request.user = coordinator
    get_community(request, community.slug, "communities.view_community")
    assert (request.community, request.membership.user_id) == (community, coordinator.pk)
