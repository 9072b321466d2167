"""The route map: table first, bars second, and the same to take along."""

from functools import partial

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.safestring import mark_safe

from communities.access.commitments import commitments_of, roll_up, wanted_commitments
from communities.access.communities import get_community
from communities.access.route_map import Wish, route_page, route_rows
from communities.analysis.route_map import in_order, standing
from communities.calendars.added_days import added_days
from communities.calendars.commitments import route_calendar
from communities.charts.route_map import draw_route_map
from communities.exports.commitments import route_table
from communities.forms.commitments import RouteMapForm
from communities.models import Community
from communities.reports.route_map import print_route_map
from lib.calendar_files import CONTENT_TYPE
from lib.charts.ink import Screen
from lib.pdf import PdfError
from regioscan.views.downloads import download_rows

PER_PAGE = 100
ON_PAPER = 300
"""What fits on eight sheets; who needs more has a file of all rows."""


def route_map(request: HttpRequest, slug: str) -> HttpResponse:
    """Who does what and when."""
    community = get_community(request, slug, "communities.view_members_part")
    form = RouteMapForm(request.GET, community=community)
    wanted, by, today = form.wanted, form.grouping, timezone.localdate()
    found = route_page(Wish(community, wanted, by), request.GET.get("pagina"), per_page=PER_PAGE)
    title = f"Routekaart van {community.name}"
    context = {
        "community": community,
        "form": form,
        "by": by,
        "groups": [(group, [(row, standing(row, today)) for row in group.rows]) for group in found.groups],
        "page": found.page,
        "on_paper": ON_PAPER,
        "tabs": _tabs(request, form, by),
        "progress": roll_up(commitments_of(community)),
        "part": None if wanted.is_everything else roll_up(wanted_commitments(community, wanted)),
        # Every text in the drawing has been escaped by lib.svg.
        "svg": mark_safe(draw_route_map(found.groups, today, title, partial(Screen))) if found.groups else "",  # noqa: S308
        "query": _without_page(request).urlencode(),
    }
    return render(request, "communities/route_map.html", context)


def _tabs(request: HttpRequest, form: RouteMapForm, by: str) -> list[dict[str, object]]:
    tabs = []
    for value, label in form.fields["per"].choices:  # type: ignore[attr-defined]
        query = _without_page(request)
        query["per"] = value
        tabs.append({"label": label, "url": f"?{query.urlencode()}", "is_current": value == by})
    return tabs


def _without_page(request: HttpRequest) -> QueryDict:
    query = request.GET.copy()
    query.pop("pagina", None)
    return query


def route_map_export(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """The rows that are asked for, as CSV, XLSX or JSON."""
    community = get_community(request, slug, "communities.view_members_part")
    rows = in_order(route_rows(community, RouteMapForm(request.GET, community=community).wanted))
    return download_rows(route_table(community.name, rows), f"routekaart-{community.slug}", kind, rows="routekaart")


def route_map_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """What still must be done, for a calendar; without a choice also the other days of the community."""
    community = get_community(request, slug, "communities.view_members_part")
    wanted = RouteMapForm(request.GET, community=community).wanted
    days = added_days([community.pk]) if wanted.is_everything else []
    made = route_calendar(community, in_order(route_rows(community, wanted)), days)
    return _file(made, community, "ics", CONTENT_TYPE)


def route_map_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    """The first rows of the same on A3."""
    community = get_community(request, slug, "communities.view_members_part")
    form = RouteMapForm(request.GET, community=community)
    found = route_page(Wish(community, form.wanted, form.grouping), 1, per_page=ON_PAPER)
    now = timezone.now()
    progress = roll_up(wanted_commitments(community, form.wanted))
    try:
        made = print_route_map(
            community, found.groups, progress, now=now, today=timezone.localdate(now), n_left_out=found.n_left_out
        )
    except PdfError as error:
        return render(
            request, "communities/route_map_failed.html", {"community": community, "reason": error}, status=503
        )
    return _file(made.content, community, "pdf", "application/pdf")


def _file(content: bytes, community: Community, suffix: str, content_type: str) -> HttpResponse:
    headers = {"Content-Disposition": content_disposition_header(True, f"routekaart-{community.slug}.{suffix}") or ""}
    return HttpResponse(content, content_type=content_type, headers=headers)
