"""After the count: the result is published once, winners become initiatives, and the money is accounted for."""

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from communities.models import Notice, Post
from initiatives.actions.budget_moments import publish_result, start_initiatives, write_account
from initiatives.actions.budgets import BudgetError
from initiatives.models import ElectionResult, Initiative, Partner, StageChange
from tests import factories
from tests.communities.town import make_town
from tests.initiatives import scene


@pytest.fixture
def town(db):
    return make_town()


@pytest.fixture
def counted(town):
    """A counted budget: idea 2 won before idea 1, idea 3 lost; 1 is of somebody who left."""
    budget = scene.make_budget(town.public, "tellen")
    gone = factories.make_verified_user(name="Gijs Gegaan")
    scene.make_proposal(budget, "Boom", proposed_by=gone)
    scene.make_proposal(budget, "Bankje", proposed_by=town.people["member"], text="<b>Zitten</b>\n\nbij de vijver")
    scene.make_proposal(budget, "Zwembad", proposed_by=town.people["frontrunner"])
    type(budget).objects.filter(pk=budget.pk).update(counted_at=timezone.now())
    ElectionResult.objects.create(budget=budget, figures={"winners": ["2", "1"]}, method="1")
    budget.refresh_from_db()
    return budget


def test_before_publishing_only_who_runs_it_sees_who_won(town, counted):
    pages = {name: town.clients[name].get(counted.get_absolute_url()) for name in ("visitor", "member", "coordinator")}
    assert [len(page.context["winners"]) for page in pages.values()] == [0, 0, 2]
    assert pages["coordinator"].context["button"]["step"] == "publiceren"


def test_publishing_tells_each_once_and_makes_initiatives_of_the_winners(town, counted):
    path = reverse("initiatives:budget_publish", args=[town.public.slug, counted.pk])
    assert town.clients["coordinator"].get(path).status_code == 200
    for _ in range(2):
        assert town.clients["coordinator"].post(path, {"starts": "on"}).status_code == 302
    told = {
        name: [one.title for one in Notice.objects.filter(user=town.people[name], key__contains="-result")]
        for name in ("member", "frontrunner", "commissioner")
    }
    assert told == {
        "member": ["Uw plan “Bankje” krijgt geld"],
        "frontrunner": ["Uw plan “Zwembad” krijgt dit keer geen geld"],
        "commissioner": [],
    }
    told = Post.objects.get(title="De uitslag van Dorpsbudget is bekend")
    assert (told.author, told.audience) == (town.people["coordinator"], "openbaar")
    assert "2 plannen krijgen geld." in told.body
    assert counted.get_absolute_url() in told.body
    bench, tree = Initiative.objects.order_by("pk")
    assert [(one.title, one.stage, one.is_placed) for one in (bench, tree)] == [
        ("Bankje", "willen", True),
        ("Boom", "willen", True),
    ]
    assert (bench.proposed_by, tree.proposed_by) == (town.people["member"], town.people["coordinator"])
    assert "€ 2.000" in bench.description
    assert "<b>Zitten" not in bench.description
    assert [one.user for one in Partner.objects.filter(role="trekt")] == [town.people["member"]]
    assert StageChange.objects.count() == 2
    page = town.clients["visitor"].get(counted.get_absolute_url())
    assert [one.idea.title for one in page.context["winners"]] == ["Bankje", "Boom"]


def test_initiatives_can_begin_later_and_each_begins_once(town, counted):
    coordinator = town.people["coordinator"]
    publish_result(by=coordinator, budget=counted, starts=False)
    assert not Initiative.objects.exists()
    path = reverse("initiatives:budget_start", args=[town.public.slug, counted.pk])
    for _ in range(2):
        town.clients["coordinator"].post(path)
    assert Initiative.objects.count() == 2
    assert start_initiatives(by=coordinator, budget=counted) == []


