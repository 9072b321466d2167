"""Publishing figures: staging, comparing, all or nothing."""

import threading

import numpy as np
import pytest
from django.db import IntegrityError, connection, transaction

from regioscan.analysis.checking import Rows
from regioscan.connectors.base import SourceError
from regioscan.loading import binary
from regioscan.loading.observations import Counts, load_rows, lock_source, lock_years, published_rows
from regioscan.models import Observation
from regioscan.models.observations import Status
from tests import factories


@pytest.fixture
def world(db):
    """Two indicators, three municipalities, and a delivery to load."""
    indicators = [factories.make_indicator("inwoners"), factories.make_indicator("groen")]
    regions = [factories.make_region(f"GM000{number}", f"Dorp {number}") for number in range(3)]
    return indicators, regions, factories.make_snapshot()


def rows_of(indicators, regions, values, period=2024):
    """Rows for one year; `values` has a line an indicator and a column a region, NaN = suppressed, None = no row."""
    cells = sorted(
        (indicator.pk, region.pk, value)
        for indicator, line in zip(indicators, values, strict=True)
        for region, value in zip(regions, line, strict=True)
        if value is not None
    )
    indicator, region, value = (np.array(column) for column in zip(*cells, strict=True))
    value = value.astype(float)
    status = np.where(np.isnan(value), Status.SUPPRESSED, Status.FINAL).astype(np.int16)
    return Rows(
        indicator.astype(np.int32), np.full(len(cells), period, np.int16), region.astype(np.int32), status, value
    )


def stored(period=2024):
    fields = ("indicator__code", "region__code", "value", "status")
    return list(Observation.objects.filter(period=period).order_by("indicator", "region").values_list(*fields))


def test_the_first_load_goes_in_whole_with_values_and_reasons(world):
    indicators, regions, snapshot = world
    counts = load_rows(rows_of(indicators, regions, [[1.5, np.nan, 3], [4, 5, 6]]), snapshot)
    assert counts == Counts(new=6)
    assert stored()[:2] == [("inwoners", "GM0000", 1.5, Status.FINAL), ("inwoners", "GM0001", None, Status.SUPPRESSED)]
    assert set(Observation.objects.values_list("snapshot", flat=True)) == {snapshot.pk}


def test_the_same_load_again_changes_nothing_and_rewrites_no_row(world):
    indicators, regions, snapshot = world
    rows = rows_of(indicators, regions, [[1, np.nan, 3], [4, 5, 6]])
    load_rows(rows, snapshot)
    with connection.cursor() as cursor:
        cursor.execute("SELECT ctid::text, xmin::text FROM regioscan_observation ORDER BY 1")
        before = cursor.fetchall()
        assert load_rows(rows, factories.make_snapshot()) == Counts(unchanged=6)
        cursor.execute("SELECT ctid::text, xmin::text FROM regioscan_observation ORDER BY 1")
        assert cursor.fetchall() == before


def test_new_changed_and_gone_rows_are_counted_and_written(world):
    indicators, regions, snapshot = world
    load_rows(rows_of(indicators, regions, [[1, 2, None], [4, 5, np.nan]]), snapshot)
    later = factories.make_snapshot()
    counts = load_rows(rows_of(indicators, regions, [[1, 9, 3], [4, np.nan, None]]), later)
    assert counts == Counts(new=1, changed=2, unchanged=2, gone=1)
    assert [row[2] for row in stored()] == [1, 9, 3, 4, None]
    assert Observation.objects.get(region=regions[1], indicator=indicators[0]).snapshot == later


def test_an_indicator_that_the_delivery_lacks_keeps_its_last_good_figures(world):
    indicators, regions, snapshot = world
    load_rows(rows_of(indicators, regions, [[1, 2, 3], [4, 5, 6]]), snapshot)
    counts = load_rows(rows_of(indicators[:1], regions, [[1, 2, 3]]), factories.make_snapshot())
    assert counts == Counts(unchanged=3)
    assert len(stored()) == 6


def test_another_year_is_left_alone(world):
    indicators, regions, snapshot = world
    load_rows(rows_of(indicators, regions, [[1, 2, 3], [4, 5, 6]], period=2023), snapshot)
    load_rows(rows_of(indicators, regions, [[7, None, None], [7, None, None]]), snapshot)
    assert [row[2] for row in stored(2023)] == [1, 2, 3, 4, 5, 6]


def test_rows_of_another_source_stay_unless_the_key_is_the_same(world):
    indicators, regions, snapshot = world
    load_rows(rows_of(indicators[:1], regions, [[1, 2, 3]]), snapshot)
    other = factories.make_snapshot(factories.make_source("tabel", name="Eigen tabel"))
    assert load_rows(rows_of(indicators[:1], regions, [[9, None, None]]), other) == Counts(changed=1)
    assert [row[2] for row in stored()] == [9, 2, 3]


def test_a_published_figure_takes_the_place_of_a_calculated_one(world):
    indicators, regions, snapshot = world
    factories.observe(indicators[0], regions[0], value=1, status=Status.CALCULATED, snapshot=snapshot)
    assert load_rows(rows_of(indicators[:1], regions, [[1, None, None]]), snapshot) == Counts(new=1)
    assert stored() == [("inwoners", "GM0000", 1, Status.FINAL)]


