"""Indicatoren, regio’s, vergelijkbare regio’s and methoden."""

import io
from datetime import date

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from regioscan.models import Composition, Indicator, PeerSet, Region, Succession
from tests import factories
from tests.asking import Asker, make_province_to_ask_about


def test_all_indicators_that_readers_see_are_listed_in_their_order(asker, province):
    factories.make_indicator("gewicht", "Alleen gewicht", theme=None, lens="")

    found = asker.read("/indicatoren")["indicatoren"]

    assert [one["code"] for one in found] == [one.code for one in Indicator.objects.shown().order_by("theme__position")]
    assert "gewicht" not in {one["code"] for one in found}


def test_an_indicator_says_what_it_is_and_where_its_figures_are(asker, province):
    Indicator.objects.filter(code="cijfer-0").update(breaks=[{"year": 2022, "reason": "Andere vraag."}])

    found = asker.read("/indicatoren/cijfer-0")

    assert (found["naam"], found["eenheid"], found["richting"]) == ("Mensen met betaald werk", "%", 1)
    assert found["breuken"] == [{"jaar": 2022, "reden": "Andere vraag."}]
    assert found["_links"]["waarnemingen"]["href"].endswith("/api/v1/waarnemingen?indicator=cijfer-0")


@pytest.mark.parametrize("path", ["/indicatoren/gewicht", "/indicatoren/bestaat-niet"])
def test_an_indicator_that_only_weighs_is_as_unknown_as_one_that_is_not_there(asker, province, path):
    factories.make_indicator("gewicht", "Alleen gewicht", theme=None, lens="")

    assert asker.get(path).status_code == 404


@pytest.mark.parametrize("name", ["indicatoren", "regios"])
def test_a_list_comes_as_csv_and_xlsx_with_the_same_rows(asker, province, name):
    text = asker.text(f"/{name}.csv").splitlines()
    sheet = load_workbook(io.BytesIO(asker.get(f"/{name}.xlsx").content)).worksheets[0]
    n_rows = len([row for row in sheet.iter_rows(min_row=2, values_only=True) if row[1] is not None])

    assert len(text) - 1 == n_rows == {"indicatoren": 3, "regios": 14}[name]


def test_accept_chooses_the_form_and_json_is_what_one_gets_without_a_wish(asker, province):
    def kind(accept: str) -> str:
        return asker.get("/regios", accept=accept)["Content-Type"].split(";")[0]

    assert kind("*/*") == "application/json"
    assert kind("text/csv") == "text/csv"
    assert kind("text/html, text/csv;q=0.5, application/json;q=0.9") == "application/json"
    assert asker.get("/regios", accept="image/png").status_code == 406


def test_regions_are_found_by_name_code_and_kind(asker, province):
    def codes(query: str) -> list[str]:
        return [one["code"] for one in asker.read(f"/regios?{query}")["regios"]]

    assert codes("q=waalmeer&soort=gemeente") == ["GM9001"]
    assert codes("q=WK9001") == ["WK900100"]
    assert codes("soort=provincie") == ["PV90"]
    assert codes("q=%25") == []


def test_pages_of_regions_follow_each_other_without_loss_or_repetition(asker, province):
    found, path = [], "/regios?aantal=4"
    while path:
        body = asker.read(path)
        found += [one["code"] for one in body["regios"]]
        path = body["_links"].get("next", {}).get("href", "").partition("/api/v1")[2]

    assert len(found) == len(set(found)) == body["totaal"] == Region.objects.count()


def test_the_link_header_says_the_same_as_the_body(asker, province):
    answer = asker.get("/regios?aantal=4&pagina=2")
    links = answer.json()["_links"]

    assert answer["Link"] == f'<{links["prev"]["href"]}>; rel="prev", <{links["next"]["href"]}>; rel="next"'


def test_a_page_after_the_last_is_empty_and_has_no_next(asker, province):
    body = asker.read("/regios?pagina=99")

    assert (body["regios"], body["aantal"], body["totaal"]) == ([], 0, 14)
    assert set(body["_links"]) == {"self"}


def test_a_region_tells_what_became_of_it(asker, province):
    old = factories.make_region("GM8000", "Oudmeer", valid_to=date(2021, 1, 1))
    snapshot = factories.make_snapshot()
    Succession.objects.create(old=old, new=province, on=date(2021, 1, 1), share=0.5, snapshot=snapshot)

    found = asker.read("/regios/gm8000")

    assert (found["code"], found["geldigTot"]) == ("GM8000", "2021-01-01")
    assert found["opvolging"] == [{"van": "GM8000", "naar": "GM9001", "metIngangVan": "2021-01-01", "aandeel": 0.5}]


def test_a_custom_region_tells_its_parts_but_not_who_made_it(asker, province):
    custom = factories.make_region("RK0001", "Rivierenland", "maatwerk")
    made = Composition.objects.create(region=custom, version=2, reason="Samenwerking", made_by="iemand@example.org")
    made.members.set(Region.objects.filter(code__in=["GM9002", "GM9001"]))

    answer = asker.get("/regios/RK0001")

    assert answer.json()["samenstelling"] == {"versie": 2, "reden": "Samenwerking", "delen": ["GM9001", "GM9002"]}
    assert b"iemand" not in answer.content


def test_peers_come_with_distance_and_differences(asker, province):
    found = asker.read("/regios/GM9001/vergelijkbaar")

    assert [(one["code"], one["afstand"]) for one in found["vergelijkbaar"]] == [("GM9002", 0.5), ("GM9003", 1.0)]
    assert found["vergelijkbaar"][0]["verschillen"] == [{"code": "inwoners", "naam": "Inwoners", "z": -0.5}]
    assert found["isGoedeVergelijking"] is None, "fewer than five cannot be judged"


def test_only_the_nearest_peers_are_told(asker, province):
    PeerSet.objects.update(n_nearest=1)

    assert len(asker.read("/regios/GM9001/vergelijkbaar")["vergelijkbaar"]) == 1


def test_a_kind_without_peers_says_so(asker, province):
    found = asker.read("/regios/PV90/vergelijkbaar")

    assert (found["indeling"], found["vergelijkbaar"]) == (None, [])


def test_methods_come_with_all_they_lay_down_and_without_who_froze_them(asker, province):
    assert [one["versie"] for one in asker.read("/methoden")["methoden"]] == ["vitaliteit-1"]
    assert asker.read("/methoden/vitaliteit-1")["inhoud"] == {"themes": ["arbeid"]}
    assert b"beheer@example.org" not in asker.get("/methoden/vitaliteit-1").content
    assert asker.get("/methoden/vitaliteit-2").status_code == 404


@pytest.mark.parametrize(
    "path", ["/indicatoren", "/regios", "/regios?q=w", "/regios/GM9001/vergelijkbaar", "/catalogus"]
)
def test_more_to_tell_takes_no_more_queries(path, db):
    counts = []
    for n_made in (1, 3):
        with transaction.atomic():
            make_province_to_ask_about(n_municipalities=n_made, n_indicators=n_made)
            with CaptureQueriesContext(connection) as queries:
                Asker().read(path)
            counts.append(len(queries))
            transaction.set_rollback(True)
    assert counts[0] == counts[1]
