"""Region lists and boundaries: what comes, goes and moves, in whatever order the lists are loaded."""

from datetime import date

import pytest
import shapely

from regioscan.analysis.region_changes import plan_regions
from regioscan.connectors.base import BoundarySet, RegionList, RegionRow
from regioscan.loading.boundaries import load_boundaries, plan_boundaries
from regioscan.loading.observations import Counts
from regioscan.loading.regions import known_regions, load_regions, stored_regions
from regioscan.models import Boundary, Region
from tests import factories

COMPLETE = frozenset({"gemeente"})


def region_list(year, names, parent=""):
    """A list of all municipalities on 1 January of a year, from code → name."""
    day = date(year, 1, 1)
    rows = [RegionRow(code, name, "gemeente", day, parent, line) for line, (code, name) in enumerate(names.items(), 2)]
    return RegionList(rows, day, COMPLETE)


def load(delivered):
    return load_regions(plan_regions(delivered, stored_regions()))


def stored():
    fields = ("code", "name", "valid_from__year", "valid_to__year")
    return list(Region.objects.order_by("code", "valid_from").values_list(*fields))


def test_a_first_list_makes_regions_that_can_be_found_by_name(db):
    assert load(region_list(2020, {"GM0001": "’s-Gravenbroek", "GM0002": "Súdermar"})) == Counts(new=2)
    assert list(Region.objects.values_list("search_name", flat=True)) == ["s gravenbroek", "sudermar"]


def test_the_same_list_again_changes_nothing(db):
    delivered = region_list(2020, {"GM0001": "Waalmeer", "GM0002": "Dorp"})
    load(delivered)
    assert load(delivered) == Counts(unchanged=2)


def test_a_later_list_ends_renames_and_adds(db):
    load(region_list(2020, {"GM0001": "Waalmeer", "GM0002": "Dorp", "GM0003": "Gat"}))
    counts = load(region_list(2022, {"GM0001": "Waalmeren", "GM0003": "Gat", "GM0004": "Nieuw"}))
    assert counts == Counts(new=1, changed=1, unchanged=1, gone=1)
    assert stored() == [
        ("GM0001", "Waalmeren", 2020, None),
        ("GM0002", "Dorp", 2020, 2022),
        ("GM0003", "Gat", 2020, None),
        ("GM0004", "Nieuw", 2022, None),
    ]


def test_lists_in_the_other_order_give_the_same_regions_with_the_newest_names(db):
    load(region_list(2022, {"GM0001": "Waalmeren", "GM0003": "Gat", "GM0004": "Nieuw"}))
    load(region_list(2020, {"GM0001": "Waalmeer", "GM0002": "Dorp", "GM0003": "Gat"}))
    assert stored() == [
        ("GM0001", "Waalmeren", 2020, None),
        ("GM0002", "Dorp", 2020, 2022),
        ("GM0003", "Gat", 2020, None),
        ("GM0004", "Nieuw", 2022, None),
    ]


def test_a_code_that_comes_back_is_a_new_region(db):
    load(region_list(2018, {"GM0001": "Oud", "GM0002": "Dorp"}))
    load(region_list(2020, {"GM0002": "Dorp"}))
    load(region_list(2022, {"GM0001": "Weer", "GM0002": "Dorp"}))
    assert stored()[:2] == [("GM0001", "Oud", 2018, 2020), ("GM0001", "Weer", 2022, None)]


def test_a_list_that_is_not_complete_for_a_kind_ends_nothing(db):
    load(region_list(2020, {"GM0001": "Waalmeer", "GM0002": "Dorp"}))
    partial = region_list(2022, {"GM0001": "Waalmeer"})
    assert load(RegionList(partial.rows, partial.valid_on, frozenset())) == Counts(unchanged=1)


def test_regions_that_a_corrected_list_of_the_same_day_lacks_stay_with_a_note(db):
    load(region_list(2020, {"GM0001": "Waalmeer", "GM0002": "Dorp"}))
    plan = plan_regions(region_list(2020, {"GM0001": "Waalmeer"}), stored_regions())
    assert plan.ended == {}
    assert list(plan.notes) == [
        "1 regio's staan niet meer in deze lijst, maar wel in een eerdere lijst van dezelfde dag. Zij blijven bestaan."
    ]


def test_a_list_that_lacks_a_large_part_of_a_kind_raises_an_alarm(db):
    load(region_list(2020, {f"GM000{number}": f"Dorp {number}" for number in range(4)}))
    plan = plan_regions(region_list(2022, {"GM0000": "Dorp 0", "GM0001": "Dorp 1"}), stored_regions())
    assert plan.alarms(stored_regions()) == ["In deze lijst ontbreken 2 van de 4 regio's van de soort gemeente."]


