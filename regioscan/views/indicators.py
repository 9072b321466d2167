"""About a figure: what it means, how all regions stand, and how fresh its sources are."""

from itertools import groupby

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from lib.charts import Choropleth, Mark
from regioscan import exports, frames
from regioscan.charts import cards, specs
from regioscan.figures.ranking import Ranking
from regioscan.figures.sources import source_reports
from regioscan.models import Indicator, Region
from regioscan.views import choices
from regioscan.views.asking import get_indicator, get_ranking
from regioscan.views.funnels import funnel_context
from regioscan.views.kept import kept_for_visitors

PER_PAGE = 50
MAP_KINDS = [Region.Kind.PROVINCE, Region.Kind.COROP, Region.Kind.MUNICIPALITY]
"""Kinds of which there are few enough to draw at once."""


@login_not_required
def indicator_list(request: HttpRequest) -> HttpResponse:
    """All figures, by theme."""
    indicators = frames.shown_indicators()
    themes = [(theme, list(members)) for theme, members in groupby(indicators, key=lambda one: one.theme)]
    context = {"themes": themes, "n_indicators": len(indicators), "trail": choices.indicator_trail()}
    return render(request, "regioscan/indicator_list.html", context)


@login_not_required
@kept_for_visitors
def indicator_detail(request: HttpRequest, code: str) -> HttpResponse:
    """«Over dit cijfer»: the definition, and the ranking, map and spread of one kind of region in one year."""
    indicator = get_indicator(code)
    slices = frames.published_slices(indicator.pk)
    ranking = get_ranking(request, indicator, slices)
    context: dict[str, object] = {
        "indicator": indicator,
        "trail": choices.indicator_trail(indicator),
        "sources_url": reverse("regioscan:source_list"),
    }
    if ranking:
        kinds, years = choices.slice_options(ranking, slices)
        query = f"?soort={ranking.kind}&jaar={ranking.period}"
        page = Paginator(ranking.order, PER_PAGE).get_page(request.GET.get("pagina"))
        context |= {
            "ranking": ranking,
            "page": page,
            "places": ranking.places(list(page)),
            "kind_options": kinds,
            "year_options": years,
            "kind_words": choices.kind_words(ranking.kind),
            "spread_title": choices.spread_title(ranking),
            "order_text": choices.order_text(indicator),
            "query": query,
            "map": cards.drawing(_map(ranking)),
            "histogram": specs.histogram(ranking, _country_mark(indicator, ranking.period)),
            **funnel_context(request, ranking, query),
        }
    return render(request, "regioscan/indicator_detail.html", context)


@login_not_required
def source_list(request: HttpRequest) -> HttpResponse:
    """How fresh and how complete every source is."""
    reports = source_reports(timezone.now())
    context = {
        "reports": reports,
        "loaded": [report for report in reports if report.last],
        "waiting": [report for report in reports if not report.last],
        "lead": choices.sources_lead(reports),
        "table": exports.sources_table(reports),
        "trail": [*choices.indicator_trail()[:1], ("Bronnen", "")],
    }
    return render(request, "regioscan/source_list.html", context)


def _map(ranking: Ranking) -> Choropleth | None:
    if ranking.kind not in MAP_KINDS:
        return None
    readings = ranking.readings
    regions = list(frames.regions_by_id(readings).values())
    shapes = frames.boundaries(list(readings))
    title = f"{ranking.indicator.name} in {ranking.period}"
    return specs.area_map(ranking.indicator, title, regions, readings, shapes)


def _country_mark(indicator: Indicator, period: int) -> Mark | None:
    country = frames.get_country()
    if country is None:
        return None
    found = frames.column(indicator.pk, period, [country.pk]).get(country.pk)
    return Mark(country.name, found.value) if found and found.value is not None else None
