"""Events: made, changed, cancelled, come to, and reminded of."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from communities.actions.events import (
    EventError,
    Plan,
    answer_event,
    cancel_event,
    change_event,
    leave_events,
    make_event,
    remind_of_events,
)
from communities.actions.joining import leave
from communities.forms.events import EventForm
from communities.models import Attendance, Channel, Event, LogEntry, Notice, NotificationChoice
from config import tasks
from tests import factories
from tests.access_rows.events import make_event as an_event
from tests.communities.town import Town, join, make_community, make_town

COMES, WAITS, AWAY = Attendance.Answer.COMES, Attendance.Answer.WAITS, Attendance.Answer.STAYS_AWAY


def plan(**fields) -> Plan:
    starts_at = fields.pop("starts_at", (timezone.now() + timedelta(days=9)).replace(microsecond=0))
    defaults = {"title": "Koffie", "ends_at": starts_at + timedelta(hours=2), "audience": "leden", "place": "De Kade"}
    return Plan(starts_at=starts_at, **(defaults | fields))


def plan_of(event: Event, **fields) -> Plan:
    return replace(Plan(**{name: getattr(event, name) for name in Plan.__dataclass_fields__}), **fields)


@pytest.fixture
def town(db) -> Town:
    return make_town()


def somebody(community, **fields):
    user = factories.make_verified_user()
    join(community, user, **fields)
    return user


def told(key: str) -> set[str]:
    return set(Notice.objects.filter(key__contains=key).values_list("user__email", flat=True))


def answers(event: Event) -> dict[str, str]:
    return dict(event.attendances.values_list("user__email", "answer"))


# ── Making ──


def wanting_news_at_once(town):
    """Everybody asks for news at once, which nobody does by themselves."""
    NotificationChoice.objects.bulk_create(
        NotificationChoice(user=user, kind=Notice.Kind.NEWS, channel=Channel.AT_ONCE) for user in town.people.values()
    )


def test_a_new_event_is_told_to_nobody_who_did_not_ask(town):
    event = make_event(by=town.people["member"], community=town.public, plan=plan())
    assert told(f"event-{event.pk}-nieuw") == set()


def test_a_new_event_is_told_once_to_the_other_members_who_want_news_at_once(town):
    wanting_news_at_once(town)
    event = make_event(by=town.people["member"], community=town.public, plan=plan())
    everybody = {f"{name}@example.org" for name in ("frontrunner", "commissioner", "coordinator")}
    assert told(f"event-{event.pk}-nieuw") == everybody
    assert event.announced_at is not None
    assert LogEntry.objects.filter(action="maakt", object_id=str(event.pk)).count() == 1


def test_an_event_for_frontrunners_is_told_to_them_and_to_who_runs_it(town):
    wanting_news_at_once(town)
    event = make_event(by=town.people["coordinator"], community=town.public, plan=plan(audience="koplopers"))
    assert told(f"event-{event.pk}-nieuw") == {"frontrunner@example.org"}


@pytest.mark.parametrize(("name", "audience"), [("member", "openbaar"), ("member", "koplopers"), ("stranger", "leden")])
def test_nobody_makes_an_event_for_more_people_than_they_may(town, name, audience):
    with pytest.raises(PermissionDenied):
        make_event(by=town.people[name], community=town.public, plan=plan(audience=audience))
    assert Event.objects.count() == 0


def test_who_has_contributed_nothing_yet_makes_no_event(town):
    new = somebody(town.public, is_trusted=False)
    with pytest.raises(PermissionDenied):
        make_event(by=new, community=town.public, plan=plan())
    town.people["new"] = new
    page = town.login("new").get(reverse("communities:event_create", args=["waalmeer"]))
    assert "zodra de coördinator uw eerste bijdrage heeft gezien" in page.content.decode()


def test_in_a_private_community_nothing_is_for_everybody(town):
    with pytest.raises(PermissionDenied):
        make_event(by=town.people["coordinator"], community=town.private, plan=plan(audience="openbaar"))


# ── Coming ──


def test_who_finds_it_full_waits_and_moves_up_in_the_order_of_asking(town):
    event = an_event(town.public, capacity=1)
    first, second, third = (somebody(town.public) for _ in range(3))
    for user in (first, second, third):
        answer_event(by=user, event=event, comes=True)
    assert list(answers(event).values()) == [COMES, WAITS, WAITS]
    answer_event(by=first, event=event, comes=False)
    assert answers(event) == {first.email: AWAY, second.email: COMES, third.email: WAITS}
    assert told("plaats") == {second.email}


def test_who_waits_and_goes_away_takes_no_place_and_asks_again_at_the_end(town):
    event = an_event(town.public, capacity=1)
    first, second, third = (somebody(town.public) for _ in range(3))
    for user in (first, second, third):
        answer_event(by=user, event=event, comes=True)
    answer_event(by=second, event=event, comes=False)
    answer_event(by=second, event=event, comes=True)
    answer_event(by=first, event=event, comes=False)
    assert answers(event) == {first.email: AWAY, second.email: WAITS, third.email: COMES}


def test_more_room_lets_those_who_wait_in_and_less_room_puts_nobody_out(town):
    event = an_event(town.public, capacity=1, place="De Kade")
    users = [somebody(town.public) for _ in range(4)]
    for user in users:
        answer_event(by=user, event=event, comes=True)
    change_event(by=town.people["coordinator"], event=event, plan=plan_of(event, capacity=3))
    assert list(answers(event).values()) == [COMES, COMES, COMES, WAITS]
    change_event(by=town.people["coordinator"], event=event, plan=plan_of(event, capacity=2))
    assert list(answers(event).values()) == [COMES, COMES, COMES, WAITS]
    change_event(by=town.people["coordinator"], event=event, plan=plan_of(event, capacity=None))
    assert list(answers(event).values()) == [COMES] * 4
    assert told("plaats") == {user.email for user in users[1:]}


def test_the_same_answer_twice_is_one_and_keeps_its_place_in_the_row(town):
    event = an_event(town.public, capacity=1)
    first, second = somebody(town.public), somebody(town.public)
    answer_event(by=first, event=event, comes=True)
    before = answer_event(by=second, event=event, comes=True)
    after = answer_event(by=second, event=event, comes=True)
    assert (before.pk, before.answered_at, after.answer) == (after.pk, after.answered_at, WAITS)


def test_who_leaves_the_community_makes_room(town):
    event, past = an_event(town.public, capacity=1), an_event(town.public, starts_at=timezone.now() - timedelta(days=2))
    first, second = somebody(town.public), somebody(town.public)
    Attendance.objects.create(event=past, user=first, answer=COMES)
    for user in (first, second):
        answer_event(by=user, event=event, comes=True)
    assert leave_events(user=first, community=town.public) == 1
    assert (answers(event), answers(past)) == ({second.email: COMES}, {first.email: COMES})


def test_leaving_by_its_own_verb_makes_room_too(town):
    event = an_event(town.public, capacity=1)
    second = somebody(town.public)
    for user in (town.people["member"], second):
        answer_event(by=user, event=event, comes=True)
    leave(by=town.people["member"], community=town.public)
    assert answers(event) == {second.email: COMES}


@pytest.mark.parametrize(
    "fields", [{"cancelled_at": timezone.now()}, {"starts_at": timezone.now() - timedelta(days=1)}]
)
def test_nobody_comes_to_what_is_cancelled_or_over(town, fields):
    event = an_event(town.public, **fields)
    with pytest.raises(EventError):
        answer_event(by=town.people["member"], event=event, comes=True)
    assert answers(event) == {}


def test_a_stranger_cannot_come(town):
    with pytest.raises(PermissionDenied):
        answer_event(by=town.people["stranger"], event=an_event(town.public, audience="openbaar"), comes=True)


@pytest.mark.django_db(transaction=True)
def test_twelve_at_once_take_the_last_place_once():
    community = make_community()
    event = an_event(community, capacity=1)
    users = [somebody(community) for _ in range(12)]
    start = threading.Barrier(len(users))

    def come(user) -> None:
        start.wait()
        try:
            answer_event(by=user, event=event, comes=True)
        finally:
            connection.close()

    threads = [threading.Thread(target=come, args=(user,)) for user in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    given = list(answers(event).values())
    assert (given.count(COMES), given.count(WAITS)) == (1, 11)


# ── Changing and cancelling ──


def test_another_time_is_a_new_sequence_and_told_to_who_comes_or_waits(town):
    event = an_event(town.public, capacity=1, place="De Kade")
    users = [somebody(town.public) for _ in range(2)]
    for user in users:
        answer_event(by=user, event=event, comes=True)
    answer_event(by=town.people["member"], event=event, comes=False)
    moved = plan_of(event, ends_at=event.ends_at + timedelta(hours=1))
    changed = change_event(by=town.people["coordinator"], event=event, plan=moved)
    assert (changed.sequence, told("gewijzigd-1")) == (1, {user.email for user in users})


def test_another_text_is_no_new_sequence_and_told_to_nobody(town):
    event = an_event(town.public)
    answer_event(by=town.people["member"], event=event, comes=True)
    changed = change_event(by=town.people["coordinator"], event=event, plan=plan_of(event, body="Neem een kop mee."))
    assert (changed.sequence, changed.body, told("gewijzigd")) == (0, "Neem een kop mee.", set())


def test_members_change_their_own_events_only(town):
    own = make_event(by=town.people["member"], community=town.public, plan=plan())
    assert change_event(by=town.people["member"], event=own, plan=plan_of(own, title="Thee")).title == "Thee"
    with pytest.raises(PermissionDenied):
        change_event(by=town.people["frontrunner"], event=own, plan=plan_of(own, title="Fris"))


def test_a_cancelled_event_stays_with_its_reason_and_is_told_once(town):
    event = an_event(town.public, organiser=town.people["commissioner"])
    answer_event(by=town.people["member"], event=event, comes=True)
    for _ in range(2):
        cancelled = cancel_event(by=town.people["coordinator"], event=event, because="Te weinig mensen")
    assert (cancelled.sequence, cancelled.cancelled_because) == (1, "Te weinig mensen")
    assert Notice.objects.filter(key__contains="afgelast").count() == 2
    assert told("afgelast") == {"member@example.org", "commissioner@example.org"}
    page = town.clients["member"].get(event.get_absolute_url()).content.decode()
    assert "Deze bijeenkomst gaat niet door" in page
    assert "Te weinig mensen" in page


def test_cancelling_needs_a_reason_and_an_event_that_is_not_over(town):
    over = an_event(town.public, starts_at=timezone.now() - timedelta(days=1))
    for event, because in ((an_event(town.public), "  "), (over, "Te laat")):
        with pytest.raises(EventError):
            cancel_event(by=town.people["coordinator"], event=event, because=because)
    assert Event.objects.exclude(cancelled_at=None).count() == 0


# ── Reminding ──


def test_who_comes_and_who_organises_is_reminded_once_a_day_ahead(town):
    event = an_event(town.public, starts_at=timezone.now() + timedelta(hours=23), organiser=town.people["coordinator"])
    long_ago = timezone.now() - timedelta(days=5)
    for name, answer in (("member", COMES), ("frontrunner", AWAY), ("commissioner", WAITS)):
        Attendance.objects.create(event=event, user=town.people[name], answer=answer, answered_at=long_ago)
    tasks.remind_of_events()
    assert remind_of_events() == 0
    assert told("herinnering") == {"member@example.org", "coordinator@example.org"}


@pytest.mark.parametrize(
    "fields",
    [
        {"starts_at": timezone.now() + timedelta(hours=23), "cancelled_at": timezone.now()},
        {"starts_at": timezone.now() + timedelta(hours=40)},
        {"starts_at": timezone.now() - timedelta(hours=1)},
    ],
)
def test_nobody_is_reminded_of_what_is_cancelled_far_or_begun(town, fields):
    event = an_event(town.public, **fields)
    long_ago = timezone.now() - timedelta(days=5)
    Attendance.objects.create(event=event, user=town.people["member"], answer=COMES, answered_at=long_ago)
    assert remind_of_events() == 0


def test_who_left_the_community_or_answered_just_now_is_not_reminded(town):
    event = an_event(town.public, starts_at=timezone.now() + timedelta(hours=20))
    long_ago = timezone.now() - timedelta(days=5)
    Attendance.objects.create(event=event, user=town.people["stranger"], answer=COMES, answered_at=long_ago)
    Attendance.objects.create(event=event, user=town.people["member"], answer=COMES)
    assert remind_of_events() == 0


# ── What is seen ──


def test_a_visitor_sees_how_many_come_and_no_names(town):
    event = an_event(town.public, audience="openbaar", online_link="https://praat.voorbeeld.nl/koffie")
    answer_event(by=town.people["member"], event=event, comes=True)
    seen = {name: town.clients[name].get(event.get_absolute_url()).content.decode() for name in ("visitor", "member")}
    assert [("Eén mens komt" in html, "praat.voorbeeld.nl" in html) for html in seen.values()] == [
        (True, False),
        (True, True),
    ]
    names = {who: html.split("h-komt")[-1].count("<p>Member</p>") for who, html in seen.items()}
    assert names == {"visitor": 0, "member": 1}


def test_an_event_for_others_does_not_exist(town):
    event = an_event(town.public, audience="koplopers", title="Kopgroep kiest")
    found = {name: client.get(event.get_absolute_url()).status_code for name, client in town.clients.items()}
    assert {name for name, status in found.items() if status == 200} == {"frontrunner", "coordinator", "administrator"}
    listed = reverse("communities:event_list", args=["waalmeer"])
    assert "Kopgroep kiest" not in town.clients["member"].get(listed).content.decode()
    assert "Kopgroep kiest" in town.clients["frontrunner"].get(listed).content.decode()


def test_what_is_over_stands_under_a_link(town):
    an_event(town.public, starts_at=timezone.now() - timedelta(days=30), audience="openbaar", title="Vorige keer")
    listed = reverse("communities:event_list", args=["waalmeer"])
    pages = [town.clients["visitor"].get(listed + query).content.decode() for query in ("", "?toon=voorbij")]
    assert ["Vorige keer" in page for page in pages] == [False, True]


# ── The form ──


def sent(**fields) -> dict[str, str]:
    defaults = {"title": "Koffie", "starts_on": "2027-03-05", "starts_time": "9:30", "ends_time": "11:00"}
    return defaults | {"place": "De Kade", "audience": "leden"} | fields


def test_what_is_typed_is_taken_as_dutch_time(town):
    form = EventForm(sent(), user=town.people["member"], community=town.public)
    assert form.is_valid()
    made = form.plan()
    assert (made.starts_at.astimezone(UTC), made.ends_at.astimezone(UTC)) == (
        datetime(2027, 3, 5, 8, 30, tzinfo=UTC),
        datetime(2027, 3, 5, 10, 0, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"ends_time": "9:00"}, "ends_time", "Het einde is vóór het begin"),
        ({"ends_on": "2027-03-04"}, "ends_time", "Het einde is vóór het begin"),
        ({"starts_on": "2027-03-28", "starts_time": "2:30"}, "starts_time", "bestaat dan niet"),
        ({"starts_on": "2020-01-01"}, "starts_on", "al voorbij"),
        ({"starts_on": "2227-01-01"}, "starts_on", "Klopt het jaar"),
        ({"place": ""}, "place", "waar het is"),
        ({"online_link": "javascript:alert(1)"}, "online_link", "https://"),
        ({"audience": "openbaar"}, "audience", "openbaar"),
        ({"capacity": "0"}, "capacity", "1"),
    ],
)
def test_what_cannot_be_is_refused_in_words(town, fields, field, words):
    form = EventForm(sent(**fields), user=town.people["member"], community=town.public)
    assert list(form.errors) == [field]
    assert words in form.errors[field][0]


def test_an_event_is_made_changed_and_cancelled_on_the_pages(town):
    client, slug = town.clients["coordinator"], town.public.slug
    made = client.post(reverse("communities:event_create", args=[slug]), sent(audience="openbaar", capacity="12"))
    event = Event.objects.get()
    assert (made.url, event.capacity, event.organiser) == (event.get_absolute_url(), 12, town.people["coordinator"])
    edit = reverse("communities:event_edit", args=[slug, event.pk])
    assert client.get(edit).context["form"].initial["starts_time"].hour == 9
    client.post(edit, sent(audience="openbaar", starts_time="10:00"))
    client.post(reverse("communities:event_cancel", args=[slug, event.pk]), {"because": "Ziek"})
    event.refresh_from_db()
    assert (event.sequence, event.capacity, event.cancelled_because) == (2, None, "Ziek")


def test_coming_is_one_button(town):
    event = an_event(town.public)
    path = reverse("communities:event_answer", args=[town.public.slug, event.pk])
    seen = [
        town.clients["member"].post(path, {"answer": one}, follow=True).content.decode() for one in ("ja", "nee", "x")
    ]
    assert ["U komt. Tot dan." in seen[0], "U komt niet. Bedankt" in seen[1], "Kies “Ik kom”" in seen[2]] == [True] * 3
    assert answers(event) == {"member@example.org": AWAY}
