"""Answering when much goes wrong: twelve at once, the link of a meeting, bad text, and what the logs hold."""

import json
import logging
import threading
from urllib.parse import urlencode

import pytest
import time_machine
from django.db import close_old_connections, connection
from django.urls import reverse
from django.utils import timezone

from config.logs import WithoutAddress
from succesfactoren.access.answering import seat_by_token
from succesfactoren.actions.answering import AlreadySent, AnsweringError, Filled, save_draft, send_answers
from succesfactoren.models import OpenAnswer, Response, Round, SentMark, Ticket
from tests.succesfactoren.answering_scene import Respondent, any_round, marks, meeting_round
from tests.succesfactoren.scene import make_ticket

NASTY = {
    "long": "a" * 10_000,
    "no spaces": "x" * 1_990,
    "right to left": "\u202eneergeschreven\u202c مرحبا",
    "families": "👩\u200d👩\u200d👧\u200d👦 é̂̃ ĳsland Ĳ",
    "lone surrogate": "\ud800",
    "not a character": "\ufffe\uffff",
    "NUL": "a\x00b",
    "blank": " \t\r\n \u00a0",
}


def at_once(n: int, work) -> list[str]:
    """What each of `n` threads came to, all started at the same moment."""
    gate, found = threading.Barrier(n), []

    def run() -> None:
        close_old_connections()
        try:
            gate.wait()
            work()
            found.append("ok")
        except AnsweringError as error:
            found.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(n)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return sorted(found)


