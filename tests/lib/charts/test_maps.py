"""Where areas lie on a map and in which class they are."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Point, Polygon

from lib.charts import rings_of
from lib.charts.geometry import flatten, inner_place, outlines
from lib.charts.maps import class_looks, classes
from tests.lib.charts.examples import make_map, square


def test_a_degree_east_is_shorter_than_a_degree_north():
    sheet = flatten([[square(5, 52, 1.0), square(6, 52, 1.0)]], 100)
    assert sheet.height == pytest.approx(50 / np.cos(np.radians(52.5)))


def test_north_is_up_and_east_is_right():
    sheet = flatten([[square(5, 52, 0.1)], [square(5.2, 52.2, 0.1)]], 100)
    south_west, north_east = sheet.rings(0)[0].mean(axis=0), sheet.rings(1)[0].mean(axis=0)
    assert north_east[0] > south_west[0]
    assert north_east[1] < south_west[1]


def test_a_long_thin_area_stays_on_one_page():
    sheet = flatten([[[[5, 51], [5.01, 51], [5.01, 53], [5, 53], [5, 51]]]], 100)
    assert sheet.height == pytest.approx(125)
    assert sheet.points[:, 0].mean() == pytest.approx(50, abs=1)


def test_an_outline_is_drawn_in_whole_steps_and_ends_where_it_began():
    sheet = flatten([[square(5, -0.05)], []], 10)
    assert outlines(sheet) == ["M0 10l10 0 0 -10 -10 0 0 10z", ""]


def test_heights_in_a_file_are_left_out():
    flat = flatten([[[[5, 52, 3.1], [5.1, 52, 3.1], [5.1, 52.1, 3.1], [5, 52, 3.1]]]], 10)
    assert flat.points.shape == (4, 2)


@given(st.lists(st.tuples(st.floats(0.3, 1), st.floats(0, 0.4)), min_size=6, max_size=24))
def test_the_place_for_a_name_lies_inside_the_area(radii):
    angles = np.linspace(0, 2 * np.pi, len(radii), endpoint=False)
    lengths = np.array([far + near for far, near in radii])
    star = np.column_stack((np.cos(angles) * lengths, np.sin(angles) * lengths)) * 100
    x, y, width = inner_place([star])
    assert Polygon(star).buffer(1e-6).contains(Point(x, y))
    assert width > 0


def test_the_place_for_a_name_is_not_in_a_hole():
    outer, hole = (np.array(square(0, 0, side)) for side in (10.0, 10.0))
    hole = hole * 0.6 + 2
    x, y, _ = inner_place([outer, hole])
    assert Polygon(outer, [hole]).contains(Point(x, y))


def test_rings_of_all_parts_are_found_and_other_shapes_refused():
    ring = square(5, 52)
    assert rings_of({"type": "Polygon", "coordinates": [ring]}) == (ring,)
    assert rings_of({"type": "MultiPolygon", "coordinates": [[ring, ring], [ring]]}) == (ring, ring, ring)
    with pytest.raises(ValueError, match="Point"):
        rings_of({"type": "Point", "coordinates": [5, 52]})


@pytest.mark.parametrize(
    ("direction", "looks"),
    [
        (-1, ["better-2", "better-1", "middle", "worse-1", "worse-2"]),
        (1, ["worse-2", "worse-1", "middle", "better-1", "better-2"]),
        (0, ["ramp-1", "ramp-2", "ramp-3", "ramp-4", "ramp-5"]),
    ],
)
def test_orange_is_what_is_worse_whichever_way_that_is(direction, looks):
    assert class_looks(5, direction) == looks


def test_classes_are_named_by_their_bounds_with_a_word_at_both_ends():
    chart = make_map([float(v) / 10 for v in range(10, 60)], direction=-1)
    assert [one.label for one in classes(chart)] == [
        "minder dan 2,0 (gunstigst)",
        "2,0 tot 3,0",
        "3,0 tot 4,0",
        "4,0 tot 5,0",
        "5,0 km of meer (minst gunstig)",
    ]


def test_few_values_are_named_one_by_one():
    assert [one.label for one in classes(make_map([0.0, 1.0, 1.0, 2.0, None], direction=0, decimals=0))] == [
        "0",
        "1",
        "2 km",
        "geen cijfer",
    ]


def test_a_map_of_equal_values_has_one_class():
    assert [(one.look, len(one.areas)) for one in classes(make_map([3.0] * 7))] == [("middle", 7)]


@given(st.lists(st.none() | st.floats(-1e6, 1e6), max_size=40), st.sampled_from([-1, 0, 1]))
def test_every_area_is_in_one_class(values, direction):
    chart = make_map(values, direction=direction)
    found = [area.code for one in classes(chart) for area in one.areas]
    assert sorted(found) == sorted(area.code for area in chart.areas)
