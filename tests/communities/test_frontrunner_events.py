"""Events for frontrunners only, and who is none any more."""

from datetime import timedelta

import pytest
from django.utils import timezone

from communities.actions.events import remind_of_events
from communities.actions.people import change_role, set_frontrunner
from communities.models import Attendance, Event, Role
from tests import factories
from tests.access_rows.events import make_event as an_event
from tests.communities.test_events import answers, somebody, told
from tests.communities.town import Town, join, make_town

COMES, WAITS = Attendance.Answer.COMES, Attendance.Answer.WAITS


@pytest.fixture
def town(db) -> Town:
    return make_town()


def test_who_is_no_frontrunner_any_more_leaves_what_is_for_frontrunners(town):
    event = an_event(town.public, audience="koplopers", capacity=1, starts_at=timezone.now() + timedelta(hours=20))
    open_to_all = an_event(town.public, starts_at=timezone.now() + timedelta(hours=20))
    frontrunner, other = town.people["frontrunner"], somebody(town.public, is_frontrunner=True)
    long_ago = timezone.now() - timedelta(days=5)
    for one, user, answer in ((event, frontrunner, COMES), (event, other, WAITS), (open_to_all, frontrunner, COMES)):
        Attendance.objects.create(event=one, user=user, answer=answer, answered_at=long_ago)
    membership = town.public.memberships.get(user=frontrunner)
    set_frontrunner(by=town.people["coordinator"], membership=membership, is_frontrunner=False)
    assert answers(event) == {other.email: COMES}
    assert answers(open_to_all) == {frontrunner.email: COMES}
    remind_of_events()
    assert told("herinnering") == {frontrunner.email, other.email} | {
        one.organiser.email for one in (event, open_to_all) if one.organiser
    }


def test_a_coordinator_who_steps_down_leaves_them_too_unless_a_frontrunner(town):
    event = an_event(town.public, audience="koplopers")
    second = join(town.public, factories.make_verified_user(), role=Role.COORDINATOR)
    third = join(town.public, factories.make_verified_user(), role=Role.COORDINATOR, is_frontrunner=True)
    for one in (second, third):
        Attendance.objects.create(event=event, user=one.user, answer=COMES)
        change_role(by=town.people["coordinator"], membership=one, role=Role.MEMBER)
    assert answers(event) == {third.user.email: COMES}


def test_who_may_not_see_it_any_more_is_not_reminded(town):
    event = an_event(town.public, starts_at=timezone.now() + timedelta(hours=20), organiser=None)
    for name in ("member", "frontrunner"):
        Attendance.objects.create(
            event=event, user=town.people[name], answer=COMES, answered_at=timezone.now() - timedelta(days=5)
        )
    Event.objects.update(audience="koplopers")
    remind_of_events()
    assert told("herinnering") == {"frontrunner@example.org"}


def test_a_role_changes_who_sees_what_at_once(town):
    event = an_event(town.public, audience="koplopers")
    membership = town.people["member"].membership_in(town.public)
    assert town.clients["member"].get(event.get_absolute_url()).status_code == 404
    membership.role = Role.COORDINATOR
    membership.save()
    assert town.clients["member"].get(event.get_absolute_url()).status_code == 200
