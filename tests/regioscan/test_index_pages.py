"""The pages of the index, of its methods and of dialogue weights: what they say, and what they answer to nonsense."""

import csv
import io
import json
import re

import pymupdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.html import strip_tags

from config.reports import chosen_chapters
from regioscan import frames
from regioscan.analysis.index.dialogue import voice
from regioscan.figures import region_scan
from regioscan.figures.index import region_index
from regioscan.figures.keeping import held
from regioscan.models import MethodVersion, Region
from regioscan.models.observations import Status
from regioscan.reports import render_report
from regioscan.reports.chapters import build_chapters
from regioscan.reports.index_chapter import INDEX, INDEX_METHOD
from tests.regioscan.index_scene import DIRECTIONS, freeze, make_figures
from tests.regioscan.test_reports import IDENTITY, Draft, printed

pytestmark = pytest.mark.django_db
PAGE = "/regioscan/GM0003/vitaliteit/"
WEIGHTS = "/regioscan/gewichten/"


@pytest.fixture
def method() -> MethodVersion:
    """Seven municipalities and a frozen method."""
    make_figures({("gezond", "GM0004", year): Status.SUPPRESSED for year in (2021, 2022, 2023, 2024)})
    return freeze()


def text_of(response) -> str:
    """What a reader reads."""
    page = response.content.decode().replace("<t", " <t").replace("<l", " <l").replace("<d", " <d")
    return " ".join(strip_tags(page).split())


def table_of(response) -> list[dict[str, str]]:
    """The rows of a CSV."""
    text = response.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";" if ";" in text.splitlines()[0] else ","))


def number_in(cell: str) -> float:
    """A number as a Dutch spreadsheet reads it."""
    return float(cell.replace(",", "."))


# ── The index of a region ──


def test_the_page_of_a_region_says_its_index_and_leads_to_the_whole_of_it(client, method):
    words = text_of(client.get("/regioscan/GM0003/"))
    found = region_index(Region.objects.get(code="GM0003"))
    assert found.headline in words
    assert found.imbalance_text in words
    assert PAGE in client.get("/regioscan/GM0003/").content.decode()


def test_the_index_is_opened_down_to_value_goalposts_and_delivery(client, method):
    words = text_of(client.get(PAGE))
    found = region_index(Region.objects.get(code="GM0003"))
    assert all(cell.name in words and cell.value_text in words for cell in found.cells)
    assert f"levering {found.cells[0].provenance.snapshot}" in words
    assert found.gap_title in words
    assert found.change_title in words
    assert "5 van 5 cijfers tellen mee" in words
    assert "nan" not in words.lower().split()


def test_what_is_missing_says_why(client, method):
    words = text_of(client.get("/regioscan/GM0004/vitaliteit/"))
    assert "Te weinig bekend: 50 % van het gewicht, en 65 % is nodig." in words
    assert "Het cijfer is onderdrukt" in words
    assert "4 van 5 cijfers tellen mee" in words


def test_without_a_method_every_page_gives_a_reason(client):
    make_figures()
    for path in ("/regioscan/GM0003/", PAGE):
        assert "Er is nog geen vitaliteitsindex: er is nog geen methode vastgelegd." in text_of(client.get(path))
    assert "er is nog geen methode vastgelegd" in text_of(client.get(WEIGHTS))
    assert "Er is nog geen methode vastgelegd." in text_of(client.get("/regioscan/methode/"))
    assert client.get("/regioscan/gewichten/ranglijst.csv").status_code == 404


@pytest.mark.parametrize("code", ["WK000101", "PV01", "NL00"])
def test_other_kinds_of_region_have_a_page_too(client, method, code):
    assert client.get(f"/regioscan/{code}/vitaliteit/").status_code == 200
    assert client.get(f"/regioscan/{code}/").status_code == 200


def test_a_new_method_in_use_shows_at_once_to_visitors(client, method):
    before = text_of(client.get("/regioscan/methode/"))
    client.get(PAGE)
    freeze("proef-2", years=[2023, 2024])
    assert "proef-2" in text_of(client.get("/regioscan/methode/"))
    assert "proef-2" not in before


def test_the_download_holds_the_same_index_cell_by_cell(client, method):
    rows = table_of(client.get("/regioscan/GM0003/vitaliteit/index.csv"))
    found = region_index(Region.objects.get(code="GM0003"))
    assert [row["Code van het cijfer"] for row in rows] == list(DIRECTIONS)
    assert [number_in(row["Score (0 tot 100)"]) for row in rows] == pytest.approx([cell.score for cell in found.cells])
    assert sum(number_in(row["Deel van de index (%)"]) for row in rows) == pytest.approx(100)
    assert client.get("/regioscan/GM0003/vitaliteit/index.xlsx").content[:2] == b"PK"


def test_a_gap_in_the_download_is_a_word_and_not_an_empty_cell(client, method):
    rows = {row["Code van het cijfer"]: row for row in table_of(client.get("/regioscan/GM0004/vitaliteit/index.csv"))}
    assert rows["gezond"]["Waarde"] == "onderdrukt"
    assert rows["gezond"]["Score (0 tot 100)"] == "geen score"
    assert rows["gezond"]["Waarom geen score"].startswith("Het cijfer is onderdrukt")


