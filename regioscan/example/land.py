"""Draws the invented province: every neighbourhood as a cell around a seed point, all lines bent like real borders.

The cells come from one set of lines, so neighbours share the very same points and nothing overlaps or gapes; districts,
municipalities and the province are unions of cells and nest by construction. Everything is in kilometres until the
last step, which puts the map in the North Sea, in WGS84, so that nobody takes it for a real place.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely
from shapely.geometry.base import BaseGeometry

from regioscan.example.places import District, Municipality, Places, Ring

Floats = npt.NDArray[np.float64]

ORIGIN_LON, ORIGIN_LAT = 3.25, 52.7
KM_PER_DEGREE_LON, KM_PER_DEGREE_LAT = 67.0, 111.2
COORDINATE_DECIMALS = 5
STEP_KM = 0.45
"""Lines get a point about this often, so that they can bend."""
GRID_KM = 0.5
BUILT_KM = 1.0
"""No fields nearer than this to the middle of a built-up neighbourhood."""
OUTLYING = ("buiten", "rand")
GOLDEN_ANGLE = np.pi * (3 - np.sqrt(5))

BENDS = ((14.0, 0.55), (6.5, 0.26), (3.0, 0.13), (1.4, 0.06))
"""Wavelength and size, in kilometres, of the waves that bend all lines. Small enough that no two lines cross."""


@dataclass(frozen=True)
class Land:
    """Geometries by region code, in WGS84, and the seed of each neighbourhood in kilometres, in order of `Places`."""

    geometries: dict[str, BaseGeometry]
    seeds: Floats


def draw_land(places: Places, rng: np.random.Generator) -> Land:
    """Seeds for all neighbourhoods, and outlines for all regions but the country, which is more than this province."""
    mainland = _shore(places.outline, rng).difference(_shore(places.lake, rng))
    island = _shore(places.island, rng)
    seeds, countryside, owner = _place_seeds(places, mainland, island, rng)
    points = np.concatenate([seeds, countryside])
    owner = np.concatenate([np.arange(len(seeds)), owner])
    on_island = shapely.contains_xy(island, points)
    bend = _Bend(rng)
    pieces: list[list[BaseGeometry]] = [[] for _ in seeds]
    for land, members in ((mainland, np.flatnonzero(~on_island)), (island, np.flatnonzero(on_island))):
        for place, piece in _draw_pieces(land, points[members], bend):
            pieces[owner[members[place]]].append(piece)
    return Land(_unions(places, [shapely.coverage_union_all(piece) for piece in pieces]), seeds)


def _shore(ring: Ring, rng: np.random.Generator) -> BaseGeometry:
    """The area within a ring whose corners are smoothed and whose sides are then frayed like a coast."""
    points = _smooth(ring)
    for _ in range(2):
        along = np.roll(points, -1, axis=0) - points
        across = np.column_stack([-along[:, 1], along[:, 0]])
        middle = points + along / 2 + across * rng.uniform(-0.16, 0.16, (len(points), 1))
        points = np.stack([points, middle], axis=1).reshape(-1, 2)
    return shapely.Polygon(points)


def _smooth(ring: Ring, times: int = 2) -> Floats:
    """Corner cutting (Chaikin): every corner becomes two, a quarter along its sides."""
    points: Floats = np.array(ring)
    for _ in range(times):
        following = np.roll(points, -1, axis=0)
        points = np.stack([0.75 * points + 0.25 * following, 0.25 * points + 0.75 * following], axis=1).reshape(-1, 2)
    return points


class _Bend:
    """Moves points by a sum of waves: near points move alike, so lines bend and do not cross."""

    def __init__(self, rng: np.random.Generator) -> None:
        self._waves = [
            (length, size, rng.uniform(0, 2 * np.pi, 3), rng.uniform(0, 2 * np.pi, (2, 3))) for length, size in BENDS
        ]

    def __call__(self, points: Floats) -> Floats:
        """The points in WGS84, rounded."""
        moved = points.copy()
        for length, size, directions, phases in self._waves:
            along = points @ np.stack([np.cos(directions), np.sin(directions)]) * (2 * np.pi / length)
            for axis in (0, 1):
                moved[:, axis] += size / 3 * np.sin(along + phases[axis]).sum(axis=1)
        degrees = np.array([ORIGIN_LON, ORIGIN_LAT]) + moved / (KM_PER_DEGREE_LON, KM_PER_DEGREE_LAT)
        return np.round(degrees, COORDINATE_DECIMALS)


def _place_seeds(
    places: Places, mainland: BaseGeometry, island: BaseGeometry, rng: np.random.Generator
) -> tuple[Floats, Floats, npt.NDArray[np.intp]]:
    """A point for each neighbourhood, close together in towns; points all over the countryside; and whose those are."""
    land = mainland.union(island)
    grid = _grid(land)
    towns = np.array([municipality.at for municipality in places.municipalities])
    nearest = _nearest(grid, towns)
    nearest[shapely.contains_xy(island, grid)] = len(towns) - 1
    nearest[(nearest == len(towns) - 1) & shapely.contains_xy(mainland, grid)] = -1
    seeds: list[Floats] = []
    countryside: list[Floats] = []
    owners: list[npt.NDArray[np.intp]] = []
    for number, municipality in enumerate(places.municipalities):
        own = grid[nearest == number]
        others = grid[(nearest != number) & (nearest >= 0)]
        centres = _district_centres(municipality, own, others, rng)
        district_of = _nearest(own, centres)
        n_before = sum(len(block) for block in seeds)
        for place, district in enumerate(municipality.districts):
            seeds.append(_district_seeds(district, centres, place, own[district_of == place], rng))
        fields, owner = _countryside(municipality, own, np.concatenate(seeds)[n_before:], rng)
        countryside.append(fields)
        owners.append(n_before + owner)
    return np.concatenate(seeds), np.concatenate(countryside), np.concatenate(owners)


def _countryside(
    municipality: Municipality, own: Floats, seeds: Floats, rng: np.random.Generator
) -> tuple[Floats, npt.NDArray[np.intp]]:
    """Points outside the built-up neighbourhoods, and the outlying neighbourhood (its place in `seeds`) of each.

    They keep villages and suburbs compact: the fields around them belong to the neighbourhood of scattered houses.
    """
    roles = np.array([buurt.role for district in municipality.districts for buurt in district.neighbourhoods])
    outlying = np.flatnonzero(np.isin(roles, OUTLYING))
    built = np.flatnonzero(~np.isin(roles, OUTLYING))
    fields = own[rng.permutation(len(own))[: len(own) // 4]] + rng.uniform(-0.2, 0.2, (len(own) // 4, 2))
    fields = fields[_gap(fields, seeds[built]) > BUILT_KM]
    fields = fields[_gap(fields, seeds[outlying]) > GRID_KM]
    return fields, outlying[_nearest(fields, seeds[outlying])]


def _grid(land: BaseGeometry) -> Floats:
    """Points every half kilometre within the land."""
    west, south, east, north = land.bounds
    x, y = np.meshgrid(np.arange(west, east, GRID_KM), np.arange(south, north, GRID_KM))
    points: Floats = np.column_stack([x.ravel(), y.ravel()])
    on_land: Floats = points[shapely.contains_xy(land, points)]
    return on_land


def _nearest(points: Floats, others: Floats) -> npt.NDArray[np.intp]:
    """For each point, which of the others is nearest."""
    nearest: npt.NDArray[np.intp] = shapely.STRtree(shapely.points(others)).nearest(shapely.points(points))
    return nearest


def _gap(points: Floats, others: Floats) -> Floats:
    """For each point, how far the nearest of the others is, in kilometres."""
    gap: Floats = np.hypot(*(points - others[_nearest(points, others)]).T)
    return gap


def _district_centres(municipality: Municipality, own: Floats, others: Floats, rng: np.random.Generator) -> Floats:
    """The town in the middle, its suburbs in a ring around it, villages as far from all of these as fits."""
    suburbs = [district for district in municipality.districts if district.kind in {"stad", "werk"}]
    radius, turn = max(1.7, 0.33 * len(suburbs)), rng.uniform(0, 2 * np.pi)
    taken = [np.array(municipality.at)]
    centres: list[Floats] = []
    room = np.minimum(_gap(own, others), _edge(own))
    for district in municipality.districts:
        if district in suburbs:
            angle = turn + 2 * np.pi * suburbs.index(district) / len(suburbs)
            centre = taken[0] + radius * np.array([np.cos(angle), np.sin(angle)])
        elif not centres:
            centre = taken[0]
        else:
            centre = _farthest(own, np.array(taken), room)
        centres.append(centre)
        taken.append(centre)
    return np.array(centres)


def _edge(points: Floats) -> Floats:
    """About how far grid points are from where their cluster ends: with many others within 2 km, far from the edge."""
    dots = shapely.points(points)
    near, _ = shapely.STRtree(dots).query(dots, predicate="dwithin", distance=2.0)
    crowd = np.bincount(near, minlength=len(points))
    room: Floats = 2.0 * crowd / crowd.max()
    return room


def _farthest(points: Floats, taken: Floats, room: Floats) -> Floats:
    """The point farthest from those taken, not too close to an edge."""
    score = np.minimum(_gap(points, taken), 2.2 * room)
    farthest: Floats = points[score.argmax()]
    return farthest


def _district_seeds(district: District, centres: Floats, place: int, own: Floats, rng: np.random.Generator) -> Floats:
    """Seeds of one district: built-up neighbourhoods around its centre, the others out in its land."""
    spread = {"centrum": 0.42, "stad": 0.52, "dorp": 0.62, "werk": 0.65}[district.kind]
    seeds: list[Floats] = []
    room = _edge(own) if len(own) else np.zeros(0)
    for n, neighbourhood in enumerate(district.neighbourhoods):
        if neighbourhood.role in OUTLYING and len(own):
            taken = np.array([*seeds, *np.delete(centres, place, axis=0)])
            seeds.append(_farthest(own, taken, room) + rng.uniform(-0.2, 0.2, 2))
            continue
        if neighbourhood.wind is None:  # like the seeds of a sunflower
            distance, angle = spread * np.sqrt(n % 4), n * GOLDEN_ANGLE + place
        else:
            distance, angle = 1.15 * spread, np.pi / 2 - neighbourhood.wind * np.pi / 2
        seeds.append(centres[place] + distance * np.array([np.cos(angle), np.sin(angle)]) + rng.uniform(-0.06, 0.06, 2))
    return np.array(seeds)


def _draw_pieces(land: BaseGeometry, points: Floats, bend: _Bend) -> Iterator[tuple[int, BaseGeometry]]:
    """The parts of the land nearest to each point, with bent borders; neighbours share their points exactly.

    Yields the place of the point and the piece; a point on two sides of the water has two pieces.
    """
    between = shapely.voronoi_polygons(shapely.MultiPoint(points), extend_to=land.envelope.buffer(10), only_edges=True)
    lines = shapely.get_parts(shapely.union_all([between, land.boundary]))
    inside = shapely.point_on_surface(_faces(lines))
    inside = shapely.get_coordinates(inside)
    inside = inside[shapely.contains_xy(land, inside)]
    bent = _faces(shapely.transform(shapely.segmentize(lines, STEP_KM), bend))
    mark, face = shapely.STRtree(bent).query(shapely.points(bend(inside)), predicate="within")
    return zip(_nearest(inside[mark], points).tolist(), bent[face], strict=True)


def _faces(lines: Sequence[BaseGeometry]) -> npt.NDArray[Any]:
    """The areas that the lines enclose."""
    faces: npt.NDArray[Any] = shapely.get_parts(shapely.polygonize(lines))
    return faces


def _unions(places: Places, cells: Sequence[BaseGeometry]) -> dict[str, BaseGeometry]:
    """Geometries by code from the neighbourhoods up to the province."""
    members: dict[str, list[BaseGeometry]] = {places.province.code: [], **{area.code: [] for area in places.corops}}
    for (municipality, district, neighbourhood), cell in zip(places.neighbourhoods(), cells, strict=True):
        chain = (places.province.code, municipality.corop, municipality.code, district.code, neighbourhood.code)
        for code in chain:
            members.setdefault(code, []).append(cell)
    return {code: shapely.coverage_union_all(parts) for code, parts in members.items()}
