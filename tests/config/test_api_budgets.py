"""Budgets for machines: what was announced, and the count only once everybody may know it."""

import pytest
from django.utils import timezone

from initiatives.models import BudgetRound, ElectionResult
from tests.asking import Asker
from tests.communities.town import make_community
from tests.initiatives.scene import make_budget

BENCH = {"code": "1", "title": "Bankje bij de vijver", "cost": 200_000, "votes": 41, "points": None, "is_won": True}
FIGURES = {
    "winners": ["1"],
    "cost": 200_000,
    "left": 800_000,
    "hidden": "",
    "turnout": {"n_sent": 60},
    "projects": [BENCH | {"why": "41 mensen betaalden mee."}],
}


@pytest.fixture
def community(db, settings):
    settings.API_REQUESTS_PER_5_MINUTES = 0
    return make_community("waalmeer")


def test_the_count_is_told_once_it_is_published(community):
    budget = make_budget(community, "tellen", counted_at=timezone.now())
    ElectionResult.objects.create(budget=budget, figures=FIGURES, method="1")
    (hidden,) = Asker().read("/communities/waalmeer/budgetten")["budgetten"]
    assert (hidden["fase"], hidden["uitslag"]) == ("tellen", None)
    BudgetRound.objects.filter(pk=budget.pk).update(published_at=timezone.now())
    (found,) = Asker().read("/communities/waalmeer/budgetten")["budgetten"]
    assert (found["fase"], found["bedragInCenten"]) == ("uitslag", 1_000_000)
    assert (found["uitslag"]["gekozen"], found["uitslag"]["uitgebracht"]) == (["1"], 60)
    assert [(one["naam"], one["stemmen"], one["isGekozen"]) for one in found["uitslag"]["plannen"]] == [
        ("Bankje bij de vijver", 41, True)
    ]


def test_what_was_not_announced_and_what_is_of_a_private_community_is_not_there(community):
    make_budget(community, "stemmen", announced_at=None, opened_at=None)
    assert Asker().read("/communities/waalmeer/budgetten")["budgetten"] == []
    make_budget(make_community("binnendijk", visibility="besloten"))
    assert Asker().get("/communities/binnendijk/budgetten").status_code == 404
