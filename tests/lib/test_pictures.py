"""Pictures of others: drawn anew, and what is no picture does not get in."""

import io
import struct
import zlib

import pytest
from PIL import Image, ImageCms, PngImagePlugin

from lib.pictures import MAX_BYTES, PictureError, redraw, redraw_logo

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 40 20">{}</svg>'
RED = '<rect width="40" height="20" fill="#ff0000"/>'


def picture(
    kind: str = "PNG", size: tuple[int, int] = (60, 40), mode: str = "RGB", colour="#336699", **saving
) -> io.BytesIO:
    """A picture in memory."""
    out = io.BytesIO()
    Image.new(mode, size, colour).save(out, kind, **saving)
    out.seek(0)
    return out


def opened(content: bytes) -> Image.Image:
    """What was kept, as a picture."""
    return Image.open(io.BytesIO(content))


def png_header(width: int, height: int) -> io.BytesIO:
    """A small file that says it is a large picture."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", len(header)) + b"IHDR" + header + struct.pack(">I", zlib.crc32(b"IHDR" + header))
    empty = zlib.compress(b"\0" * 100)
    body = struct.pack(">I", len(empty)) + b"IDAT" + empty + struct.pack(">I", zlib.crc32(b"IDAT" + empty))
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + chunk + body)


def svg(inside: str) -> io.BytesIO:
    """A drawing in memory."""
    return io.BytesIO(SVG.format(inside).encode())


@pytest.mark.parametrize(("kind", "suffix"), [("PNG", ".png"), ("JPEG", ".jpg"), ("WEBP", ".webp")])
def test_a_picture_stays_of_its_kind_and_becomes_small_enough(kind, suffix):
    found = redraw(picture(kind, (600, 300)), max_side=200)
    assert (found.suffix, found.width, found.height) == (suffix, 200, 100)
    assert (opened(found.content).format, opened(found.content).size) == (kind, (200, 100))


def test_a_small_picture_is_not_made_larger():
    assert redraw(picture(size=(30, 20)), max_side=200).width == 30


def test_what_the_camera_wrote_down_is_gone_and_the_picture_stands_upright():
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Camera van Jan"
    exif[0x8825] = {1: "N", 2: (52.0, 5.0, 0.0)}
    sent = picture("JPEG", (60, 40), exif=exif, comment=b"geheim")
    assert b"Camera van Jan" in sent.getvalue()
    found = redraw(sent, max_side=200)
    assert (found.width, found.height) == (40, 60)
    assert dict(opened(found.content).getexif()) == {}
    assert b"Camera van Jan" not in found.content
    assert b"geheim" not in found.content


def test_words_in_a_png_are_gone():
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", "Jan de Vries")
    found = redraw(picture(pnginfo=words), max_side=200)
    assert opened(found.content).info == {}


def test_colours_of_another_space_come_out_as_they_looked():
    lab_like = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    found = redraw(picture("JPEG", icc_profile=lab_like), max_side=200)
    assert "icc_profile" not in opened(found.content).info
    assert opened(found.content).getpixel((5, 5)) == pytest.approx((0x33, 0x66, 0x99), abs=3)


def test_a_colour_profile_that_cannot_be_read_is_left_out():
    assert redraw(picture("JPEG", icc_profile=b"niets dan onzin"), max_side=200).width == 60


def test_what_is_clear_stays_clear():
    found = redraw(picture(mode="RGBA", colour=(10, 20, 30, 0)), max_side=200)
    assert opened(found.content).getpixel((5, 5))[3] == 0


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16", "RGB"])
def test_pictures_of_all_sorts_of_colours_are_understood(mode):
    colour = 40_000 if mode == "I;16" else None
    sent = picture(mode=mode, colour=colour) if colour else picture(mode=mode, colour=0)
    found = opened(redraw(sent, max_side=200).content)
    assert found.mode in {"RGB", "RGBA"}
    if colour:
        assert found.getpixel((5, 5)) == (156, 156, 156)


def test_of_a_moving_picture_the_first_image_is_kept():
    out = io.BytesIO()
    frames = [Image.new("RGB", (20, 20), colour) for colour in ("#ff0000", "#0000ff")]
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:], duration=100, lossless=True)
    found = opened(redraw(out, max_side=200).content)
    assert getattr(found, "n_frames", 1) == 1
    assert found.convert("RGB").getpixel((10, 10))[0] > 200


def test_a_second_file_behind_the_picture_is_gone():
    polyglot = io.BytesIO(picture().getvalue() + b"PK\x03\x04<script>alert(1)</script>")
    assert b"script" not in redraw(polyglot, max_side=200).content


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        (io.BytesIO(b""), "leeg"),
        (io.BytesIO(b"zomaar wat letters"), "geen PNG, JPEG of WebP"),
        (io.BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg'/>"), "geen PNG, JPEG of WebP"),
        (io.BytesIO(b"%PDF-1.7 nep"), "geen PNG, JPEG of WebP"),
        (io.BytesIO(b"\0" * (MAX_BYTES + 1)), "groter dan 10 MB"),
        (png_header(50_000, 50_000), "te veel beeldpunten"),
        (png_header(400_000, 400_000), "te veel beeldpunten"),
        (png_header(300, 300), "beschadigd"),
        (io.BytesIO(picture("JPEG", (400, 400)).getvalue()[:500]), "beschadigd"),
    ],
    ids=["empty", "letters", "svg", "pdf", "large", "50000px", "400000px", "lies", "half"],
)
def test_what_cannot_be_used_is_refused_with_a_reason(sent, says):
    with pytest.raises(PictureError, match=says):
        redraw(sent, max_side=200)


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "ICO"])
def test_other_kinds_are_refused_whatever_they_are_called(kind):
    with pytest.raises(PictureError, match="geen PNG, JPEG of WebP"):
        redraw(picture(kind), max_side=200)


def test_a_long_thin_picture_under_the_limit_is_drawn():
    found = redraw(picture(size=(50_000, 20)), max_side=1000)
    assert (found.width, found.height) == (1000, 1)


def test_a_drawing_becomes_pixels():
    found = redraw_logo(svg(RED), max_side=400)
    assert (found.suffix, found.width, found.height) == (".png", 400, 200)
    assert opened(found.content).convert("RGB").getpixel((200, 100)) == (255, 0, 0)


def test_a_logo_may_be_a_photo_file_too():
    assert redraw_logo(picture("WEBP"), max_side=400).suffix == ".webp"


def test_a_drawing_of_a_drawing_program_with_its_heading_is_understood():
    heading = (
        '\ufeff<?xml version="1.0" encoding="utf-8"?><!-- Generator -->'
        '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    )
    sent = io.BytesIO((heading + SVG.format(RED)).encode())
    assert redraw_logo(sent, max_side=100).width == 100


def test_scripts_in_a_drawing_do_not_come_along():
    sent = svg("<script>alert(1)</script>" + RED.replace("/>", ' onload="alert(1)"/>'))
    found = redraw_logo(sent, max_side=100)
    assert opened(found.content).format == "PNG"
    assert b"alert" not in found.content


BOMB = '<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>' + SVG.format("<desc>&b;</desc>")
READS_A_FILE = '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + SVG.format("<desc>&x;</desc>")
DOUBLING = (
    "".join(f'<g id="g{n}">' + f'<use xlink:href="#g{n + 1}"/>' * 10 + "</g>" for n in range(9))
    + f'<g id="g9">{RED}</g>'
)


@pytest.mark.parametrize(
    ("sent", "says"),
    [
        (io.BytesIO(BOMB.encode()), "afkortingen"),
        (io.BytesIO(READS_A_FILE.encode()), "afkortingen"),
        (svg('<image href="/etc/passwd" width="9" height="9"/>'), "foto"),
        (svg('<image href="http://127.0.0.1/x.png" width="9" height="9"/>'), "foto"),
        (svg('<use xlink:href="http://example.org/x.svg#a"/>'), "buiten het bestand"),
        (svg('<use href="other.svg#a"/>'), "buiten het bestand"),
        (svg('<rect width="9" height="9" fill="url(http://example.org/a#b)"/>'), "buiten het bestand"),
        (svg('<rect width="9" height="9" style="fill: URL( \'//example.org/a\' )"/>'), "buiten het bestand"),
        (svg("<style>@import url(http://example.org/a.css);</style>"), "verwijst"),
        (svg("<style>.a { fill: url(#p) }</style>"), "verwijst"),
        (svg("<foreignObject><p>hoi</p></foreignObject>"), "webpagina"),
        (svg('<filter id="f"><feTurbulence numOctaves="999999999"/></filter>'), "effect"),
        (svg("<text>Waalmeer</text>"), "letters"),
        (svg(DOUBLING), "te vaak"),
        (svg('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>'), "kring"),
        (svg("<g>" * 100 + "</g>" * 100), "kring"),
        (svg("<g/>" * 6000), "te veel onderdelen"),
        (io.BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg'><rect/></svg>"), "hoe groot"),
        (io.BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 4000 1'/>"), "te lang en te smal"),
        (io.BytesIO(b"<html><body>hoi</body></html>"), "geen PNG, JPEG, WebP of SVG"),
        (io.BytesIO(b"<svg"), "beschadigd"),
        (io.BytesIO(b"<svg xmlns='http://www.w3.org/2000/svg'>" + b" " * 1_100_000 + b"</svg>"), "groter dan 1 MB"),
    ],
)
def test_a_drawing_that_fetches_grows_or_hides_is_refused_with_a_reason(sent, says):
    with pytest.raises(PictureError, match=says):
        redraw_logo(sent, max_side=200)
