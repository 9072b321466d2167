"""Answering a confidential round: kept per screen under a code, changed until closing, and taken back."""

import re
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from lib.text import long_date
from succesfactoren.access.answering import seat_by_token
from succesfactoren.actions.answering import AnsweringError, Filled, send_answers, withdraw
from succesfactoren.actions.closing import close_round
from succesfactoren.models import OpenAnswer, Pseudonym, Response, Ticket
from tests.succesfactoren.answering_scene import Respondent, confidential_round, marks
from tests.succesfactoren.scene import answer, make_round

pytestmark = pytest.mark.django_db


def version_of(page) -> str:
    return re.search(r'name="versie" value="(\w+)"', page.content.decode()).group(1)


@pytest.fixture
def person() -> Respondent:
    """Somebody who opened the link of a confidential round."""
    made = Respondent(confidential_round())
    made.open()
    return made


def keep(person: Respondent, step: str = "deel-BET", **fields) -> object:
    return person.post(step, versie=version_of(person.look()), **fields)


def test_the_promise_names_both_days_word_for_word(person):
    page = person.look().content.decode()
    assert (
        "Wij bewaren uw antwoorden onder een code, niet onder uw naam. Met die code kunnen wij zien of uw mening "
        "verandert. Alleen de beheerder van dit onderzoek kan de code aan uw e-mailadres koppelen. Die koppeling "
        f"wissen wij op {long_date(person.round.purge_on)}. Anderen zien alleen uitkomsten van groepen van minstens 5 "
        "mensen. Open antwoorden laten wij zien zonder naam, vanaf 10 antwoorden. U kunt uw antwoorden tot "
        f"{long_date(person.round.closes_at)} bekijken, veranderen of laten verwijderen."
    ) in page


def test_looking_keeps_nothing(person):
    person.look()
    assert (Pseudonym.objects.count(), Response.objects.count()) == (0, 0)


def test_every_screen_is_kept_under_a_code_and_not_yet_sent(person):
    answer = keep(person, q_LEI1="5", q_OPEN1="Mooi")
    assert (answer.status_code, answer["Location"]) == (303, f"{person.page}#deel-BET")
    draft, whose = Response.objects.get(), Pseudonym.objects.get()
    assert (draft.code, draft.is_complete, draft.answers) == (whose.code, False, {"LEI1": 5})
    assert (whose.email, whose.purge_on) == ("an@example.org", person.round.purge_on)
    assert OpenAnswer.objects.get().code == whose.code
    assert not Ticket.objects.get().is_used


def test_who_comes_back_by_the_link_goes_on_where_they_were(person):
    keep(person, **{f"q_LEI{n}": "4" for n in range(1, 6)})
    elsewhere = Respondent(person.round, token=person.token)
    assert elsewhere.open()["Location"] == f"{person.page}#deel-BET"
    assert 'name="q-LEI3" value="4" checked' in elsewhere.look().content.decode()
    keep(person, q_BET1="2")
    assert elsewhere.open()["Location"] == f"{person.page}#deel-BET"


def test_the_script_keeps_in_between_and_hears_what_is_kept_now(person):
    answer = keep(person, "bewaar", q_LEI1="3")
    assert (answer.status_code, answer["X-Version"]) == (204, version_of(person.look()))


def test_two_windows_do_not_overwrite_each_other_without_a_word(person):
    first = version_of(person.look())
    keep(person, q_LEI1="1")
    late = person.post("deel-BET", versie=first, q_LEI1="5", q_OPEN1="Van dit venster")
    assert late.status_code == 409
    assert "In een ander venster zijn intussen andere antwoorden bewaard" in late.content.decode()
    assert "Van dit venster</textarea>" in late.content.decode()
    assert Response.objects.get().answers == {"LEI1": 1}
    assert person.post("deel-BET", versie=version_of(late), q_LEI1="5").status_code == 303
    assert Response.objects.get().answers == {"LEI1": 5}


def test_the_same_answers_kept_twice_are_no_conflict(person):
    first = version_of(person.look())
    assert [person.post("deel-BET", versie=first, q_LEI1="1").status_code for _ in range(2)] == [303, 303]


def test_what_was_sent_can_be_changed_until_it_closes_and_stays_one_answer(person):
    person.post(**marks(person.round, 4), q_OPEN1="Eerst")
    assert "U hebt al verstuurd" in person.look().content.decode()
    person.post(**marks(person.round, 2), q_OPEN1="Later", q_OPEN2="Erbij")
    stored = Response.objects.get()
    assert (stored.answers["LEI1"], stored.is_complete) == (2, True)
    assert sorted(OpenAnswer.objects.values_list("text", flat=True)) == ["Erbij", "Later"]
    assert Ticket.objects.get().is_used


