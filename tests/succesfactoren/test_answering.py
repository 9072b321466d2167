"""Answering an anonymous round: the link, what is stored, what is not, and what the pages say."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings as site
from django.urls import reverse
from django.utils import timezone

from communities.models import LogEntry
from lib.tokens import hash_token, new_token
from succesfactoren.actions.closing import close_round
from succesfactoren.actions.mixing import mix_round
from succesfactoren.models import OpenAnswer, Pseudonym, Response, Ticket
from tests.communities.town import make_community
from tests.succesfactoren.answering_scene import Respondent, any_round, marks
from tests.succesfactoren.scene import closed_round, make_ticket

pytestmark = pytest.mark.django_db

PROMISE = (
    "U vult deze vragenlijst anoniem in. Wij bewaren niet wie welk antwoord gaf. Wij laten alleen uitkomsten zien van "
    "groepen van minstens 5 mensen. Open antwoorden laten wij zien zonder naam, vanaf 10 antwoorden. Schrijf in open "
    "antwoorden geen namen. Na het verzenden kunnen wij uw antwoorden niet meer veranderen of verwijderen, omdat wij "
    "niet weten welke van u zijn."
)


@pytest.mark.parametrize("method", ["get", "head"])
def test_opening_a_link_changes_nothing_and_leads_to_an_address_without_it(method):
    person = Respondent(any_round())
    answer = getattr(person.client, method)(reverse("succesfactoren:ticket_open", args=[person.token]))
    assert (answer.status_code, answer["Location"]) == (303, person.page)
    assert person.token not in answer["Location"] + answer.cookies.output()
    assert Ticket.objects.filter(is_used=True).count() == 0


def test_the_cookie_of_a_link_is_for_these_pages_alone():
    person = Respondent(any_round())
    cookie = person.open().cookies[f"vragenlijst-{person.round.pk}"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/vragenlijst/", True, "Lax")
    assert (cookie["max-age"], cookie["expires"]) == ("", "")


def test_a_whole_journey_makes_no_session_and_is_kept_by_no_cache():
    person = Respondent(any_round())
    answers = [person.open(), person.look(), person.post("controle", **marks(person.round)), person.post(q_LEI1="4")]
    answers.append(person.client.get(answers[-1]["Location"]))
    assert [answer.status_code for answer in answers] == [303, 200, 200, 303, 200]
    assert {answer["Cache-Control"] for answer in answers} == {"private, no-store"}
    assert site.SESSION_COOKIE_NAME not in person.client.cookies
    assert {answer["Referrer-Policy"] for answer in answers} == {"same-origin"}


def test_what_is_sent_is_stored_without_anything_of_who_or_when():
    person = Respondent(any_round())
    person.send(q_LEI1="-", q_LEI2="", q_OPEN1="  Het loopt goed. \r\nEcht.  ")
    stored = Response.objects.get()
    assert (stored.door, stored.code, stored.groups, stored.is_complete) == (
        "uitnodiging", None, {"rol": "inwoner"}, True
    )  # fmt: skip
    assert stored.answers["LEI1"] is None
    assert "LEI2" not in stored.answers
    assert stored.answers["LEI3"] == 4
    assert [(one.statement.code, one.text, one.code) for one in OpenAnswer.objects.all()] == [
        ("OPEN1", "Het loopt goed. \nEcht.", None)
    ]
    assert Ticket.objects.get().is_used
    assert Pseudonym.objects.count() == 0


def test_nothing_of_answering_stands_in_the_log_of_who_did_what():
    Respondent(any_round()).send()
    assert (Response.objects.count(), LogEntry.objects.count()) == (1, 0)


def test_the_server_keeps_nothing_before_it_is_sent():
    person = Respondent(any_round())
    person.open()
    checking = person.post("controle", q_LEI1="5", q_OPEN1="Nog niet verstuurd")
    assert 'value="5" checked' in checking.content.decode()
    assert "Nog niet verstuurd</textarea>" in checking.content.decode()
    assert (Response.objects.count(), OpenAnswer.objects.count(), Pseudonym.objects.count()) == (0, 0, 0)


def test_the_promise_comes_before_the_first_question_word_for_word():
    person = Respondent(any_round())
    person.open()
    page = person.look().content.decode()
    assert PROMISE in page[: page.index('<fieldset class="statement"')]


def test_the_promise_has_the_round_its_own_numbers():
    person = Respondent(any_round(minimum_group=8, minimum_detail=12))
    person.open()
    page = person.look().content.decode()
    assert "groepen van minstens 8 mensen" in page
    assert "vanaf 12 antwoorden" in page


def test_every_question_has_a_screen_and_a_name_of_its_own():
    person = Respondent(any_round())
    person.open()
    page = person.look().content.decode()
    assert len(re.findall(r'<section class="screen', page)) == 1 + 7 + 1 + 1
    assert len(re.findall(r'<fieldset class="statement"', page)) == 35 + 1
    assert "Onderdeel <b>2 van 7</b>" in page
    assert page.index('id="deel-COM"') < page.index('id="groep"') < page.index('id="open"')


def test_the_check_names_what_was_left_open_and_leads_back():
    person = Respondent(any_round())
    person.open()
    skipped = marks(person.round) | {"q_LEI1": "", "q_LEI2": "", "q_INN1": "", "g_rol": ""}
    page = person.post("controle", **skipped).content.decode()
    found = re.findall(r'<li><a href="#([\w-]+)"><b>[^<]+</b> <span>([^<]+) open</span>', page)
    assert found == [("deel-LEI", "2 stellingen"), ("deel-INN", "1 stelling"), ("groep", "1 vraag")]


def test_dont_know_is_an_answer_and_not_left_open():
    person = Respondent(any_round())
    person.open()
    assert "Alles is ingevuld" in person.post("controle", **marks(person.round, "-")).content.decode()


def test_sending_nothing_at_all_uses_nothing_up():
    person = Respondent(any_round())
    person.open()
    answer = person.post()
    assert answer.status_code == 400
    assert "Beantwoord ten minste één vraag" in answer.content.decode()
    assert not Ticket.objects.get().is_used


def test_the_receipt_says_no_more_than_that_it_came():
    person = Respondent(any_round(), "greet@example.org")
    receipt = person.client.get(person.send()["Location"]).content.decode()
    assert "Dank u wel, uw antwoorden zijn verstuurd" in receipt
    assert "niet meer laten zien, veranderen of verwijderen" in receipt
    assert "greet" not in receipt
    assert "Klaar: vergeet mij op dit apparaat" in receipt


def test_a_link_that_was_used_says_so_and_stores_nothing_more():
    person = Respondent(any_round())
    person.send()
    assert person.open().status_code == 303
    assert "U hebt deze vragenlijst al ingevuld" in person.look().content.decode()
    assert "al ingevuld" in person.post(q_LEI1="1").content.decode()
    assert Response.objects.get().answers["LEI1"] == 4


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"opened_at": None}, "De vragenlijst is nog niet open"),
        ({"closes_at": timezone.now() - timedelta(minutes=1)}, "De vragenlijst is gesloten"),
        ({"closed_at": timezone.now()}, "De vragenlijst is gesloten"),
    ],
)
def test_a_round_that_is_not_open_says_when_and_takes_nothing(fields, words):
    person = Respondent(any_round(**fields))
    person.open()
    assert words in person.look().content.decode()
    assert words in person.post(q_LEI1="4").content.decode()
    assert Response.objects.count() == 0


def test_a_community_that_stopped_asks_nothing_any_more():
    found = any_round(community=make_community(ended_on=timezone.localdate()))
    person = Respondent(found)
    person.open()
    assert "is gestopt" in person.look().content.decode()


def test_links_that_lead_nowhere_all_get_the_same_answer():
    found = any_round()
    ticket, replaced = make_ticket(found, "oud@example.org")
    ticket.token_hash = hash_token(new_token())
    ticket.save()
    client = Respondent(found).client
    answers = [client.get(reverse("succesfactoren:ticket_open", args=[one])) for one in (replaced, "x" * 27, "y" * 500)]
    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert (
        len({re.sub(r'value="[\w-]{60,}"', "", answer.content.decode().split("<main")[1]) for answer in answers}) == 1
    )


@pytest.mark.parametrize("mode", ["anoniem", "vertrouwelijk"])
def test_a_reminder_does_not_disturb_who_is_typing(mode):
    person = Respondent(any_round(mode=mode))
    person.open()
    before = draft_key(person.look())
    new = new_token()
    Ticket.objects.update(token_hash=hash_token(new))
    assert draft_key(person.look()) == before
    assert person.open().status_code == 404
    person.token = new
    assert person.open().status_code == 303
    assert draft_key(person.look()) == before
    assert person.post(**marks(person.round)).status_code == 303
    assert Response.objects.count() == 1


def test_mixing_every_hour_does_not_disturb_who_is_typing():
    person = Respondent(any_round())
    person.open()
    before = draft_key(person.look())
    mix_round(round=person.round)
    assert draft_key(person.look()) == before


def test_who_was_typing_when_it_closed_reads_so():
    person = Respondent(any_round(community=make_community("binnendijk", visibility="besloten")))
    other = closed_round(person.round.community, 3, assessment=person.round.assessment)
    person.open()
    close_round(round=person.round, by=None)
    assert "De vragenlijst is gesloten" in person.look().content.decode()
    assert "De vragenlijst is gesloten" in person.post(q_LEI1="4").content.decode()
    name = "vragenlijst-{}".format
    person.client.cookies[name(other.pk)] = person.client.cookies[name(person.round.pk)].value
    page = person.client.get(reverse("succesfactoren:questionnaire", args=[other.pk])).content.decode()
    assert "Open eerst uw link" in page


def draft_key(page) -> str:
    return re.search(r'data-draft="(vragenlijst-[\w-]+)"', page.content.decode()).group(1)


def test_a_cookie_that_was_changed_opens_nothing():
    person = Respondent(any_round())
    person.open()
    name = f"vragenlijst-{person.round.pk}"
    person.client.cookies[name] = person.client.cookies[name].value[:-2] + "xx"
    assert "Open eerst uw link" in person.look().content.decode()


def test_a_seat_in_one_round_is_none_in_another():
    person = Respondent(any_round())
    other = any_round(community=make_community("elders"))
    person.open()
    person.client.cookies[f"vragenlijst-{other.pk}"] = person.client.cookies[f"vragenlijst-{person.round.pk}"].value
    page = person.client.get(reverse("succesfactoren:questionnaire", args=[other.pk])).content.decode()
    assert "Open eerst uw link" in page


def test_guessing_links_stops_after_twenty_and_good_links_are_not_counted(settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"invitation": "20/h/ip"}
    person = Respondent(any_round())
    assert {person.open().status_code for _ in range(25)} == {303}
    found = [person.client.get(reverse("succesfactoren:ticket_open", args=["x" * n])).status_code for n in range(1, 23)]
    assert found == [404] * 20 + [429] * 2
    assert person.open().status_code == 303


def test_who_was_asked_by_a_private_community_sees_its_face():
    found = any_round(community=make_community("binnendijk", visibility="besloten", primary_colour="#7a1f5c"))
    person = Respondent(found)
    person.open()
    page = person.look().content.decode()
    path = reverse("succesfactoren:questionnaire_stylesheet", args=[found.pk])
    assert f'href="{path}"' in page
    assert "#7a1f5c" in person.client.get(path).content.decode()
    assert Respondent(found, "ander@example.org").client.get(path).status_code == 404


def test_a_form_from_elsewhere_is_refused():
    person = Respondent(any_round())
    person.open()
    person.client.handler.enforce_csrf_checks = True
    assert person.post(q_LEI1="4").status_code == 403
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', person.look().content.decode()).group(1)
    assert person.post(q_LEI1="4", csrfmiddlewaretoken=token).status_code == 303


def test_quick_is_said_of_who_took_less_than_a_minute():
    quick = Respondent(any_round(), "a@example.org")
    slow = Respondent(quick.round, "b@example.org")
    slow.open()
    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        slow.post(**marks(quick.round, 2))
        quick.send(mark=3)
    assert dict(Response.objects.values_list("answers__LEI1", "was_quick")) == {2: False, 3: True}
