"""Outlines, with each of their traps."""

import pytest

from lib.http import Fetcher
from regioscan.connectors.base import SourceError
from regioscan.connectors.boundaries import fetch_boundaries, tidy_boundaries
from tests.regioscan.connectors.shapes import deliver

SQUARE = [[5.0, 52.0], [5.1, 52.0], [5.1, 52.1], [5.0, 52.1], [5.0, 52.0]]
SHIFTED = [[x + 1, y] for x, y in SQUARE]


def _feature(code, ring=SQUARE, **properties):
    return {"type": "Feature", "properties": {"statcode": code, **properties},
            "geometry": {"type": "Polygon", "coordinates": [ring]}}  # fmt: skip


def _collection(*features):
    return deliver(grens={"type": "FeatureCollection", "features": list(features)})


def test_geojson_gives_an_outline_by_code():
    boundaries = tidy_boundaries(_collection(_feature("GM0308 ")))
    assert boundaries.geometries == {"GM0308": {"type": "Polygon", "coordinates": [SQUARE]}}


@pytest.mark.parametrize("name", ["statcode", "code", "gm_code", "gemeentecode"])
def test_the_code_may_stand_under_several_names(name):
    feature = _feature("")
    feature["properties"] = {name: "GM0308"}
    assert list(tidy_boundaries(_collection(feature)).geometries) == ["GM0308"]


def test_a_buurt_is_known_by_its_own_code_and_not_by_that_of_its_municipality():
    feature = _feature("")
    feature["properties"] = {"gemeentecode": "GM0308", "wijkcode": "WK030801", "buurtcode": "BU03080101"}
    assert list(tidy_boundaries(_collection(feature)).geometries) == ["BU03080101"]


@pytest.mark.parametrize("name", ["water", "H2O"])
def test_water_shares_the_code_of_its_municipality_and_is_dropped(name):
    land, water = _feature("GM0308", **{name: "NEE"}), _feature("GM0308", SHIFTED, **{name: "JA"})
    boundaries = tidy_boundaries(_collection(water, land))
    assert boundaries.geometries == {"GM0308": {"type": "Polygon", "coordinates": [SQUARE]}}
    assert boundaries.notes == ["Overgeslagen omdat het water is: 1."]


def test_pieces_of_one_region_are_joined():
    boundaries = tidy_boundaries(_collection(_feature("GM0308"), _feature("GM0308", SHIFTED)))
    assert boundaries.geometries["GM0308"] == {"type": "MultiPolygon", "coordinates": [[SQUARE], [SHIFTED]]}


def test_the_dutch_grid_is_refused_with_what_to_do():
    ring = [[155_000, 463_000], [156_000, 463_000], [156_000, 464_000], [155_000, 463_000]]
    with pytest.raises(SourceError, match=r"Rijksdriehoeksstelsel \(RD\). Download het bestand in WGS84"):
        tidy_boundaries(_collection(_feature("GM0308", ring)))


def test_a_declared_dutch_grid_is_refused_before_looking():
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}}
    with pytest.raises(SourceError, match="Rijksdriehoeksstelsel"):
        tidy_boundaries(deliver(grens={"type": "FeatureCollection", "crs": crs, "features": []}))


def test_latitude_before_longitude_is_refused():
    with pytest.raises(SourceError, match="Breedte en lengte staan verwisseld"):
        tidy_boundaries(_collection(_feature("GM0308", [[y, x] for x, y in SQUARE])))


@pytest.mark.parametrize(
    ("ring", "reason"),
    [
        (SQUARE[:4], "een ring van de omtrek is niet gesloten"),
        ([[5, 52], [5, 52]], "een ring van de omtrek is niet gesloten"),
        ([[999, 52], [6, 52], [6, 53], [999, 52]], "de coördinaten zijn beschadigd"),
        ([["5", 52], [6, 52], [6, 53], ["5", 52]], "de coördinaten zijn beschadigd"),
        ([5, 6, 7, 5], "de coördinaten zijn beschadigd"),
    ],
)
def test_an_outline_that_is_not_whole_is_named_and_the_rest_is_kept(ring, reason):
    boundaries = tidy_boundaries(_collection(_feature("GM0308", ring), _feature("GM0342")))
    assert [(problem.line, problem.column, problem.reason) for problem in boundaries.problems] == [
        (1, "GM0308", reason)
    ]
    assert list(boundaries.geometries) == ["GM0342"]


