"""The privacy statement of a community, its register of processing, and its log."""

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communities.access.communities import get_community
from communities.access.privacy import actions_in, log_of, names_of
from communities.actions.log import note_look
from communities.actions.retention import IDLE_DAYS, WARN_DAYS, anonymous_on
from communities.exports.log import log_table
from communities.forms.privacy import LogFilterForm
from communities.models import Role
from communities.registry import personal_lines, register
from lib.tables import to_csv

LINES_A_PAGE = 50
MOST_LINES = 100_000


@login_not_required
@require_safe
def privacy_statement(request: HttpRequest, slug: str) -> HttpResponse:
    """What a community keeps of people, why, how long, and what they can do about it."""
    community = get_community(request, slug, "communities.view_community")
    context = {
        "community": community,
        "lines": [line for line in personal_lines() if line.community],
        "anonymous_on": anonymous_on(community),
        "warn_days": WARN_DAYS,
        "idle_years": IDLE_DAYS // 365,
    }
    return render(request, "communities/privacy_statement.html", context)


@require_safe
def processing_register(request: HttpRequest, slug: str) -> HttpResponse:
    """The register of processing of article 30, from the same lines by which we export and erase."""
    community = get_community(request, slug, "communities.manage_community")
    lines = register()
    context = {
        "community": community,
        "personal": [line for line in lines if line.is_personal],
        "others": [line for line in lines if not line.is_personal],
        "n_members": community.memberships.active().count(),
        "n_coordinators": community.memberships.active().filter(role=Role.COORDINATOR).count(),
    }
    return render(request, "communities/processing_register.html", context)


@require_safe
def log_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Who did what in this community, and what was refused."""
    community = get_community(request, slug, "communities.manage_community")
    form = LogFilterForm(request.GET or None, actions=actions_in(community))
    page = Paginator(log_of(community, **form.chosen()), LINES_A_PAGE).get_page(request.GET.get("pagina"))
    entries = list(page.object_list)
    context = {
        "community": community,
        "form": form,
        "page": page,
        "table": log_table(entries, names_of(entries), f"Logboek van {community.name}"),
    }
    return render(request, "communities/log_list.html", context)


@require_safe
def log_export(request: HttpRequest, slug: str) -> HttpResponse:
    """The same lines as a file; fetching it is itself a line in the log."""
    community = get_community(request, slug, "communities.manage_community")
    form = LogFilterForm(request.GET or None, actions=actions_in(community))
    entries = list(log_of(community, **form.chosen())[:MOST_LINES])
    if entries:
        note_look(request, entries[0], community)
    table = log_table(entries, names_of(entries), f"Logboek van {community.name}")
    headers = {"Content-Disposition": f'attachment; filename="logboek-{community.slug}.csv"'}
    return HttpResponse(to_csv(table), content_type="text/csv; charset=utf-8", headers=headers)
