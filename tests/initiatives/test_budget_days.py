"""The days of a budget in calendars: of the community, of the route map, of somebody's own, and of the budget alone."""

from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest
import time_machine
from django.urls import reverse

from communities.access.events import feed_token
from communities.models import CalendarFeed
from initiatives.calendars.budgets import days_of
from tests.communities.town import make_town
from tests.initiatives.scene import make_budget, make_initiative, make_milestone

NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
LAST, BEGINS, CLOSES = "Laatste dag om een plan in te sturen", "Stemmen begint", "Laatste dag om te stemmen"


@pytest.fixture
def town(db):
    with time_machine.travel(NOW, tick=False):
        yield make_town()


def entries(response):
    assert response.status_code == 200
    return {str(one["summary"]): one for one in icalendar.Calendar.from_ical(response.content).events}


def own_feed(town, name):
    feed = CalendarFeed.objects.get_or_create(user=town.people[name])[0]
    return entries(town.clients["visitor"].get(reverse("communities:calendar_feed", args=[feed_token(feed)])))


def named(budget, *days):
    return {f"{day}: {budget.name} ({budget.community.name})" for day in days}


def test_an_announced_budget_stands_in_the_calendars_of_who_may_read_it(town):
    shown = make_budget(town.public)
    make_budget(town.public, "insturen", name="Nog niet aangekondigd", announced_at=None)
    private, elsewhere = make_budget(town.private), make_budget(town.elsewhere)
    whole, inside = named(shown, LAST, BEGINS, CLOSES), named(private, LAST, BEGINS, CLOSES)
    assert set(entries(town.clients["visitor"].get("/c/waalmeer/agenda.ics"))) == whole
    assert town.clients["visitor"].get("/c/binnendijk/agenda.ics").status_code == 404
    assert set(entries(town.clients["member"].get("/c/binnendijk/agenda.ics"))) == inside
    found = {name: set(own_feed(town, name)) for name in ("stranger", "member", "coordinator", "foreign_coordinator")}
    abroad = named(elsewhere, LAST, BEGINS, CLOSES)
    assert found == {
        "stranger": set(),
        "member": whole | inside,
        "coordinator": whole | inside,
        "foreign_coordinator": abroad,
    }


def test_the_route_map_has_them_beside_its_milestones_unless_a_part_is_asked_for(town):
    budget = make_budget(town.public)
    make_milestone(make_initiative(town.public))
    route = {
        query: set(entries(town.clients["member"].get(f"/c/waalmeer/routekaart.ics{query}")))
        for query in ("", "?stand=open")
    }
    days = named(budget, LAST, BEGINS, CLOSES)
    assert route == {"": {"Mijlpaal: Eerste avond"} | days, "?stand=open": {"Mijlpaal: Eerste avond"}}
    both = entries(town.clients["member"].get("/c/waalmeer/agenda.ics")), own_feed(town, "member")
    uids = [{str(one["uid"]) for one in found.values()} for found in both]
    assert uids[0] == uids[1]
    assert len(uids[0]) == 3


def test_a_file_of_one_budget_says_the_hour_in_words_and_what_it_is_about(town):
    budget = make_budget(town.public, vote_until=datetime(2027, 3, 5, 23, tzinfo=UTC), version=4)
    path = reverse("initiatives:budget_calendar", args=["waalmeer", budget.pk])
    closes = entries(town.clients["visitor"].get(path))[named(budget, CLOSES).pop()]
    # Midnight of the sixth in Dutch time: the fifth is the last day on which one can vote.
    assert closes.decoded("dtstart") == date(2027, 3, 5)
    words = str(closes["description"])
    assert words.startswith(
        "Stemmen kan tot zaterdag 6 maart 2027, 0.00 uur. Het gaat om € 10.000 voor Waalmeer-Noord."
    )
    assert budget.get_absolute_url() in words
    assert (closes["sequence"], closes["transp"]) == (4, "TRANSPARENT")
    assert path in town.clients["visitor"].get(budget.get_absolute_url()).content.decode()
    planned = make_budget(town.public, "insturen", name="Nog niet aangekondigd", announced_at=None)
    path = reverse("initiatives:budget_calendar", args=["waalmeer", planned.pk])
    assert [town.clients[who].get(path).status_code for who in ("member", "coordinator")] == [404, 200]


def test_the_result_has_a_day_once_it_is_there_and_a_vote_that_was_never_held_has_none(town):
    counted = make_budget(town.public, "tellen", counted_at=NOW)
    assert not any("uitslag" in one.title for one in days_of(counted))
    counted.published_at = NOW + timedelta(days=1)
    assert [one.starts for one in days_of(counted) if one.title.startswith("De uitslag: ")] == [date(2027, 3, 2)]
    never = make_budget(town.public, "tellen", name="Nooit geopend", opened_at=None)
    assert [one.title for one in days_of(never)] == list(named(never, LAST))
