"""What is promised to who proposes and votes is kept by the database, also where the code forgets it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from communities.actions.erasure import erase
from communities.actions.traces import NOBODY
from initiatives.models import Ballot, BudgetRound, ElectionResult, Proposal
from tests import factories
from tests.communities.town import join, make_community
from tests.initiatives import scene


@pytest.fixture
def budget(db):
    return scene.make_budget(make_community(), "stemmen", lot=["1", "2"])


@pytest.fixture
def idea(budget):
    scene.make_proposal(budget)
    return scene.make_proposal(budget, "Zwemtrap voor Hans Vos", text="Hans Vos vindt 100% van ons_dorp dit nodig.")


def refused(change) -> bool:
    try:
        with transaction.atomic():
            change()
            connection.check_constraints()
    except IntegrityError:
        return True
    return False


@pytest.mark.parametrize(
    "fields",
    [
        {"amount_cents": 1_000_001},
        {"rights": "code"},
        {"minimum_age": 16},
        {"ballot_kind": "punten"},
        {"rule": "meeste stemmen"},
        {"has_threshold": True},
        {"lot": ["2", "1"]},
        {"lot": []},
        {"vote_from": timezone.now() + timedelta(days=1)},
        {"vote_until": timezone.now() + timedelta(days=99)},
        {"opened_at": None},
        {"decides": "De wethouder."},
        {"area": "Een ander dorp"},
    ],
)
def test_what_was_promised_at_opening_never_changes(budget, fields):
    assert refused(lambda: BudgetRound.objects.filter(pk=budget.pk).update(**fields))


def test_before_opening_everything_may_change(db):
    budget = scene.make_budget(make_community(), "toetsen")
    idea = scene.make_proposal(budget)
    assert BudgetRound.objects.filter(pk=budget.pk).update(amount_cents=1, rule="meeste stemmen") == 1
    assert Proposal.objects.filter(pk=idea.pk).update(cost_cents=5, title="Anders") == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"cost_cents": 1},
        {"title": "Zwemtrap"},
        {"text": "Iets anders."},
        {"place": "Elders"},
        {"state": "niet haalbaar"},
        {"number": 9},
        {"hidden_because": "weg ermee"},
    ],
)
def test_an_idea_that_people_vote_on_never_changes(idea, fields):
    assert refused(lambda: Proposal.objects.filter(pk=idea.pk).update(**fields))


def test_nothing_comes_on_a_ballot_that_is_fixed_and_nothing_goes(budget, idea):
    assert refused(lambda: scene.make_proposal(budget))
    assert refused(idea.delete)
    budget.delete()
    connection.check_constraints()
    assert not Proposal.objects.exists()


def test_who_leaves_is_taken_out_of_words_that_are_fixed(idea):
    title, text = (words.replace("Hans Vos", NOBODY) for words in (idea.title, idea.text))
    assert Proposal.objects.filter(pk=idea.pk).update(title=title, text=text, proposed_by=None) == 1
    # And nothing else goes along with it.
    for words in (f"{NOBODY} wil iets anders", f"{title} en meer", f"% {NOBODY}"):
        assert refused(lambda words=words: Proposal.objects.filter(pk=idea.pk).update(title=words))


def test_an_account_goes_also_when_people_vote_on_its_idea(idea):
    leaver = factories.make_verified_user(name="Hans Vos")
    join(idea.community, leaver)
    Proposal.objects.filter(pk=idea.pk).update(proposed_by=leaver)
    erase(user=leaver, by=None, removes_texts=True)
    connection.check_constraints()
    idea.refresh_from_db()
    assert (idea.title, idea.proposed_by) == (f"Zwemtrap voor {NOBODY}", None)


def test_a_title_that_grew_too_long_by_it_is_cut_off(budget):
    scene.make_proposal(budget)
    idea = scene.make_proposal(budget, f"{'x' * 110} Jo Bos")
    cut = idea.title.replace("Jo Bos", NOBODY)[:120]
    assert Proposal.objects.filter(pk=idea.pk).update(title=cut) == 1


def test_ballots_never_change_once_they_are_counted(db):
    budget = scene.make_budget(make_community(), "tellen")
    ballot = Ballot.objects.create(budget=budget, choices={"1": 1}, is_sent=True)
    mine = Ballot.objects.filter(pk=ballot.pk)
    assert mine.update(choices={"2": 1}) == 1
    BudgetRound.objects.filter(pk=budget.pk).update(counted_at=timezone.now())
    assert refused(lambda: mine.update(choices={"1": 1}))
    assert refused(lambda: Ballot.objects.create(budget=budget, choices={}, is_sent=True))
    assert refused(ballot.delete)
    assert refused(lambda: BudgetRound.objects.filter(pk=budget.pk).update(counted_at=None))


def test_a_result_is_made_once_and_goes_only_with_its_budget(db):
    budget = scene.make_budget(make_community(), "tellen")
    result = ElectionResult.objects.create(budget=budget, figures={"winners": ["1"]}, method="1")
    assert refused(lambda: ElectionResult.objects.filter(pk=result.pk).update(figures={"winners": ["2"]}))
    assert refused(result.delete)
    budget.delete()
    connection.check_constraints()
    assert not ElectionResult.objects.exists()
