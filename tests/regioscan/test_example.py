"""The invented province: always the same, sound as a map, believable as figures, and never taken for real."""

import csv
import io
import json
import os
import subprocess
import sys
from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest
import shapely
from django.core.management import CommandError, call_command
from shapely.geometry import shape

from regioscan.catalogue import Catalogue, read_catalogue
from regioscan.catalogue_actions import store_catalogue
from regioscan.connectors.base import Delivery
from regioscan.connectors.boundaries import tidy_boundaries
from regioscan.connectors.cbs_regions import tidy_regions
from regioscan.connectors.own_table import tidy_own_table
from regioscan.example import FIRST_YEAR, ORIGIN, Example, make_example
from regioscan.example.files import WORDS
from regioscan.example.places import Places, read_places
from regioscan.example_actions import RealRegionsError, load_example
from regioscan.models import Region
from regioscan.models.observations import Status
from tests import factories

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 1, 1, tzinfo=UTC)

Figures = dict[tuple[str, str, int], tuple[float | None, str]]


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return read_catalogue()


@pytest.fixture(scope="module")
def places() -> Places:
    return read_places()


@pytest.fixture(scope="module")
def example(catalogue) -> Example:
    return make_example(catalogue.indicators)


@pytest.fixture(scope="module")
def figures(example) -> Figures:
    """(indicator, region, year) → value and status in words, read as anybody would read the file."""
    text = example.figures["verzonnen-voorbeeldcijfers.csv"].decode("utf-8-sig")
    rows = csv.DictReader(io.StringIO(text), delimiter=";")
    return {
        (row["indicator"], row["regio"], int(row["jaar"])): (
            float(row["waarde"].replace(",", ".")) if row["waarde"] else None,
            row["status"],
        )
        for row in rows
    }


@pytest.fixture(scope="module")
def outlines(example) -> dict[str, shapely.Geometry]:
    document = json.loads(example.boundaries["verzonnen-grenzen.geojson"])
    return {feature["properties"]["statcode"]: shape(feature["geometry"]) for feature in document["features"]}


def codes(places: Places, kind: str) -> list[str]:
    """The codes of all regions of a kind, in order."""
    if kind == "buurt":
        return [buurt.code for _, _, buurt in places.neighbourhoods()]
    if kind == "wijk":
        return [district.code for _, district in places.districts()]
    return [municipality.code for municipality in places.municipalities]


def values(figures: Figures, indicator: str, regions: list[str], year: int) -> np.ndarray:
    """Values in the order of the regions, NaN where there is none."""
    found = [figures[indicator, region, year][0] for region in regions]
    return np.array([np.nan if value is None else value for value in found])


def correlation(figures: Figures, places: Places, one: str, other: str, year: int) -> float:
    """Pearson's r over neighbourhoods that have both."""
    x, y = (values(figures, indicator, codes(places, "buurt"), year) for indicator in (one, other))
    both = np.isfinite(x) & np.isfinite(y)
    return float(np.corrcoef(x[both], y[both])[0, 1])


DIGEST = """
import hashlib
from regioscan.catalogue import read_catalogue
from regioscan.example import make_example
example = make_example(read_catalogue().indicators)
parts = (example.regions, example.boundaries, example.figures)
digest = hashlib.sha256(b"".join(file for part in parts for file in part.values())).hexdigest()
"""


