"""The doors of a vote: the age as a step of its own, when people can vote, and the ballot that is looked over."""

import re
from datetime import UTC, datetime

import pymupdf
import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from initiatives.access.voting import link_token
from initiatives.actions.vote_roll import make_codes
from initiatives.reports.vote_letters import ballots_pdf, letters_pdf
from tests.communities.town import make_community
from tests.initiatives.test_voting import path, seated
from tests.initiatives.voting_scene import make_coordinator, make_vote

FROM, UNTIL = datetime(2027, 6, 1, 7, tzinfo=UTC), datetime(2027, 6, 14, 15, tzinfo=UTC)
NOW, EARLY, LATE = (datetime(2027, month, day, 12, tzinfo=UTC) for month, day in ((6, 5), (5, 30), (6, 15)))
FROM_WORDS, UNTIL_WORDS = "dinsdag 1 juni 2027, 9.00 uur", "maandag 14 juni 2027, 17.00 uur"
H1 = re.compile(r"<h1>([^<]+)</h1>")


@pytest.fixture
def community(db):
    with time_machine.travel(NOW, tick=False):
        yield make_community()


def vote(community, **fields):
    return make_vote(community, vote_from=FROM, vote_until=UNTIL, **fields)


def code_of(budget):
    (code,) = make_codes(by=make_coordinator(budget.community), budget=budget, number=1)
    return code


def type_code(code, **fields):
    response = Client().post(reverse("initiatives:code_door"), {"code": code} | fields)
    return response, response.content.decode()


# ── The age ───────────────────────────────────────────────────────────────────────────────────────────────────────
def test_after_a_right_code_the_age_is_asked_as_a_step_and_nothing_is_wrong_yet(community):
    budget = vote(community, rights="code", minimum_age=16)
    code = code_of(budget)
    response, html = type_code(code)
    assert (response.status_code, H1.search(html).group(1)) == (200, "Uw code klopt. Nog één vraag")
    assert "error" not in html
    assert "Fout" not in html
    assert f'<input type="hidden" name="code" value="{code}"' in html
    assert "Stemcode uit uw brief" not in html, "the code is not asked again"


def test_who_sends_the_age_without_ticking_hears_so_once_in_whole_sentences(community):
    code = code_of(vote(community, rights="code", minimum_age=16))
    response, html = type_code(code, stap="leeftijd")
    assert response.status_code == 400
    assert html.count('class="error-summary"') == 1
    assert "Ik ben 16 jaar of ouder. Stemmen kan vanaf 16 jaar." in html


def test_who_declares_the_age_goes_on_to_the_ballot(community):
    budget = vote(community, rights="code", minimum_age=16)
    response, _ = type_code(code_of(budget), stap="leeftijd", leeftijd="on")
    assert response["Location"] == path(budget, "ballot")


# ── When ──────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("moment", "title", "words"),
    [
        (EARLY, "Het stemmen is nog niet begonnen", f"Stemmen kan van {FROM_WORDS} tot {UNTIL_WORDS}"),
        (LATE, "Het stemmen is gesloten", f"Stemmen kon tot {UNTIL_WORDS}"),
    ],
)
def test_who_types_a_code_too_early_or_too_late_hears_which_and_when(community, moment, title, words):
    code = code_of(vote(community, rights="code", minimum_age=16))
    with time_machine.travel(moment, tick=False):
        response, html = type_code(code)
    assert (response.status_code, H1.search(html).group(1)) == (409, title)
    assert words in html


@pytest.mark.parametrize(("moment", "words"), [(EARLY, f"Stemmen kan van {FROM_WORDS}"), (LATE, "Stemmen kon tot")])
def test_the_page_of_the_vote_says_the_day_and_the_hour_while_nobody_can_vote(community, moment, words):
    budget = vote(community)
    with time_machine.travel(moment, tick=False):
        door = Client().get(path(budget, "vote")).content.decode()
        link = Client().get(path(budget, "vote_link", link_token(budget, "an@example.org"))).content.decode()
    assert words in door
    assert words in link


def test_a_code_that_is_too_early_shows_no_way_to_pages_of_a_private_community(db):
    with time_machine.travel(NOW, tick=False):
        budget = vote(make_community("binnendijk", visibility="besloten"), rights="code")
        code = code_of(budget)
    with time_machine.travel(EARLY, tick=False):
        _, html = type_code(code)
    assert "Het stemmen is nog niet begonnen" in html
    assert path(budget, "vote") not in html


def test_in_a_community_that_ended_a_code_is_told_so(community):
    code = code_of(vote(community, rights="code"))
    type(community).objects.filter(pk=community.pk).update(ended_on=NOW.date())
    response, html = type_code(code)
    assert response.status_code == 409
    assert f"De community {community.name} is gestopt" in html


