"""The route map on one A3: the table and the bars, in the face of the community."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from pathlib import Path

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from communities.access.faces import face_of
from communities.analysis.promises import RollUp
from communities.analysis.route_map import RouteRow, RowGroup, short_date, standing, time_axis
from communities.charts.route_map import draw_time_head, draw_time_row
from communities.models import Community
from communities.reports.letterhead import LOGO, logo_pictures
from lib.charts import Palette
from lib.charts.ink import Print
from lib.pdf import Metadata, PdfResult, render_pdf

STYLE_SHEETS = ["css/tokens.css", "css/route_map.css"]
TIME_MILLIMETRES = 118.0
HEAD = "chart:time"
AUTHOR = "Regiokracht"


def print_route_map(
    community: Community,
    groups: Sequence[RowGroup],
    progress: RollUp,
    *,
    today: date,
    now: datetime,
    n_left_out: int = 0,
) -> PdfResult:
    """The route map of `today` as a tagged PDF on A3 landscape: each row with its bar beside it, some forty on a sheet.

    It says so where rows were left out. Raises lib.pdf.PdfError.
    """
    title = f"Routekaart {community.name}"
    paper = partial(Print, width=TIME_MILLIMETRES, palette=Palette(primary=face_of(community).primary))
    axis = time_axis([row for group in groups for row in group.rows], today)
    logo = logo_pictures(community)
    pictures = {HEAD: draw_time_head(axis, paper)} | logo
    for group in groups:
        pictures |= {_address(row): draw_time_row(row, axis, today, paper) for row in group.rows}
    context = {
        "community": community,
        "logo": LOGO if logo else "",
        "title": title,
        "groups": [(group, [_worded(row, today) for row in group.rows]) for group in groups],
        "progress": progress,
        "n_shown": sum(len(group.rows) for group in groups),
        "n_left_out": n_left_out,
        "today": today,
        "head": HEAD,
    }
    html = render_to_string("communities/print/route_map.html", context)
    about = "Wie doet wat en wanneer: de toezeggingen, de stappen en de mijlpalen van deze community."
    metadata = Metadata(title=title, author=AUTHOR, description=about, created=now)
    return render_pdf(html, images=pictures, attachments=[], metadata=metadata, stylesheet=_style(community))


def _address(row: RouteRow) -> str:
    return f"chart:{row.kind}-{row.number}"


def _worded(row: RouteRow, today: date) -> dict[str, object]:
    words = standing(row, today)
    return {"row": row, "standing": words, "day": short_date(row.due_on, today), "picture": _address(row)}


def _style(community: Community) -> str:
    """The style sheets as text, and the two colours of the community in the place of ours."""
    sheets = [Path(str(finders.find(name))).read_text("utf-8") for name in STYLE_SHEETS]
    face = face_of(community)
    own = {
        "--face-primary": face.primary,
        "--face-accent": face.accent,
        "--on-face-primary": face.on_primary,
        "--on-face-accent": face.on_accent,
    }
    sheets.append(":root {" + " ".join(f"{name}: {value};" for name, value in own.items()) + "}")
    return "\n".join(sheets)
