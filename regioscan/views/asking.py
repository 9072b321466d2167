"""From an address to what it asks for, or to a page that says it does not exist."""

from typing import Any

from django import forms
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from regioscan import frames
from regioscan.figures import Scan, ThemeScan, region_scan
from regioscan.figures.ranking import Ranking, ranking
from regioscan.forms import RankingForm, ScanForm
from regioscan.models import Indicator, Region


def get_region(code: str) -> Region:
    """The region with this code, in capitals or not."""
    region = frames.get_region(code.upper())
    if region is None:
        raise Http404(f"Er is geen regio met de code {code}.")
    return region


def get_scan(request: HttpRequest, region: Region) -> Scan:
    """The regioscan as the address asks for it: `jaar` and `met`."""
    asked = read(ScanForm(request.GET))
    try:
        return region_scan(region, asked["jaar"], asked["met"])
    except KeyError:
        raise Http404(f"{region.name} is niet te vergelijken met «{asked['met']}».") from None


def get_theme(scan: Scan, code: str) -> ThemeScan:
    """The theme with this code."""
    for theme in scan.themes:
        if theme.theme.code == code:
            return theme
    raise Http404(f"Er is geen thema «{code}» met cijfers.")


def get_indicator(code: str) -> Indicator:
    """The indicator with this code, when readers may see it."""
    found = Indicator.objects.shown().select_related("theme", "weight").filter(code=code).first()
    if found is None:
        raise Http404(f"Er is geen cijfer met de code {code}.")
    return found


def get_ranking(request: HttpRequest, indicator: Indicator, slices: list[tuple[str, int, int]]) -> Ranking | None:
    """The ranking that the address asks for, else of municipalities in their newest year; None without any figure."""
    asked = read(RankingForm(request.GET))
    if not slices:
        return None
    kinds = [kind for kind, _, _ in slices]
    usual = Region.Kind.MUNICIPALITY if Region.Kind.MUNICIPALITY in kinds else kinds[-1]
    kind = asked["soort"] or usual
    years = [year for slice_kind, year, _ in slices if slice_kind == kind]
    period = asked["jaar"] or max(years, default=0)
    if period not in years:
        raise Http404(f"Van {indicator.name} zijn over dat jaar of van zulke gebieden geen cijfers gepubliceerd.")
    return ranking(indicator, kind, period)


def read(form: forms.Form) -> dict[str, Any]:
    """What the form says; anything that cannot be is a bad request."""
    if not form.is_valid():
        raise BadRequest("Het adres bevat iets dat niet kan: " + "; ".join(form.errors))
    return form.cleaned_data


def moved(request: HttpRequest, asked: str, region: Region) -> HttpResponse | None:
    """A redirect to the address with the code in capitals, when it was asked in another way."""
    if asked == region.code:
        return None
    return redirect(request.get_full_path().replace(f"/{asked}/", f"/{region.code}/", 1), permanent=True)
