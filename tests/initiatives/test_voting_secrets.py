"""Voting: what somebody learns who holds a code, a link, a receipt or an address that is not only theirs."""

import json
import re
from base64 import urlsafe_b64decode
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from communities.models import Letter
from initiatives.access.voting import SEAT_SECONDS, address_hash, is_receipt_known, link_of, link_token, right_by_code
from initiatives.actions.counting import count_budget
from initiatives.actions.vote_roll import _send_links, make_codes, put_on_list
from initiatives.actions.voting import (
    _remind,
    ask_for_link,
    enter_by_address,
    enter_by_code,
    kept_draft,
    save_draft,
    send_ballot,
)
from initiatives.models import Ballot, VoteRight
from tests.communities.town import make_community
from tests.initiatives.scene import make_budget
from tests.initiatives.test_voting import CHECKED, CODE, chosen, path
from tests.initiatives.voting_scene import after, make_coordinator, make_member, make_right, make_vote

VOTED_BEFORE = "Met deze code is al gestemd; opnieuw versturen vervangt die stem"
FIRST = {"keuze": ["1", "2", "3"], "stap": "verstuur"}


@pytest.fixture
def community(db):
    return make_community()


@pytest.fixture
def letter(community):
    """A vote with letters, and the code of one."""
    budget = make_vote(community, rights="code")
    (code,) = make_codes(by=make_coordinator(community), budget=budget, number=1)
    return budget, code


def by_code(budget, code):
    """A browser in which this code was typed."""
    client = Client()
    response = client.post(reverse("initiatives:code_door"), {"code": code})
    assert response["Location"] == path(budget, "ballot")
    return client


def page(client, budget, view="ballot"):
    return client.get(path(budget, view), follow=True).content.decode()


def receipt(client, budget):
    return CODE.search(page(client, budget, "vote_receipt")).group(1)


# ── The code of a letter ──────────────────────────────────────────────────────────────────────────────────────────
def test_who_holds_the_code_of_somebody_else_sees_nothing_of_what_they_chose(letter):
    budget, code = letter
    voter = by_code(budget, code)
    voter.post(path(budget, "ballot"), FIRST)
    own = receipt(voter, budget)
    voter.post(path(budget, "ballot"), {"keuze": ["2", "3", "4", "5"], "stap": "bewaar"})
    snoop = by_code(budget, code)
    seen = page(snoop, budget)
    assert VOTED_BEFORE in seen
    assert not CHECKED.findall(seen)
    assert not CHECKED.findall(page(by_code(budget, code), budget)), "nor in the next one"
    assert "U koos niets" in snoop.get(path(budget, "ballot") + "?controle=1").content.decode()
    assert VOTED_BEFORE in page(snoop, budget, "vote")
    assert own not in page(snoop, budget, "vote_receipt"), "there is no receipt for who did not vote"
    assert len(CHECKED.findall(page(voter, budget))) == 4, "who chose still sees it"
    voter.post(path(budget, "ballot"), {"stap": "weg"})
    assert len(CHECKED.findall(page(voter, budget))) == 3


def test_a_guess_at_what_somebody_sent_is_answered_like_any_other(letter):
    _, code = letter
    own, other = (enter_by_code(right=right_by_code(code)) for _ in range(2))
    send_ballot(right=own, choices=chosen("1", "2", "3"))
    save_draft(right=other, choices=chosen("1", "2", "3"))
    assert kept_draft(other) == chosen("1", "2", "3"), "the same as what another sent is a draft like any other"
    assert kept_draft(own) is None
    assert VoteRight.objects.get().has_draft
    before = Ballot.objects.get(is_sent=True).receipt_hash
    send_ballot(right=other, choices=chosen("1", "2", "3"))
    assert Ballot.objects.get().receipt_hash != before


def test_a_vote_that_was_replaced_by_who_held_the_code_is_no_longer_known_by_its_receipt(letter):
    budget, code = letter
    voter, thief = by_code(budget, code), by_code(budget, code)
    voter.post(path(budget, "ballot"), FIRST)
    old = receipt(voter, budget)
    voter.post(path(budget, "ballot"), FIRST)
    assert receipt(voter, budget) == old, "the same again is the same vote"
    thief.post(path(budget, "ballot"), FIRST)
    assert not is_receipt_known(budget, old)
    assert is_receipt_known(budget, receipt(thief, budget))
    assert VOTED_BEFORE in page(voter, budget)
    assert not CHECKED.findall(page(voter, budget))
    voter.post(path(budget, "ballot"), FIRST)
    assert is_receipt_known(budget, receipt(voter, budget))
    assert Ballot.objects.count() == 1


def test_a_seat_that_a_browser_keeps_too_long_is_empty(letter):
    budget, code = letter
    voter = by_code(budget, code)
    voter.post(path(budget, "ballot"), FIRST)
    with time_machine.travel(timedelta(seconds=SEAT_SECONDS + 60)):
        assert voter.get(path(budget, "ballot"))["Location"] == path(budget, "vote")


