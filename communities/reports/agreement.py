"""The partnership agreement on one A4, in the face of the community."""

from hashlib import sha256
from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.template.loader import render_to_string

from communities.access.faces import face_of
from communities.analysis.agreement_check import BOXES
from communities.models import Agreement, Community
from communities.reports.letterhead import LOGO, logo_pictures
from lib.pdf import Metadata, render_pdf

STYLE_SHEETS = ["css/tokens.css", "css/agreement.css"]
KEEP_SECONDS = 24 * 3600
LONG, LONGER = 1300, 2400
"""So many characters in the boxes and behind the names ask for smaller letters to stay on one page."""


def agreement_pdf(community: Community, agreement: Agreement) -> bytes:
    """A version of the agreement with its confirmations as a tagged PDF; the same version is laid out once.

    Raises lib.pdf.PdfError.
    """
    confirmations = list(agreement.confirmations.all())
    title = f"Afspraken {community.name}"
    pictures = logo_pictures(community)
    html = render_to_string(
        "communities/print/agreement.html",
        {
            "community": community,
            "logo": LOGO if pictures else "",
            "trajectory": agreement.trajectory,
            "agreement": agreement,
            "title": title,
            "boxes": [(words, getattr(agreement, box)) for box, words in BOXES.items()],
            "confirmations": confirmations,
            "size": _size(agreement, len(confirmations)),
        },
    )
    style = _style(community)
    whole = "".join([html, style, *pictures.values()])
    key = f"agreement:{sha256(whole.encode()).hexdigest()}"
    kept: bytes | None = cache.get(key)
    if kept is not None:
        return kept
    metadata = Metadata(
        title=title,
        author=community.name,
        description=f"Wie beslist, wie doet, wie betaalt en wie regisseert: versie {agreement.version}.",
        created=agreement.published_at or agreement.created_at,
    )
    content = render_pdf(html, images=pictures, attachments=[], metadata=metadata, stylesheet=style).content
    cache.set(key, content, KEEP_SECONDS)
    return content


def _size(agreement: Agreement, n_confirmations: int) -> str:
    """How small the letters must be."""
    length = sum(len(getattr(agreement, box)) for box in BOXES) + 40 * n_confirmations
    if length > LONGER:
        return "smallest"
    return "small" if length > LONG else ""


def _style(community: Community) -> str:
    """The style sheets as text, with the two colours of the community in the place of ours."""
    sheets = [Path(str(finders.find(name))).read_text("utf-8") for name in STYLE_SHEETS]
    face = face_of(community)
    own = f"--face-primary: {face.primary}; --on-face-primary: {face.on_primary}; --face-accent: {face.accent_line};"
    return "\n".join([*sheets, f":root {{ {own} }}"])
