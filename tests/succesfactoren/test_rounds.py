"""Rounds: made and changed at the coordinator’s, in Dutch time, and what other pages ask of them."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from communities.models import Letter, LogEntry
from regioscan.models import Theme
from succesfactoren.access.rounds import closing_soon, fingerprint, open_round_for_members, response_of
from succesfactoren.actions import rounds
from succesfactoren.actions.closing import RoundError, close_round
from succesfactoren.actions.rounds import RoundConflict
from succesfactoren.forms.rounds import OpenRoundForm
from succesfactoren.models import Assessment, Instrument, Round
from tests import factories
from tests.communities.town import make_town
from tests.succesfactoren import scene
from tests.succesfactoren.round_plans import a_plan, form, made_by, path, typed


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


# ── Making and changing ───────────────────────────────────────────────────────────────────────────────────────────
def test_a_round_is_made_through_the_pages_in_two_steps(town, community):
    client = town.clients["coordinator"]
    first = client.get(path("round_new", community)).content.decode()
    instrument = scene.instrument()
    assert f'value="{instrument.pk}"' in first
    sent = client.post(path("round_new", community), typed(vragenlijst=instrument.pk))
    found = Round.objects.get()
    assert (sent.status_code, sent.url) == (302, path("round_detail", community, found.pk))
    assert (found.mode, found.state, found.assessment.trajectory.community) == (
        "anoniem",
        "in voorbereiding",
        community,
    )
    assert [one["code"] for one in found.group_questions] == ["rol"]
    assert Letter.objects.count() == 0


def test_a_round_that_is_sent_twice_is_made_once(by, community):
    plan = a_plan()
    made = [
        rounds.make_round(by=by, trajectory=community.trajectories.first(), instrument=scene.instrument(), plan=plan).pk
        for _ in range(2)
    ]
    assert made[0] == made[1]
    assert LogEntry.objects.filter(object_kind="ronde").count() == 1


def test_rounds_on_the_same_subject_share_their_assessment(by, community):
    one, two = made_by(by, community), made_by(by, community, name="Tussenmeting")
    village = made_by(by, community, name="Dorp", subject="Loo")
    assert one.assessment == two.assessment != village.assessment
    assert Assessment.objects.count() == 2


@pytest.mark.parametrize("is_over", [False, True])
def test_what_an_opened_round_is_about_is_not_changed_by_preparing_another(by, community, is_over):
    here, there = factories.make_region("GM0268", name="Nijmegen"), factories.make_region("GM0274", name="Renkum")
    theme = Theme.objects.first() or factories.make_theme()
    first = rounds.open_round(by=by, round=made_by(by, community, place=here, themes=[theme]))
    if is_over:
        close_round(round=first, by=None)
    follow_up = made_by(by, community, name="Vervolg", place=here, themes=[theme])
    for field, about in (("place", {"place": there, "themes": [theme]}), ("themes", {"place": here})):
        with pytest.raises(RoundError, match="andere naam") as made:
            made_by(by, community, name="Anders", **about)
        with pytest.raises(RoundError, match="andere naam") as changed:
            rounds.change_round(
                by=by, round=follow_up, plan=a_plan(name="Vervolg", **about), seen=fingerprint(follow_up)
            )
        assert (made.value.field, changed.value.field) == (field, field)
    first.assessment.refresh_from_db()
    assert (first.assessment.place, list(first.assessment.themes.all())) == (here, [theme])
    assert made_by(by, community, name="Anders", subject="Renkum", place=there).assessment != first.assessment


def test_the_page_says_at_the_field_that_another_place_is_another_measurement(town, by, community):
    here = factories.make_region("GM0268", name="Nijmegen")
    factories.make_region("GM0274", name="Renkum")
    rounds.open_round(by=by, round=made_by(by, community, place=here))
    client, address, pk = town.clients["coordinator"], path("round_new", community), scene.instrument().pk
    first = client.get(address, {"vragenlijst": pk}).context["form"]
    assert first["place"].value() == "GM0268", "a second round is about the same place unless said otherwise"
    answer = client.post(address, typed(vragenlijst=pk, name="Tweede", place="GM0274"))
    assert answer.status_code == 400
    assert "Nijmegen" in str(answer.context["form"].errors["place"])
    assert Round.objects.count() == 1


@pytest.mark.parametrize("who", ["member", "frontrunner", "commissioner", "foreign_coordinator", "stranger"])
def test_only_who_runs_the_community_makes_rounds(town, community, who):
    with pytest.raises(PermissionDenied):
        made_by(town.people[who], community)
    assert Round.objects.count() == 0


def test_an_instrument_of_another_community_cannot_be_used(town, by, community):
    foreign = Instrument.objects.create(community=town.elsewhere, slug="eigen", purpose="eigen")
    with pytest.raises(PermissionDenied):
        rounds.make_round(by=by, trajectory=community.trajectories.first(), instrument=foreign, plan=a_plan())


def test_in_a_community_that_is_over_no_round_is_made_or_opened(by, community):
    found = made_by(by, community, opens_at=timezone.now() - timedelta(hours=1))
    rounds.plan_round(by=by, round=found, is_planned=True)
    type(community).objects.filter(pk=community.pk).update(ended_on=timezone.localdate())
    community.refresh_from_db()
    by.forget_memberships()
    with pytest.raises(PermissionDenied):
        made_by(by, community, name="Nog een")
    assert rounds.open_due_rounds() == 0
    found.refresh_from_db()
    assert found.opened_at is None


def test_what_two_coordinators_change_at_once_is_not_written_over_unseen(town, by, community):
    found = made_by(by, community)
    seen = fingerprint(found)
    rounds.change_round(by=by, round=found, plan=a_plan(name="Van de een"), seen=seen)
    with pytest.raises(RoundConflict) as conflict:
        rounds.change_round(by=town.people["administrator"], round=found, plan=a_plan(name="Van de ander"), seen=seen)
    assert conflict.value.current.name == "Van de een"


def test_the_page_shows_what_another_coordinator_made_of_it(town, by, community):
    found = made_by(by, community)
    edit = path("round_edit", community, found.pk)
    page = town.clients["coordinator"].get(edit)
    seen = page.context["form"]["seen"].value()
    rounds.change_round(by=by, round=found, plan=a_plan(name="Intussen"), seen=fingerprint(found))
    answer = town.clients["coordinator"].post(edit, typed(name="Te laat", seen=seen))
    assert answer.status_code == 409
    assert 'value="Intussen"' in answer.content.decode()


def test_in_preparation_also_the_mode_changes_and_once_open_it_does_not(town, by, community):
    found = made_by(by, community)
    purge_on = timezone.localdate() + timedelta(days=300)
    plan = a_plan(mode="vertrouwelijk", purge_on=purge_on)
    changed = rounds.change_round(by=by, round=found, plan=plan, seen=fingerprint(found))
    assert (changed.mode, changed.purge_on) == ("vertrouwelijk", purge_on)
    rounds.open_round(by=by, round=found)
    found.refresh_from_db()
    with pytest.raises(RoundError, match="al geopend"):
        rounds.change_round(by=by, round=found, plan=a_plan(), seen=fingerprint(found))
    page = town.clients["coordinator"].get(path("round_edit", community, found.pk)).content.decode()
    assert "liggen vast" in page
    assert 'name="mode"' not in page


def test_while_open_the_end_moves_and_the_smallest_group_only_grows(by, community):
    found = scene.make_round(community, minimum_group=6)
    later = timezone.now() + timedelta(days=40)
    rounds.change_open_round(by=by, round=found, name="Nulmeting", closes_at=later, minimum_group=12)
    found.refresh_from_db()
    assert (found.closes_at, found.minimum_group, found.minimum_detail) == (later, 12, 12)
    with pytest.raises(RoundError, match="niet kleiner"):
        rounds.change_open_round(by=by, round=found, name="Nulmeting", closes_at=later, minimum_group=11)
    assert not OpenRoundForm(
        {"name": "N", "closes_on": "2030-01-01", "closes_time": "9:00", "minimum_group": "5"}, round=found
    ).is_valid()


# ── What is typed ─────────────────────────────────────────────────────────────────────────────────────────────────
def test_moments_are_dutch_in_summer_and_in_winter(community):
    year = timezone.localdate().year + 1
    winter = form(community, opens_on=f"{year}-01-10", closes_on=f"{year}-07-10", closes_time="18.30")
    assert winter.is_valid(), winter.errors
    plan = winter.plan()
    assert plan.opens_at == datetime(year, 1, 10, 8, tzinfo=ZoneInfo("UTC"))
    assert plan.closes_at == datetime(year, 7, 10, 16, 30, tzinfo=ZoneInfo("UTC"))


def test_an_hour_that_does_not_exist_is_refused_and_one_that_comes_twice_is_the_first(community):
    spring = form(community, opens_on="2027-03-28", opens_time="02:30", closes_on="2027-04-20")
    assert not spring.is_valid()
    assert "klok een uur vooruit" in str(spring.errors["opens_time"])
    autumn = form(community, opens_on="2027-10-01", closes_on="2027-10-31", closes_time="02:30")
    assert autumn.is_valid(), autumn.errors
    assert autumn.plan().closes_at.astimezone(ZoneInfo("UTC")) == datetime(2027, 10, 31, 0, 30, tzinfo=ZoneInfo("UTC"))


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"closes_on": "2020-01-01", "opens_on": "2019-01-01"}, "closes_on", "al voorbij"),
        ({"opens_on": "2027-05-02", "closes_on": "2027-05-01"}, "closes_on", "vóór het begin"),
        ({"closes_on": "2099-01-01"}, "closes_on", "Klopt het jaar"),
        ({"minimum_group": "4"}, "minimum_group", "5 of meer"),
        ({"mode": "vertrouwelijk"}, "purge_on", "Kies de dag"),
        ({"mode": "vertrouwelijk", "purge_on": "2020-01-01"}, "purge_on", "vóór het einde"),
        ({"mode": "vertrouwelijk", "purge_on": "2070-01-01"}, "purge_on", "niet langer"),
        ({"place": "GM9999"}, "place", "geen regio met de code GM9999"),
        ({"name": ""}, "name", "een naam"),
        ({"groups": ["bestaat-niet"]}, "groups", "keuze"),
        ({"opens_time": "25:00"}, "opens_time", "tijd"),
    ],
)
def test_what_cannot_be_is_said_at_the_field(community, fields, field, words):
    found = form(community, **fields)
    assert not found.is_valid()
    assert words in str(found.errors[field])


def test_an_anonymous_round_has_no_day_of_wiping_whatever_was_typed(by, community):
    typed_in = form(community, purge_on="2030-01-01")
    assert typed_in.is_valid(), typed_in.errors
    made = rounds.make_round(
        by=by, trajectory=community.trajectories.first(), instrument=scene.instrument(), plan=typed_in.plan()
    )
    assert made.purge_on is None


def test_a_smallest_group_above_ten_also_holds_for_details(by, community):
    assert made_by(by, community, minimum_group=14).minimum_detail == 14
    assert made_by(by, community, name="B", minimum_group=6).minimum_detail == 10


# ── What the other pages ask ──────────────────────────────────────────────────────────────────────────────────────
def test_members_see_the_open_round_that_closes_first_and_no_panel_round(community):
    assert open_round_for_members(community) is None
    scene.make_round(community, name="Panel", audience="panel")
    assert open_round_for_members(community) is None
    scene.make_round(community, name="Later", closes_at=timezone.now() + timedelta(days=20))
    soon = scene.make_round(community, name="Eerder", closes_at=timezone.now() + timedelta(days=2))
    assert open_round_for_members(community) == soon
    assert [one.name for one in closing_soon(community.trajectories.first())] == ["Eerder"]


def test_the_response_is_told_in_steps_and_small_groups_stand_together(community):
    found = scene.make_round(community)
    for group, n, n_used in (("gemeente", 12, 7), ("bank", 2, 2), ("school", 6, 1)):
        for number in range(n):
            scene.make_ticket(found, f"{group}{number}@example.org", group=group, is_used=number < n_used)
    told = response_of(found)
    assert (told.n_invited, told.n_from, told.n_to) == (20, 10, 14)
    assert "bank" not in {one.name for one in told.groups}
    assert sum(one.n_invited for one in told.groups) == 20


def test_one_more_answer_does_not_move_the_total_of_an_open_round(town, community):
    """Else: send one person a new link, look again, and one more means that this person answered."""
    found = scene.make_round(community)
    made = [scene.make_ticket(found, f"p{number}@example.org", is_used=number < 11)[0] for number in range(20)]
    client = town.clients["coordinator"]
    addresses = [path("round_detail", community, found.pk), path("round_close", community, found.pk)]
    # The desk stands in tests/config/test_rounds_on_the_roof.py.
    before = [told_numbers(client.get(address)) for address in addresses]
    made[11].is_used = True
    made[11].save()
    assert [told_numbers(client.get(address)) for address in addresses] == before
    assert all("10 tot en met 14 van de 20" in words for words in before)
    assert response_of(found, is_final=True).n_from == 12


def told_numbers(answer) -> str:
    """What a page says, without what is drawn anew each time."""
    body = answer.content.decode().split("<main", 1)[1].split("</main", 1)[0]
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", body)


def test_the_page_of_an_open_round_never_names_who_answered_and_shows_no_result(town, community):
    found = scene.make_round(community)
    for number in range(20):
        group = "gemeente" if number < 12 else "bank"
        scene.make_ticket(found, f"p{number}@example.org", group=group, is_used=number < 7 or number > 13)
    scene.answers(found, 13)
    page = town.clients["coordinator"].get(path("round_detail", community, found.pk)).content.decode()
    assert "10 tot en met 14 van de 20 mensen hebben geantwoord" in page
    assert "@example.org" not in page.split("</header>", 1)[1].split("house-foot")[0]
    assert "5 tot en met 9" in page
    assert 'class="response-bar"' in page


def test_a_closed_round_leads_to_its_outcome(town, community):
    found = scene.make_round(community)
    close_round(round=found, by=None)
    page = town.clients["coordinator"].get(path("round_detail", community, found.pk)).content.decode()
    assert "de uitkomst staat klaar" in page
    assert "Stuur een herinnering" not in page
