"""An invented province with figures for ten years, to try the platform without anybody's data.

`make_example` gives the same bytes every time: one seed, no clock, no network, no files but our own declarations.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from regioscan.catalogue import IndicatorEntry
from regioscan.example.figures import Workshop
from regioscan.example.files import boundary_file, figure_file, region_files
from regioscan.example.land import draw_land
from regioscan.example.people import YEARS, make_people
from regioscan.example.places import read_places
from regioscan.example.recipes import read_recipes

SEED = 20_261
ORIGIN = "verzonnen voorbeeldcijfers"
FIRST_YEAR = YEARS[0]


@dataclass(frozen=True)
class Example:
    """The files of three deliveries, by name: a list of regions, their outlines, and their figures."""

    regions: Mapping[str, bytes]
    boundaries: Mapping[str, bytes]
    figures: Mapping[str, bytes]


def make_example(indicators: Sequence[IndicatorEntry], seed: int = SEED) -> Example:
    """The invented province with a figure for each of these indicators; raises KeyError for one without a recipe."""
    places, rng = read_places(), np.random.default_rng(seed)
    land = draw_land(places, rng)
    people = make_people(places, land.seeds, rng)
    workshop = Workshop(places, people, land.seeds, read_recipes(), seed)
    return Example(
        regions=region_files(places),
        boundaries=boundary_file(places, land.geometries),
        figures=figure_file(workshop.grid, (workshop.make(indicator) for indicator in indicators)),
    )
