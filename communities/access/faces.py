"""The face of a community: its two colours with every shade that follows, and where its pictures are."""

import hashlib
import logging
from functools import lru_cache

from django.db.models.fields.files import FieldFile
from django.urls import reverse

from communities.models import Community
from lib.colours import Face, derive

logger = logging.getLogger(__name__)

HOUSE_COLOURS = ("#0e4b55", "#b23c14")


@lru_cache(maxsize=1024)
def _derived(primary: str, accent: str) -> Face:
    return derive(primary, accent)


def face_of(community: Community | None) -> Face:
    """Every shade of a community; those of the house where there is none."""
    if community is None:
        return _derived(*HOUSE_COLOURS)
    return _derived(community.primary_colour, community.accent_colour)


def stylesheet_path(community: Community) -> str:
    """The address of the stylesheet with the shades; another address as soon as one of them changes."""
    mark = hashlib.sha256(repr(face_of(community)).encode()).hexdigest()[:12]
    return f"{reverse('communities:face_stylesheet', args=[community.slug])}?v={mark}"


def logo_path(community: Community) -> str:
    """The address of the logo; "" where there is none."""
    return _picture_path(community, "communities:face_logo", community.logo)


def logo_content(community: Community) -> bytes:
    """The logo as it is kept; nothing where there is none, or where the file cannot be read any more."""
    if not community.logo.name:
        return b""
    try:
        with community.logo.storage.open(community.logo.name, "rb") as file:
            return bytes(file.read())
    except OSError:
        logger.warning("the logo of a community cannot be read", extra={"community": community.pk}, exc_info=True)
        return b""


def cover_path(community: Community) -> str:
    """The address of the cover picture; "" where there is none."""
    return _picture_path(community, "communities:face_cover", community.cover)


def _picture_path(community: Community, route: str, file: FieldFile) -> str:
    """With a mark of its own for each picture: its name on disk is drawn anew with every picture."""
    if not file or not file.name:
        return ""
    mark = hashlib.sha256(file.name.encode()).hexdigest()[:12]
    return f"{reverse(route, args=[community.slug])}?v={mark}"
