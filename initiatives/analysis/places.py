"""How exactly a place is kept: rounded before it is stored, so that no more than was chosen can be found. Pure."""

import re

EXACT, NEAR, REGION = "precies", "ongeveer", "regio"
GRID_LATITUDE, GRID_LONGITUDE = 0.01, 0.015
"""Degrees of the grid of what is near: in the Netherlands about a kilometre each way."""
DECIMALS = 5
SOUTH, NORTH, WEST, EAST = 50.5, 53.8, 3.0, 7.4
NUMBERED = re.compile(
    r"wijk|buurt|kern|plan|fase|deel|vak|blok|zone|kavel|perron|halte|lijn|spoor|hal|poort|gebouw|gemaal|groep|route"
    r"|knooppunt|paal|dorp|km|rijksweg|snelweg|polder|eiland|sluis|brug|haven",
    re.IGNORECASE,
)
"""What has a number of its own: after one of these words it tells nobody where somebody lives."""
HOUSE = re.compile(r"([^\W\d]{2,})\.?,?\s+\d{1,3}\s?[a-z]?(?=\s*(?:$|[,.;:()/-]))", re.IGNORECASE)
POSTCODE = re.compile(r"\b[1-9]\d{3}\s?[a-z]{2}\b", re.IGNORECASE)

Point = tuple[float, float]
"""Latitude and longitude, in degrees (WGS84)."""


def kept_point(kind: str, latitude: float | None, longitude: float | None) -> Point | None:
    """The point as it may be kept: exact to five decimals, near on a grid of about a kilometre, of a region none.

    Keeping twice gives the same as keeping once. Raises ValueError for a kind that asks for a point without one.
    """
    if kind == REGION:
        return None
    if latitude is None or longitude is None:
        raise ValueError("a place on the map has a point")
    if kind == EXACT:
        return round(latitude, DECIMALS), round(longitude, DECIMALS)
    return _on_grid(latitude, GRID_LATITUDE), _on_grid(longitude, GRID_LONGITUDE)


def is_in_the_netherlands(latitude: float, longitude: float) -> bool:
    """Whether a point lies in the rectangle around the European Netherlands; wider than the country itself."""
    return SOUTH <= latitude <= NORTH and WEST <= longitude <= EAST


def names_a_house(name: str) -> bool:
    """Whether a house number or a whole postcode stands in the name of a place: that says more than a neighbourhood."""
    words = (found.group(1) for found in HOUSE.finditer(name))
    return POSTCODE.search(name) is not None or any(NUMBERED.fullmatch(word) is None for word in words)


def _on_grid(degrees: float, step: float) -> float:
    return round(round(degrees / step) * step, DECIMALS)
