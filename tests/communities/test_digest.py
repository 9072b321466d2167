"""The weekly digest: to who has something to hear, of what they did not do or see, once a week, in constant work."""

import threading
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from communities.actions import digest as actions
from communities.actions.digest import send_digests
from communities.actions.notice_choices import choose_notices
from communities.models import Attendance, Channel, Digest, Event, Letter, Membership, Notice, Post, Role, Seen
from tests import factories
from tests.communities.town import join, make_community

MONDAY = datetime(2026, 11, 23, 7, 30, tzinfo=UTC)
"""Half past eight in Amsterdam."""
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
Volume, Kind = Membership.Volume, Notice.Kind


@pytest.fixture
def community(db):
    return make_community(name="Waalmeer Vooruit")


@pytest.fixture
def author(community):
    return make_member(community, name="Anna de Vries")


@pytest.fixture
def reader(community):
    return make_member(community, name="Bo")


def make_member(community, name="", **fields):
    user = factories.make_user(name=name)
    join(community, user, **fields)
    Membership.objects.filter(user=user).update(joined_at=MONDAY - 60 * DAY)
    return user


def make_post(community, author=None, title="De oogst is binnen", ago=2 * DAY, **fields):
    defaults = {"body": "<p>Alle <strong>appels</strong> zijn geplukt. Kom proeven!</p>"}
    return Post.objects.create(
        community=community, author=author, title=title, publish_at=MONDAY - ago, **(defaults | fields)
    )


def make_event(community, title="Oogstfeest", ahead=5 * DAY, **fields):
    starts = MONDAY + ahead
    event = Event.objects.create(community=community, title=title, starts_at=starts, ends_at=starts + HOUR, **fields)
    Event.objects.filter(pk=event.pk).update(created_at=MONDAY - DAY)
    return event


def make_notice(user, community=None, kind=Kind.REPLY, ago=DAY, title="Cas antwoordt u", **fields):
    defaults = {"path": "/", "key": f"{kind}-{title}", "text": "Ik doe mee."}
    return Notice.objects.create(
        user=user, community=community, kind=kind, title=title, created_at=MONDAY - ago, **(defaults | fields)
    )


def letter_to(user):
    """The text of somebody's digest; "" without one."""
    return Letter.objects.filter(user=user, kind="week").values_list("text", flat=True).first() or ""


def titles(user):
    """What somebody's digest tells of, in order."""
    return [line.removeprefix("– ") for line in letter_to(user).splitlines() if line.startswith("– ")]


def sent_to():
    return set(Digest.objects.values_list("user_id", flat=True))


# ── Who gets one ──


def test_only_who_has_something_to_hear_gets_a_digest(community, author, reader):
    elsewhere = make_member(make_community("elders"))
    make_post(community, author)
    assert send_digests(now=MONDAY).n_digests == 1
    assert (sent_to(), Letter.objects.count(), titles(elsewhere)) == ({reader.pk}, 1, [])


def test_nothing_new_is_no_mail_at_all(community, author, reader):
    make_post(community, author, ago=9 * DAY)
    make_event(community, ahead=20 * DAY)
    assert send_digests(now=MONDAY).n_digests == 0
    assert (Digest.objects.count(), Letter.objects.count()) == (0, 0)


@pytest.mark.parametrize("channel", [Channel.AT_ONCE, Channel.NEVER])
def test_who_chose_otherwise_gets_none(channel, community, author, reader):
    make_post(community, author)
    make_event(community)
    choose_notices(by=reader, channels={Kind.NEWS: channel})
    send_digests(now=MONDAY)
    assert titles(reader) == []
    assert titles(author) == ["Oogstfeest"]


@pytest.mark.parametrize(
    ("volume", "expected"),
    [
        (Volume.EVERYTHING, ["Gewoon", "Bovenaan", "Oogstfeest"]),
        (Volume.IMPORTANT, ["Bovenaan"]),
        (Volume.NOTHING, []),
    ],
)
def test_the_volume_of_a_community_is_kept(volume, expected, community, author, reader):
    make_post(community, author, "Gewoon", ago=DAY)
    make_post(community, author, "Bovenaan", ago=2 * DAY, is_pinned=True)
    make_event(community)
    Membership.objects.filter(user=reader).update(volume=volume)
    send_digests(now=MONDAY)
    assert titles(reader) == expected


@pytest.mark.parametrize("status", ["geblokkeerd", "vertrokken"])
def test_who_is_gone_gets_none(status, community, author, reader):
    make_post(community, author)
    Membership.objects.filter(user=reader).update(status=status, left_at=MONDAY)
    send_digests(now=MONDAY)
    assert sent_to() == set()


def test_a_closed_account_and_a_member_of_today_get_none(community, author, reader):
    new = make_member(community)
    Membership.objects.filter(user=new).update(joined_at=MONDAY + DAY)
    make_post(community, author)
    type(reader).objects.filter(pk=reader.pk).update(is_active=False)
    send_digests(now=MONDAY + 2 * DAY)
    assert sent_to() == set()


# ── What is in it ──


