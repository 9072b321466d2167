"""Documents in versions. Who gets in, and something to look at."""

from typing import Any

from django.core.files.base import ContentFile

from communities.models import Community, Document, DocumentVersion
from tests.access_rows.rows import COORDINATORS, MEMBERS, OPEN, Row, posted
from tests.access_rows.stream import make_author

ROWS: dict[str, Row] = {
    "communities:document_list": OPEN,
    "communities:document_detail": OPEN,
    "communities:document_download": OPEN,
    "communities:document_place": MEMBERS,
    # Somebody else placed what is asked for here.
    "communities:document_edit": COORDINATORS,
    "communities:document_remove": COORDINATORS,
    "communities:document_restore": posted(COORDINATORS),
    "communities:document_version": posted(COORDINATORS),
}


def make_document(community: Community, **fields: Any) -> Document:
    """A public document of one version, placed by a new member unless said otherwise."""
    defaults = {"title": "Verslag", "audience": "openbaar", "created_by": fields.get("created_by")}
    defaults["created_by"] = defaults["created_by"] or make_author(community)
    document = Document.objects.create(community=community, **(defaults | fields))
    content = b"Wij spraken af dat het doorgaat."
    DocumentVersion.objects.create(
        document=document,
        number=1,
        file=ContentFile(content, "verslag.txt"),
        name="verslag.txt",
        kind="txt",
        size=len(content),
        sha256="0" * 64,
        uploaded_by=document.created_by,
    )
    return document


def make(community: Community) -> dict[str, Any]:
    """One of everything that the addresses of this subject name, in this community; may be called again for more."""
    return {"document_id": make_document(community).pk, "number": 1}