def test_the_door_says_what_who_holds_a_code_can_do(letter):
    budget, _ = letter
    seen = page(Client(), budget, "vote")
    assert "Niemand kan het inzien" not in seen
    assert "Wie uw stemcode heeft, kan met die code stemmen" in seen


# ── One address, written in more ways ─────────────────────────────────────────────────────────────────────────────
def test_ways_to_write_one_address_are_one_voter_and_mail_goes_to_what_was_typed(community):
    budget = make_vote(community)
    ways = ["An+Een@Bücher.example", "an+twee@xn--bcher-kva.example", " an@BÜCHER.example"]
    assert len({address_hash(budget, one) for one in ways}) == 1
    others = ["+an@example.org", "bo@example.org", "an@example.org", f"an@{'ü' * 64}.example"]
    assert len({address_hash(budget, one) for one in [*others, ways[0]]}) == 5
    for email in ways:
        right = enter_by_address(
            budget=budget, email=link_of(community.slug, budget.pk, link_token(budget, email)).email
        )
    send_ballot(right=right, choices=chosen("1", "2", "3"))
    assert VoteRight.objects.count() == 1
    assert Letter.objects.get().address == ways[0]


def test_a_link_goes_to_the_address_on_the_list_whatever_is_typed_for_it(community):
    budget = make_vote(community, rights="lijst")
    assert (
        put_on_list(by=make_coordinator(community), budget=budget, emails=["An@example.org", "an+1@example.org"]) == 1
    )
    Letter.objects.all().delete()
    ask_for_link(budget=budget, email="an+ander@example.org")
    assert [one.address for one in Letter.objects.all()] == ["An@example.org"]


def test_a_receipt_follows_who_changed_their_address(community):
    budget = make_vote(community, rights="leden")
    member, right = make_member(budget)
    member.email = "nieuw@example.org"
    member.save(update_fields=["email"])
    save_draft(right=right, choices=chosen("1"))
    with time_machine.travel(budget.vote_until - timedelta(hours=1)):
        assert _remind(budget) == 1
    send_ballot(right=right, choices=chosen("1", "2", "3"))
    assert [one.address for one in Letter.objects.all()] == ["nieuw@example.org"] * 2


# ── The link of a mail ────────────────────────────────────────────────────────────────────────────────────────────
def test_nobody_reads_an_address_in_a_link_and_after_the_vote_it_gives_none(community):
    budget = make_vote(community)
    token = link_token(budget, "an@example.org")
    for part in [token, *re.split(r"[:.]", token)]:
        assert b"example" not in urlsafe_b64decode(part + "=" * (-len(part) % 4))
    assert link_of(community.slug, budget.pk, token).email == "an@example.org"
    with after(budget):
        assert link_of(community.slug, budget.pk, token).email == ""
        shown = Client().get(path(budget, "vote_link", token)).content.decode()
        assert "Het stemmen is gesloten" in shown
        assert Client().post(path(budget, "vote_link", token)).status_code == 409
    assert link_of(community.slug, budget.pk, json.dumps([budget.pk, "an@example.org"])) is None


# ── After voting ──────────────────────────────────────────────────────────────────────────────────────────────────
def test_after_the_count_of_a_private_community_a_receipt_is_looked_up_by_who_knows_nothing_else_of_it(db, settings):
    budget = make_vote(make_community("binnendijk", visibility="besloten"), name="Schatkist", rights="code")
    (code,) = make_codes(by=make_coordinator(budget.community), budget=budget, number=1)
    voter = by_code(budget, code)
    voter.post(path(budget, "ballot"), FIRST)
    kept = receipt(voter, budget)
    with after(budget):
        count_budget(budget=budget, by=None)
    found = voter.post(path(budget, "receipt_check"), {"code": kept})
    seen = found.content.decode()
    assert "Uw stem is meegeteld" in seen
    assert not [word for word in (budget.name, budget.community.name) if word in seen]
    assert Client().post(path(budget, "receipt_check"), {"code": "ABCD-ABCD-ABCD"}).status_code == 400
    assert voter.get(path(budget, "vote")).status_code == 404
    settings.ACCOUNT_RATE_LIMITS = {"invitation": "1/h/ip"}
    wrong = {"code": "ABCD-ABCD-ABCD"}
    assert [Client().post(path(budget, "receipt_check"), wrong).status_code for _ in range(2)] == [400, 429]
    planned = make_budget(budget.community, opened_at=None, announced_at=None)
    assert Client().get(path(planned, "receipt_check")).status_code == 404


def test_no_mail_is_written_for_a_vote_that_can_be_counted(community):
    listed, open_to_all = make_vote(community, rights="lijst"), make_vote(community, name="Ander budget")
    with time_machine.travel(listed.vote_from - timedelta(days=1)):
        put_on_list(by=make_coordinator(community), budget=listed, emails=["an@example.org"])
    save_draft(right=make_right(open_to_all), choices=chosen("1"))
    with after(listed):
        assert (_send_links(listed), _remind(open_to_all)) == (0, 0)
    assert not Letter.objects.exists()
    assert (_send_links(listed), _remind(open_to_all)) == (1, 1)