@pytest.mark.django_db(transaction=True)
def test_twelve_times_at_once_with_one_link_is_one_answer():
    _, token = make_ticket(any_round())
    filled = Filled(answers={"LEI1": 4}, texts={"OPEN1": "Een keer"})
    found = at_once(12, lambda: send_answers(seat=seat_by_token(token), filled=filled))
    assert found == ["AlreadySent"] * 11 + ["ok"]
    assert (Response.objects.count(), OpenAnswer.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_twelve_times_at_once_in_a_confidential_round_is_one_answer():
    _, token = make_ticket(any_round(mode="vertrouwelijk"), "an@example.org")
    filled = Filled(answers={"LEI1": 4}, texts={"OPEN1": "Een keer"})
    assert at_once(12, lambda: send_answers(seat=seat_by_token(token), filled=filled)) == ["ok"] * 12
    assert (Response.objects.count(), OpenAnswer.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_nothing_comes_in_while_a_round_is_being_closed():
    found = any_round()
    _, token = make_ticket(found)
    seat = seat_by_token(token)
    is_held, results = threading.Event(), []

    def close() -> None:
        from django.db import transaction  # noqa: PLC0415 - in the thread that uses it

        with transaction.atomic():
            Round.objects.select_for_update().get(pk=found.pk)
            is_held.set()
            threading.Event().wait(0.4)
            Round.objects.filter(pk=found.pk).update(closed_at=timezone.now())
        connection.close()

    closing = threading.Thread(target=close)
    closing.start()
    is_held.wait()
    results = at_once(1, lambda: send_answers(seat=seat, filled=Filled(answers={"LEI1": 4})))
    closing.join()
    assert results == ["AnsweringError"]
    assert (Response.objects.count(), Ticket.objects.get().is_used) == (0, False)


@pytest.mark.django_db
def test_an_anonymous_round_keeps_no_draft_whoever_asks():
    _, token = make_ticket(any_round(), "an@example.org")
    with pytest.raises(AnsweringError):
        save_draft(seat=seat_by_token(token), filled=Filled(answers={"LEI1": 4}), version="")
    assert Response.objects.count() == 0


# ── The link of a meeting ─────────────────────────────────────────────────────────────────────────────────────────


def come_in(found: Round, token: str) -> Respondent:
    """A browser at the meeting."""
    person = Respondent(found, token="none")
    person.client.get(reverse("succesfactoren:meeting_open", args=[token]))
    return person


@pytest.mark.django_db
def test_who_comes_by_the_link_of_a_meeting_is_counted_apart():
    found, token = meeting_round()
    person = come_in(found, token)
    assert person.post(**marks(found)).status_code == 303
    assert (Response.objects.get().door, Ticket.objects.count()) == ("open", 0)
    assert "Laat nog iemand invullen" in person.client.get(f"{person.page}bedankt/").content.decode()


@pytest.mark.django_db
def test_a_browser_at_a_meeting_does_not_send_twice_by_accident():
    found, token = meeting_round()
    person = come_in(found, token)
    answers = [person.post(**marks(found)) for _ in range(3)]
    person.client.get(reverse("succesfactoren:meeting_open", args=[token]))
    assert "al verstuurd" in person.look().content.decode()
    assert answers[0].status_code == 303
    assert (Response.objects.count(), SentMark.objects.count()) == (1, 1)


@pytest.mark.django_db
def test_a_device_may_go_round_the_table():
    found, token = meeting_round()
    person = come_in(found, token)
    person.post(**marks(found))
    assert person.client.post(f"{person.page}nog-iemand/").status_code == 303
    assert "checked" not in person.look().content.decode().split("<main")[1]
    person.post(**marks(found, 2))
    assert sorted(Response.objects.values_list("answers__LEI1", flat=True)) == [2, 4]


def again(person: Respondent, mark: int):
    """The next one at the table sends."""
    person.client.post(f"{person.page}nog-iemand/")
    return person.post(**marks(person.round, mark), q_OPEN1="Bewaar mij")


@pytest.mark.django_db
def test_one_device_sends_so_many_times_an_hour_and_nothing_is_lost(settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"meeting_device": "2/h/key"}
    found, token = meeting_round()
    person = come_in(found, token)
    person.client.get(reverse("succesfactoren:meeting_open", args=[token]))
    answers = [again(person, mark) for mark in (1, 2, 3)]
    assert [one.status_code for one in answers] == [303, 303, 429]
    page = answers[-1].content.decode()
    assert "Vanaf dit toestel is het afgelopen uur vaak verstuurd" in page
    assert 'name="q-LEI1" value="3" checked' in page
    assert "Bewaar mij</textarea>" in page
    assert 'value="verstuur"' in page
    assert Response.objects.count() == 2
    assert come_in(found, token).post(**marks(found, 5)).status_code == 303
    with time_machine.travel(timezone.now() + timezone.timedelta(minutes=50), tick=False):
        assert person.post(**marks(found, 3)).status_code == 429
    Round.objects.update(open_link_until=timezone.now() + timezone.timedelta(hours=3))
    with time_machine.travel(timezone.now() + timezone.timedelta(minutes=61), tick=False):
        assert person.post(**marks(found, 3)).status_code == 303


@pytest.mark.django_db
def test_one_link_takes_so_many_an_hour_from_whichever_device(settings):
    limits = {"meeting_link": "3/h/key", "meeting_device": "2/h/key"}
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | limits
    found, token = meeting_round()
    other, other_token = meeting_round(community=found.community)
    answers = [come_in(found, token).post(**marks(found)).status_code for _ in range(3)]
    late = come_in(found, token)
    pages = [late.post(**marks(found)) for _ in range(3)]
    assert answers == [303] * 3
    assert ["Via deze link" in one.content.decode() for one in pages] == [True] * 3
    assert come_in(other, other_token).post(**marks(other)).status_code == 303
    invited = Respondent(found)
    assert invited.send().status_code == 303
    assert Response.objects.filter(round=found).count() == 4


@pytest.mark.django_db
def test_pressing_twice_at_a_meeting_is_not_counted(settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"meeting_device": "2/h/key"}
    found, token = meeting_round()
    person = come_in(found, token)
    for _ in range(4):
        person.post(**marks(found))
    assert again(person, 2).status_code == 303


@pytest.mark.django_db
@pytest.mark.parametrize("hours", [-2, 2])
def test_the_link_of_a_meeting_works_in_its_hours_alone(hours):
    found, token = meeting_round()
    person = come_in(found, token)
    with time_machine.travel(timezone.now() + timezone.timedelta(hours=hours)):
        assert "Deze link werkt nu niet" in person.look().content.decode()
        person.post(**marks(found))
    assert Response.objects.count() == 0


@pytest.mark.django_db
def test_at_a_meeting_a_confidential_round_keeps_no_code_and_promises_none():
    found, token = meeting_round(mode="vertrouwelijk")
    person = come_in(found, token)
    assert "U vult deze vragenlijst anoniem in." in person.look().content.decode()
    person.post("deel-BET", q_LEI1="4")
    assert Response.objects.count() == 0
    person.post(**marks(found))
    assert (Response.objects.get().code, Response.objects.get().door) == (None, "open")


@pytest.mark.django_db(transaction=True)
def test_twelve_times_at_once_from_one_browser_at_a_meeting_is_one_answer():
    found, token = meeting_round()
    seat = come_in(found, token)
    request = type("Request", (), {"COOKIES": {name: one.value for name, one in seat.client.cookies.items()}})()
    from succesfactoren.access.answering import seat_of  # noqa: PLC0415 - used here alone

    results = at_once(12, lambda: send_answers(seat=seat_of(request, found.pk), filled=Filled(answers={"LEI1": 4})))
    assert results == [AlreadySent.__name__] * 11 + ["ok"]
    assert Response.objects.count() == 1


# ── Bad text ──────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.django_db
@pytest.mark.parametrize("mode", ["anoniem", "vertrouwelijk"])
@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)
def test_text_is_refused_with_words_or_kept_as_it_is(text, mode):
    person = Respondent(any_round(mode=mode))
    person.open()
    raw = text.encode("utf-8", "surrogatepass")
    sent = raw.decode("utf-8", "replace")
    body = urlencode({"stap": "verstuur", "q-LEI1": "4", "q-OPEN1": raw})
    answer = person.client.post(person.page, body, content_type="application/x-www-form-urlencoded")
    kept = list(OpenAnswer.objects.values_list("text", flat=True))
    assert (answer.status_code, kept) in [(400, []), (303, [sent.strip()] if sent.strip() else [])]


@pytest.mark.django_db
@pytest.mark.parametrize("sent", ["6", "0", "x", "1 1", "４", "1" * 5000, "-1", "null", "٣"])
def test_a_mark_that_is_not_offered_is_refused(sent):
    person = Respondent(any_round())
    person.open()
    answer = person.post(q_LEI1=sent)
    assert answer.status_code == 400
    assert 'href="#q-LEI1"' in answer.content.decode()
    assert Response.objects.count() == 0


@pytest.mark.django_db
def test_too_long_an_answer_comes_back_with_what_to_do():
    person = Respondent(any_round())
    person.open()
    page = person.post(q_LEI1="4", q_OPEN1="a" * 2001).content.decode()
    assert "Dit zijn 2001 tekens. Er passen er 2000." in page
    assert "a" * 2001 in page


@pytest.mark.django_db
def test_fields_that_nobody_asked_for_are_left_alone():
    person = Respondent(any_round())
    person.send(q_ZZZ9="5", g_kant="professional", code="x", door="papier", round="99")
    stored = Response.objects.get()
    assert ("ZZZ9" in stored.answers, stored.groups, stored.door) == (False, {"rol": "inwoner"}, "uitnodiging")


# ── What is written down elsewhere ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.django_db
def test_no_log_line_holds_a_link_an_address_or_an_answer(caplog):
    caplog.handler.addFilter(WithoutAddress())
    caplog.set_level(logging.DEBUG)
    person = Respondent(any_round(), "geheim@example.org")
    person.send(q_OPEN1="Mijn geheim antwoord")
    person.client.get(reverse("succesfactoren:ticket_open", args=["verkeerd-token-1234"]), REMOTE_ADDR="203.0.113.9")
    person.client.post(f"/vragenlijst/{person.token}/", REMOTE_ADDR="203.0.113.9")
    lines = [json.dumps({name: str(one) for name, one in vars(line).items()}) for line in caplog.records]
    assert len(lines) >= 4
    secrets = (person.token, "verkeerd-token-1234", "203.0.113.9", "geheim", "an@example.org")
    ours = [line for line in lines if '"name": "django.db' not in line]
    assert [secret for secret in secrets for line in ours if secret in line] == []
