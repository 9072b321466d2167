"""Calendar feeds: what is in them, for whom, and never who comes."""

from datetime import date, timedelta

import icalendar
import pytest
from django.urls import reverse
from django.utils import timezone

from communities.access.events import feed_token
from communities.actions.events import cancel_event, renew_feed, stop_feed
from communities.models import Attendance, CalendarFeed, Commitment, Event
from tests.access_rows.events import make_event
from tests.communities.town import Town, make_town

COMES = Attendance.Answer.COMES


@pytest.fixture
def town(db) -> Town:
    return make_town()


def entries(response) -> dict[str, icalendar.Event]:
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return {str(one["summary"]): one for one in icalendar.Calendar.from_ical(response.content).events}


def own_feed(town: Town, name: str):
    return town.clients["visitor"].get(own_address(town, name))


def own_address(town: Town, name: str) -> str:
    feed = CalendarFeed.objects.get_or_create(user=town.people[name])[0]
    return reverse("communities:calendar_feed", args=[feed_token(feed)])


def feed_of(town: Town, client: str, slug: str = "waalmeer"):
    return town.clients[client].get(reverse("communities:event_feed", args=[slug]))


def make_events(town: Town) -> None:
    for community in (town.public, town.private, town.elsewhere):
        for audience in Event.Audience.values:
            title = f"{community.slug} {audience}"
            event = make_event(community, title=title, audience=audience, online_link="https://praat.voorbeeld.nl/1")
            Attendance.objects.create(event=event, user=town.people["member"], answer=COMES)


def test_the_feed_of_a_community_has_its_public_events_only(town):
    make_events(town)
    assert Event.objects.count() == 9
    assert set(entries(feed_of(town, "visitor"))) == {"waalmeer openbaar (Waalmeer)"}
    assert set(entries(feed_of(town, "frontrunner"))) == {"waalmeer openbaar (Waalmeer)"}


def test_the_feed_of_a_private_community_does_not_exist_for_strangers(town):
    make_events(town)
    assert [feed_of(town, who, "binnendijk").status_code for who in ("visitor", "stranger", "member")] == [
        404,
        404,
        200,
    ]


def test_an_own_feed_has_what_somebody_may_see_in_their_own_communities(town):
    make_events(town)
    both = {f"{one} {audience}" for one in ("waalmeer", "binnendijk") for audience in ("openbaar", "leden")}
    seen = {
        name: {title.split(" (")[0] for title in entries(own_feed(town, name))} for name in ("stranger", "commissioner")
    }
    assert seen == {"stranger": set(), "commissioner": both}
    leading = {title.split(" (")[0] for title in entries(own_feed(town, "frontrunner"))}
    assert leading == both | {"waalmeer koplopers", "binnendijk koplopers"}


def test_what_somebody_comes_to_is_there_while_they_belong(town):
    make_events(town)
    titles = {title.split(" (")[0] for title in entries(own_feed(town, "member"))}
    assert "waalmeer koplopers" not in titles, "whatever the answer was, it is for frontrunners now"
    town.people["member"].memberships.filter(community=town.private).update(status="geblokkeerd")
    titles = {title.split(" (")[0] for title in entries(own_feed(town, "member"))}
    assert titles == {"waalmeer openbaar", "waalmeer leden"}


def test_nobody_who_comes_is_named_in_any_file(town):
    make_events(town)
    town.people["member"].name = "Wilhelmina van Dam"
    town.people["member"].save()
    event = Event.objects.get(title="waalmeer openbaar")
    one = town.clients["member"].get(reverse("communities:event_file", args=["waalmeer", event.pk]))
    page = town.clients["coordinator"].get(event.get_absolute_url()).content.decode()
    files = [one, feed_of(town, "member"), own_feed(town, "member"), own_feed(town, "coordinator")]
    assert "Wilhelmina van Dam" in page
    assert [b"Wilhelmina" in file.content or b"member@example.org" in file.content for file in files] == [False] * 4


def test_the_link_to_join_online_is_for_who_comes(town):
    make_events(town)
    title = "waalmeer openbaar (Waalmeer)"
    found = [entries(own_feed(town, name))[title]["description"] for name in ("member", "commissioner")]
    assert ["praat.voorbeeld.nl" in words for words in found] == [True, False]
    assert b"praat.voorbeeld.nl" not in feed_of(town, "visitor").content


def test_a_cancelled_event_is_told_to_the_calendars(town):
    event = make_event(town.public, audience="openbaar")
    before = entries(feed_of(town, "visitor"))["Koffie op de kade (Waalmeer)"]
    cancel_event(by=town.people["coordinator"], event=event, because="Storm")
    after = entries(feed_of(town, "visitor"))["Koffie op de kade (Waalmeer)"]
    assert (before["uid"], before["status"], before["sequence"]) == (after["uid"], "CONFIRMED", 0)
    assert (after["status"], after["sequence"], "Storm" in after["description"]) == ("CANCELLED", 1, True)