def test_it_is_the_same_in_every_process():
    here: dict[str, str] = {}
    exec(DIGEST, here)  # noqa: S102 - the very text that the other process runs

    other = subprocess.run(
        [sys.executable, "-c", f"{DIGEST}\nprint(digest)"],
        env=os.environ | {"PYTHONHASHSEED": "4242"}, cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip

    assert other.stdout.strip() == here["digest"]


def test_another_seed_gives_other_figures_but_the_same_regions(example, catalogue):
    other = make_example(catalogue.indicators, seed=1)

    assert other.regions == example.regions
    assert other.figures != example.figures


def test_it_has_the_size_of_a_province(places):
    kinds = {kind: len(set(codes(places, kind))) for kind in ("gemeente", "wijk", "buurt")}

    assert kinds == {"gemeente": 12, "wijk": 60, "buurt": 240}
    assert len(places.corops) == 2


def test_names_are_as_awkward_as_real_ones(places):
    names = [municipality.name for municipality in places.municipalities]

    assert "'s-Gravenwolde" in names
    assert "Adriënsloo" in names
    assert max(map(len, names)) > 30
    assert [code for code in codes(places, "wijk") if not code[2:].isdigit()] == ["WK9001AF"]


def test_no_name_occurs_twice_within_a_municipality(places):
    for municipality in places.municipalities:
        names = [buurt.name for district in municipality.districts for buurt in district.neighbourhoods]
        assert len(names) == len(set(names)), municipality.name


@pytest.mark.real_files
def test_no_municipality_province_or_corop_has_a_real_name_or_code(places, real_files):
    lists = [real_files / "regions" / name for name in ("CBS_GEM2025.csv", "85067NED_RegioS.csv", "85067NED_data.csv")]
    text = "\n".join(path.read_text(encoding="utf-8-sig") for path in lists).casefold()
    invented = [*places.municipalities, places.province, *places.corops, places.country]

    assert [area.name for area in invented if area.name.casefold() in text] == []
    assert [area.code for area in places.municipalities if area.code.casefold() in text] == []


def test_the_lists_of_regions_are_read_without_a_problem(example, places):
    listed = tidy_regions(Delivery(example.regions, ORIGIN, NOW), FIRST_YEAR)

    rows = {row.code: row for row in listed.rows}
    assert (listed.problems, listed.notes) == ([], [])
    assert Counter(row.kind for row in listed.rows) == {
        "land": 1, "provincie": 1, "corop": 2, "gemeente": 12, "wijk": 60, "buurt": 240,
    }  # fmt: skip
    assert rows["NL00"].name == "Verzonnen land"
    assert [rows[code].parent_code for code in ("BU9001AF01", "WK9001AF", "GM9001", "CR92", "PV90")] == [
        "WK9001AF", "GM9001", "CR92", "PV90", "NL00",
    ]  # fmt: skip
    assert {row.valid_from for row in listed.rows} == {date(FIRST_YEAR, 1, 1)}


def test_the_outlines_are_read_without_a_problem(example):
    outlines = tidy_boundaries(Delivery(example.boundaries, ORIGIN, NOW))

    assert (list(outlines.problems), list(outlines.notes)) == ([], [])
    assert len(outlines.geometries) == 315


def test_the_figures_are_read_without_a_problem(example, figures):
    cells = tidy_own_table(Delivery(example.figures, ORIGIN, NOW))

    assert (list(cells.problems), list(cells.notes)) == ([], [])
    assert len(cells) == len(figures)


def test_neighbours_share_their_borders_exactly(outlines, places):
    cells = [outlines[code] for code in codes(places, "buurt")]

    assert all(outline.is_valid and not outline.is_empty for outline in outlines.values())
    assert shapely.coverage_is_valid(cells)


def test_smaller_regions_fill_the_larger_ones_exactly(outlines, places):
    for municipality, district in places.districts():
        parts = shapely.coverage_union_all([outlines[buurt.code] for buurt in district.neighbourhoods])
        assert shapely.equals(parts, outlines[district.code]), municipality.name
    for municipality in places.municipalities:
        parts = shapely.coverage_union_all([outlines[district.code] for district in municipality.districts])
        assert shapely.equals(parts, outlines[municipality.code]), municipality.name
    whole = shapely.coverage_union_all([outlines[code] for code in codes(places, "gemeente")])
    assert shapely.equals(whole, outlines["PV90"])


def test_there_is_an_island_and_a_lake(outlines):
    parts = shapely.get_parts(outlines["PV90"])
    mainland = max(parts, key=lambda part: part.area)

    assert len(parts) == 2
    assert len(mainland.interiors) == 1


def test_the_map_lies_in_the_sea_and_is_light(outlines, example):
    west, south, east, north = outlines["PV90"].bounds

    assert 3.0 < west < east < 4.4  # the Dutch coast is at 4.5 here
    assert 52.6 < south < north < 53.4
    assert len(example.boundaries["verzonnen-grenzen.geojson"]) < 600_000


def test_every_indicator_has_figures_in_the_range_that_is_possible(figures, catalogue):
    seen: dict[str, list[float]] = {}
    for (indicator, _, _), (value, _) in figures.items():
        if value is not None:
            seen.setdefault(indicator, []).append(value)

    assert set(seen) == {entry.code for entry in catalogue.indicators}
    for entry in catalogue.indicators:
        assert entry.minimum is None or min(seen[entry.code]) >= entry.minimum, entry.code
        assert entry.maximum is None or max(seen[entry.code]) <= entry.maximum, entry.code


def test_every_kind_of_status_occurs_with_a_value_exactly_where_it_should(figures):
    seen = Counter(status for _, status in figures.values())
    reasons = {"onderdrukt", "ontbreekt", "niet van toepassing", "geen noemer"}

    assert set(seen) == set(WORDS.values())
    assert all((value is None) == (status in reasons) for value, status in figures.values())


def test_the_words_are_those_of_the_statuses():
    assert {Status(code).label: code for code in WORDS} == {word: code for code, word in WORDS.items()}


def test_counts_of_parts_add_up_but_for_rounding_and_people_without_an_address(figures, places):
    for municipality in places.municipalities:
        buurten = [buurt.code for district in municipality.districts for buurt in district.neighbourhoods]
        whole = figures["inwoners", municipality.code, 2020][0]
        parts = values(figures, "inwoners", buurten, 2020).sum()
        # Each is rounded at random to a multiple of five (deviation 2), and some people have no known neighbourhood.
        assert abs(whole - parts) <= 0.0004 * whole + 0.5 + 4 * 2 * len(buurten) ** 0.5, municipality.name


def test_counts_are_rounded_to_five_below_the_municipality(figures, places):
    small = {*codes(places, "wijk"), *codes(places, "buurt")}
    counts = [value for (code, region, _), (value, _) in figures.items() if code == "inwoners" and region in small]
    towns = [figures["inwoners", code, 2020][0] for code in codes(places, "gemeente")]

    assert all(value % 5 == 0 for value in counts)
    assert any(value % 5 for value in towns)


@pytest.mark.parametrize(
    ("indicator", "tolerance"),
    [
        ("koopwoningen", 1.5),
        ("afstand-huisarts", 0.1),
        ("arbeidsparticipatie", 0.3),
        ("misdrijven", 0.6),
        ("kinderen", 0.2),
    ],
)
def test_a_municipality_is_the_weighted_mean_of_its_districts(figures, places, catalogue, indicator, tolerance):
    weight = next(entry.weight for entry in catalogue.indicators if entry.code == indicator)
    for municipality in places.municipalities:
        districts = [district.code for district in municipality.districts]
        rates, weights = values(figures, indicator, districts, 2020), values(figures, weight, districts, 2020)
        known = np.isfinite(rates)
        mean = (rates[known] * weights[known]).sum() / weights[known].sum()
        assert mean == pytest.approx(figures[indicator, municipality.code, 2020][0], abs=tolerance), municipality.name


def test_a_median_lies_between_those_of_its_parts(figures, places):
    for municipality in places.municipalities:
        districts = [district.code for district in municipality.districts]
        parts = values(figures, "mediaan-vermogen", districts, 2022)
        if np.isfinite(parts).all():
            assert parts.min() <= figures["mediaan-vermogen", municipality.code, 2022][0] <= parts.max()


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        ("inkomen-per-inwoner", "sociaal-minimum", -0.95, -0.5),
        ("inkomen-per-inwoner", "woz-waarde", 0.5, 0.97),
        ("inkomen-per-inwoner", "ervaren-gezondheid", 0.4, 0.95),
        ("koopwoningen", "corporatiewoningen", -0.99, -0.6),
        ("bijstand", "moeite-met-rondkomen", 0.5, 0.97),
        ("grijze-druk", "arbeidsparticipatie", -0.95, -0.3),
        ("eenzaamheid", "vrijwilligerswerk", -0.95, -0.3),
    ],
)
def test_figures_hang_together_as_in_life(figures, places, one, other, low, high):
    assert low < correlation(figures, places, one, other, 2020) < high


