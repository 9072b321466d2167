"""Points on a map that stay readable: what would overlap becomes one spot that says how many it holds. Pure."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

APART = 26.0
"""Units of the drawing between the middles of two spots: those of a mark and some air around it."""


@dataclass(frozen=True)
class Point:
    """Something on the map, in units of the drawing."""

    number: int
    x: float
    y: float
    is_exact: bool


@dataclass
class Spot:
    """One mark: what stands at the same place or so near to it that two marks would cover each other."""

    x: float
    y: float
    points: list[Point] = field(default_factory=list)

    @property
    def n(self) -> int:
        """How many it holds."""
        return len(self.points)

    @property
    def key(self) -> int:
        """A name that stays the same as long as the same things are drawn: the number of its first point."""
        return self.points[0].number

    @property
    def is_exact(self) -> bool:
        """Whether all that it holds stand where it says."""
        return all(point.is_exact for point in self.points)


def spots(points: Sequence[Point], apart: float = APART) -> list[Spot]:
    """The points as marks of which no two stand nearer to each other than `apart`.

    A point goes with the nearest mark within reach, otherwise it begins one. In a fixed order, so that the order in
    which they come changes nothing; each looks only at the squares around its own, so that many points stay fast.
    """
    squares: dict[tuple[int, int], list[Spot]] = {}
    made: list[Spot] = []
    for point in sorted(points, key=lambda one: (one.y, one.x, one.number)):
        square = math.floor(point.x / apart), math.floor(point.y / apart)
        near = [spot for spot in _around(squares, square) if math.dist((spot.x, spot.y), (point.x, point.y)) < apart]
        if near:
            min(near, key=lambda one: math.dist((one.x, one.y), (point.x, point.y))).points.append(point)
            continue
        spot = Spot(point.x, point.y, [point])
        squares.setdefault(square, []).append(spot)
        made.append(spot)
    return made


def _around(squares: dict[tuple[int, int], list[Spot]], square: tuple[int, int]) -> Iterator[Spot]:
    for across in (-1, 0, 1):
        for down in (-1, 0, 1):
            yield from squares.get((square[0] + across, square[1] + down), ())
