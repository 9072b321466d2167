"""The invented story: whole, believable, and told once."""

from collections import Counter
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import override_settings
from django.utils import timezone
from PIL import Image, ImageColor

from communities.access.joining import invitations_of, with_states
from communities.actions.example import tell_story
from communities.models import Commitment, Community, LogEntry, Membership, Organisation, Post, Report, User
from config.community_home import agenda_codes
from config.region_figures import glance
from config.reports import OPTIONAL
from lib.text import number
from regioscan import frames
from regioscan.catalogue import read_catalogue
from regioscan.catalogue_actions import store_catalogue
from regioscan.example_actions import load_example
from regioscan.figures import region_scan
from regioscan.models import Job

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def story(django_db_setup, django_db_blocker, tmp_path_factory):
    """The story, in a transaction that is undone after the last of these tests."""
    folder = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=folder, EXAMPLE_FIGURES=True), transaction.atomic():
        catalogue = read_catalogue()
        store_catalogue(catalogue=catalogue, by="test")
        load_example(catalogue=catalogue, retrieved_at=datetime(2026, 1, 1, tzinfo=UTC), by="test")
        call_command("example_accounts")
        yield tell_story()
        transaction.set_rollback(True)


def test_it_has_three_communities_of_the_promised_size(story):
    sizes = {one.slug: one.memberships.count() for one in story}
    assert sizes == {"waalmeer": 140, "turfbroek": 34, "vlierooge": 17}
    assert Organisation.objects.count() == 40


def test_the_first_is_in_the_middle_of_its_second_year(story):
    age = timezone.localdate() - story[0].started_on
    assert 365 < age.days < 2 * 365
    assert story[0].trajectories.get().phase == "versnellen"
    assert story[0].memberships.filter(is_frontrunner=True).values("organisation__sector").distinct().count() >= 7


def test_some_promises_are_kept_some_are_late_and_one_lapsed(story):
    promises = Commitment.objects.filter(community=story[0])
    assert promises.filter(state="klaar").count() >= 7
    assert promises.late().count() >= 3
    assert promises.filter(state="vervallen").count() == 1


def test_there_is_work_for_the_coordinator(story):
    assert story[0].join_requests.filter(state="wacht").count() == 3
    assert Post.objects.filter(community=story[0], state=Post.State.HELD).count() == 1
    assert story[0].complaints.filter(state="open").count() == 1


def test_targets_start_from_figures_and_never_from_zero(story):
    targets = [one for item in story[0].agenda_items.all() for one in item.targets.all()]
    assert len(targets) == 8
    assert all(one.target_value is None for one in targets if one.baseline_value is None)
    assert sum(one.baseline_value is not None for one in targets) >= 6


def test_nobody_but_the_known_accounts_can_log_in(story):
    named = User.objects.exclude(email__in=["beheer@example.org"]).filter(memberships__isnull=False).distinct()
    able = {user.email.partition("@")[0] for user in named if user.has_usable_password()}
    assert able == {"adviseur", "bank", "gemeente", "deelnemer", "koploper"}


def test_it_is_told_once(story):
    before = Membership.objects.count()
    assert tell_story() == []
    assert Membership.objects.count() == before
    assert Community.objects.count() == len(story)
    assert not LogEntry.objects.filter(action="maakt", object_kind="community").exists()


def test_each_has_a_cover_that_we_drew(story):
    for community in story:
        with Image.open(community.cover) as picture:
            assert (picture.format, picture.size) == ("PNG", (1600, 1200))
            assert picture.convert("RGB").getpixel((2, 2)) == ImageColor.getrgb(community.primary_colour)
        assert community.cover_credit == "Tekening: Regiokracht"
        assert community.cover_alt.startswith("Tekening: ")


def test_invitations_stand_in_every_way_they_can(story):
    found = with_states(invitations_of(story[0]))
    states = Counter(state for _, state in found)
    assert states == {"aangenomen": 3, "verzonden": 2, "verlopen": 1, "afgeslagen": 1, "open": 1}
    link = next(one for one, _ in found if one.is_link)
    assert link.n_joined == 2
    for one, _ in found:
        if one.accepted_at:
            assert one.memberships.get().joined_at == one.accepted_at
            assert one.memberships.get().user.email == one.email


def test_of_who_asked_some_were_let_in_and_one_was_not_with_the_reason(story):
    decided = story[0].join_requests.exclude(state="wacht")
    assert Counter(decided.values_list("state", flat=True)) == {"toegelaten": 3, "afgewezen": 1}
    members = set(story[0].memberships.values_list("user", flat=True))
    for one in decided:
        assert (one.user_id in members) == (one.state == "toegelaten")
        assert bool(one.reason) == (one.state == "afgewezen")
        assert one.created_at < one.decided_at < timezone.now()


def test_what_is_said_of_the_frontrunners_is_what_there_is(story):
    leading = story[0].memberships.filter(is_frontrunner=True)
    assert leading.count() == 12
    sectors = leading.exclude(organisation=None).values_list("organisation__sector", flat=True)
    assert len(set(sectors)) == 8
    assert story[0].posts.filter(body__contains="twaalf mensen uit acht sectoren").exists()


def test_the_five_figures_show_how_the_seven_municipalities_differ(story):
    found = glance(story[0].region, agenda_codes(story[0]))
    assert (found.comparison, found.parts) == ("", "gemeenten")
    assert [card.strip.count("Onze 7 gemeenten lopen van") for card in found.cards] == [1] * 5
    figure = region_scan(story[0].region).figures[found.cards[0].code]
    parts = frames.parts(story[0].region)
    known = frames.readings([figure.indicator.pk], [figure.reading.period], [one.pk for one in parts])
    values = [one.value for readings in known.values() for one in readings]
    ends = f"van {number(min(values), figure.decimals)} tot {number(max(values), figure.decimals)}."
    assert ends in found.cards[0].strip


def test_a_region_with_others_of_its_kind_is_not_set_among_its_own_parts(story):
    found = glance(story[1].region, [])
    assert found.parts == ""
    assert "gemeenten" in found.comparison


@override_settings(EXAMPLE_FIGURES=True)
def test_its_report_is_asked_for_once(story):
    call_command("example_report")
    report = story[0].reports.get()
    assert report.visibility == Report.Visibility.COMMUNITY
    assert report.requested_by.email == "adviseur@example.org"
    assert report.job.state == Job.State.WAITING
    assert set(report.chapters) == {chapter.code for chapter in OPTIONAL}
    call_command("example_report")
    assert story[0].reports.count() == 1


@override_settings(EXAMPLE_FIGURES=False)
def test_without_invented_figures_no_report_is_asked_for(story):
    with pytest.raises(CommandError, match="EXAMPLE_FIGURES"):
        call_command("example_report")
