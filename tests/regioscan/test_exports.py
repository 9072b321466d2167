"""Every table by address: complete, with source and licence, and safe to open in a spreadsheet."""

import csv
import io

import pytest
from openpyxl import load_workbook

from regioscan.models.observations import Status
from tests import factories
from tests.regioscan.scene import make_land, municipalities, publish, row

pytestmark = pytest.mark.django_db


@pytest.fixture
def regions():
    """Five municipalities with one figure of three years, and one figure that is suppressed."""
    found = make_land()
    values = {}
    for year in (2022, 2023, 2024):
        values |= row([*municipalities(), "NL00"], [9.25, 1.0, 2.0, 3.0, 4.0, 3.4], year)
    publish(factories.make_indicator(), values, found)
    secret = factories.make_indicator("geheim", "=HYPERLINK(1)")
    publish(secret, row(municipalities(2), [Status.SUPPRESSED, 5.0]), found)
    return found


def rows_of(client, url):
    """The rows of a CSV file by the names of its columns."""
    response = client.get(url)
    assert response.status_code == 200
    text = response.content.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text), delimiter=";"))
    start = next(number for number, line in enumerate(lines) if len(line) > 3)
    return [dict(zip(lines[start], line, strict=True)) for line in lines[start + 1 :] if len(line) == len(lines[start])]


def test_the_figures_of_a_region_carry_comparison_source_and_licence(client, regions):
    known = next(line for line in rows_of(client, "/regioscan/GM0001/cijfers.csv") if "participatie" in line.values())
    assert {
        "Waarde": "9,25",
        "Jaar": "2024",
        "Nederland": "3,4",
        "Vergeleken met": "5 gemeenten",
        "Lager in": "4",
        "Aandeel gemeenten met een lager cijfer (0 tot 1, gelijk telt half)": "1",
        "Soort waarde": "definitief",
        "Licentie": "CC BY 4.0",
    }.items() <= known.items()


def test_a_suppressed_figure_is_a_word_with_a_reason_and_never_zero(client, regions):
    line = next(line for line in rows_of(client, "/regioscan/GM0001/cijfers.csv") if "geheim" in line.values())
    assert (line["Waarde"], line["Soort waarde"]) == ("onderdrukt", "onderdrukt")
    assert line["Waarom geen waarde"].startswith("Het cijfer is onderdrukt")


def test_a_name_that_looks_like_a_formula_is_not_one_in_a_spreadsheet(client, regions):
    line = next(line for line in rows_of(client, "/regioscan/GM0001/cijfers.csv") if "geheim" in line.values())
    assert line["Cijfer"] == "'=HYPERLINK(1)"
    book = load_workbook(io.BytesIO(client.get("/regioscan/GM0001/cijfers.xlsx").content))
    kinds = {cell.data_type for line in book.active.iter_rows() for cell in line}
    assert "f" not in kinds


def test_the_trend_has_every_year_of_the_region_and_of_those_around_it(client, regions):
    lines = rows_of(client, "/regioscan/GM0001/arbeid/verloop.csv?cijfer=participatie")
    assert [(line["Regio"], line["Jaar"], line["Waarde"]) for line in lines] == [
        ("gemeente Waalmeer", "2022", "9,25"),
        ("gemeente Waalmeer", "2023", "9,25"),
        ("gemeente Waalmeer", "2024", "9,25"),
        ("Nederland", "2022", "3,4"),
        ("Nederland", "2023", "3,4"),
        ("Nederland", "2024", "3,4"),
    ]


def test_the_ranking_has_all_regions_and_not_one_page(client, regions):
    indicator = factories.Indicator.objects.get(code="participatie")
    for number in range(60):
        factories.observe(indicator, factories.make_region(f"GM1{number:03d}", f"Dorp {number}"), 2024, 1.0)
    assert len(rows_of(client, "/regioscan/indicatoren/participatie/ranglijst.csv")) == 65


def test_the_parts_are_exported_for_the_chosen_figure(client, regions):
    indicator = factories.make_indicator("huisarts", "Huisarts")
    publish(indicator, row(["GM0001", "WK000101", "WK000102"], [4.0, 3.0, Status.MISSING]), regions)
    lines = rows_of(client, "/regioscan/GM0001/delen.csv?cijfer=huisarts")
    assert [(line["Code"], line["Waarde"]) for line in lines] == [("WK000101", "3"), ("WK000102", "ontbreekt")]


