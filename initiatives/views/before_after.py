"""The figures of an agenda item before and after a beginning, beside similar regions. No figure names a cause."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communities.access.agenda import visible_items
from communities.access.communities import get_community, get_owned
from communities.models import AgendaItem
from initiatives.access.impact import Beginning, before_and_after, beginnings_of, chosen_beginning
from initiatives.charts.impact import before_after_card, in_order
from initiatives.exports.impact import compared_table
from lib.text import long_date
from regioscan.analysis.before_after_words import many_words, no_cause
from regioscan.views.downloads import download_rows

FROM = "vanaf"


@login_not_required
@require_safe
def before_after(request: HttpRequest, slug: str, item_id: int) -> HttpResponse:
    """How each figure changed since a beginning, and how it changed in similar regions."""
    item = _item(request, slug, item_id)
    beginnings, chosen = _beginning(request, item)
    figures = before_and_after(item, chosen) if chosen else []
    cards = in_order([before_after_card(one, chosen.article) for one in figures]) if chosen else []
    context = {
        "community": item.community,
        "item": item,
        "region": item.community.region,
        "chosen": chosen,
        "options": _options(beginnings, chosen),
        "cards": cards,
        "no_cause": no_cause(chosen.article) if chosen else "",
        "many": many_words(sum(not one.refusal for one in cards)),
        "n_targets": item.targets.count(),
        "query": f"?{FROM}={chosen.code}" if chosen else "",
    }
    return render(request, "initiatives/before_after.html", context)


@login_not_required
@require_safe
def before_after_export(request: HttpRequest, slug: str, item_id: int, kind: str) -> HttpResponse:
    """The numbers behind it: of this region, of every other one, and the difference with its margin."""
    item = _item(request, slug, item_id)
    _, chosen = _beginning(request, item)
    if chosen is None:
        raise Http404("nothing has begun here")
    title = f"Voor en na {long_date(chosen.on)}: {item.title}"
    table = compared_table(title, before_and_after(item, chosen))
    return download_rows(table, f"voor-en-na-{item.community.slug}-{item.pk}", kind, rows="voorEnNa")


def _item(request: HttpRequest, slug: str, item_id: int) -> AgendaItem:
    community = get_community(request, slug, "communities.view_community")
    return get_owned(request, community, visible_items(request.user, community), pk=item_id)


def _beginning(request: HttpRequest, item: AgendaItem) -> tuple[list[Beginning], Beginning | None]:
    code = request.GET.get(FROM, "")
    found = beginnings_of(request.user, item)
    chosen = chosen_beginning(found, code)
    if code and chosen is None:
        raise Http404("no such beginning")
    return found, chosen


def _options(beginnings: list[Beginning], chosen: Beginning | None) -> list[dict[str, Any]]:
    return [
        {
            "label": f"{one.label}, {long_date(one.on)}",
            "url": f"?{FROM}={one.code}",
            "is_current": one == chosen,
        }
        for one in beginnings
    ]
