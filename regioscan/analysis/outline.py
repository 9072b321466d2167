"""The shape of a region as a drawing: outlines without values, for beside its name. Pure."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

WIDTH = 600.0
MARGIN = 6.0
SMALLEST_STEP = 1.5
"""Points nearer to the previous one than this many units are left out: they cannot be seen."""

Point = tuple[float, float]


@dataclass(frozen=True)
class Outline:
    """Paths for SVG inside a box of `width` by `height`, and where in it a point on earth stands."""

    width: float
    height: float
    paths: tuple[str, ...]
    west: float = 0.0
    north: float = 0.0
    narrowing: float = 1.0
    scale: float = 1.0
    """Units of the box in one degree of latitude."""

    @property
    def view_box(self) -> str:
        """The value of the SVG attribute of that name."""
        return f"0 0 {self.width:.0f} {self.height:.0f}"

    def place(self, longitude: float, latitude: float) -> Point:
        """Where a point stands, in units of the box; outside of it for what lies elsewhere."""
        across = (longitude - self.west) * self.narrowing * self.scale
        return MARGIN + across, MARGIN + (self.north - latitude) * self.scale


def outline(geometries: Sequence[Mapping[str, Any]]) -> Outline | None:
    """One path per GeoJSON Polygon or MultiPolygon in WGS84, holes included; None when there is nothing to draw.

    Degrees are made equally long in both directions at the middle latitude, which suffices for an area of this size.
    """
    shapes = [[ring for ring in _rings(geometry) if len(ring) > 3] for geometry in geometries]
    points = [point for shape in shapes for ring in shape for point in ring]
    if not points:
        return None
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    narrowing = math.cos(math.radians((south + north) / 2))
    scale = (WIDTH - 2 * MARGIN) / max((east - west) * narrowing, north - south, 1e-9)
    width, height = (east - west) * narrowing * scale + 2 * MARGIN, (north - south) * scale + 2 * MARGIN
    box = Outline(width, height, (), west, north, narrowing, scale)
    paths = ["".join(_path([box.place(*point) for point in ring]) for ring in shape) for shape in shapes]
    return replace(box, paths=tuple(path for path in paths if path))


def _rings(geometry: Mapping[str, Any]) -> Iterator[list[Point]]:
    polygons = geometry["coordinates"] if geometry["type"] == "MultiPolygon" else [geometry["coordinates"]]
    for polygon in polygons:
        for ring in polygon:
            yield [(float(point[0]), float(point[1])) for point in ring]


def _path(ring: Sequence[Point]) -> str:
    kept = [ring[0]]
    for point in ring[1:-1]:
        if math.dist(point, kept[-1]) >= SMALLEST_STEP:
            kept.append(point)
    if len(kept) < 3:
        return ""
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in kept) + "Z"
