"""Rounds open, close and go away: by the button, by two at once, and by the clock."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from communities.models import Letter, LogEntry
from lib.tokens import hash_token
from succesfactoren.actions import rounds
from succesfactoren.actions.closing import RoundError, close_round
from succesfactoren.models import Pseudonym, Round, Ticket
from tests import factories
from tests.communities.town import join, make_community, make_organisation, make_town, make_trajectory
from tests.succesfactoren import scene
from tests.succesfactoren.round_plans import a_plan, made_by, path


@pytest.fixture
def town(db):
    made = make_town()
    scene.instrument()
    return made


@pytest.fixture
def community(town):
    return town.public


@pytest.fixture
def by(town):
    return town.people["coordinator"]


# ── Opening ───────────────────────────────────────────────────────────────────────────────────────────────────────
def test_opening_invites_members_who_confirmed_their_address_and_no_coordinator(town, by, community):
    unconfirmed = factories.make_user("nog-niet@example.org")
    join(community, unconfirmed)
    gone = factories.make_verified_user("weg@example.org")
    join(community, gone, status="vertrokken", left_at=timezone.now())
    baker = factories.make_verified_user("bakker@example.org")
    join(community, baker, organisation=make_organisation())
    rounds.open_round(by=by, round=made_by(by, community))
    assert dict(Ticket.objects.values_list("email", "group")) == {
        "member@example.org": "zonder organisatie",
        "frontrunner@example.org": "zonder organisatie",
        "commissioner@example.org": "bank",
        "bakker@example.org": "onderneming",
    }
    assert set(Letter.objects.values_list("address", flat=True)) == set(Ticket.objects.values_list("email", flat=True))


def test_opening_twice_invites_once(by, community):
    found = made_by(by, community)
    first = rounds.open_round(by=by, round=found)
    second = rounds.open_round(by=by, round=found)
    assert first.opened_at == second.opened_at
    assert Letter.objects.filter(kind="ronde").count() == 3


def test_who_opens_early_moves_the_beginning_and_not_the_end(by, community):
    found = made_by(by, community)
    opened = rounds.open_round(by=by, round=found)
    assert opened.opens_at == opened.opened_at
    assert opened.closes_at == found.closes_at
    assert opened.is_open


def test_a_round_of_which_the_end_is_over_does_not_open(by, community):
    past = timezone.now() - timedelta(days=1)
    found = scene.make_round(community, opened_at=None, opens_at=past - timedelta(days=2), closes_at=past)
    with pytest.raises(RoundError, match="al voorbij"):
        rounds.open_round(by=by, round=found)
    assert rounds.open_due_rounds() == 0


def test_the_clock_opens_what_is_due_and_nothing_else(by, community):
    past = timezone.now() - timedelta(minutes=1)
    due = made_by(by, community, opens_at=past)
    rounds.plan_round(by=by, round=due, is_planned=True)
    made_by(by, community, name="Niet klaargezet", opens_at=past)
    later = made_by(by, community, name="Later")
    rounds.plan_round(by=by, round=later, is_planned=True)
    assert rounds.open_due_rounds() == 1
    assert [one.name for one in Round.objects.open()] == [due.name]
    assert rounds.open_due_rounds() == 0


def test_a_round_that_fails_to_open_does_not_keep_the_others_waiting(by, community, monkeypatch):
    past = timezone.now() - timedelta(minutes=1)
    for name in ("Eerste", "Tweede"):
        rounds.plan_round(by=by, round=made_by(by, community, name=name, opens_at=past), is_planned=True)
    real = rounds.make_tickets

    def fails(found, invitees):
        if found.name == "Eerste":
            raise RuntimeError("broken")
        return real(found, invitees)

    monkeypatch.setattr(rounds, "make_tickets", fails)
    assert rounds.open_due_rounds() == 1
    assert [one.name for one in Round.objects.open()] == ["Tweede"]


def test_planning_can_be_taken_back(by, community):
    found = made_by(by, community, opens_at=timezone.now() - timedelta(minutes=1))
    rounds.plan_round(by=by, round=found, is_planned=True)
    rounds.plan_round(by=by, round=found, is_planned=False)
    assert rounds.open_due_rounds() == 0
    with pytest.raises(RoundError):
        rounds.plan_round(by=by, round=scene.make_round(community), is_planned=False)


# ── Closing and taking away ───────────────────────────────────────────────────────────────────────────────────────
def test_the_clock_closes_what_is_over_also_with_too_few_answers(community):
    over = timezone.now() - timedelta(seconds=1)
    found = scene.make_round(community, closes_at=over)
    scene.answers(found, 2)
    scene.make_round(community, name="Nog open")
    assert rounds.close_due_rounds() == 1
    found.refresh_from_db()
    assert (found.is_closed, found.outcome.figures["tables"][0]["hidden"] != "") == (True, True)
    assert rounds.close_due_rounds() == 0


def test_a_community_that_is_over_still_gets_its_rounds_closed(community):
    found = scene.make_round(community, closes_at=timezone.now() - timedelta(seconds=1))
    type(community).objects.filter(pk=community.pk).update(ended_on=timezone.localdate())
    assert rounds.close_due_rounds() == 1
    found.refresh_from_db()
    assert found.is_closed


def test_the_page_before_closing_changes_nothing_and_says_what_happens(town, community):
    found = scene.make_round(community)
    client, address = town.clients["coordinator"], path("round_close", community, found.pk)
    page = client.get(address).content.decode()
    assert "Alle e-mailadressen en mails van deze ronde worden gewist" in page
    found.refresh_from_db()
    assert found.closed_at is None
    assert client.post(address).url == path("round_detail", community, found.pk)
    assert client.post(address).status_code == 302, "a second click finds it closed"
    found.refresh_from_db()
    assert found.is_closed


def test_a_round_that_never_opened_is_taken_away_and_an_open_one_is_not(town, by, community):
    found = made_by(by, community)
    scene.make_ticket(found, "a@example.org")
    rounds.cancel_round(by=by, round=found)
    rounds.cancel_round(by=by, round=found)
    assert (Round.objects.count(), Ticket.objects.count()) == (0, 0)
    with pytest.raises(RoundError, match="niet meer weghalen"):
        rounds.cancel_round(by=by, round=scene.make_round(community))


def test_codes_are_wiped_on_the_day_that_was_promised_and_no_sooner(community):
    assessment = scene.make_assessment(community)
    today = timezone.localdate()
    for email, purge_on in (("a@example.org", today), ("b@example.org", today + timedelta(days=1))):
        Pseudonym.objects.create(assessment=assessment, email=email, purge_on=purge_on)
    assert rounds.purge_pseudonyms() == 1
    assert list(Pseudonym.objects.values_list("email", flat=True)) == ["b@example.org"]


def test_a_confidential_round_stays_open_until_the_day_that_was_promised(town, by, community):
    """«U kunt uw antwoorden tot … bekijken, veranderen of laten verwijderen.»"""
    found = scene.make_round(community, mode="vertrouwelijk")
    scene.make_ticket(found, "a@example.org")
    ends, client = found.closes_at, town.clients["coordinator"]
    page = client.get(path("round_close", community, found.pk)).content.decode()
    assert ("Sluiten kan vanaf" in page, '<form class="actions"' in page) == (True, False)
    assert "Sluit de ronde" not in client.get(path("round_detail", community, found.pk)).content.decode()
    for who in (by, None):
        with pytest.raises(RoundError, match="beloofd"):
            close_round(round=found, by=who)
    with pytest.raises(RoundError, match="beloofd") as refused:
        rounds.change_open_round(by=by, round=found, name="N", closes_at=ends - timedelta(minutes=1), minimum_group=5)
    assert refused.value.field == "closes_on"
    for change in ({"closes_at": ends - timedelta(minutes=1)}, {"closed_at": timezone.now()}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Round.objects.filter(pk=found.pk).update(**change)
    later = rounds.change_open_round(by=by, round=found, name="N", closes_at=ends + timedelta(days=1), minimum_group=5)
    with time_machine.travel(later.closes_at + timedelta(seconds=1)):
        assert rounds.close_due_rounds() == 1
    found.refresh_from_db()
    assert (found.is_closed, found.closes_at) == (True, later.closes_at)


def test_only_the_name_of_a_confidential_round_changes_without_its_end(town, by, community):
    found = scene.make_round(community, mode="vertrouwelijk")
    scene.make_ticket(found, "a@example.org")
    client, address = town.clients["coordinator"], path("round_edit", community, found.pk)
    form = client.get(address).context["form"]
    sent = {name: form[name].value() for name in form.fields} | {"name": "Anders"}
    assert client.post(address, sent).status_code == 302
    assert Round.objects.get(pk=found.pk).closes_at == found.closes_at


def test_where_nobody_was_promised_a_day_of_their_own_a_round_may_close_early(by, community):
    """Who answers at a meeting has no code and cannot take anything back; in an anonymous round nobody can."""
    meeting = scene.make_round(community, mode="vertrouwelijk", audience="bijeenkomst")
    anonymous = scene.make_round(community)
    scene.make_ticket(anonymous, "a@example.org")
    for found in (meeting, anonymous):
        close_round(round=found, by=by)
        found.refresh_from_db()
        assert found.is_closed


# ── Two at once ───────────────────────────────────────────────────────────────────────────────────────────────────
def at_once(act, n: int = 4) -> list[object]:
    def once(number: int) -> object:
        try:
            return act(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(n) as pool:
        return list(pool.map(once, range(n)))


@pytest.fixture
def alone(transactional_db):
    community = make_community(legal_basis="algemeen-belang")
    make_trajectory(community)
    coordinator = factories.make_verified_user("coordinator@example.org")
    join(community, coordinator, role="coordinator")
    for number in range(6):
        join(community, factories.make_verified_user(f"lid{number}@example.org"))
    scene.instrument()
    return community, coordinator


def test_four_who_make_the_same_round_at_once_make_one(alone):
    community, by = alone
    trajectory, instrument, plan = community.trajectories.first(), scene.instrument(), a_plan()
    made = at_once(lambda _: rounds.make_round(by=by, trajectory=trajectory, instrument=instrument, plan=plan).pk)
    assert len(set(made)) == 1


def test_four_who_open_at_once_send_one_invitation_to_each(alone):
    community, by = alone
    found = scene.make_round(community, opened_at=None)
    at_once(lambda number: rounds.open_round(by=by if number % 2 else None, round=found))
    assert Letter.objects.filter(kind="ronde").count() == 6
    assert Ticket.objects.filter(round=found).count() == 6
    assert LogEntry.objects.filter(action="opent").count() == 1


def test_four_who_close_at_once_make_one_outcome(alone):
    community, by = alone
    found = scene.make_round(community)
    scene.answers(found, 6)
    outcomes = at_once(lambda _: close_round(round=found, by=by).pk)
    assert len(set(outcomes)) == 1
    assert found.responses.count() == 6


def test_the_token_in_each_letter_is_kept_as_a_hash_only(alone):
    community, by = alone
    found = scene.make_round(community, opened_at=None, purge_on=None)
    rounds.open_round(by=by, round=found)
    tokens = [one.text.split("/vragenlijst/")[1].split("/")[0] for one in Letter.objects.filter(kind="ronde")]
    assert len({*tokens}) == 6
    assert all(len(token) >= 22 for token in tokens), "128 bits take 22 letters"
    assert {hash_token(token) for token in tokens} == set(found.tickets.values_list("token_hash", flat=True))


def test_no_day_of_wiping_falls_in_an_open_round(town, community, by):
    first = scene.make_round(community, mode="vertrouwelijk", closed_at=timezone.now())
    day = timezone.localdate() + timedelta(days=5)
    first.assessment.pseudonyms.create(email="iemand@example.org", purge_on=day)
    plans = {"name": "Tweede", "mode": "vertrouwelijk", "purge_on": day + timedelta(days=400)}
    fields = {"opened_at": None, "planned_at": None, "assessment": first.assessment}
    late = scene.make_round(community, **plans, **fields, closes_at=timezone.now() + timedelta(days=9))
    with pytest.raises(RoundError, match="wissen wij de koppeling"):
        rounds.open_round(by=by, round=late)
    soon = scene.make_round(community, **plans, **fields, closes_at=timezone.now() + timedelta(days=3))
    assert rounds.open_round(by=by, round=soon).is_open
    with pytest.raises(RoundError, match="wissen wij de koppeling"):
        rounds.change_open_round(
            by=by, round=soon, name="Tweede", closes_at=timezone.now() + timedelta(days=9), minimum_group=5
        )
