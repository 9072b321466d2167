"""What is taken along as a file is what the page shows to the same reader: lessons, impact, the board, plans."""

import csv
import io
import json

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from communities.models import Commitment, Membership
from initiatives.models import BudgetRound, Initiative, Lesson
from tests import factories
from tests.access_rows.impact import make as make_impact
from tests.access_rows.lessons import learned
from tests.communities.town import join, standing_town, visit
from tests.initiatives.scene import make_budget, make_initiative, make_listing, make_milestone, make_proposal, promise
from tests.succesfactoren.scene import instrument

FORMULA = "=HYPERLINK(1)"


@pytest.fixture(scope="module")
def ground(django_db_setup, django_db_blocker):
    """Made once for all of them."""
    with django_db_blocker.unblock(), standing_town() as town:
        yield town


@pytest.fixture
def town(ground, db):
    return visit(ground)


def sent(town, who, path):
    answer = town.clients[who].get(f"/c/waalmeer/{path}")
    assert answer.status_code == 200, path
    return answer


def lines(town, who, path):
    """The rows of a CSV file, by heading."""
    text = sent(town, who, path).content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def sheets(town, who, path):
    """The sheets of a workbook: rows of values under the headings."""
    book = load_workbook(io.BytesIO(sent(town, who, path).content))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book}


def told(town, who, path):
    """The one list in a JSON file."""
    answer = sent(town, who, path)
    assert "attachment" in answer["Content-Disposition"]
    (found,) = json.loads(answer.content).values()
    return found


# ── Lessons ───────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def lessons(town):
    """For everybody, not shared, of an initiative for members, of a hidden one, and of another community."""
    learned(town.public, "Openbaar", advice=FORMULA, what_not="Te laat gevraagd.")
    learned(town.public, "Niet gedeeld", is_shared=False, factor_code="LEI", stage="gestopt")
    learned(town.public, "Voor leden", is_public=False)
    learned(town.public, "Les verborgen", hidden_because="Reclame.")
    hidden = learned(town.public, "Verborgen")
    Initiative.objects.filter(pk=hidden.initiative_id).update(hidden_because="Dubbel.")
    learned(town.private, "Van een ander")
    return town


def test_lessons_come_as_each_reader_may_read_them_in_every_kind_of_file(lessons):
    inside = {"Openbaar", "Niet gedeeld", "Voor leden"}
    for who, titles in {"visitor": {"Openbaar"}, "stranger": {"Openbaar"}, "member": inside}.items():
        (rows,) = sheets(lessons, who, "lessen.xlsx").values()
        assert {row[0] for row in rows[1:]} == titles
        assert {one["Initiatief"] for one in lines(lessons, who, "lessen.csv")} == titles
        assert {one["initiatiefNaam"] for one in told(lessons, who, "lessen.json")} == titles


def test_a_file_of_lessons_has_the_filters_that_are_set_and_no_formula(lessons):
    (one,) = lines(lessons, "visitor", "lessen.csv?q=gevraagd")
    assert (one["Wat wij anderen aanraden"], one["Wat niet werkte"]) == (f"'{FORMULA}", "Te laat gevraagd.")
    assert "Ook voor anderen te lezen" not in one
    assert lines(lessons, "visitor", "lessen.csv?fase=gestopt") == []
    instrument()
    (stopped,) = lines(lessons, "member", "lessen.csv?fase=gestopt&factor=LEI")
    assert (stopped["Succesfactor"], stopped["Ook voor anderen te lezen"]) == ("Leiderschap", "nee")
    page = sent(lessons, "member", "lessen/?fase=gestopt").content.decode()
    assert 'href="/c/waalmeer/lessen.json?fase=gestopt"' in page


def test_who_wrote_a_lesson_is_in_no_file(lessons):
    Lesson.objects.update(written_by=factories.make_verified_user(name="Silvia Schrijver"))
    files = [sent(lessons, "coordinator", f"lessen.{kind}").content for kind in ("csv", "json")]
    assert [b"Silvia" in content for content in files] == [False, False]


