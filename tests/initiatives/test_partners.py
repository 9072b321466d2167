"""Who is in an initiative: partners with a role, “ik wil”, following, and taking each of them back."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse

from communities.models import LogEntry, Membership, Notice
from initiatives.access.partners import active_willing, known_partners, leaders_of
from initiatives.actions.initiatives import InitiativeError
from initiatives.actions.partners import (
    add_partner,
    follow_initiative,
    remove_partner,
    say_willing,
    take_back_willing,
    unfollow_initiative,
)
from initiatives.models import InitiativeFollow, Partner, Willing
from tests import factories
from tests.communities.town import join, make_organisation, make_town
from tests.initiatives.scene import lead, make_initiative


@pytest.fixture
def town(db):
    return make_town()


@pytest.fixture
def made(town):
    return make_initiative(town.public, proposed_by=town.people["member"])


def address(view, initiative, *more):
    return reverse(f"initiatives:{view}", args=[initiative.community.slug, initiative.pk, *more])


def test_who_proposed_and_who_leads_hear_of_a_new_ik_wil_without_a_name(town, made):
    leader, willing = lead(made), town.people["frontrunner"]
    say_willing(by=willing, initiative=made, why="Ik kan solderen")
    told = Notice.objects.filter(key__contains="-willing-")
    assert {one.user for one in told} == {town.people["member"], leader}
    assert all(willing.name not in one.title + one.text for one in told)
    assert InitiativeFollow.objects.filter(user=willing).exists()
    assert LogEntry.objects.filter(action="zegt ik wil", actor_id=willing.pk).count() == 1


def test_ik_wil_is_one_click_and_can_be_taken_back(town, made):
    client, page = town.login("frontrunner"), made.get_absolute_url()
    client.post(address("willing", made), {"why": "Ik kan solderen"})
    assert client.get(page).context["act"].is_willing
    assert Willing.objects.get().why == "Ik kan solderen"
    client.post(address("willing", made), {"wil": "0"})
    client.post(address("willing", made), {"wil": "0"})
    assert (Willing.objects.count(), client.get(page).context["act"].kind) == (0, "willing")
    client.post(address("willing", made))
    assert Notice.objects.filter(user=town.people["member"], key__contains="-willing-").count() == 1


def test_who_does_not_belong_and_what_is_over_gets_no_ik_wil(town, made):
    with pytest.raises(PermissionDenied):
        say_willing(by=town.people["stranger"], initiative=made)
    made.stage = "gestopt"
    made.save()
    with pytest.raises(InitiativeError, match="klaar of gestopt"):
        say_willing(by=town.people["frontrunner"], initiative=made)


def test_who_left_the_community_is_not_counted(town, made):
    say_willing(by=town.people["frontrunner"], initiative=made)
    Partner.objects.create(initiative=made, user=town.people["frontrunner"])
    Membership.objects.filter(user=town.people["frontrunner"]).update(status="geblokkeerd")
    assert (active_willing(made).count(), known_partners().filter(initiative=made, is_here=True).count()) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_once_are_one_ik_wil():
    town = make_town()
    made = make_initiative(town.public, proposed_by=town.people["member"])

    def click(_):
        try:
            return say_willing(by=town.people["frontrunner"], initiative=made).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(click, range(2))
    assert first == second
    assert (Willing.objects.count(), Notice.objects.filter(key__contains="-willing-").count()) == (1, 1)


def test_a_partner_is_written_down_once_with_the_last_role(town, made):
    bakery, member = make_organisation(), town.people["member"]
    join(town.public, factories.make_verified_user(name="Bas Bakker"), organisation=bakery)
    add_partner(by=member, initiative=made, organisation=bakery, role="doet")
    add_partner(by=member, initiative=made, organisation=bakery, role="betaalt")
    assert [(one.organisation, one.role) for one in Partner.objects.all()] == [(bakery, "betaalt")]
    assert Notice.objects.filter(user__name="Bas Bakker").count() == 2


def test_a_partner_is_a_member_or_an_organisation_of_here(town, made):
    member = town.people["member"]
    for who in ({}, {"person": town.people["stranger"]}, {"organisation": make_organisation("Van elders")}):
        with pytest.raises(InitiativeError):
            add_partner(by=member, initiative=made, role="doet", **who)
    with pytest.raises(PermissionDenied):
        add_partner(by=town.people["frontrunner"], initiative=made, role="doet", person=town.people["frontrunner"])
    assert Partner.objects.count() == 0


def test_people_and_who_speaks_for_an_organisation_take_themselves_off(town, made):
    bakery = make_organisation()
    speaker = factories.make_verified_user(name="Bas Bakker")
    join(town.public, speaker, organisation=bakery)
    person = Partner.objects.create(initiative=made, user=town.people["frontrunner"])
    firm = Partner.objects.create(initiative=made, organisation=bakery)
    with pytest.raises(PermissionDenied):
        remove_partner(by=town.people["commissioner"], partner=person)
    remove_partner(by=town.people["frontrunner"], partner=person)
    remove_partner(by=speaker, partner=firm)
    assert Partner.objects.count() == 0


def test_the_page_of_who_takes_part_adds_and_says_what_is_missing(town, made):
    client = town.login("member")
    wrong = client.post(address("partner_list", made), {"role": "doet"})
    assert (wrong.status_code, "organisation" in wrong.context["form"].errors) == (400, True)
    client.post(address("partner_list", made), {"role": "trekt", "person": town.people["frontrunner"].pk})
    assert {one.name for one in leaders_of(made)} == {"Member", "Frontrunner"}
    assert town.login("frontrunner").get(address("initiative_edit", made)).status_code == 200
    assert town.login("commissioner").post(address("partner_list", made), {"role": "doet"}).status_code == 403


def test_following_is_one_and_stops(town, made):
    by = town.people["frontrunner"]
    follow_initiative(by=by, initiative=made)
    follow_initiative(by=by, initiative=made)
    assert InitiativeFollow.objects.filter(user=by).count() == 1
    unfollow_initiative(by=by, initiative=made)
    assert InitiativeFollow.objects.filter(user=by).count() == 0
    with pytest.raises(PermissionDenied):
        follow_initiative(by=town.people["stranger"], initiative=made)


def test_ik_wil_of_somebody_else_stays(town, made):
    say_willing(by=town.people["frontrunner"], initiative=made)
    take_back_willing(by=town.people["commissioner"], initiative=made)
    assert Willing.objects.count() == 1
