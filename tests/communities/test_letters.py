"""Letters: posted once, sent once, tried again when the mail server was away, with a head that is only ours."""

import smtplib
import threading
from datetime import timedelta
from email import message_from_bytes, policy
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from communities.actions.letters import WAITS, retry_letter, send_letters
from communities.actions.notices import notify, post_letter
from communities.letters.mail import WHY
from communities.models import Letter, LogEntry, Notice, Role
from tests import factories
from tests.communities.town import join, make_community

SENT, WAITING, FAILED = Letter.State.SENT, Letter.State.WAITING, Letter.State.FAILED


class MailServer(EmailBackend):
    """A mail server that can be away, refuse an address, or hang up; what it takes lands in the outbox."""

    is_away = False
    refuses: dict[str, Exception] = {}
    opened = 0

    def open(self):
        type(self).opened += 1
        if self.is_away:
            raise ConnectionRefusedError("no mail server here")
        return True

    def send_messages(self, messages):
        for message in messages:
            if error := self.refuses.get(message.to[0]):
                raise error
        return super().send_messages(messages)


@pytest.fixture(autouse=True)
def server(settings, monkeypatch):
    """A mail server that works until told otherwise."""
    settings.EMAIL_BACKEND = "tests.communities.test_letters.MailServer"
    monkeypatch.setattr(MailServer, "is_away", False)
    monkeypatch.setattr(MailServer, "refuses", {})
    monkeypatch.setattr(MailServer, "opened", 0)
    return MailServer


@pytest.fixture
def community(db):
    return make_community(name="Waalmeer Vooruit", primary_colour="#5a1f6e")


def write(key="brief-1", address="anna@example.org", **fields):
    defaults = {"subject": "U bent uitgenodigd", "paragraphs": ["Anna nodigt u uit."], "kind": "uitnodiging"}
    return post_letter(key=key, address=address, **(defaults | fields))


class _Words(HTMLParser):
    """The words of a page and the addresses of its links, without what stands in its head."""

    def __init__(self):
        super().__init__()
        self.words, self.links, self._skips = [], [], 0

    def handle_starttag(self, tag, attrs):
        self._skips += tag in {"title", "style"}
        self.links += [value for name, value in attrs if tag == "a" and name == "href"]

    def handle_endtag(self, tag):
        self._skips -= tag in {"title", "style"}

    def handle_data(self, text):
        self.words += [] if self._skips else text.split()


def words_of(message):
    """The words of the text version and of the HTML version, each without addresses, and the links of both."""
    page = _Words()
    page.feed(message.alternatives[0][0])
    words = message.body.split()
    said = [word for word in words if not word.startswith("http") and word not in {"–", "--"}]
    return sorted(said), sorted(page.words), {word for word in words if word.startswith("http")}, set(page.links)


# ── Once ──


def test_a_letter_with_the_same_key_is_posted_once(community):
    assert write() == write(subject="Nog een keer")
    send_letters()
    send_letters()
    assert [message.subject for message in mail.outbox] == ["U bent uitgenodigd"]


def test_what_was_sent_keeps_no_words(community):
    letter = write(community=community)
    send_letters()
    letter.refresh_from_db()
    assert (letter.state, letter.text, letter.html, letter.sent_at is not None) == (SENT, "", "", True)


@pytest.mark.django_db(transaction=True)
def test_four_runs_at_once_send_each_letter_once():
    for number in range(30):
        write(key=f"brief-{number}", address=f"a{number}@example.org")
    start, rounds = threading.Barrier(4), []

    def run():
        start.wait()
        rounds.append(send_letters().n_sent)
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(rounds) == 30
    assert sorted(message.to[0] for message in mail.outbox) == sorted(f"a{number}@example.org" for number in range(30))


def test_a_letter_that_goes_out_again_is_recognised_by_its_number(community):
    letter = write()
    send_letters()
    Letter.objects.filter(pk=letter.pk).update(state=WAITING, text=letter.text, html=letter.html)
    send_letters()
    first, second = (message.message()["Message-ID"] for message in mail.outbox)
    assert first == second


def test_with_nothing_to_send_the_mail_server_is_left_alone(db, server):
    send_letters()
    assert server.opened == 0


# ── When it does not work ──


def test_away_then_back_sends_everything_once(community, server):
    letters = [write(key=f"brief-{number}") for number in range(3)]
    server.is_away = True
    now = timezone.now()
    away = send_letters(now=now)
    assert (away.n_waiting, away.is_server_away, server.opened, mail.outbox) == (3, True, 1, [])
    server.is_away = False
    assert send_letters(now=now).n_sent == 0
    assert send_letters(now=now + timedelta(minutes=2)).n_sent == 3
    assert send_letters(now=now + timedelta(hours=30)).n_sent == 0
    assert {letter.refresh_from_db() or letter.state for letter in letters} == {SENT}


