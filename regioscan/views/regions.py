"""Finding a region, and seeing how it is doing."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from regioscan import exports, frames
from regioscan.analysis.findings import parts_title
from regioscan.analysis.outline import outline
from regioscan.charts import cards, specs
from regioscan.charts.index_cards import summary
from regioscan.charts.receipts import receipt_cards
from regioscan.figures import Scan
from regioscan.figures.index import region_index
from regioscan.figures.own_readings import own_readings
from regioscan.figures.ranking import default_figure, region_parts
from regioscan.figures.receipts import opening_of
from regioscan.forms import ScanForm, SearchForm
from regioscan.models import Region
from regioscan.views import choices
from regioscan.views.asking import get_region, get_scan, get_theme, moved, read
from regioscan.views.borders import border_sentences
from regioscan.views.inside import inside_context
from regioscan.views.kept import kept_for_visitors

MAX_LISTED = 400
"""A list of more regions than this is not shown whole: of buurten there are fourteen thousand."""


@login_not_required
@kept_for_visitors
def region_list(request: HttpRequest) -> HttpResponse:
    """Search by name or code, or look through the regions of one kind, on a map and in a list."""
    form = SearchForm(request.GET or None)
    is_valid = form.is_valid() or not form.is_bound
    query, kind = (form.cleaned_data["q"], form.cleaned_data["soort"]) if form.is_bound and is_valid else ("", "")
    counts = frames.counts_per_kind()
    shown_kind = kind or choices.usual_kind(counts)
    found = frames.search_regions(query, kind) if query else []
    listed = [] if query else frames.regions_of_kind(shown_kind, MAX_LISTED)
    context = {
        "form": form,
        "query": query,
        "kind": kind,
        "found": [(region, choices.capital(choices.whereabouts(region))) for region in found],
        "listed": listed,
        "n_listed": len(listed),
        "n_of_kind": counts.get(shown_kind, 0),
        "kind_options": choices.kind_options(counts, shown_kind),
        "outline": _linked_outline(listed),
        "kind_words": choices.kind_words(shown_kind),
        "shown_kind": shown_kind,
        "has_regions": bool(counts),
        "found_title": choices.found_title(found),
        "list_query": f"?soort={shown_kind}",
        "trail": [("Regioscan", "")],
    }
    return render(request, "regioscan/region_list.html", context, status=200 if is_valid else 400)


@login_not_required
@kept_for_visitors
def region_detail(request: HttpRequest, code: str) -> HttpResponse:
    """The dashboard: what stands out, the themes, the parts, nine figures first and then all of them."""
    region = get_region(code)
    if to := moved(request, code, region):
        return to
    scan = get_scan(request, region)
    drawn = cards.ScanCards(scan)
    context = {
        "scan": scan,
        "region": region,
        "trail": choices.trail(scan),
        "kicker": choices.kicker(scan),
        "findings": receipt_cards(drawn, opening_of(scan)),
        "comparison_options": choices.comparison_options(scan),
        "year_options": choices.year_options(scan),
        "themes": [drawn.themes[theme.theme.code] for theme in scan.themes_by_place],
        "all_figures": drawn.all_figures(),
        "themes_table": exports.themes_table(scan),
        "groups": drawn.groups(),
        "known": cards.known_text(scan),
        "query": drawn.query,
        "empty_text": choices.NO_FIGURES,
        "own_readings": own_readings(region).whole,
        "borders": border_sentences(region),
        "sources_url": reverse("regioscan:source_list"),
        **inside_context(drawn),
        "index": summary(region_index(region, scan.period)),
        **_parts_context(request, scan),
    }
    return render(request, "regioscan/region_detail.html", context)


@login_not_required
def theme_detail(request: HttpRequest, code: str, theme: str) -> HttpResponse:
    """All figures of one theme, with their course through the years."""
    region = get_region(code)
    if to := moved(request, code, region):
        return to
    scan = get_scan(request, region)
    found = get_theme(scan, theme)
    drawn = cards.ScanCards(scan)
    context = {
        "scan": scan,
        "region": region,
        "theme": found,
        "trail": choices.trail(scan, found.theme.name),
        "comparison_options": choices.comparison_options(scan),
        "year_options": choices.year_options(scan),
        "theme_options": choices.theme_options(scan, found.theme.code),
        "figures": [drawn.trend(figure) for figure in found.figures],
        "lead": choices.theme_lead(found, scan),
        "borders": border_sentences(region),
        "own_readings": own_readings(region).of(found.theme.code),
        "write_query": f"?thema={found.theme.code}",
        **inside_context(drawn, found.theme.code),
        "query": drawn.query,
    }
    return render(request, "regioscan/theme_detail.html", context)


def _parts_context(request: HttpRequest, scan: Scan) -> dict[str, object]:
    code = read(ScanForm(request.GET))["cijfer"] or default_figure(scan)
    if code and code not in scan.figures:
        raise Http404(f"Er is geen cijfer met de code {code}.")
    parts = region_parts(scan, code) if code else None
    regions = [part.region for part in parts.parts] if parts else frames.parts(scan.region)
    shapes = frames.boundaries([scan.region.pk, *(region.pk for region in regions)])
    drawn = [shapes[region.pk] for region in regions if region.pk in shapes] or list(shapes.values())
    context: dict[str, object] = {"outline": outline(drawn), "parts": parts, "has_boundaries": bool(shapes)}
    if parts:
        figure = scan.figures[parts.indicator.code]
        title = f"{figure.name} in {parts.period}"
        context |= {
            "parts_figure": figure,
            "parts_title": parts_title(figure.name, parts.known, is_count=parts.is_count, unit=figure.unit),
            "parts_map": cards.drawing(specs.area_map(figure.indicator, title, regions, parts.readings, shapes)),
            "parts_words": choices.kind_words(regions[0].kind),
            "parts_unit": figure.short_unit or "Waarde",
            "part_query": cards.scan_query(scan, met=None),
            "parts_query": cards.scan_query(scan, cijfer=figure.code),
            "figure_options": choices.figure_options(scan, figure.code),
        }
    return context


def _linked_outline(regions: list[Region]) -> object:
    shapes = frames.boundaries([region.pk for region in regions])
    drawn = [region for region in regions if region.pk in shapes]
    shape = outline([shapes[region.pk] for region in drawn])
    if shape is None:
        return None
    return {"view_box": shape.view_box, "areas": list(zip(drawn, shape.paths, strict=True))}
