"""What the desk, the front page and the portfolio say of rounds, and to whom."""

import csv
import io
from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from communities.models import Step
from config.desk_rounds import closing_words, round_for_step
from succesfactoren.models import Outcome
from tests.communities.town import make_town, make_trajectory
from tests.succesfactoren.scene import make_round, make_ticket

FINDING = "Leiderschap krijgt gemiddeld een 3,6."


@pytest.fixture
def town(db):
    return make_town()


def closed(community, before=(), **fields):
    """A closed round with an outcome of one factor; `before` are tables that stand before it."""
    now = timezone.now()
    round = make_round(community, **({"closed_at": now, "name": "Tussenmeting"} | fields))
    factor = {"name": "Leiderschap", "mean": 3.6, "change": None}
    Outcome.objects.create(round=round, figures={"tables": [*before, {"hidden": "", "factors": [factor]}]}, method="1")
    return round


def desk(town):
    trajectory = town.public.trajectories.get()
    return town.clients["coordinator"].get(reverse("config:desk", args=[trajectory.pk]))


def home(town, who):
    return town.login(who).get(reverse("config:community_home", args=["waalmeer"])).content.decode()


def titles(page):
    return [one.attention.title for one in [*page.context["large"], *page.context["rest"]]]


# ── The desk ──────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_round_that_closes_within_a_week_is_among_the_things_of_today(town):
    make_round(town.public, closes_at=timezone.now() + timedelta(days=3))
    assert "Nulmeting sluit over 3 dagen" in titles(desk(town))


def test_a_round_that_closes_later_is_not(town):
    make_round(town.public, closes_at=timezone.now() + timedelta(days=12))
    assert not [title for title in titles(desk(town)) if "sluit" in title]


def test_an_outcome_that_nobody_has_seen_waits_until_it_is_published(town):
    round = closed(town.public)
    before = titles(desk(town))
    type(round).objects.filter(pk=round.pk).update(published_at=timezone.now())
    after = titles(desk(town))
    wanted = "De uitkomst van Tussenmeting wacht op u"
    assert (wanted in before, wanted in after) == (True, False)


def test_the_panel_waits_for_what_was_done(town):
    closed(town.public, audience="panel", published_at=timezone.now(), name="Peiling")
    assert "Vertel wat u deed met Peiling" in titles(desk(town))


def test_the_open_round_stands_there_with_how_many_answered(town):
    round = make_round(town.public)
    for n in range(6):
        make_ticket(round, f"p{n}@example.org", is_used=n < 4)
    shown = desk(town).context["open_round"]
    assert (shown.n_invited, shown.answered, shown.n_others) == (6, "0 tot en met 4", 0)
    assert "0 tot en met 4 van de 6 genodigden" in desk(town).content.decode()


def test_of_a_few_people_not_how_many_answered(town):
    round = make_round(town.public)
    make_ticket(round, "jo@example.org", is_used=True)
    shown = desk(town).context["open_round"]
    assert (shown.n_invited, shown.answered) == (None, "")


def test_rounds_of_another_trajectory_are_not_on_this_desk(town):
    make_round(town.private, closes_at=timezone.now() + timedelta(days=3))
    page = desk(town)
    assert (page.context["open_round"], [title for title in titles(page) if "sluit" in title]) == (None, [])


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (datetime(2026, 3, 2, 16, 30), "vandaag om 16.30 uur"),
        (datetime(2026, 3, 3, 9, 0), "morgen"),
        (datetime(2026, 3, 5, 0, 30), "over 3 dagen"),
    ],
)
def test_when_it_closes_in_words(moment, words):
    assert closing_words(timezone.make_aware(moment), date(2026, 3, 2)) == words


def test_a_step_that_asks_for_a_round_leads_to_a_new_one_until_there_is_one(town, monkeypatch):
    monkeypatch.setattr("config.desk_rounds.path_of", lambda route, *_args: f"/{route}/")
    trajectory = town.public.trajectories.get()
    step, other = Step(title="Nulmeting van de samenwerking houden"), Step(title="Een avond houden")
    before = round_for_step(step, trajectory), round_for_step(other, trajectory), round_for_step(None, trajectory)
    make_round(town.public)
    assert before == ("/succesfactoren:round_new/", "", "")
    assert round_for_step(step, trajectory) == ""


# ── The front page ────────────────────────────────────────────────────────────────────────────────────────────────
def test_members_read_the_newest_result_in_a_sentence_once_it_is_published(town):
    round = closed(town.public)
    before = FINDING in home(town, "member")
    type(round).objects.filter(pk=round.pk).update(published_at=timezone.now())
    assert (before, FINDING in home(town, "member"), FINDING in home(town, "visitor")) == (False, True, False)


def test_a_pulse_or_a_village_is_not_the_finding_of_the_front_page(town):
    shown = {"published_at": timezone.now()}
    closed(town.public, slug="pols", **shown)
    closed(town.public, slug="organisatiekracht", audience="panel", **shown)
    assert FINDING not in home(town, "member")


def test_who_runs_it_sees_on_the_front_page_what_members_see(town):
    closed(town.public)
    assert FINDING not in home(town, "coordinator")


def test_members_are_told_of_the_round_they_can_answer(town):
    make_round(town.public)
    wanted = "U kreeg een mail met uw eigen link"
    assert (wanted in home(town, "member"), wanted in home(town, "visitor")) == (True, False)


def test_a_round_of_the_panel_is_not_for_members(town):
    make_round(town.public, audience="panel")
    assert "U kreeg een mail" not in home(town, "member")


# ── The portfolio ─────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_commissioner_reads_the_newest_closed_round(town):
    closed(town.public, name="Nulmeting", closed_at=timezone.now() - timedelta(days=300))
    closed(town.public)
    page = town.clients["commissioner"].get(reverse("config:portfolio"))
    line = page.context["rounds"][town.public.pk]
    assert (line.name, line.finding) == ("Tussenmeting", FINDING)
    assert FINDING in page.content.decode()


def test_of_too_few_invited_the_meeting_is_the_finding(town):
    closed(town.public, before=[{"hidden": "te weinig antwoorden", "factors": []}])
    page = town.clients["commissioner"].get(reverse("config:portfolio"))
    assert page.context["rounds"][town.public.pk].finding == FINDING


def test_who_commissions_from_outside_reads_no_result(town):
    make_trajectory(town.elsewhere)
    closed(town.elsewhere)
    page = town.clients["commissioner"].get(reverse("config:portfolio"))
    assert "Elders" in page.content.decode()
    assert page.context["rounds"] == {}


def test_the_file_says_the_same(town):
    closed(town.public)
    content = town.clients["commissioner"].get(reverse("config:portfolio_export", args=["csv"])).content
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    told = {row[0]: row[-1] for row in rows[1:]}
    assert (rows[0][-2:], told["Waalmeer"], told["Binnendijk"]) == (["Nieuwste ronde", "Uitkomst"], FINDING, "")