# ── The board ─────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_member_takes_the_board_along_and_nobody_else(town):
    member = town.people["member"]
    shown = make_listing(town.public, member, title=FORMULA, kind="ruimte")
    make_listing(town.public, member, title="Verborgen", hidden_because="Reclame.")
    gone = factories.make_verified_user(name="Wim Weg")
    join(town.public, gone)
    make_listing(town.public, gone, title="Van wie wegging")
    Membership.objects.filter(user=gone).update(status="vertrokken", left_at=timezone.now())
    (found,) = told(town, "member", "vraag-en-aanbod.json")
    assert (found["nummer"], found["titel"], found["wie"]) == (str(shown.pk), FORMULA, member.name)
    assert [one["Waar gaat het om"] for one in lines(town, "frontrunner", "vraag-en-aanbod.csv")] == [f"'{FORMULA}"]
    assert told(town, "member", "vraag-en-aanbod.json?soort=kennis") == []
    refused = [town.clients[who].get("/c/waalmeer/vraag-en-aanbod.json").status_code for who in ("visitor", "stranger")]
    assert refused == [302, 403]
    page = sent(town, "member", "vraag-en-aanbod/?kant=vraag").content.decode()
    assert 'href="/c/waalmeer/vraag-en-aanbod.xlsx?kant=vraag"' in page


# ── Impact ────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def impact(town):
    """Public, for members, and one that waits: each with a chain; the public one measures too."""
    make_impact(town.public)
    for title, fields in (("Voor leden", {"is_public": False}), ("Wacht nog", {"placed_at": None})):
        made = make_initiative(town.public, title, **fields)
        made.chain.create(level="impact", text=f"{FORMULA} {title}")
    make_impact(town.private)
    return town


def test_chains_and_measures_come_as_each_reader_may_see_them(impact):
    public = Initiative.objects.get(community=impact.public, measures__name="Bezoekers")
    seen = {who: {one["initiatiefNaam"] for one in told(impact, who, "impact.json")} for who in ("visitor", "member")}
    assert seen == {"visitor": {public.title}, "member": {public.title, "Voor leden"}}
    (found,) = told(impact, "stranger", "impact.json")
    assert found["keten"] == {"activiteit": ["Elke maand een avond"], "resultaat": [], "verandering": []}
    first, second = found["maten"]
    assert (first["naam"], first["telt"], first["doel"]) == ("Gerepareerde apparaten", "anders", None)
    assert first["metingen"][-1] == {"waarde": 34.0, "op": "2026-03-01"}
    assert (second["keten"], second["telt"]) == ("resultaat", "mensen")


def test_each_table_of_impact_is_a_sheet_and_a_csv_and_has_no_formula(impact):
    together, measures, measurements, chains = sheets(impact, "visitor", "impact.xlsx").values()
    assert [len(rows) - 1 for rows in (measures, measurements, chains)] == [2, 6, 1]
    assert together[0][0] == "Thema"
    files = {name: lines(impact, "visitor", f"impact/{name}.csv") for name in ("maten", "metingen", "ketens")}
    assert {name: len(rows) for name, rows in files.items()} == {"maten": 2, "metingen": 6, "ketens": 1}
    (measure, _) = files["maten"]
    assert (measure["Bron"], measure["Laatste waarde"], measure["Waar het begon"]) == ("het logboek", "34", "")
    told_to_members = [one["In één zin"] for one in lines(impact, "member", "impact/ketens.csv")]
    assert f"'{FORMULA} Voor leden" in told_to_members
    assert not any("Wacht nog" in words for words in told_to_members)


# ── Plans ─────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.fixture
def plans(town):
    """A budget with plans in every state, all of the same member."""
    budget, of = make_budget(town.public, "toetsen", pk=7), {"proposed_by": town.people["member"]}
    open_state = {"state": "ingestuurd", "reason": "", "cost_cents": None, "decided_at": None}
    make_proposal(budget, FORMULA, cost_from_cents=150_000, **of)
    make_proposal(budget, "Nee", state="niet haalbaar", reason="Geen grond.", cost_cents=9_900, **of)
    make_proposal(budget, "Nieuw", guess_cents=12_345, **(open_state | of))
    make_proposal(budget, "Wacht", is_held=True, **(open_state | of))
    make_proposal(budget, "Weg", hidden_because="Reclame.", **(open_state | of))
    make_proposal(budget, "Terug", **(open_state | of | {"state": "ingetrokken"}))
    return town