def test_after_a_day_of_nothing_a_letter_counts_as_failed_and_is_left_alone(community, server):
    letter, now = write(), timezone.now()
    server.is_away = True
    moments = [now]
    for _ in range(50):
        send_letters(now=moments[-1])
        letter.refresh_from_db()
        if letter.state == FAILED:
            break
        moments.append(letter.next_try_at)
    waits = [later - earlier for earlier, later in pairwise(moments)]
    assert (letter.state, letter.n_tries, tuple(waits)) == (FAILED, len(WAITS) + 1, WAITS)
    assert timedelta(hours=20) < moments[-1] - now <= timedelta(hours=24)
    server.is_away = False
    assert send_letters(now=moments[-1] + timedelta(days=2)).n_sent == 0


def test_an_address_that_does_not_exist_fails_at_once_and_holds_up_nobody(community, server):
    bad, good = write(key="a", address="weg@example.org"), write(key="b", address="goed@example.org")
    server.refuses = {"weg@example.org": smtplib.SMTPRecipientsRefused({"weg@example.org": (550, b"unknown")})}
    result = send_letters()
    states = [Letter.objects.get(pk=one.pk).state for one in (bad, good)]
    assert (states, result.n_sent, result.n_failed) == ([FAILED, SENT], 1, 1)


def test_a_full_mailbox_is_tried_again(community, server):
    letter = write(address="vol@example.org")
    server.refuses = {"vol@example.org": smtplib.SMTPRecipientsRefused({"vol@example.org": (452, b"full")})}
    send_letters()
    letter.refresh_from_db()
    assert (letter.state, letter.n_tries, letter.text != "") == (WAITING, 1, True)


def test_a_server_that_hangs_up_ends_the_run_and_costs_one_letter_a_try(community, server):
    for number in range(3):
        write(key=f"brief-{number}", address="a@example.org")
    server.refuses = {"a@example.org": smtplib.SMTPServerDisconnected("gone")}
    result = send_letters()
    assert result.is_server_away
    assert sorted(Letter.objects.values_list("n_tries", flat=True)) == [0, 0, 1]


def test_whatever_is_wrong_with_one_letter_the_next_one_goes(community, server):
    write(key="a", address="raar@example.org")
    write(key="b", address="goed@example.org")
    server.refuses = {"raar@example.org": UnicodeEncodeError("ascii", "raar", 0, 1, "not an address")}
    send_letters()
    assert [message.to for message in mail.outbox] == [["goed@example.org"]]


# ── Trying again ──


def test_the_coordinator_puts_a_failed_letter_in_the_post_again(community, server):
    coordinator = factories.make_user()
    join(community, coordinator, role=Role.COORDINATOR)
    letter = write(community=community)
    Letter.objects.filter(pk=letter.pk).update(state=FAILED, n_tries=10)
    retry_letter(letter=letter, by=coordinator)
    retry_letter(letter=letter, by=coordinator)
    assert send_letters().n_sent == 1
    assert retry_letter(letter=letter, by=coordinator).state == SENT
    assert send_letters().n_sent == 0
    assert LogEntry.objects.filter(object_kind="mail", actor_id=coordinator.pk).count() == 2


def test_nobody_else_does(community):
    member = factories.make_user()
    join(community, member)
    letter = write(community=community)
    with pytest.raises(PermissionDenied):
        retry_letter(letter=letter, by=member)
    with pytest.raises(PermissionDenied):
        retry_letter(letter=write(key="los"), by=member)


def test_the_page_shows_what_was_not_sent_without_words_or_address(community, client):
    coordinator = factories.make_user()
    join(community, coordinator, role=Role.COORDINATOR)
    for key, state, n_tries in [("a", FAILED, 10), ("b", WAITING, 2), ("c", WAITING, 0)]:
        letter = write(key=key, address=f"{key}nna@example.org", community=community, subject="Geheim onderwerp")
        Letter.objects.filter(pk=letter.pk).update(state=state, n_tries=n_tries)
    client.force_login(coordinator)
    page = client.get(f"/c/{community.slug}/post/").content.decode()
    assert "2 mails zijn nog niet verzonden" in page
    assert [text in page for text in ("a…@example.org", "b…@example.org", "c…@example.org")] == [True, True, False]
    assert [text in page for text in ("Geheim onderwerp", "anna@example.org", "Anna nodigt u uit")] == [False] * 3


