"""Setting up a budget, announcing it, changing it, and opening the vote."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from communities.actions.digest import send_digests
from communities.models import HouseRules, Letter, LogEntry, Notice, Post
from initiatives.actions.budget_moments import open_budget
from initiatives.actions.budget_news import tell_due_members
from initiatives.actions.budgets import (
    BudgetConflict,
    BudgetError,
    BudgetPlan,
    announce_budget,
    change_budget,
    make_budget,
    remove_budget,
)
from initiatives.models import BudgetRound
from tests import factories
from tests.communities.town import join, make_town
from tests.initiatives import scene


@pytest.fixture
def town(db):
    return make_town()


def make_plan(**fields) -> BudgetPlan:
    start = timezone.now()
    first = BudgetPlan(
        name="Dorpsbudget",
        amount_cents=1_000_000,
        area="Waalmeer",
        decides="De stemmers.",
        propose_from=start,
        propose_until=start + timedelta(days=30),
        vote_from=start + timedelta(days=50),
        vote_until=start + timedelta(days=70),
    )
    return replace(first, **fields)


def plan_of(budget: BudgetRound, **fields) -> BudgetPlan:
    return BudgetPlan(**{name: getattr(budget, name) for name in vars(make_plan())} | fields)


TYPED = {
    "name": "Dorpsbudget",
    "amount": "€ 25.000,50",
    "area": "Waalmeer",
    "decides": "De stemmers.",
    "rights": "code",
    "minimum_age": "16",
    "ballot_kind": "punten",
    "rule": "gelijke delen",
    "has_threshold": "on",
    "propose_from_on": "2070-03-01",
    "propose_from_time": "09:00",
    "propose_until_on": "2070-03-31",
    "propose_until_time": "23:59",
    "vote_from_on": "2070-07-01",
    "vote_from_time": "09:00",
    "vote_until_on": "2070-07-15",
    "vote_until_time": "20.00",
}


def test_what_is_typed_the_dutch_way_is_kept_in_cents_and_in_dutch_time(town, monkeypatch):
    monkeypatch.setattr("initiatives.forms.budgets.LAST_YEARS_AHEAD", 100)
    path = reverse("initiatives:budget_new", args=[town.public.slug])
    assert town.clients["coordinator"].post(path, TYPED).status_code == 302
    made = BudgetRound.objects.get()
    assert (made.amount_cents, made.minimum_age, made.has_threshold) == (2_500_050, 16, True)
    assert made.vote_until == datetime(2070, 7, 15, 18, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"amount": "1.5"}, "amount"),
        ({"amount": "0"}, "amount"),
        ({"propose_until_on": "2070-02-01"}, "propose_until_on"),
        ({"vote_from_on": "2070-03-30"}, "vote_from_on"),
        ({"vote_until_on": "2070-07-01", "vote_until_time": "09:00"}, "vote_until_on"),
        ({"place": "GM9999"}, "place"),
        ({"decides": ""}, "decides"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_what_was_typed_stays(town, monkeypatch, typed, field):
    monkeypatch.setattr("initiatives.forms.budgets.LAST_YEARS_AHEAD", 100)
    path = reverse("initiatives:budget_new", args=[town.public.slug])
    page = town.clients["coordinator"].post(path, TYPED | typed)
    assert (page.status_code, set(page.context["form"].errors)) == (400, {field})
    assert "Waalmeer" in page.content.decode()


@pytest.mark.parametrize(
    ("vote_from", "room"),
    [("2070-04-01", "minder dan een dag"), ("2070-04-03", "maar 2 dagen"), ("2070-04-08", None)],
)
def test_who_leaves_little_time_to_judge_is_warned_when_planning_and_when_changing(town, monkeypatch, vote_from, room):
    monkeypatch.setattr("initiatives.forms.budgets.LAST_YEARS_AHEAD", 100)
    coordinator, typed = town.clients["coordinator"], TYPED | {"vote_from_on": vote_from}
    made = coordinator.post(reverse("initiatives:budget_new", args=[town.public.slug]), typed, follow=True)
    budget = BudgetRound.objects.get()
    path = reverse("initiatives:budget_edit", args=[town.public.slug, budget.pk])
    changed = coordinator.post(path, typed | {"version": budget.version, "area": "Elders"}, follow=True)
    for page in (made, changed):
        warnings = [str(one) for one in page.context["messages"] if one.level_tag == "warning"]
        assert [words.split(". ")[0] for words in warnings] == (
            [f"Tussen het insturen en het stemmen zit {room}"] if room else []
        )


def test_sent_twice_is_made_once_and_another_of_that_name_is_refused(town):
    plan, coordinator = make_plan(), town.people["coordinator"]
    first = make_budget(by=coordinator, community=town.public, plan=plan)
    assert make_budget(by=coordinator, community=town.public, plan=plan) == first
    with pytest.raises(BudgetError, match="naam"):
        make_budget(by=coordinator, community=town.public, plan=replace(plan, amount_cents=5))
    with pytest.raises(PermissionDenied):
        make_budget(by=town.people["member"], community=town.public, plan=plan)


def test_nobody_else_sees_a_budget_until_it_is_announced(town):
    budget = make_budget(by=town.people["coordinator"], community=town.public, plan=make_plan())
    path = budget.get_absolute_url()
    assert [town.clients[name].get(path).status_code for name in ("visitor", "member")] == [404, 404]
    assert town.clients["coordinator"].get(path).status_code == 200
    announce = reverse("initiatives:budget_announce", args=[town.public.slug, budget.pk])
    assert town.clients["coordinator"].post(announce).status_code == 302
    assert town.clients["visitor"].get(path).status_code == 200


def test_a_draft_can_go_and_what_was_announced_cannot(town):
    coordinator = town.people["coordinator"]
    budget = make_budget(by=coordinator, community=town.public, plan=make_plan())
    announced = announce_budget(
        by=coordinator,
        budget=make_budget(by=coordinator, community=town.public, plan=make_plan(name="Tweede")),
    )
    remove_budget(by=coordinator, budget=budget)
    remove_budget(by=coordinator, budget=budget)
    with pytest.raises(BudgetError):
        remove_budget(by=coordinator, budget=announced)
    assert BudgetRound.objects.get() == announced


def test_members_read_once_in_the_stream_that_they_can_send_in_ideas(town):
    coordinator = town.people["coordinator"]
    made = make_budget(by=coordinator, community=town.public, plan=make_plan(area="Dorp & <b>Duin</b>"))
    for _ in range(2):
        budget = announce_budget(by=coordinator, budget=made)
    assert tell_due_members() == 0
    post = Post.objects.get()
    assert (post.title, post.author, post.audience) == ("Dorpsbudget: stuur uw plan in", coordinator, "openbaar")
    assert f'href="{settings.SITE_URL}{budget.get_absolute_url()}"' in post.body
    assert "Dorp &amp; &lt;b&gt;Duin" in post.body
    assert not Notice.objects.exists()


def test_the_clock_tells_members_of_a_phase_that_began_and_of_no_other(town):
    scene.make_budget(town.public, "toetsen", name="Toetsen")
    scene.make_budget(town.public, "tellen", name="Tellen")
    scene.make_budget(town.public, "insturen", name="Voorstellen", announced_at=None)
    scene.make_budget(town.public, "insturen", name="Plannen")
    scene.make_budget(town.private, "stemmen", name="Stemmen")
    assert (tell_due_members(), tell_due_members()) == (2, 0)
    told = {(one.title, one.audience, one.author) for one in Post.objects.all()}
    coordinator = town.people["coordinator"]
    assert told == {
        ("Plannen: stuur uw plan in", "openbaar", coordinator),
        ("Stemmen: u kunt stemmen", "leden", coordinator),
    }


def test_a_member_on_default_settings_finds_it_in_the_weekly_mail(town):
    scene.make_budget(town.public, "stemmen")
    tell_due_members()
    assert not Letter.objects.exists()
    send_digests(now=timezone.now() + timedelta(days=7))
    letter = Letter.objects.get(user=town.people["member"])
    assert "Dorpsbudget: u kunt stemmen" in letter.text
    assert "Beslis mee over € 10.000" in letter.text


def test_who_made_it_and_does_not_run_it_any_more_is_not_made_to_speak(town):
    newcomer = factories.make_verified_user(name="Nico Nieuw")
    join(town.public, newcomer, is_trusted=False)
    scene.make_budget(town.public, "insturen", created_by=newcomer, name="Eerste")
    scene.make_budget(town.public, "insturen", created_by=town.people["member"], name="Tweede")
    tell_due_members()
    told = {one.title.partition(":")[0]: (one.author, one.state) for one in Post.objects.all()}
    assert told == {
        "Eerste": (town.people["coordinator"], "gepubliceerd"),
        "Tweede": (town.people["member"], "gepubliceerd"),
    }


def test_where_nobody_may_write_members_get_a_notice(town):
    HouseRules.objects.create(community=town.public, version=1, text="Wees aardig.")
    scene.make_budget(town.public, "stemmen")
    assert (tell_due_members(), tell_due_members()) == (1, 0)
    assert not Post.objects.exists()
    told = Notice.objects.get(user=town.people["member"])
    assert (told.title, told.kind) == ("Dorpsbudget: u kunt stemmen", "nieuws")


@pytest.mark.django_db(transaction=True)
def test_the_clock_twice_at_once_tells_once():
    town = make_town()
    scene.make_budget(town.public, "stemmen")

    def tell(_):
        try:
            return tell_due_members()
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        told = sorted(pool.map(tell, range(3)))
    assert (told, Post.objects.count()) == ([0, 0, 1], 1)


def test_who_sent_in_an_idea_hears_what_is_different_from_what_was_promised(town):
    coordinator, member = town.people["coordinator"], town.people["member"]
    budget = scene.make_budget(town.public, "insturen")
    scene.make_proposal(budget, proposed_by=member)
    scene.make_proposal(budget, proposed_by=town.people["frontrunner"], state="ingetrokken")
    change_budget(by=coordinator, budget=budget, plan=plan_of(budget, intro="Meer uitleg"), version=1)
    assert not Notice.objects.exists()
    plan = plan_of(budget, intro="Meer uitleg", amount_cents=900_000, rule="meeste stemmen")
    changed = change_budget(by=coordinator, budget=budget, plan=plan, version=2)
    told = Notice.objects.get()
    assert (told.user, told.path) == (member, changed.get_absolute_url())
    assert told.text.startswith("Het bedrag is nu € 9.000. Het plan met de meeste stemmen gaat eerst")


def test_a_change_writes_over_nobody_and_keeps_ideas_payable(town):
    coordinator, budget = town.people["coordinator"], scene.make_budget(town.public, "toetsen")
    scene.make_proposal(budget, cost_cents=800_000)
    with pytest.raises(BudgetConflict):
        change_budget(by=coordinator, budget=budget, plan=plan_of(budget, area="Zuid"), version=7)
    with pytest.raises(BudgetError, match=r"€ 8\.000"):
        change_budget(by=coordinator, budget=budget, plan=plan_of(budget, amount_cents=700_000), version=1)
    past = timezone.now() - timedelta(days=1)
    with pytest.raises(BudgetError, match="voorbij"):
        change_budget(by=coordinator, budget=budget, plan=plan_of(budget, propose_until=past), version=1)
    with pytest.raises(PermissionDenied):
        change_budget(by=town.people["member"], budget=budget, plan=plan_of(budget, area="Zuid"), version=1)


def test_opening_fixes_the_ballot_and_draws_the_lot_once(town):
    coordinator, budget = town.people["coordinator"], scene.make_budget(town.public, "toetsen")
    for state in ("haalbaar", "niet haalbaar", "haalbaar", "ingetrokken"):
        scene.make_proposal(budget, state=state)
    scene.make_proposal(budget, hidden_because="schelden")
    opened = open_budget(by=coordinator, budget=budget)
    assert (sorted(opened.lot), opened.is_voting, opened.phase) == (["1", "3"], False, "toetsen")
    assert opened.vote_from == budget.vote_from
    assert open_budget(by=coordinator, budget=budget).lot == opened.lot
    assert LogEntry.objects.filter(action="opent").count() == 1
    with pytest.raises(BudgetError, match="ligt vast"):
        change_budget(by=coordinator, budget=budget, plan=plan_of(opened, amount_cents=5), version=2)
    page = town.clients["visitor"].get(budget.get_absolute_url()).content.decode()
    assert f"{', '.join(opened.lot)}." in page


def test_opening_too_late_lets_people_vote_from_now_and_tells_them(town):
    soon = timezone.now() + timedelta(days=9)
    budget = scene.make_budget(town.public, "toetsen", vote_from=timezone.now() - timedelta(hours=1), vote_until=soon)
    scene.make_proposal(budget)
    scene.make_proposal(budget)
    opened = open_budget(by=town.people["coordinator"], budget=budget)
    assert opened.is_voting
    assert Post.objects.get().title == "Dorpsbudget: u kunt stemmen"


@pytest.mark.parametrize(
    ("phase", "states", "fields", "words"),
    [
        ("insturen", ["haalbaar"] * 2, {}, "kan nog tot"),
        ("toetsen", ["haalbaar", "haalbaar", "ingestuurd"], {}, "Eén plan is nog niet getoetst"),
        ("toetsen", ["haalbaar", "niet haalbaar"], {}, "minstens twee"),
        ("toetsen", ["haalbaar"] * 2, {"amount_cents": 100_000}, "Toets het opnieuw"),
        ("tellen", ["haalbaar"] * 2, {"opened_at": None}, "voorbij"),
    ],
)
def test_what_is_not_ready_is_not_opened_and_says_why(town, phase, states, fields, words):
    budget = scene.make_budget(town.public, phase, **fields)
    for state in states:
        scene.make_proposal(budget, state=state)
    path = reverse("initiatives:budget_open", args=[town.public.slug, budget.pk])
    page = town.clients["coordinator"].post(path)
    assert page.status_code == 400
    assert words in page.context["problem"]
    budget.refresh_from_db()
    assert (budget.opened_at, budget.lot) == (None, [])


@pytest.mark.django_db(transaction=True)
def test_opened_twice_at_once_draws_one_lot():
    town = make_town()
    budget = scene.make_budget(town.public, "toetsen")
    for _ in range(6):
        scene.make_proposal(budget)

    def press(_):
        try:
            return open_budget(by=town.people["coordinator"], budget=budget).lot
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(press, range(2))
    assert first == second == BudgetRound.objects.get().lot
    assert sorted(first) == list("123456")
    assert LogEntry.objects.filter(action="opent").count() == 1
