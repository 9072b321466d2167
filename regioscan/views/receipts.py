"""The computed sentences of a region, each opened down to the values it rests on; and what is not known of it."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from regioscan.charts import cards
from regioscan.charts.gaps import gap_cards, gaps_table
from regioscan.charts.receipts import chapter_cards
from regioscan.figures.gaps import gaps
from regioscan.figures.receipts import all_sentences
from regioscan.views import choices
from regioscan.views.asking import get_region, get_scan, moved
from regioscan.views.kept import kept_for_visitors


@login_not_required
@kept_for_visitors
def finding_list(request: HttpRequest, code: str) -> HttpResponse:
    """Every sentence with its rule, its test and its values."""
    region = get_region(code)
    if to := moved(request, code, region):
        return to
    scan = get_scan(request, region)
    drawn = cards.ScanCards(scan)
    context = {
        "scan": scan,
        "region": region,
        "trail": choices.trail(scan, "Bevindingen"),
        "comparison_options": choices.comparison_options(scan),
        "year_options": choices.year_options(scan),
        "chapters": chapter_cards(drawn, all_sentences(scan)),
        "query": drawn.query,
    }
    return render(request, "regioscan/finding_list.html", context)


@login_not_required
@kept_for_visitors
def gap_list(request: HttpRequest, code: str) -> HttpResponse:
    """What is not known of a region, how much that is, and why."""
    region = get_region(code)
    if to := moved(request, code, region):
        return to
    scan = get_scan(request, region)
    drawn = cards.ScanCards(scan)
    found = gaps(scan)
    context = {
        "scan": scan,
        "region": region,
        "trail": choices.trail(scan, "Wat wij niet weten"),
        "year_options": choices.year_options(scan),
        "gaps": found,
        "groups": gap_cards(drawn, found),
        "table": gaps_table(scan, found),
        "query": drawn.query,
    }
    return render(request, "regioscan/gap_list.html", context)