def test_a_file_has_the_link_to_the_page_twice(town, settings):
    settings.SITE_URL = "https://regio.voorbeeld.nl"
    event = make_event(town.public, audience="openbaar", place="De Kade", address="Kade 1")
    address = f"https://regio.voorbeeld.nl/c/waalmeer/agenda/{event.pk}/"
    (found,) = entries(
        town.clients["visitor"].get(reverse("communities:event_file", args=["waalmeer", event.pk]))
    ).values()
    assert (found["url"], address in found["description"], found["location"]) == (address, True, "De Kade, Kade 1")
    assert found.decoded("dtstart") == event.starts_at.replace(microsecond=0)


def test_own_promises_are_whole_days_and_those_of_others_are_not_there(town):
    due = {"due_on": date(2027, 3, 5), "community": town.public}
    Commitment.objects.create(person=town.people["member"], what="Drie stageplaatsen", **due)
    Commitment.objects.create(
        person=town.people["member"], what="Al gedaan", state="klaar", done_on=date(2026, 1, 1), **due
    )
    Commitment.objects.create(person=town.people["frontrunner"], what="Een zaal", **due)
    (found,) = entries(own_feed(town, "member")).values()
    assert (str(found["summary"]), found.decoded("dtstart")) == ("Klaar: Drie stageplaatsen", date(2027, 3, 5))


def test_a_promise_is_the_same_entry_in_the_own_feed_and_in_the_route_map(town):
    Commitment.objects.create(
        person=town.people["member"], what="Zaal", due_on=date(2027, 3, 5), community=town.public, version=3
    )
    route = town.clients["member"].get(reverse("communities:route_map_calendar", args=["waalmeer"]))
    found = [entries(one)["Klaar: Zaal"] for one in (own_feed(town, "member"), route)]
    assert found[0]["uid"] == found[1]["uid"]
    assert [one["sequence"] for one in found] == [3, 3]


def test_a_new_address_makes_the_old_one_stop(town):
    make_events(town)
    old = own_address(town, "member")
    assert town.clients["visitor"].get(old).status_code == 200
    renew_feed(by=town.people["member"])
    assert town.clients["visitor"].get(old).status_code == 404
    new = own_address(town, "member")
    assert town.clients["visitor"].get(new).status_code == 200
    assert stop_feed(by=town.people["member"])
    assert town.clients["visitor"].get(new).status_code == 404


def test_an_address_cannot_be_made_up_and_stops_with_the_account(town):
    feed = CalendarFeed.objects.create(user=town.people["member"])
    made_up = [feed.key.hex, f"{feed.key.hex}.nep", f"nep.{feed_token(feed).split('.')[1]}", "x", "é" * 300]
    paths = [reverse("communities:calendar_feed", args=[token]) for token in made_up]
    assert [town.clients["visitor"].get(path).status_code for path in paths] == [404] * 5
    town.people["member"].is_active = False
    town.people["member"].save()
    assert town.clients["visitor"].get(own_address(town, "member")).status_code == 404


def test_the_page_makes_renews_and_stops_the_address(town):
    client, path = town.clients["member"], reverse("communities:own_calendar")
    assert "Maak mijn adres" in client.get(path).content.decode()
    assert CalendarFeed.objects.count() == 0, "looking makes nothing"
    pages = [client.post(path, {"doe": one}, follow=True) for one in ("maak", "maak", "stop")]
    urls = [page.context["feed_url"] for page in pages]
    assert (urls[0] != urls[1], urls[2]) == (True, "")
    explained = client.get(path).content.decode()
    assert [name in explained for name in ("Outlook", "Google Agenda", "iPhone")] == [True] * 3


def test_my_page_lists_what_i_come_to_and_what_i_have_not_answered(town):
    mine, other = make_event(town.public, title="Mijn avond"), make_event(town.private, title="Andere avond")
    past = make_event(town.public, title="Vorige avond", starts_at=timezone.now() - timedelta(days=3))
    for event in (mine, past):
        Attendance.objects.create(event=event, user=town.people["member"], answer=COMES)
    page = town.clients["member"].get(reverse("communities:own_calendar"))
    assert (list(page.context["coming"]), list(page.context["others"])) == ([mine], [other])


def test_a_feed_asks_the_database_as_much_for_many_as_for_few(town, django_assert_num_queries):
    make_events(town)
    address = own_address(town, "frontrunner")
    with django_assert_num_queries(5):
        town.clients["visitor"].get(address)
    make_events(town)
    with django_assert_num_queries(5):
        town.clients["visitor"].get(address)


def test_a_visitor_reads_how_to_follow_the_public_calendar(town, settings):
    listed = {name: reverse("communities:event_list", args=[name]) for name in ("waalmeer", "binnendijk")}
    page = town.clients["visitor"].get(listed["waalmeer"]).content.decode()
    address = f"{settings.SITE_URL}{reverse('communities:event_feed', args=['waalmeer'])}"
    assert f'value="{address}"' in page
    steps = page.split("<details>")[1].split("</details>")[0]
    assert [name in steps for name in ("Outlook", "Google Agenda", "iPhone")] == [True] * 3
    others = [town.clients["member"].get(path).content.decode() for path in listed.values()]
    assert ["Google Agenda" in one for one in others] == [False, False], "who has an account has an own calendar"
