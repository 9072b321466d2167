"""Nothing is kept longer than we said, and nobody loses anything without a warning."""

from datetime import timedelta

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.admin.models import LogEntry as AdminEntry
from django.utils import timezone

from communities.actions import retention
from communities.actions.log import note
from communities.actions.retention import (
    anonymise_community,
    erase_idle_accounts,
    keep_to_retention,
    remove_old_rows,
    remove_old_sessions,
    warn_idle_accounts,
    warn_members,
)
from communities.models import (
    Comment,
    Community,
    Interest,
    JoinRequest,
    Letter,
    LogEntry,
    Membership,
    Notice,
    Post,
    RetentionWarning,
    Role,
    Stakeholder,
    User,
)
from tests import factories
from tests.communities.town import join, make_community
from tests.communities.whole_person import make_whole_person


@pytest.fixture
def member(db) -> User:
    return factories.make_verified_user("lid@example.org", name="Lies Lid")


def ended(days_ago: int, **fields):
    """A community that ended so many days ago and keeps names for a hundred days."""
    fields = {"retention_days": 100, "started_on": "2020-01-01"} | fields
    return make_community(ended_on=timezone.localdate() - timedelta(days=days_ago), **fields)


def in_days(days: int):
    return time_machine.travel(timezone.now() + timedelta(days=days), tick=False)


# ── The end of a community ──


def test_members_are_warned_once_thirty_days_ahead(member):
    community = ended(71)
    join(community, member)
    assert (warn_members(community=community), warn_members(community=community)) == (1, 0)
    assert Notice.objects.get(user=member).kind == Notice.Kind.HOUSE
    assert RetentionWarning.objects.get().due_on == timezone.localdate() + timedelta(days=30)


def test_before_that_nobody_is_warned(member):
    community = ended(60)
    join(community, member)
    assert warn_members(community=community) == 0


def test_a_community_that_goes_on_is_left_alone(member):
    community = make_community(started_on="2020-01-01")
    join(community, member)
    assert (warn_members(community=community), anonymise_community(community=community)) == (0, False)


def test_who_was_not_warned_keeps_the_name_however_late_it_is(member):
    community = ended(500)
    join(community, member)
    post = Post.objects.create(community=community, author=member, title="Hoi")
    assert not anonymise_community(community=community)
    warn_members(community=community)
    assert not anonymise_community(community=community)
    post.refresh_from_db()
    assert post.author == member


def test_thirty_days_after_the_warning_the_names_go(member):
    community = ended(100)
    coordinator = factories.make_verified_user("coordinator@example.org", name="Co Coördinator")
    join(community, coordinator, role=Role.COORDINATOR)
    xenia = make_whole_person(community, coordinator)
    keep_to_retention()
    with in_days(30):
        assert keep_to_retention()["communities anonymised"] == 1
        assert keep_to_retention()["communities anonymised"] == 0
    assert set(Post.objects.values_list("author", flat=True)) == {None}
    assert set(Comment.objects.values_list("author", flat=True)) == {None}
    assert [one.user for one in Membership.objects.filter(community=community)] == [coordinator]
    assert User.objects.filter(pk=xenia.pk).exists()
    assert [(one.name, one.user, one.email, one.notes) for one in Stakeholder.objects.order_by("name")] == [
        ("De Haven", None, "", ""),
        ("De Kade", None, "", ""),
    ]
    assert [(one.stakeholder.name, one.changed_by) for one in Interest.objects.all()] == [("De Haven", None)]


def test_what_somebody_did_elsewhere_stays(member):
    here, elsewhere = ended(100), make_community("elders")
    for community in (here, elsewhere):
        join(community, member)
        Post.objects.create(community=community, author=member, title="Hoi")
    keep_to_retention()
    with in_days(30):
        keep_to_retention()
    authors = dict(Post.objects.values_list("community__slug", "author"))
    assert authors == {here.slug: None, "elders": member.pk}


def test_a_community_that_starts_again_keeps_its_names(member):
    community = ended(100)
    join(community, member)
    keep_to_retention()
    community.ended_on = None
    community.save()
    with in_days(31):
        assert keep_to_retention()["communities anonymised"] == 0


# ── Accounts that nobody uses ──


def idle(user: User, days: int) -> User:
    User.objects.filter(pk=user.pk).update(last_login=timezone.now() - timedelta(days=days))
    return user


def test_who_did_not_log_in_for_two_years_is_warned_once_and_then_erased(member):
    idle(member, 731)
    assert (warn_idle_accounts(), warn_idle_accounts(), erase_idle_accounts()) == (1, 0, 0)
    with in_days(30):
        assert erase_idle_accounts() == 1
    assert not User.objects.filter(pk=member.pk).exists()


def test_who_logs_in_after_the_warning_stays_and_is_warned_anew_later(member):
    idle(member, 731)
    warn_idle_accounts()
    with in_days(10):
        User.objects.filter(pk=member.pk).update(last_login=timezone.now())
    with in_days(40):
        assert erase_idle_accounts() == 0
    with in_days(10 + 731):
        assert (warn_idle_accounts(), erase_idle_accounts()) == (1, 0)


def test_who_logged_in_lately_hears_nothing(member):
    idle(member, 729)
    assert warn_idle_accounts() == 0


