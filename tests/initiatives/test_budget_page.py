"""The page of a budget while people vote: who voted reads so, and nobody else learns it."""

import pytest
from django.test import Client
from django.urls import reverse

from initiatives.access.voting import link_token
from initiatives.actions.voting import save_draft, send_ballot
from initiatives.models import VoteRight
from tests.communities.town import make_community
from tests.initiatives.voting_scene import after, chosen, make_member, make_vote


@pytest.fixture
def community(db):
    return make_community()


def path(budget, view, *args):
    return reverse(f"initiatives:{view}", args=[budget.community.slug, budget.pk, *args])


def shown(budget, client):
    return client.get(budget.get_absolute_url()).content.decode()


def of_member(budget):
    user, right = make_member(budget)
    client = Client()
    client.force_login(user)
    return client, right


def test_the_page_of_the_budget_says_that_one_voted_and_to_nobody_else(community):
    budget = make_vote(community, rights="leden")
    (client, right), (other, _) = of_member(budget), of_member(budget)
    save_draft(right=right, choices=chosen("1"))
    before = shown(budget, client)
    send_ballot(right=right, choices=chosen("1", "2", "3"))
    page = shown(budget, client)
    assert "U hebt gestemd" in page
    assert f'<a class="go" href="{path(budget, "vote")}">Bekijk of wijzig uw stem' in page
    assert "Stem mee" not in page
    assert page.count(path(budget, "vote")) == 1
    for text in (before, shown(budget, other), shown(budget, Client())):
        assert "U hebt gestemd" not in text
        assert "Stem mee over" in text
    with after(budget):
        assert "U hebt gestemd" not in shown(budget, client)


def test_who_votes_without_an_account_reads_the_page_of_the_budget_as_before(community):
    budget, client = make_vote(community), Client()
    client.post(path(budget, "vote_link", link_token(budget, "an@example.org")), {"leeftijd": "on"})
    send_ballot(right=VoteRight.objects.get(), choices=chosen("1", "2", "3"))
    assert "U hebt gestemd" in client.get(path(budget, "vote")).content.decode()
    page = shown(budget, client)
    assert "Stem mee over" in page
    assert "U hebt gestemd" not in page