FOR_ALL = {FORMULA: "haalbaar", "Nee": "niet haalbaar", "Nieuw": "ingestuurd"}
INSIDE = FOR_ALL | {"Wacht": "wacht op een eerste blik", "Weg": "verborgen", "Terug": "ingetrokken"}


def test_plans_come_as_each_reader_may_read_them_with_names_for_members_only(plans):
    name = plans.people["member"].name
    readers = {
        "visitor": (FOR_ALL, None),
        "stranger": (FOR_ALL, None),
        "frontrunner": (FOR_ALL, name),
        "member": (INSIDE, name),
        "coordinator": (INSIDE, name),
    }
    for who, (states, named) in readers.items():
        assert {one["naam"]: one["stand"] for one in told(plans, who, "budget/7/plannen.json")} == states
        found = lines(plans, who, "budget/7/plannen.csv")
        assert {one["Plan"].removeprefix("'"): one["Stand"] for one in found} == states
        assert {one.get("Van") for one in found} == {named}
    (rows,) = sheets(plans, "visitor", "budget/7/plannen.xlsx").values()
    assert [row[1] for row in rows[1:]] == list(FOR_ALL)


def test_a_plan_says_what_it_costs_and_why_and_the_filters_that_are_set_hold(plans):
    (yes,) = lines(plans, "visitor", "budget/7/plannen.csv?stand=haalbaar")
    assert (yes["Plan"], yes["Kost, of kost ten hoogste (€)"], yes["Waarom"]) == (
        f"'{FORMULA}",
        "2000",
        "Kan op grond van de gemeente.",
    )
    ranged, no, new = told(plans, "visitor", "budget/7/plannen.json")
    assert (ranged["kostenVanafInCenten"], ranged["kostenInCenten"]) == (150_000, 200_000)
    assert (no["kostenInCenten"], no["waarom"], no["initiatief"]) == (None, "Geen grond.", None)
    assert (new["schattingInCenten"], new["waarom"], new["getoetstOp"]) == (12_345, "", None)
    page = sent(plans, "visitor", "budget/7/plannen/?q=nieuw").content.decode()
    assert 'href="/c/waalmeer/budget/7/plannen.csv?q=nieuw"' in page


def test_a_plan_names_its_initiative_once_the_result_is_known_and_to_who_may_see_it(plans):
    budget = BudgetRound.objects.get(pk=7)
    made = make_initiative(plans.public, "Bankje", is_public=False)
    budget.proposals.filter(number=1).update(initiative=made)

    def became(who):
        return told(plans, who, "budget/7/plannen.json")[0]["initiatief"]

    assert became("coordinator") is None
    start = budget.propose_from
    moments = {name: start for name in ("opened_at", "counted_at", "published_at")}
    BudgetRound.objects.filter(pk=7).update(
        propose_from=start.replace(year=2020), propose_until=start.replace(year=2021),
        vote_from=start.replace(year=2022), vote_until=start.replace(year=2023), **moments,
    )  # fmt: skip
    assert [became(who) for who in ("frontrunner", "visitor")] == [made.pk, None]


def test_the_plans_of_a_budget_that_is_not_announced_are_of_who_runs_it(plans):
    BudgetRound.objects.filter(pk=7).update(announced_at=None)
    path = "/c/waalmeer/budget/7/plannen.json"
    assert [plans.clients[who].get(path).status_code for who in ("visitor", "member", "coordinator")] == [404, 404, 200]


# ── The route map ─────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_route_map_is_taken_along_for_programs_by_members(town):
    initiative = make_initiative(town.public)
    make_milestone(initiative, "Eerste avond")
    promise(initiative, town.people["member"], what="Koffie zetten")
    make_milestone(make_initiative(town.public, "Wacht nog", placed_at=None), "Geheim")
    Commitment.objects.create(community=town.private, what="Van een ander", due_on="2027-01-01")
    found = told(town, "member", "routekaart.json")
    assert {(one["wat"], one["soort"], one["initiatief"]) for one in found} == {
        ("Eerste avond", "mijlpaal", initiative.title),
        ("Koffie zetten", "toezegging", initiative.title),
    }
    assert {one["teLaat"] for one in found} == {"nee"}
    assert town.clients["stranger"].get("/c/waalmeer/routekaart.json").status_code == 403
    assert 'href="/c/waalmeer/routekaart.json?' in sent(town, "member", "routekaart/").content.decode()
