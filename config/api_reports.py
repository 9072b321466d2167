"""Rapporten: what there is to know of a public report. On the roof, because reports belong to people."""

from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Router
from pydantic import BaseModel, Field

from communities.access.reports import visible_reports
from communities.models import Report
from regioscan.api import asked
from regioscan.api.addresses import address, links, page
from regioscan.api.formats import json_reply, moment
from regioscan.api.replies import Linked

router = Router(tags=["Rapporten"], by_alias=True)


class FileReply(BaseModel):
    """A file of a report."""

    soort: str
    bytes: int
    href: str


class ReportReply(Linked):
    """A public report that is made. Who asked for it is not told."""

    id: UUID
    titel: str
    regio: str
    cijfersTotEnMet: int
    vergelekenMet: str
    hoofdstukken: list[str]
    gemaaktOp: str
    bladzijden: int
    pdfControlegetal: str = Field(description="SHA-256 van de PDF; leeg bij oude rapporten.")
    bestanden: list[FileReply]


@router.get(
    "/rapporten/{uuid:id}",
    response=ReportReply,
    url_name="report_detail",
    operation_id="rapport",
    summary="Eén openbaar rapport",
)
def report_detail(request: HttpRequest, id: UUID) -> HttpResponse:
    """Waar een openbaar rapport over gaat, en waar de bestanden staan. Andere rapporten bestaan hier niet."""
    asked.nothing(request)
    found = visible_reports(AnonymousUser()).filter(public_id=id).first()
    if found is None:
        raise Http404("Er is geen openbaar rapport met dit nummer.")
    return json_reply(as_plain(found))


def as_plain(report: Report) -> dict[str, Any]:
    """A report as it is answered."""
    sizes = {"pdf": report.pdf_size, "xlsx": report.xlsx_size}
    return {
        "id": str(report.public_id),
        "titel": str(report),
        "regio": report.region.code,
        "cijfersTotEnMet": report.period,
        "vergelekenMet": report.benchmark,
        "hoofdstukken": report.chapters,
        "gemaaktOp": moment(report.made_at) if report.made_at else "",
        "bladzijden": report.n_pages,
        "pdfControlegetal": report.pdf_sha256,
        "bestanden": [
            {
                "soort": kind,
                "bytes": size,
                "href": page(reverse("config:report_download", args=[report.public_id, kind])),
            }
            for kind, size in sizes.items()
        ],
        "_links": links(
            self=address(f"/rapporten/{report.public_id}"),
            regio=address(f"/regios/{report.region.code}"),
            pagina=page(report.get_absolute_url()),
        ),
    }
