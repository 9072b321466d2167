"""The question to a quiet initiative: who gets it, when, and what follows from the answer."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.core import signing
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from communities.models import Letter, Membership, Notice, NotificationChoice
from initiatives.actions.quiet import ask_quiet_initiatives
from initiatives.analysis.signs import alert_of, may_ask
from initiatives.letters.quiet import SALT, quiet_path, quiet_token
from initiatives.models import Initiative, QuietQuestion
from lib.text import long_date
from tests import factories
from tests.communities.town import join, make_community, make_organisation, make_town
from tests.initiatives.scene import lead, make_initiative

QUIET = timedelta(days=50)


@pytest.fixture
def town(db):
    cache.clear()
    return make_town()


@pytest.fixture
def initiative(town) -> Initiative:
    """Quiet for fifty days, proposed by the frontrunner and led by the member."""
    made = make_quiet(town.public, proposed_by=town.people["frontrunner"])
    lead(made, town.people["member"])
    return made


def make_quiet(community, days=QUIET, **fields) -> Initiative:
    return make_initiative(community, **({"heard_on": timezone.localdate() - days} | fields))


def told() -> list[tuple[str, str]]:
    return [(one.user.name, one.title) for one in Notice.objects.order_by("pk")]


def path_for(initiative, user) -> str:
    question = QuietQuestion.objects.get_or_create(initiative=initiative, answer="")[0]
    return quiet_path(question, user)


# ── Asking ────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_who_leads_gets_one_friendly_mail_with_three_buttons(town, initiative):
    assert [ask_quiet_initiatives(), ask_quiet_initiatives()] == [1, 0]
    assert told() == [("Member", "Hoe gaat het met Repaircafé in de school?")]
    text = Letter.objects.get().text
    path = quiet_path(QuietQuestion.objects.get(), town.people["member"]).partition(":")[0]
    assert path in text
    for label, answer in (("Het gaat goed", "goed"), ("Wij hebben hulp nodig", "hulp"), ("Het is gestopt", "gestopt")):
        assert f"\n{label}\nhttp" in text
        assert f"?antwoord={answer}&" in text


@pytest.mark.parametrize(
    "fields",
    [
        {"heard_on": timezone.localdate() - timedelta(days=44)},
        {"stage": "idee"},
        {"stage": "gestopt"},
        {"placed_at": None},
        {"hidden_because": "Reclame"},
    ],
)
def test_what_is_not_quiet_is_not_asked(town, initiative, fields):
    Initiative.objects.filter(pk=initiative.pk).update(**fields)
    assert (ask_quiet_initiatives(), told()) == (0, [])


def test_where_nobody_leads_an_organisation_or_else_the_proposer_is_asked(town, initiative):
    initiative.partners.all().delete()
    ask_quiet_initiatives()
    assert [name for name, _ in told()] == ["Frontrunner"]
    baker = factories.make_verified_user("bakker@example.org", name="Bas Bakker")
    join(town.public, baker, organisation=make_organisation())
    make_quiet(town.public, title="Broodfonds", lead=make_organisation(), proposed_by=town.people["member"])
    ask_quiet_initiatives()
    assert [name for name, _ in told()] == ["Frontrunner", "Bas Bakker"]


def test_where_nobody_is_left_there_is_no_question(town, initiative):
    Membership.objects.filter(community=town.public).update(status="vertrokken", left_at=timezone.now())
    assert (ask_quiet_initiatives(), QuietQuestion.objects.count()) == (0, 0)


def test_a_community_that_is_over_asks_nobody(town, initiative):
    type(town.public).objects.filter(pk=town.public.pk).update(ended_on=timezone.localdate())
    assert ask_quiet_initiatives() == 0


@pytest.mark.parametrize("answer", ["", "goed"])
@pytest.mark.parametrize(("days", "n_asked"), [(44, 0), (45, 1)])
def test_it_is_asked_again_not_before_45_days_whatever_was_answered(town, initiative, answer, days, n_asked):
    asked_on = timezone.localdate() - timedelta(days=days)
    QuietQuestion.objects.create(
        initiative=initiative, asked_on=asked_on, answer=answer, answered_on=asked_on if answer else None
    )
    assert ask_quiet_initiatives() == n_asked
    assert QuietQuestion.objects.filter(answer="").count() == (n_asked if answer else 1)


def test_who_wants_no_mail_of_this_kind_reads_it_on_the_site(town, initiative):
    NotificationChoice.objects.create(user=town.people["member"], kind="toezegging", channel="niet")
    assert (ask_quiet_initiatives(), Letter.objects.count(), len(told())) == (1, 0, 1)


@pytest.mark.django_db(transaction=True)
def test_run_twice_at_once_asks_once():
    community = make_community()
    lead(make_quiet(community))

    def ask(_: int) -> int:
        try:
            return ask_quiet_initiatives()
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(ask, range(2))) == [0, 1]
    assert (QuietQuestion.objects.count(), Notice.objects.count()) == (1, 1)


# ── Answering ─────────────────────────────────────────────────────────────────────────────────────────────────────
def test_looking_changes_nothing_whoever_looks(town, initiative):
    path = path_for(initiative, town.people["member"])
    for method in ("get", "head"):
        for answer in ("", "?antwoord=goed", "?antwoord=hulp", "?antwoord=gestopt", "?antwoord=onzin"):
            assert getattr(Client(), method)(path + answer).status_code == 200
    initiative.refresh_from_db()
    assert (QuietQuestion.objects.get().answer, initiative.is_quiet) == ("", True)


def test_it_goes_well_is_a_sign_of_life_and_the_first_answer_stands(town, initiative):
    path = path_for(initiative, town.people["member"])
    for answer in ("goed", "goed", "gestopt"):
        assert Client().post(path, {"antwoord": answer}).status_code == 302
    initiative.refresh_from_db()
    assert (QuietQuestion.objects.get().answer, initiative.is_quiet, told()) == ("goed", False, [])
    assert "Fijn dat het goed gaat" in Client().get(path).content.decode()


def test_who_presses_another_button_afterwards_reads_what_was_answered(town, initiative):
    path = path_for(initiative, town.people["member"])
    Client().post(path, {"antwoord": "goed"})
    late = Client().post(path, {"antwoord": "gestopt"}, follow=True).content.decode()
    for html in (late, Client().get(f"{path}?antwoord=hulp").content.decode()):
        assert f"Op {long_date(timezone.localdate())} kwam er al een antwoord: het gaat goed." in html
        assert f'href="{initiative.get_absolute_url()}"' in html
    assert "kwam er al" not in Client().get(f"{path}?antwoord=goed").content.decode()


def test_help_stands_on_the_initiative_and_the_coordinator_hears(town, initiative):
    path = path_for(initiative, town.people["member"])
    empty = Client().post(path, {"antwoord": "hulp", "hulp": " "})
    assert (empty.status_code, QuietQuestion.objects.get().answer) == (400, "")
    assert "Schrijf in één zin welke hulp nodig is." in empty.content.decode()
    Client().post(path, {"antwoord": "hulp", "hulp": "Een elektricien"})
    initiative.refresh_from_db()
    assert (initiative.asks_help, initiative.version, initiative.is_quiet) == ("Een elektricien", 2, False)
    assert told() == [("Coordinator", "Vraagt hulp: Repaircafé in de school")]


def test_stopped_leads_to_the_lesson_and_stops_nothing_itself(town, initiative):
    path = path_for(initiative, town.people["member"])
    Client().post(path, {"antwoord": "gestopt"})
    initiative.refresh_from_db()
    assert initiative.stage == "doen"
    assert told() == [("Coordinator", "Gestopt, zegt wie het trekt: Repaircafé in de school")]
    stage = reverse("initiatives:initiative_stage", args=[town.public.slug, initiative.pk])
    assert f'href="{stage}?naar=gestopt"' in Client().get(path).content.decode()


def test_a_form_from_another_site_is_refused(town, initiative):
    path = path_for(initiative, town.people["member"])
    assert Client(enforce_csrf_checks=True).post(path, {"antwoord": "goed"}).status_code == 403
    assert QuietQuestion.objects.get().answer == ""


def test_a_link_that_is_forged_old_or_of_somebody_else_opens_nothing(town, initiative):
    member = town.people["member"]
    path = path_for(initiative, member)
    question = QuietQuestion.objects.get()
    forged = [
        quiet_token(question, member)[:-2] + "xx",
        signing.dumps([question.pk, member.pk, "x"], salt="anders"),
        signing.dumps("a", salt=SALT),
        quiet_token(question, town.people["commissioner"]),
    ]
    paths = [reverse("initiatives:quiet_answer", args=[one]) for one in forged]
    assert {Client().post(one, {"antwoord": "goed"}).status_code for one in paths} == {404}
    with time_machine.travel(timezone.now() + timedelta(days=61)):
        assert "ouder dan 60 dagen" in Client().post(path, {"antwoord": "goed"}).content.decode()
    Membership.objects.filter(user=member, community=town.public).update(status="vertrokken", left_at=timezone.now())
    assert Client().post(path, {"antwoord": "goed"}).status_code == 404
    assert QuietQuestion.objects.get().answer == ""


# ── Words ─────────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ((True, True, 60), "loopt vast"),
        ((False, True, 60), "vraagt hulp"),
        ((False, False, 60), "is al 60 dagen stil"),
        ((False, False, 0), ""),
    ],
)
def test_the_worst_is_said_first(facts, words):
    is_blocked, asks_help, quiet_days = facts
    assert alert_of(is_blocked=is_blocked, asks_help=asks_help, quiet_days=quiet_days) == words


def test_who_was_never_asked_may_be_asked():
    assert may_ask(None, timezone.localdate())
