"""Waarnemingen in every form: the same values everywhere, and a reason wherever there is none."""

import csv
import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from regioscan.api import readings
from regioscan.models import Observation, Snapshot, Source
from regioscan.models.observations import Status
from tests import factories

ONE = "indicator=cijfer-0&regio=GM9001&periode=2024"


def test_a_value_comes_with_all_that_belongs_to_it(asker, province):
    (found,) = asker.read(f"/waarnemingen?{ONE}")["waarnemingen"]
    snapshot = Snapshot.objects.get()
    value = Observation.objects.get(region=province, indicator__code="cijfer-0", period=2024).value

    assert found == {
        "indicator": "cijfer-0",
        "regio": "GM9001",
        "regioGeldigVanaf": "2000-01-01",
        "periode": 2024,
        "waarde": value,
        "eenheid": "%",
        "status": "definitief",
        "reden": None,
        "ondergrens": 41.5,
        "bovengrens": 43.25,
        "bekendDeel": None,
        "levering": snapshot.pk,
        "bron": snapshot.source.name,
        "licentie": "CC BY 4.0",
    }


def test_a_value_that_we_calculated_says_how_much_was_known(asker, province):
    (found,) = asker.read("/waarnemingen?indicator=cijfer-0&regio=PV90&periode=2024")["waarnemingen"]

    assert (found["status"], found["bekendDeel"]) == ("berekend", 0.9)


@pytest.mark.parametrize(
    ("region", "year", "status"), [("BU90010001", 2024, "onderdrukt"), ("BU90010000", 2020, "ontbreekt")]
)
def test_no_value_is_null_with_a_reason_and_never_zero(asker, province, region, year, status):
    (found,) = asker.read(f"/waarnemingen?indicator=cijfer-0&regio={region}&periode={year}")["waarnemingen"]

    assert (found["waarde"], found["status"]) == (None, status)
    assert len(found["reden"]) > 10


@pytest.mark.parametrize(
    ("query", "n_found"),
    [
        ("indicator=cijfer-0&regio=GM9001", 5),
        ("indicator=cijfer-0,cijfer-1&regio=GM9001,GM9002&periode=2023,2024", 8),
        ("indicator=cijfer-0&indicator=cijfer-1&regio=gm9001&periode=2024", 2),
        ("indicator=cijfer-0&soort=gemeente&periode=2024", 3),
        ("regio=GM9001&periode=2024", 3),
        ("indicator=cijfer-0&periode=1950", 0),
        ("regio=GM9001,PV90&soort=provincie&periode=2024", 3),
    ],
)
def test_lists_with_commas_and_repetition_choose_the_same_way(asker, province, query, n_found):
    assert asker.read(f"/waarnemingen?{query}")["totaal"] == n_found


def test_everything_that_is_wrong_is_said_at_once(asker, province):
    query = "indicator=A!&regio=x&periode=twee&soort=land2&pagina=0&aantal=10001&onbekend=1"

    assert asker.wrong(f"/waarnemingen?{query}") == {
        "indicator": "string_pattern_mismatch",
        "regio": "string_pattern_mismatch",
        "periode": "whole_number",
        "soort": "literal_error",
        "pagina": "greater_than_equal",
        "aantal": "less_than_equal",
        "onbekend": "extra_forbidden",
    }


def test_all_codes_that_do_not_exist_are_named(asker, province):
    answer = asker.get("/waarnemingen?indicator=cijfer-0,nee,ook-niet&regio=GM0000,GM9001")

    assert answer.status_code == 400
    told = " ".join(one["detail"] for one in answer.json()["errors"])
    assert [code in told for code in ("nee", "ook-niet", "GM0000", "GM9001", "cijfer-0")] == [True] * 3 + [False] * 2


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("", "indicator"),
        ("soort=gemeente", "regio"),
        ("indicator=", "indicator"),
        ("indicator=cijfer-0&pagina=-1", "pagina"),
        ("indicator=cijfer-0&pagina=٣", "pagina"),
        ("indicator=cijfer-0&pagina=1e9", "pagina"),
        ("indicator=cijfer-0&periode=99999999999999999999", "periode"),
        ("indicator=" + "a" * 61, "indicator"),
        ("indicator=" + ",".join(f"c{number}" for number in range(61)), "indicator"),
        ("regio=" + ",".join(f"GM{number:04}" for number in range(501)), "regio"),
        ("periode=" + ",".join(map(str, range(1900, 2001))), "periode"),
        ("indicator=cijfer-0%27--", "indicator"),
    ],
)
def test_hostile_and_mistaken_questions_get_400_about_the_right_parameter(asker, province, query, name):
    assert name in asker.wrong(f"/waarnemingen?{query}")