def test_who_logs_in_at_the_last_moment_stays(member, monkeypatch):
    idle(member, 731)
    warn_idle_accounts()
    lock = retention.lock_to_erase

    def log_in_just_before(user):
        User.objects.filter(pk=user.pk).update(last_login=timezone.now())
        return lock(user)

    monkeypatch.setattr(retention, "lock_to_erase", log_in_just_before)
    with in_days(30):
        assert erase_idle_accounts() == 0
    assert User.objects.filter(pk=member.pk).exists()


def test_administrators_and_last_coordinators_are_not_erased(member, administrator):
    idle(administrator, 900)
    join(make_community(), idle(member, 900), role=Role.COORDINATOR)
    warn_idle_accounts()
    with in_days(30):
        assert erase_idle_accounts() == 0
    assert set(User.objects.all()) == {member, administrator}


# ── What is simply old ──


def test_old_letters_notices_requests_and_log_lines_go_and_newer_ones_stay(member):
    community = make_community()
    with time_machine.travel(timezone.now() - timedelta(days=400), tick=False):
        make_one_of_each(community, member, "oud")
    with time_machine.travel(timezone.now() - timedelta(days=80), tick=False):
        make_one_of_each(community, member, "nieuw")
    assert remove_old_rows() == 4
    assert remove_old_rows() == 0
    assert (Letter.objects.get().key, Notice.objects.get().key) == ("nieuw", "nieuw")
    assert (LogEntry.objects.get().action, JoinRequest.objects.get().reason) == ("nieuw", "nieuw")


def test_lines_of_the_pages_for_administrators_go_after_a_year(administrator):
    for days in (367, 365):
        with time_machine.travel(timezone.now() - timedelta(days=days), tick=False):
            AdminEntry.objects.create(user=administrator, action_flag=1, object_repr=str(days))
    assert remove_old_rows() == 1
    assert AdminEntry.objects.get().object_repr == "365"


def test_where_somebody_was_logged_in_goes_with_the_session(member, client):
    client.force_login(member)
    client.get("/privacy/")
    UserSession.objects.create(user=member, ip="192.0.2.1", session_key="weg", user_agent="oud")
    assert remove_old_sessions() == 1
    assert UserSession.objects.get().session_key == client.session.session_key
    with in_days(1):
        assert remove_old_sessions() == 2
    assert not UserSession.objects.exists()


def test_a_part_that_fails_stands_in_the_log_and_does_not_keep_the_others(member, monkeypatch, caplog):
    def fail():
        raise OSError("disk")

    monkeypatch.setattr(retention, "remove_old_exports", fail)
    Letter.objects.create(
        key="a", kind="nieuws", address="x@example.org", subject="Dag", created_at=timezone.now() - timedelta(days=91)
    )
    done = keep_to_retention()
    assert ("exports removed" in done, done["rows removed"]) == (False, 1)
    assert "part of the retention failed" in caplog.text


@pytest.mark.parametrize("verb", ["warn_members", "anonymise_community"])
def test_a_community_that_fails_stands_in_the_log_and_does_not_keep_those_after_it(member, verb, monkeypatch, caplog):
    first, second = (ended(500, slug=slug) for slug in ("eerst", "daarna"))
    for community in (first, second):
        join(community, member)
    act = getattr(retention, verb)

    def fail_for_the_first(*, community):
        if community == first:
            raise OSError("disk")
        return act(community=community)

    if verb == "anonymise_community":
        keep_to_retention()
    monkeypatch.setattr(retention, verb, fail_for_the_first)
    with in_days(31):
        done = keep_to_retention()
    if verb == "warn_members":
        assert (done["members warned"], RetentionWarning.objects.get().community) == (1, second)
    else:
        assert done["communities anonymised"] == 1
        assert [one.anonymised_on is None for one in Community.objects.order_by("pk")] == [True, False]
    failed = next(one for one in caplog.records if one.message == "retention of one failed")
    assert (failed.community, failed.exc_info[0]) == (first.pk, OSError)


def test_an_account_that_fails_does_not_keep_those_after_it(member, monkeypatch, caplog):
    other = factories.make_verified_user("ander@example.org")
    idle(member, 800)
    idle(other, 800)
    warn_idle_accounts()

    def fail_for_the_first(*, user, by):
        if user == member:
            raise OSError("disk")
        user.delete()

    monkeypatch.setattr(retention, "erase", fail_for_the_first)
    with in_days(31):
        assert erase_idle_accounts() == 1
    assert User.objects.get() == member
    assert "retention of one failed" in caplog.text


def make_one_of_each(community, user, word) -> None:
    now = timezone.now()
    Letter.objects.create(key=word, kind="nieuws", address=user.email, subject="Dag", created_at=now)
    Notice.objects.create(user=user, kind="nieuws", key=word, title="Dag", path="/", created_at=now)
    JoinRequest.objects.create(community=community, user=user, state="afgewezen", reason=word, decided_at=now)
    note(by=user, action=word, thing=community, community=community)


def test_a_request_that_waits_or_was_admitted_stays(member):
    community = make_community()
    long_ago = timezone.now() - timedelta(days=900)
    JoinRequest.objects.create(community=community, user=member, state="toegelaten", decided_at=long_ago)
    JoinRequest.objects.create(community=community, user=member)
    assert (remove_old_rows(), JoinRequest.objects.count()) == (0, 2)