# ── Looking it over ───────────────────────────────────────────────────────────────────────────────────────────────
def test_a_blank_ballot_is_asked_about_without_saying_what_is_still_to_choose(community):
    budget = vote(community)
    html = seated(budget).get(path(budget, "ballot") + "?controle=1").content.decode()
    assert "U koos niets. Wilt u blanco stemmen?" in html
    assert "Verstuur een blanco stem" in html
    assert "Verstuur mijn stem" not in html
    assert "kies er nog" not in html


@pytest.mark.parametrize(("chosen", "title"), [(["1", "2", "3"], "Uw stem is"), ([], "Uw blanco stem is")])
def test_who_goes_back_after_sending_sees_that_it_counts_and_sends_nothing_again(community, chosen, title):
    budget = vote(community)
    client = seated(budget)
    client.post(path(budget, "ballot"), {"keuze": chosen, "stap": "verstuur"})
    html = client.get(path(budget, "ballot") + "?controle=1").content.decode()
    assert H1.search(html).group(1) == f"{title} verstuurd en telt mee"
    assert 'value="verstuur"' not in html
    assert "Verstuur dan" not in html
    assert all(f'href="{path(budget, view)}"' in html for view in ("vote_receipt", "receipt_check", "ballot"))


def test_who_changed_a_sent_ballot_can_send_it_again(community):
    budget = vote(community)
    client = seated(budget)
    client.post(path(budget, "ballot"), {"keuze": ["1", "2", "3"], "stap": "verstuur"})
    client.post(path(budget, "ballot"), {"keuze": ["2", "3", "4"], "stap": "controle"})
    html = client.get(path(budget, "ballot") + "?controle=1").content.decode()
    assert "Uw eerdere stem telt, tot u deze verstuurt." in html
    assert 'value="verstuur"' in html


# ── On paper ──────────────────────────────────────────────────────────────────────────────────────────────────────
def pages_of(content):
    with pymupdf.open(stream=content, filetype="pdf") as document:
        return [" ".join(page.get_text().split()) for page in document]


def test_a_paper_ballot_says_until_when_it_is_handed_in_and_its_number_once(community):
    pages = pages_of(ballots_pdf(vote(community), 7, 2, "Kies minstens 3 plannen die u wilt."))
    assert len(pages) == 2
    assert all(f"Lever het in vóór {UNTIL_WORDS}" in page for page in pages)
    assert [page.count(f"Biljet {number}") for number, page in enumerate(pages, 7)] == [1, 1]


def test_a_paper_ballot_that_runs_on_has_its_number_on_the_next_page_too(community):
    pages = pages_of(ballots_pdf(vote(community, costs=(100_000,) * 40), 7, 1, "Kies minstens 3 plannen die u wilt."))
    assert len(pages) > 1
    assert {page.count("Biljet 7") for page in pages} == {1}


def test_a_letter_with_a_code_says_from_when_and_until_when(community):
    pages = pages_of(letters_pdf(vote(community, rights="code"), ["12-ABCD-EFGH-JKLM"], "regiokracht.test/stem/"))
    assert len(pages) == 1
    assert f"Stemmen kan van {FROM_WORDS} tot {UNTIL_WORDS}" in pages[0]


# ── What is wrong ─────────────────────────────────────────────────────────────────────────────────────────────────
WRONG = [
    ("vote", "e-mail", {"email": "geen adres"}),
    ("vote", "leden", {}),
    ("vote_codes", "code", {"n_codes": "0", "kind": "brieven"}),
    ("voter_list", "lijst", {}),
    ("paper_hand_out", "e-mail", {"email": "geen adres"}),
    ("receipt_check", "e-mail", {"code": ""}),
]


@pytest.mark.parametrize(("view", "rights", "sent"), WRONG)
def test_a_wrong_form_of_a_vote_says_once_what_is_wrong(community, view, rights, sent):
    budget = vote(community, rights=rights, minimum_age=16)
    client = Client()
    client.force_login(make_coordinator(community))
    response = client.post(path(budget, view), sent)
    assert response.status_code == 400
    assert response.content.decode().count('class="error-summary"') == 1


def test_a_link_says_once_that_the_age_is_missing(community):
    budget = vote(community, minimum_age=16)
    response = Client().post(path(budget, "vote_link", link_token(budget, "an@example.org")))
    assert response.status_code == 400
    assert response.content.decode().count('class="error-summary"') == 1


def test_where_the_days_passed_without_a_ballot_nobody_reads_that_others_voted(community):
    budget = vote(community, opened_at=None, lot=[])
    with time_machine.travel(LATE, tick=False):
        html = Client().get(path(budget, "vote")).content.decode()
    assert H1.search(html).group(1) == "Er is nog niet gestemd"
    assert "De coördinator kiest nieuwe dagen." in html
    assert "Stemmen kon" not in html
