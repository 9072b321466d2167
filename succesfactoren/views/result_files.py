"""The result of a round as files: on paper, for a spreadsheet, and for SPSS. All out of the outcome alone."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from lib.pdf import PdfError
from lib.tables import to_csv, to_xlsx
from succesfactoren.access.open_answers import questions_for
from succesfactoren.access.ratings import ratings_of
from succesfactoren.access.results import get_result
from succesfactoren.exports.outcome_sheets import long_table
from succesfactoren.exports.spss import spss_zip
from succesfactoren.exports.workbook import workbook
from succesfactoren.models import Round
from succesfactoren.reports.result import result_pdf as make_pdf

BUSY = 503
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_not_required
@require_safe
def result_pdf(request: HttpRequest, slug: str, round_id: int) -> HttpResponse:
    """The result on A4."""
    _, found = get_result(request, slug, round_id)
    try:
        content = make_pdf(found, ratings_of(found), questions_for(request.user, found))
    except PdfError as error:
        return HttpResponse(str(error), status=BUSY, content_type="text/plain; charset=utf-8")
    return _file(content, found, "pdf", "application/pdf")


@login_not_required
@require_safe
def result_csv(request: HttpRequest, slug: str, round_id: int) -> HttpResponse:
    """Every figure on a row of its own."""
    _, found = get_result(request, slug, round_id)
    return _file(to_csv(long_table(found.outcome.figures, found.name)), found, "csv", "text/csv; charset=utf-8")


@login_not_required
@require_safe
def result_xlsx(request: HttpRequest, slug: str, round_id: int) -> HttpResponse:
    """A workbook with a sheet for each part, and the code book."""
    _, found = get_result(request, slug, round_id)
    return _file(to_xlsx(workbook(found, ratings_of(found), questions_for(request.user, found))), found, "xlsx", XLSX)


@login_not_required
@require_safe
def result_spss(request: HttpRequest, slug: str, round_id: int) -> HttpResponse:
    """The figures with a syntax file for SPSS."""
    _, found = get_result(request, slug, round_id)
    return _file(spss_zip(found.outcome.figures, found.name), found, "zip", "application/zip")


def _file(content: bytes, found: Round, ending: str, kind: str) -> HttpResponse:
    name = f"uitkomst-{found.community.slug}-{slugify(found.name)}{'-spss' if ending == 'zip' else ''}.{ending}"
    headers = {
        "Content-Disposition": content_disposition_header(True, name) or "",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type=kind, headers=headers)