def test_near_neighbourhoods_are_more_alike_than_distant_ones(figures, outlines, places):
    income = {code: figures["inkomen-per-inwoner", code, 2020][0] for code in codes(places, "buurt")}
    known = [code for code, value in income.items() if value is not None]
    levels = np.array([income[code] for code in known])
    centres = np.array([outlines[code].centroid.coords[0] for code in known])
    apart = np.hypot(*(centres[:, None] - centres[None]).transpose(2, 0, 1))
    differences = np.abs(levels[:, None] - levels[None])

    near, far = (apart > 0) & (apart < 0.03), apart > 0.4
    assert differences[near].mean() < 0.8 * differences[far].mean()


def test_the_closed_factory_shows_in_one_town_only(figures, places):
    rise = {
        code: figures["ww-uitkeringen", code, 2022][0] / figures["ww-uitkeringen", code, 2019][0]
        for code in codes(places, "gemeente")
    }

    assert max(rise, key=lambda code: rise[code]) == "GM9011"
    assert rise["GM9011"] > 1.3
    assert np.median(list(rise.values())) < 1


def test_small_neighbourhoods_keep_their_secrets(figures, places):
    few = [code for code in codes(places, "buurt") if figures["inwoners", code, 2020][0] < 80]
    some_care = [
        status
        for (code, region, _), (value, status) in figures.items()
        if code == "wmo-clienten" and region in codes(places, "buurt") and value is None
    ]

    assert len(few) >= 5
    reasons = {figures["inkomen-per-inwoner", code, 2020][1] for code in few}
    assert reasons <= {"onderdrukt", "niet van toepassing", "ontbreekt"}
    assert some_care.count("onderdrukt") > 100


