"""A receipt gives the same sentence again, also after a journey through JSON; and every page and file shows it."""

import csv
import io
import json
from pathlib import Path

import pytest

from regioscan import frames
from regioscan.analysis.receipts import Receipt, receipt_from, receipt_values, sentence_of, sentences_of
from regioscan.analysis.rules import RULES
from regioscan.analysis.significance import Test
from regioscan.figures import Figure, region_scan
from regioscan.figures.certainty import Certainty
from regioscan.figures.receipts import all_sentences, opening_of
from regioscan.models import Indicator, Snapshot
from regioscan.reports import scan_as_dict
from tests.province import make_province

GOLDEN = json.loads((Path(__file__).parent.parent / "golden" / "sentences.json").read_text("utf-8"))


@pytest.mark.parametrize("case", GOLDEN, ids=lambda case: case["case"])
def test_a_stored_receipt_gives_the_sentence_of_its_day(case):
    assert sentences_of([case["receipt"]]) == [case["sentence"]]
    assert receipt_values(receipt_from(case["receipt"])) == case["receipt"]


def test_the_golden_sentences_use_every_rule():
    assert {case["receipt"]["rule"] for case in GOLDEN} == set(RULES)


def test_a_rule_that_does_not_exist_is_an_error():
    with pytest.raises(KeyError):
        sentence_of(Receipt("verzonnen", "Waalmeer", "gemeenten"))


@pytest.fixture
def region(db):
    return make_province(n_municipalities=6)


def test_every_sentence_of_a_scan_can_be_made_again_from_its_receipt(region):
    for code in ("NL00", "PV90", "GM9001", "GM9003", "WK900100", "BU90010000", "BU90010001"):
        for chapter in all_sentences(region_scan(frames.get_region(code))):
            for finding in chapter.findings:
                stored = json.loads(json.dumps(receipt_values(finding.receipt), allow_nan=False))
                assert sentences_of([stored]) == [finding.text]


def test_every_value_names_its_delivery(region):
    snapshot = Snapshot.objects.get()
    cells = [
        cell
        for chapter in all_sentences(region_scan(region))
        for finding in chapter.findings
        for cell in finding.receipt.cells
    ]
    assert {(cell.snapshot, cell.source) for cell in cells if cell.region} == {(snapshot.pk, snapshot.source.name)}
    assert {(cell.snapshot, cell.source) for cell in cells if not cell.region} <= {(None, "door ons berekend")}


def test_the_number_of_queries_does_not_depend_on_the_number_of_figures(region, django_assert_num_queries):
    scan = region_scan(region)
    with django_assert_num_queries(1):
        opening_of(scan)
    with django_assert_num_queries(1):
        all_sentences(scan)


def test_the_record_holds_the_receipts_in_the_order_of_the_findings(region):
    record = json.loads(json.dumps(scan_as_dict(region_scan(region)), allow_nan=False))
    assert len(record["findings"]) > 1
    assert sentences_of(record["receipts"]) == record["findings"]
    assert record["receipts"][0]["proofs"][0]["cells"][0]["snapshot"] == Snapshot.objects.get().pk


def test_the_page_of_the_region_opens_each_sentence(client, region):
    html = client.get(region.get_absolute_url()).content.decode()
    sentences = [finding.text for finding in opening_of(region_scan(region))]
    assert html.count("Waarop berust dit?") == len(sentences) > 1
    assert "Toets</dt>" in html
    assert "/regioscan/GM9001/bevindingen/" in html


def test_the_page_with_all_sentences_keeps_year_and_comparison(client, region):
    html = client.get("/regioscan/GM9001/bevindingen/?met=provincie&jaar=2023").content.decode()
    for chapter in all_sentences(region_scan(region, 2023, "provincie")):
        for finding in chapter.findings:
            assert finding.text.split(" bij ")[0] in html
    assert "bevindingen.csv?met=provincie&amp;jaar=2023" in html
    assert client.get("/regioscan/gm9001/bevindingen/").status_code == 301
    assert client.get("/regioscan/GM0404/bevindingen/").status_code == 404


def test_the_file_has_a_row_for_each_value(client, region):
    content = client.get("/regioscan/GM9001/bevindingen.csv").content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content), delimiter=";"))
    chapters = all_sentences(region_scan(region))
    wanted = sum(max(1, len(finding.receipt.cells)) for chapter in chapters for finding in chapter.findings)
    assert len(rows) == wanted
    assert {row["Zin"] for row in rows} == {finding.text for one in chapters for finding in one.findings}


@pytest.mark.parametrize(("is_clear", "judged"), [(True, 1), (False, 0)])
def test_a_difference_that_is_not_clear_is_not_called_favourable(is_clear, judged):
    certainty = Certainty(test=Test("z-toets", 1.0, 0.3, 0.01, is_clear))
    assert Figure(Indicator(direction=1), None, None, certainty=certainty).judged_direction == judged
    assert Figure(Indicator(direction=1), None, None).judged_direction == 1
