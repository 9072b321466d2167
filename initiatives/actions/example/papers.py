"""Pictures and documents of the story, drawn and written here: nothing of them comes from elsewhere."""

import io
from collections.abc import Sequence
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from communities.actions.documents import Upload, place_document
from communities.actions.example.people import moment
from communities.models import Community, Document, Role, User
from initiatives.access.updates import audience_of
from initiatives.models import Initiative, InitiativeDocument, InitiativePicture
from lib.file_kinds import safe_name
from lib.tables import Column, Table, to_xlsx

WIDTH, HEIGHT = 960, 640
FINER = 2
"""Drawn so much larger and then made smaller, so that slanting edges are smooth."""
CREDIT = "tekening voor dit voorbeeld"


def lay_down(community: Community, story: dict[str, Any]) -> None:
    """Give some initiatives of this community their picture and a document with figures."""
    initiatives = {one.title: one for one in Initiative.objects.filter(community=community).select_related("community")}
    for entry in story["pictures"]:
        _hang(initiatives[entry["initiative"]], entry)
    adviser = User.objects.get(memberships__community=community, memberships__role=Role.COORDINATOR)
    for entry in story["documents"]:
        _file(initiatives[entry["initiative"]], entry, adviser)


def _hang(initiative: Initiative, entry: dict[str, Any]) -> None:
    name = safe_name(initiative.title, "png")
    InitiativePicture.objects.create(
        initiative=initiative,
        file=ContentFile(drawn(entry["shapes"]), name),
        alt=entry["alt"],
        credit=CREDIT,
        placed_by=initiative.proposed_by,
        position=1,
    )


def drawn(shapes: Sequence[Sequence[Any]]) -> bytes:
    """A PNG of these, one over the other: each its kind ("vlak", "rond" or "lijn"), its colour and its numbers.

    A "vlak" has the corners of a polygon, a "rond" the corners of the box around it, a "lijn" its width and its points.
    """
    canvas = Image.new("RGB", (WIDTH * FINER, HEIGHT * FINER))
    pen = ImageDraw.Draw(canvas)
    for kind, colour, *numbers in shapes:
        larger = [number * FINER for number in numbers]
        if kind == "rond":
            pen.ellipse(larger, fill=colour)
        elif kind == "lijn":
            pen.line(larger[1:], fill=colour, width=larger[0], joint="curve")
        else:
            pen.polygon(larger, fill=colour)
    out = io.BytesIO()
    canvas.reduce(FINER).save(out, "PNG")
    return out.getvalue()


def _file(initiative: Initiative, entry: dict[str, Any], adviser: User) -> None:
    what, *numbers = entry["columns"]
    columns = [Column("what", what), *(Column(f"n{at}", name, "number") for at, name in enumerate(numbers))]
    content = to_xlsx([Table(entry["title"], columns, entry["rows"])])
    made = place_document(
        by=adviser,
        community=initiative.community,
        title=entry["title"],
        upload=Upload(content, safe_name(entry["title"], "xlsx"), "xlsx"),
        description=entry["about"],
        audience=audience_of(initiative),
    )
    Document.objects.filter(pk=made.pk).update(created_at=moment(entry["days"]), created_by=initiative.proposed_by)
    made.versions.update(uploaded_at=moment(entry["days"]), uploaded_by=initiative.proposed_by)
    InitiativeDocument.objects.create(initiative=initiative, document=made)
