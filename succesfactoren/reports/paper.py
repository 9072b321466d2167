"""A questionnaire to fill in with a pen: numbered sheets, as one tagged PDF."""

from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from communities.access.faces import face_of
from communities.reports.letterhead import LOGO, logo_pictures
from lib.pdf import Metadata, render_pdf
from succesfactoren.forms.questionnaire import SCALE, Questionnaire
from succesfactoren.letters.promises import promise_words
from succesfactoren.models import Round

STYLE_SHEETS = ["css/tokens.css", "css/paper.css"]


def paper_pdf(round: Round, first: int, n_sheets: int) -> bytes:
    """So many blank sheets, numbered from `first`; each begins on a new page. Raises lib.pdf.PdfError."""
    community = round.community
    asked = Questionnaire(round.version, round.group_questions, about=round.assessment.about)
    pictures = logo_pictures(community)
    html = render_to_string(
        "succesfactoren/print/paper.html",
        {
            "community": community,
            "round": round,
            "asked": asked,
            "scale": SCALE,
            "numbers": range(first, first + n_sheets),
            "promise": promise_words(round, has_code=False),
            "logo": LOGO if pictures else "",
        },
    )
    metadata = Metadata(
        title=f"{round.version.name}: {round.name}",
        author=community.name,
        description=f"Vellen {first} tot en met {first + n_sheets - 1}, om met de pen in te vullen.",
        created=round.created_at,
    )
    face = face_of(community)
    own = f":root {{ --face-primary: {face.primary}; --on-face-primary: {face.on_primary}; }}"
    style = "\n".join([*(Path(str(finders.find(name))).read_text("utf-8") for name in STYLE_SHEETS), own])
    return render_pdf(html, images=pictures, attachments=[], metadata=metadata, stylesheet=style).content
