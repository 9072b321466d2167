"""What happens when two people, or a person and a publication, change things at the same moment."""

import threading
import time
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from regioscan import actions, composition_actions
from regioscan.composition_actions import CompositionError, define_region, redefine_region
from regioscan.loading.membership import lock_membership
from regioscan.models import Observation, PeerSet, Region, RegionGroup
from regioscan.peer_actions import GroupError, make_group, make_peer_sets
from tests import factories
from tests.regioscan.scene import make_land
from tests.regioscan.test_actions import TABLE, checked, published
from tests.regioscan.test_peer_sets import make_structure

pytestmark = pytest.mark.django_db(transaction=True)
WAITING = "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'advisory'"
LONG_ENOUGH = 10.0


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def source():
    """Three municipalities with a count of 2024, and a source that brings another."""
    for code in ("inwoners", "woningen"):
        factories.make_indicator(code, aggregation="SUM", theme=None, minimum=0)
    for number in (1, 2, 3):
        factories.make_region(f"GM000{number}", f"Dorp {number}")
    found = factories.make_source("tabel", name="Eigen tabel")
    published(found, table("inwoners"))
    return found


def table(indicator):
    return TABLE + "".join(f"GM000{number};{indicator};2024;{10**number}00\n" for number in (1, 2, 3))


def define(*codes, name="Rijk van Dorp"):
    return define_region(name=name, codes=codes, reason="Zo werken wij samen.", by="Bea Beheer")


class Other(threading.Thread):
    """Somebody else, with a connection of their own; `outcome` is what they got, or the error."""

    def __init__(self, work):
        super().__init__()
        self.work, self.outcome = work, None

    def run(self):
        try:
            self.outcome = self.work()
        except Exception as error:
            self.outcome = error
        finally:
            connection.close()

    def start_and_wait(self):
        """Let them go on until they wait for us, or are done."""
        self.start()
        until = time.monotonic() + LONG_ENOUGH
        while self.is_alive() and time.monotonic() < until:
            with connection.cursor() as cursor:
                cursor.execute(WAITING)
                if cursor.fetchone()[0]:
                    return
            time.sleep(0.02)


def all_at_once(work, number=4):
    start = threading.Barrier(number)

    def together():
        start.wait()
        return work()

    others = [Other(together) for _ in range(number)]
    for other in others:
        other.start()
    for other in others:
        other.join()
    return [other.outcome for other in others]


def of_region(indicator):
    return Observation.objects.get(region__code="MR0001", indicator__code=indicator).value


def test_a_region_that_is_defined_otherwise_during_a_publication_has_no_sum_of_its_old_parts(source):
    region = define("GM0001", "GM0002")
    snapshot = checked(source, table("woningen"))
    other = Other(
        lambda: redefine_region(region=region, name=region.name, codes=["GM0001", "GM0003"], reason="Ruil.", by="Dea")
    )

    def report(progress, _step):
        if progress == 98:
            other.start_and_wait()

    actions.publish_snapshot(snapshot=snapshot, by="Bea", accept_alarms=True, report=report)
    other.join()
    assert not isinstance(other.outcome, Exception), other.outcome
    assert (of_region("inwoners"), of_region("woningen")) == (101_000, 101_000)


def test_figures_that_are_published_while_a_region_is_defined_otherwise_follow_its_new_parts(source, monkeypatch):
    region = define("GM0001", "GM0002")
    snapshot = checked(source, table("woningen"))
    other = Other(lambda: actions.publish_snapshot(snapshot=snapshot, by="Bea", accept_alarms=True))
    refresh = composition_actions.refresh_custom

    def refresh_and_let_the_other_go(*args, **kwargs):
        refresh(*args, **kwargs)
        other.start_and_wait()

    monkeypatch.setattr(composition_actions, "refresh_custom", refresh_and_let_the_other_go)
    redefine_region(region=region, name=region.name, codes=["GM0001", "GM0003"], reason="Ruil.", by="Dea")
    other.join()
    assert not isinstance(other.outcome, Exception), other.outcome
    assert (of_region("inwoners"), of_region("woningen")) == (101_000, 101_000)


@contextmanager
def publishing():
    """Somebody publishes figures, and is not done yet."""
    begun, may_end = threading.Event(), threading.Event()

    def publish():
        with transaction.atomic():
            lock_membership(is_changing=False)
            begun.set()
            may_end.wait(LONG_ENOUGH)

    other = Other(publish)
    other.start()
    begun.wait(LONG_ENOUGH)
    yield
    may_end.set()
    other.join()


def test_who_defines_during_a_long_publication_hears_that_and_nothing_is_made(source, monkeypatch):
    monkeypatch.setattr(composition_actions, "PATIENCE", "200ms")
    with publishing(), pytest.raises(CompositionError, match="Er worden nu cijfers gepubliceerd"):
        define("GM0001", "GM0002")
    assert not Region.objects.filter(kind="maatwerk").exists()


def test_two_publications_do_not_wait_for_each_other(source):
    snapshot = checked(source, table("woningen"))
    with publishing():
        assert actions.publish_snapshot(snapshot=snapshot, by="Bea", accept_alarms=True).new == 3


def test_the_same_name_for_two_regions_at_once_is_refused_once(source):
    found = all_at_once(lambda: define("GM0001", "GM0002"))
    assert sum(isinstance(one, CompositionError) for one in found) == 3
    assert Region.objects.get(kind="maatwerk").code == "MR0001"


def test_the_database_itself_keeps_two_regions_from_one_name(source, monkeypatch):
    define("GM0001", "GM0002")
    monkeypatch.setattr(composition_actions, "_require_free", lambda *_: None)
    with pytest.raises(CompositionError, match="Er is al een eigen regio met deze naam"):
        define("GM0003", name="RIJK VAN DORP")


def test_a_group_that_is_made_four_times_at_once_is_one_group():
    members = [factories.make_region(f"GM000{number}", f"Dorp {number}") for number in (1, 2, 3)]
    found = all_at_once(lambda: make_group(name="Dorpen", members=members, reason="Samen.", by="Bea"))
    assert [type(one) for one in found if isinstance(one, Exception)] == [GroupError] * 3
    assert RegionGroup.objects.get().members.count() == 3


def test_makers_of_peer_sets_that_start_together_make_one():
    make_structure(make_land(7))
    found = all_at_once(lambda: make_peer_sets(kind="gemeente", by="toets"))
    assert {one.pk for one in found} == {PeerSet.objects.get().pk}
