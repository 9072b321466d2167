"""Organisations, communities and roles in the administrator's pages."""

import pytest
from django.urls import reverse

from communities.actions.joining import LAST_COORDINATOR
from communities.models import Community, LogEntry, Membership, Organisation, Role
from tests.communities.town import Town, make_organisation, make_town


@pytest.fixture
def town(db, settings, tmp_path) -> Town:
    """Two communities and everybody."""
    settings.MEDIA_ROOT = tmp_path
    return make_town()


@pytest.mark.parametrize("model", ["organisation", "community", "membership"])
def test_only_the_administrator_gets_in(town, model):
    path = reverse(f"admin:communities_{model}_changelist")
    assert town.clients["administrator"].get(path).status_code == 200
    for name in ("coordinator", "member"):
        assert town.clients[name].get(path, follow=True).status_code == 403


def test_an_organisation_is_put_right_and_that_is_written_down(town):
    bakery = make_organisation("Bakerij")
    path = reverse("admin:communities_organisation_change", args=[bakery.pk])
    sent = {"name": "Bakkerij", "kind": "onderneming", "sector": "bedrijven", "place": "Waalmeer", "website": ""}
    assert town.clients["administrator"].post(path, sent).status_code == 302
    assert Organisation.objects.get(pk=bakery.pk).name == "Bakkerij"
    assert LogEntry.objects.get(object_kind="organisatie", action="wijzigt").actor_id == town.people["administrator"].pk


def test_a_community_is_made_and_is_private_until_said_otherwise(town):
    path = reverse("admin:communities_community_add")
    form = town.clients["administrator"].get(path).context["adminform"].form
    sent = {name: value for name in form.fields if (value := form[name].value()) is not None}
    sent |= {"name": "Nieuw Land", "slug": "nieuw-land", "region": town.public.region_id}
    assert town.clients["administrator"].post(path, sent).status_code == 302
    made = Community.objects.get(slug="nieuw-land")
    assert (made.visibility, made.memberships.count()) == ("besloten", 0)
    page = town.clients["administrator"].get(reverse("communities:invitation_new", args=[made.slug]))
    assert page.status_code == 200


def test_a_role_changes_by_the_verb_of_the_house(town):
    found = Membership.objects.get(community=town.public, user=town.people["coordinator"])
    path = reverse("admin:communities_membership_change", args=[found.pk])
    page = town.clients["administrator"].post(path, {"role": "deelnemer"}, follow=True)
    assert LAST_COORDINATOR in page.content.decode()
    found.refresh_from_db()
    assert found.role == Role.COORDINATOR
    member = Membership.objects.get(community=town.public, user=town.people["member"])
    path = reverse("admin:communities_membership_change", args=[member.pk])
    town.clients["administrator"].post(path, {"role": "coordinator", "organisation": ""})
    member.refresh_from_db()
    assert member.role == Role.COORDINATOR
    assert LogEntry.objects.filter(action="geeft rol coordinator").count() == 1
