"""Voting: each door, the draft that never touches a vote, one ballot for one voter, and the receipt."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from communities.actions.letters import send_letters
from communities.models import Letter
from initiatives.access.voting import (
    address_hash,
    code_hash,
    in_own_order,
    is_receipt_known,
    link_token,
    on_the_ballot,
    parse_printed,
    right_by_code,
)
from initiatives.actions.vote_roll import drop_codes, hand_out_paper, make_codes, put_on_list, send_due_links
from initiatives.actions.voting import (
    VotingError,
    kept_draft,
    remind_of_drafts,
    save_draft,
    send_ballot,
    sent_ballot,
)
from initiatives.analysis.elections import BallotError
from initiatives.models import Ballot, VoteRight
from tests.communities.town import make_community
from tests.initiatives.voting_scene import after, make_coordinator, make_member, make_right, make_vote

CHECKED = re.compile(r'name="keuze"[^>]* checked')
CODE = re.compile(r'receipt-code">([0-9A-Z-]{14})<')


@pytest.fixture
def community(db):
    return make_community()


def path(budget, view, *args):
    return reverse(f"initiatives:{view}", args=[budget.community.slug, budget.pk, *args])


def seated(budget, email="an@example.org"):
    """A browser that opened the link of a mail and said yes."""
    client = Client()
    response = client.post(path(budget, "vote_link", link_token(budget, email)), {"leeftijd": "on"})
    assert response.status_code == 302, response.content
    return client


def chosen(*codes):
    return dict.fromkeys(codes, 1)


# ── The doors ─────────────────────────────────────────────────────────────────────────────────────────────────────
def test_an_address_gets_a_link_by_which_one_votes_without_an_account(community, settings):
    budget = make_vote(community)
    client = Client()
    page = client.get(path(budget, "vote")).content.decode()
    moment = re.search(r'name="moment" value="([^"]+)"', page).group(1)
    with time_machine.travel(budget.vote_from + timedelta(days=6)):
        asked = client.post(path(budget, "vote"), {"email": "An@Example.org", "moment": moment})
        again = client.post(path(budget, "vote"), {"email": "an@example.org", "moment": moment})
    assert asked["Location"] == again["Location"] == path(budget, "vote") + "?gemaild=1"
    letter = Letter.objects.get()
    assert "example" not in letter.key
    link = re.search(r"/c/\S+/link/\S+/", letter.text).group(0)
    assert client.get(link).status_code == 200
    assert not VoteRight.objects.exists(), "looking changes nothing"
    assert client.post(link)["Location"] == path(budget, "ballot")
    assert client.get(path(budget, "ballot")).status_code == 200
    sent = client.post(path(budget, "ballot"), {"keuze": ["1", "2", "3"], "stap": "verstuur"})
    assert sent["Location"] == path(budget, "vote_receipt")
    assert Ballot.objects.get().choices == chosen("1", "2", "3")


def test_a_link_of_another_budget_or_with_another_letter_leads_nowhere(community):
    budget, other = make_vote(community), make_vote(community, name="Ander budget")
    token = link_token(other, "an@example.org")
    for wrong in (token, token[:-1] + ("A" if token[-1] != "A" else "B"), "onzin", "x" * 900):
        assert Client().post(path(budget, "vote_link", wrong)).status_code == 404
    assert not VoteRight.objects.exists()


def test_the_door_says_the_same_whether_an_address_is_on_the_list_or_not(community):
    budget = make_vote(community, rights="lijst")
    put_on_list(by=make_coordinator(community), budget=budget, emails=["an@example.org"])
    Letter.objects.all().delete()
    page = Client().get(path(budget, "vote")).content.decode()
    moment = re.search(r'name="moment" value="([^"]+)"', page).group(1)
    with time_machine.travel(budget.vote_from + timedelta(days=6)):
        answers = [
            Client().post(path(budget, "vote"), {"email": who, "moment": moment})["Location"]
            for who in ("an@example.org", "bo@example.org")
        ]
    assert answers[0] == answers[1]
    assert [one.address for one in Letter.objects.all()] == ["an@example.org"]
    stranger = Client().post(path(budget, "vote_link", link_token(budget, "bo@example.org")))
    assert stranger.status_code == 409


def test_who_is_on_the_list_gets_the_link_once_when_voting_begins(community):
    budget = make_vote(community, rights="lijst")
    coordinator = make_coordinator(community)
    with time_machine.travel(budget.vote_from - timedelta(days=1)):
        assert put_on_list(by=coordinator, budget=budget, emails=["an@example.org", "AN@example.org "]) == 1
        assert send_due_links() == 0
    assert send_due_links() == 1
    assert send_due_links() == 0
    assert Letter.objects.count() == 1


def test_a_list_is_looked_at_before_anybody_is_put_on_it(community):
    budget = make_vote(community, rights="lijst")
    client = Client()
    client.force_login(make_coordinator(community))
    file = b"e-mail\nan@example.org\ngeen adres\nan@example.org\n"
    page = client.post(path(budget, "voter_list"), {"bestand": SimpleUploadedFile("lijst.csv", file)}).content.decode()
    assert "Regel 3" in page
    assert "Regel 4" in page
    assert not VoteRight.objects.exists()
    seal = re.search(r'name="lijst" value="([^"]+)"', page).group(1)
    client.post(path(budget, "voter_list"), {"lijst": seal})
    assert [one.email for one in VoteRight.objects.all()] == ["an@example.org"]


def test_codes_are_given_once_and_only_their_hashes_are_kept(community):
    budget = make_vote(community, rights="code")
    client = Client()
    client.force_login(make_coordinator(community))
    response = client.post(path(budget, "vote_codes"), {"n_codes": 3, "kind": "bestand"})
    codes = re.findall(rf"{budget.pk}-[0-9A-Z]{{4}}-[0-9A-Z]{{4}}-[0-9A-Z]{{4}}", response.content.decode())
    assert len(set(codes)) == 3
    kept = set(VoteRight.objects.values_list("voter_hash", flat=True))
    assert kept == {code_hash(budget, parse_printed(code)[1]) for code in codes}
    assert not any(part in str(list(VoteRight.objects.values())) for code in codes for part in code.split("-")[1:])
    voter = Client()
    typed = codes[0].lower().replace("-", " ")
    assert voter.post(reverse("initiatives:code_door"), {"code": typed})["Location"] == path(budget, "ballot")
    assert voter.get(path(budget, "ballot")).status_code == 200
    wrong = Client().post(reverse("initiatives:code_door"), {"code": codes[0][:-1] + "!"})
    assert wrong.status_code == 400
    assert "Typ haar over" in wrong.content.decode()


def test_who_tries_one_code_after_the_other_is_stopped(community, settings):
    budget = make_vote(community, rights="code")
    make_codes(by=make_coordinator(community), budget=budget, number=1)
    settings.ACCOUNT_RATE_LIMITS = {"invitation": "2/h/ip"}
    door = reverse("initiatives:code_door")
    answers = [Client().post(door, {"code": f"{budget.pk}-ABCD"}).status_code for _ in range(3)]
    assert answers == [400, 400, 429]


def test_codes_can_be_withdrawn_until_voting_begins_and_are_of_coordinators(community):
    budget = make_vote(community, rights="code")
    coordinator = make_coordinator(community)
    with pytest.raises(VotingError, match="begonnen"):
        drop_codes(by=coordinator, budget=budget)
    with time_machine.travel(budget.vote_from - timedelta(days=1)):
        (code,) = make_codes(by=coordinator, budget=budget, number=1)
        assert right_by_code(code) is not None
        assert drop_codes(by=coordinator, budget=budget) == 1
    assert right_by_code(code) is None
    with after(budget), pytest.raises(VotingError, match="voorbij"):
        make_codes(by=coordinator, budget=budget, number=1)


def test_a_member_votes_and_somebody_else_with_an_account_does_not(community):
    budget = make_vote(community, rights="leden", minimum_age=12)
    member, _ = make_member(make_vote(community, rights="leden", name="Ander"))
    client = Client()
    client.force_login(member)
    assert client.post(path(budget, "vote")).status_code == 400, "an age is asked for"
    assert client.post(path(budget, "vote"), {"leeftijd": "on"})["Location"] == path(budget, "ballot")
    assert client.get(path(budget, "ballot")).status_code == 200
    stranger = Client()
    stranger.force_login(make_coordinator(make_community("elders")))
    assert stranger.post(path(budget, "vote"), {"leeftijd": "on"}).status_code == 409
    assert stranger.get(path(budget, "ballot"))["Location"] == path(budget, "vote")


def test_who_holds_a_right_votes_in_a_private_community_and_sees_nothing_else_of_it(db):
    budget = make_vote(make_community("binnendijk", visibility="besloten"))
    client = seated(budget)
    assert client.get(path(budget, "ballot")).status_code == 200
    assert client.get(budget.get_absolute_url()).status_code == 404
    assert Client().get(path(budget, "ballot")).status_code == 404


# ── The ballot ────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_order_differs_between_voters_and_is_the_same_for_one(community):
    budget = make_vote(community, costs=(100_000,) * 8)
    projects = on_the_ballot(budget)
    rights = [make_right(budget, f"p{number}@example.org") for number in range(12)]
    orders = [tuple(one.code for one in in_own_order(projects, right)) for right in rights]
    assert len(set(orders)) > 8
    assert len({order[0] for order in orders}) > 3
    assert orders[0] == tuple(one.code for one in in_own_order(projects[::-1], rights[0]))


def test_what_is_kept_is_a_draft_until_it_is_sent_and_a_draft_never_touches_a_vote(community):
    budget = make_vote(community)
    right = make_right(budget)
    save_draft(right=right, choices=chosen("1"))
    right.refresh_from_db()
    assert (right.has_draft, right.has_voted, kept_draft(right)) == (True, False, chosen("1"))
    send_ballot(right=right, choices=chosen("1", "2", "3"))
    save_draft(right=right, choices=chosen("4"))
    assert sent_ballot(right).choices == chosen("1", "2", "3")
    right.refresh_from_db()
    assert (right.has_draft, right.has_voted) == (True, True)
    save_draft(right=right, choices=chosen("1", "2", "3"))
    assert kept_draft(right) is None, "the same as what was sent is no draft"
    send_ballot(right=right, choices={})
    assert Ballot.objects.get().choices == {}


def test_a_wrong_ballot_loses_nothing_and_says_what_to_do(community):
    client = seated(make_vote(community))
    budget = VoteRight.objects.get().budget
    page = client.post(path(budget, "ballot"), {"keuze": ["1", "4"], "stap": "controle"})
    html = page.content.decode()
    assert page.status_code == 400
    assert "Kies er minstens 3" in html
    assert len(CHECKED.findall(html)) == 2
    assert len(CHECKED.findall(client.get(path(budget, "ballot")).content.decode())) == 2
    sent = client.post(path(budget, "ballot"), {"keuze": ["1", "4"], "stap": "verstuur"})
    assert sent.status_code == 400
    assert not Ballot.objects.filter(is_sent=True).exists()


def test_points_that_are_no_number_stand_there_again_with_why(community):
    budget = make_vote(community, ballot_kind="punten")
    client = seated(budget)
    page = client.post(path(budget, "ballot"), {"punten-1": "veel", "punten-2": "4", "stap": "bewaar"})
    html = page.content.decode()
    assert page.status_code == 400
    assert 'value="veel"' in html
    assert 'value="4"' in html
    assert "heel getal" in html
    assert "Nog 6 punten te verdelen" in html


def test_a_basket_says_what_is_left_and_refuses_more_than_the_amount(community):
    budget = make_vote(community, ballot_kind="mandje")
    client = seated(budget)
    client.post(path(budget, "ballot"), {"keuze": ["1", "2"], "stap": "bewaar"})
    assert "Nog €\u00a03.000 te verdelen" in client.get(path(budget, "ballot")).content.decode()
    page = client.post(path(budget, "ballot"), {"keuze": ["1", "2", "4"], "stap": "controle"})
    assert "€\u00a01.000 meer dan het budget" in page.content.decode()


def test_the_whole_ballot_is_shown_before_it_is_sent_and_exactly_that_is_sent(community):
    client = seated(make_vote(community))
    budget = VoteRight.objects.get().budget
    step = client.post(path(budget, "ballot"), {"keuze": ["1", "2", "3"], "stap": "controle"})
    page = client.get(step["Location"]).content.decode()
    assert "nog niet verstuurd" in page
    assert all(f"Idee {number}" in page for number in (1, 2, 3))
    assert "Idee 4" not in page
    fields = re.findall(r'name="keuze" value="(\d)"', page)
    client.post(path(budget, "ballot"), {"keuze": fields, "stap": "verstuur"})
    assert Ballot.objects.get().choices == chosen("1", "2", "3")


def test_nobody_votes_before_it_opens_or_after_it_closed(community):
    budget = make_vote(community)
    right = make_right(budget)
    for moment in (budget.vote_from - timedelta(seconds=1), budget.vote_until):
        with time_machine.travel(moment, tick=False), pytest.raises(VotingError):
            send_ballot(right=right, choices=chosen("1", "2", "3"))
    with pytest.raises(BallotError):
        send_ballot(right=right, choices=chosen("1", "2", "9"))


# ── The receipt ───────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_receipt_says_that_a_vote_counts_and_never_what_it_was(community):
    budget = make_vote(community)
    client = seated(budget)
    client.post(path(budget, "ballot"), {"keuze": ["1", "2", "3"], "stap": "verstuur"})
    page = client.get(path(budget, "vote_receipt")).content.decode()
    code = CODE.search(page).group(1)
    assert "Idee" not in page
    letter = Letter.objects.get(kind="stembewijs")
    assert code in letter.text
    assert "Idee" not in letter.text
    found = Client().post(path(budget, "receipt_check"), {"code": code.lower()}).content.decode()
    assert "Uw stem telt mee" in found
    assert "Idee" not in found
    assert Client().post(path(budget, "receipt_check"), {"code": "ABCD-ABCD-ABCD"}).status_code == 400
    client.post(path(budget, "ballot"), {"keuze": ["2", "3", "4"], "stap": "verstuur"})
    client.post(path(budget, "ballot"), {"keuze": ["2", "3", "4"], "stap": "verstuur"})
    newer = CODE.search(client.get(path(budget, "vote_receipt")).content.decode()).group(1)
    assert newer != code, "what replaces a vote has a receipt of its own"
    assert (is_receipt_known(budget, code), is_receipt_known(budget, newer)) == (False, True)
    assert Ballot.objects.get().choices == chosen("2", "3", "4")
    assert Letter.objects.filter(kind="stembewijs").count() == 2, "and it is in the mail, once"


def test_a_browser_can_be_made_to_forget_whose_right_it_holds(community):
    budget = make_vote(community)
    client = seated(budget)
    client.post(path(budget, "vote_forget"))
    assert client.get(path(budget, "ballot"))["Location"] == path(budget, "vote")


def test_who_chose_and_did_not_send_is_reminded_once_in_the_last_two_days(community):
    budget = make_vote(community)
    for email in ("begon@example.org", "stemde@example.org", "keek@example.org"):
        make_right(budget, email)
    begun, voted = (VoteRight.objects.get(email=f"{who}@example.org") for who in ("begon", "stemde"))
    save_draft(right=begun, choices=chosen("1"))
    send_ballot(right=voted, choices=chosen("1", "2", "3"))
    Letter.objects.all().delete()
    with time_machine.travel(budget.vote_until - timedelta(hours=49)):
        assert remind_of_drafts() == 0
    with time_machine.travel(budget.vote_until - timedelta(hours=47)):
        assert (remind_of_drafts(), remind_of_drafts()) == (1, 0)
    letter = Letter.objects.get()
    assert letter.address == "begon@example.org"
    assert "nog niet verstuurd" in letter.subject
    assert "/link/" in letter.text
    send_letters(now=budget.vote_until)
    assert len(mail.outbox) == 1


def test_who_got_paper_cannot_vote_on_the_site_and_who_voted_gets_no_paper(community):
    budget = make_vote(community)
    coordinator = make_coordinator(community)
    hand_out_paper(by=coordinator, budget=budget, email="An@example.org")
    refused = Client().post(path(budget, "vote_link", link_token(budget, "an@example.org")))
    assert refused.status_code == 409
    right = make_right(budget, "bo@example.org")
    send_ballot(right=right, choices=chosen("1", "2", "3"))
    with pytest.raises(VotingError, match="al op de site gestemd"):
        hand_out_paper(by=coordinator, budget=budget, email="bo@example.org")
    with pytest.raises(VotingError, match="al een stembiljet"):
        hand_out_paper(by=coordinator, budget=budget, email="an@example.org")
    assert VoteRight.objects.get(voter_hash=address_hash(budget, "an@example.org")).is_paper


# ── At once ───────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.django_db(transaction=True)
def test_fifty_times_at_once_is_one_ballot():
    budget = make_vote(make_community())
    right = make_right(budget)
    start = threading.Barrier(50)

    def act(number: int) -> str:
        choices = [code for code in "12345" if code != str(1 + number % 5)]
        start.wait()
        try:
            return str(send_ballot(right=right, choices=chosen(*choices)).pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(50) as pool:
        made = set(pool.map(act, range(50)))
    ballot = Ballot.objects.get()
    assert str(ballot.pk) in made
    assert ballot.is_sent
    assert len(ballot.choices) == 4
    assert VoteRight.objects.get().has_voted
