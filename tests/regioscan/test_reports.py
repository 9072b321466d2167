"""The report: chapters from the figures, the figures inside the file, and a file that keeps to the norms."""

import csv
import io
import json
import subprocess
import sys
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import openpyxl
import pikepdf
import pymupdf
import pytest
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone

from config.reports import CHAPTERS, OPTIONAL, chosen_chapters
from lib.check_codes import spaced_code
from lib.tables import Column, Table
from regioscan import frames
from regioscan.analysis.index.method import content_hash, method_content
from regioscan.figures import Scan, region_scan
from regioscan.models import Annotation, Boundary, Composition, MethodVersion, Observation, Snapshot
from regioscan.models.observations import Status
from regioscan.reports import Draft, Identity, Previous, RenderedReport, data_version, render_report, scan_as_dict
from regioscan.reports.attaching import attach
from regioscan.reports.chapters import build_chapters
from regioscan.reports.described import describe
from regioscan.reports.method import METHOD, method_text
from tests import factories
from tests.province import make_province
from tests.regioscan.index.invented import method

IDENTITY = Identity("0f3c2b1a-0000-4000-8000-000000000000", datetime(2026, 3, 1, 12, tzinfo=UTC), is_kept=True)
EARLIER = Identity("aaaa1111-0000-4000-8000-000000000000", datetime(2025, 3, 1, 12, tzinfo=UTC), is_kept=True)


def draft_of(code: str, **wishes: object) -> Draft:
    return Draft(region_scan(frames.get_region(code), **wishes), IDENTITY)


def printed(draft: Draft, chapters=CHAPTERS) -> str:
    """The HTML that goes to the press."""
    built = build_chapters(chapters, draft)
    context = {"scan": draft.scan, "region": draft.scan.region, "identity": IDENTITY, "built": built, "until": 2024}
    return render_to_string("regioscan/print/report.html", context)


def codes(draft: Draft) -> list[str]:
    return [built.chapter.code for built in build_chapters(CHAPTERS, draft)]


@pytest.fixture
def region(db):
    return make_province()


@dataclass(frozen=True)
class Printed:
    """A whole report, really printed, with the figures and the delivery it was made of."""

    files: RenderedReport
    scan: Scan
    snapshot: Snapshot


@pytest.fixture(scope="module")
def report(django_db_setup, django_db_blocker) -> Printed:
    """Printing takes seconds, so it is done once; what was in the database is undone at once."""
    with django_db_blocker.unblock(), transaction.atomic():
        make_province()
        scan = draft_of("GM9001").scan
        previous = Previous(EARLIER, {"scan": scan_as_dict(draft_of("GM9001", period=2023).scan)})
        files = render_report(
            scan, CHAPTERS, identity=IDENTITY, on_progress=lambda _progress, _step: None, previous=previous
        )
        found = Printed(files, scan, Snapshot.objects.get())
        transaction.set_rollback(True)
    return found


# ── Chapters ──


def test_every_chapter_has_its_own_code_and_each_optional_one_is_explained():
    assert len({chapter.code for chapter in CHAPTERS}) == len(CHAPTERS)
    assert all(chapter.explanation for chapter in OPTIONAL)


def test_what_is_chosen_comes_in_the_order_of_the_report():
    left_out = {chapter.code for chapter in OPTIONAL} - {"kaart", "themas"}
    chosen = [chapter.code for chapter in chosen_chapters(["kaart", "themas"])]
    assert chosen == [chapter.code for chapter in CHAPTERS if chapter.code not in left_out]


def test_a_provincie_has_all_chapters_that_need_no_earlier_report_and_no_files(region):
    # The province of the tests has too few neighbourhoods to speak of a fifth of them, and no method of an index.
    absent = {"veranderd", "controleren", "achter-het-gemiddelde", "vitaliteitsindex", "methode-index"}
    expected = [chapter.code for chapter in CHAPTERS if chapter.code not in absent]
    assert [code for code in codes(draft_of("PV90")) if code in expected] == expected
    assert absent & set(codes(draft_of("PV90"))) == set()


def test_the_last_page_tells_how_to_verify_and_the_code_is_that_of_the_attached_record(report):
    with pymupdf.open(stream=report.files.pdf.content) as document:
        last = document[-1].get_text()
        record = document.embfile_get("rapport.json")
    assert sha256(record).hexdigest().startswith(report.files.check)
    assert spaced_code(IDENTITY.number, report.files.check) in last
    assert "/verifieer/" in last
    assert json.loads(record) == report.files.record


def test_the_record_names_the_hash_of_every_other_attachment(report):
    with pikepdf.open(io.BytesIO(report.files.pdf.content)) as file:
        found = {
            name: sha256(one.get_file().read_bytes()).hexdigest()
            for name, one in file.attachments.items()
            if name != "rapport.json"
        }
    assert found == report.files.record["attachments"]


