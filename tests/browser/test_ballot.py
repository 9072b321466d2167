"""Voting on a phone: with and without JavaScript, a draft that survives, and nothing that axe finds."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from initiatives.models import Ballot, BudgetRound
from tests import factories
from tests.browser.conftest import _log_in
from tests.communities.town import join, make_community
from tests.initiatives.scene import make_budget, make_initiative, make_proposal

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TITLES = ("Bankje bij de vijver", "Boom op het plein", "Boekenkast buiten", "Buitenoven")


def make_vote(**fields: object) -> BudgetRound:
    """An open vote of members on four ideas of € 2.000."""
    budget = make_budget(make_community(), "stemmen", **fields)
    for title in TITLES:
        make_proposal(budget, title)
    return budget


def to_the_ballot(page: Page, live_server, budget: BudgetRound) -> Page:
    """Log a member in and open the ballot from the page of the budget."""
    voter = factories.make_verified_user("stemmer@example.org", name="Stem Mer")
    join(budget.community, voter)
    _log_in(page, live_server, voter)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(live_server.url + reverse("initiatives:vote", args=[budget.community.slug, budget.pk]))
    page.get_by_role("button", name="Naar mijn stembiljet").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Wat wilt u dat er komt?")
    return page


def test_a_vote_from_the_door_to_the_receipt(page, live_server, complaints, check_axe, no_sideways_scroll):
    budget = make_vote()
    to_the_ballot(page, live_server, budget)
    check_axe()
    no_sideways_scroll()
    for title in TITLES[:2]:
        page.get_by_role("checkbox", name=title).check()
    expect(page.locator("[data-standing]")).to_have_text("2 plannen gekozen, kies er nog minstens 1")
    expect(page.locator("[data-sent]")).to_have_text("Bewaard, nog niet verstuurd")
    page.get_by_role("button", name="Controleer mijn stem").last.click()
    expect(page.get_by_role("alert")).to_be_visible()
    check_axe()
    page.get_by_role("checkbox", name=TITLES[2]).focus()
    page.keyboard.press("Space")
    expect(page.locator("[data-standing]")).to_have_text("3 plannen gekozen")
    page.get_by_role("button", name="Controleer mijn stem").last.click()
    expect(page.get_by_role("button", name="Verstuur mijn stem")).to_be_visible()
    check_axe()
    page.get_by_role("button", name="Verstuur mijn stem").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Uw stem is verstuurd en telt mee")
    check_axe()
    assert Ballot.objects.get(is_sent=True).choices == {"1": 1, "2": 1, "3": 1}
    # The browser tells that too little was chosen the first time: that page answers 400.
    assert [one for one in complaints if "400 (Bad Request)" not in one] == []


@pytest.mark.parametrize("kind", ["mandje", "punten"])
def test_the_other_ballots_say_what_is_left(kind, page, live_server, check_axe, no_sideways_scroll):
    budget = make_vote(ballot_kind=kind, amount_cents=500_000)
    to_the_ballot(page, live_server, budget)
    if kind == "mandje":
        page.get_by_role("checkbox", name=TITLES[0]).check()
        expect(page.locator("[data-standing]")).to_have_text("Nog €\u00a03.000 te verdelen")
    else:
        page.get_by_label(TITLES[0], exact=True).fill("4")
        expect(page.locator("[data-standing]")).to_have_text("Nog 6 punten te verdelen")
    check_axe()
    no_sideways_scroll()


def test_without_javascript_a_draft_is_kept_with_its_button(without_javascript, live_server):
    budget, page = make_vote(), without_javascript
    to_the_ballot(page, live_server, budget)
    page.get_by_role("checkbox", name=TITLES[3]).check()
    with page.expect_navigation():
        page.get_by_role("button", name="Bewaar", exact=True).click()
    page.goto(live_server.url + reverse("initiatives:ballot", args=[budget.community.slug, budget.pk]))
    expect(page.get_by_role("checkbox", name=TITLES[3])).to_be_checked()
    assert not Ballot.objects.filter(is_sent=True).exists()


def test_a_card_is_moved_with_its_button(page, live_server, complaints, check_axe):
    community = make_community()
    mover = factories.make_verified_user("trekker@example.org", name="Trees")
    join(community, mover)
    idea = make_initiative(community, "Pluktuin", stage="idee", proposed_by=mover)
    _log_in(page, live_server, mover)
    page.goto(live_server.url + reverse("initiatives:initiative_list", args=[community.slug]))
    page.get_by_text("Verplaats").first.click()
    check_axe()
    with page.expect_navigation():
        page.get_by_role("button", name="Verkend").first.click()
    idea.refresh_from_db()
    assert idea.stage == "verkend"
    assert complaints == []
