"""The log: who did and saw what, what was refused, and that nobody can change it."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from communities.actions.log import note
from communities.models import LogEntry, Membership, Role
from tests import factories
from tests.communities.town import Town, join, make_community, make_town


@pytest.fixture
def town(db) -> Town:
    return make_town()


def lines_about(**fields) -> list[tuple[str, str, str]]:
    found = LogEntry.objects.filter(**fields).order_by("pk")
    return list(found.values_list("action", "object_kind", "result"))


@pytest.mark.parametrize(
    "statement",
    ["UPDATE communities_logentry SET action = 'niets'", "DELETE FROM communities_logentry"],
)
def test_the_database_refuses_to_change_or_remove_a_line(member, statement):
    note(by=member, action="proeft", thing=member)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert [line.action for line in LogEntry.objects.all()] == ["proeft"]


def test_a_line_says_action_object_result_origin_actor_and_time(member):
    community = make_community()
    line = note(by=member, action="proeft", thing=community, community=community, origin="web")
    assert (line.action, line.object_kind, line.object_id) == ("proeft", "community", str(community.pk))
    assert (line.result, line.origin, line.actor_id) == ("gelukt", "web", member.pk)
    assert (line.community_id, line.at is not None) == (community.pk, True)


def test_trying_to_coordinate_without_the_right_is_written_down(town):
    path = reverse("communities:moderation", args=[town.public.slug])
    assert town.clients["member"].get(path).status_code == 403
    refused = lines_about(actor_id=town.people["member"].pk)
    assert LogEntry.objects.get(result="geweigerd").object_id == "moderatie"
    assert refused == [("wil openen", "bladzijde", "geweigerd")]


def test_trying_to_change_something_is_told_apart_from_looking(town):
    path = reverse("communities:measure_undo", args=[town.public.slug])
    assert town.clients["stranger"].post(path).status_code == 403
    assert lines_about(actor_id=town.people["stranger"].pk) == [("wil wijzigen", "bladzijde", "geweigerd")]


def test_a_private_community_keeps_silent_to_strangers_in_the_log_too(town):
    path = reverse("communities:moderation", args=[town.private.slug])
    assert town.clients["stranger"].get(path).status_code == 404
    assert lines_about(actor_id=town.people["stranger"].pk) == []


def test_a_coordinator_reads_the_log_of_their_own_community_only(town):
    note(by=town.people["member"], action="proeft hier", thing=town.public, community=town.public)
    note(by=town.people["member"], action="proeft daar", thing=town.private, community=town.private)
    page = town.clients["coordinator"].get(reverse("communities:log_list", args=[town.public.slug])).content.decode()
    assert ("proeft hier" in page, "proeft daar" in page, "Member" in page) == (True, False, True)


def test_the_log_is_filtered_by_action_and_period(town):
    for action in ("laat toe", "verbergt"):
        note(by=None, action=action, thing=town.public, community=town.public)
    path = reverse("communities:log_export", args=[town.public.slug])
    csv = town.clients["coordinator"].get(path, {"wat": "verbergt"}).content.decode()
    assert ("verbergt" in csv, "laat toe" in csv) == (True, False)
    nothing = town.clients["coordinator"].get(path, {"tot": "2020-01-01"}).content.decode()
    assert len(nothing.splitlines()) == 1


def test_a_filter_that_is_no_date_is_said_and_filters_nothing(town):
    note(by=None, action="verbergt", thing=town.public, community=town.public)
    path = reverse("communities:log_list", args=[town.public.slug])
    page = town.clients["coordinator"].get(path, {"vanaf": "gisteren", "wat": "bestaat niet"}).content.decode()
    assert "Vul een datum in" in page
    assert "verbergt" in page


def test_fetching_the_log_is_a_line_itself(town):
    note(by=None, action="verbergt", thing=town.public, community=town.public)
    town.clients["coordinator"].get(reverse("communities:log_export", args=[town.public.slug]))
    assert lines_about(actor_id=town.people["coordinator"].pk) == [("bekijkt", "logregel", "gelukt")]


def test_somebody_who_left_is_a_number(town):
    gone = factories.make_user(name="Vera Vertrokken")
    note(by=gone, action="proeft", thing=town.public, community=town.public)
    number = gone.pk
    gone.delete()
    page = town.clients["coordinator"].get(reverse("communities:log_list", args=[town.public.slug])).content.decode()
    assert f"account {number}, verwijderd" in page
    assert "Vertrokken" not in page


def test_an_administrator_who_looks_at_people_is_written_down(administrator, client):
    somebody = factories.make_user()
    client.force_login(administrator)
    client.get(reverse("admin:communities_user_changelist"))
    client.get(reverse("admin:communities_user_change", args=[somebody.pk]))
    mine = LogEntry.objects.filter(actor_id=administrator.pk, action="bekijkt").order_by("pk")
    assert list(mine.values_list("object_kind", "object_id", "origin")) == [
        ("gebruikers", "", "beheer"),
        ("gebruiker", str(somebody.pk), "beheer"),
    ]


def test_an_administrator_reads_all_of_the_log_and_changes_nothing(administrator, client):
    line = note(by=administrator, action="proeft", thing=administrator)
    client.force_login(administrator)
    change = reverse("admin:communities_logentry_change", args=[line.pk])
    assert b"proeft" in client.get(reverse("admin:communities_logentry_changelist")).content
    assert client.post(change, {"action": "niets"}).status_code == 403
    assert client.get(reverse("admin:communities_logentry_add")).status_code == 403
    assert client.post(reverse("admin:communities_logentry_delete", args=[line.pk])).status_code == 403


def test_members_with_another_role_than_coordinator_do_not_read_the_log(town):
    Membership.objects.filter(user=town.people["commissioner"]).update(role=Role.MEMBER)
    join(make_community("derde"), town.people["commissioner"], role=Role.COORDINATOR)
    path = reverse("communities:log_list", args=[town.public.slug])
    assert town.login("commissioner").get(path).status_code == 403
