"""The count, and its result: as a page and as files. Everything out of the frozen figures alone."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from initiatives.access.budgets import get_budget
from initiatives.access.results import get_result, result_for, why_not_handed_out
from initiatives.actions.counting import CountingError, PaperFirst, count_budget
from initiatives.charts.result_page import result_page
from initiatives.exports.results import ballots_file, project_table, result_tables
from regioscan.views.downloads import download, download_json

RUN = "initiatives.run_budgets"
NOTHING_HERE = 404


@require_POST
def election_count(request: HttpRequest, slug: str, budget_id: int) -> HttpResponse:
    """Count the votes, once."""
    budget = get_budget(request, slug, budget_id, RUN)
    try:
        count_budget(budget=budget, by=request.user)
    except PaperFirst as error:
        url = reverse("initiatives:paper_ballot_list", args=[slug, budget_id])
        messages.error(request, format_html('{} <a href="{}">Naar de papieren biljetten</a>', str(error), url))
        return redirect(budget)
    except CountingError as error:
        messages.error(request, str(error))
        return redirect(budget)
    return redirect("initiatives:election_result", slug, budget_id)


@login_not_required
@require_safe
def election_result(request: HttpRequest, slug: str, budget_id: int) -> HttpResponse:
    """Which projects will be done, and of each why or why not; before it is published: when that will be."""
    budget = get_budget(request, slug, budget_id)
    result = result_for(request.user, budget)
    if result is None:
        context = {"community": budget.community, "budget": budget}
        return render(request, "initiatives/election_result_pending.html", context, status=NOTHING_HERE)
    context = {
        "community": budget.community,
        "budget": budget,
        "page": result_page(result),
        "table": project_table(result.figures),
        "may_publish": not budget.is_published and request.user.has_perm(RUN, budget),
        "not_handed_out": why_not_handed_out(result),
    }
    return render(request, "initiatives/election_result.html", context)


@login_not_required
@require_safe
def election_csv(request: HttpRequest, slug: str, budget_id: int) -> HttpResponse:
    """The projects as CSV."""
    budget, result = get_result(request, slug, budget_id)
    return download(result_tables(result.figures), _name(budget.community.slug, budget_id), "csv")


@login_not_required
@require_safe
def election_xlsx(request: HttpRequest, slug: str, budget_id: int) -> HttpResponse:
    """The projects, the comparison and the count, each on a sheet."""
    budget, result = get_result(request, slug, budget_id)
    return download(result_tables(result.figures), _name(budget.community.slug, budget_id), "xlsx")


@login_not_required
@require_safe
def election_json(request: HttpRequest, slug: str, budget_id: int) -> HttpResponse:
    """The result as it was frozen, for programs."""
    budget, result = get_result(request, slug, budget_id)
    return download_json(result.figures, _name(budget.community.slug, budget_id))


@login_not_required
@require_safe
def election_pb(request: HttpRequest, slug: str, budget_id: int) -> HttpResponse:
    """All ballots without a name, in the format of pabulib.org, where there are enough of them."""
    budget, result = get_result(request, slug, budget_id)
    if reason := why_not_handed_out(result):
        return HttpResponse(reason, status=NOTHING_HERE, content_type="text/plain; charset=utf-8")
    name = f"{_name(budget.community.slug, budget_id)}.pb"
    headers = {"Content-Disposition": content_disposition_header(True, name) or ""}
    return HttpResponse(ballots_file(budget, result), content_type="text/plain; charset=utf-8", headers=headers)


def _name(slug: str, budget_id: int) -> str:
    return f"uitslag-{slug}-{budget_id}"
