"""Ideas for a budget: sent in, changed, taken back, judged, hidden; who may do so, and when."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse

from communities.models import Notice, User
from config.desk_initiatives import initiative_items
from initiatives.actions.budgets import BudgetError
from initiatives.actions.proposals import (
    Idea,
    Judgement,
    ProposalConflict,
    change_proposal,
    hide_proposal,
    judge_proposal,
    place_proposal,
    send_proposal,
    withdraw_proposal,
)
from initiatives.models import Proposal
from tests import factories
from tests.communities.town import join, make_town
from tests.initiatives import scene

BENCH = Idea("Bankje bij de vijver", "Een plek om even te zitten.", "Vijverpark", 150_000)
YES = Judgement(True, "Kan op grond van de gemeente.", 180_000)


@pytest.fixture
def town(db):
    return make_town()


@pytest.fixture
def budget(town):
    return scene.make_budget(town.public, "insturen")


def address(view: str, budget, *args) -> str:
    return reverse(f"initiatives:{view}", args=[budget.community.slug, budget.pk, *args])


def test_a_member_sends_in_an_idea_once(town, budget):
    typed = {"title": BENCH.title, "text": BENCH.text, "place": BENCH.place, "guess": "1.500"}
    for _ in range(2):
        page = town.clients["member"].post(address("proposal_new", budget), typed)
        assert page.url == address("proposal_detail", budget, 1)
    made = Proposal.objects.get()
    assert (made.number, made.guess_cents, made.state, made.proposed_by) == (
        1,
        150_000,
        "ingestuurd",
        town.people["member"],
    )


def test_what_was_typed_is_not_lost_on_a_mistake(town, budget):
    typed = {"title": "Zwemtrap", "text": "Bij de steiger.", "guess": "heel veel"}
    page = town.clients["member"].post(address("proposal_new", budget), typed)
    assert (page.status_code, set(page.context["form"].errors)) == (400, {"guess"})
    assert all(words in page.content.decode() for words in ("Zwemtrap", "Bij de steiger.", "heel veel"))


@pytest.mark.parametrize("phase", ["toetsen", "stemmen", "tellen"])
def test_ideas_are_sent_in_only_in_their_phase(town, phase):
    budget = scene.make_budget(town.public, phase)
    with pytest.raises(PermissionDenied):
        send_proposal(by=town.people["member"], budget=budget, idea=BENCH)


def test_who_does_not_belong_sends_nothing(town, budget):
    with pytest.raises(PermissionDenied):
        send_proposal(by=town.people["stranger"], budget=budget, idea=BENCH)


def test_a_flood_of_ideas_is_stopped(town, budget, monkeypatch):
    monkeypatch.setattr("initiatives.actions.proposals.MOST_IDEAS", 1)
    send_proposal(by=town.people["member"], budget=budget, idea=BENCH)
    with pytest.raises(BudgetError, match="Trek eerst"):
        send_proposal(by=town.people["member"], budget=budget, idea=Idea("Nog een", "En nog een."))


@pytest.mark.django_db(transaction=True)
def test_two_ideas_at_once_get_two_numbers():
    town = make_town()
    budget = scene.make_budget(town.public, "insturen")

    def send(name):
        try:
            return send_proposal(by=town.people[name], budget=budget, idea=BENCH).number
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(send, ["member", "frontrunner"])) == [1, 2]


def test_an_idea_is_changed_by_its_proposer_until_it_is_judged(town, budget):
    member, coordinator = town.people["member"], town.people["coordinator"]
    made = send_proposal(by=member, budget=budget, idea=BENCH)
    changed = change_proposal(by=member, proposal=made, idea=Idea("Twee bankjes", "Voor meer mensen."), version=1)
    assert (changed.title, changed.version) == ("Twee bankjes", 2)
    with pytest.raises(ProposalConflict):
        change_proposal(by=member, proposal=made, idea=BENCH, version=1)
    for person in ("frontrunner", "coordinator"):
        with pytest.raises(PermissionDenied):
            change_proposal(by=town.people[person], proposal=made, idea=BENCH, version=2)
    judge_proposal(by=coordinator, proposal=made, judgement=YES, version=2)
    with pytest.raises(PermissionDenied):
        change_proposal(by=member, proposal=made, idea=BENCH, version=3)


def test_a_change_from_an_old_page_shows_both_and_loses_nothing(town, budget):
    member = town.people["member"]
    made = send_proposal(by=member, budget=budget, idea=BENCH)
    change_proposal(by=member, proposal=made, idea=Idea("Vanaf de telefoon", "Kort."), version=1)
    path, typed = address("proposal_edit", budget, 1), {"title": "Vanaf de laptop", "text": "Lang.", "version": "1"}
    page = town.clients["member"].post(path, typed)
    assert page.status_code == 409
    assert all(words in page.content.decode() for words in ("Vanaf de telefoon", "Vanaf de laptop"))
    again = town.clients["member"].post(path, typed | {"version": page.context["form"].data["version"]})
    assert (again.status_code, Proposal.objects.get().title) == (302, "Vanaf de laptop")


def test_an_idea_is_taken_back_until_the_vote_opens_and_then_nobody_else_reads_it(town):
    budget = scene.make_budget(town.public, "toetsen")
    made = scene.make_proposal(budget, proposed_by=town.people["member"])
    path = address("proposal_withdraw", budget, made.number)
    assert town.clients["member"].post(path).status_code == 302
    withdraw_proposal(by=town.people["member"], proposal=made)
    detail = made.get_absolute_url()
    assert [town.clients[name].get(detail).status_code for name in ("visitor", "frontrunner", "member")] == [
        404,
        404,
        200,
    ]
    fixed = scene.make_proposal(scene.make_budget(town.public, "stemmen", name="B"), proposed_by=town.people["member"])
    with pytest.raises(PermissionDenied):
        withdraw_proposal(by=town.people["member"], proposal=fixed)


def test_who_sent_it_in_hears_whether_it_can_be_done_and_why(town, budget):
    made = send_proposal(by=town.people["member"], budget=budget, idea=BENCH)
    typed = {"is_feasible": "ja", "cost": "1.800", "reason": YES.reason, "version": "1"}
    path = address("proposal_judge", budget, 1)
    for _ in range(2):
        assert town.clients["coordinator"].post(path, typed).url == budget.get_absolute_url()
    made.refresh_from_db()
    assert (made.state, made.cost_cents, made.version) == ("haalbaar", 180_000, 2)
    told = Notice.objects.get(user=town.people["member"])
    assert told.title == "Uw plan “Bankje bij de vijver” is haalbaar"
    assert told.text == "Kan op grond van de gemeente. Het kost € 1.800."


@pytest.mark.parametrize(
    ("judgement", "field"),
    [
        (Judgement(True, "Kan.", None), "cost"),
        (Judgement(True, "Kan.", 0), "cost"),
        (Judgement(True, "Kan.", 1_000_001), "cost"),
        (Judgement(True, " ", 5), "reason"),
        (Judgement(False, " "), "reason"),
    ],
)
def test_a_judgement_has_a_reason_and_a_cost_that_fits(town, budget, judgement, field):
    made = send_proposal(by=town.people["member"], budget=budget, idea=BENCH)
    with pytest.raises(BudgetError) as caught:
        judge_proposal(by=town.people["coordinator"], proposal=made, judgement=judgement, version=1)
    assert caught.value.field == field


def test_what_was_changed_meanwhile_is_read_again_before_it_is_judged(town, budget):
    made = send_proposal(by=town.people["member"], budget=budget, idea=BENCH)
    change_proposal(by=town.people["member"], proposal=made, idea=Idea("Een zwembad", "Overdekt."), version=1)
    with pytest.raises(ProposalConflict):
        judge_proposal(by=town.people["coordinator"], proposal=made, judgement=YES, version=1)
    with pytest.raises(PermissionDenied):
        judge_proposal(by=town.people["frontrunner"], proposal=made, judgement=YES, version=2)


def test_nothing_is_judged_that_people_vote_on_or_that_was_taken_back(town):
    coordinator, budget = town.people["coordinator"], scene.make_budget(town.public, "stemmen")
    gone = scene.make_proposal(scene.make_budget(town.public, "toetsen", name="B"), state="ingetrokken")
    for made in (scene.make_proposal(budget), gone):
        with pytest.raises(BudgetError):
            judge_proposal(by=coordinator, proposal=made, judgement=Judgement(False, "Nee"), version=1)


def test_what_is_hidden_only_its_proposer_and_who_runs_it_read_with_the_reason(town, budget):
    coordinator = town.people["coordinator"]
    made = send_proposal(by=town.people["member"], budget=budget, idea=BENCH)
    hidden = hide_proposal(by=coordinator, proposal=made, reason="Noemt een buurman bij naam.")
    people = ("visitor", "frontrunner", "member", "coordinator")
    found = [town.clients[name].get(made.get_absolute_url()).status_code for name in people]
    assert found == [404, 404, 200, 200]
    told = Notice.objects.get(user=town.people["member"])
    assert (told.kind, "Noemt een buurman bij naam." in told.text) == ("moderatie", True)
    with pytest.raises(BudgetError, match="verborgen"):
        judge_proposal(by=coordinator, proposal=made, judgement=YES, version=hidden.version)
    town.clients["coordinator"].post(address("proposal_hide", budget, 1), {"toon": "1"})
    assert town.clients["visitor"].get(made.get_absolute_url()).status_code == 200


def test_what_people_vote_on_is_not_hidden(town):
    made = scene.make_proposal(scene.make_budget(town.public, "stemmen"))
    with pytest.raises(BudgetError, match="stembiljet"):
        hide_proposal(by=town.people["coordinator"], proposal=made, reason="Toch niet.")


def test_ideas_are_found_by_word_number_and_state(town, budget):
    scene.make_proposal(budget, "Bankje", place="Vijverpark")
    scene.make_proposal(budget, "Zwemtrap", state="niet haalbaar")
    scene.make_proposal(budget, "Schuilhut", state="ingestuurd", hidden_because="x")

    def found(query: str) -> list[int]:
        return [
            one.number for one in town.clients["visitor"].get(address("proposal_list", budget) + query).context["page"]
        ]

    assert [found(""), found("?q=vijver"), found("?q=2"), found("?stand=niet+haalbaar"), found("?stand=x")] == [
        [1, 2],
        [1],
        [2],
        [2],
        [1, 2],
    ]


def test_visitors_read_ideas_without_names(town, budget):
    made = send_proposal(by=town.people["member"], budget=budget, idea=BENCH)
    name = town.people["member"].name
    for path in (made.get_absolute_url(), address("proposal_list", budget)):
        assert (
            f"van {name}" in town.clients["frontrunner"].get(path).content.decode()
            or name in town.clients["frontrunner"].get(path).content.decode()
        )
        assert name not in town.clients["visitor"].get(path).content.decode()


def _newcomer(town):
    person = factories.make_verified_user(name="Nora Nieuw")
    join(town.public, person, is_trusted=False)
    return person


def test_what_a_new_member_sends_in_waits_for_a_first_look(town, budget, client):
    nora, coordinator = _newcomer(town), town.people["coordinator"]
    made = send_proposal(by=nora, budget=budget, idea=BENCH)
    page, everything = address("proposal_detail", budget, 1), address("proposal_list", budget)
    client.force_login(nora)
    assert "wacht op een eerste blik" in client.get(page).content.decode()
    for one in (town.clients["member"], town.clients["stranger"]):
        assert one.get(page).status_code == 404
        assert not any(
            BENCH.title in one.get(path).content.decode() for path in (everything, budget.get_absolute_url())
        )
        assert one.get(everything).context["checking"].n_all == 0
    runs = town.login("coordinator")
    assert "Eén plan moet nog getoetst worden" in runs.get(f"{everything}?stand=ingestuurd").content.decode()
    assert [one.title for one in _ideas_on_the_desk(town)] == ["Eén plan voor een budget wacht op uw blik"]
    assert Notice.objects.filter(user=coordinator, title__contains="wacht op u").count() == 1
    with pytest.raises(BudgetError, match="Plaats het eerst"):
        judge_proposal(by=coordinator, proposal=made, judgement=YES, version=1)
    assert runs.get(address("proposal_judge", budget, 1)).url == page
    assert runs.post(address("proposal_place", budget, 1)).url == page
    assert town.clients["member"].get(page).status_code == 200
    assert _ideas_on_the_desk(town) == []
    assert not send_proposal(by=User.objects.get(pk=nora.pk), budget=budget, idea=Idea("Nog een", "Zo.")).is_held


def _ideas_on_the_desk(town):
    return [one.attention for one in initiative_items(town.public, 0) if one.attention.kind == "plannen"]


def test_only_who_runs_it_places_an_idea_and_not_what_is_hidden(town, budget, monkeypatch):
    nora, coordinator = _newcomer(town), town.people["coordinator"]
    made = send_proposal(by=nora, budget=budget, idea=BENCH)
    for person in (nora, town.people["frontrunner"]):
        with pytest.raises(PermissionDenied):
            place_proposal(by=person, proposal=made)
    hide_proposal(by=coordinator, proposal=made, reason="Reclame")
    with pytest.raises(BudgetError, match="verborgen"):
        place_proposal(by=coordinator, proposal=made)
    assert not nora.membership_in(town.public).is_trusted
    monkeypatch.setattr("initiatives.actions.proposals.MOST_HELD", 1)
    send_proposal(by=nora, budget=budget, idea=Idea("Tweede", "Nog een."))
    with pytest.raises(BudgetError, match="wachten al"):
        send_proposal(by=nora, budget=budget, idea=Idea("Derde", "En nog een."))
