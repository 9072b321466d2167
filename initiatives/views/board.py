"""The four views of one address – board, list, map, timeline – and the same to take along."""

from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET

from communities.access.communities import get_community
from communities.models import Community
from initiatives.access.board import (
    Counted,
    count_by_stage,
    count_initiatives,
    in_order,
    on_the_timeline,
    order_on_board,
    top_of_each_stage,
    wanted_initiatives,
    without_dates,
)
from initiatives.access.board_cards import Card, cards_of, with_counts, with_rows
from initiatives.charts.initiative_map import draw_initiative_map, initiative_map, located
from initiatives.charts.timeline import draw_timeline, time_bar
from initiatives.exports.board import initiatives_table, plain_initiative
from initiatives.forms.board import BOARD, LIST, MAP, TIMELINE, VIEWS, BoardForm
from initiatives.models import Initiative, Stage
from initiatives.models.initiatives import InitiativeQuerySet
from lib.charts.ink import Screen
from regioscan.views.downloads import download, download_json

MOST_IN_A_COLUMN = 8
PER_PAGE = {LIST: 50, MAP: 25, TIMELINE: 40}
MOST_BESIDE = 8
EVERYWHERE = "regio"
SPOT_LENGTH = 12
HEADINGS = [
    ("naam", "Initiatief"),
    ("fase", "Fase"),
    ("", "Wie"),
    ("plaats", "Plaats"),
    ("klaar", "Klaar op"),
    ("", "Wat is er"),
]


