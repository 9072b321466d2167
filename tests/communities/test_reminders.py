"""Reminders of one's own promises, and the answer with one click from the mail."""

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.core import signing
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communities.actions.commitment_reminders import answer_by_link, remind_of_commitments
from communities.letters.commitments import SALT, DoneLink, done_path, done_token, mark_of, read_done_token
from communities.models import Commitment, Letter, Membership, Notice, Role
from tests import factories
from tests.communities.town import join, make_organisation, make_town

TODAY = date(2026, 11, 20)


@pytest.fixture
def town(db):
    return make_town()


def promised(town, due_on, name="member", promised_on=date(2026, 9, 1), **fields):
    made = Commitment.objects.create(
        community=town.public, person=town.people[name], what="Zaal regelen", due_on=due_on, **fields
    )
    moment = timezone.make_aware(timezone.datetime(promised_on.year, promised_on.month, promised_on.day, 12))
    Commitment.objects.filter(pk=made.pk).update(created_at=moment)
    made.refresh_from_db()
    return made


def link_of(commitment, user):
    return DoneLink(commitment.pk, user.pk, mark_of(user))


def told():
    return [(one.user.name, one.title) for one in Notice.objects.order_by("pk")]


@pytest.mark.parametrize(("days", "expected"), [(8, 0), (7, 1), (3, 1), (1, 1), (0, 0), (-1, 1), (-14, 1), (-15, 0)])
def test_a_week_before_and_a_day_after(town, days, expected):
    promised(town, TODAY + timedelta(days=days))
    assert remind_of_commitments(today=TODAY) == expected


def test_each_reminder_goes_once(town):
    promised(town, TODAY + timedelta(days=7))
    counts = [remind_of_commitments(today=TODAY + timedelta(days=days)) for days in range(12)]
    assert (counts, len(told())) == ([1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0], 2)


def test_who_moves_the_day_is_reminded_of_the_new_one(town):
    made = promised(town, TODAY + timedelta(days=7))
    assert remind_of_commitments(today=TODAY) == 1
    Commitment.objects.filter(pk=made.pk).update(due_on=TODAY + timedelta(days=30))
    assert remind_of_commitments(today=TODAY + timedelta(days=23)) == 1


@pytest.mark.parametrize("state", ["klaar", "vervallen"])
def test_what_is_not_open_asks_for_nothing(town, state):
    promised(town, TODAY - timedelta(days=1), state=state, done_on=TODAY, lapsed_because="x")
    assert remind_of_commitments(today=TODAY) == 0


def test_only_the_promiser_is_told_and_only_while_they_belong(town):
    promised(town, TODAY - timedelta(days=1))
    promised(town, TODAY - timedelta(days=1), "frontrunner")
    Membership.objects.filter(user=town.people["frontrunner"], community=town.public).update(status="geblokkeerd")
    remind_of_commitments(today=TODAY)
    assert told() == [("Member", "Nog niet klaar: Zaal regelen")]


def test_what_was_promised_this_week_is_not_reminded_of_at_once(town):
    promised(town, TODAY + timedelta(days=3), promised_on=TODAY - timedelta(days=1))
    assert remind_of_commitments(today=TODAY) == 0


def test_a_community_that_is_over_reminds_nobody(town):
    promised(town, TODAY - timedelta(days=1))
    type(town.public).objects.filter(pk=town.public.pk).update(ended_on=TODAY)
    assert remind_of_commitments(today=TODAY) == 0


def test_the_reminder_leads_to_the_page_with_the_button(town):
    made = promised(town, TODAY - timedelta(days=1))
    remind_of_commitments(today=TODAY)
    assert read_done_token(Notice.objects.get().path.split("/")[2]) == link_of(made, town.people["member"])


@pytest.mark.parametrize("days", [7, -1])
def test_the_mail_has_a_button_for_each_way_that_it_names(town, days):
    made = promised(town, TODAY + timedelta(days=days))
    remind_of_commitments(today=TODAY)
    text = Letter.objects.get().text
    moving = reverse("communities:commitment_edit", args=[town.public.slug, made.pk])
    token = r"toezegging/[^/]+/klaar/"
    assert re.search(rf"\nMeld dat het klaar is\nhttp\S+{token}\?gelezen", text)
    assert re.search(rf"\nKies een andere dag\nhttp\S+{moving}", text)
    assert re.search(rf"\nMeld dat het niet doorgaat\nhttp\S+{token}\?antwoord=vervallen&", text)
    assert "één klik" not in text


def of_nobody(town, **fields):
    """A promise of an organisation, without a person, that is a day late."""
    made = promised(town, TODAY - timedelta(days=1), **fields)
    Commitment.objects.filter(pk=made.pk).update(person=None, organisation=make_organisation())
    return made