def test_posts_come_newest_first_without_own_seen_old_hidden_and_later_ones(community, author, reader):
    make_post(community, author, "Oudere", ago=3 * DAY)
    make_post(community, author, "Nieuwere", ago=DAY)
    make_post(community, reader, "Van mijzelf")
    make_post(community, None, "Van wie vertrok", ago=2 * DAY)
    make_post(community, author, "Vorige week", ago=8 * DAY)
    make_post(community, author, "Straks", ago=-HOUR)
    for state in ("concept", "wacht", "verborgen", "verwijderd"):
        make_post(community, author, state, state=state)
    Seen.objects.create(user=reader, post=make_post(community, author, "Gelezen"))
    send_digests(now=MONDAY)
    assert titles(reader) == ["Nieuwere", "Van wie vertrok", "Oudere"]


def test_a_post_that_waited_for_a_look_is_told_of_when_it_appeared(community, author, reader):
    make_post(community, author, "Wachtte lang", ago=10 * DAY, announced_at=MONDAY - DAY)
    send_digests(now=MONDAY)
    assert titles(reader) == ["Wachtte lang"]


def test_events_of_the_next_fortnight_come_soonest_first(community, reader):
    make_event(community, "Later", ahead=10 * DAY)
    make_event(community, "Eerst", ahead=2 * DAY)
    make_event(community, "Te ver", ahead=15 * DAY)
    make_event(community, "Geweest", ahead=-DAY)
    make_event(community, "Afgelast", cancelled_at=MONDAY - DAY)
    make_event(community, "Van mijzelf", organiser=reader)
    declined = make_event(community, "Kan niet")
    Attendance.objects.create(event=declined, user=reader, answer="komt-niet")
    send_digests(now=MONDAY)
    assert titles(reader) == ["Eerst", "Later"]


def test_an_event_that_began_before_a_late_digest_is_left_out(community, reader):
    make_event(community, "Dinsdag", ahead=DAY)
    make_event(community, "Vrijdag", ahead=4 * DAY)
    send_digests(now=MONDAY + 2 * DAY)
    assert titles(reader) == ["Vrijdag"]


def test_events_for_frontrunners_are_told_to_them_and_to_who_runs_it(community, reader):
    make_event(community, audience="koplopers")
    frontrunner = make_member(community, is_frontrunner=True)
    coordinator = make_member(community, role=Role.COORDINATOR)
    commissioner = make_member(community, role=Role.COMMISSIONER)
    send_digests(now=MONDAY)
    assert sent_to() == {frontrunner.pk, coordinator.pk}
    assert (titles(reader), titles(commissioner)) == ([], [])


def test_unread_notices_of_weekly_kinds_are_in_it_for_their_own_reader(community, author, reader):
    choose_notices(by=reader, channels={Kind.REPLY: Channel.WEEKLY})
    make_notice(reader, community)
    make_notice(reader, community, title="Gelezen", read_at=MONDAY - HOUR)
    make_notice(reader, community, Kind.MENTION, title="Kwam al meteen")
    make_notice(reader, community, title="Oud", ago=9 * DAY)
    make_notice(author, community, title="Van een ander")
    send_digests(now=MONDAY)
    assert (titles(reader), sent_to()) == (["Cas antwoordt u"], {reader.pk})


def test_notices_of_a_community_that_should_be_silent_stay_out(community, reader):
    choose_notices(by=reader, channels={Kind.REPLY: Channel.WEEKLY}, volumes={community.pk: Volume.NOTHING})
    make_notice(reader, community)
    send_digests(now=MONDAY)
    assert sent_to() == set()


def test_a_notice_about_a_post_that_stands_there_is_not_said_twice(community, author, reader):
    post = make_post(community, author)
    choose_notices(by=reader, channels={Kind.MENTION: Channel.WEEKLY})
    make_notice(reader, community, Kind.MENTION, title="Anna noemt u", path=post.get_absolute_url())
    send_digests(now=MONDAY)
    assert titles(reader) == ["De oogst is binnen"]


def test_it_is_grouped_by_community_and_tells_nothing_twice(community, author, reader):
    other = make_community("binnendijk", visibility="besloten")
    join(other, reader)
    Membership.objects.update(joined_at=MONDAY - 60 * DAY)
    make_post(community, author, "Hier")
    make_post(other, None, "Daar", audience="leden")
    make_event(other, "Feest daar")
    send_digests(now=MONDAY)
    assert titles(reader) == ["Daar", "Feest daar", "Hier"]
    lines = letter_to(reader).splitlines()
    assert [lines.count(name) for name in ("Binnendijk", "Waalmeer Vooruit")] == [1, 1]
    assert "Feest daar" not in letter_to(author)


def test_it_has_the_text_and_not_only_a_link(community, author, reader):
    post = make_post(community, author)
    event = make_event(community, place="De Kade", body="<p>Neem een appel mee.</p>")
    send_digests(now=MONDAY)
    text = letter_to(reader)
    assert "  Nieuws van Anna de Vries, 21 november 2026\n  Alle appels zijn geplukt. Kom proeven!\n" in text
    assert "  Zaterdag 28 november 2026, 8.30 uur, De Kade\n  Neem een appel mee.\n" in text
    for thing in (post, event):
        assert f"http://localhost:8000{thing.get_absolute_url()}" in text