@pytest.mark.parametrize(
    "path",
    [
        "regios",
        "bronnen/bronnen",
        "indicatoren/cijfers",
        "indicatoren/participatie/ranglijst",
        "GM0001/cijfers",
        "GM0001/themas",
        "GM0001/delen",
        "GM0001/arbeid/verloop",
    ],
)
def test_every_table_comes_as_csv_and_as_workbook_with_a_name(client, regions, path):
    as_csv, as_book = client.get(f"/regioscan/{path}.csv"), client.get(f"/regioscan/{path}.xlsx")
    assert as_csv["Content-Type"] == "text/csv; charset=utf-8"
    assert as_csv["Content-Disposition"].endswith('.csv"')
    assert load_workbook(io.BytesIO(as_book.content)).active.max_row > 1


def test_the_same_download_is_not_sent_twice(client, regions):
    first = client.get("/regioscan/GM0001/cijfers.csv")
    again = client.get("/regioscan/GM0001/cijfers.csv", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert first["Cache-Control"] == "private, max-age=300"


def test_a_new_figure_makes_the_download_new(client, regions):
    first = client.get("/regioscan/GM0001/cijfers.csv")
    publish(factories.make_indicator("nieuw"), row(municipalities(2), [3.0, 5.0]), regions)
    again = client.get("/regioscan/GM0001/cijfers.csv", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == 200


def test_a_trend_to_explore_has_our_line_and_those_around(client, regions):
    figure = client.get("/regioscan/GM0001/arbeid/participatie/verken.json").json()
    assert {trace["name"] for trace in figure["data"]} == {"gemeente Waalmeer", "Nederland"}


@pytest.fixture
def invented(regions):
    """A figure that usually comes from CBS, of which the values are invented; the second year has no value."""
    source = factories.make_source("voorbeeld-cijfers", name="Verzonnen cijfers", licence="verzonnen")
    snapshot = factories.make_snapshot(source, licence="verzonnen")
    values = row(["GM0001", "WK000101", "GM0002"], [4.0, 3.0, 2.0])
    values |= {("GM0001", 2022): 5.0, ("GM0001", 2023): Status.SUPPRESSED, ("GM0001", 2020): 6.0}
    publish(factories.make_indicator("verzonnen"), values, regions, snapshot=snapshot)
    return snapshot


@pytest.mark.parametrize(
    "path",
    ["GM0001/cijfers.csv", "GM0001/arbeid/verloop.csv", "GM0001/delen.csv", "indicatoren/verzonnen/ranglijst.csv"],
)
def test_every_value_names_the_delivery_it_was_read_in_and_not_its_usual_source(client, invented, path):
    lines = rows_of(client, f"/regioscan/{path}?cijfer=verzonnen")
    found = [line for line in lines if line.get("Code van het cijfer", "verzonnen") == "verzonnen"]
    loaded = [line for line in found if line["Bron"] != "niet geladen"]
    origins = {(line["Bron"], line["Nummer van de levering"], line["Licentie"]) for line in loaded}
    assert origins == {("Verzonnen cijfers", str(invented.pk), "verzonnen")}


def test_the_trend_says_of_every_year_why_it_has_no_value(client, invented):
    lines = rows_of(client, "/regioscan/GM0001/arbeid/verloop.csv?cijfer=verzonnen")
    assert [
        (line["Jaar"], line["Waarde"], line["Soort waarde"], line["Waarom geen waarde"][:27]) for line in lines
    ] == [
        ("2020", "6", "definitief", ""),
        ("2021", "niet geladen", "niet geladen", "Over dit jaar is geen cijfer"[:27]),
        ("2022", "5", "definitief", ""),
        ("2023", "onderdrukt", "onderdrukt", "Het cijfer is onderdrukt: h"),
        ("2024", "4", "definitief", ""),
    ]


@pytest.mark.parametrize(
    ("code", "national", "provincial"),
    [
        ("GM0001", "3,4", "geen cijfer over dit jaar"),
        ("PV01", "3,4", "niet van toepassing"),
        ("NL00", "niet van toepassing", "niet van toepassing"),
    ],
)
def test_without_a_benchmark_it_says_why(client, regions, code, national, provincial):
    publish(factories.Indicator.objects.get(code="participatie"), row(["PV01"], [2.0], 2024), regions)
    if code == "GM0001":
        factories.Observation.objects.filter(region=regions["PV01"]).delete()
    line = next(one for one in rows_of(client, f"/regioscan/{code}/cijfers.csv") if "participatie" in one.values())
    assert (line["Nederland"], line["Provincie"]) == (national, provincial)
