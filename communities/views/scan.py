"""The regioscan inside a community: the figures of its region, and what its advisor reads in them."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access.agenda import TargetFigure, figures_of, visible_items
from communities.access.communities import get_community, get_owned
from communities.access.scan import (
    WHOLE,
    community_reports,
    draft_of,
    drafts_in,
    sign_readings,
    standing_readings,
    visible_readings,
)
from communities.actions.readings import ReadingError, publish_reading, withdraw_reading, write_reading
from communities.charts.agenda import TargetCard, target_cards
from communities.forms.readings import ReadingForm
from communities.models import AgendaItem, AgendaTarget, Community
from regioscan.charts.cards import ScanCards
from regioscan.charts.receipts import receipt_cards
from regioscan.figures import region_scan
from regioscan.figures.receipts import opening_of
from regioscan.models import Theme

LATEST_REPORTS = 5


@login_not_required
@require_safe
def scan_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """What the figures say, what the advisor reads in them, and where the agenda wants to go."""
    community = get_community(request, slug, "communities.view_community")
    scan = region_scan(community.region)
    drawn = ScanCards(scan)
    reports = list(community_reports(request.user, community))
    runs_it = request.user.has_perm("communities.manage_community", community)
    readings, drafts = standing_readings(community), list(drafts_in(community)) if runs_it else []
    sign_readings([*readings.all, *drafts], community, request.user)
    context = {
        "community": community,
        "region": community.region,
        "scan": scan,
        "query": "",
        "findings": receipt_cards(drawn, opening_of(scan)),
        "themes": [drawn.themes[theme.theme.code] for theme in scan.themes_by_place],
        "groups": drawn.groups(),
        "readings": readings,
        "drafts": drafts,
        "agenda": _agenda_figures(request, community),
        "reports": reports[:LATEST_REPORTS],
        "older": reports[LATEST_REPORTS:],
        "may_write": request.user.has_perm("communities.coordinate", community),
    }
    return render(request, "communities/scan_detail.html", context)


def _agenda_figures(request: HttpRequest, community: Community) -> list[tuple[AgendaItem, list[TargetCard]]]:
    """Per item of the agenda that this reader may see: its figures with where they began and should go."""
    items = {one.pk: one for one in visible_items(request.user, community)}
    targets = AgendaTarget.objects.filter(item__in=items).select_related("indicator__theme", "indicator__weight")
    found: dict[int, list[TargetFigure]] = {}
    for figure in figures_of(community.region, targets.order_by("item", "indicator__position")):
        found.setdefault(figure.target.item_id, []).append(figure)
    return [(items[pk], target_cards(found[pk])) for pk in items if pk in found]


@login_not_required
@require_safe
def reading_history(request: HttpRequest, slug: str, theme_code: str) -> HttpResponse:
    """Every version of what the advisor wrote about one theme."""
    community = get_community(request, slug, "communities.view_community")
    versions = list(visible_readings(request.user, community, theme_code))
    if not versions:
        raise Http404("no such reading")
    sign_readings(versions, community, request.user)
    context = {
        "community": community,
        "theme": versions[0].theme,
        "versions": versions,
        "may_write": request.user.has_perm("communities.coordinate", community),
    }
    return render(request, "communities/reading_history.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def reading_write(request: HttpRequest, slug: str) -> HttpResponse:
    """Write a draft, or go on with the one that is there."""
    community = get_community(request, slug, "communities.coordinate")
    form = ReadingForm(request.POST or None, initial=_begun(community, request.GET.get("thema", "")))
    if form.is_valid():
        try:
            write_reading(by=request.user, community=community, **form.cleaned_data)
        except ReadingError as error:
            form.add_error("text", str(error))
        else:
            messages.success(request, "Uw concept is bewaard. Lees het na en publiceer het.")
            return redirect(_address(community, "#h-concepten"))
    context = {"community": community, "form": form}
    return render(request, "communities/reading_write.html", context, status=400 if form.is_bound else 200)


@require_POST
def reading_publish(request: HttpRequest, slug: str, reading_id: int) -> HttpResponse:
    """Let the community read a draft."""
    community = get_community(request, slug, "communities.coordinate")
    reading = get_owned(request, community, community.readings.all(), pk=reading_id)
    try:
        publish_reading(by=request.user, reading=reading)
        messages.success(request, "Uw duiding staat bij de cijfers.")
    except ReadingError as error:
        messages.error(request, str(error))
    return redirect(_address(community, "#h-duiding"))


@require_POST
def reading_withdraw(request: HttpRequest, slug: str, reading_id: int) -> HttpResponse:
    """Take a reading away, or throw a draft away."""
    community = get_community(request, slug, "communities.coordinate")
    reading = get_owned(request, community, community.readings.all(), pk=reading_id)
    withdraw_reading(by=request.user, reading=reading)
    messages.success(request, "De tekst staat niet meer bij de cijfers. U vindt hem terug bij de versies.")
    return redirect(_address(community))


def _begun(community: Community, code: str) -> dict[str, Any]:
    """What stands in the form: the draft about this theme, else the text that stands now."""
    theme = Theme.objects.filter(code=code).first() if "\x00" not in code else None
    about = theme.code if theme else WHOLE
    standing = {one.theme_id: one for one in standing_readings(community).all}
    begun = draft_of(community, about) or standing.get(theme.pk if theme else None)
    return {"theme": theme.code if theme else "", "text": begun.text if begun else ""}


def _address(community: Community, place: str = "") -> str:
    return reverse("communities:scan_detail", args=[community.slug]) + place