def second_coordinator(town, **fields):
    other = factories.make_verified_user("tweede@example.org", name="Tweede")
    join(town.public, other, **({"role": Role.COORDINATOR} | fields))
    return other


def test_of_a_promise_without_a_person_its_maker_is_reminded(town):
    made = of_nobody(town, created_by=second_coordinator(town))
    assert remind_of_commitments(today=TODAY) == 1
    assert told() == [("Tweede", "Nog niet klaar: Zaal regelen")]
    assert Notice.objects.get().text.startswith("Bakkerij De Kade zegde toe")
    path = Notice.objects.get().path
    assert "Bakkerij De Kade zegde dit toe. Is het klaar?" in Client().get(path).content.decode()
    Client().post(path, {"antwoord": "klaar"})
    made.refresh_from_db()
    assert made.state == "klaar"


@pytest.mark.parametrize("maker", [None, "member", "administrator"])
def test_without_a_maker_who_coordinates_all_coordinators_are_reminded_once(town, maker):
    second_coordinator(town)
    of_nobody(town, created_by=town.people.get(maker))
    assert [remind_of_commitments(today=TODAY) for _ in range(2)] == [2, 0]
    assert {name for name, _ in told()} == {"Coordinator", "Tweede"}


def test_a_maker_who_left_is_not_reminded(town):
    of_nobody(town, created_by=second_coordinator(town, status="vertrokken", left_at=timezone.now()))
    remind_of_commitments(today=TODAY)
    assert [name for name, _ in told()] == ["Coordinator"]


@pytest.mark.parametrize(("who", "is_said"), [("member", "krijgt u een herinnering"), ("coordinator", "Wie het doet")])
def test_the_form_says_who_is_reminded(town, who, is_said):
    page = town.login(who).get(reverse("communities:commitment_new", args=[town.public.slug]))
    assert is_said in page.content.decode()


def open_one(town):
    made = promised(town, TODAY)
    return made, done_path(made, town.people["member"])


def test_looking_changes_nothing_whoever_looks(town):
    made, path = open_one(town)
    for method in ("get", "head"):
        for query in ("", "?antwoord=klaar", "?antwoord=vervallen&because=x"):
            assert getattr(Client(), method)(path + query).status_code == 200
    made.refresh_from_db()
    assert made.state == "toegezegd"


def test_the_button_works_logged_out_and_twice_is_once(town):
    made, path = open_one(town)
    client = Client()
    assert client.post(path, {"antwoord": "klaar"}).status_code == 302
    client.post(path, {"antwoord": "klaar"})
    made.refresh_from_db()
    assert (made.state, made.version, made.done_on) == ("klaar", 2, timezone.localdate())
    assert "Zet terug op bezig" in client.get(path).content.decode()


def test_it_can_be_taken_back_by_the_same_link(town):
    made, path = open_one(town)
    for answer in ("klaar", "terug", "terug"):
        Client().post(path, {"antwoord": answer})
    made.refresh_from_db()
    assert (made.state, made.version) == ("bezig", 3)


def test_that_it_does_not_go_on_is_said_with_a_reason_and_once(town):
    made, path = open_one(town)
    wrong = Client().post(path, {"antwoord": "vervallen", "because": " "})
    assert (wrong.status_code, "Schrijf op waarom dit niet doorgaat." in wrong.content.decode()) == (400, True)
    for because in ("Geen zaal", "Iets anders"):
        assert Client().post(path, {"antwoord": "vervallen", "because": because}).status_code == 302
    made.refresh_from_db()
    assert (made.state, made.lapsed_because, made.version) == ("vervallen", "Geen zaal", 2)
    assert "Deze toezegging is vervallen" in Client().get(path).content.decode()


def test_what_is_done_does_not_lapse_by_an_old_link(town):
    made, path = open_one(town)
    Client().post(path, {"antwoord": "klaar"})
    for because in ("Geen zaal", ""):
        assert Client().post(path, {"antwoord": "vervallen", "because": because}).status_code == 302
    made.refresh_from_db()
    assert (made.state, made.lapsed_because) == ("klaar", "")


def test_the_page_offers_the_three_ways_that_the_mail_names(town):
    made, path = open_one(town)
    moving = reverse("communities:commitment_edit", args=[town.public.slug, made.pk])
    asked, lapsing = (Client().get(path + query).content.decode() for query in ("", "?antwoord=vervallen"))
    assert all(one in asked for one in ("Ja, dit is klaar", f'href="{moving}"', 'href="?antwoord=vervallen"'))
    assert all(one in lapsing for one in ("Ja, dit gaat niet door", f'href="{moving}"', 'name="because"'))


