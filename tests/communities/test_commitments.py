"""Promises: who may make and change them, what may become of them, and two people at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from communities.access.commitments import commitments_of, roll_up
from communities.actions.commitments import (
    CommitmentConflict,
    CommitmentError,
    change_commitment,
    make_commitment,
    set_commitment_state,
)
from communities.analysis.promises import CHANGES, RollUp, may_become, reminder_due
from communities.models import Commitment, LogEntry, Notice
from tests import factories
from tests.communities.town import join, make_organisation, make_town

SOON = date(2070, 3, 1)


@pytest.fixture
def town(db):
    return make_town()


def promise(town, name="member", **fields):
    person = town.people[name]
    wanted = {"what": "Twee leermeesters vragen", "due_on": SOON, "person": person} | fields
    return make_commitment(by=person, community=town.public, **wanted)


def test_a_member_promises_for_themselves(town):
    made = promise(town)
    assert (made.person, made.created_by, made.state) == (town.people["member"],) * 2 + ("toegezegd",)
    line = LogEntry.objects.get(action="zegt toe", object_id=str(made.pk))
    assert line.actor_id == town.people["member"].pk


def test_a_member_does_not_promise_for_somebody_else(town):
    with pytest.raises(PermissionDenied):
        make_commitment(
            by=town.people["member"],
            community=town.public,
            what="Alles",
            due_on=SOON,
            person=town.people["frontrunner"],
        )
    with pytest.raises(PermissionDenied):
        promise(town, organisation=make_organisation("Van een ander"))
    assert Commitment.objects.count() == 0


def test_a_stranger_promises_nothing(town):
    with pytest.raises(PermissionDenied):
        promise(town, "stranger")


def test_a_coordinator_writes_down_for_a_member_who_hears_of_it(town):
    coordinator, member = town.people["coordinator"], town.people["member"]
    made = make_commitment(by=coordinator, community=town.public, what="Zaal regelen", due_on=SOON, person=member)
    assert [(one.user, one.path) for one in Notice.objects.filter(kind="toezegging")] == [
        (member, made.get_absolute_url())
    ]


def test_a_promise_of_nobody_and_of_somebody_elsewhere_is_refused(town):
    coordinator = town.people["coordinator"]
    for person in (None, town.people["stranger"]):
        with pytest.raises(CommitmentError):
            make_commitment(by=coordinator, community=town.public, what="Zaal", due_on=SOON, person=person)


def test_sent_twice_is_made_once(town):
    assert promise(town) == promise(town)
    assert Commitment.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_sent_twice_at_once_is_made_once():
    town = make_town()

    def send(_):
        try:
            return promise(town).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        made = list(pool.map(send, range(2)))
    assert made[0] == made[1]
    assert Commitment.objects.count() == 1


def test_who_changes_what_somebody_else_changed_is_told_and_loses_nothing(town):
    made, coordinator = promise(town), town.people["coordinator"]
    change_commitment(commitment=made, by=coordinator, version=1, what="Drie leermeesters vragen")
    with pytest.raises(CommitmentConflict) as caught:
        change_commitment(commitment=made, by=town.people["member"], version=1, what="Vier leermeesters vragen")
    assert caught.value.current.what == "Drie leermeesters vragen"
    assert Commitment.objects.get().what == "Drie leermeesters vragen"


def test_the_page_shows_both_versions_and_takes_the_second_try(town):
    made, client = promise(town), town.login("member")
    change_commitment(commitment=made, by=town.people["coordinator"], version=1, what="Drie leermeesters vragen")
    address = reverse("communities:commitment_edit", args=[town.public.slug, made.pk])
    sent = {"what": "Vier leermeesters vragen", "due_on": "2070-03-01", "version": "1"}
    page = client.post(address, sent)
    assert page.status_code == 409
    assert all(words in page.content.decode() for words in ("Drie leermeesters vragen", "Vier leermeesters vragen"))
    again = client.post(address, sent | {"version": page.context["form"].data["version"]})
    assert again.status_code == 302
    assert Commitment.objects.get().what == "Vier leermeesters vragen"


def test_it_goes_from_promised_to_done_and_the_maker_hears(town):
    coordinator, member = town.people["coordinator"], town.people["member"]
    made = make_commitment(by=coordinator, community=town.public, what="Zaal regelen", due_on=SOON, person=member)
    set_commitment_state(commitment=made, by=member, state="klaar", evidence="De sleutel is er")
    made.refresh_from_db()
    assert (made.state, made.done_on, made.evidence) == ("klaar", timezone.localdate(), "De sleutel is er")
    assert [one.title for one in Notice.objects.filter(user=coordinator)] == ["Klaar: Zaal regelen"]


def test_nobody_hears_of_what_they_did_themselves(town):
    made = promise(town)
    set_commitment_state(commitment=made, by=town.people["member"], state="klaar")
    assert Notice.objects.count() == 0


def test_it_lapses_only_with_a_reason(town):
    made = promise(town)
    with pytest.raises(CommitmentError, match="waarom"):
        set_commitment_state(commitment=made, by=town.people["member"], state="vervallen", because=" ")
    lapsed = set_commitment_state(commitment=made, by=town.people["member"], state="vervallen", because="Geen zaal")
    assert (lapsed.state, lapsed.lapsed_because) == ("vervallen", "Geen zaal")


def test_a_change_that_the_table_does_not_know_is_refused(town):
    made = promise(town)
    set_commitment_state(commitment=made, by=town.people["member"], state="klaar")
    with pytest.raises(CommitmentError):
        set_commitment_state(commitment=made, by=town.people["member"], state="vervallen", because="toch niet")


def test_what_is_taken_back_is_open_again(town):
    made = promise(town)
    set_commitment_state(commitment=made, by=town.people["member"], state="klaar")
    back = set_commitment_state(commitment=made, by=town.people["member"], state="bezig")
    assert (back.state, back.done_on, back.is_open) == ("bezig", None, True)


def test_another_member_does_not_touch_it(town):
    made = promise(town)
    with pytest.raises(PermissionDenied):
        set_commitment_state(commitment=made, by=town.people["frontrunner"], state="klaar")
    with pytest.raises(PermissionDenied):
        change_commitment(commitment=made, by=town.people["frontrunner"], version=1, what="Niets")


def test_what_is_over_is_not_written_any_more(town):
    made = promise(town)
    town.public.ended_on = date(2026, 1, 1)
    town.public.save()
    made.community.refresh_from_db()
    with pytest.raises(PermissionDenied):
        set_commitment_state(commitment=Commitment.objects.get(), by=town.people["member"], state="klaar")


def test_the_roll_up_counts_what_is_done_of_what_counts(town):
    states = ["klaar", "klaar", "bezig", "toegezegd", "vervallen"]
    for number, state in enumerate(states):
        extra = {"done_on": SOON} if state == "klaar" else {"lapsed_because": "x"} if state == "vervallen" else {}
        due = date(2020, 1, 1) if state == "bezig" else SOON
        Commitment.objects.create(community=town.public, what=f"{number}", due_on=due, state=state, **extra)
    Commitment.objects.create(community=town.private, what="elders", due_on=SOON)
    found = roll_up(commitments_of(town.public))
    assert (found, found.sentence) == (RollUp(n_done=2, n_open=2, n_late=1, n_lapsed=1), "2 van 4 klaar")


def test_late_is_the_same_for_one_and_for_many(town):
    today = timezone.localdate()
    for days in (-1, 0, 1):
        Commitment.objects.create(community=town.public, what=f"{days}", due_on=today + timedelta(days=days))
    assert {one.what for one in Commitment.objects.late()} == {
        one.what for one in Commitment.objects.all() if one.is_late
    }
    assert {one.what for one in Commitment.objects.late()} == {"-1"}


def test_the_form_of_a_member_does_not_take_another_person(town):
    sent = {"what": "Zaal", "due_on": "2070-03-01", "person": town.people["frontrunner"].pk}
    town.login("member").post(reverse("communities:commitment_new", args=[town.public.slug]), sent)
    assert Commitment.objects.get().person == town.people["member"]


def test_a_day_that_is_over_is_said_beside_the_field(town):
    sent = {"what": "Zaal", "due_on": "2020-01-01"}
    page = town.login("member").post(reverse("communities:commitment_new", args=[town.public.slug]), sent)
    assert page.context["form"].errors == {"due_on": ["Deze dag is al voorbij. Kies een dag die nog komt."]}


def test_a_link_that_is_not_of_the_web_is_refused(town):
    made = promise(town)
    address = reverse("communities:commitment_state", args=[town.public.slug, made.pk])
    page = town.login("member").post(address, {"state": "klaar", "evidence_link": "javascript:alert(1)"})
    assert page.status_code == 400
    assert Commitment.objects.get().state == "toegezegd"


def test_my_page_shows_only_my_own(town):
    promise(town)
    promise(town, "frontrunner", what="Van een ander")
    page = town.login("member").get(reverse("communities:my_commitments")).content.decode()
    assert "Twee leermeesters vragen" in page
    assert "Van een ander" not in page


@pytest.mark.parametrize("page", ["my_page", "my_commitments"])
def test_who_promised_nothing_reads_both_places_where_one_promises(town, page):
    html = town.login("member").get(reverse(f"communities:{page}")).content.decode()
    assert "op de routekaart van een community, of op de bladzijde van een initiatief." in html


def test_no_name_is_not_an_address(town):
    nameless = factories.make_verified_user("geheim@example.org")
    join(town.public, nameless)
    Commitment.objects.create(community=town.public, person=nameless, what="Zaal", due_on=SOON)
    page = town.login("member").get(reverse("communities:route_map", args=[town.public.slug])).content.decode()
    assert "deelnemer zonder naam" in page
    assert "geheim@example.org" not in page


@given(st.sampled_from(list(CHANGES)), st.sampled_from([*CHANGES, "verzonnen"]))
def test_every_change_can_be_undone_in_one_or_two_steps(was, wanted):
    if may_become(was, wanted):
        assert may_become(wanted, was) or any(may_become(step, was) for step in CHANGES[wanted])
    assert not may_become(was, was)


DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))


@given(DAYS, DAYS, DAYS)
def test_a_reminder_is_beforehand_or_late_and_never_on_the_day(promised, due, today):
    found = reminder_due(promised, due, today)
    if found == "vooraf":
        assert today < due <= today + timedelta(days=7)
        assert promised < due - timedelta(days=7)
    if found == "te-laat":
        assert due < today <= due + timedelta(days=14)
    if today == due:
        assert found is None


@given(st.integers(0, 99), st.integers(0, 99), st.integers(0, 99))
def test_what_lapsed_never_changes_the_share(n_done, n_open, n_lapsed):
    assert RollUp(n_done, n_open, 0, n_lapsed).sentence == RollUp(n_done, n_open).sentence


def test_a_member_promises_for_an_organisation_that_a_coordinator_confirmed(town):
    bakery = make_organisation()
    mine = town.public.memberships.filter(user=town.people["member"])
    mine.update(organisation=bakery)
    town.people["member"].forget_memberships()
    with pytest.raises(PermissionDenied):
        promise(town, organisation=bakery)
    path = reverse("communities:commitment_new", args=[town.public.slug])
    assert "Namens welke organisatie" not in town.clients["member"].get(path).content.decode()
    mine.update(speaks_for_organisation=True)
    town.people["member"].forget_memberships()
    assert promise(town, organisation=bakery).organisation == bakery
    assert "Namens welke organisatie" in town.clients["member"].get(path).content.decode()
