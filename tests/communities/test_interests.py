"""Interests at three levels: who writes, who reads, and who is named."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from communities.access.stakeholders import SharedInterest, shared_interests
from communities.actions.stakeholders import change_stakeholder, save_interest
from communities.models import Interest, Membership, Stakeholder
from tests.communities.town import make_town

HOPE = "Een huisarts in het dorp"


@pytest.fixture
def town(db):
    return make_town()


@pytest.fixture
def mine(town):
    """The member, linked to a stakeholder."""
    trajectory = town.public.trajectories.first()
    return Stakeholder.objects.create(
        trajectory=trajectory, name="Mia Member", kind="persoon", sector="zorg", user=town.people["member"]
    )


@pytest.fixture
def firm(town):
    """A stakeholder that nobody is linked to."""
    return Stakeholder.objects.create(trajectory=town.public.trajectories.first(), name="De Linde", sector="zorg")


def write(town, stakeholder, who, *, hopes=HOPE, fears="", is_shared=True, level="regio"):
    return save_interest(
        stakeholder=stakeholder, by=town.people[who], level=level, hopes=hopes, fears=fears, is_shared=is_shared
    )


def page(town, route, who="frontrunner"):
    return town.login(who).get(reverse(f"communities:{route}", args=[town.public.slug])).content.decode()


def test_who_shares_themselves_is_named(town, mine):
    write(town, mine, "member")
    assert shared_interests(town.public)["regio"] == [SharedInterest(HOPE, "", "zorg en welzijn", "Mia Member")]
    assert "Mia Member" in page(town, "interest_list")


def test_what_is_not_shared_is_on_no_page_of_a_member(town, mine):
    write(town, mine, "member", is_shared=False)
    assert Interest.objects.get().hopes == HOPE
    assert HOPE not in page(town, "interest_list")
    assert "Mia Member" not in page(town, "interest_list")


def test_who_did_not_share_themselves_is_not_named(town, firm):
    write(town, firm, "coordinator")
    found = page(town, "interest_list")
    assert HOPE in found
    assert "De Linde" not in found


def test_a_coordinator_does_not_share_the_words_of_a_member(town, mine):
    write(town, mine, "coordinator")
    assert Interest.objects.get().is_shared is False


def test_words_that_the_coordinator_changes_are_no_longer_shared(town, mine):
    write(town, mine, "member")
    write(town, mine, "coordinator", hopes="Iets anders")
    assert (Interest.objects.get().hopes, Interest.objects.get().is_shared) == ("Iets anders", False)
    assert "Iets anders" not in page(town, "interest_list")


def test_what_the_coordinator_leaves_stays_the_members_choice(town, mine):
    write(town, mine, "member")
    write(town, mine, "coordinator")
    assert Interest.objects.get().is_shared is True
    assert "Mia Member" in page(town, "interest_list")


@pytest.mark.parametrize("who", ["frontrunner", "commissioner", "stranger", "foreign_coordinator"])
def test_nobody_writes_for_another(town, mine, who):
    with pytest.raises(PermissionDenied):
        write(town, mine, who)
    assert Interest.objects.count() == 0


def test_who_left_does_not_write_any_more(town, mine):
    Membership.objects.filter(user=town.people["member"], community=town.public).update(status="geblokkeerd")
    town.people["member"].forget_memberships()
    with pytest.raises(PermissionDenied):
        write(town, mine, "member")


def test_saying_nothing_takes_it_away(town, mine):
    write(town, mine, "member")
    assert write(town, mine, "member", hopes=" ") is None
    assert Interest.objects.count() == 0


def test_a_member_writes_three_levels_on_one_page(town, mine):
    address = reverse("communities:my_interests", args=[town.public.slug])
    chosen = {f"{level}-is_shared": str(level == "organisatie") for level in Interest.Level.values}
    sent = chosen | {"persoon-hopes": "Tijd", "organisatie-fears": "Kosten"}
    assert town.login("member").post(address, sent).status_code == 302
    found = {one.level: (one.hopes, one.fears, one.is_shared) for one in Interest.objects.all()}
    assert found == {"persoon": ("Tijd", "", False), "organisatie": ("", "Kosten", True)}


def test_who_is_not_linked_is_told_how_to_be(town):
    assert "Vraag het gerust" in page(town, "my_interests")


def test_a_member_who_is_not_linked_writes_nothing(town, mine):
    address = reverse("communities:my_interests", args=[town.public.slug])
    town.login("frontrunner").post(address, {"persoon-hopes": "Tijd"})
    assert Interest.objects.count() == 0


def test_a_commissioner_reads_only_what_is_shared(town, mine, firm):
    write(town, mine, "member", is_shared=False)
    write(town, mine, "member", hopes="Gedeeld", level="persoon")
    address = reverse("communities:stakeholder_detail", args=[mine.trajectory_id, mine.pk])
    found = town.login("commissioner").get(address).content.decode()
    assert "Gedeeld" in found
    assert HOPE not in found
    assert HOPE in town.login("coordinator").get(address).content.decode()


def test_another_community_reads_nothing(town, mine):
    write(town, mine, "member")
    assert shared_interests(town.private)["regio"] == []


def test_who_may_read_it_is_two_sentences_of_which_the_careful_one_is_chosen(town, mine):
    write(town, mine, "member", level="regio")
    found = page(town, "my_interests", "member")
    assert found.count("Alleen de persoon zelf en de coördinatoren mogen dit lezen") == 3
    radios = re.findall(r'<input type="radio" name="(\w+)-is_shared" value="(\w+)"[^>]*checked', found)
    assert radios == [("persoon", "False"), ("organisatie", "False"), ("regio", "True")]


def test_who_may_read_it_must_be_said(town, mine):
    address = reverse("communities:my_interests", args=[town.public.slug])
    answer = town.login("member").post(address, {"persoon-hopes": "Tijd"})
    assert (answer.status_code, Interest.objects.count()) == (400, 0)
    assert "Kies een van de twee." in answer.content.decode()


@pytest.mark.parametrize("to", [None, "frontrunner"])
def test_what_a_member_wrote_goes_to_nobody_else(town, mine, to):
    write(town, mine, "member", is_shared=False)
    coordinator = town.people["coordinator"]
    change_stakeholder(stakeholder=mine, by=coordinator, user=town.people["member"], name="Mia")
    assert Interest.objects.count() == 1
    change_stakeholder(stakeholder=mine, by=coordinator, user=town.people[to] if to else None)
    assert Interest.objects.count() == 0


def test_a_trivial_change_first_helps_nobody_to_the_words(town, mine):
    write(town, mine, "member", is_shared=False)
    write(town, mine, "coordinator", hopes=f"{HOPE}.", is_shared=False)
    change_stakeholder(stakeholder=mine, by=town.people["coordinator"], user=None)
    assert Interest.objects.count() == 0


def test_the_form_warns_before_a_line_becomes_somebody_elses(town, mine, firm):
    pages = [
        town.clients["coordinator"]
        .get(reverse("communities:stakeholder_edit", args=[one.trajectory_id, one.pk]))
        .content.decode()
        for one in (mine, firm)
    ]
    assert ["verdwijnen alle belangen" in page for page in pages] == [True, False]


@pytest.mark.parametrize("writer", [None, "frontrunner"])
def test_a_coordinator_shares_no_words_of_somebody_else(town, firm, writer):
    write(town, firm, "coordinator", is_shared=False)
    Interest.objects.update(changed_by=town.people[writer] if writer else None)
    path = reverse("communities:interest_save", args=[firm.trajectory_id, firm.pk])
    choices = {f"{level}-is_shared": level == "regio" for level in Interest.Level.values}
    answer = town.clients["coordinator"].post(path, {"regio-hopes": HOPE} | choices)
    assert (answer.status_code, "zijn van iemand anders" in answer.content.decode()) == (400, True)
    assert Interest.objects.get().is_shared is False


def test_another_coordinator_shares_what_a_coordinator_wrote(town, firm):
    write(town, firm, "coordinator", is_shared=False)
    write(town, firm, "administrator", is_shared=True)
    assert Interest.objects.get().is_shared is True
