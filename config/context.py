"""What every page needs to know."""

from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.conf import settings
from django.http import HttpRequest

from communities.access.faces import cover_path, face_of, logo_path, stylesheet_path
from communities.models import Community
from config.forms import READINGS

READING_COOKIE = "lezen"


def read_cookie(value: str) -> dict[str, str]:
    """The reading settings in a cookie, by name; what we do not know is left out."""
    known = {reading.name: reading for reading in READINGS}
    pairs = parse_qsl(value[:200])
    return {name: chosen for name, chosen in pairs if name in known and known[name].allows(chosen)}


def write_cookie(chosen: dict[str, str]) -> str:
    """The text of the cookie that `read_cookie` reads."""
    return urlencode(chosen)


def house(request: HttpRequest) -> dict[str, Any]:
    """Reading settings of this reader, and whether the figures are invented."""
    chosen = read_cookie(request.COOKIES.get(READING_COOKIE, ""))
    return {
        "example_figures": settings.EXAMPLE_FIGURES,
        "site_url": settings.SITE_URL,
        "contact_email": settings.CONTACT_EMAIL,
        "reading": {r.attribute: chosen[r.name] for r in READINGS if chosen.get(r.name, r.usual) != r.usual},
        "reading_choices": [
            {"name": r.name, "label": r.label, "options": r.options, "chosen": chosen.get(r.name, r.usual)}
            for r in READINGS
        ],
    }


def community(request: HttpRequest) -> dict[str, Any]:
    """The community that this page is of, how the reader belongs to it, and its face; nothing on other pages."""
    found: Community | None = getattr(request, "community", None)
    if found is None:
        return {}
    return {
        "community": found,
        "membership": getattr(request, "membership", None),
        "face": face_of(found),
        "face_stylesheet": stylesheet_path(found),
        "face_logo": logo_path(found),
        "face_cover": cover_path(found),
    }