def test_a_point_is_no_outline():
    point = {
        "type": "Feature",
        "properties": {"statcode": "GM0308"},
        "geometry": {"type": "Point", "coordinates": [5, 52]},
    }
    boundaries = tidy_boundaries(_collection(point, _feature("GM0342")))
    assert [problem.value for problem in boundaries.problems] == ["Point"]


def test_shapes_of_unknown_regions_are_counted():
    boundaries = tidy_boundaries(_collection(_feature("VR01"), _feature("GM0308")))
    assert boundaries.notes == ["Overgeslagen omdat er geen code van een bekend soort gebied bij staat: 1."]


def test_names_alone_are_no_key():
    feature = _feature("")
    feature["properties"] = {"statnaam": "Hengelo"}
    with pytest.raises(SourceError, match="Namen zijn niet uniek"):
        tidy_boundaries(_collection(feature))


def test_a_figure_of_minus_99995_beside_the_outline_is_never_read():
    boundaries = tidy_boundaries(_collection(_feature("GM0308", aantal_inwoners=-99995)))
    assert boundaries.geometries == {"GM0308": {"type": "Polygon", "coordinates": [SQUARE]}}


def test_topojson_steps_and_backward_arcs_are_written_out():
    topology = {
        "type": "Topology",
        "transform": {"scale": [0.1, 0.1], "translate": [5.0, 52.0]},
        "arcs": [[[0, 0], [10, 0], [0, 10]], [[0, 0], [0, 10], [10, 0]]],
        "objects": {
            "gm": {
                "type": "GeometryCollection",
                "geometries": [
                    {"type": "Polygon", "arcs": [[0, ~1]], "properties": {"code": "GM0308"}},
                    {"type": "MultiPolygon", "arcs": [[[0, -2]]], "properties": {"code": "GM0342"}},
                    {"type": None},
                ],
            }
        },
    }
    ring = [[5.0, 52.0], [6.0, 52.0], [6.0, 53.0], [5.0, 53.0], [5.0, 52.0]]
    geometries = tidy_boundaries(deliver(topo=topology)).geometries
    assert geometries["GM0308"] == {"type": "Polygon", "coordinates": [ring]}
    assert geometries["GM0342"] == {"type": "Polygon", "coordinates": [ring]}


@pytest.mark.parametrize("arcs", [[[7]], [["x"]], None])
def test_topojson_with_arcs_that_are_not_there_is_refused(arcs):
    topology = {"type": "Topology", "arcs": [], "objects": {"gm": {"geometries": [{"type": "Polygon", "arcs": arcs}]}}}
    with pytest.raises(SourceError, match="TopoJSON is beschadigd"):
        tidy_boundaries(deliver(topo=topology))


@pytest.mark.parametrize(
    "content", ["a;b\n1;2\n", "<html></html>", '{"type": "Feature"}', "[]", '{"type":"FeatureCollection"}']
)
def test_what_is_no_map_is_refused(content):
    with pytest.raises(SourceError):
        tidy_boundaries(deliver(grens=content))


def test_boundaries_are_fetched_layer_by_layer_in_pages(office):
    office.features["gemeente"] = [_feature(f"GM{number:04}") for number in range(1, 1_002)]
    office.features["provincie"] = [_feature("PV26")]
    heard = []
    delivery = fetch_boundaries(
        Fetcher(office.base_url),
        year=2025,
        layers=("provincie", "gemeente"),
        on_progress=lambda *step: heard.append(step),
    )
    assert list(delivery.files) == ["provincie.01.geojson", "gemeente.01.geojson", "gemeente.02.geojson"]
    assert len(tidy_boundaries(delivery).geometries) == 1_002
    assert heard == [(0, 2, "Grenzen ophalen: provincie"), (1, 2, "Grenzen ophalen: gemeente")]