# ── What a mail looks like ──


def test_a_mail_says_the_same_as_text_and_as_html_in_the_face_of_the_community(community):
    reader = factories.make_user(name="Bo")
    join(community, reader)
    notify(
        users=[reader],
        kind="antwoord",
        key="reactie-1",
        title="Anna antwoordt: “ja & graag”",
        text="Ik doe mee.\nJij ook?",
        path="/c/waalmeer/nieuws/1/#reactie-1",
        community=community,
    )
    send_letters()
    message = mail.outbox[0]
    text_words, html_words, text_links, html_links = words_of(message)
    assert text_words == html_words
    assert text_links == html_links
    number = Notice.objects.get().pk
    assert f"http://localhost:8000/c/waalmeer/nieuws/1/?gelezen={number}#reactie-1" in text_links
    assert "background: #5a1f6e" in message.alternatives[0][0]
    assert message.from_email.startswith("Waalmeer Vooruit via Regiokracht <")


def test_every_mail_says_why_it_came_and_leads_to_that_row(community):
    reader = factories.make_user()
    notify(users=[reader], kind="antwoord", key="k", title="Antwoord", path="/", community=community)
    letter = Letter.objects.get()
    assert "U krijgt deze mail omdat iemand antwoordde op wat u schreef of volgt." in letter.text
    assert "http://localhost:8000/mijn/berichten/instellingen/#antwoord" in letter.text


def test_one_click_stops_it_by_the_headers_of_the_mail(community):
    reader = factories.make_user()
    notify(users=[reader], kind="antwoord", key="k", title="Antwoord", path="/", community=community)
    link = Letter.objects.get().unsubscribe_link
    send_letters()
    message = message_from_bytes(mail.outbox[0].message().as_bytes(), policy=policy.default)
    assert message["List-Unsubscribe"].strip() == f"<{link}>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_a_mail_about_the_account_cannot_be_stopped_and_says_so(db):
    notify(users=[factories.make_user()], kind="huis", key="k", title="Uw account", path="/account/overzicht/")
    letter = Letter.objects.get()
    send_letters()
    assert "Deze mails kunt u niet uitzetten." in letter.text
    assert mail.outbox[0].message()["List-Unsubscribe"] is None


def test_somebody_without_an_account_is_told_that_this_is_the_only_mail(community):
    letter = write(community=community, button=("Bekijk de uitnodiging", "/u/abc/"))
    assert "http://localhost:8000/u/abc/" in letter.text
    assert "U staat niet op een lijst" in letter.text
    assert "instellingen" not in letter.text


@pytest.mark.parametrize(
    "bad", ["Hallo\r\nBcc: iedereen@example.org", "Hallo\nBcc: x@example.org", "Hallo\u2028Bcc: x", "a\x00b"]
)
def test_nothing_in_a_subject_or_name_becomes_a_header(bad, db):
    community = make_community(name=bad.replace("\x00", "")[:80])
    write(subject=bad, community=community)
    send_letters()
    message = mail.outbox[0].message()
    assert (message["Bcc"], message["To"], len(message.get_all("Subject"))) == (None, "anna@example.org", 1)
    assert "\n" not in str(message["From"]) + mail.outbox[0].subject


def test_html_of_others_stays_text(community):
    letter = write(subject="<script>x</script>", paragraphs=["<img src=x onerror=alert(1)>"], community=community)
    assert "<script" not in letter.html
    assert "<img" not in letter.html
    assert "<img src=x onerror=alert(1)>" in letter.text


@pytest.mark.parametrize(
    "path", ["https://elders.example/", "//elders.example/", "/\\elders.example", "javascript:alert(1)"]
)
def test_a_button_leads_to_this_site_only(path, db):
    with pytest.raises(ValueError, match="not an address on this site"):
        write(button=("Klik", path))


def test_the_page_of_the_post_names_every_kind_of_letter(community, client):
    coordinator = factories.make_verified_user(name="Cor")
    join(community, coordinator, role=Role.COORDINATOR)
    for kind in WHY:
        letter = post_letter(
            address="a@example.org", key=f"k-{kind}", kind=kind, subject="x", paragraphs=[], community=community
        )
        Letter.objects.filter(pk=letter.pk).update(state=FAILED)
    client.force_login(coordinator)
    page = client.get(reverse("communities:letter_list", args=[community.slug])).content.decode()
    names = [kind.label for kind in Notice.Kind] + ["weekoverzicht"]
    assert len(names) == len(WHY)
    assert [name for name in names if (name[0].upper() + name[1:]) not in page] == []