@pytest.mark.parametrize("column", ["indicator", "region"])
def test_a_row_that_points_to_nothing_is_refused(world, column):
    indicators, regions, snapshot = world
    rows = rows_of(indicators, regions, [[1, 2, 3], [4, 5, 6]])
    getattr(rows, column)[-1] = 2_000_000_000
    with pytest.raises(SourceError, match="verwijst naar iets wat niet bestaat"):
        load_rows(rows, snapshot)
    assert stored() == []


def test_a_delivery_that_does_not_exist_cannot_be_loaded(world):
    indicators, regions, snapshot = world
    snapshot.delete()
    with pytest.raises(SourceError, match="regioscan_snapshot"):
        load_rows(rows_of(indicators, regions, [[1, 2, 3], [4, 5, 6]]), snapshot)
    assert stored() == []


@pytest.mark.django_db(transaction=True)
def test_a_region_cannot_disappear_while_figures_for_it_are_being_loaded(world):
    indicators, regions, snapshot = world
    with transaction.atomic():
        load_rows(rows_of(indicators, regions, [[1, 2, 3], [4, 5, 6]]), snapshot)

        def delete() -> None:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '100ms'")
                try:
                    cursor.execute("DELETE FROM regioscan_region WHERE id = %s", [regions[0].pk])
                    outcome.append("deleted")
                except Exception as error:
                    outcome.append(type(error).__name__)
            connection.close()

        outcome: list[str] = []
        thread = threading.Thread(target=delete)
        thread.start()
        thread.join()
    assert outcome == ["OperationalError"]


@pytest.mark.django_db(transaction=True)
def test_what_fails_halfway_leaves_everything_as_it_was(world):
    indicators, regions, snapshot = world
    load_rows(rows_of(indicators, regions, [[1, 2, 3], [4, 5, 6]]), snapshot)
    before = stored()
    wrong = rows_of(indicators, regions, [[9, 9, 9], [9, 9, None]])
    wrong.status[-1] = Status.SUPPRESSED  # a reason beside a value: the database says no to the last row
    with pytest.raises(IntegrityError), transaction.atomic():
        load_rows(wrong, snapshot)
    assert stored() == before


@pytest.mark.django_db(transaction=True)
def test_two_loads_of_one_source_and_period_at_once_are_refused():
    outcome: list[str] = []

    def second(period: int) -> None:
        try:
            with transaction.atomic():
                lock_source("cbs-kwb", period)
            outcome.append("ok")
        except SourceError as error:
            outcome.append(str(error))
        connection.close()

    with transaction.atomic():
        lock_source("cbs-kwb", 2020)
        for period in (2020, 2021):
            thread = threading.Thread(target=second, args=[period])
            thread.start()
            thread.join()
    assert outcome == [
        "Er loopt al een import van cbs-kwb over 2020. Wacht tot die klaar is en probeer het opnieuw.",
        "ok",
    ]


@pytest.mark.django_db(transaction=True)
def test_loads_of_one_year_by_different_sources_wait_for_each_other():
    order: list[str] = []

    def second() -> None:
        with transaction.atomic():
            lock_years({2020})
            order.append("second")
        connection.close()

    with transaction.atomic():
        lock_years({2020, 2021})
        thread = threading.Thread(target=second)
        thread.start()
        thread.join(timeout=0.3)
        order.append("first")
    thread.join()
    assert order == ["first", "second"]


def test_published_rows_say_which_are_the_sources_own(world):
    indicators, regions, snapshot = world
    other = factories.make_snapshot(factories.make_source("tabel"))
    factories.observe(indicators[0], regions[0], value=1, snapshot=snapshot)
    factories.observe(indicators[0], regions[1], value=None, status=Status.MISSING, snapshot=other)
    factories.observe(indicators[0], regions[2], value=3, status=Status.CALCULATED, snapshot=snapshot)
    factories.observe(indicators[1], regions[0], value=4, snapshot=snapshot)
    rows, is_own = published_rows([(indicators[0].pk, 2024)], snapshot.source_id)
    np.testing.assert_equal(rows.value, [1, np.nan])
    assert is_own.tolist() == [True, False]


def test_binary_copy_keeps_every_number_and_null(db):
    numbers = np.array([0.1, -0.0, 1e299, np.nan, 17_900_000.5] * 2_500)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE numbers (place bigint, small smallint, value float8)")
        columns = {"place": np.arange(len(numbers)), "small": np.arange(len(numbers)) % 7 - 3, "value": numbers}
        binary.copy_in(cursor, "numbers", columns)
        query = "SELECT place, small, coalesce(value, 'NaN') AS value FROM numbers"
        back = binary.fetch_columns(cursor, query, [], {"place": "i8", "small": "i2", "value": "f8"})
    order = np.argsort(back["place"])
    for name, column in columns.items():
        np.testing.assert_array_equal(back[name][order], column)


def test_columns_with_null_are_refused(db):
    with connection.cursor() as cursor, pytest.raises(ValueError, match="holds NULL"):
        binary.fetch_columns(cursor, "SELECT unnest(ARRAY[1, NULL, %s]) AS one", [2], {"one": "i4"})


def test_a_result_without_rows_gives_empty_columns(db):
    with connection.cursor() as cursor:
        found = binary.fetch_columns(cursor, "SELECT 1.5::float8 AS one WHERE false", [], {"one": "f8"})
    assert found["one"].tolist() == []
