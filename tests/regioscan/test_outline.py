"""Shapes of regions."""

from regioscan.analysis.outline import outline

SQUARE = [[5.0, 52.0], [5.2, 52.0], [5.2, 52.1], [5.0, 52.1], [5.0, 52.0]]


def test_a_polygon_and_the_same_multipolygon_are_drawn_alike():
    single = outline([{"type": "Polygon", "coordinates": [SQUARE]}])
    many = outline([{"type": "MultiPolygon", "coordinates": [[SQUARE]]}])
    assert single == many
    assert single.paths[0].count("M") == 1


def test_degrees_are_made_equally_long():
    found = outline([{"type": "Polygon", "coordinates": [SQUARE]}])
    assert round(found.width) == 600
    assert round((found.width - 12) / (found.height - 12), 2) == 1.23  # 2 · cos 52.05°


def test_north_is_up():
    found = outline([{"type": "Polygon", "coordinates": [SQUARE]}])
    assert found.paths[0].startswith(f"M6.0 {found.height - 6:.1f}")


def test_a_hole_is_part_of_the_same_path():
    hole = [[5.05, 52.02], [5.1, 52.02], [5.1, 52.05], [5.05, 52.02]]
    found = outline([{"type": "Polygon", "coordinates": [SQUARE, hole]}])
    assert [path.count("Z") for path in found.paths] == [2]


def test_nothing_to_draw():
    assert outline([]) is None
