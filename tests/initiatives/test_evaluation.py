"""The question after voting: counted, hidden until the result, and never of somebody; and a cost that is a range."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from initiatives.actions.counting import count_budget
from initiatives.actions.evaluation import answer_question
from initiatives.actions.proposals import Judgement, judge_proposal
from initiatives.actions.voting import VotingError, send_ballot
from initiatives.analysis.evaluation import evaluated, evaluation_title
from initiatives.exports.results import result_tables
from initiatives.models import EvaluationTally, Proposal
from tests.communities.town import make_community
from tests.initiatives.scene import make_budget, make_proposal
from tests.initiatives.voting_scene import after, make_coordinator, make_member, make_right, make_vote


@pytest.fixture
def community(db):
    return make_community()


def voters(budget, answers):
    """Somebody for each answer, who voted and gave it."""
    for number, answer in enumerate(answers):
        right = make_right(budget, f"stem{number}@example.org")
        send_ballot(right=right, choices={"1": 1, "2": 1, "3": 1})
        answer_question(right=right, answer=answer)


def test_the_first_answer_of_a_voter_counts_and_no_row_is_of_anybody(community):
    budget = make_vote(community, rights="leden")
    user, right = make_member(budget)
    browser = Client()
    browser.force_login(user)
    send = reverse("initiatives:vote_evaluate", args=[community.slug, budget.pk])
    receipt = reverse("initiatives:vote_receipt", args=[community.slug, budget.pk])
    assert browser.post(send, {"antwoord": "ja"}).status_code == 409
    send_ballot(right=right, choices={"1": 1, "2": 1, "3": 1})
    assert browser.post(send, {"antwoord": "misschien"}).status_code == 409
    assert "een goede manier om samen over geld" in browser.get(receipt).content.decode()
    for answer in ("nee", "nee", "ja"):
        assert browser.post(send, {"antwoord": answer}).status_code == 302
    assert "een goede manier om samen over geld" not in browser.get(receipt).content.decode()
    assert list(EvaluationTally.objects.values_list("answer", "n")) == [("nee", 1)]
    assert {field.name for field in EvaluationTally._meta.fields} == {"id", "budget", "answer", "n"}


def test_at_counting_the_answers_go_into_the_result_and_out_of_the_table(community):
    budget = make_vote(community)
    voters(budget, ["ja", "ja", "ja", "nee", "een beetje"])
    runs = make_coordinator(community)
    with after(budget):
        with pytest.raises(VotingError):
            answer_question(right=budget.vote_rights.first(), answer="ja")
        figures = count_budget(budget=budget, by=runs).figures
        assert figures["evaluation"] == {"n": 5, "answers": {"ja": 3, "een beetje": 1, "nee": 1}}
        assert not EvaluationTally.objects.exists()
        assert not budget.vote_rights.filter(has_evaluated=True).exists()
        browser = Client()
        browser.force_login(runs)
        page = browser.get(reverse("initiatives:election_result", args=[community.slug, budget.pk])).content.decode()
    assert "3 van de 5 stemmers die antwoordden, vonden dit een goede manier" in page
    assert ["Antwoord «een beetje»", 1] in result_tables(figures)[2].rows


def test_of_few_answers_only_how_many_is_told():
    found = evaluated({"ja": 3, "nee": 1})
    assert found == {"n": 4, "answers": None}
    assert evaluation_title(found) == "Minder dan 5 stemmers antwoordden"


def test_the_page_that_keeps_by_itself_is_told_why_it_cannot(community):
    budget = make_vote(community, rights="leden")
    user, _ = make_member(budget)
    browser = Client()
    with after(budget):
        browser.force_login(user)
        kept = {"stap": "bewaar", "fetch": "1", "keuze": ["1"]}
        told = browser.post(reverse("initiatives:ballot", args=[community.slug, budget.pk]), kept)
    assert (told.status_code, told["Content-Type"]) == (409, "text/plain; charset=utf-8")
    assert told.content.decode().startswith("Stemmen kon tot ")


# ── A cost from … to … ────────────────────────────────────────────────────────────────────────────────────────────
def test_a_cost_may_be_a_range_of_which_the_highest_is_counted_and_fixed(community):
    budget, runs = make_budget(community, "toetsen"), make_coordinator(community)
    plan = make_proposal(budget, state="ingestuurd", reason="", decided_at=None, cost_cents=None)
    for least in (0, 250_000):
        with pytest.raises(Exception, match="laagste bedrag"):
            judge_proposal(by=runs, proposal=plan, judgement=Judgement(True, "Kan.", 250_000, least), version=1)
    judged = judge_proposal(by=runs, proposal=plan, judgement=Judgement(True, "Kan.", 250_000, 180_000), version=1)
    assert (judged.costs, judged.cost_cents) == ("€ 1.800 tot € 2.500", 250_000)
    with pytest.raises(IntegrityError), transaction.atomic():
        Proposal.objects.filter(pk=plan.pk).update(cost_from_cents=300_000)
    type(budget).objects.filter(pk=budget.pk).update(opened_at=budget.vote_from)
    with pytest.raises(IntegrityError, match="never changes"), transaction.atomic():
        Proposal.objects.filter(pk=plan.pk).update(cost_from_cents=None)
    with pytest.raises(PermissionDenied):
        judge_proposal(by=make_member(budget)[0], proposal=plan, judgement=Judgement(True, "Kan.", 1), version=2)
