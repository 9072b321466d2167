"""A day of which the year is a slip: refused where it is asked and where it is written, and no page breaks on one."""

from datetime import UTC, date, datetime, timedelta
from itertools import chain

import pytest
from django import forms
from django.urls import get_resolver, reverse

from communities.actions.commitments import make_commitment
from communities.actions.events import Plan, make_event
from communities.actions.stream import Words, write_post
from communities.actions.trajectories import start_trajectory
from communities.analysis.route_map import RouteRow, time_axis
from communities.forms.commitments import believable_day
from communities.models import Commitment
from initiatives.actions.budgets import BudgetPlan, make_budget
from initiatives.actions.impact import add_measure
from initiatives.actions.initiatives import propose_initiative
from initiatives.actions.markets import plan_market
from initiatives.actions.milestones import add_milestone
from initiatives.models import Milestone
from lib.moments import MomentError
from tests.communities.town import make_town
from tests.initiatives.scene import make_initiative, make_milestone

FLOORS = ("communities.", "succesfactoren.", "initiatives.")
LATE = datetime(9999, 12, 30, 12, tzinfo=UTC)


def _below(kind):
    return {kind}.union(*(_below(one) for one in kind.__subclasses__()))


def test_every_field_that_asks_for_a_day_checks_the_year():
    assert get_resolver().url_patterns, "all pages, and with them all forms, are loaded"
    kinds = {one for one in _below(forms.BaseForm) if one.__module__.startswith(FLOORS) and ".forms." in one.__module__}
    found = {
        (kind.__qualname__, name): field
        for kind, (name, field) in chain.from_iterable(
            [(one, pair) for pair in getattr(one, "base_fields", {}).items()] for one in kinds
        )
        if isinstance(field, forms.DateField | forms.DateTimeField) and field.widget.input_type != "hidden"
    }
    assert len(found) > 20
    assert [name for name, field in found.items() if believable_day not in field.validators] == []


@pytest.mark.parametrize("day", [date.min, date(9999, 12, 1), date.max])
def test_no_day_is_too_far_away_for_the_axis(day):
    today = date(2026, 11, 20)
    axis = time_axis([RouteRow("toezegging", 1, "Stoelen", day, "open")], today)
    assert axis.first <= min(day, today) <= max(day, today) <= axis.last
    assert len(axis.ticks) <= 13


@pytest.fixture
def town(db):
    return make_town()


def test_a_year_that_slipped_is_told_in_words_and_not_kept(town):
    initiative = make_initiative(town.public)
    address = reverse("initiatives:milestone_new", args=[town.public.slug, initiative.pk])
    page = town.login("coordinator").post(address, {"title": "Eerste paal", "due_on": "9999-12-31"})
    assert page.status_code == 400
    assert "Klopt het jaar?" in page.content.decode()
    assert not Milestone.objects.exists()


def test_what_was_kept_before_breaks_no_page(town):
    Commitment.objects.create(
        community=town.public, what="Ooit", due_on=date.max, starts_on=date.min, person=town.people["member"]
    )
    client = town.login("coordinator")
    initiative = make_initiative(town.public, started_on=date.min, ends_on=date.max)
    make_milestone(initiative, due_on=date.max)
    board = reverse("initiatives:initiative_list", args=[town.public.slug])
    files = [reverse("communities:route_map_calendar", args=[town.public.slug])]
    pages = [town.public.get_absolute_url(), initiative.get_absolute_url(), f"{board}?vorm=tijdlijn"]
    pages.append(reverse("communities:route_map", args=[town.public.slug]))
    assert {one: client.get(one).status_code for one in pages + files} == dict.fromkeys(pages + files, 200)


def test_no_verb_writes_such_a_day(town):
    by, community = town.people["coordinator"], town.public
    initiative, soon = make_initiative(community), LATE - timedelta(days=1)
    plan = BudgetPlan("Budget", 100, "Noord", "Wij", LATE, LATE, LATE, LATE)
    verbs = [
        lambda: make_commitment(by=by, community=community, what="x", person=by, due_on=date.max),
        lambda: make_event(by=by, community=community, plan=Plan("x", soon, LATE, "leden")),
        lambda: write_post(by=by, community=community, words=Words("x", "<p>x</p>"), publish_at=LATE),
        lambda: start_trajectory(by=by, community=community, name="x", started_on=date.min),
        lambda: propose_initiative(by=by, community=community, title="x", summary="x", ends_on=date.max),
        lambda: add_milestone(by=by, initiative=initiative, title="x", due_on=date.max),
        lambda: add_measure(
            by=by, initiative=initiative, level="output", name="x", unit="x", measured_by="x", target_on=date.max
        ),
        lambda: plan_market(by=by, community=community, name="x", opens_at=soon, closes_at=LATE),
        lambda: make_budget(by=by, community=community, plan=plan),
    ]
    for verb in verbs:
        with pytest.raises(MomentError, match="Klopt het jaar"):
            verb()