def test_a_nul_byte_is_a_bad_request_too(asker, province):
    answer = asker.get("/waarnemingen?indicator=cijfer-0%00")

    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


def test_too_large_a_question_is_refused_before_anything_is_read(asker, province, monkeypatch):
    monkeypatch.setattr("regioscan.api.selection.MAX_CELLS", 10)

    with CaptureQueriesContext(connection) as queries:
        wrong = asker.wrong("/waarnemingen?indicator=cijfer-0")

    assert wrong == {"indicator": "too_large"}
    assert not [one for one in queries if "regioscan_observation" in one["sql"]]


def test_pages_of_observations_follow_each_other_in_the_same_order_every_time(asker, province):
    def walk() -> list[tuple[object, ...]]:
        found, path = [], "/waarnemingen?indicator=cijfer-0,cijfer-1&aantal=13"
        while path:
            body = asker.read(path)
            found += [(one["indicator"], one["regio"], one["periode"]) for one in body["waarnemingen"]]
            path = body["_links"].get("next", {}).get("href", "").partition("/api/v1")[2]
        return found

    once = walk()
    assert len(set(once)) == len(once) == 2 * 14 * 5
    assert walk() == once


def test_a_file_has_all_pages_and_the_same_values(asker, province, monkeypatch):
    monkeypatch.setattr("regioscan.api.readings.PAGE", 7)
    query = "indicator=cijfer-0,cijfer-1&soort=buurt"
    rows = asker.read(f"/waarnemingen?{query}")["waarnemingen"]

    plain = list(csv.DictReader(io.StringIO(asker.text(f"/waarnemingen.csvw?{query}"))))
    dutch = list(csv.reader(io.StringIO(asker.text(f"/waarnemingen.csv?{query}")), delimiter=";"))
    sheet = load_workbook(io.BytesIO(asker.get(f"/waarnemingen.xlsx?{query}").content)).worksheets[0]

    values = [one["waarde"] for one in rows]
    assert len(rows) == 60
    assert None in values
    assert [float(one["waarde"]) if one["waarde"] else None for one in plain] == values
    assert [float(one[6].replace(",", ".")) if one[6] else None for one in dutch[1:]] == values
    assert [row[6] for row in sheet.iter_rows(min_row=2, values_only=True)][: len(rows)] == values
    assert [one["reden"] or None for one in plain] == [one["reden"] for one in rows]


def test_no_cell_of_a_file_is_taken_for_a_formula(asker, province):
    Source.objects.update(name="=HYPERLINK(1)")

    assert "'=HYPERLINK(1)" in asker.text(f"/waarnemingen.csv?{ONE}")
    assert "'=HYPERLINK(1)" in asker.text(f"/waarnemingen.csvw?{ONE}")


@pytest.mark.parametrize(("form", "limits"), [("csv", "MAX_FILE_ROWS"), ("xlsx", "MAX_FILE_ROWS"), ("jsonstat", "")])
def test_a_file_that_would_be_too_long_is_refused_with_the_limit(asker, province, monkeypatch, form, limits):
    monkeypatch.setattr("regioscan.api.observations.MAX_FILE_ROWS", {"csv": 3, "xlsx": 3})
    monkeypatch.setattr("regioscan.api.observations.MAX_CUBE_CELLS", 3)

    assert asker.wrong(f"/waarnemingen.{form}?indicator=cijfer-0") == {"indicator": "too_large"}


def test_a_page_as_a_sheet_has_the_limit_of_a_sheet(asker, province):
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    assert asker.get("/waarnemingen?indicator=cijfer-0&aantal=2000", accept=sheet).status_code == 200
    refusal = asker.get("/waarnemingen?indicator=cijfer-0&aantal=2001", accept=sheet)
    assert refusal.status_code == 400
    assert "2.000" in refusal.json()["detail"]


