"""Where initiatives are: the region with its parts, and a mark for each place. Every mark is also in the list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.urls import reverse

from communities.models import Community
from initiatives.analysis.spots import Point, Spot, spots
from initiatives.models import Initiative
from lib.svg import tag, words
from regioscan import frames
from regioscan.analysis.outline import Outline, outline
from regioscan.figures.keeping import keep, key_of
from regioscan.models import Region

KM_IN_A_DEGREE = 111.2
SINGLE, SMALLEST_AREA, LARGEST_AREA = 8.0, 17.0, 40.0
"""Units of the drawing: a mark of one, and the soft circle of what is somewhere within a kilometre."""


@dataclass(frozen=True)
class Located:
    """An initiative with a point, as far as the map needs it."""

    number: int
    title: str
    address: str
    latitude: float
    longitude: float
    is_exact: bool


@dataclass(frozen=True)
class Mark:
    """What is drawn at one place: one initiative, or how many there are."""

    key: int
    x: float
    y: float
    radius: float
    area: float
    """Of the soft circle around it; 0 where it stands exactly here."""
    words: str
    address: str
    """Of the one initiative; "" where there are more."""
    numbers: tuple[int, ...]

    @property
    def n(self) -> int:
        """How many it holds."""
        return len(self.numbers)


@dataclass(frozen=True)
class InitiativeMap:
    """The region as shapes with names, and the marks upon it."""

    view_box: str
    areas: Sequence[tuple[str, str]]
    marks: Sequence[Mark]
    outside: frozenset[int]
    """Numbers of initiatives whose point lies outside the drawing."""

    def numbers_at(self, key: int) -> tuple[int, ...]:
        """What the mark of this name holds; nothing where there is no such mark."""
        return next((mark.numbers for mark in self.marks if mark.key == key), ())


def located(initiatives: Iterable[Initiative], community: Community) -> list[Located]:
    """Those of these initiatives of a community that have a point."""
    # One address is looked up, the others differ by a number: a thousand look-ups take longer than the map.
    pattern = reverse("initiatives:initiative_detail", args=[community.slug, 0]).removesuffix("0/")
    return [
        Located(
            number=one.pk,
            title=one.title,
            address=f"{pattern}{one.pk}/",
            latitude=one.latitude,
            longitude=one.longitude,
            is_exact=one.place_kind == Initiative.Place.EXACT,
        )
        for one in initiatives
        if one.latitude is not None and one.longitude is not None
    ]


def initiative_map(region: Region, things: Sequence[Located]) -> InitiativeMap | None:
    """The map of these; None where no borders of the region are loaded."""
    kept = ground_of(region)
    if kept is None:
        return None
    drawn, names = kept
    points = [Point(one.number, *drawn.place(one.longitude, one.latitude), one.is_exact) for one in things]
    inside = [one for one in points if 0 <= one.x <= drawn.width and 0 <= one.y <= drawn.height]
    known = {one.number: one for one in things}
    area = area_of(drawn)
    return InitiativeMap(
        view_box=drawn.view_box,
        areas=list(zip(names, drawn.paths, strict=True)),
        marks=[_mark(spot, known, area) for spot in spots(inside)],
        outside=frozenset(known) - {one.number for one in inside},
    )


def draw_initiative_map(drawn: InitiativeMap, spot_address: str) -> str:
    """The map with links; a mark of more than one leads to the list of what it holds, at `spot_address`.

    The list has the same links, so that these are not in the way of who goes through the page with the keyboard.
    """
    land = [tag("path", tag("title", words(name)), class_="land", d=path) for name, path in drawn.areas]
    around = [tag("circle", class_="around", cx=one.x, cy=one.y, r=one.area) for one in drawn.marks if one.area]
    marks = [_link(one, one.address or f"{spot_address}&plek={one.key}#lijst") for one in drawn.marks]
    label = "Kaart van de initiatieven; de lijst heeft dezelfde links"
    box = {"class_": "map region-outline initiative-map", "viewBox": drawn.view_box, "role": "group"}
    return tag("svg", *land, *around, *marks, aria_label=label, **box)


def _link(mark: Mark, address: str) -> str:
    told = tag("title", words(mark.words))
    spot = tag("circle", told, class_="spot near" if mark.area else "spot", cx=mark.x, cy=mark.y, r=mark.radius)
    number = tag("text", str(mark.n), x=mark.x, y=mark.y) if mark.n > 1 else ""
    return tag("a", spot, number, href=address, aria_label=mark.words, tabindex=-1)


def _mark(spot: Spot, known: dict[int, Located], area: float) -> Mark:
    numbers = tuple(point.number for point in spot.points)
    only = known[numbers[0]] if spot.n == 1 else None
    return Mark(
        key=spot.key,
        x=round(spot.x, 1),
        y=round(spot.y, 1),
        radius=SINGLE if only else min(13.0, 9.0 + len(str(spot.n))),
        area=0.0 if spot.is_exact else round(area, 1),
        words=only.title if only else f"{spot.n} initiatieven",
        address=only.address if only else "",
        numbers=numbers,
    )


def ground_of(region: Region) -> tuple[Outline, list[str]] | None:
    """The shapes of the parts of a region with their names; None where no borders are loaded. Kept until new ones."""
    key = key_of("initiative-map", region.pk, frames.published_version())
    return keep(key, lambda: _ground(region))


def area_of(drawn: Outline) -> float:
    """The radius of a kilometre, as far as that can be seen."""
    return min(LARGEST_AREA, max(SMALLEST_AREA, drawn.scale / KM_IN_A_DEGREE))


def _ground(region: Region) -> tuple[Outline, list[str]] | None:
    """The shapes of the parts of a region with their names, or else its own; None where there are no borders."""
    parts = frames.parts(region)
    found = frames.boundaries([region.pk, *(part.pk for part in parts)])
    drawn = [part for part in parts if part.pk in found] or [region] * (region.pk in found)
    shape = outline([found[one.pk] for one in drawn]) if drawn else None
    if shape is None or len(shape.paths) != len(drawn):
        return None
    return shape, [one.name for one in drawn]