def test_keeping_a_screen_after_sending_leaves_it_sent(person):
    person.post(**marks(person.round))
    keep(person, q_LEI1="1")
    assert Response.objects.get().is_complete


def test_an_open_answer_that_did_not_change_keeps_its_row(person):
    keep(person, q_OPEN1="Blijft", q_OPEN2="Gaat weg")
    before = OpenAnswer.objects.get(text="Blijft").pk
    keep(person, q_OPEN1="Blijft")
    assert list(OpenAnswer.objects.values_list("pk", flat=True)) == [before]


def test_the_same_person_keeps_the_same_code_in_the_next_round(person):
    person.send()
    later = make_round(
        person.round.community, assessment=person.round.assessment, name="Tussenmeting", mode="vertrouwelijk"
    )
    Respondent(later).send()
    assert len(set(Response.objects.values_list("code", flat=True))) == 1
    assert Response.objects.count() == 2


def test_the_day_that_was_promised_first_stays_the_day(person):
    person.send()
    promised = Pseudonym.objects.get().purge_on
    later = make_round(
        person.round.community,
        assessment=person.round.assessment,
        mode="vertrouwelijk",
        purge_on=promised.replace(year=promised.year + 1),
    )
    Respondent(later).send()
    assert Pseudonym.objects.get().purge_on == promised


def test_a_later_round_that_promises_an_earlier_day_is_kept_to_it(person):
    person.send()
    earlier = Pseudonym.objects.get().purge_on - timezone.timedelta(days=200)
    later = make_round(
        person.round.community, assessment=person.round.assessment, mode="vertrouwelijk", purge_on=earlier
    )
    Respondent(later).send()
    assert Pseudonym.objects.get().purge_on == earlier


def test_who_sent_gets_no_second_code_once_the_first_is_wiped(person):
    person.send(q_OPEN1="Eerst")
    seat = seat_by_token(person.token)
    Pseudonym.objects.all().delete()
    with pytest.raises(AnsweringError, match="niet meer bij deze antwoorden"):
        send_answers(seat=seat, filled=Filled(answers={"LEI1": 1}))
    with pytest.raises(AnsweringError, match="niet meer bij deze antwoorden"):
        withdraw(seat=seat)
    pages = [person.look(), person.post(**marks(person.round, 1)), person.post("bewaar", q_LEI1="1")]
    assert all("Uw adres hoort niet meer bij deze antwoorden" in page.content.decode() for page in pages)
    assert (Response.objects.get().answers["LEI1"], Pseudonym.objects.count()) == (4, 0)
    assert Ticket.objects.get().is_used


def test_nothing_is_kept_of_who_left_meanwhile(person):
    seat = seat_by_token(person.token)
    Ticket.objects.update(email="")
    for work in (
        lambda: send_answers(seat=seat, filled=Filled(answers={"LEI1": 1})),
        lambda: withdraw(seat=seat),
    ):
        with pytest.raises(AnsweringError, match="Uw adres is gewist"):
            work()
    assert (Response.objects.count(), Pseudonym.objects.count()) == (0, 0)


def test_taking_back_asks_first_and_then_leaves_nothing(person):
    person.post(**marks(person.round), q_OPEN1="Weg ermee")
    path = reverse("succesfactoren:questionnaire_withdraw", args=[person.round.pk])
    assert "Wilt u uw antwoorden laten verwijderen?" in person.client.get(path).content.decode()
    assert Response.objects.count() == 1
    assert [person.client.post(path).status_code for _ in range(2)] == [303, 303]
    assert (Response.objects.count(), OpenAnswer.objects.count(), Pseudonym.objects.count()) == (0, 0, 0)
    assert "Er zijn geen antwoorden van u bewaard" in person.client.get(path).content.decode()


def test_who_took_answers_back_is_not_reminded_and_may_answer_again(person):
    person.post(**marks(person.round))
    person.client.post(reverse("succesfactoren:questionnaire_withdraw", args=[person.round.pk]))
    ticket = Ticket.objects.get()
    assert (ticket.is_used, ticket.n_reminders) == (False, 2)
    person.send(mark=1)
    assert Response.objects.get().answers["LEI1"] == 1


