"""The map on which somebody points out where an initiative is; beside it stand the fields that say the same."""

from initiatives.analysis.places import DECIMALS, GRID_LATITUDE, GRID_LONGITUDE
from initiatives.charts.initiative_map import SINGLE, area_of, ground_of
from lib.svg import tag, words
from regioscan.analysis.outline import MARGIN
from regioscan.models import Region


def draw_place_picker(region: Region) -> str:
    """The region without a mark, with what static/js/place.js needs to turn a spot into degrees; "" without borders.

    It says how a point will be rounded, so that the mark stands where it will be kept.
    """
    kept = ground_of(region)
    if kept is None:
        return ""
    drawn, names = kept
    land = [
        tag("path", tag("title", words(name)), class_="land", d=path)
        for name, path in zip(names, drawn.paths, strict=True)
    ]
    around = tag("circle", class_="around", r=area_of(drawn))
    spot = tag("circle", class_="spot", r=SINGLE)
    return tag(
        "svg",
        *land,
        tag("g", around, spot, class_="pin", visibility="hidden"),
        class_="map region-outline initiative-map place-picker",
        viewBox=drawn.view_box,
        role="img",
        aria_label="Kaart van de regio. De velden voor gebied en graden doen hetzelfde.",
        data_west=repr(drawn.west),
        data_north=repr(drawn.north),
        data_across=repr(drawn.narrowing * drawn.scale),
        data_down=repr(drawn.scale),
        data_margin=MARGIN,
        data_decimals=DECIMALS,
        data_steps=f"{GRID_LATITUDE} {GRID_LONGITUDE}",
    )
