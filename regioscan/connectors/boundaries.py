"""Outlines of regions: GeoJSON and TopoJSON in WGS84, from the statistics office or the national geo portal."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from lib.http import Fetcher
from regioscan.connectors.base import BoundarySet, Delivery, SourceError
from regioscan.connectors.codes import clean_code, kind_of
from regioscan.connectors.figures import ProblemList
from regioscan.connectors.received import is_json, json_of, merge

BASE_URL = "https://service.pdok.nl"
HOSTS = frozenset({"service.pdok.nl"})
LAYERS = ("provincie", "coropgebied", "gemeente", "wijk", "buurt")
PAGE = 1_000
# The first of these that a feature has is its code: a buurt also names the wijk and gemeente it lies in.
CODE_NAMES = ("statcode", "code", "buurtcode", "wijkcode", "gemeentecode", "bu_code", "wk_code", "gm_code")
WATER = {"JA", "B"}
SHAPES = {"Polygon": 2, "MultiPolygon": 3}
RD_EAST, RD_NORTH = (0, 300_000), (300_000, 625_000)

Progress = Callable[[int, int, str], None]
Feature = tuple[Mapping[str, Any], Mapping[str, Any]]
"""Properties and geometry."""


def fetch_boundaries(fetcher: Fetcher, *, year: int, layers: Sequence[str] = LAYERS, on_progress: Progress) -> Delivery:
    """The generalised outlines of a year from the geo portal, layer by layer in pages; raises FetchError."""
    address = f"cbs/gebiedsindelingen/{year}/wfs/v1_0"
    files: dict[str, bytes] = {}
    for done, layer in enumerate(layers):
        on_progress(done, len(layers), f"Grenzen ophalen: {layer}")
        for number in range(1, 100):
            content, page = fetcher.get_json(address, _query(layer, (number - 1) * PAGE))
            files[f"{layer}.{number:02}.geojson"] = content
            if not isinstance(page, dict) or len(_list_of(page, "features")) < PAGE:
                break
    return Delivery(files, f"{fetcher.base_url}/{address}", datetime.now(UTC))


def _query(layer: str, start: int) -> dict[str, str]:
    return {
        "service": "WFS",
        "version": "2.0.0",
        "request": "GetFeature",
        "typeNames": f"{layer}_gegeneraliseerd",
        "outputFormat": "application/json",
        "srsName": "EPSG:4326",
        "count": str(PAGE),
        "startIndex": str(start),
    }


def tidy_boundaries(delivery: Delivery) -> BoundarySet:
    """The outline of each region in the delivery; raises SourceError.

    Water shares the code of its municipality and is dropped. Pieces of one region in several features are joined.
    Coordinates in the Dutch grid (RD), and latitude before longitude, are refused for the whole delivery. No other
    property is read: in these files -99995 stands for «no figure».
    """
    problems = ProblemList()
    pieces: dict[str, list[Any]] = {}
    columns: set[str] = set()
    n_water = n_other = 0
    for number, (properties, geometry) in enumerate(_all_features(delivery), 1):
        columns |= properties.keys()
        code = _code(properties)
        if str(properties.get("water") or properties.get("H2O")).upper() in WATER:
            n_water += 1
        elif not kind_of(code):
            n_other += 1
        else:
            pieces.setdefault(code, []).extend(_polygons(geometry, number, code, problems))
    geometries = {code: _geometry(polygons) for code, polygons in pieces.items() if polygons}
    if not geometries:
        raise SourceError(
            "In dit bestand staat geen omtrek met een regiocode (statcode). Namen zijn niet uniek en dus niet genoeg."
        )
    notes = [f"Overgeslagen omdat het water is: {n_water}."] if n_water else []
    notes += [f"Overgeslagen omdat er geen code van een bekend soort gebied bij staat: {n_other}."] if n_other else []
    return BoundarySet(geometries, sorted(columns), problems.problems, [*notes, *problems.notes()])


def _all_features(delivery: Delivery) -> Iterator[Feature]:
    for content in merge(delivery.files).values():
        if not is_json(content):
            raise SourceError("Grenzen worden gelezen uit GeoJSON of TopoJSON. Kies dat formaat bij het downloaden.")
        document = json_of(content)
        kind = document.get("type") if isinstance(document, dict) else None
        if kind == "FeatureCollection":
            yield from _geojson(document)
        elif kind == "Topology":
            yield from _topojson(document)
        else:
            raise SourceError("Dit is geen GeoJSON (FeatureCollection) of TopoJSON (Topology).")


def _geojson(document: Mapping[str, Any]) -> Iterator[Feature]:
    if "28992" in str(document.get("crs")):
        raise SourceError(_in_dutch_grid())
    for feature in _list_of(document, "features"):
        yield _mapping(feature.get("properties")), _mapping(feature.get("geometry"))


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _list_of(document: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    found = document.get(name)
    if not isinstance(found, list) or not all(isinstance(entry, dict) for entry in found):
        raise SourceError(f"Het bestand mist de lijst «{name}», of die is beschadigd. Download het opnieuw.")
    return found


def _topojson(document: Mapping[str, Any]) -> Iterator[Feature]:
    """The objects of a topology, with their arcs written out (TopoJSON specification 2.1)."""
    try:
        arcs = _decoded_arcs(document)
        objects = document["objects"].values()
        for entry in [entry for collection in objects for entry in collection.get("geometries", [collection])]:
            if entry.get("type") in SHAPES:
                coordinates = _joined(entry["arcs"], arcs, SHAPES[entry["type"]])
                yield _mapping(entry.get("properties")), {"type": entry["type"], "coordinates": coordinates}
    except (KeyError, TypeError, ValueError, IndexError, AttributeError) as error:
        raise SourceError("De TopoJSON is beschadigd. Download het bestand opnieuw.") from error


def _decoded_arcs(document: Mapping[str, Any]) -> list[list[list[float]]]:
    """Arcs as coordinates: with a transform, points are steps from the one before, in whole numbers."""
    if "transform" not in document:
        return [[[float(x), float(y)] for x, y, *_ in arc] for arc in document["arcs"]]
    (scale_x, scale_y), (shift_x, shift_y) = document["transform"]["scale"], document["transform"]["translate"]
    decoded = []
    for arc in document["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y, *_ in arc:
            x, y = x + step_x, y + step_y
            points.append([x * scale_x + shift_x, y * scale_y + shift_y])
        decoded.append(points)
    return decoded


def _joined(arcs: Any, decoded: Sequence[Sequence[Sequence[float]]], depth: int) -> Any:
    """Rings out of arc numbers; a negative number is an arc backwards, and arcs share their end points."""
    if depth > 1:
        return [_joined(part, decoded, depth - 1) for part in arcs]
    ring: list[Sequence[float]] = []
    for number in arcs:
        points = decoded[number] if number >= 0 else decoded[~number][::-1]
        ring.extend(points[1:] if ring else points)
    return ring


def _code(properties: Mapping[str, Any]) -> str:
    found = next((properties[name] for name in CODE_NAMES if properties.get(name)), "")
    return clean_code(str(found))


def _polygons(geometry: Mapping[str, Any], number: int, code: str, problems: ProblemList) -> list[Any]:
    """The polygons of a feature; a shape that is not whole is a problem and gives none."""
    kind = str(geometry.get("type"))
    if kind not in SHAPES:
        problems.add(number, code, kind, "dit is geen vlak (Polygon of MultiPolygon)")
        return []
    coordinates = geometry.get("coordinates")
    polygons = [coordinates] if kind == "Polygon" else coordinates
    reason = _what_is_wrong(polygons)
    if reason:
        problems.add(number, code, "", reason)
        return []
    return list(polygons or [])


def _what_is_wrong(polygons: Any) -> str:
    """Why these are no polygons, or ""; raises SourceError for coordinates of another system."""
    if not isinstance(polygons, list) or not polygons:
        return "de omtrek is leeg"
    try:
        rings = [ring for polygon in polygons for ring in polygon]
        for ring in rings:
            if len(ring) < 4 or ring[0] != ring[-1]:
                return "een ring van de omtrek is niet gesloten"
            _refuse_other_systems(ring)
    except (TypeError, LookupError, ValueError):
        return "de coördinaten zijn beschadigd"
    return "" if rings else "de omtrek is leeg"


def _refuse_other_systems(ring: Sequence[Sequence[float]]) -> None:
    """Raises SourceError for the Dutch grid or swapped axes, ValueError for what is on no map at all."""
    for point in ring:
        x, y = point[0], point[1]
        if RD_EAST[0] < x < RD_EAST[1] and RD_NORTH[0] < y < RD_NORTH[1]:
            raise SourceError(_in_dutch_grid())
        if 50 < x < 54 and 3 < y < 8:
            raise SourceError("Breedte en lengte staan verwisseld. Bewaar het bestand met de lengtegraad eerst.")
        if not (math.isfinite(x) and math.isfinite(y) and abs(x) <= 180 and abs(y) <= 90):
            raise ValueError(point)


def _in_dutch_grid() -> str:
    return (
        "De coördinaten staan in het Rijksdriehoeksstelsel (RD). Download het bestand in WGS84 (EPSG:4326), "
        "of zet het om met QGIS of ogr2ogr -t_srs EPSG:4326."
    )


def _geometry(polygons: Sequence[Any]) -> Mapping[str, Any]:
    if len(polygons) == 1:
        return {"type": "Polygon", "coordinates": polygons[0]}
    return {"type": "MultiPolygon", "coordinates": list(polygons)}