def test_where_nobody_lives_there_is_no_denominator(figures):
    assert figures["inwoners", "BU90110501", 2020] == (0, "definitief")
    assert figures["kinderen", "BU90110501", 2020] == (None, "geen noemer")
    assert figures["woz-waarde", "BU90110501", 2020] == (None, "niet van toepassing")


def test_surveys_are_not_yearly_and_not_everywhere(figures, places):
    asked = {year for code, _, year in figures if code == "sociale-cohesie"}
    regions = {region[:2] for code, region, _ in figures if code == "sociale-cohesie"}
    towns = {code: figures["sociale-cohesie", code, 2021][1] for code in codes(places, "gemeente")}

    assert asked == {2017, 2019, 2021, 2023, 2025}
    assert regions == {"NL", "PV", "CR", "GM"}
    assert towns["GM9012"] == "ontbreekt"
    assert towns["GM9001"] == "definitief"


def test_a_municipality_that_does_not_release_its_figures_has_none_anywhere(figures):
    care = {status for (code, region, _), (_, status) in figures.items() if code == "wmo-clienten" and "9005" in region}

    assert care <= {"ontbreekt", "geen noemer"}


def test_estimates_are_marked_below_the_municipality_and_the_last_year_is_provisional(figures):
    assert figures["eenzaamheid", "WK900100", 2020][1] == "geschat met een model"
    assert figures["eenzaamheid", "GM9001", 2020][1] == "definitief"
    assert figures["woz-waarde", "GM9001", 2024][1] == "definitief"
    assert figures["woz-waarde", "GM9001", 2025][1] == "voorlopig"


def test_what_the_platform_can_compute_itself_is_not_given_for_provinces(figures):
    given = {code for code, region, _ in figures if region[:2] in {"PV", "CR"}}

    assert given == {
        "bbp-per-inwoner", "prognose-2050", "werkloosheid", "woontevredenheid", "sociale-cohesie", "onveilig-voelen",
    }  # fmt: skip


def test_invented_regions_never_stand_among_real_ones(db, catalogue):
    factories.make_region("GM0308", "Baarn")
    store_catalogue(catalogue=catalogue, by="test")

    with pytest.raises(RealRegionsError):
        load_example(catalogue=catalogue, retrieved_at=NOW, by="test")
    with pytest.raises(CommandError, match="mogen daar niet tussen staan"):
        call_command("load_example")

    assert Region.objects.count() == 1
