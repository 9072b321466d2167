"""Paper ballots: typed by two people, one to a voter, and whoever asks after somebody leaves a trace."""

import re

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from communities.models import LogEntry
from initiatives.access.voting import code_hash, parse_printed, right_by_code
from initiatives.actions.counting import CountingError, count_budget
from initiatives.actions.paper_ballots import (
    HIGHEST_NUMBER,
    PaperError,
    Typed,
    drop_paper,
    settle_paper,
    type_paper,
)
from initiatives.actions.vote_roll import hand_out_paper, make_codes
from initiatives.actions.voting import VotingError, enter_by_code, send_ballot
from initiatives.analysis.elections import BallotError
from initiatives.models import Ballot, PaperBallot
from tests.communities.town import make_community
from tests.initiatives.voting_scene import after, cast, chosen, hand_out, make_coordinator, make_vote

N_PEOPLE = 24


@pytest.fixture
def community(db):
    return make_community()


def path(budget, view):
    return reverse(f"initiatives:{view}", args=[budget.community.slug, budget.pk])


def counted(budget, by=None):
    with after(budget):
        result = count_budget(budget=budget, by=by)
    budget.refresh_from_db()
    return result


def test_what_two_people_type_the_same_counts_and_one_person_is_not_two(community):
    budget = make_vote(community)
    hand_out(budget, 2)
    first, second = make_coordinator(community), make_coordinator(community)
    typed = Typed(chosen("1", "2", "3"))
    assert not type_paper(by=first, budget=budget, number=1, typed=typed).is_done
    assert not type_paper(by=first, budget=budget, number=1, typed=typed).is_done
    assert type_paper(by=second, budget=budget, number=1, typed=typed).is_done
    ballot = Ballot.objects.get()
    assert (ballot.is_paper, ballot.key, ballot.choices) == (True, "", chosen("1", "2", "3"))
    assert PaperBallot.objects.get().first_choices is None
    with pytest.raises(PaperError, match="al verwerkt"):
        type_paper(by=first, budget=budget, number=1, typed=typed)
    with pytest.raises(BallotError, match="ongeldig"):
        type_paper(by=first, budget=budget, number=2, typed=Typed(chosen("1")))


def test_the_second_person_settles_differences_without_having_seen_the_first(community):
    budget = make_vote(community)
    hand_out(budget, 1)
    first, second = make_coordinator(community), make_coordinator(community)
    type_paper(by=first, budget=budget, number=7, typed=Typed(chosen("1", "2", "3")))
    client = Client()
    client.force_login(second)
    address = reverse("initiatives:paper_ballot", args=[community.slug, budget.pk, 7])
    page = client.get(address).content.decode()
    assert not re.search(r'name="keuze"[^>]* checked', page)
    shown = client.post(address, {"keuze": ["1", "2", "4"]}, follow=True).content.decode()
    assert "verschilt" in shown
    paper = PaperBallot.objects.get()
    with after(budget), pytest.raises(CountingError, match="Eén papieren biljet is nog niet af"):
        count_budget(budget=budget, by=first)
    with pytest.raises(PaperError):
        settle_paper(by=second, paper=paper, chosen={"verschil-3": "eerste"})
    with pytest.raises(PaperError, match="tweede"):
        settle_paper(by=first, paper=paper, chosen={"verschil-3": "eerste", "verschil-4": "eerste"})
    settle_paper(by=second, paper=paper, chosen={"verschil-3": "tweede", "verschil-4": "tweede"})
    assert Ballot.objects.get().choices == chosen("1", "2", "4")


def test_a_code_votes_once_on_paper_or_on_the_site(community):
    budget = make_vote(community, rights="code")
    first, second = make_coordinator(community), make_coordinator(community)
    online, paper, later = make_codes(by=first, budget=budget, number=3)
    send_ballot(right=right_by_code(online), choices=chosen("1", "2", "3"))
    with pytest.raises(PaperError, match="al op de site gestemd"):
        type_paper(by=first, budget=budget, number=1, typed=Typed(chosen("1", "2", "3"), online))
    with pytest.raises(PaperError, match="kennen wij niet"):
        type_paper(by=first, budget=budget, number=1, typed=Typed(chosen("1", "2", "3"), "onzin"))
    for by in (first, second):
        type_paper(by=by, budget=budget, number=1, typed=Typed(chosen("1", "2", "4"), paper))
    assert code_hash(budget, parse_printed(paper)[1]) not in str(list(PaperBallot.objects.values()))
    with pytest.raises(VotingError, match="op papier"):
        enter_by_code(right=right_by_code(paper))
    with pytest.raises(PaperError, match="ander papier"):
        type_paper(by=first, budget=budget, number=2, typed=Typed(chosen("1", "2", "4"), paper))
    # Typed by one person, and then the voter votes on the site after all: the paper does not count.
    type_paper(by=first, budget=budget, number=3, typed=Typed(chosen("1", "2", "4"), later))
    send_ballot(right=right_by_code(later), choices=chosen("3", "4", "5"))
    with pytest.raises(PaperError, match="al op de site gestemd"):
        type_paper(by=second, budget=budget, number=3, typed=Typed(chosen("1", "2", "4"), later))
    drop_paper(by=first, paper=PaperBallot.objects.get(number=3))
    turnout = counted(budget, first).figures["turnout"]
    expected = {"n_may": 3, "n_sent": 3, "n_blank": 0, "n_counted": 3, "n_paper": 1, "n_invalid": 0, "n_undone": 0}
    assert turnout == expected
    assert not PaperBallot.objects.exists()


