"""The portfolio of a bank, municipality…: all communities that they sponsor."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communities.access.portfolio import PortfolioRow, portfolio_of
from communities.exports.portfolio import portfolio_table
from config.cooperation import RoundLine, rounds_for, with_rounds
from config.home_initiatives import InitiativeLine, initiatives_in, with_initiatives
from config.report_pages import TABLE_WRITERS
from initiatives.access.trajectory_reports import newest_reports


@require_safe
def portfolio(request: HttpRequest) -> HttpResponse:
    """One line a community: where it is, who takes part, what was promised, and the newest report."""
    rows = _rows(request)
    n_late = sum(row.n_late for row in rows)
    context = {
        "rows": rows,
        "n_late": n_late,
        "rounds": _rounds(request, rows),
        "initiatives": _initiatives(rows),
        # Who sees a row here commissions that community, and may read what is written of its trajectory.
        "trajectory_reports": newest_reports([row.community for row in rows]),
    }
    return render(request, "config/portfolio.html", context)


@require_safe
def portfolio_export(request: HttpRequest, kind: str) -> HttpResponse:
    """The same as a file."""
    rows = _rows(request)
    if kind not in TABLE_WRITERS:
        raise Http404("no such table")
    write, content_type = TABLE_WRITERS[kind]
    headers = {"Content-Disposition": f'attachment; filename="portefeuille.{kind}"'}
    counted = with_initiatives(portfolio_table(rows), rows, _initiatives(rows))
    table = with_rounds(counted, rows, _rounds(request, rows))
    return HttpResponse(write(table), content_type, headers=headers)


def _rows(request: HttpRequest) -> list[PortfolioRow]:
    if not request.user.has_perm("communities.view_portfolio"):
        raise PermissionDenied
    return portfolio_of(request.user)


def _initiatives(rows: list[PortfolioRow]) -> dict[int, InitiativeLine]:
    return initiatives_in([row.community for row in rows])


def _rounds(request: HttpRequest, rows: list[PortfolioRow]) -> dict[int, RoundLine]:
    return rounds_for(request.user, [row.community for row in rows])
