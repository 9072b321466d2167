"""Pages on which somebody defines a region of their own, or defines it otherwise."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from config.picking import picker, with_ticks
from config.region_forms import PickForm, RegionForm
from config.signing import author, definers_only
from regioscan import frames
from regioscan.analysis.composing import MAX_MEMBERS, read_codes
from regioscan.composition_actions import CompositionError, define_region, judged, redefine_region
from regioscan.models import Region


@definers_only
@require_http_methods(["GET", "HEAD", "POST"])
def region_define(request: HttpRequest) -> HttpResponse:
    """Pick the parts of a new region, from a list, a map or pasted codes, and give it a name and a reason."""
    words = _picked(request)
    form = _form(request, words or [], "")
    if form.is_valid():
        try:
            asked = form.cleaned_data
            region = define_region(name=asked["naam"], codes=asked["codes"], reason=asked["waarom"], by=author(request))
        except CompositionError as error:
            _refuse(form, error)
        else:
            messages.success(request, f"{region.name} is gemaakt. De cijfers zijn uitgerekend.")
            return redirect("regioscan:region_definition", region.code)
    return _page(request, form, words or [], None)


@definers_only
@require_http_methods(["GET", "HEAD", "POST"])
def region_redefine(request: HttpRequest, code: str) -> HttpResponse:
    """Make a new version of a region: another name or other parts."""
    region = _region(code)
    words = _picked(request)
    if words is None:
        words = sorted(one.code for one in frames.parts(region))
    form = _form(request, words, region.name)
    if form.is_valid():
        try:
            asked = form.cleaned_data
            redefine_region(
                region=region, name=asked["naam"], codes=asked["codes"], reason=asked["waarom"], by=author(request)
            )
        except CompositionError as error:
            _refuse(form, error)
        else:
            messages.success(request, "De nieuwe versie staat er. De cijfers zijn opnieuw uitgerekend.")
            return redirect("regioscan:region_definition", region.code)
    return _page(request, form, words, region)


def _form(request: HttpRequest, words: Sequence[str], name: str) -> RegionForm:
    """What was sent to be kept; or, while picking goes on, an open form with everything that was filled in so far."""
    codes = "\n".join(words)
    if request.method != "POST" or "neem" in request.POST:
        typed = request.POST
        return RegionForm(initial={"naam": typed.get("naam", name), "codes": codes, "waarom": typed.get("waarom", "")})
    sent = request.POST.copy()
    if list(words) != read_codes(sent.get("codes", "")):
        sent["codes"] = codes
    return RegionForm(sent)


def _page(request: HttpRequest, form: RegionForm, words: Sequence[str], region: Region | None) -> HttpResponse:
    asked = _read(request)
    around = [("Regioscan", reverse("regioscan:region_list"))]
    context = {
        "form": form,
        "region": region,
        "picker": picker(asked["uit"], words if len(words) <= MAX_MEMBERS else []),
        "picked": judged(words),
        "trail": [*around, (region.name, region.get_absolute_url()), ("Wijzigen", "")]
        if region
        else [*around, ("Eigen regio", "")],
    }
    return render(request, "config/region_define.html", context, status=400 if form.is_bound else 200)


def _picked(request: HttpRequest) -> list[str] | None:
    """The codes so far: as they were sent, else as they stand in the address; None when nothing was picked yet."""
    asked = _read(request)
    if request.method == "POST":
        words = read_codes(request.POST.get("codes", ""))
        before, ticked = asked["stond"].split(), request.POST.getlist("delen")
        return words if set(before) == set(ticked) else with_ticks(words, before, ticked)
    if "delen" not in request.GET and not asked["plak"]:
        return None
    words = read_codes(" ".join([*request.GET.getlist("delen"), asked["plak"]]))
    return list(dict.fromkeys(words))


def _read(request: HttpRequest) -> dict[str, str]:
    form = PickForm(request.POST if request.method == "POST" else request.GET)
    if not form.is_valid():
        raise BadRequest("Het adres bevat iets dat niet kan.")
    return form.cleaned_data


def _refuse(form: RegionForm, error: CompositionError) -> None:
    for refusal in error.refusals:
        form.add_error("naam" if "deze naam" in refusal else "codes", refusal)


def _region(code: str) -> Region:
    found = frames.get_region(code.upper())
    if found is None or found.kind != Region.Kind.CUSTOM:
        raise Http404("no such custom region")
    return found