@pytest.mark.parametrize(
    ("query", "status"), [("jaar=2022", 200), ("jaar=1950", 200), ("jaar=x", 400), ("jaar=1", 400)]
)
def test_a_year_is_answered(client, method, query, status):
    assert client.get(f"{PAGE}?{query}").status_code == status


@pytest.mark.parametrize("path", [PAGE, "/regioscan/PV01/vitaliteit/", WEIGHTS, "/regioscan/methode/proef-1/"])
def test_the_number_of_queries_does_not_hang_on_the_number_of_municipalities(client, path, settings):
    settings.CACHES = {name: {"BACKEND": "django.core.cache.backends.dummy.DummyCache"} for name in settings.CACHES}
    make_figures()
    freeze()
    with CaptureQueriesContext(connection) as all_of_them:
        client.get(path)
    Region.objects.filter(code__in=["GM0006", "GM0007"]).update(kind="corop")
    held.clear()
    with CaptureQueriesContext(connection) as fewer:
        client.get(path)
    assert len(fewer) == len(all_of_them) <= 24


# ── Methods ──


def test_the_sheet_says_every_goalpost_weight_and_test(client, method):
    page = client.get(method.get_absolute_url())
    words = text_of(page)
    assert all(f"Cijfer {code}" in words for code in DIRECTIONS)
    assert method.sha256 in words
    assert "De inhoud klopt met dit getal." in words
    assert "De WOZ-waarde telt met opzet niet mee." in words
    assert "De index is nog niet vergeleken met andere maten" in words
    assert "16,7 %" in words
    assert len(re.findall(r"<h1[ >]", page.content.decode())) == 1


def test_the_sheet_is_also_data(client, method):
    found = json.loads(client.get(reverse("regioscan:method_json", args=[method.code])).content)
    assert (found["sha256"], found["content"]) == (method.sha256, method.content)
    rows = table_of(client.get(reverse("regioscan:method_export", args=[method.code, "csv"])))
    assert [row["Code van het cijfer"] for row in rows] == list(DIRECTIONS)
    assert sum(number_in(row["Deel van de index (%)"]) for row in rows) == pytest.approx(100)


@pytest.mark.parametrize("name", ["method_detail", "method_json"])
def test_a_method_that_is_not_there_is_not_found(client, method, name):
    assert client.get(reverse(f"regioscan:{name}", args=["anders"])).status_code == 404


# ── Dialogue weights ──


def test_weights_typed_in_become_an_address_that_shows_the_same(client, method):
    typed = {"thema-economie": "50", "thema-arbeid": "30", "thema-gezondheid": "20"}
    answer = client.get(WEIGHTS, typed)
    assert answer.headers["Location"] == f"{WEIGHTS}?methode=proef-1&gewichten=50,30,20"
    words = text_of(client.get(answer.headers["Location"]))
    assert "Uw gewichten" in words
    assert "Basis (proef-1)" in words


def test_a_name_makes_it_a_group_beside_the_others(client, method):
    typed = {"thema-economie": "50", "thema-arbeid": "30", "thema-gezondheid": "20", "naam": "De bank"}
    answer = client.get(f"{WEIGHTS}?groep=Bewoners:20,20,60", typed | {"groep": "Bewoners:20,20,60"})
    assert answer.headers["Location"].endswith("groep=Bewoners:20,20,60&groep=De+bank:50,30,20")
    words = text_of(client.get(answer.headers["Location"]))
    assert "Bewoners" in words
    assert "De bank" in words


def test_weights_that_are_not_100_keep_the_form_and_say_their_sum(client, method):
    answer = client.get(WEIGHTS, {"thema-economie": "50", "thema-arbeid": "30", "thema-gezondheid": "10"})
    assert answer.status_code == 400
    assert "De gewichten zijn samen 90. Zij moeten samen 100 zijn." in text_of(answer)
    assert 'value="50"' in answer.content.decode()


@pytest.fixture
def computed(monkeypatch):
    """The sets of weights that a ranking was computed for."""
    found = []

    def counted(method, matrix, weights, errors=None):
        found.append(weights)
        return voice(method, matrix, weights, errors)

    monkeypatch.setattr("regioscan.figures.dialogue.voice", counted)
    return found


def test_weights_are_computed_once_for_page_and_download_and_not_for_a_form_that_is_wrong(client, method, computed):
    assert client.get(WEIGHTS, {"thema-economie": "50", "thema-arbeid": "30"}).status_code == 400
    assert computed == []
    for path in (WEIGHTS, f"{WEIGHTS}ranglijst.csv", f"{WEIGHTS}ranglijst.xlsx"):
        assert client.get(f"{path}?gewichten=50,30,20&groep=Bank:50,30,20").status_code == 200
    assert len(computed) == 2  # the base, and one set under two names


