"""The invented story: whole, believable, and told once."""

from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from communities.actions.example import tell_story
from communities.models import Commitment, Community, LogEntry, Membership, Organisation, Post, User
from regioscan.catalogue import read_catalogue
from regioscan.catalogue_actions import store_catalogue
from regioscan.example_actions import load_example


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
