"""Pictures in a PDF that are not drawings: a logo."""

import io
from datetime import UTC, datetime

import pikepdf
import pytest
from PIL import Image

from lib.pdf import Metadata, PdfError, picture_address, render_pdf

META = Metadata("Proef", "Regiokracht", "Een proef.", datetime(2026, 3, 1, tzinfo=UTC))
PAGE = '<html lang="nl"><head><title>Proef</title></head><body><p><img src="chart:1" alt="Logo"></p></body></html>'


def picture(kind: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (24, 24), "#aa3300").save(file, kind)
    return file.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_of_pixels_is_drawn(kind):
    made = render_pdf(PAGE, images={"chart:1": picture_address(picture(kind))}, attachments=[], metadata=META)
    with pikepdf.open(io.BytesIO(made.content)) as pdf:
        sizes = [(int(one.Width), int(one.Height)) for one in pdf.pages[0].get_images().values()]
    assert (made.n_refused, sizes) == (0, [(24, 24)])


@pytest.mark.parametrize("content", [b"", b"<svg/>", b"GIF89a", b"%PDF-1.7"])
def test_anything_else_is_no_picture(content):
    with pytest.raises(ValueError, match="not a picture"):
        picture_address(content)


def test_a_picture_that_cannot_be_read_stops_the_report():
    broken = picture_address(b"\x89PNG\r\n\x1a\n" + b"niets")
    with pytest.raises(PdfError):
        render_pdf(PAGE, images={"chart:1": broken}, attachments=[], metadata=META)


def test_a_picture_in_the_text_itself_is_still_refused():
    text = PAGE.replace("chart:1", picture_address(picture("PNG")))
    assert render_pdf(text, images={}, attachments=[], metadata=META).n_refused == 1
