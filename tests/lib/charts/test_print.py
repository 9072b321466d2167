"""Printed pictures: in the PDF as vectors with our letters, in the colours of the tokens."""

import base64
import re
from pathlib import Path

import pikepdf
import pytest
import weasyprint

from lib.charts import Palette, to_svg
from tests.lib.charts.examples import ALL, LINES

TOKENS = Path(__file__).parents[3] / "static" / "css" / "tokens.css"


def make_pdf(*drawings):
    images = "".join(
        f'<img alt="x" src="data:image/svg+xml;base64,{base64.b64encode(drawing.encode()).decode()}">'
        for drawing in drawings
    )
    return weasyprint.HTML(string=f"<html lang=nl><title>t</title>{images}").write_pdf(uncompressed_pdf=True)


def test_every_picture_is_drawn_as_vectors_with_searchable_letters(tmp_path):
    target = tmp_path / "charts.pdf"
    target.write_bytes(make_pdf(*(to_svg(chart, "print") for chart in ALL)))
    with pikepdf.open(target) as pdf:
        kinds = {
            str(x.get("/Subtype"))
            for page in pdf.pages
            for x in (page.get("/Resources", {}).get("/XObject") or {}).values()
        }
    assert "/Image" not in kinds
    assert b"/Font" in target.read_bytes()


def test_no_picture_is_left_out_with_a_warning(caplog):
    make_pdf(*(to_svg(chart, "print") for chart in ALL))
    assert [record.message for record in caplog.records if "svg" in record.message.lower()] == []


@pytest.mark.parametrize("name", [name for name in Palette.__dataclass_fields__ if name != "ramp"])
def test_print_has_the_colours_of_the_light_scheme(name):
    light = TOKENS.read_text(encoding="utf-8").split("@media", maxsplit=1)[0]
    token = "face-primary" if name == "primary" else name.replace("_", "-")
    assert re.search(rf"--{token}: (#\w+);", light)[1] == getattr(Palette(), name)


def test_print_has_the_ramp_of_the_light_scheme():
    light = TOKENS.read_text(encoding="utf-8").split("@media", maxsplit=1)[0]
    assert tuple(re.findall(r"--ramp-\d: (#\w+);", light)) == Palette().ramp


def test_a_community_prints_in_its_own_colour():
    assert "#55204a" in to_svg(LINES, "print", palette=Palette(primary="#55204a"))
