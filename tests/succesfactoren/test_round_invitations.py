"""Inviting for a round, sending a link again, reminding, and the link of a meeting."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import resolve, reverse
from django.utils import timezone

from communities.models import Letter, LogEntry
from lib.tokens import hash_token
from succesfactoren.access.answering import Seat
from succesfactoren.actions import tickets
from succesfactoren.actions.answering import withdraw
from succesfactoren.actions.closing import RoundError
from succesfactoren.actions.rounds import open_round
from succesfactoren.forms.round_invitations import read_addresses, sealed, unsealed
from succesfactoren.letters.rounds import answer_path, days_left, open_link_path
from succesfactoren.models import Round, Ticket
from tests import factories
from tests.communities.town import join, make_community, make_town, make_trajectory
from tests.succesfactoren import scene


@pytest.fixture
def town(db):
    return make_town()


@pytest.fixture
def found(town) -> Round:
    """An open round of the public community, for an own list."""
    return scene.make_round(town.public, audience="lijst")


@pytest.fixture
def by(town):
    return town.people["coordinator"]


def path(name: str, found: Round, *args: object) -> str:
    return reverse(f"succesfactoren:{name}", args=[found.community.slug, found.pk, *args])


def token_in(letter: Letter) -> str:
    return re.search(r"/vragenlijst/([\w-]{27})/", letter.text)[1]


def invited(by, found: Round, n: int = 3) -> list[Ticket]:
    tickets.invite_list(by=by, round=found, invitees=[(f"p{one}@example.org", "gemeente") for one in range(n)])
    return list(found.tickets.order_by("email"))


# ── The letter ────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_promise_comes_before_anything_else_and_the_days_that_are_left_are_said(by, found):
    invited(by, found, 1)
    letter = Letter.objects.get()
    words = letter.text
    assert words.index("anoniem in") < words.index("vraagt u om een vragenlijst")
    assert "nog 14 dagen" in words
    assert letter.kind == "ronde"
    assert resolve(answer_path(token_in(letter))).url_name == "ticket_open"
    assert letter.html.count(token_in(letter)) >= 1
    assert "0" * 27 not in letter.html + words


def test_a_confidential_round_says_until_when_the_codes_are_kept(by, town):
    found = scene.make_round(town.public, mode="vertrouwelijk", audience="lijst")
    invited(by, found, 1)
    assert "onder een code" in Letter.objects.get().text


def test_the_key_of_a_letter_names_no_ticket_and_no_address(by, found):
    ticket = invited(by, found, 1)[0]
    key = Letter.objects.get().key
    assert re.fullmatch(rf"ronde-{found.pk}-[0-9a-f]{{32}}", key)
    assert str(ticket.pk).replace("-", "") not in key
    assert ticket.token_hash[:12] not in key


@pytest.mark.parametrize(("days", "words"), [(0, "vandaag nog"), (1, "tot en met morgen"), (5, "nog 5 dagen")])
def test_how_long_somebody_can_still_answer(days, words):
    now = timezone.now().replace(hour=12)
    assert days_left(now + timedelta(days=days), now) == words


# ── Inviting ──────────────────────────────────────────────────────────────────────────────────────────────────────
def test_an_address_is_invited_once_however_often_it_is_handed_in(by, found):
    twice = [("A@Example.org", "x"), ("a@example.org", "y")]
    assert tickets.invite_list(by=by, round=found, invitees=twice) == 1
    assert tickets.invite_list(by=by, round=found, invitees=twice) == 0
    assert Letter.objects.count() == 1


def test_before_the_opening_a_list_is_kept_and_sent_when_it_opens(by, town):
    found = scene.make_round(town.public, audience="lijst", opened_at=None)
    tickets.invite_list(by=by, round=found, invitees=[("a@example.org", "bewoners")])
    assert Letter.objects.count() == 0
    open_round(by=by, round=found)
    letter = Letter.objects.get()
    assert letter.address == "a@example.org"
    assert found.tickets.get().token_hash == hash_token(token_in(letter))


def test_who_joins_later_can_be_invited_while_the_round_is_open(by, town):
    found = scene.make_round(town.public)
    assert tickets.invite_audience(by=by, round=found) == 3
    join(town.public, factories.make_verified_user("later@example.org"))
    assert tickets.invite_audience(by=by, round=found) == 1
    assert tickets.invite_audience(by=by, round=found) == 0


def test_nobody_is_invited_to_a_round_that_is_over(by, town):
    found = scene.make_round(town.public, closes_at=timezone.now() - timedelta(seconds=1))
    with pytest.raises(RoundError, match="gesloten"):
        tickets.invite_list(by=by, round=found, invitees=[("a@example.org", "")])


@pytest.mark.parametrize("who", ["member", "commissioner", "foreign_coordinator"])
def test_only_who_runs_the_round_invites_reminds_and_makes_links(town, found, who):
    person, now = town.people[who], timezone.now()
    acts = [
        lambda: tickets.invite_list(by=person, round=found, invitees=[("a@example.org", "")]),
        lambda: tickets.invite_audience(by=person, round=found),
        lambda: tickets.remind(by=person, round=found, nth=1),
        lambda: tickets.resend_link(by=person, round=found, email="a@example.org"),
        lambda: tickets.make_open_link(by=person, round=found, valid_from=now, valid_until=now + timedelta(hours=1)),
    ]
    for act in acts:
        with pytest.raises(PermissionDenied):
            act()


def test_the_log_names_the_round_and_no_ticket_or_address(by, found):
    invited(by, found)
    tickets.remind(by=by, round=found, nth=1)
    tickets.resend_link(by=by, round=found, email="p1@example.org")
    lines = LogEntry.objects.filter(community_id=found.community.pk)
    assert {(one.object_kind, one.object_id) for one in lines} == {("ronde", str(found.pk))}
    assert "@" not in "".join(f"{one.action}{one.object_id}{one.origin}" for one in lines)


# ── A list ────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_list_is_looked_at_line_by_line_and_names_are_not_kept(by, found):
    invited(by, found, 1)
    content = (
        b"email;naam;groep\r\na@example.org;Jan;bewoners\r\ngeen adres;Piet;\r\n"
        b"A@example.org;;x\r\np0@example.org;;\r\nb@example.org;;=1+1\r\n"
    )
    read = read_addresses(content, found)
    assert read.invitees == [(2, ("a@example.org", "bewoners"))]
    assert [one.line for one in read.mistakes] == [3, 4, 6]
    assert "ook op regel 2" in str(read.mistakes[1])
    assert (read.n_known, read.has_names) == (1, True)


def test_a_list_comes_back_sealed_to_its_own_round_only(town, found):
    other = scene.make_round(town.public, name="Andere")
    seal = sealed([("a@example.org", "x")], found)
    assert unsealed(seal, found) == [("a@example.org", "x")]
    with pytest.raises(Exception, match="does not match"):
        unsealed(seal, other)


def test_a_list_goes_through_the_page_in_two_steps(town, found):
    client, address = town.clients["coordinator"], path("round_invite", found)
    page = client.post(address, {"bestand": SimpleUploadedFile("l.csv", b"e-mail\na@example.org\nb@example.org\n")})
    assert "2 nieuwe adressen" in page.content.decode()
    assert Letter.objects.count() == 0
    assert client.post(address, {"lijst": page.context["seal"]}).status_code == 302
    assert client.post(address, {"lijst": page.context["seal"]}).status_code == 302
    assert Letter.objects.count() == 2
    client.post(address, {"lijst": "verzonnen"})
    assert Letter.objects.count() == 2


# ── Again ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_link_that_is_sent_again_is_new_and_kills_the_old(by, found):
    invited(by, found, 1)
    old = token_in(Letter.objects.get())
    tickets.resend_link(by=by, round=found, email=" P0@example.org ")
    new = token_in(Letter.objects.order_by("-pk").first())
    assert new != old
    assert list(found.tickets.values_list("token_hash", flat=True)) == [hash_token(new)]


def test_who_answered_and_asks_again_is_told_by_mail_and_the_coordinator_sees_no_difference(town, by, found):
    used, unused = invited(by, found, 2)
    Ticket.objects.filter(pk=used.pk).update(is_used=True)
    client = town.clients["coordinator"]
    answers = []
    for ticket in (used, unused):
        answer = client.post(path("round_resend", found), {"email": ticket.email}, follow=True)
        answers.append([str(one) for one in answer.context["messages"]])
    assert answers[0] == answers[1]
    told = Letter.objects.filter(address=used.email).order_by("-pk").first()
    assert "U hebt al geantwoord" in told.text
    assert "/vragenlijst/" not in told.text
    other = Letter.objects.filter(address=unused.email).order_by("-pk").first()
    assert (told.kind, told.subject) == (other.kind, other.subject), "also where undelivered mail is listed"


def test_a_link_cannot_be_sent_again_to_who_was_not_invited(town, found):
    answer = town.clients["coordinator"].post(path("round_resend", found), {"email": "x@example.org"})
    assert answer.status_code == 400
    assert "geen uitnodiging" in answer.content.decode()


def test_reminders_go_to_unused_links_only_and_twice_at_most(by, found):
    used, *others = invited(by, found)
    Ticket.objects.filter(pk=used.pk).update(is_used=True)
    Letter.objects.all().delete()
    for nth in (1, 1, 2, 2):
        tickets.remind(by=by, round=found, nth=nth)
    sent = list(Letter.objects.values_list("address", flat=True))
    assert sorted(sent) == sorted([one.email for one in others] * 2)
    assert set(Letter.objects.values_list("kind", flat=True)) == {"herinnering"}
    with pytest.raises(RoundError, match="twee herinneringen"):
        tickets.remind(by=by, round=found, nth=3)
    assert set(found.tickets.values_list("n_reminders", flat=True)) == {2}, "the number must not say who answered"


def test_who_takes_answers_back_does_not_look_like_two_reminders(town, by):
    found = scene.make_round(town.public, audience="lijst", mode="vertrouwelijk")
    one, *_ = invited(by, found)
    withdraw(seat=Seat(found, ticket=one))
    client = town.clients["coordinator"]
    page = client.get(path("round_detail", found)).content.decode()
    assert "Er is nog geen herinnering verstuurd" in page
    for nth in (1, 2):
        tickets.remind(by=by, round=found, nth=nth)
        found.refresh_from_db()
        assert found.n_reminders == nth
    assert "Beide herinneringen zijn verstuurd" in client.get(path("round_detail", found)).content.decode()
    assert one.email not in Letter.objects.filter(kind="herinnering").values_list("address", flat=True)


def test_a_reminder_has_a_link_that_works(by, found):
    invited(by, found, 1)
    tickets.remind(by=by, round=found, nth=1)
    token = token_in(Letter.objects.get(kind="herinnering"))
    assert found.tickets.get().token_hash == hash_token(token)


def test_a_reminder_that_does_not_arrive_is_shown_to_no_coordinator(town, by, found):
    invited(by, found, 1)
    tickets.remind(by=by, round=found, nth=1)
    Letter.objects.update(state="mislukt")
    assert [one.kind for one in found.community.letters.stuck()] == ["ronde"]


def test_the_button_for_the_reminder_sends_one_however_often_it_is_clicked(town, by, found):
    invited(by, found)
    client = town.clients["coordinator"]
    page = client.get(path("round_detail", found)).content.decode()
    nth = re.search(r'name="nth" value="(\d)"', page)[1]
    for _ in range(3):
        client.post(path("round_remind", found), {"nth": nth})
    assert Letter.objects.filter(kind="herinnering").count() == 3


# ── The link of a meeting ─────────────────────────────────────────────────────────────────────────────────────────
def window(found: Round) -> dict[str, object]:
    now = timezone.now()
    return {"valid_from": now, "valid_until": now + timedelta(hours=3)}


def test_the_link_of_a_meeting_is_shown_with_its_qr_to_who_made_it_and_kept_as_a_hash(town, found):
    client, address = town.clients["coordinator"], path("round_link", found)
    first = client.get(address).context["form"]
    sent = {name: first[name].value() for name in first.fields}
    assert client.post(address, sent).url == address
    page = client.get(address).content.decode()
    token = re.search(r"/vragenlijst/open/([\w-]{27})/", page)[1]
    found.refresh_from_db()
    assert found.open_link_hash == hash_token(token)
    assert client.get(path("round_link_qr", found, "svg"))["Content-Type"] == "image/svg+xml"
    assert b"<svg" in client.get(path("round_link_qr", found, "svg")).content
    assert token not in town.clients["administrator"].get(address).content.decode()
    assert town.clients["administrator"].get(path("round_link_qr", found, "svg")).status_code == 302
    assert resolve(open_link_path(token)).url_name == "meeting_open"


def test_a_new_link_kills_the_old_one(by, found):
    old = tickets.make_open_link(by=by, round=found, **window(found))
    new = tickets.make_open_link(by=by, round=found, **window(found))
    found.refresh_from_db()
    assert found.open_link_hash == hash_token(new) != hash_token(old)


def test_a_link_works_within_the_round_only(by, found):
    now = timezone.now()
    with pytest.raises(RoundError, match="sluit eerder"):
        tickets.make_open_link(by=by, round=found, valid_from=now, valid_until=found.closes_at + timedelta(minutes=1))
    with pytest.raises(RoundError, match="vóór het begin"):
        tickets.make_open_link(by=by, round=found, valid_from=now, valid_until=now)


# ── Two at once ───────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.django_db(transaction=True)
def test_four_who_hand_in_the_same_list_or_remind_at_once_send_one_mail_to_each():
    community = make_community()
    make_trajectory(community)
    by = factories.make_verified_user()
    join(community, by, role="coordinator")
    found = scene.make_round(community, audience="lijst")
    wanted = [(f"p{number}@example.org", "") for number in range(5)]

    def once(act) -> None:
        try:
            act()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        acts = [lambda: tickets.invite_list(by=by, round=found, invitees=wanted)] * 4
        list(pool.map(once, acts))
    assert Letter.objects.count() == 5
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(once, [lambda: tickets.remind(by=by, round=found, nth=1)] * 4))
    assert Letter.objects.filter(kind="herinnering").count() == 5