def test_a_report_that_nobody_keeps_does_not_say_that_it_can_be_verified(region):
    draft = Draft(region_scan(region), replace(IDENTITY, is_kept=False))
    attach(draft, CHAPTERS)
    assert "controleren" not in codes(draft)


def test_what_changed_since_the_earlier_report_is_a_chapter_that_names_it(report):
    with pymupdf.open(stream=report.files.pdf.content) as document:
        text = " ".join(" ".join(page.get_text().split()) for page in document)
    assert "rapport aaaa1111 van 1 maart 2025" in text
    assert "Er zijn 3 cijfers veranderd: nieuwer jaar bij 3." in text
    assert "Het nieuwste jaar is nu 2024; in het rapport was dat 2023." in text


def test_the_columns_of_the_attached_figures_are_described(report):
    with pikepdf.open(io.BytesIO(report.files.pdf.content)) as file:
        described = json.loads(file.attachments["cijfers.csv-metadata.json"].get_file().read_bytes())
        content = file.attachments["cijfers.csv"].get_file().read_bytes().decode("utf-8-sig")
    header = next(csv.reader(io.StringIO(content), delimiter=described["dialect"]["delimiter"]))
    columns = described["tableSchema"]["columns"]
    assert [one["titles"] for one in columns] == header
    assert {one["name"]: one["datatype"] for one in columns}["waarde"] == {
        "base": "number",
        "format": {"decimalChar": ","},
    }
    assert described["url"] == "cijfers.csv"


def test_a_word_in_a_column_of_numbers_is_declared_as_no_number():
    table = Table("T", [Column("waarde", "Waarde", "number")], [(1.5,), ("onderdrukt",), ("geen noemer",), (None,)])
    described = json.loads(describe(table, "t.csv"))
    assert described["tableSchema"]["columns"][0]["null"] == ["", "geen noemer", "onderdrukt"]


def _freeze(content) -> MethodVersion:
    digest = content_hash(content)
    return MethodVersion.objects.create(code="v9", name="Negen", content=content, sha256=digest, is_current=True)


def test_the_method_of_the_index_is_attached_when_there_is_one(region):
    def names() -> list[str]:
        return [one.name for one in attach(Draft(region_scan(region), IDENTITY), CHAPTERS).files]

    assert "methode.json" not in names()
    version = _freeze({"method": method_content(method(sizes=(1,))), "dropped": []})
    attached = attach(Draft(region_scan(region), IDENTITY), CHAPTERS)
    said = json.loads(next(one for one in attached.files if one.name == "methode.json").content)
    assert (said["sha256"], said["content"]) == (version.sha256, version.content)
    assert attached.record["scan"]["index"]["sha256"] == version.sha256


def test_without_boundaries_there_is_no_map_but_there_is_the_table(region):
    Boundary.objects.all().delete()
    assert [code for code in codes(draft_of("PV90")) if code in {"kaart", "delen"}] == ["delen"]


def test_a_buurt_has_no_parts(region):
    assert [code for code in codes(draft_of("BU90010000")) if code in {"kaart", "delen"}] == []


def test_the_contents_name_every_theme_and_chapter_with_a_place_to_go_to(region):
    html = printed(draft_of("GM9001"))
    built = build_chapters(CHAPTERS, draft_of("GM9001"))
    anchors = [entry.anchor for one in built for entry in one.entries]
    assert "thema-arbeid" in anchors
    assert [f'id="{anchor}"' in html for anchor in anchors] == [True] * len(anchors)
    assert [html.count(f'href="#{anchor}"') for anchor in anchors] == [1] * len(anchors)


def test_every_picture_has_an_alternative_and_was_drawn(region):
    draft = draft_of("PV90")
    html = printed(draft)
    assert html.count("<img ") == html.count('<img class="') + html.count('<img src="chart:')
    assert html.count('alt=""') == 0
    assert len(draft.images) == html.count('src="chart:')


def test_a_missing_figure_says_why_and_is_never_nought(region):
    html = printed(draft_of("BU90010001", period=None))
    assert "geen cijfer" in html.lower()
    Observation.objects.all().delete()
    nothing = printed(draft_of("GM9001"))
    assert "Voor dit gebied is nog geen cijfer geladen." in nothing


def test_the_country_is_compared_with_nobody(region):
    html = printed(draft_of("NL00"))
    assert "Dat is gunstig" not in html
    assert "Dat is ongunstig" not in html


