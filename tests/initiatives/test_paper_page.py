"""The pages of ballots on paper: they offer what can be done with this ballot at this moment, and nothing else."""

import re

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from initiatives.actions.counting import count_budget
from initiatives.actions.paper_ballots import Typed, type_paper
from initiatives.actions.vote_roll import make_codes
from initiatives.reports import vote_letters
from tests.communities.town import make_community
from tests.communities.voices import client_of
from tests.initiatives.voting_scene import after, chosen, hand_out, make_coordinator, make_vote

FORM, PRINT = "Bewaar dit biljet", "Print lege biljetten"


@pytest.fixture
def community(db):
    return make_community()


@pytest.fixture
def coordinator(community):
    return make_coordinator(community)


def path(budget, view, *args):
    return reverse(f"initiatives:{view}", args=[budget.community.slug, budget.pk, *args])


def shown(user, budget, view, *args):
    response = client_of(user).get(path(budget, view, *args))
    assert response.status_code == 200
    return response.content.decode()


def test_plans_are_typed_in_the_order_in_which_they_stand_on_paper(community, coordinator, monkeypatch):
    budget = make_vote(community, lot=["3", "1", "5", "2", "4"])
    hand_out(budget, 1)
    printed = []
    monkeypatch.setattr(vote_letters, "_pdf", lambda *args: printed.extend(args[4]["projects"]) or b"")
    vote_letters.ballots_pdf(budget, 1, 1, "")
    typed = re.findall(r'name="keuze" value="(\d+)"', shown(coordinator, budget, "paper_ballot", 1))
    assert typed == [str(one["number"]) for one in printed] == budget.lot


@pytest.mark.parametrize("rights", ["code", "e-mail"])
def test_the_code_is_asked_where_people_vote_by_code_and_only_there(community, coordinator, rights):
    budget = make_vote(community, rights=rights)
    hand_out(budget, 1)
    is_asked = rights == "code"
    page = shown(coordinator, budget, "paper_ballot", 1)
    assert ("Stemcode" in page, "niet verplicht" in page) == (is_asked, False)
    sent = client_of(coordinator).post(path(budget, "paper_ballot", 1), {"keuze": ["1", "2", "3"]})
    assert ("Vul de stemcode in" in sent.content.decode(), sent.status_code) == (is_asked, 400 if is_asked else 302)


def test_before_voting_and_after_the_count_there_is_no_form_to_type_in(community, coordinator):
    budget = make_vote(community)
    hand_out(budget, 1)
    assert FORM in shown(coordinator, budget, "paper_ballot", 1)
    with time_machine.travel(budget.opened_at):
        early = shown(coordinator, budget, "paper_ballot", 1)
    with after(budget):
        count_budget(budget=budget, by=None)
        late = shown(coordinator, budget, "paper_ballot", 1)
    for page in (early, late):
        assert "Stembiljetten intypen kan vanaf het begin van het stemmen, tot u de stemmen telt." in page
        assert FORM not in page


def test_a_number_for_which_no_paper_was_handed_out_has_no_form(community, coordinator):
    budget = make_vote(community)
    hand_out(budget, 1)
    type_paper(by=make_coordinator(community), budget=budget, number=1, typed=Typed(chosen("1", "2", "3")))
    assert FORM in shown(coordinator, budget, "paper_ballot", 1)
    page = shown(coordinator, budget, "paper_ballot", 20)
    assert "Er is 1 stembiljet uitgedeeld" in page
    assert FORM not in page


def test_blank_ballots_are_printed_until_voting_has_closed(community, coordinator):
    budget = make_vote(community)
    assert PRINT in shown(coordinator, budget, "paper_ballot_list")
    with after(budget):
        assert PRINT not in shown(coordinator, budget, "paper_ballot_list")
        refused = client_of(coordinator).get(path(budget, "paper_ballots_pdf"), follow=True)
        assert "Lege biljetten zijn niet meer nodig." in refused.content.decode()
        count_budget(budget=budget, by=None)
        assert "De stemmen zijn geteld." in shown(coordinator, budget, "paper_ballot_list")


def test_of_a_ballot_that_is_done_nobody_reads_that_it_is_typed_once_more(community, coordinator):
    budget = make_vote(community)
    hand_out(budget, 1)
    for by in (coordinator, make_coordinator(community)):
        assert "straks nog een keer" in shown(coordinator, budget, "paper_ballot", 1)
        type_paper(by=by, budget=budget, number=1, typed=Typed(chosen("1", "2", "3")))
    page = shown(coordinator, budget, "paper_ballot", 1)
    assert "is al verwerkt" in page
    assert "straks nog een keer" not in page


@pytest.mark.parametrize(
    ("second", "words"),
    [
        ({"codes": "1 2 4", "which": 0}, "Verschilt: beslis met het papier erbij."),
        ({"codes": "1 2 3", "which": 1}, "De stemcode verschilt: typ het opnieuw, met het papier erbij."),
        ({"codes": "", "which": 0, "is_invalid": True}, "Één van de twee vond het biljet ongeldig: typ het opnieuw"),
    ],
)
def test_the_list_says_of_two_that_differ_what_can_be_done(community, coordinator, second, words):
    budget = make_vote(community, rights="code")
    codes = make_codes(by=coordinator, budget=budget, number=2)
    other = make_coordinator(community)
    type_paper(by=other, budget=budget, number=1, typed=Typed(chosen("1", "2", "3"), codes[0]))
    typed = Typed(chosen(*second["codes"].split()), codes[second["which"]], second.get("is_invalid", False))
    type_paper(by=coordinator, budget=budget, number=1, typed=typed)
    assert words in shown(coordinator, budget, "paper_ballot_list")
    theirs, is_chosen = shown(other, budget, "paper_ballot_list"), words.startswith("Verschilt")
    assert ("de tweede typist lost het op" in theirs, "de tweede typist typt het opnieuw" in theirs) == (
        is_chosen,
        not is_chosen,
    )


def test_the_page_of_two_codes_that_differ_says_who_types_again(community, coordinator):
    budget = make_vote(community, rights="code")
    codes = make_codes(by=coordinator, budget=budget, number=2)
    other = make_coordinator(community)
    for by, code in ((other, codes[0]), (coordinator, codes[1])):
        type_paper(by=by, budget=budget, number=1, typed=Typed(chosen("1", "2", "3"), code))
    assert "Wie het als tweede typte, typt het opnieuw" in shown(other, budget, "paper_ballot", 1)


def test_a_visitor_does_not_reach_them(community):
    budget = make_vote(community)
    assert "/login/" in Client().get(path(budget, "paper_ballot", 1))["Location"]
