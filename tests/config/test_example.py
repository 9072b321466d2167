"""The invented rounds and initiatives: made once, believable, and nothing in them that real ones would not have."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Count
from django.test import override_settings
from django.utils import timezone

from communities.actions.example import tell_story
from communities.models import Community, Letter
from initiatives.access.board import count_by_stage
from initiatives.actions.example import tell_initiatives
from initiatives.models import (
    BudgetRound,
    Initiative,
    InitiativeDocument,
    InitiativePicture,
    Lesson,
    Match,
    Stage,
)
from regioscan.catalogue import read_catalogue
from regioscan.catalogue_actions import store_catalogue
from regioscan.example_actions import load_example
from succesfactoren.access.beside import figures_beside
from succesfactoren.access.rounds import closing_soon
from succesfactoren.actions.example import tell_rounds
from succesfactoren.analysis.headline import headline
from succesfactoren.models import ChosenIntervention, Conversation, OpenAnswer, PanelMember, Round

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def rounds(django_db_setup, django_db_blocker, tmp_path_factory):
    """The rounds, in a transaction that is undone after the last of these tests."""
    folder = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=folder, EXAMPLE_FIGURES=True), transaction.atomic():
        catalogue = read_catalogue()
        store_catalogue(catalogue=catalogue, by="test")
        load_example(catalogue=catalogue, retrieved_at=datetime(2026, 1, 1, tzinfo=UTC), by="test")
        call_command("example_accounts")
        tell_story()
        rounds = {(one.community.slug, one.name): one for one in tell_rounds()}
        tell_initiatives()
        yield rounds
        transaction.set_rollback(True)


@pytest.fixture
def waalmeer(rounds):
    """The community in which the initiatives are."""
    return Community.objects.get(slug="waalmeer")


def factors(round):
    return {one["code"]: one for one in round.outcome.figures["tables"][0]["factors"]}


def test_the_middle_round_differs_from_the_first_as_told(rounds):
    shown = factors(rounds["waalmeer", "Tussenmeting"])
    clear = {code for code, one in shown.items() if one["change"]["is_clear"]}
    assert clear == {"LEI", "COM"}
    assert all(shown[code]["change"]["delta"] > 0 for code in clear)
    assert rounds["waalmeer", "Tussenmeting"].outcome.figures["compared_with"]["name"] == "Nulmeting"


def test_people_stand_apart_about_the_frontrunners(rounds):
    for name in ("Nulmeting", "Tussenmeting"):
        labels = {code: one["agreement"]["label"] for code, one in factors(rounds["waalmeer", name]).items()}
        assert labels["VER"] in {"sterk verdeeld", "twee kampen"}
        assert labels["LEI"] in {"eensgezind", "redelijk eens"}


def test_the_numbers_of_the_story(rounds):
    counts = {
        name: (one.outcome.figures["n_invited"], one.outcome.figures["n_responses"])
        for (slug, name), one in rounds.items()
        if slug == "waalmeer" and one.is_closed
    }
    assert counts["Nulmeting"] == (118, 64)
    assert counts["Tussenmeting"] == (124, 71)


def test_moments_lie_in_the_past_and_in_order(rounds):
    closed = [one for one in rounds.values() if one.is_closed]
    assert len(closed) >= 6
    assert all(one.opened_at < one.closed_at < one.published_at < timezone.now() for one in closed)
    assert timezone.now() - rounds["waalmeer", "Nulmeting"].closed_at > timedelta(days=400)


def test_one_round_is_open_and_closes_within_days(rounds):
    open_now = [one for one in rounds.values() if one.is_open]
    assert len(open_now) == 1
    assert list(closing_soon(open_now[0].assessment.trajectory)) == open_now


def test_nothing_leads_back_to_a_person(rounds):
    closed = Round.objects.filter(closed_at__isnull=False)
    assert not any(one.tickets.exclude(email="", group="").exists() for one in closed)
    assert not Letter.objects.filter(key__startswith="round").exists()


def test_words_were_read_before_they_are_shown(rounds):
    given = OpenAnswer.objects.filter(round=rounds["waalmeer", "Tussenmeting"])
    states = dict(given.order_by().values_list("state").annotate(n=Count("pk")))
    assert states == {"getoond": 25, "achtergehouden": 1}
    struck = given.get(shown_text="[naam] belt terug. Altijd.")
    assert struck.text == struck.shown_text


def test_what_was_chosen_is_partly_done(rounds):
    chosen = ChosenIntervention.objects.filter(round__assessment__trajectory__community__slug="waalmeer")
    states = set(chosen.values_list("commitment__state", flat=True))
    assert {"klaar", "bezig", "vervallen"} <= states


def test_three_communities_share_their_profile(rounds):
    sharing = {one.community.slug for one in rounds.values() if one.assessment.shares_profile_at}
    assert sharing == {"waalmeer", "turfbroek", "vlierooge"}


def test_the_panel_was_asked_and_told(rounds):
    asked = rounds["waalmeer", "Hoe sterk staat Zandhove?"]
    assert asked.aftermath_at is not None
    assert PanelMember.objects.filter(confirmed_at__isnull=False).count() == 62
    assert len(figures_beside(asked.assessment)) >= 2


def test_a_group_sat_together(rounds):
    talk = Conversation.objects.get()
    assert (talk.answers["INB2"], talk.answers["EMP4"]) == (1, None)


def test_every_outcome_has_a_sentence(rounds):
    told = headline(rounds["waalmeer", "Tussenmeting"].outcome.figures)
    assert told.startswith(("Communicatie en Leiderschap gingen omhoog", "Leiderschap en Communicatie gingen omhoog"))


def test_it_is_told_once(rounds):
    before = Round.objects.count()
    assert tell_rounds() == []
    assert Round.objects.count() == before


def test_only_beside_invented_figures(settings):
    settings.EXAMPLE_FIGURES = False
    with pytest.raises(CommandError):
        call_command("example_rounds")


# ── Initiatives ───────────────────────────────────────────────────────────────────────────────────────────────────
def test_twenty_five_initiatives_stand_in_all_stages(waalmeer):
    counts = count_by_stage(waalmeer.initiatives.filter(proposal=None))
    assert sum(counts.values()) == 25
    assert set(counts) == set(Stage.values)


def test_what_ended_has_its_lesson_and_nothing_else_has(waalmeer):
    ended = set(Initiative.objects.filter(stage__in=["gerealiseerd", "gestopt"]).values_list("pk", flat=True))
    assert set(Lesson.objects.values_list("initiative", flat=True)) == ended


def test_some_are_quiet_blocked_late_or_ask_help(waalmeer):
    assert waalmeer.initiatives.quiet().count() == 2
    assert waalmeer.initiatives.exclude(blocked_because="").count() == 1
    assert waalmeer.initiatives.exclude(asks_help="").count() == 2


def test_one_budget_is_accounted_for_and_one_is_open(waalmeer):
    phases = {one.name: one.phase for one in BudgetRound.objects.filter(community=waalmeer)}
    assert phases == {"Dorpsbudget Hogewaard": "verantwoording", "Buurtbudget Zandhove": "stemmen"}
    counted = BudgetRound.objects.get(name="Dorpsbudget Hogewaard")
    figures = counted.result.figures
    assert figures["turnout"]["n_sent"] == 186
    assert figures["cost"] <= counted.amount_cents
    assert figures["ours"]["winners"] != figures["other"]["winners"]
    chosen = set(counted.proposals.exclude(initiative=None).values_list("number", flat=True))
    assert chosen == {int(code) for code in figures["winners"]}


def test_the_days_of_the_counted_budget_lie_in_the_past_and_in_order(waalmeer):
    counted = BudgetRound.objects.get(name="Dorpsbudget Hogewaard")
    days = [counted.vote_until, counted.counted_at, counted.published_at, counted.accounted_at, timezone.now()]
    assert days == sorted(days)
    assert timezone.now() - counted.published_at > timedelta(days=60)


def test_some_have_a_picture_and_a_document(waalmeer):
    pictures = InitiativePicture.objects.filter(initiative__community=waalmeer)
    assert [(one.width, one.height, bool(one.alt)) for one in pictures] == [(960, 640, True)] * 3
    assert InitiativeDocument.objects.filter(initiative__community=waalmeer).count() == 2


def test_no_ballot_of_the_counted_budget_leads_to_anybody(waalmeer):
    counted = BudgetRound.objects.get(name="Dorpsbudget Hogewaard")
    assert set(counted.ballots.values_list("key", flat=True)) == {""}
    assert not counted.vote_rights.exclude(user=None, email="").exists()


def test_two_needs_were_met_for_certain(waalmeer):
    assert Match.objects.filter(listing__community=waalmeer, state="waargemaakt").count() == 2


def test_initiatives_are_told_once(rounds):
    assert tell_initiatives() == []