def test_a_calculated_value_has_a_mark_and_a_missing_one_a_word(region):
    country = Observation.objects.filter(indicator__code="cijfer-0", region__code="NL00", period=2024)
    country.update(status=Status.CALCULATED, value=47.25)
    Observation.objects.filter(indicator__code="cijfer-1", region__code="NL00", period=2024).update(
        status=Status.SUPPRESSED, value=None
    )
    html = printed(draft_of("GM9001"))
    assert html.count('<td class="num">47,3*</td>') + html.count('<td class="num">47,2*</td>') == 1
    assert html.count("* Door ons berekend uit de delen, of geschat met een model.") == 1
    assert '<td class="num">onderdrukt</td>' in html


def test_a_theme_has_a_score_and_the_definitions_name_the_usual_source(db):
    make_province(n_municipalities=6)
    html = printed(draft_of("GM9001"))
    assert "Score 0, waarbij 100 het gunstigst is" in html
    assert "Gemiddelde plaats" not in html
    assert html.count("Gewone bron: CBS, CC BY 4.0.") == 3


def test_names_from_a_source_cannot_become_markup(region):
    region.name = '<img src="file:///etc/passwd"><script>'
    region.save()
    html = printed(draft_of("GM9001"))
    assert "<script>" not in html
    assert "file:///etc/passwd&quot;" in html


# ── The files ──


def test_the_whole_report_keeps_to_the_norms_and_carries_its_figures(report, tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(report.files.pdf.content)
    outloud = Path(sys.executable).with_name("outloud")
    # TBL-010 takes a table of one row for a table of headers only.
    run = subprocess.run([outloud, "--skip", "TBL-010", path], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout
    with pikepdf.open(path) as file:
        assert sorted(file.attachments) == [
            "bevindingen.csv", "bronnen.csv", "cijfers.csv", "cijfers.csv-metadata.json", "methode.txt",
            "over-de-cijfers.csv", "rapport.json", "verloop.csv",
        ]  # fmt: skip
        content = file.attachments["cijfers.csv"].get_file().read_bytes()
        record = json.loads(file.attachments["rapport.json"].get_file().read_bytes())
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    values = {one["code"]: one["value"] for one in record["scan"]["indicators"]}
    assert {row["Code van het cijfer"]: float(row["Waarde"].replace(",", ".")) for row in rows} == values
    assert record["snapshots"] == {str(report.snapshot.pk): report.snapshot.sha256}


def test_the_pages_are_numbered_and_the_text_can_be_selected(report):
    with pymupdf.open(stream=report.files.pdf.content) as document:
        pages = [page.get_text() for page in document]
    assert len(pages) == report.files.pdf.n_pages
    assert [f"bladzijde {number} van {len(pages)}" in pages[number - 1] for number in (2, len(pages))] == [True, True]
    assert "bladzijde" not in pages[0]
    assert "Waalmeer" in pages[0]


def test_each_theme_opens_on_a_left_page(report):
    with pymupdf.open(stream=report.files.pdf.content) as document:
        openings = [
            page.number + 1 for page in document if "Thema " in page.get_text() and " van 3:" in page.get_text()
        ]
    assert len(openings) == 3
    assert [number % 2 for number in openings] == [0, 0, 0]


def test_nothing_was_fetched(report):
    assert report.files.pdf.n_refused == 0


def test_the_workbook_has_its_five_sheets_with_the_same_figures(report):
    book = openpyxl.load_workbook(io.BytesIO(report.files.xlsx), read_only=True)
    assert book.sheetnames == ["Samenvatting", "Cijfers", "Trends", "Bronnen", "Over dit cijfer"]
    shown = {cell for row in book["Cijfers"].iter_rows(values_only=True) for cell in row}
    assert {figure.value for figure in report.scan.figures.values()} <= shown


def test_the_version_of_the_figures_changes_with_a_delivery_and_with_its_withdrawal(region):
    before = data_version()
    snapshot = factories.make_snapshot()
    after = data_version()
    snapshot.state, snapshot.published_at = "ingetrokken", None
    snapshot.save()
    assert before != after
    assert data_version() == before


def test_the_version_changes_with_what_people_wrote_and_put_together(region):
    versions = [data_version()]
    reading = Annotation.objects.create(region=region, text="Zo zie ik het.", written_by="Adri")
    versions.append(data_version())
    reading.withdrawn_at = timezone.now()
    reading.save()
    versions.append(data_version())
    Composition.objects.create(region=region, version=1, reason="r", made_by="t")
    versions.append(data_version())
    _freeze({"method": method_content(method(sizes=(1,))), "dropped": []})
    versions.append(data_version())
    assert len(set(versions)) == len(versions)


def test_plain_values_survive_json(region):
    found = scan_as_dict(region_scan(frames.get_region("BU90010001")))
    assert json.loads(json.dumps(found, allow_nan=False)) == found


def test_the_attached_method_is_the_printed_one():
    text = method_text().decode()
    assert all(paragraph in text for _, paragraphs in METHOD for paragraph in paragraphs)
