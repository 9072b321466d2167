"""The result of a round on A4, in the face of the community. Reads nothing but the outcome."""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.template.loader import render_to_string

from communities.access.faces import face_of
from communities.models import Community
from communities.reports.letterhead import LOGO, logo_pictures
from lib.charts import Palette
from lib.pdf import Attachment, Metadata, render_pdf
from lib.tables import to_csv
from succesfactoren.access.open_answers import OpenQuestion
from succesfactoren.analysis.sentences import NOT_A_TEST
from succesfactoren.charts.pens import PaperPen
from succesfactoren.charts.result_page import result_page
from succesfactoren.charts.result_rows import Ratings
from succesfactoren.exports.outcome_sheets import long_table
from succesfactoren.models import Round

STYLE_SHEETS = ["css/tokens.css", "css/result_report.css"]
KEEP_SECONDS = 24 * 3600


def result_pdf(round: Round, ratings: Ratings, texts: Sequence[OpenQuestion]) -> bytes:
    """The result as a tagged PDF with its figures attached; the same result is laid out once.

    Raises lib.pdf.PdfError.
    """
    community = round.community
    face = face_of(community)
    pen = PaperPen(Palette(primary=face.primary, paper="#ffffff"))
    page = result_page(round, ratings, texts, pen)
    pictures = logo_pictures(community)
    context = {
        "community": community,
        "round": round,
        "page": page,
        "logo": LOGO if pictures else "",
        "not_a_test": NOT_A_TEST,
    }
    html = render_to_string("succesfactoren/print/result.html", context)
    style = _style(community)
    figures = to_csv(long_table(round.outcome.figures, round.name))
    whole = "".join([html, style, *pen.pictures.values(), *pictures.values()]).encode() + figures
    key = f"result:{sha256(whole).hexdigest()}"
    kept: bytes | None = cache.get(key)
    if kept is not None:
        return kept
    content = render_pdf(
        html,
        images=pictures | pen.pictures,
        attachments=[Attachment("uitkomst.csv", figures, "Alle cijfers van deze uitkomst")],
        metadata=_metadata(round, page.title),
        stylesheet=style,
    ).content
    cache.set(key, content, KEEP_SECONDS)
    return content


def _metadata(round: Round, finding: str) -> Metadata:
    return Metadata(
        title=f"{round.name}: {finding}",
        author=round.community.name,
        description=f"Uitkomst van {round.name}, een {NOT_A_TEST}.",
        created=round.published_at or round.outcome.made_at,
    )


def _style(community: Community) -> str:
    """The style sheets as text, with the colours of the community in the place of ours."""
    sheets = [Path(str(finders.find(name))).read_text("utf-8") for name in STYLE_SHEETS]
    face = face_of(community)
    own = f"--face-primary: {face.primary}; --on-face-primary: {face.on_primary}; --face-accent: {face.accent_line};"
    return "\n".join([*sheets, f":root {{ {own} }}"])
