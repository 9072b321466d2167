"""The PDF press: fetches nothing, leaks nothing, stays within its limits, and keeps to PDF/UA-1 and PDF/A-3a."""

import io
import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pymupdf
import pytest

from lib import pdf
from lib.pdf import Attachment, Metadata, PdfError, render_pdf
from tests.lib.listener import Listener

METADATA = Metadata("Regioscan Waalmeer", "Regiokracht", "Cijfers van Waalmeer", datetime(2026, 3, 1, 12, tzinfo=UTC))
CHART = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 50"><title>Lijn</title>
<path d="M0 50L100 0" stroke="#0e4b55"/><text x="4" y="20" font-family="Source Sans 3">71,2 %</text></svg>"""
TEXT = """<!doctype html><html lang="nl"><title>x</title><h1>Regioscan Waalmeer</h1><h2>Arbeidsongeschiktheid</h2>
<p>In Súdermar werken <strong>meer</strong> mensen.</p><img src="chart:1" alt="De lijn stijgt.">
<table><caption>Cijfers</caption><thead><tr><th scope="col">Cijfer<th scope="col">Waarde</thead>
<tbody><tr><th scope="row">Werk<td>71,2 %</tbody></table>"""
SHEET = "@page { size: A4 } body { font-family: 'Source Sans 3' } h1, h2 { font-family: 'Source Serif 4' }"


def press(html: str, **wishes) -> pdf.PdfResult:
    wishes = {"images": {"chart:1": CHART}, "attachments": [], "metadata": METADATA, "stylesheet": SHEET} | wishes
    return render_pdf(html, **wishes)


def opened(result: pdf.PdfResult) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(result.content))


@pytest.fixture(scope="module")
def report() -> pdf.PdfResult:
    return press(TEXT, attachments=[Attachment("cijfers.csv", b"regio;waarde\n", "De cijfers van dit rapport")])


def test_claims_both_norms_in_one_file(report):
    with opened(report) as file, file.open_metadata() as claims:
        assert (claims["pdfaid:part"], claims["pdfaid:conformance"], claims["pdfuaid:part"]) == ("3", "A", "1")
        assert "pdfaExtension:schemas" in claims
        assert file.Root.MarkInfo.Marked
        assert str(file.Root.Lang) == "nl"
        assert file.Root.ViewerPreferences.DisplayDocTitle


def test_says_the_same_in_both_places_for_metadata(report):
    with opened(report) as file, file.open_metadata() as claims:
        assert claims["dc:title"] == str(file.docinfo["/Title"]) == "Regioscan Waalmeer"
        assert claims["dc:creator"] == ["Regiokracht"]
        assert claims["xmp:CreateDate"] == "2026-03-01T12:00:00+00:00"


def test_outloud_finds_nothing(report, tmp_path):
    (tmp_path / "report.pdf").write_bytes(report.content)
    found = tmp_path / "found.json"
    outloud = Path(sys.executable).with_name("outloud")
    run = subprocess.run([outloud, "--json", found, tmp_path / "report.pdf"], capture_output=True, check=False)
    rules = [finding["rule_id"] for file in json.loads(found.read_text())["results"] for finding in file["findings"]]
    assert (run.returncode, rules) == (0, [])


def test_carries_the_figures_as_associated_files(report):
    with opened(report) as file:
        (name,) = file.attachments
        specification = file.attachments[name].obj
        assert (name, specification.AFRelationship) == ("cijfers.csv", "/Data")
        assert [one.objgen for one in file.Root.AF] == [specification.objgen]
        assert file.attachments[name].get_file().read_bytes() == b"regio;waarde\n"


def test_text_can_be_selected_in_page_and_chart(report):
    with pymupdf.open(stream=report.content) as document:
        text = document[0].get_text()
    assert "In Súdermar werken meer mensen." in text
    assert text.count("71,2 %") == 2


def test_fonts_are_ours_and_embedded(report):
    with pymupdf.open(stream=report.content) as document:
        fonts = {font[3].split("+")[1].split(",")[0].removesuffix("-Bold") for font in document.get_page_fonts(0)}
        embedded = [len(document.extract_font(font[0])[3]) > 0 for font in document.get_page_fonts(0)]
    assert fonts == {"Source-Sans-3", "Source-Serif-4"}
    assert all(embedded)


def test_the_same_input_gives_the_same_bytes(report):
    again = press(TEXT, attachments=[Attachment("cijfers.csv", b"regio;waarde\n", "De cijfers van dit rapport")])
    assert again == report


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """One text with every known way to fetch; gives the PDF and the addresses that were reached."""
    secret = tmp_path_factory.mktemp("secret") / "secret.txt"
    secret.write_text("geheim-7391")
    with Listener() as listener:
        web, file = listener.url, secret.as_uri()
        svg = f"""<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">
        <image href="{web}/in-svg.png" width="9" height="9"/><use href="{file}#a"/>
        <image x:href="{file}" width="9" height="9"/></svg>"""
        html = f"""<html lang="nl"><base href="{web}/"><link rel="stylesheet" href="a.css">
        <link rel="attachment" href="{file}"><link rel="attachment" href="{web}/b">
        <style>@import url({web}/c.css); @font-face {{ font-family: X; src: url({web}/d.ttf), local("DejaVu Sans") }}
        body {{ background: url({web}/e.png); font-family: X }} p::before {{ content: url({file}) }}</style>
        <img src="{web}/f.png" alt="f"><img src="{file}" alt="g"><object data="{file}"></object>
        <embed src="{web}/h"><a rel="attachment" href="{file}">bijlage</a><img src="chart:1" alt="i">
        <svg xmlns="http://www.w3.org/2000/svg"><title>j</title><image href="{web}/j.png" width="9" height="9"/></svg>
        <p>De tekst blijft.</p>"""
        yield press(html, images={"chart:1": svg}), listener.n_connections


def test_a_hostile_text_reaches_nothing_and_is_still_printed(hostile):
    result, n_connections = hostile
    assert n_connections == 0
    assert result.n_refused >= 12
    with pymupdf.open(stream=result.content) as document:
        assert "De tekst blijft." in document[0].get_text()


def test_a_hostile_text_takes_no_file_along(hostile):
    result, _ = hostile
    with opened(result) as file:
        assert dict(file.attachments) == {}
        streams = [one.read_bytes() for one in file.objects if isinstance(one, pikepdf.Stream)]
    assert not any(b"geheim-7391" in stream for stream in streams)


@pytest.mark.parametrize(
    "bomb",
    ["<div>" * 20_000, '<table><tr><td colspan="1000000">x</table>' * 3, "<p>" + "woord " * 400_000],
    ids=["nesting", "colspan", "length"],
)
def test_a_bomb_is_stopped_in_time(bomb):
    with pytest.raises(PdfError, match="duurde langer dan 2 seconden"):
        press(bomb, timeout_seconds=2)


def test_a_text_that_wants_too_much_memory_is_stopped():
    with pytest.raises(PdfError, match="te veel geheugen"):
        press("<p>" + "woord " * 400_000, memory_bytes=90 * pdf.MIB)


def test_a_text_that_is_too_long_is_refused_before_anything_starts(monkeypatch):
    monkeypatch.setattr(pdf, "MAX_HTML_CHARACTERS", 10)
    with pytest.raises(PdfError, match="te groot"):
        press("<p>meer dan tien tekens")


def test_a_chart_that_cannot_be_drawn_is_not_left_out_silently():
    with pytest.raises(PdfError, match="grafiek"):
        press('<html lang="nl"><img src="chart:1" alt="x">', images={"chart:1": "<svg"})


def test_a_chart_that_imports_a_style_sheet_is_not_drawn():
    importing = '<svg xmlns="http://www.w3.org/2000/svg"><style>@import "http://127.0.0.1:9/a.css";</style></svg>'
    with pytest.raises(PdfError, match="grafiek"):
        press('<html lang="nl"><img src="chart:1" alt="x">', images={"chart:1": importing})


def test_nothing_is_left_behind(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(PdfError):
        press("<div>" * 20_000, timeout_seconds=1)
    assert list(tmp_path.iterdir()) == []
