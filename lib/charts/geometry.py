"""Outlines on a flat sheet: from degrees to units, to the text of a path, and to a place for a name."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain
from typing import Any

import numpy as np
import numpy.typing as npt

from lib.charts.specs import Ring

Points = npt.NDArray[np.float64]

# No taller than this times its width: a long thin province stays on one page.
TALLEST = 1.25


def rings_of(geometry: Mapping[str, Any]) -> tuple[Ring, ...]:
    """All rings of a GeoJSON Polygon or MultiPolygon, holes included. Raises ValueError for any other shape."""
    if geometry["type"] == "Polygon":
        return tuple(geometry["coordinates"])
    if geometry["type"] == "MultiPolygon":
        return tuple(ring for polygon in geometry["coordinates"] for ring in polygon)
    raise ValueError(f"not an area: {geometry['type']}")


@dataclass(frozen=True)
class Sheet:
    """Outlines in units from the left top: a list of rings for each area, in the order given."""

    points: Points
    spans: list[list[slice]]
    """Which points are the rings of each area."""
    width: float
    height: float

    def rings(self, area: int) -> list[Points]:
        """The rings of an area."""
        return [self.points[span] for span in self.spans[area]]


def flatten(areas: Sequence[Sequence[Ring]], width: float) -> Sheet:
    """The rings of all areas, fitted into `width` units and in the middle of it.

    `areas` holds (longitude, latitude) in degrees. A degree of longitude shrinks with the cosine of the middle
    latitude: right for a country, not for a continent. Rings of fewer than three points are left out.
    """
    kept = [[ring for ring in rings if len(ring) > 2] for rings in areas]
    points = _points([ring for rings in kept for ring in rings])
    if not len(points):
        return Sheet(points, [[] for _ in areas], width, width)
    (west, south), (east, north) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
    squeeze = max(0.01, math.cos(math.radians((south + north) / 2)))
    scale = width / max((east - west) * squeeze, (north - south) / TALLEST, 1e-9)
    spare = (width - (east - west) * squeeze * scale) / 2
    flat = np.column_stack(((points[:, 0] - west) * squeeze * scale + spare, (north - points[:, 1]) * scale))
    return Sheet(flat, _spans(kept), width, max(1.0, (north - south) * scale))


def _points(rings: Sequence[Ring]) -> Points:
    """All positions below each other; heights, which some files carry, are dropped."""
    n = sum(map(len, rings))
    numbers = np.fromiter(chain.from_iterable(chain.from_iterable(rings)), np.float64)
    if len(numbers) == 2 * n:
        return numbers.reshape(n, 2)
    return np.concatenate([np.asarray([position[:2] for position in ring], dtype=np.float64) for ring in rings])


def _spans(kept: Sequence[Sequence[Ring]]) -> list[list[slice]]:
    ends = accumulate(len(ring) for rings in kept for ring in rings)
    return [[slice((end := next(ends)) - len(ring), end) for ring in rings] for rings in kept]


def outlines(sheet: Sheet, units: float = 1.0) -> list[str]:
    """The `d` of each area: closed rings in whole units, as steps from point to point.

    Points that coincide are drawn once; a ring that has become a line is not drawn. Done for all areas at once, because
    a map has ten thousands of points.
    """
    places = np.rint(sheet.points * units).astype(np.int64)
    steps = places[1:] - places[:-1]
    moves = (steps != 0).any(axis=1)
    before = np.concatenate(([0], np.cumsum(moves))).tolist()
    texts = list(map(str, steps[moves].ravel().tolist()))

    def ring(span: slice) -> str:
        first, last = before[span.start], before[span.stop - 1]
        x, y = places[span.start].tolist()
        return f"M{x} {y}l{' '.join(texts[2 * first : 2 * last])}z" if last - first > 1 else ""

    return ["".join(map(ring, spans)) for spans in sheet.spans]


def inner_place(rings: Sequence[Points]) -> tuple[float, float, float]:
    """A place well inside an area and how wide the area is there: (x, y, width); zeros without rings.

    At a few heights through the largest ring the widest stretch inside is looked for, holes left out; the heights near
    the middle count for more.
    """
    largest = max(rings, key=lambda ring: abs(_surface(ring)), default=None)
    if largest is None:
        return 0.0, 0.0, 0.0
    top, bottom = float(largest[:, 1].min()), float(largest[:, 1].max())
    found = []
    for off_middle in (0.0, -0.08, 0.08, -0.16, 0.16, -0.24, 0.24):
        y = top + (bottom - top) * (0.5 + off_middle)
        left, right = _widest(rings, y)
        found.append(((right - left) * (1 - abs(off_middle)), (left + right) / 2, y, right - left))
    _, x, y, width = max(found)
    return x, y, width


def _surface(ring: Points) -> float:
    x, y = ring[:, 0], ring[:, 1]
    return float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2


def _widest(rings: Sequence[Points], y: float) -> tuple[float, float]:
    """The widest stretch inside the rings at height `y`: a horizontal line goes in and out at each crossing."""
    crossings: list[float] = []
    for ring in rings:
        ends = np.roll(ring, -1, axis=0)
        cut = (ring[:, 1] <= y) != (ends[:, 1] <= y)
        starts, stops = ring[cut], ends[cut]
        slopes = (y - starts[:, 1]) / (stops[:, 1] - starts[:, 1])
        crossings += (starts[:, 0] + slopes * (stops[:, 0] - starts[:, 0])).tolist()
    crossings.sort()
    return max(
        zip(crossings[::2], crossings[1::2], strict=False), key=lambda pair: pair[1] - pair[0], default=(0.0, 0.0)
    )