def test_who_asks_for_ever_other_weights_waits_but_what_is_known_stays_open(client, method, settings):
    settings.API_REQUESTS_PER_5_MINUTES = 20
    visitor = {"REMOTE_ADDR": f"2001:db8:{method.pk % 65536:x}::1"}

    def asked(first, path=WEIGHTS):
        return client.get(f"{path}?gewichten={first},{90 - first},10", **visitor)

    assert [asked(first).status_code for first in (10, 20, 30)] == [200, 200, 429]
    assert asked(40, f"{WEIGHTS}ranglijst.csv").status_code == 429
    assert 0 < int(asked(30)["Retry-After"]) <= 300
    assert "Wacht vijf minuten" in text_of(asked(30))
    assert (asked(10).status_code, client.get(WEIGHTS, **visitor).status_code) == (200, 200)


def test_the_address_to_share_is_that_of_the_site_whatever_the_visitor_says_it_is(client, method, settings):
    settings.SITE_URL = "https://regiokracht.example"
    page = client.get(f"{WEIGHTS}?gewichten=50,30,20", headers={"host": "localhost:8999"})
    assert "https://regiokracht.example/regioscan/gewichten/?methode=proef-1" in text_of(page).replace("&amp;", "&")
    assert "8999" not in page.content.decode()


def test_an_empty_or_negative_weight_is_named_at_its_field(client, method):
    answer = client.get(WEIGHTS, {"thema-economie": "-5", "thema-arbeid": "", "thema-gezondheid": "abc"})
    assert answer.status_code == 400
    assert answer.content.decode().count("field-error") >= 3


@pytest.mark.parametrize(
    "query",
    [
        "gewichten=1,2",
        "gewichten=a,b,c",
        "gewichten=nan,50,50",
        "gewichten=50,25,25,0",
        "groep=:50,25,25",
        "groep=" + "x" * 41 + ":50,25,25",
        "groep=%3Cscript%3E:50,25,25",
        "groep=A:50,25,25&groep=a:20,40,40",
        "&".join(f"groep=G{number}:50,25,25" for number in range(7)),
        "methode=../../etc",
    ],
)
def test_an_address_that_cannot_be_is_a_bad_request(client, method, query):
    assert client.get(f"{WEIGHTS}?{query}").status_code == 400
    assert client.get(f"{WEIGHTS}ranglijst.csv?{query}").status_code == 400


def test_what_somebody_names_a_group_is_shown_as_text(client, method):
    page = client.get(WEIGHTS, {"groep": "\"&' onmouseover=x:50,25,25"}).content.decode()
    assert "&quot;&amp;&#x27; onmouseover=x" in page
    assert "\"&' onmouseover" not in page


def test_the_download_holds_every_set(client, method):
    rows = table_of(client.get(f"{WEIGHTS}ranglijst.csv?gewichten=100,0,0&groep=Bank:0,0,100"))
    assert len(rows) == 7
    assert {"Plaats: Basis", "Plaats: Uw gewichten", "Plaats: Bank", "Index: Bank"} <= set(rows[0])
    assert min(number_in(row["Plaats: Uw gewichten"]) for row in rows) == 1


def test_an_address_of_an_older_method_keeps_that_method(client, method):
    MethodVersion.objects.update(is_current=False)
    MethodVersion.objects.filter(pk=freeze("proef-2", years=[2023, 2024]).pk).update(is_current=True)
    assert "Basis (proef-1)" in text_of(client.get(f"{WEIGHTS}?methode=proef-1&gewichten=50,30,20"))
    assert client.get(f"{WEIGHTS}?methode=bestaat-niet").status_code == 404


# ── The report ──


def test_the_report_holds_the_index_and_the_sheet_of_its_method(method):
    draft = Draft(region_scan(frames.get_region("GM0003")), IDENTITY)
    words = " ".join(strip_tags(printed(draft, [INDEX, INDEX_METHOD])).split())
    found = region_index(Region.objects.get(code="GM0003"))
    assert found.headline in words
    assert all(cell.name in words for cell in found.cells)
    assert method.sha256 in words


def test_the_chapters_stay_out_where_there_is_no_index_to_make(method):
    draft = Draft(region_scan(frames.get_region("WK000101")), IDENTITY)
    assert build_chapters([INDEX, INDEX_METHOD], draft) == []
    assert {"vitaliteitsindex", "methode-index"} <= {
        one.code for one in chosen_chapters(["vitaliteitsindex", "methode-index"])
    }


def test_the_chapters_really_print_and_the_index_is_inside_the_file(method):
    scan = region_scan(frames.get_region("GM0003"))
    files = render_report(scan, [INDEX, INDEX_METHOD], identity=IDENTITY, on_progress=lambda _progress, _step: None)
    with pymupdf.open(stream=files.pdf.content, filetype="pdf") as paper:
        words = " ".join(" ".join(page.get_text().split()) for page in paper)
        inside = {name: paper.embfile_get(name) for name in paper.embfile_names()}
    assert "Wat opvalt" in words
    assert json.loads(inside["methode.json"])["sha256"] == method.sha256
    assert len(inside["vitaliteitsindex.csv"].decode("utf-8-sig").splitlines()) >= 1 + len(DIRECTIONS)
