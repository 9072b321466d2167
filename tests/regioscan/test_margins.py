"""Published margins: stored with their value, repeatable, and gone with it."""

from dataclasses import replace

import numpy as np
import pytest
from django.db import connection

from regioscan.loading.margins import store_margins
from regioscan.loading.observations import load_rows
from regioscan.models import Margin
from tests import factories
from tests.regioscan.test_checking import judge
from tests.regioscan.test_loading import rows_of

NAN = np.nan


@pytest.fixture
def world(db):
    """Two indicators, three municipalities, and a delivery to load."""
    indicators = [factories.make_indicator("inwoners"), factories.make_indicator("groen")]
    regions = [factories.make_region(f"GM000{number}", f"Dorp {number}") for number in range(3)]
    return indicators, regions, factories.make_snapshot()


def load(indicators, regions, values, margins, snapshot):
    """Load values (a line an indicator, a column a region) with margins beside them; what storing margins changed."""
    rows = rows_of(indicators, regions, values)
    ends = [pair for line in margins for pair in line]
    rows = replace(rows, low=np.array([low for low, _ in ends]), high=np.array([high for _, high in ends]))
    load_rows(rows, snapshot)
    return store_margins(rows, snapshot)


def stored():
    fields = ("indicator__code", "region__code", "low", "high")
    return list(Margin.objects.order_by("indicator", "region").values_list(*fields))


def test_margins_are_stored_beside_their_values(world):
    indicators, regions, snapshot = world
    margins = [[(1.0, 3.0), (NAN, NAN), (NAN, NAN)], [(3.5, 4.5), (4.0, 6.0), (NAN, NAN)]]
    assert load(indicators, regions, [[2, 3, NAN], [4, 5, 6]], margins, snapshot) == 3
    assert stored() == [("inwoners", "GM0000", 1.0, 3.0), ("groen", "GM0000", 3.5, 4.5), ("groen", "GM0001", 4.0, 6.0)]


def test_the_same_again_writes_nothing(world):
    indicators, regions, snapshot = world
    margins = [[(1.0, 3.0), (2.0, 4.0), (NAN, NAN)]]
    assert load(indicators[:1], regions, [[2, 3, 4]], margins, snapshot) == 2
    with connection.cursor() as cursor:
        cursor.execute("SELECT ctid::text, xmin::text FROM regioscan_margin ORDER BY 1")
        before = cursor.fetchall()
        assert load(indicators[:1], regions, [[2, 3, 4]], margins, factories.make_snapshot()) == 0
        cursor.execute("SELECT ctid::text, xmin::text FROM regioscan_margin ORDER BY 1")
        assert cursor.fetchall() == before


def test_a_margin_that_changed_is_replaced_and_one_that_no_longer_comes_is_gone(world):
    indicators, regions, snapshot = world
    load(indicators[:1], regions, [[2, 3, 4]], [[(1.0, 3.0), (2.0, 4.0), (3.0, 5.0)]], snapshot)
    later = [[(1.5, 3.0), (NAN, NAN), (3.0, 5.0)]]
    assert load(indicators[:1], regions, [[2, 3, 4]], later, factories.make_snapshot()) == 2
    assert [row[1:] for row in stored()] == [("GM0000", 1.5, 3.0), ("GM0002", 3.0, 5.0)]


def test_a_value_that_is_gone_takes_its_margin_along(world):
    indicators, regions, snapshot = world
    load(indicators[:1], regions, [[2, 3, 4]], [[(1.0, 3.0), (2.0, 4.0), (3.0, 5.0)]], snapshot)
    load(indicators[:1], regions, [[2, None, NAN]], [[(1.0, 3.0), (NAN, NAN)]], factories.make_snapshot())
    assert [row[1] for row in stored()] == ["GM0000"]


def test_a_delivery_without_margins_takes_those_of_its_values_away(world):
    indicators, regions, snapshot = world
    load(indicators[:1], regions, [[2, 3, 4]], [[(1.0, 3.0), (2.0, 4.0), (3.0, 5.0)]], snapshot)
    rows = rows_of(indicators[:1], regions[:2], [[2, 3]])
    other = factories.make_snapshot(source=factories.make_source("tabel"))
    load_rows(rows, other)
    assert store_margins(rows, other) == 2
    assert [row[1] for row in stored()] == ["GM0002"]


def test_without_margins_nothing_is_staged(world, django_assert_num_queries):
    indicators, regions, snapshot = world
    rows = rows_of(indicators, regions, [[2, 3, 4], [5, 6, 7]])
    load_rows(rows, snapshot)
    with django_assert_num_queries(1):
        assert store_margins(rows, snapshot) == 0


def test_margins_follow_their_cells_through_checking_and_bad_ones_are_left_out():
    ends = {"low": np.array([4.0, 10.0]), "high": np.array([6.0, 11.0])}
    checked = judge(("groen", "GM0002", 2024, 5.0), ("groen", "GM0001", 2024, 9.0), **ends)
    assert checked.rows.region.tolist() == [1, 2]
    assert checked.rows.low.tolist()[1] == 4.0
    assert np.isnan(checked.rows.low[0])
    assert "Marges die niet om hun cijfer heen liggen, en daarom niet zijn overgenomen: 1." in checked.notes
