"""The vitality index of a region, taken apart down to its observations."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from regioscan.charts import index_cards, index_specs
from regioscan.figures.index import all_indices, region_index
from regioscan.figures.index_region import RegionIndex
from regioscan.forms import ScanForm
from regioscan.index_exports import contributions_table, index_table
from regioscan.models import Region
from regioscan.views.asking import get_region, moved, read
from regioscan.views.choices import Option, whereabouts
from regioscan.views.downloads import download, kept_a_while
from regioscan.views.kept import kept_for_visitors


@login_not_required
@kept_for_visitors
def index_detail(request: HttpRequest, code: str) -> HttpResponse:
    """What the index says, what it is made of, what is missing, and what changed since a year earlier."""
    region = get_region(code)
    if to := moved(request, code, region):
        return to
    found = region_index(region, read(ScanForm(request.GET))["jaar"])
    context = {
        "found": found,
        "region": region,
        "kicker": whereabouts(region),
        "trail": _trail(region),
        "bars": index_cards.theme_bars(found, ""),
        "contributions": index_specs.contribution_chart(found),
        "contributions_table": contributions_table(found),
        "histogram": index_specs.index_histogram(found, all_indices(found)),
        "year_options": _years(found),
        "query": f"?jaar={found.year}" if found.years and found.year != found.years[0] else "",
    }
    return render(request, "regioscan/index_detail.html", context)


@kept_a_while
def index_export(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """The index down to its observations, as CSV or XLSX."""
    region = get_region(code)
    found = region_index(region, read(ScanForm(request.GET))["jaar"])
    name = "-".join(str(part) for part in (region.code, "vitaliteitsindex", found.year) if part)
    return download([index_table(found), contributions_table(found)], name, kind)


def _trail(region: Region) -> list[tuple[str, str]]:
    start = [("Regioscan", reverse("regioscan:region_list")), (region.name, region.get_absolute_url())]
    return [*start, ("Vitaliteitsindex", "")]


def _years(found: RegionIndex) -> list[Option]:
    newest = found.years[0] if found.years else None
    return [Option(str(year), "?" if year == newest else f"?jaar={year}", year == found.year) for year in found.years]
