"""What the open interface tells of a community is what its pages show to a visitor; of a private one nothing."""

import json

import pytest

from initiatives.models import Initiative, Lesson
from tests import factories
from tests.access_rows.impact import make as make_impact
from tests.access_rows.lessons import learned
from tests.asking import Asker
from tests.communities.town import join, make_community
from tests.initiatives.scene import lead, make_budget, make_initiative, make_milestone, make_proposal, promise

LISTS = ("initiatieven", "mijlpalen", "impact", "lessen", "budgetten", "budgetten/7/plannen")


@pytest.fixture
def community(db, settings):
    settings.API_REQUESTS_PER_5_MINUTES = 0
    return make_community("waalmeer")


def read(path):
    return Asker().read(f"/communities/waalmeer/{path}")


def test_milestones_are_those_of_what_visitors_see_in_order_of_day(community):
    shown = make_initiative(community)
    make_milestone(shown, "Later", days=60)
    first = make_milestone(shown, "Eerst", days=-5, done_on="2026-01-02")
    promise(shown, lead(shown), what="Van een mens")
    for title, fields in (("Voor leden", {"is_public": False}), ("Wacht", {"placed_at": None})):
        make_milestone(make_initiative(community, title, **fields))
    found = read("mijlpalen")
    assert [one["naam"] for one in found["mijlpalen"]] == ["Eerst", "Later"]
    one = found["mijlpalen"][0]
    assert (one["datum"], one["bereiktOp"]) == (first.due_on.isoformat(), "2026-01-02")
    assert (one["initiatief"], one["initiatiefNaam"]) == (shown.pk, shown.title)
    assert [one["stand"] for one in found["mijlpalen"]] == ["bereikt", "open"]
    assert not any(words in json.dumps(found) for words in ("Van een mens", "Trees"))


@pytest.mark.parametrize(
    ("stage", "stand"), [("doen", "te laat"), ("gestopt", "vervallen"), ("gerealiseerd", "niet bereikt")]
)
def test_a_milestone_that_was_not_reached_says_why(community, stage, stand):
    make_milestone(make_initiative(community, stage=stage), days=-1)
    assert [one["stand"] for one in read("mijlpalen")["mijlpalen"]] == [stand]


def test_lessons_are_those_that_are_shared_and_are_found_by_theme_and_end(community):
    shown = learned(community, "Openbaar", factor_code="EXP", stage="gestopt")
    Lesson.objects.update(written_by=factories.make_verified_user(name="Silvia Schrijver"))
    learned(community, "Niet gedeeld", is_shared=False)
    learned(community, "Voor leden", is_public=False)
    learned(community, "Les verborgen", hidden_because="Reclame.")
    Initiative.objects.filter(pk=learned(community, "Verborgen").initiative_id).update(hidden_because="Dubbel.")
    found = read("lessen?fase=gestopt&thema=arbeid&factor=EXP")
    (one,) = found["lessen"]
    assert (one["initiatief"], one["advies"], one["fase"]) == (shown.initiative_id, shown.advice, "gestopt")
    assert (one["themas"], one["succesfactor"], read("lessen")["totaal"]) == (["arbeid"], "EXP", 1)
    assert "Silvia" not in json.dumps(found)
    assert read("lessen?fase=gerealiseerd")["lessen"] == []
    assert Asker().wrong("/communities/waalmeer/lessen?fase=doen&q=x") == {
        "fase": "literal_error",
        "q": "extra_forbidden",
    }


def test_impact_is_that_of_what_visitors_see_one_by_one(community):
    make_impact(community)
    make_initiative(community, "Voor leden", is_public=False).chain.create(level="impact", text="Geheim")
    found = read("impact")
    (one,) = found["impact"]
    assert one["keten"]["activiteit"] == ["Elke maand een avond"]
    assert [(measure["naam"], measure["telt"], len(measure["metingen"])) for measure in one["maten"]] == [
        ("Gerepareerde apparaten", "anders", 3),
        ("Bezoekers", "mensen", 3),
    ]
    assert found["totaal"] == 1


def test_plans_are_those_that_visitors_read_without_who_sent_them_in(community):
    budget, proposer = make_budget(community, "toetsen", pk=7), factories.make_verified_user(name="Ine Indiener")
    join(community, proposer)
    open_state = {"state": "ingestuurd", "reason": "", "cost_cents": None, "decided_at": None, "proposed_by": proposer}
    make_proposal(budget, "Bankje", proposed_by=proposer)
    make_proposal(budget, "Nieuw", **open_state)
    make_proposal(budget, "Wacht", is_held=True, **open_state)
    make_proposal(budget, "Weg", hidden_because="Reclame.", **open_state)
    make_proposal(budget, "Terug", **(open_state | {"state": "ingetrokken"}))
    found = read("budgetten/7/plannen")
    assert [(one["naam"], one["stand"], one["kostenInCenten"]) for one in found["plannen"]] == [
        ("Bankje", "haalbaar", 200_000),
        ("Nieuw", "ingestuurd", None),
    ]
    assert (found["budget"], "Ine" in json.dumps(found)) == (budget.name, False)
    assert [one["naam"] for one in read("budgetten/7/plannen?stand=ingestuurd")["plannen"]] == ["Nieuw"]
    (listed,) = read("budgetten")["budgetten"]
    assert listed["_links"]["plannen"]["href"].endswith("/api/v1/communities/waalmeer/budgetten/7/plannen")


def test_a_long_list_comes_in_pages_that_name_each_other(community):
    initiative = make_initiative(community)
    for number in range(3):
        make_milestone(initiative, f"Avond {number}", days=number)
    first = Asker().get("/communities/waalmeer/mijlpalen?aantal=2")
    body = first.json()
    assert (body["pagina"], body["aantal"], body["totaal"]) == (1, 2, 3)
    assert body["_links"]["next"]["href"].endswith("?aantal=2&pagina=2")
    assert 'rel="next"' in first["Link"]
    second = read("mijlpalen?aantal=2&pagina=2")
    assert [one["naam"] for one in second["mijlpalen"]] == ["Avond 2"]


def test_of_a_private_community_and_of_a_budget_that_is_not_announced_nothing_is_there(community):
    private = make_community("binnendijk", visibility="besloten")
    make_proposal(make_budget(private, pk=7))
    make_proposal(make_budget(community, "toetsen", pk=8, announced_at=None))
    asker = Asker()
    there = {one: asker.get(f"/communities/binnendijk/{one}") for one in LISTS}
    assert {one: answer.status_code for one, answer in there.items()} == dict.fromkeys(LISTS, 404)
    never = asker.get("/communities/nergens/lessen").json()["detail"]
    assert {answer.json()["detail"] for answer in there.values()} == {never}
    foreign = [asker.get(f"/communities/waalmeer/budgetten/{number}/plannen").status_code for number in (7, 8)]
    assert foreign == [404, 404]
