"""The QR code of a link: as SVG for print, as PNG for a slide."""

import io

import segno

KINDS = {"svg": "image/svg+xml", "png": "image/png"}


def qr_code(address: str, kind: str) -> bytes:
    """A picture of an address with the white border that cameras need; `kind` is one of KINDS.

    Error correction M: a poster may get a stain or a fold.
    """
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(out, kind=kind, scale=10, border=4, light="white")
    return out.getvalue()
