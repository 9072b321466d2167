"""The invented province in the database, loaded by the same road as real deliveries; once for all tests here."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.db import transaction

from regioscan.analysis.peer_variables import peer_variables
from regioscan.catalogue import Catalogue, read_catalogue
from regioscan.catalogue_actions import store_catalogue
from regioscan.example.places import read_places
from regioscan.example_actions import EXAMPLE_SOURCES, load_example
from regioscan.models import Boundary, Observation, PeerSet, Region, Snapshot, Source
from regioscan.models.observations import Status

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_catalogue()


@pytest.fixture(scope="module")
def loaded(catalogue, django_db_setup, django_db_blocker) -> Iterator[list[Snapshot]]:
    """The example, in a transaction that is undone after the last of these tests."""
    with django_db_blocker.unblock(), transaction.atomic():
        store_catalogue(catalogue=catalogue, by="test")
        yield load_example(catalogue=catalogue, retrieved_at=NOW, by="test")
        transaction.set_rollback(True)


def test_it_publishes_regions_and_outlines(loaded):
    assert [snapshot.state for snapshot in loaded] == ["gepubliceerd"] * 3
    assert Region.objects.count() == 316
    assert Boundary.objects.count() == 315
    assert Region.objects.get(code="WK9001AF").parent.code == "GM9001"
    assert Region.objects.get(parent=None).name == "Verzonnen land"


def test_no_row_is_refused_and_nothing_is_alarming(loaded):
    assert [snapshot.rejected_rows.count() for snapshot in loaded] == [0, 0, 0]
    assert [snapshot.summary["alarms"] for snapshot in loaded] == [[], [], []]


def test_every_shown_indicator_has_figures(loaded, catalogue):
    with_figures = set(Observation.objects.values_list("indicator__code", flat=True).distinct())

    assert with_figures == {entry.code for entry in catalogue.indicators}


def test_every_municipality_has_similar_ones(loaded):
    newest = PeerSet.objects.get(kind="gemeente")
    towns = Region.objects.filter(kind="gemeente")

    assert (newest.period, newest.n_nearest) == (2025, 4)
    assert set(newest.peers.values_list("region", flat=True)) == set(towns.values_list("id", flat=True))
    assert {one["code"] for one in newest.variables} == {one.code for one in peer_variables()}


def test_the_province_is_computed_from_its_municipalities(loaded):
    province = Observation.objects.get(indicator__code="inwoners", region__code="PV90", period=2020)
    towns = Observation.objects.filter(indicator__code="inwoners", region__kind="gemeente", period=2020)

    assert province.status == Status.CALCULATED
    assert towns.count() == len(read_places().municipalities)
    assert province.value == sum(towns.values_list("value", flat=True))


def test_rates_of_the_province_are_computed_too_but_medians_are_not(loaded):
    province = Observation.objects.filter(region__code="PV90", period=2022)

    assert province.get(indicator__code="bijstand").status == Status.CALCULATED
    assert not province.filter(indicator__code="mediaan-vermogen", value__isnull=False).exists()


def test_everywhere_it_says_that_it_is_invented(loaded):
    sources = Source.objects.filter(code__in=EXAMPLE_SOURCES)
    used = set(Observation.objects.values_list("snapshot__source__code", flat=True).distinct())

    assert {snapshot.origin for snapshot in loaded} == {"verzonnen voorbeeldcijfers"}
    assert {snapshot.licence for snapshot in loaded} == {"verzonnen"}
    assert {source.publisher for source in sources} == {"Verzonnen voorbeeld"}
    assert all("erzonnen" in source.name and "erzonnen" in source.explanation for source in sources)
    assert used == {"voorbeeld-cijfers"}


def test_the_command_loads_it_once(loaded, capsys):
    n_snapshots = Snapshot.objects.count()

    call_command("load_example")

    assert capsys.readouterr().out == "Het verzonnen voorbeeld staat er al.\n"
    assert Snapshot.objects.count() == n_snapshots


def test_loading_again_changes_nothing(loaded, catalogue):
    before = Observation.objects.count()

    again = load_example(catalogue=catalogue, retrieved_at=NOW, by="test")

    assert [snapshot.summary["published"]["new"] for snapshot in again] == [0, 0, 0]
    assert [snapshot.summary["published"]["changed"] for snapshot in again] == [0, 0, 0]
    assert Observation.objects.count() == before