def test_a_page_too_far_on_is_refused_and_leads_to_the_file(asker, province):
    assert asker.get("/waarnemingen?indicator=cijfer-0&aantal=1000&pagina=101").status_code == 200
    refusal = asker.get("/waarnemingen?indicator=cijfer-0&aantal=1000&pagina=102")
    assert refusal.json()["errors"][0]["location"]["name"] == "pagina"
    assert "/api/v1/waarnemingen.csv" in refusal.json()["detail"]


def test_every_kind_of_value_has_a_word(asker, province):
    assert set(readings.STATUS_CODES) == set(Status)
    Observation.objects.filter(indicator__code="cijfer-0", region=province, period=2024).update(status=Status.ESTIMATED)
    (found,) = asker.read(f"/waarnemingen?{ONE}")["waarnemingen"]
    assert found["status"] == "geschat-met-adressen"
    assert asker.read(f"/waarnemingen.jsonstat?{ONE}")["status"] == {"0": "geschat-met-adressen"}


def test_a_file_is_of_one_moment_whatever_is_published_meanwhile(asker, province, monkeypatch):
    monkeypatch.setattr("regioscan.api.readings.PAGE", 3)
    known = readings.deliveries

    def and_then_others_are_published():
        found = known()
        ours = Observation.objects.filter(indicator__code="cijfer-0", value__isnull=False)
        ours.update(value=-1, snapshot=factories.make_snapshot())
        return found

    monkeypatch.setattr("regioscan.api.readings.deliveries", and_then_others_are_published)
    text = asker.text("/waarnemingen.csvw?indicator=cijfer-0&soort=gemeente")
    rows = list(csv.DictReader(io.StringIO(text)))

    assert Observation.objects.filter(value=-1).exists()
    assert len(rows) == 15
    assert all(float(one["waarde"] or 0) >= 0 for one in rows)


def test_the_metadata_describes_the_columns_of_the_file_it_names(asker, province):
    answer = asker.get(f"/waarnemingen.csvw?{ONE}")
    where = answer["Link"].partition("<")[2].partition(">")[0].partition("/api/v1")[2]
    found = asker.read(where)
    header = next(csv.reader(io.StringIO(answer.getvalue().decode())))

    assert found["url"] == f"waarnemingen.csvw?{ONE}"
    assert [column["name"] for column in found["tableSchema"]["columns"]] == header
    assert set(found["tableSchema"]["primaryKey"]) <= set(header)
    assert found["dc:license"] == ["https://creativecommons.org/licenses/by/4.0/"]
    assert found["dialect"]["delimiter"] == ","


def test_invented_figures_say_so_in_every_form(asker, province, settings):
    settings.EXAMPLE_FIGURES = True

    assert asker.read(f"/waarnemingen?{ONE}")["isVoorbeeld"] is True
    assert "verzonnen" in asker.read(f"/waarnemingen.jsonstat?{ONE}")["note"][0]
    assert "verzonnen" in json.dumps(asker.read(f"/waarnemingen.csv-metadata.json?{ONE}"))


def test_an_answer_is_marked_and_not_sent_or_read_again(asker, province):
    mark = asker.get(f"/waarnemingen?{ONE}")["ETag"]

    with CaptureQueriesContext(connection) as queries:
        answer = asker.get(f"/waarnemingen?{ONE}", if_none_match=mark)

    assert (answer.status_code, answer.content) == (304, b"")
    assert not [one for one in queries if "regioscan_observation" in one["sql"]]


@pytest.mark.parametrize("form", ["", ".csv", ".csvw", ".xlsx", ".jsonstat"])
def test_the_mark_changes_with_what_is_published_and_asked(asker, province, form):
    def mark(query: str) -> str:
        return asker.get(f"/waarnemingen{form}?{query}")["ETag"]

    first = mark(ONE)
    assert first == mark(ONE)
    assert not first.startswith("W/")
    assert first != mark(ONE.replace("2024", "2023"))
    factories.make_snapshot()
    assert first != mark(ONE)


@pytest.mark.parametrize("form", ["", ".csv", ".jsonstat", ".xlsx"])
def test_more_regions_and_indicators_take_no_more_queries(asker, province, form):
    counts = []
    for query in (ONE, "indicator=cijfer-0,cijfer-1,cijfer-2"):
        with CaptureQueriesContext(connection) as queries:
            answer = asker.get(f"/waarnemingen{form}?{query}")
            assert len(answer.getvalue() if answer.streaming else answer.content) > 100
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 9
