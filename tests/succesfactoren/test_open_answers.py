"""Answers in words are read one by one, names are struck out, and what is published stays as it is."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from communities.actions.erasure import erase_account
from communities.actions.retention import anonymise_community
from communities.models import LogEntry
from config.tasks import forget_answers
from succesfactoren.access.open_answers import mark_of
from succesfactoren.actions.open_answers import (
    AnswerConflict,
    AnswerError,
    forget_hidden_answers,
    show_answer,
    withhold_answer,
)
from succesfactoren.actions.publishing import publish_result
from succesfactoren.analysis.striking import only_struck_out, pieces, suggestion
from tests import factories
from tests.communities.town import join, make_community, make_trajectory
from tests.succesfactoren.result_scene import round_with_words

TEXT = "Jan Pieters van het plein helpt mij, bel 06-12345678."
NAMES = ["Jan Pieters", "Annelies van den Berg"]


@pytest.fixture
def community(db):
    found = make_community()
    make_trajectory(found)
    return found


@pytest.fixture
def coordinator(community):
    user = factories.make_verified_user(name="Femke Dijkgraaf")
    join(community, user, role="coordinator")
    return user


@pytest.fixture
def found(community):
    return round_with_words(community, texts=[TEXT, *[f"Het gaat goed, keer {i}" for i in range(11)]])


@pytest.fixture
def answer(found):
    return found.open_answers.get(text=TEXT)


def test_a_suggestion_strikes_out_names_and_telephone_numbers():
    assert suggestion(TEXT, NAMES) == "[naam] van het plein helpt mij, bel [adres]."


def test_a_part_of_a_name_is_found_and_small_words_are_not():
    assert suggestion("annelies zag de berg van zand", NAMES) == "[naam] zag de [naam] van zand"
    assert suggestion("Januari was goed", NAMES) == "Januari was goed"


@given(st.text(max_size=200), st.lists(st.text(max_size=12), max_size=5))
def test_the_pieces_together_are_the_answer(text, names):
    assert "".join(one.text for one in pieces(text, names)) == text


@given(st.text(alphabet="abc Jan@.0612", max_size=80))
def test_a_suggestion_may_always_be_shown(text):
    assert only_struck_out(text, suggestion(text, NAMES))


@pytest.mark.parametrize(
    ("shown", "may"),
    [
        (TEXT, True),
        ("[naam] van het plein helpt mij, bel […].", True),
        ("Jan Pieters […]", True),
        ("[…]", True),
        ("Jan Pieters van het plein helpt mij.", False),
        ("[naam] van het plein helpt niemand, bel […].", False),
        ("[naam] helpt mij van het plein […]", False),
        ("", False),
    ],
)
def test_only_striking_out_is_allowed(shown, may):
    assert only_struck_out(TEXT, shown) is may


def test_an_answer_is_shown_as_the_coordinator_left_it(answer, coordinator):
    shown = show_answer(answer=answer, by=coordinator, shown_text="[naam] […]", seen=mark_of(answer))
    assert (shown.state, shown.shown_text, shown.text) == ("getoond", "[naam] […]", TEXT)
    assert LogEntry.objects.latest("pk").action == "toont"


def test_changing_words_is_refused(answer, coordinator):
    with pytest.raises(AnswerError, match="alleen woorden vervangen"):
        show_answer(answer=answer, by=coordinator, shown_text="Alles is prachtig", seen=mark_of(answer))


def test_who_looked_before_somebody_else_decided_is_told(answer, coordinator):
    seen = mark_of(answer)
    withhold_answer(answer=answer, by=coordinator, seen=seen)
    with pytest.raises(AnswerConflict) as conflict:
        show_answer(answer=answer, by=coordinator, shown_text=TEXT, seen=seen)
    assert conflict.value.current.state == "achtergehouden"


def test_after_publishing_an_answer_can_only_be_taken_away(found, answer, coordinator):
    other = found.open_answers.exclude(pk=answer.pk).first()
    shown = show_answer(answer=answer, by=coordinator, shown_text=TEXT, seen=mark_of(answer))
    publish_result(round=found, by=coordinator)
    with pytest.raises(AnswerError, match="gepubliceerd"):
        show_answer(answer=other, by=coordinator, shown_text=other.text, seen=mark_of(other))
    with pytest.raises(AnswerError, match="gepubliceerd"):
        show_answer(answer=answer, by=coordinator, shown_text="[naam] […]", seen=mark_of(shown))
    assert withhold_answer(answer=answer, by=coordinator, seen=mark_of(shown)).state == "achtergehouden"


def test_members_decide_nothing(community, answer):
    member = factories.make_verified_user("lid@example.org")
    join(community, member)
    for act, fields in ((show_answer, {"shown_text": TEXT}), (withhold_answer, {})):
        with pytest.raises(PermissionDenied):
            act(answer=answer, by=member, seen=mark_of(answer), **fields)


def test_too_few_answers_cannot_be_decided_about(community, coordinator):
    few = round_with_words(community, texts=["Mooi"] * 9).open_answers.first()
    with pytest.raises(AnswerError, match="te weinig"):
        show_answer(answer=few, by=coordinator, shown_text="Mooi", seen=mark_of(few))


def test_reading_goes_on_to_the_next_until_all_are_read(found, coordinator):
    client = Client()
    client.force_login(coordinator)
    visited = set()
    address = reverse("succesfactoren:open_answer_list", args=[found.community.slug, found.pk])
    assert "12 antwoorden zijn nog niet gelezen" in client.get(address).content.decode()
    at = reverse(
        "succesfactoren:open_answer_edit", args=[found.community.slug, found.pk, found.open_answers.first().pk]
    )
    while at != address:
        visited.add(at)
        form = client.get(at).context["form"]
        sent = {"besluit": "tonen", "shown_text": form["shown_text"].value(), "seen": form["seen"].value()}
        at = client.post(at, sent).url
    assert len(visited) == 12
    assert set(found.open_answers.values_list("state", flat=True)) == {"getoond"}


def test_the_page_marks_the_names_of_members(community, found, answer, coordinator):
    join(community, factories.make_verified_user("jan@example.org", name="Jan Pieters"))
    client = Client()
    client.force_login(coordinator)
    address = reverse("succesfactoren:open_answer_edit", args=[community.slug, found.pk, answer.pk])
    html = client.get(address).content.decode()
    assert "<mark>Jan Pieters</mark>" in html
    assert "[naam] van het plein helpt mij, bel [adres]." in html


def test_a_changed_word_comes_back_with_a_reason(community, found, answer, coordinator):
    client = Client()
    client.force_login(coordinator)
    address = reverse("succesfactoren:open_answer_edit", args=[community.slug, found.pk, answer.pk])
    sent = client.post(address, {"besluit": "tonen", "shown_text": "Prachtig", "seen": mark_of(answer)})
    assert sent.status_code == 400
    assert "alleen woorden vervangen" in sent.content.decode()


@pytest.mark.django_db(transaction=True)
def test_two_coordinators_at_once_decide_once():
    community = make_community()
    make_trajectory(community)
    people = [factories.make_verified_user(f"c{i}@example.org") for i in range(2)]
    for one in people:
        join(community, one, role="coordinator")
    answer = round_with_words(community).open_answers.first()
    seen = mark_of(answer)

    def decide(one):
        try:
            withhold_answer(answer=answer, by=one, seen=seen)
        except AnswerConflict:
            return "conflict"
        finally:
            connection.close()
        return "besloten"

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(decide, people)) == ["besloten", "conflict"]


# ── How long what somebody wrote is kept ──────────────────────────────────────────────────────────────────────────
def in_days(days):
    return time_machine.travel(timezone.now() + timedelta(days=days), tick=False)


def test_the_names_in_a_shown_answer_are_gone_once_it_is_published(found, answer, coordinator):
    show_answer(answer=answer, by=coordinator, shown_text="[naam] […]", seen=mark_of(answer))
    publish_result(round=found, by=coordinator)
    answer.refresh_from_db()
    assert (answer.text, answer.shown_text, answer.state) == ("[naam] […]", "[naam] […]", "getoond")
    client = Client()
    client.force_login(coordinator)
    for route, extra in (("open_answer_list", []), ("open_answer_edit", [answer.pk])):
        address = reverse(f"succesfactoren:{route}", args=[found.community.slug, found.pk, *extra])
        assert "Pieters" not in client.get(address).content.decode()


def test_what_is_not_shown_is_gone_thirty_days_after_publishing(found, answer, coordinator):
    other = found.open_answers.exclude(pk=answer.pk).first()
    show_answer(answer=answer, by=coordinator, shown_text="[naam] […]", seen=mark_of(answer))
    withhold_answer(answer=other, by=coordinator, seen=mark_of(other))
    with in_days(60):
        unpublished = forget_hidden_answers()
    publish_result(round=found, by=coordinator)
    with in_days(29):
        early = forget_hidden_answers()
    with in_days(31):
        forget_answers()
        again = forget_hidden_answers()
    assert (unpublished, early, again) == (0, 0, 0)
    assert [(one.pk, one.state) for one in found.open_answers.all()] == [(answer.pk, "getoond")]


def test_what_is_taken_away_long_after_publishing_is_gone_the_next_time(found, answer, coordinator):
    shown = show_answer(answer=answer, by=coordinator, shown_text="[naam] […]", seen=mark_of(answer))
    publish_result(round=found, by=coordinator)
    with in_days(100):
        withhold_answer(answer=shown, by=coordinator, seen=mark_of(shown))
        assert forget_hidden_answers() == 12
    assert not found.open_answers.exists()


def test_at_the_end_of_a_community_only_what_was_shown_stays(community, found, answer, coordinator):
    show_answer(answer=answer, by=coordinator, shown_text="[naam] […]", seen=mark_of(answer))
    publish_result(round=found, by=coordinator)
    unpublished = round_with_words(community, name="Tussenmeting", kind="tussenmeting")
    today = timezone.localdate()
    fields = {"started_on": "2020-01-01", "ended_on": today - timedelta(days=400), "retention_days": 100}
    type(community).objects.filter(pk=community.pk).update(**fields)
    community.memberships.all().delete()
    community.refresh_from_db()
    assert anonymise_community(community=community)
    assert (list(found.open_answers.all()), unpublished.open_answers.exists()) == ([answer], False)


def test_who_leaves_for_good_can_go_also_where_a_published_answer_names_them(community, found, answer, coordinator):
    gone = factories.make_verified_user("jan@example.org", name="Jan Pieters")
    join(community, gone)
    show_answer(answer=answer, by=coordinator, shown_text=TEXT, seen=mark_of(answer))
    publish_result(round=found, by=coordinator)
    erase_account(by=gone, user=gone, removes_texts=True)
    assert found.open_answers.get(pk=answer.pk).shown_text == TEXT


def test_who_publishes_reads_beforehand_what_becomes_of_the_words(found, coordinator):
    client = Client()
    client.force_login(coordinator)
    address = reverse("succesfactoren:round_publish", args=[found.community.slug, found.pk])
    html = client.get(address).content.decode()
    assert "wissen wij 30 dagen na de publicatie" in html
    assert "blijft alleen de tekst zonder de namen die u wegstreepte" in html
