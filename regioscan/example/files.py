"""Writes the invented province in the shapes in which real deliveries come, so that it takes the very same road."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry

from regioscan.connectors.base import (
    FINAL,
    MISSING,
    MODELLED,
    NO_DENOMINATOR,
    NOT_APPLICABLE,
    PROVISIONAL,
    SUPPRESSED,
)
from regioscan.example.figures import Block, Grid
from regioscan.example.places import Places

WORDS = {
    FINAL: "definitief",
    PROVISIONAL: "voorlopig",
    MODELLED: "geschat met een model",
    SUPPRESSED: "onderdrukt",
    MISSING: "ontbreekt",
    NOT_APPLICABLE: "niet van toepassing",
    NO_DENOMINATOR: "geen noemer",
}
HIERARCHY_HEADER = ("ID", "RegioS", "Code_1", "Naam_2", "Code_3", "Naam_4", "Code_5", "Naam_6")
REGION_HEADER = ("Key", "Title", "Municipality")
FIGURE_HEADER = ("regio", "indicator", "jaar", "waarde", "status")
CODE_WIDTH, NAME_WIDTH = 10, 50


def region_files(places: Places) -> dict[str, bytes]:
    """Two lists: all regions from the country down to neighbourhoods, and what municipalities lie in.

    Where both name a region, the first list counts: it names the country.
    """
    return {
        "verzonnen-buurten-en-wijken.csv": _csv(REGION_HEADER, _regions(places)),
        "verzonnen-indeling.csv": _csv(HIERARCHY_HEADER, _hierarchy(places)),
    }


def _hierarchy(places: Places) -> Iterable[Sequence[object]]:
    """One row a municipality, padded as the statistics office does."""
    corops = {corop.code: corop for corop in places.corops}
    for number, municipality in enumerate(places.municipalities):
        corop, province = corops[municipality.corop], places.province
        names = {municipality.code: municipality.name, corop.code: corop.name, province.code: province.name}
        cells = [cell for code, name in names.items() for cell in (code.ljust(CODE_WIDTH), name.ljust(NAME_WIDTH))]
        yield [number, municipality.code.ljust(CODE_WIDTH), *cells]


def _regions(places: Places) -> Iterable[Sequence[object]]:
    """The country, then each municipality with its districts and neighbourhoods beneath it."""
    yield places.country.code.ljust(CODE_WIDTH), places.country.name, ""
    for municipality in places.municipalities:
        yield municipality.code.ljust(CODE_WIDTH), municipality.name, municipality.code
        for district in municipality.districts:
            yield district.code.ljust(CODE_WIDTH), district.name, municipality.code
            for neighbourhood in district.neighbourhoods:
                yield neighbourhood.code.ljust(CODE_WIDTH), neighbourhood.name, municipality.code


def boundary_file(places: Places, geometries: Mapping[str, BaseGeometry]) -> dict[str, bytes]:
    """A GeoJSON collection of all regions but the country, with `statcode` and `statnaam`."""
    members = [*places.neighbourhoods()]
    names = {area.code: area.name for area in (places.province, *places.corops)}
    names |= {municipality.code: municipality.name for municipality in places.municipalities}
    names |= {district.code: district.name for _, district, _ in members}
    names |= {neighbourhood.code: neighbourhood.name for _, _, neighbourhood in members}
    features = [
        {
            "type": "Feature",
            "properties": {"statcode": code, "statnaam": names[code]},
            "geometry": mapping(geometry),
        }
        for code, geometry in geometries.items()
    ]
    document = {"type": "FeatureCollection", "name": "verzonnen grenzen", "features": features}
    return {"verzonnen-grenzen.geojson": json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()}


def figure_file(grid: Grid, blocks: Iterable[Block]) -> dict[str, bytes]:
    """All figures as one own table: region, indicator, year, value with a decimal comma, and a status in words."""
    return {"verzonnen-voorbeeldcijfers.csv": _csv(FIGURE_HEADER, _figures(grid, blocks))}


def _figures(grid: Grid, blocks: Iterable[Block]) -> Iterable[Sequence[object]]:
    """A row for each region and year; where there is a reason instead of a value, the value is empty."""
    for block in blocks:
        decimals = max(0, round(-np.log10(block.step)))
        rounded = (np.round(block.values / block.step) * block.step + 0.0).tolist()  # + 0.0: no «-0,0»
        for row, region in enumerate(block.regions.tolist()):
            for column, year in enumerate(block.years):
                status = int(block.statuses[row, column])
                value = f"{rounded[row][column]:.{decimals}f}".replace(".", ",") if status < SUPPRESSED else ""
                yield grid.codes[region], block.indicator, year, value, WORDS[status]


def _csv(header: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """UTF-8 with a byte order mark and semicolons, as Dutch spreadsheets write it."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")
