"""Pictures that people hand in: looked at before they are opened, and drawn anew so that nothing else comes along.

What is kept is never what was sent. The pixels are decoded, turned upright, made small enough and written again: places
and names in the file, a second file behind the first, and whatever a browser might run are gone.
"""

import io
import math
from dataclasses import dataclass
from typing import Any, BinaryIO

from PIL import Image, ImageCms, ImageFile, ImageOps, UnidentifiedImageError

from lib.svg_drawings import SvgError, rasterise

MAX_BYTES = 10 * 1024 * 1024
MAX_PIXELS = 50_000_000
SUFFIXES = {"PNG": ".png", "JPEG": ".jpg", "WEBP": ".webp"}
CONTENT_TYPES = {".png": "image/png", ".jpg": "image/jpeg", ".webp": "image/webp"}
KEPT_AS: dict[str, dict[str, Any]] = {
    "PNG": {"optimize": True},
    "JPEG": {"quality": 86, "progressive": True},
    "WEBP": {"quality": 86},
}
WRONG_KIND = "Dit bestand is geen PNG, JPEG of WebP. Kies een foto of plaatje in een van die drie soorten."
UNREADABLE = "Dit plaatje is niet te lezen: het bestand is beschadigd of niet compleet. Kies een ander bestand."
SRGB = ImageCms.createProfile("sRGB")


class PictureError(ValueError):
    """The picture cannot be used; the text says why and what to do, in Dutch."""


@dataclass(frozen=True)
class Picture:
    """A picture that is safe to keep and to serve."""

    content: bytes
    suffix: str
    """".png", ".webp" or ".jpg": what `content` is."""
    width: int
    height: int


def redraw(file: BinaryIO, *, max_side: int) -> Picture:
    """Draw a PNG, JPEG or WebP anew, upright, with no side over `max_side` pixels and without anything but pixels.

    Of a moving picture the first image is kept. Raises PictureError for what is empty, larger than 10 MB or 50 million
    pixels, damaged, or of another kind, whatever its name says.
    """
    return _redraw(_content(file), max_side)


def redraw_logo(file: BinaryIO, *, max_side: int) -> Picture:
    """As `redraw`, for logos: an SVG is turned into a PNG that fills `max_side`. Raises PictureError."""
    content = _content(file)
    if not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return _redraw(content, max_side)
    try:
        return _redraw(rasterise(content, max_side=max_side), max_side)
    except SvgError as error:
        raise PictureError(str(error)) from error


def small_on_white(content: bytes, *, max_width: int, max_height: int, margin: int) -> Picture:
    """A picture as a small PNG that every mail program shows on any background: on white, with white around it.

    `margin` is inside those sizes; more than 256 colours become 256. Raises PictureError.
    """
    with Image.open(io.BytesIO(_redraw(content, 2 * max(max_width, max_height)).content)) as found:
        drawn = found.convert("RGBA")
    drawn.thumbnail((max_width - 2 * margin, max_height - 2 * margin), Image.Resampling.LANCZOS)
    plate = Image.new("RGBA", (drawn.width + 2 * margin, drawn.height + 2 * margin), "#ffffff")
    plate.alpha_composite(drawn, (margin, margin))
    flat = plate.convert("RGB")
    if flat.getcolors(256) is None:
        flat = flat.quantize(256)
    out = io.BytesIO()
    flat.save(out, "PNG", optimize=True)
    return Picture(out.getvalue(), SUFFIXES["PNG"], flat.width, flat.height)


def _content(file: BinaryIO) -> bytes:
    file.seek(0)
    content = file.read(MAX_BYTES + 1)
    if not content:
        raise PictureError("Dit bestand is leeg. Kies een ander bestand.")
    if len(content) > MAX_BYTES:
        raise PictureError("Dit bestand is groter dan 10 MB. Maak het kleiner, of kies een ander bestand.")
    return content


def _redraw(content: bytes, max_side: int) -> Picture:
    # Other libraries in the same process ask Pillow to fill in what a file lacks.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with Image.open(io.BytesIO(content), formats=list(SUFFIXES)) as found:
            _check_size(found)
            return _written(_upright(found, max_side), str(found.format))
    except UnidentifiedImageError as error:
        raise PictureError(WRONG_KIND) from error
    except Image.DecompressionBombError as error:
        raise PictureError(_too_many_pixels()) from error
    except (OSError, SyntaxError, ValueError, EOFError, OverflowError) as error:
        # Pillow says in all these ways that a file is not what its beginning promises.
        if isinstance(error, PictureError):
            raise
        raise PictureError(UNREADABLE) from error


def _check_size(picture: Image.Image) -> None:
    """Only the beginning of the file has been read: nothing that is too large is ever unpacked."""
    if picture.width * picture.height > MAX_PIXELS:
        raise PictureError(_too_many_pixels())


def _too_many_pixels() -> str:
    side = math.isqrt(MAX_PIXELS) // 1000 * 1000
    return (
        f"Dit plaatje heeft te veel beeldpunten. Maak het kleiner: ten hoogste ongeveer {side} bij {side} beeldpunten."
    )


def _upright(picture: Image.Image, max_side: int) -> Image.Image:
    """The first image, small enough, turned as the camera was held, in plain colours."""
    picture.thumbnail((max_side, max_side), Image.Resampling.LANCZOS)
    turned = ImageOps.exif_transpose(picture)
    is_clear = turned.has_transparency_data and picture.format != "JPEG"
    if turned.mode.startswith("I"):
        # Sixteen bits a grey: the upper eight are what a screen shows.
        turned = turned.convert("I").point(lambda value: value / 256).convert("L")
    return _in_srgb(turned, "RGBA" if is_clear else "RGB")


def _in_srgb(picture: Image.Image, mode: str) -> Image.Image:
    """The colours as every screen understands them: the description that came along is thrown away afterwards."""
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in {"RGB", "RGBA", "CMYK"} or (picture.mode == "RGBA") != (mode == "RGBA"):
        return picture.convert(mode)
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        turned = ImageCms.profileToProfile(picture, source, SRGB, outputMode=mode)
    except (ImageCms.PyCMSError, OSError):
        # A description that cannot be read, or is of another kind of picture, says nothing.
        return picture.convert(mode)
    return (turned or picture).convert(mode)


def _written(picture: Image.Image, kind: str) -> Picture:
    """Written from the pixels alone: a new image has no metadata to take along."""
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    out = io.BytesIO()
    bare.save(out, kind, **KEPT_AS[kind])
    return Picture(out.getvalue(), SUFFIXES[kind], bare.width, bare.height)
