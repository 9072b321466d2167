"""What the desk, the front pages and the portfolio say of initiatives and budgets, and to whom."""

import csv
import io
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from initiatives.models import BudgetRound, QuietQuestion, VoteRight
from tests.communities.town import make_town
from tests.initiatives.scene import lead, make_budget, make_initiative, make_milestone, make_proposal


@pytest.fixture
def town(db):
    return make_town()


def desk(town):
    trajectory = town.public.trajectories.get()
    return town.clients["coordinator"].get(reverse("config:desk", args=[trajectory.pk]))


def titles(page) -> list[str]:
    return [one.attention.title for one in [*page.context["large"], *page.context["rest"]]]


def home(town, who):
    return town.clients[who].get(reverse("config:community_home", args=["waalmeer"]))


def n_queries(look) -> int:
    look()
    with CaptureQueriesContext(connection) as queries:
        look()
    return len(queries)


def days_ago(days: int):
    return timezone.localdate() - timedelta(days=days)


# ── The desk ──────────────────────────────────────────────────────────────────────────────────────────────────────
def test_what_asks_for_attention_stands_on_the_desk_and_what_waits_goes_first(town):
    make_initiative(town.public, "Vast", blocked_because="Geen vergunning")
    make_initiative(town.public, "Hulp", asks_help="Een jurist")
    make_initiative(town.public, "Af", stage="gerealiseerd", blocked_because="Was vast")
    make_milestone(make_initiative(town.public, "Laat"), days=-3)
    make_initiative(town.public, "Stil", heard_on=days_ago(60))
    make_initiative(town.public, "Nieuw", placed_at=None)
    make_initiative(town.private, "Elders", blocked_because="Niet van hier")
    page = desk(town)
    assert titles(page)[0] == "Eén initiatief wacht tot u het plaatst"
    assert titles(page)[1:5] == [
        "Eén initiatief loopt vast",
        "Eén initiatief vraagt hulp",
        "Eén mijlpaal is te laat",
        "Eén initiatief is al 45 dagen of langer stil",
    ]
    assert all(one.path for one in [*page.context["large"], *page.context["rest"]])
    assert "Van één initiatief hoorden wij lang niets" in page.content.decode()


def test_a_quiet_initiative_says_what_was_asked_and_answered(town):
    quiet = make_initiative(town.public, heard_on=days_ago(60))
    assert "Nog niet gevraagd hoe het gaat." in desk(town).content.decode()
    question = QuietQuestion.objects.create(initiative=quiet)
    assert "nog geen antwoord" in desk(town).content.decode()
    QuietQuestion.objects.filter(pk=question.pk).update(answer="gestopt", answered_on=days_ago(0))
    assert ": gestopt." in desk(town).content.decode()


@pytest.mark.parametrize(
    ("phase", "fields", "title"),
    [
        ("toetsen", {}, "Eén plan voor Dorpsbudget wacht op een oordeel"),
        ("tellen", {}, "Tel de stemmen van Dorpsbudget"),
        ("tellen", {"counted_at": timezone.now()}, "Publiceer de uitslag van Dorpsbudget"),
        ("stemmen", {}, None),
        ("insturen", {}, None),
    ],
)
def test_a_budget_says_what_its_coordinator_does_next(town, phase, fields, title):
    make_proposal(make_budget(town.public, phase, **fields), state="ingestuurd")
    found = [one for one in titles(desk(town)) if "Dorpsbudget" in one]
    assert found == ([title] if title else [])


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "begint vandaag"), (1, "begint morgen"), (2, "begint over 2 dagen"), (7, "begint over 7 dagen"), (8, None)],
)
def test_shortly_before_voting_the_desk_says_what_is_not_judged_also_while_plans_come_in(town, days, words):
    at_noon = timezone.localtime().replace(hour=12, minute=0)
    with time_machine.travel(at_noon, tick=False):
        begins = timezone.now() + timedelta(days=days, hours=1)
        budget = make_budget(town.public, "insturen", propose_until=begins, vote_from=begins)
        make_proposal(budget, state="haalbaar")
        assert not [one for one in titles(desk(town)) if "Dorpsbudget" in one]
        for number in range(2):
            make_proposal(budget, f"Plan {number}", state="ingestuurd")
        page = desk(town)
    found = [one for one in [*page.context["large"], *page.context["rest"]] if "Dorpsbudget" in one.attention.title]
    if words is None:
        assert found == []
        return
    assert [one.attention.title for one in found] == ["2 plannen voor Dorpsbudget wachten op een oordeel"]
    assert found[0].attention.text.startswith(f"Het stemmen {words}. ")
    assert found[0].path == budget.get_absolute_url()


def test_a_plan_to_judge_says_when_voting_begins_only_where_that_is_soon(town):
    budget = make_budget(town.public, "toetsen")
    make_proposal(budget, state="ingestuurd")
    told = [(budget.vote_from, False), (timezone.now() + timedelta(days=3), True)]
    for begins, is_said in told:
        BudgetRound.objects.filter(pk=budget.pk).update(vote_from=begins)
        page = desk(town)
        item = next(one for one in [*page.context["large"], *page.context["rest"]] if "oordeel" in one.attention.title)
        assert ("Het stemmen begint over 3 dagen." in item.attention.text) == is_said