def test_of_a_busy_week_it_shows_the_newest_and_says_how_many_more(community, author, reader):
    for number in range(12):
        make_post(community, author, f"Bericht {number}", ago=HOUR * (number + 1))
    send_digests(now=MONDAY)
    assert titles(reader) == [f"Bericht {number}" for number in range(8)]
    assert "En nog 4 berichten" in letter_to(reader)
    assert Digest.objects.get(user=reader).n_items == 8


def test_of_one_community_it_comes_in_its_name_of_more_in_that_of_the_house(community, author, reader):
    other = make_community("elders")
    join(other, reader)
    Membership.objects.update(joined_at=MONDAY - 60 * DAY)
    third = make_member(community)
    for place in (community, other):
        make_post(place, author)
    send_digests(now=MONDAY)
    found = {
        user_id: (subject, pk) for user_id, subject, pk in Letter.objects.values_list("user", "subject", "community")
    }
    assert found[third.pk] == ("Weekoverzicht van Waalmeer Vooruit, 23 november 2026", community.pk)
    assert found[reader.pk] == ("Weekoverzicht van uw communities, 23 november 2026", None)


# ── Once ──


def test_twice_in_a_week_is_once_and_next_week_is_another(community, author, reader):
    make_post(community, author, "Deze week")
    for hours in (0, 1, 50):
        send_digests(now=MONDAY + hours * HOUR)
    make_post(community, author, "Volgende week", ago=-2 * DAY)
    send_digests(now=MONDAY + 7 * DAY)
    letters = Letter.objects.filter(user=reader).order_by("pk")
    assert [[title in one.text for title in ("Deze week", "Volgende week")] for one in letters] == [
        [True, False],
        [False, True],
    ]


def test_a_missed_monday_is_made_up_for_the_same_week_with_the_same_words(community, author, reader):
    make_post(community, author, "Zondag", ago=DAY)
    make_post(community, author, "Dinsdag", ago=-DAY)
    send_digests(now=MONDAY + 2 * DAY)
    assert (titles(reader), Digest.objects.get().week) == (["Zondag"], date(2026, 11, 23))
    send_digests(now=MONDAY + 7 * DAY)
    assert [Letter.objects.order_by("-pk").first().text.count(title) for title in ("Zondag", "Dinsdag")] == [0, 1]


def test_after_a_week_without_digests_what_was_missed_is_told(community, author, reader):
    Digest.objects.create(user=reader, week=date(2026, 11, 9), n_items=1)
    make_post(community, author, "Gemist", ago=10 * DAY)
    make_post(community, author, "Stond er al in", ago=15 * DAY)
    send_digests(now=MONDAY)
    assert titles(reader) == ["Gemist"]


def test_killed_halfway_the_next_run_does_the_rest(community, author, monkeypatch):
    readers = [make_member(community) for _ in range(5)]
    make_post(community, author)
    made = []

    def killed(*args):
        made.append(args)
        if len(made) == 4:
            raise SystemExit("killed")
        return real(*args)

    real = actions._letter
    monkeypatch.setattr(actions, "_letter", killed)
    with pytest.raises(SystemExit):
        send_digests(now=MONDAY, batch=2)
    monkeypatch.setattr(actions, "_letter", real)
    assert Digest.objects.count() == Letter.objects.count() < 5
    send_digests(now=MONDAY, batch=2)
    assert sent_to() == {one.pk for one in readers}
    assert Letter.objects.count() == 5


@pytest.mark.django_db(transaction=True)
def test_four_runs_at_once_send_each_reader_one():
    community = make_community()
    author, readers = make_member(community), [make_member(community) for _ in range(12)]
    make_post(community, author)
    start = threading.Barrier(4)

    def run():
        start.wait()
        send_digests(now=MONDAY, batch=3)
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    send_digests(now=MONDAY)
    assert sent_to() == {one.pk for one in readers}
    assert (Digest.objects.count(), Letter.objects.count()) == (12, 12)


# ── Scale ──


def queries_of_a_run():
    with CaptureQueriesContext(connection) as queries:
        send_digests(now=MONDAY)
    Digest.objects.all().delete()
    Letter.objects.all().delete()
    return len(queries)


def test_a_batch_costs_as_much_for_thirty_readers_as_for_three(community, author):
    make_post(community, author)
    make_event(community)
    few = [make_member(community) for _ in range(3)]
    for_three = queries_of_a_run()
    many = [*few, *(make_member(community) for _ in range(27))]
    for number in range(10):
        make_post(community, author, f"Bericht {number}")
    for user in many:
        choose_notices(by=user, channels={Kind.REPLY: Channel.WEEKLY})
        make_notice(user, community)
    assert queries_of_a_run() == for_three
    assert for_three <= 20


def test_readers_without_anything_cost_no_batch(community, author):
    for number in range(10):
        make_member(make_community(f"stil-{number}"))
    make_member(community)
    make_post(community, author)
    assert send_digests(now=MONDAY, batch=5).n_batches == 1