def test_no_more_paper_is_typed_than_was_handed_out(community):
    """Else two coordinators type votes of nobody."""
    budget = make_vote(community)
    first, second = make_coordinator(community), make_coordinator(community)
    typed = Typed(chosen("1", "2", "3"))
    with pytest.raises(PaperError, match="geen stembiljet uitgedeeld"):
        type_paper(by=first, budget=budget, number=1, typed=typed)
    hand_out_paper(by=first, budget=budget, email="an@example.org")
    for by in (first, second):
        type_paper(by=by, budget=budget, number=1, typed=typed)
    with pytest.raises(PaperError, match="1 stembiljet uitgedeeld"):
        type_paper(by=first, budget=budget, number=2, typed=typed)
    assert (Ballot.objects.count(), PaperBallot.objects.count()) == (1, 1)


@pytest.mark.parametrize("number", [0, HIGHEST_NUMBER + 1, 10**30])
def test_a_number_that_is_on_no_ballot_is_refused_also_in_the_address(community, number):
    budget = make_vote(community)
    hand_out(budget, 1)
    client = Client()
    client.force_login(make_coordinator(community))
    address = reverse("initiatives:paper_ballot", args=[community.slug, budget.pk, number])
    assert client.get(address).status_code == 404
    assert client.post(address, {"keuze": ["1", "2", "3"]}).status_code == 404
    with pytest.raises(PaperError, match=r"nummer van 1 tot en met 99\.999"):
        type_paper(by=make_coordinator(community), budget=budget, number=number, typed=Typed(chosen("1", "2", "3")))
    assert not PaperBallot.objects.exists()


def refusals():
    return LogEntry.objects.filter(action="hoort dat iemand al stemde", result=LogEntry.Result.REFUSED).count()


def test_who_asks_whether_somebody_voted_leaves_a_trace_and_cannot_go_on_asking(community):
    cache.clear()
    budget = make_vote(community)
    for number in range(11):
        cast(budget, number, "1", "2", "3")
    client = Client()
    client.force_login(make_coordinator(community))
    asked = [
        client.post(path(budget, "paper_hand_out"), {"email": f"stemmer{number:03}@example.org"}).status_code
        for number in range(11)
    ]
    assert asked == [400] * 10 + [429]
    assert refusals() == 10
    line = LogEntry.objects.filter(action="hoort dat iemand al stemde").first()
    assert "stemmer" not in str(vars(line))
    # A door further it is shut too.
    assert client.post(reverse("initiatives:paper_ballot", args=[community.slug, budget.pk, 1])).status_code == 429


def test_typing_the_code_of_who_voted_on_the_site_leaves_a_trace_too(community):
    budget = make_vote(community, rights="code")
    coordinator = make_coordinator(community)
    (code,) = make_codes(by=coordinator, budget=budget, number=1)
    send_ballot(right=right_by_code(code), choices=chosen("1", "2", "3"))
    with pytest.raises(PaperError, match="al op de site gestemd"):
        type_paper(by=coordinator, budget=budget, number=1, typed=Typed(chosen("1", "2", "3"), code))
    assert (refusals(), PaperBallot.objects.count()) == (1, 0)


def test_an_invalid_paper_is_told_and_not_counted(community):
    budget = make_vote(community)
    hand_out(budget, 1)
    for by in (make_coordinator(community), make_coordinator(community)):
        type_paper(by=by, budget=budget, number=1, typed=Typed(is_invalid=True))
    assert not Ballot.objects.exists()
    assert counted(budget).figures["turnout"]["n_invalid"] == 1