def test_a_ballot_is_to_be_fixed_once_all_ideas_were_judged(town):
    make_proposal(make_budget(town.public, "toetsen"))
    assert "Leg het stembiljet van Dorpsbudget vast" in titles(desk(town))


def test_the_desk_asks_as_much_for_three_as_for_one(town):
    def fill(number: int) -> None:
        one = make_initiative(town.public, f"Stil {number}", heard_on=days_ago(60), blocked_because="Geld")
        QuietQuestion.objects.create(initiative=one)
        make_initiative(town.public, f"Nieuw {number}", placed_at=None)
        make_budget(town.public, "tellen", name=f"Budget {number}")

    fill(0)
    with_one = n_queries(lambda: desk(town))
    fill(1)
    fill(2)
    assert n_queries(lambda: desk(town)) == with_one


# ── The front page of a community ─────────────────────────────────────────────────────────────────────────────────
def test_three_that_live_most_are_shown_with_how_far_all_are(town):
    for days in (1, 3, 2, 40):
        make_initiative(town.public, f"Gehoord {days}", heard_on=days_ago(days))
    make_initiative(town.public, "Klaar", stage="gerealiseerd")
    page = home(town, "visitor")
    assert [one.title for one in page.context["initiatives"].shown] == ["Gehoord 1", "Gehoord 2", "Gehoord 3"]
    assert "4 van 5 initiatieven zijn op gang, 1 is klaar" in page.content.decode()


def test_visitors_read_nothing_of_what_is_for_members_also_not_how_many(town):
    make_initiative(town.public, "Voor iedereen")
    make_initiative(town.public, "Voor leden", is_public=False)
    make_initiative(town.public, "Wacht nog", placed_at=None, proposed_by=town.people["member"])
    seen = {
        who: ([one.title for one in found["shown"]], found["n"])
        for who in ("visitor", "member")
        for page in [home(town, who).context["initiatives"]]
        for found in [{"shown": page.shown, "n": page.progress.n_counted}]
    }
    assert seen["visitor"] == (["Voor iedereen"], 1)
    assert (sorted(seen["member"][0]), seen["member"][1]) == (["Voor iedereen", "Voor leden"], 2)


def test_a_member_votes_first_and_once_they_did_writes(town):
    budget = make_budget(town.public)
    vote = reverse("initiatives:vote", args=["waalmeer", budget.pk])
    act = home(town, "member").context["act"]
    assert (act.label, act.path) == ("Stem over Dorpsbudget", vote)
    assert vote in home(town, "visitor").content.decode()
    VoteRight.objects.create(budget=budget, voter_hash="x", user=town.people["member"], has_voted=True)
    assert home(town, "member").context["act"].label == "Schrijf een bericht"


def test_an_open_budget_has_its_one_action_and_one_that_is_not_known_yet_has_none(town):
    budget = make_budget(town.public, "insturen")
    labels = {who: home(town, who).context["budget"].label for who in ("member", "visitor")}
    assert labels == {"member": "Stuur een plan in", "visitor": "Bekijk het budget"}
    assert "€\u00a010.000 voor Waalmeer-Noord" in home(town, "visitor").content.decode()
    BudgetRound.objects.filter(pk=budget.pk).update(announced_at=None)
    assert {who: home(town, who).context["budget"] for who in ("member", "coordinator")} == {
        "member": None,
        "coordinator": None,
    }


def test_who_runs_it_first_looks_at_a_new_proposal(town):
    waiting = make_initiative(town.public, placed_at=None)
    assert home(town, "coordinator").context["act"].path == waiting.get_absolute_url()


def test_the_front_page_asks_as_much_for_three_as_for_one(town):
    def fill(number: int) -> None:
        lead(make_initiative(town.public, f"Tuin {number}"), town.people["member"])
        make_budget(town.public, name=f"Budget {number}")

    fill(0)
    with_one = n_queries(lambda: home(town, "coordinator"))
    fill(1)
    fill(2)
    assert n_queries(lambda: home(town, "coordinator")) == with_one
    assert with_one <= 30


# ── The front page of the site, and the portfolio ─────────────────────────────────────────────────────────────────
def test_the_site_counts_what_everybody_may_read(town, client):
    make_initiative(town.public, "Voor iedereen")
    make_initiative(town.public, "Voor leden", is_public=False)
    make_initiative(town.private, "Besloten")
    make_initiative(town.public, "Gestopt", stage="gestopt")
    assert client.get("/").context["n_initiatives"] == 1


def test_the_portfolio_says_how_many_are_done_on_the_page_and_in_the_file(town):
    for number, stage in enumerate(["gerealiseerd", "gerealiseerd", "doen", "idee", "gestopt"]):
        make_initiative(town.public, f"Tuin {number}", stage=stage)
    make_initiative(town.public, "Wacht", placed_at=None)
    client = town.clients["commissioner"]
    page = client.get(reverse("config:portfolio")).content.decode()
    assert "2 van 4 klaar" in page
    assert f'href="{reverse("initiatives:initiative_list", args=["waalmeer"])}"' in page
    content = client.get(reverse("config:portfolio_export", args=["csv"])).content.decode("utf-8-sig")
    head, *rows = csv.reader(io.StringIO(content), delimiter=";")
    at = head.index("Initiatieven")
    assert {row[0]: (row[at], row[at + 1]) for row in rows} == {"Waalmeer": ("4", "2"), "Binnendijk": ("0", "0")}