def test_two_winners_of_one_name_and_person_are_two_initiatives(town):
    budget = scene.make_budget(town.public, "tellen")
    for text in ("Bij de school.", "Bij de kerk."):
        scene.make_proposal(budget, "Bankje", proposed_by=town.people["member"], text=text)
    type(budget).objects.filter(pk=budget.pk).update(counted_at=timezone.now())
    ElectionResult.objects.create(budget=budget, figures={"winners": ["1", "2"]}, method="1")
    publish_result(by=town.people["coordinator"], budget=budget)
    assert sorted(Initiative.objects.values_list("title", flat=True)) == ["Bankje (1)", "Bankje (2)"]


def test_nothing_is_published_before_the_count_or_by_who_does_not_run_it(town, counted):
    with pytest.raises(PermissionDenied):
        publish_result(by=town.people["member"], budget=counted)
    other = scene.make_budget(town.public, "tellen", name="Ander")
    with pytest.raises(BudgetError, match="nog niet geteld"):
        publish_result(by=town.people["coordinator"], budget=other)
    with pytest.raises(BudgetError, match="nog niet gepubliceerd"):
        write_account(by=town.people["coordinator"], budget=counted, text="Op.", version=counted.version)


def test_the_account_stands_on_the_page_with_what_became_of_each_winner(town, counted):
    publish_result(by=town.people["coordinator"], budget=counted)
    scene.make_milestone(Initiative.objects.get(title="Bankje"), "Hout besteld")
    path = reverse("initiatives:budget_account", args=[town.public.slug, counted.pk])
    sent = {"account": "Er is € 6.000 over.", "version": counted.version}
    assert town.clients["coordinator"].post(path, {"account": " "}).status_code == 400
    assert town.clients["coordinator"].get(path).status_code == 200
    assert town.clients["coordinator"].post(path, sent).status_code == 302
    page = town.clients["visitor"].get(counted.get_absolute_url()).content.decode()
    assert all(words in page for words in ("Er is €\u00a06.000 over.", "Hout besteld", "willen"))
    counted.refresh_from_db()
    first = counted.accounted_at
    again = write_account(
        by=town.people["coordinator"], budget=counted, text="Er is niets over.", version=counted.version
    )
    assert (again.accounted_at, again.phase) == (first, "verantwoording")


def test_of_two_accounts_at_once_the_second_reads_the_first_and_loses_nothing(town, counted):
    publish_result(by=town.people["coordinator"], budget=counted)
    path = reverse("initiatives:budget_account", args=[town.public.slug, counted.pk])
    client, version = town.clients["coordinator"], counted.version
    assert client.post(path, {"account": "Van de een.", "version": version}).status_code == 302
    refused = client.post(path, {"account": "Van de ander.", "version": version})
    page = refused.content.decode()
    assert refused.status_code == 409
    assert re.search(r"<textarea[^>]*>\s*Van de een\.</textarea>", page)
    assert f'name="version" value="{version + 1}"' in page
    assert "Van de ander." in page
    counted.refresh_from_db()
    assert counted.account == "Van de een."


def test_a_visitor_sees_no_initiative_that_is_for_members(town, counted):
    publish_result(by=town.people["coordinator"], budget=counted)
    Initiative.objects.filter(title="Bankje").update(is_public=False)
    found = {
        name: town.clients[name].get(counted.get_absolute_url()).context["winners"][0].initiative is not None
        for name in ("visitor", "member")
    }
    assert found == {"visitor": False, "member": True}


def test_the_page_asks_as_much_for_three_winners_as_for_one(town):
    def questions(n: int) -> int:
        budget = scene.make_budget(town.public, "tellen", name=f"Budget {n}")
        for _ in range(n):
            scene.make_proposal(budget, f"Plan {n}", proposed_by=town.people["member"])
        type(budget).objects.filter(pk=budget.pk).update(counted_at=timezone.now())
        codes = [str(number) for number in range(1, n + 1)]
        ElectionResult.objects.create(budget=budget, figures={"winners": codes}, method="1")
        publish_result(by=town.people["coordinator"], budget=budget)
        for one in Initiative.objects.filter(proposal__budget=budget):
            scene.make_milestone(one)
        with CaptureQueriesContext(connection) as found:
            assert town.clients["coordinator"].get(budget.get_absolute_url()).status_code == 200
        return len(found)

    town.clients["coordinator"].get(reverse("initiatives:budget_list", args=[town.public.slug]))
    assert questions(1) == questions(3)
