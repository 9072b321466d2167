"""Every table by address, as CSV and XLSX, and a chart to explore as JSON: for anyone, and kept for a while."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.http import content_disposition_header
from django.views.decorators.http import conditional_page

from lib.charts import to_plotly
from lib.tables import Table, as_records, to_csv, to_xlsx
from regioscan import exports, frames
from regioscan.api.formats import json_reply
from regioscan.charts import specs
from regioscan.charts.gaps import gaps_table
from regioscan.charts.inside import inside_table
from regioscan.charts.receipts import receipts_table
from regioscan.figures import Scan
from regioscan.figures.gaps import gaps
from regioscan.figures.inside import inside_average
from regioscan.figures.ranking import default_figure, region_parts
from regioscan.figures.receipts import all_sentences
from regioscan.figures.sources import source_reports
from regioscan.forms import ScanForm, SearchForm
from regioscan.views.asking import get_indicator, get_ranking, get_region, get_scan, get_theme, read
from regioscan.views.limits import PAGE, SHEET, TABLE, seconds_to_wait, too_much

KEEP_SECONDS = 300
COSTS = {"csv": TABLE, "xlsx": SHEET}
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
View = Callable[..., HttpResponse]


def kept_a_while(view: View) -> View:
    """Open to anyone within a limit, kept by the browser for five minutes, then not sent again while it is the same."""

    @wraps(view)
    def kept(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if seconds := seconds_to_wait(request, "export", COSTS.get(kwargs.get("kind", ""), PAGE)):
            return too_much(seconds)
        response = view(request, *args, **kwargs)
        # Not in shared caches: signed-in readers may get a renewed session cookie along with it.
        patch_cache_control(response, private=True, max_age=KEEP_SECONDS)
        return response

    return login_not_required(conditional_page(kept))


@kept_a_while
def region_export(request: HttpRequest, code: str, table: str, kind: str) -> HttpResponse:
    """The figures, themes or parts of a region."""
    scan = get_scan(request, get_region(code))
    return download([_region_table(request, scan, table)], f"{scan.region.code}-{table}", kind)


@kept_a_while
def trend_export(request: HttpRequest, code: str, theme: str, kind: str) -> HttpResponse:
    """The figures of a theme through the years; one of them with `cijfer`."""
    scan = get_scan(request, get_region(code))
    found = get_theme(scan, theme)
    wanted = read(ScanForm(request.GET))["cijfer"]
    figures = [figure for figure in found.figures if wanted in {"", figure.code}]
    if not figures:
        raise Http404(f"Dit thema heeft geen cijfer met de code {wanted}.")
    name = "-".join(part for part in (scan.region.code, theme, wanted, "verloop") if part)
    return download([exports.trend_table(scan, figures)], name, kind)


@kept_a_while
def indicator_export(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """The ranking of one figure, all regions of one kind in one year."""
    indicator = get_indicator(code)
    ranking = get_ranking(request, indicator, frames.published_slices(indicator.pk))
    if ranking is None:
        raise Http404(f"Van {indicator.name} is nog niets gepubliceerd.")
    return download([exports.ranking_table(ranking)], f"{code}-{ranking.kind}-{ranking.period}", kind)


@kept_a_while
def indicator_list_export(_request: HttpRequest, kind: str) -> HttpResponse:
    """The definitions of all figures."""
    return download([exports.indicators_table(frames.shown_indicators())], "cijfers", kind)


@kept_a_while
def region_list_export(request: HttpRequest, kind: str) -> HttpResponse:
    """All present regions of one kind, or what a search finds."""
    asked = read(SearchForm(request.GET))
    if asked["q"]:
        regions = frames.search_regions(asked["q"], asked["soort"])
    else:
        regions = frames.regions_of_kind(asked["soort"])
    return download([exports.regions_table(regions)], "regios", kind)


@kept_a_while
def source_export(_request: HttpRequest, kind: str) -> HttpResponse:
    """Freshness and coverage per source."""
    return download([exports.sources_table(source_reports(timezone.now()))], "bronnen", kind)


@kept_a_while
def chart_explore(request: HttpRequest, code: str, theme: str, indicator: str) -> HttpResponse:
    """The trend of one figure, for the browser to draw when a reader wants to explore it."""
    scan = get_scan(request, get_region(code))
    figures = {figure.code: figure for figure in get_theme(scan, theme).figures}
    chart = specs.trend(figures[indicator], scan) if indicator in figures else None
    if chart is None:
        raise Http404(f"Van {indicator} is hier geen verloop.")
    return JsonResponse(to_plotly(chart))


def _region_table(request: HttpRequest, scan: Scan, table: str) -> Table:
    if table == "cijfers":
        return exports.figures_table(scan)
    if table == "themas":
        return exports.themes_table(scan)
    if table == "achter-het-gemiddelde":
        return inside_table(scan, inside_average(scan))
    if table == "ontbreekt":
        return gaps_table(scan, gaps(scan))
    if table == "bevindingen":
        return receipts_table(scan.region.title, all_sentences(scan))
    code = read(ScanForm(request.GET))["cijfer"] or default_figure(scan)
    parts = region_parts(scan, code) if code in scan.figures and table == "delen" else None
    if parts is None:
        raise Http404(f"Zo’n tabel is er niet van {scan.region.name}.")
    return exports.parts_table(parts, scan.region)


def download(tables: Sequence[Table], name: str, kind: str) -> HttpResponse:
    """The tables as one file of this kind; CSV holds only the first."""
    content = to_csv(tables[0]) if kind == "csv" else to_xlsx(tables)
    return _as_file(HttpResponse(content, content_type=TYPES[kind]), f"{name}.{kind}")


def download_rows(table: Table, name: str, kind: str, *, rows: str) -> HttpResponse:
    """The table as one file of this kind; in JSON its rows stand under the name `rows`."""
    return download_json({rows: as_records(table)}, name) if kind == "json" else download([table], name, kind)


def download_json(body: Any, name: str) -> HttpResponse:
    """Plain values as a file for programs."""
    return _as_file(json_reply(body), f"{name}.json")


def _as_file(response: HttpResponse, name: str) -> HttpResponse:
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response
