"""The page of the codes for letters: one press is one batch, and after voting there is nothing to press."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from initiatives.actions.vote_roll import CodesThere, make_codes
from initiatives.models import VoteRight
from tests.communities.town import make_community
from tests.communities.voices import client_of
from tests.initiatives.voting_scene import after, make_coordinator, make_vote

WANTED = {"n_codes": 8, "kind": "bestand"}
FORM = "Maak de codes"


@pytest.fixture
def budget(db):
    return make_vote(make_community(), rights="code")


@pytest.fixture
def client(budget):
    return client_of(make_coordinator(budget.community))


def page_of(budget):
    return reverse("initiatives:vote_codes", args=[budget.community.slug, budget.pk])


def text(response):
    return response.content.decode()


def fields_of(page):
    """What the form on the page sends besides what somebody fills in."""
    return dict(re.findall(r'name="(beside)" value="(\d+)"', page))


def test_who_presses_again_gets_no_second_batch_but_reads_that_there_is_one(budget, client):
    assert client.post(page_of(budget), WANTED)["Content-Disposition"].startswith("attachment")
    again = client.post(page_of(budget), WANTED)
    assert (again.status_code, VoteRight.objects.count()) == (400, 8)
    assert "Er zijn 8 codes gemaakt. Het bestand staat bij uw downloads." in text(again)
    assert "Er zijn al 8 codes gemaakt. Ik wil er nog meer bij." in text(again)
    assert "Kruis dit aan als u er nog meer bij wilt." in text(again)
    assert 'name="more"' in text(again)


def test_more_codes_come_once_for_each_time_that_somebody_says_so(budget, client):
    client.post(page_of(budget), WANTED)
    asked = text(client.get(page_of(budget)))
    assert "Er zijn al 8 codes gemaakt. Ik wil er nog meer bij." in asked
    said_so = WANTED | fields_of(asked) | {"n_codes": 2, "more": "on"}
    assert client.post(page_of(budget), said_so).status_code == 200
    # The page is still there with its box ticked, and is sent once more.
    again = client.post(page_of(budget), said_so)
    assert (again.status_code, VoteRight.objects.count()) == (400, 10)
    assert not re.search(r'name="more"[^>]* checked', text(again))
    assert fields_of(text(again)) == {"beside": "10"}


def test_of_two_presses_at_once_the_second_finds_the_codes_of_the_first(budget):
    coordinator = make_coordinator(budget.community)
    make_codes(by=coordinator, budget=budget, number=1, beside=0)
    with pytest.raises(CodesThere, match="Er is al 1 code gemaakt"):
        make_codes(by=coordinator, budget=budget, number=1, beside=0)
    assert VoteRight.objects.count() == 1


@pytest.mark.parametrize(("n_there", "words"), [(3, "Er zijn al 3 codes gemaakt."), (0, "zijn ingetrokken")])
def test_who_is_just_behind_another_coordinator_reads_what_there_is_now(budget, client, monkeypatch, n_there, words):
    def other_was_first(**_asked):
        raise CodesThere(n_there)

    monkeypatch.setattr("initiatives.views.vote_roll.make_codes", other_was_first)
    page = client.post(page_of(budget), WANTED)
    assert (page.status_code, words in text(page), VoteRight.objects.count()) == (400, True, 0)


def test_before_the_first_codes_nothing_is_asked(budget, client):
    page = text(client.get(page_of(budget)))
    assert FORM in page
    assert 'name="more"' not in page


def test_after_voting_the_page_says_what_was_made_and_offers_nothing(budget, client):
    coordinator = make_coordinator(budget.community)
    make_codes(by=coordinator, budget=budget, number=3)
    link = f'href="{page_of(budget)}"'
    vote = reverse("initiatives:vote", args=[budget.community.slug, budget.pk])
    assert [link in text(client.get(url)) for url in (budget.get_absolute_url(), vote)] == [True, True]
    with after(budget):
        client = client_of(coordinator)
        page = text(client.get(page_of(budget)))
        assert "3 stemcodes zijn gemaakt" in page
        assert "Het stemmen is voorbij. Er komen geen codes meer bij." in page
        assert FORM not in page
        assert [link in text(client.get(url)) for url in (budget.get_absolute_url(), vote)] == [False, False]
        assert link not in text(Client().get(vote))