def test_taking_back_leaves_the_answers_of_others_and_of_other_rounds(person):
    person.send()
    Respondent(person.round, "bo@example.org").send()
    later = make_round(person.round.community, assessment=person.round.assessment, mode="vertrouwelijk")
    again = Respondent(later)
    again.send()
    again.client.post(reverse("succesfactoren:questionnaire_withdraw", args=[later.pk]))
    assert list(Response.objects.values_list("round", flat=True)) == [person.round.pk] * 2
    assert Pseudonym.objects.count() == 2


def test_in_an_anonymous_round_nothing_can_be_taken_back():
    person = Respondent(make_round(confidential_round().community, slug="actie"))
    person.open()
    answer = person.client.post(reverse("succesfactoren:questionnaire_withdraw", args=[person.round.pk]))
    assert answer.status_code == 200
    assert "verwijderd" not in answer.content.decode()
    assert "gesloten" not in answer.content.decode()


def test_after_closing_nothing_is_shown_changed_or_taken_back(person):
    person.send(q_OPEN1="Mijn woorden")
    with time_machine.travel(person.round.closes_at + timezone.timedelta(seconds=1)):
        pages = [
            person.look(),
            person.post(q_LEI1="1"),
            person.client.post(reverse("succesfactoren:questionnaire_withdraw", args=[person.round.pk])),
        ]
    assert all("De vragenlijst is gesloten" in page.content.decode() for page in pages)
    assert not any("Mijn woorden" in page.content.decode() for page in pages)
    assert Response.objects.get().answers["LEI1"] == 4


def test_who_comes_back_is_never_called_quick(person):
    keep(person, q_LEI1="4")
    person.send()
    assert not Response.objects.get().was_quick


# ── Who stops halfway, and who shares a device ────────────────────────────────────────────────────────────────────
def test_before_the_first_question_it_says_that_half_a_list_counts(person):
    page = person.look().content.decode()
    before = page[: page.index('<fieldset class="statement"')]
    assert before.index("Wij bewaren uw antwoorden onder een code") < before.index("Stopt u halverwege?")
    anonymous = Respondent(make_round(person.round.community, slug="actie"))
    anonymous.open()
    assert "Stopt u halverwege?" not in anonymous.look().content.decode()


def test_half_a_list_counts_when_it_closes_and_its_words_do_not(person):
    keep(person, **{f"q_LEI{n}": "4" for n in range(1, 6)}, q_OPEN1="Weg")
    assert "Stopt u halverwege?" in person.look().content.decode()
    for _ in range(5):
        answer(person.round, marks={f"LEI{n}": 4 for n in range(1, 6)}, code=uuid4())
    with time_machine.travel(person.round.closes_at + timezone.timedelta(seconds=1)):
        close_round(round=person.round, by=None)
    assert (Response.objects.filter(is_complete=False).count(), OpenAnswer.objects.count()) == (1, 0)
    factors = {one["code"]: one["n"] for one in person.round.outcome.figures["tables"][0]["factors"]}
    assert factors["LEI"] == 6


def test_nobody_is_told_that_kept_answers_do_not_count(person):
    keep(person, "controle", q_LEI1="4")
    checking = person.client.get(f"{person.page}?controle=1").content.decode()
    assert "nog niet verstuurd" not in checking
    assert "tellen uw antwoorden per onderdeel mee" in checking
    person.post(**marks(person.round))
    assert "nog niet verstuurd" not in person.client.get(f"{person.page}?controle=1").content.decode()
    wrong = keep(person, "controle", q_LEI1="9").content.decode()
    assert "Er is nog niets verstuurd" not in wrong
    assert "is nog niet bewaard" in wrong


def test_a_shared_device_forgets_who_is_done(person):
    person.post(**marks(person.round, 2))
    path = reverse("succesfactoren:questionnaire_forget", args=[person.round.pk])
    receipt = person.client.get(f"{person.page}bedankt/").content.decode()
    assert f'action="{path}"' in receipt
    assert "Klaar: vergeet mij op dit apparaat" in receipt
    assert "Vergeet mij op dit apparaat" in person.client.get(path).content.decode()
    assert 'value="2" checked' in person.look().content.decode()
    done = person.client.post(path, follow=True)
    assert "Dit apparaat is u vergeten" in done.content.decode()
    assert not person.client.cookies[f"vragenlijst-{person.round.pk}"].value
    assert "Open eerst uw link" in person.look().content.decode()
    assert Response.objects.get().is_complete
    assert person.open().status_code == 303
    assert 'value="2" checked' in person.look().content.decode()