def test_a_post_without_an_answer_changes_nothing(town):
    made, path = open_one(town)
    assert Client().post(path, {"antwoord": "iets"}).status_code == 200
    made.refresh_from_db()
    assert made.version == 1


def test_a_form_from_another_site_is_refused(town):
    made, path = open_one(town)
    for sent in ({"antwoord": "klaar"}, {"antwoord": "vervallen", "because": "x"}):
        assert Client(enforce_csrf_checks=True).post(path, sent).status_code == 403
    made.refresh_from_db()
    assert made.state == "toegezegd"


def test_a_forged_link_opens_nothing(town):
    made, _ = open_one(town)
    token = done_token(made, town.people["member"])
    forged = [
        token[:-2] + "xx",
        "onzin",
        signing.dumps([made.pk, 1], salt="iets anders"),
        signing.dumps("a", salt=SALT),
    ]
    for one in forged:
        page = Client().post(reverse("communities:commitment_done", args=[one]), {"antwoord": "klaar"})
        assert page.status_code == 404
    made.refresh_from_db()
    assert made.state == "toegezegd"


def test_an_old_link_has_expired(town):
    made, path = open_one(town)
    with time_machine.travel(timezone.now() + timedelta(days=61)):
        page = Client().post(path, {"antwoord": "klaar"})
    assert page.status_code == 404
    assert "ouder dan 60 dagen" in page.content.decode()
    made.refresh_from_db()
    assert made.state == "toegezegd"


def test_a_link_of_who_left_opens_nothing(town):
    _, path = open_one(town)
    Membership.objects.filter(user=town.people["member"], community=town.public).update(
        status="vertrokken", left_at=timezone.now()
    )
    for sent in ({"antwoord": "klaar"}, {"antwoord": "vervallen", "because": "x"}):
        assert Client().post(path, sent).status_code == 404


def test_a_link_in_a_mailbox_that_is_no_longer_theirs_opens_nothing(town):
    made, path = open_one(town)
    member = town.people["member"]
    assert member.email not in signing.b64_decode(path.split("/")[2].split(":")[0].encode()).decode()
    member.email = "Member@Example.org"
    member.save()
    assert Client().get(path).status_code == 200, "capitals make no other address"
    member.email = "nieuw@example.org"
    member.save()
    assert Client().post(path, {"antwoord": "klaar"}).status_code == 404
    made.refresh_from_db()
    assert made.state == "toegezegd"


def test_wrong_links_are_counted_and_good_ones_are_not(town, settings):
    settings.ACCOUNT_RATE_LIMITS = {"invitation": "2/h/ip"}
    cache.clear()
    _, path = open_one(town)
    wrong = reverse("communities:commitment_done", args=["onzin"])
    assert [Client().get(one).status_code for one in [path] * 3 + [wrong] * 3] == [200] * 3 + [404, 404, 429]
    cache.clear()


def test_a_link_to_what_was_given_to_somebody_else_opens_nothing(town):
    made, path = open_one(town)
    Commitment.objects.filter(pk=made.pk).update(person=town.people["frontrunner"])
    assert Client().post(path, {"antwoord": "klaar"}).status_code == 404


def test_a_link_into_a_community_that_is_over_says_so(town):
    made, path = open_one(town)
    type(town.public).objects.filter(pk=town.public.pk).update(ended_on=TODAY)
    answer = Client().post(path, {"antwoord": "klaar"})
    page = answer.content.decode()
    assert (answer.status_code, "Waalmeer is beëindigd" in page, "overgenomen uit de mail" in page) == (
        404,
        True,
        False,
    )
    Membership.objects.filter(user=town.people["member"], community=town.public).update(status="geblokkeerd")
    assert "beëindigd" not in Client().get(path).content.decode()
    made.refresh_from_db()
    assert made.state == "toegezegd"


def test_what_lapsed_is_not_set_to_done_by_an_old_link(town):
    made, path = open_one(town)
    Commitment.objects.filter(pk=made.pk).update(state="vervallen", lapsed_because="Geen zaal")
    assert Client().post(path, {"antwoord": "klaar"}).status_code == 404
    made.refresh_from_db()
    assert made.state == "vervallen"


def test_the_answer_is_in_the_name_of_who_promised(town):
    made, _ = open_one(town)
    coordinator = town.people["coordinator"]
    Commitment.objects.filter(pk=made.pk).update(created_by=coordinator)
    answer_by_link(link=link_of(made, town.people["member"]), is_done=True)
    assert told() == [("Coordinator", "Klaar: Zaal regelen")]
