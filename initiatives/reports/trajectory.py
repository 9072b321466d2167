"""The report of a trajectory as two files: a tagged PDF in the face of the community, and a workbook."""

from collections.abc import Callable, Collection, Sequence
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.urls import reverse

from communities.access.faces import face_of
from communities.models import Community, User
from communities.reports.letterhead import LOGO, logo_pictures
from initiatives.models import TrajectoryReport
from initiatives.reports.chapters import Chapter, Content
from initiatives.reports.doing import CHANGED, DOING, LESSONS, MONEY
from initiatives.reports.drawing import DrawingBoard
from initiatives.reports.ground import AMBITION, PEOPLE, REGION
from initiatives.reports.strength import STRENGTH
from lib.charts import Palette
from lib.check_codes import check_of, spaced_code
from lib.pdf import Attachment, Metadata, PdfResult, render_pdf
from lib.tables import Table, to_xlsx
from regioscan.reports.front import cover_outline
from regioscan.reports.making import LAYOUT_SECONDS

CHAPTERS: tuple[Chapter, ...] = (REGION, AMBITION, PEOPLE, STRENGTH, DOING, MONEY, CHANGED, LESSONS)
STYLE_SHEETS = ["css/tokens.css", "css/result_report.css", "css/trajectory_report.css"]
WHITE = "#ffffff"
WHOLE_DASH = "\N{WORD JOINER}–\N{WORD JOINER}"
"""So that «2025–2029» does not break over two lines of the cover."""


METHODS = {
    "regio": (
        "De cijfers van de regio komen uit openbare bronnen; bij elk cijfer in de werkmap staan bron, jaar en licentie."
    ),
    "ambitie": (
        "Een doel op de agenda is een afspraak van mensen. Een cijfer over alle inwoners rekenen wij niemand toe."
    ),
    "mensen": "Geteld is wie nu lid is. Namen van mensen staan niet in dit rapport, omdat het bewaard blijft.",
    "samenwerking": (
        "Gemiddelden staan er vanaf vijf antwoorden, zonder weg terug naar een persoon. Het is een "
        "gespreksinstrument, geen toets."
    ),
    "doen": "Wat gestopt is, telt niet mee in “op gang” en “klaar”. Stil is: 45 dagen niets van gehoord.",
    "budgetten": (
        "Beide manieren van tellen zijn vastgelegd voordat het stemmen begon. Per plan staat er waarom wel of niet."
    ),
    "veranderd": (
        "Vergeleken is de verandering van de regio met die van vergelijkbare regio’s, voor en na het begin. "
        "Een verschil is geen bewijs van oorzaak. Mensen die bij meer initiatieven kunnen horen, zijn niet "
        "opgeteld."
    ),
    "lessen": "Lessen staan er in de woorden van wie ze schreef.",
}
"""By chapter, how it was made, in one or two sentences; the whole method is in docs/method.md."""


def render_trajectory(
    report: TrajectoryReport, reader: User, on_progress: Callable[[int, str], None]
) -> tuple[PdfResult, bytes]:
    """Gather the chosen chapters as `reader` may see them, and lay them out: the PDF and the workbook.

    Raises lib.pdf.PdfError.
    """
    trajectory, community = report.trajectory, report.trajectory.community
    built = []
    chosen = chosen_chapters(report.chapters)
    for at, chapter in enumerate(chosen):
        on_progress(5 + 65 * at // len(chosen), chapter.title)
        built.append((chapter, chapter.gather(trajectory, reader)))
    xlsx = to_xlsx(_sheets(built))
    on_progress(75, "PDF opmaken")
    pictures = logo_pictures(community)
    face, check = face_of(community), check_of(xlsx)
    board = DrawingBoard(Palette(primary=face.primary, paper=WHITE))
    outline, outline_alt = cover_outline(community.region, face.on_cover)
    context = {
        "report": report,
        "trajectory": trajectory,
        "community": community,
        "built": board.chapters(built),
        "ends_short": built[-1][1].is_short,
        "counts": [count for _, content in built for count in content.counts],
        "outline": board.keep(outline) if outline else "",
        "outline_alt": outline_alt,
        "title": trajectory.name.replace("–", WHOLE_DASH),
        "check": check,
        "code": spaced_code(str(report.public_id), check),
        "verify_address": settings.SITE_URL.rstrip("/") + reverse("config:verify"),
        "methods": [(chapter.title, METHODS[chapter.code]) for chapter, _ in built],
        "logo": LOGO if pictures else "",
        "example_figures": settings.EXAMPLE_FIGURES,
        "commissioners": [one.name for one in trajectory.commissioners.order_by("name")],
    }
    pdf = render_pdf(
        render_to_string("initiatives/print/trajectory.html", context),
        images=pictures | board.images,
        attachments=[Attachment("tabellen.xlsx", xlsx, "Alle tabellen van dit rapport")],
        metadata=_metadata(report),
        stylesheet=_style(community),
        timeout_seconds=LAYOUT_SECONDS,
    )
    return pdf, xlsx


def chosen_chapters(codes: Collection[str]) -> list[Chapter]:
    """The chapters with these codes, in the order of the report."""
    return [chapter for chapter in CHAPTERS if chapter.code in codes]


def _sheets(built: Sequence[tuple[Chapter, Content]]) -> list[Table]:
    """All tables; a report without any still says what it holds."""
    tables = [table for _, content in built for table in content.tables]
    return tables or [Table("Inhoud", [], [], [content.finding for _, content in built])]


def _metadata(report: TrajectoryReport) -> Metadata:
    community = report.trajectory.community
    return Metadata(
        title=str(report),
        author=community.name,
        description=f"Rapport {report.short_number} van {report.trajectory.name} in {community.region.name}.",
        created=report.created_at,
    )


def _style(community: Community) -> str:
    """The style sheets as text, with the colours of the community in the place of ours."""
    sheets = [Path(str(finders.find(name))).read_text("utf-8") for name in STYLE_SHEETS]
    face = face_of(community)
    own = f"--face-primary: {face.primary}; --on-face-primary: {face.on_primary}; --face-accent: {face.accent_line};"
    return "\n".join([*sheets, f":root {{ {own} --cover: {face.cover}; --on-cover: {face.on_cover}; }}"])
