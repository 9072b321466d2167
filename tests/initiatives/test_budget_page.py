"""The page of a budget and those around it: each reader reads what is so, and is offered what can be done."""

import pytest
from django.test import Client
from django.urls import reverse

from initiatives.access.voting import link_token
from initiatives.actions.counting import count_budget
from initiatives.actions.paper_ballots import Typed, type_paper
from initiatives.actions.voting import save_draft, send_ballot
from initiatives.models import VoteRight
from lib.text import long_date
from tests.communities.town import make_community
from tests.communities.voices import client_of, someone
from tests.initiatives.scene import make_budget, make_proposal
from tests.initiatives.voting_scene import after, chosen, hand_out, make_coordinator, make_member, make_vote

ROLES = {"member": "lid", "coordinator": "coordinator"}


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


# ── Before the count, and before the result ───────────────────────────────────────────────────────────────────────
@pytest.fixture
def unfinished(community):
    """A vote with two ballots on paper that are typed once, and who runs it."""
    budget, coordinator = make_vote(community), make_coordinator(community)
    hand_out(budget, 2)
    for number in (1, 2):
        type_paper(by=coordinator, budget=budget, number=number, typed=Typed(chosen("1", "2", "3")))
    return budget, coordinator


def test_paper_that_is_not_done_stands_before_the_count(unfinished):
    budget, coordinator = unfinished
    with after(budget):
        client = client_of(coordinator)
        page = shown(budget, client)
        assert "2 papieren biljetten zijn nog niet af" in page
        assert f'<a class="button main" href="{path(budget, "paper_ballot_list")}">' in page
        assert "Tel de stemmen" not in page
        assert "papieren biljetten" not in shown(budget, Client())
        budget.paper_ballots.all().delete()
        assert "Tel de stemmen" in shown(budget, client)


def test_who_counts_all_the_same_reads_how_many_and_where(unfinished):
    budget, coordinator = unfinished
    with after(budget):
        page = client_of(coordinator).post(path(budget, "election_count"), follow=True).content.decode()
    assert "2 papieren biljetten zijn nog niet af. Typ ze in, of wis wat niet meetelt." in page
    assert f'<a href="{path(budget, "paper_ballot_list")}">Naar de papieren biljetten</a>' in page


@pytest.mark.parametrize("who", ["visitor", "member", "coordinator"])
def test_before_the_result_its_page_says_when_voting_closes(community, who):
    budget = make_vote(community)
    client = Client() if who == "visitor" else client_of(someone(community, "Lea Lezer", role=ROLES[who]))
    response = client.get(path(budget, "election_result"))
    assert response.status_code == 404
    page = response.content.decode()
    assert "De uitslag is er nog niet" in page
    assert f"Stemmen kan tot {long_date(budget.vote_until)}" in page
    assert f'<a class="go" href="{budget.get_absolute_url()}">' in page


def test_what_is_counted_and_not_published_is_read_by_who_runs_it_alone(community):
    budget, coordinator = make_vote(community), make_coordinator(community)
    with after(budget):
        client = client_of(coordinator)
        page = Client().get(path(budget, "election_result")).content.decode()
        assert "Nu tellen wij de stemmen." in page
        count_budget(budget=budget, by=None)
        page = Client().get(path(budget, "election_result"))
        assert (page.status_code, client.get(path(budget, "election_result")).status_code) == (404, 200)
        assert "maakt de uitslag nog bekend" in page.content.decode()


def test_of_a_vote_that_never_opened_no_days_that_are_over_are_told(community):
    budget = make_budget(community, "tellen", opened_at=None)
    page = Client().get(path(budget, "election_result")).content.decode()
    assert "Er is nog niet gestemd. De coördinator kiest nieuwe dagen." in page


def test_what_is_not_for_everybody_yet_is_for_coordinators_and_not_for_one(community):
    coordinator, new = make_coordinator(community), make_budget(community, announced_at=None, opened_at=None)
    assert "Alleen coördinatoren zien dit nog" in shown(new, client_of(coordinator))
    budget = make_vote(community, name="Ander")
    with after(budget):
        client = client_of(coordinator)
        count_budget(budget=budget, by=None)
        assert "Alleen coördinatoren zien de uitslag nog." in shown(budget, client)
        assert "Alleen coördinatoren zien dit nog." in client.get(path(budget, "budget_publish")).content.decode()


# ── Fixing the ballot ─────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("phase", "n_plans", "words"),
    [
        ("insturen", 2, "Plannen insturen kan nog tot"),
        ("toetsen", 1, "Vastleggen kan als er minstens twee haalbare plannen zijn."),
        ("toetsen", 2, ""),
    ],
)
def test_a_ballot_is_fixed_with_a_button_only_where_it_can_be(community, phase, n_plans, words):
    budget = make_budget(community, phase)
    for number in range(n_plans):
        make_proposal(budget, f"Plan {number}")
    response = client_of(make_coordinator(community)).get(path(budget, "budget_open"))
    page = response.content.decode()
    assert response.status_code == 200
    assert words in page
    assert ('<button class="button main" type="submit">Leg het stembiljet vast' in page) == (not words)
    assert "Fout:" not in page