@login_not_required
@require_GET
def initiative_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The initiatives of a community, in the view and with the filters that the address names."""
    community = get_community(request, slug, "communities.view_community")
    form = BoardForm(request.GET, user=request.user, community=community)
    found = wanted_initiatives(request.user, community, form.wanted)
    counted = count_initiatives(request.user, community)
    context = {
        "community": community,
        "form": form,
        "counted": counted,
        "n_found": found.count(),
        "tabs": [
            {"label": label, "url": form.address(vorm=view), "is_current": view == form.view}
            for view, label in VIEWS.items()
        ],
        "template": f"initiatives/parts/_view_{form.view}.html",
        "links": _links(form, counted),
        "everything_url": form.address_of_all(),
        "export_query": form.address(vorm=""),
        "may_propose": request.user.has_perm("initiatives.propose_initiative", community),
        "for_members": request.user.has_perm("communities.view_members_part", community),
    }
    shown = VIEW_CONTEXTS[form.view](request, community, form, found)
    return render(request, "initiatives/initiative_list.html", context | shown)


def _links(form: BoardForm, counted: Counted) -> list[tuple[str, str, int]]:
    """The list behind each number of the title."""
    whole = counted.whole
    named = [
        ("wat op gang is", {"fase": "op-gang"}, whole.n_under_way),
        ("wat klaar is", {"fase": Stage.DONE.value}, whole.n_done),
        ("de ideeën", {"fase": Stage.IDEA.value}, whole.n_ideas),
        ("wat op plaatsing wacht", {"nodig": "wacht"}, counted.n_waiting),
        ("wat verborgen is", {"nodig": "verborgen"}, counted.n_hidden),
    ]
    return [(label, form.address_of_all(**asked), n) for label, asked, n in named if n]


def _board(request: HttpRequest, community: Community, form: BoardForm, found: InitiativeQuerySet) -> dict[str, Any]:
    order = order_on_board(request.user, community)
    numbers = top_of_each_stage(found, order, MOST_IN_A_COLUMN)
    rows = with_rows(found.filter(pk__in=numbers).order_by(*order))
    cards = cards_of(request.user, community, rows)
    by_stage = count_by_stage(found)
    columns = [_column(stage, cards, by_stage[stage], form) for stage in Stage]
    return {"columns": columns[:-1], "stopped": columns[-1]}


def _column(stage: Stage, cards: list[Card], n: int, form: BoardForm) -> dict[str, Any]:
    """A stage with the first of what is in it; Stage names the stopped ones last."""
    own = [card for card in cards if card.initiative.stage == stage]
    url = form.address(vorm=LIST, fase=stage.value)
    return {"stage": stage, "cards": own, "n": n, "n_more": n - len(own), "url": url}


def _list(request: HttpRequest, community: Community, form: BoardForm, found: InitiativeQuerySet) -> dict[str, Any]:
    page = _page_of(request, in_order(found, form.order), LIST)
    headings = [
        {"label": label, "url": form.address(sorteer=name) if name else "", "is_current": name == form.order}
        for name, label in HEADINGS
    ]
    return {"page": page, "cards": cards_of(request.user, community, page), "headings": headings}


def _map(request: HttpRequest, community: Community, form: BoardForm, found: InitiativeQuerySet) -> dict[str, Any]:
    on_map = found.exclude(place_kind=Initiative.Place.REGION)
    points = on_map.select_related(None).prefetch_related(None).only(
        "pk", "title", "latitude", "longitude", "place_kind", "community"
    )  # fmt: skip
    drawn = initiative_map(community.region, located(points, community))
    everywhere = found.filter(place_kind=Initiative.Place.REGION)
    spot = request.GET.get("plek", "")[:SPOT_LENGTH]
    listed = everywhere if spot == EVERYWHERE else on_map
    if drawn and spot.isdecimal():
        listed = on_map.filter(pk__in=drawn.numbers_at(int(spot)))
    elif spot != EVERYWHERE:
        spot = ""
    spot_url = form.address(vorm=MAP)
    page = _page_of(request, in_order(listed, "plaats"), MAP)
    beside = with_rows(in_order(everywhere, "naam"))[:MOST_BESIDE]
    return {
        "outside": drawn.outside if drawn else frozenset(),
        "page": page,
        "cards": cards_of(request.user, community, page),
        "spot": spot,
        "spot_url": spot_url,
        "everywhere": cards_of(request.user, community, beside),
        "n_everywhere": everywhere.count(),
        # Every text in the drawing has been escaped by lib.svg.
        "svg": mark_safe(draw_initiative_map(drawn, spot_url)) if drawn else "",  # noqa: S308
        "everywhere_url": form.address(vorm=MAP, plek=EVERYWHERE),
    }


def _timeline(request: HttpRequest, community: Community, form: BoardForm, found: InitiativeQuerySet) -> dict[str, Any]:
    today = timezone.localdate()
    page = _page_of(request, on_the_timeline(found), TIMELINE, "milestones")
    bars = [time_bar(card, today) for card in cards_of(request.user, community, page)]
    undated = without_dates(found)
    title = f"Initiatieven van {community.name} in de tijd"
    return {
        "page": page,
        "bars": bars,
        # Every text in the drawing has been escaped by lib.svg.
        "svg": mark_safe(draw_timeline(bars, today, title, partial(Screen))) if bars else "",  # noqa: S308
        "undated": cards_of(request.user, community, with_rows(undated)[: PER_PAGE[TIMELINE]]),
        "n_undated": undated.count(),
        "list_url": form.address(vorm=LIST, sorteer="klaar"),
    }


VIEW_CONTEXTS = {BOARD: _board, LIST: _list, MAP: _map, TIMELINE: _timeline}


def _page_of(request: HttpRequest, found: InitiativeQuerySet, view: str, *also: str) -> Any:
    return Paginator(with_rows(found).prefetch_related(*also), PER_PAGE[view]).get_page(request.GET.get("pagina"))


@login_not_required
@require_GET
def initiatives_export(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """All that are asked for, by name, as CSV, XLSX or JSON: what this reader sees on the pages, and nothing more."""
    community = get_community(request, slug, "communities.view_community")
    form = BoardForm(request.GET, user=request.user, community=community)
    found = in_order(wanted_initiatives(request.user, community, form.wanted), "naam")
    cards = cards_of(request.user, community, with_counts(with_rows(found)))
    name = f"initiatieven-{community.slug}"
    if kind != "json":
        for_members = request.user.has_perm("communities.view_members_part", community)
        return download([initiatives_table(community.name, cards, for_members=for_members)], name, kind)
    return download_json({"initiatieven": [plain_initiative(card) for card in cards]}, name)
