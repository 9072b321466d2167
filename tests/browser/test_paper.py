"""Letters with codes and ballots on paper, by who runs the vote: one press is one file, and a long name fits."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from initiatives.models import VoteRight
from tests.browser.conftest import _log_in
from tests.communities.town import make_community
from tests.initiatives.scene import make_proposal
from tests.initiatives.voting_scene import hand_out, make_coordinator, make_vote

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "Kinderboerderijvrijwilligersondersteuningsprogramma voor Waalmeer-Noord en omgeving"


def test_after_the_file_the_page_says_what_was_made(page, live_server, complaints):
    budget = make_vote(make_community(), rights="code")
    _log_in(page, live_server, make_coordinator(budget.community))
    page.goto(live_server.url + reverse("initiatives:vote_codes", args=[budget.community.slug, budget.pk]))
    page.get_by_label("Hoeveel stemcodes").fill("8")
    page.get_by_label("Als bestand").check()
    with page.expect_download() as download:
        page.get_by_role("button", name="Maak de codes").click()
    assert download.value.suggested_filename.startswith("stemcodes-")
    expect(page.get_by_role("button", name="Maak de codes")).to_have_count(0)
    expect(page.get_by_role("link", name="nog eens bewaren")).to_be_focused()
    with page.expect_download() as again:
        page.get_by_role("link", name="nog eens bewaren").click()
    assert again.value.path().read_bytes() == download.value.path().read_bytes()
    page.get_by_role("link", name="Het bestand is goed bewaard").click()
    expect(page.get_by_text("Er zijn 8 codes gemaakt. Het bestand staat bij uw downloads.")).to_be_visible()
    page.get_by_label("Hoeveel stemcodes").fill("8")
    page.get_by_role("button", name="Maak de codes").click()
    expect(page.get_by_role("alert")).to_contain_text("Er zijn al 8 codes gemaakt.")
    assert VoteRight.objects.count() == 8
    assert [one for one in complaints if "400 (Bad Request)" not in one] == []


@pytest.mark.parametrize("ballot_kind", ["goedkeuren", "punten"])
def test_a_ballot_is_typed_over_on_a_phone_with_long_names(page, live_server, no_sideways_scroll, ballot_kind):
    budget = make_vote(make_community(), lot=[], ballot_kind=ballot_kind)
    make_proposal(budget, LONG)
    hand_out(budget, 1)
    _log_in(page, live_server, make_coordinator(budget.community))
    for width in (390, 320):
        page.set_viewport_size({"width": width, "height": 844})
        page.goto(live_server.url + reverse("initiatives:paper_ballot", args=[budget.community.slug, budget.pk, 1]))
        expect(page.get_by_text(LONG)).to_be_visible()
        no_sideways_scroll()
