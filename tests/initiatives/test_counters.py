"""Every number that says how many initiatives, milestones or plans there are is the length of the list behind it."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from communities.access.route_map import route_rows
from communities.analysis.route_map import Wanted as RouteWanted
from config.desk_initiatives import initiative_items, quiet_part
from initiatives.access.board import NEEDS, NOT_PLACED, STAGES, Wanted, count_initiatives, wanted_initiatives
from initiatives.access.board_cards import cards_of, with_rows
from initiatives.access.budgets import standing_of, with_counts
from initiatives.access.milestones import roll_up, rolled_up, route_choices
from initiatives.access.proposals import checking_of, readable_proposals
from initiatives.models import BudgetRound, Initiative, Milestone, Proposal
from initiatives.models.initiatives import Stage
from tests.communities.town import make_community
from tests.communities.voices import client_of, someone
from tests.initiatives.scene import make_budget, make_initiative, make_milestone, make_proposal, promise

LONG_AGO = timezone.localdate() - timedelta(days=100)
MARKS = {"laat": "laat", "stil": "stil", "vast": "vast"}
"""Kind of mark on a card, and the choice of the filter that lists what has it."""


@pytest.fixture
def community(db):
    """In every stage one that is stuck, asks help, is silent and late; one that waits and one that was hidden."""
    made = make_community()
    member = someone(made, "Lea Lezer")
    matter = {"blocked_because": "geen zaal", "asks_help": "een tolk", "heard_on": LONG_AGO}
    for stage in Stage.values:
        one = make_initiative(made, f"In {stage}", stage=stage, **matter)
        make_milestone(one, days=-3)
        make_milestone(one, "Gehaald", days=-9, done_on=timezone.localdate())
        promise(one, member, days=-2)
    make_initiative(made, "Wacht", placed_at=None, **matter)
    make_milestone(make_initiative(made, "Verborgen", hidden_because="reclame", **matter), days=-3)
    make_initiative(made, "Niets aan de hand")
    return made


@pytest.fixture
def coordinator(community):
    return someone(community, "Cora Coach", role="coordinator")


def titles(user, community, **wanted):
    return sorted(one.title for one in wanted_initiatives(user, community, Wanted(**wanted)))


def test_the_whole_of_the_board_is_its_lists(community, coordinator):
    counted = count_initiatives(coordinator, community)
    lists = {stage: len(titles(coordinator, community, stage=stage)) for stage in STAGES}
    assert counted.by_stage == lists
    assert sum(lists.values()) == len(titles(coordinator, community)) == len(STAGES) + 1
    assert (counted.n_waiting, counted.n_hidden) == (1, 1)
    assert titles(coordinator, community, need="wacht") == ["Wacht"]
    assert titles(coordinator, community, need="verborgen") == ["Verborgen"]


def test_what_the_desk_counts_is_what_it_leads_to(community, coordinator):
    """Both say how many: the words of the desk, and the rows that stand where it leads."""
    quiet = quiet_part(community)
    client, told = client_of(coordinator), {one.attention.kind: one for one in initiative_items(community, quiet.n)}
    for kind in ("vast", "hulp"):
        page = client.get(told[kind].path)
        assert number_in(told[kind].attention.title) == page.context["n_found"] == 4, kind
    late = client.get(told["mijlpaal"].path)
    rows = [row for _, rows in late.context["groups"] for row, _ in rows]
    assert number_in(told["mijlpaal"].attention.title) == len(rows) == 4
    assert {(row.kind, row.is_late) for row in rows} == {("mijlpaal", True)}
    assert number_in(told["stil-initiatief"].attention.title) == quiet.n == len(quiet.lines) == 3
    assert client.get(quiet.path).context["n_found"] == quiet.n


def number_in(title):
    words = {"Eén": 1}
    first = title.split()[0]
    return words.get(first) or int(re.sub(r"\D", "", first))


def test_a_mark_on_a_card_says_what_the_filter_lists(community, coordinator):
    cards = cards_of(coordinator, community, with_rows(wanted_initiatives(coordinator, community, Wanted())))
    for mark, need in MARKS.items():
        marked = sorted(card.initiative.title for card in cards if mark in dict(card.marks))
        assert marked == titles(coordinator, community, need=need) != [], need


@pytest.mark.parametrize(
    ("method", "attribute"),
    [("placed", "is_placed"), ("going_on", "is_going_on"), ("under_way", "is_under_way"), ("quiet", "is_quiet"),
     ("blocked", "is_blocked"), ("asking_help", "wants_help")],
)  # fmt: skip
def test_the_database_and_the_thing_itself_say_the_same(community, method, attribute):
    listed = {one.pk for one in getattr(Initiative.objects, method)()}
    assert listed == {one.pk for one in Initiative.objects.all() if getattr(one, attribute)}
    assert 0 < len(listed) < Initiative.objects.count()


def test_of_what_ended_nobody_waits_for_a_milestone(community):
    late = {one.pk for one in Milestone.objects.late()}
    assert late == {one.pk for one in Milestone.objects.select_related("initiative") if one.is_late}
    assert {one.initiative.stage for one in Milestone.objects.filter(pk__in=late)} == set(STAGES[:4])
    rows = [row for row in route_rows(community, RouteWanted(kind="mijlpaal")) if row.initiative == "In gestopt"]
    assert [(row.what, row.state, row.is_open, row.is_late) for row in rows] == [("Gehaald", "klaar", False, False)]


def test_what_a_stopped_initiative_did_not_reach_has_lapsed_everywhere(community, coordinator):
    """One definition: of the thing itself, the list, the counters, the choice of the route map, and the pages."""
    kept = {one.pk for one in Milestone.objects.kept()}
    every = list(Milestone.objects.select_related("initiative"))
    assert kept == {one.pk for one in every if not one.has_lapsed}
    stopped = Initiative.objects.get(community=community, stage=Stage.STOPPED)
    of_it = Milestone.objects.filter(initiative=stopped)
    assert of_it.count() == 2
    for counted in (rolled_up(of_it.select_related("initiative")), roll_up(of_it)):
        assert (counted.n_counted, counted.n_done, counted.n_open, counted.n_late) == (1, 1, 0, 0)
    assert rolled_up(every) == roll_up(Milestone.objects.all())
    page = client_of(coordinator).get(reverse("initiatives:milestone_list", args=[community.slug, stopped.pk]))
    assert "1 van 1 mijlpaal bereikt" in page.content.decode()
    assert page.content.decode().count("vervallen: ") == 1
    assert "Zet een mijlpaal neer" not in page.content.decode()
    only_open = make_initiative(community, "Nooit begonnen", stage=Stage.STOPPED)
    make_milestone(only_open, days=-3)
    assert only_open.pk not in dict(route_choices(community))
    assert stopped.pk in dict(route_choices(community))
    for one in (coordinator, someone(community, "Vera Lid")):
        shown = client_of(one).get(only_open.get_absolute_url()).content.decode()
        assert "Wat was afgesproken, is vervallen" in shown
        assert "te laat" not in shown


def test_the_numbers_of_a_budget_are_its_lists(community, coordinator):
    budget = make_budget(community, "toetsen")
    sent = {"state": "ingestuurd", "reason": "", "cost_cents": None, "decided_at": None}
    for number, fields in enumerate(
        [{}, {"state": "niet haalbaar", "cost_cents": None}, sent, sent | {"is_held": True},
         sent | {"hidden_because": "reclame"}, sent | {"state": "ingetrokken"}]
    ):  # fmt: skip
        make_proposal(budget, f"Plan {number}", **fields)
    plans = Proposal.objects.filter(budget=budget)
    assert with_counts(BudgetRound.objects.filter(pk=budget.pk)).get().n_shown == plans.shown().count() == 3
    assert {one.pk for one in plans.shown()} == {one.pk for one in plans if one.is_shown}
    assert {one.pk for one in plans.held()} == {one.pk for one in plans if one.waits}
    assert {one.pk for one in plans.on_ballot()} == {one.pk for one in plans if one.is_on_ballot}
    standing, checking = standing_of(budget, coordinator), checking_of(budget, may_run=True)
    assert standing.n_undecided == checking.n_undecided == plans.undecided().count() == 2
    assert standing.n_on_ballot == checking.n_feasible == plans.on_ballot().count() == 1
    desk = next(one for one in initiative_items(community, 0) if one.attention.kind == "budget")
    assert number_in(desk.attention.title) == standing.n_undecided
    member = someone(community, "Piet Lid")
    assert readable_proposals(member, budget).count() == plans.shown().count()


def test_every_choice_of_the_filter_has_a_list(community, coordinator):
    client = client_of(coordinator)
    path = reverse("initiatives:initiative_list", args=[community.slug])
    for need in [*NEEDS, *NOT_PLACED]:
        page = client.get(f"{path}?vorm=lijst&nodig={need}")
        assert page.context["n_found"] == len(titles(coordinator, community, need=need)), need