def test_parents_follow_the_list_even_when_they_are_new_themselves(db):
    day = date(2020, 1, 1)
    rows = [
        RegionRow("GM0001", "Waalmeer", "gemeente", day, "PV90", 2),
        RegionRow("PV90", "Merenland", "provincie", day, "", 3),
        RegionRow("PV91", "Zandland", "provincie", day, "", 4),
    ]
    load(RegionList(rows, day, COMPLETE))
    assert Region.objects.get(code="GM0001").parent.code == "PV90"
    counts = load(region_list(2021, {"GM0001": "Waalmeer"}, parent="PV91"))
    assert counts == Counts(changed=1)
    assert Region.objects.get(code="GM0001").parent.code == "PV91"


def test_problems_name_line_and_reason_and_the_rest_goes_on(db):
    day = date(2020, 1, 1)
    rows = [
        RegionRow("GM0001", "Waalmeer", "gemeente", day, "PV99", 2),
        RegionRow("GM0001", "Waalmeer", "gemeente", day, "", 3),
        RegionRow("GM0002", " ", "gemeente", day, "", 4),
    ]
    plan = plan_regions(RegionList(rows, day, COMPLETE), [])
    assert [(problem.line, problem.value) for problem in plan.problems] == [(2, "PV99"), (3, "GM0001"), (4, "GM0002")]
    assert load_regions(plan) == Counts(new=1)


def square(west, south=52.0, size=0.1):
    ring = [[west, south], [west + size / 2, south], [west + size, south], [west + size, south + size]]
    return {"type": "Polygon", "coordinates": [[*ring, [west, south + size], [west, south]]]}


@pytest.fixture
def neighbours(db):
    return [factories.make_region(f"GM000{number}", f"Dorp {number}") for number in range(3)]


def test_neighbours_keep_sharing_their_border_when_outlines_are_simplified(neighbours):
    bend = [[5.1, 52.0], [5.1001, 52.03], [5.0999, 52.06], [5.1, 52.1]]
    left = {"type": "Polygon", "coordinates": [[[5.0, 52.0], *bend, [5.0, 52.1], [5.0, 52.0]]]}
    right = {"type": "Polygon", "coordinates": [[[5.2, 52.0], [5.2, 52.1], *bend[::-1], [5.2, 52.0]]]}
    plan = plan_boundaries(BoundarySet({"GM0000": left, "GM0001": right}), known_regions(), 2024)
    shapes = [shapely.geometry.shape(outline.geometry) for outline in plan.outlines]
    assert shapely.coverage_is_valid(shapes)
    assert sum(len(shape.exterior.coords) for shape in shapes) == 10


def test_a_label_stands_inside_the_largest_part(neighbours):
    islands = {"type": "MultiPolygon", "coordinates": [square(5)["coordinates"], square(6, size=0.3)["coordinates"]]}
    (outline,) = plan_boundaries(BoundarySet({"GM0000": islands}), known_regions(), 2024).outlines
    assert outline.label_lon == pytest.approx(6.15, abs=0.01)
    assert outline.label_lat == pytest.approx(52.15, abs=0.01)


def test_outlines_without_region_and_regions_without_outline_are_reported(neighbours):
    plan = plan_boundaries(BoundarySet({"GM0000": square(5), "GM9999": square(6)}), known_regions(), 2024)
    assert [problem.value for problem in plan.problems] == ["GM9999"]
    assert plan.notes == ["2 regio's van de soort gemeente hebben geen omtrek in deze levering: GM0001, GM0002."]


def test_outlines_are_stored_once_and_only_changes_are_written(neighbours):
    plan = plan_boundaries(BoundarySet({"GM0000": square(5), "GM0001": square(5.3)}), known_regions(), 2024)
    snapshot = factories.make_snapshot()
    assert load_boundaries(plan.outlines, snapshot) == Counts(new=2)
    assert load_boundaries(plan.outlines, snapshot) == Counts(unchanged=2)
    moved = plan_boundaries(BoundarySet({"GM0000": square(5), "GM0001": square(5.5)}), known_regions(), 2024)
    assert load_boundaries(moved.outlines, factories.make_snapshot()) == Counts(changed=1, unchanged=1)
    assert Boundary.objects.exclude(snapshot=snapshot).get().region.code == "GM0001"
