"""Up to six regions beside each other, chosen with plain forms and links: the address is the state."""

import re
from collections.abc import Sequence

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode

from regioscan import frames, peer_exports, peer_frames
from regioscan.charts.multiples import multiples
from regioscan.figures.side_by_side import MOST_REGIONS, SideBySide, side_by_side
from regioscan.forms import CompareForm
from regioscan.models import Region
from regioscan.views import choices
from regioscan.views.asking import read
from regioscan.views.choices import Option
from regioscan.views.downloads import download, kept_a_while
from regioscan.views.kept import kept_for_visitors

MOST_FOUND = 12
CODE = re.compile(r"[A-Z]{2}[A-Z0-9-]{1,14}")


@login_not_required
@kept_for_visitors
def compare(request: HttpRequest) -> HttpResponse:
    """The chosen regions beside each other, or how to choose them."""
    asked = read(CompareForm(request.GET))
    codes = _codes(request)
    regions = _regions(codes[:MOST_REGIONS])
    found = _side_by_side(regions, asked["thema"]) if regions else None
    context = {
        "found": found,
        "rows": [multiples(row) for row in found.rows] if found else [],
        "chosen": [(region, _query(_without(regions, region), asked["thema"])) for region in regions],
        "theme_options": _theme_options(found) if found else [],
        "query": _query(regions, asked["thema"]),
        "theme": asked["thema"],
        "search": asked["zoek"],
        "hits": _hits(asked["zoek"], regions, asked["thema"]),
        "is_full": len(regions) >= MOST_REGIONS,
        "n_too_many": max(0, len(codes) - MOST_REGIONS),
        "most": MOST_REGIONS,
        "trail": [*choices.indicator_trail()[:1], ("Naast elkaar", "")],
    }
    return render(request, "regioscan/compare.html", context)


@kept_a_while
def compare_export(request: HttpRequest, kind: str) -> HttpResponse:
    """The table of figures with the regions as columns."""
    regions = _regions(_codes(request)[:MOST_REGIONS])
    if not regions:
        raise Http404("Kies eerst een of meer regio’s.")
    found = _side_by_side(regions, read(CompareForm(request.GET))["thema"])
    return download([peer_exports.side_by_side_table(found)], "regios-naast-elkaar", kind)


def _codes(request: HttpRequest) -> list[str]:
    """The codes in the address, each once, in order."""
    return list(dict.fromkeys(code.upper() for code in request.GET.getlist("regio") if code))


def _regions(codes: Sequence[str]) -> list[Region]:
    by_code = peer_frames.regions_by_code([code for code in codes if CODE.fullmatch(code)])
    missing = [code for code in codes if code not in by_code]
    if missing:
        raise Http404(f"Er is geen regio met de code {missing[0]}.")
    return [by_code[code] for code in codes]


def _side_by_side(regions: Sequence[Region], theme: str) -> SideBySide:
    try:
        return side_by_side(regions, theme)
    except KeyError:
        raise Http404(f"Er is geen thema «{theme}» met cijfers.") from None


def _query(regions: Sequence[Region], theme: str) -> str:
    asked = [("regio", region.code) for region in regions] + ([("thema", theme)] if theme else [])
    return f"?{urlencode(asked)}" if asked else "?"


def _without(regions: Sequence[Region], gone: Region) -> list[Region]:
    return [region for region in regions if region != gone]


def _theme_options(found: SideBySide) -> list[Option]:
    return [Option(one.name, _query(found.regions, one.code), one == found.theme) for one in found.themes]


def _hits(search: str, regions: Sequence[Region], theme: str) -> list[tuple[Region, str, str]]:
    """Regions that answer to what was typed, with where they lie and the address that adds them."""
    if not search or len(regions) >= MOST_REGIONS:
        return []
    found = [one for one in frames.search_regions(search, limit=MOST_FOUND) if one not in regions]
    return [(one, choices.capital(choices.whereabouts(one)), _query([*regions, one], theme)) for one in found]
