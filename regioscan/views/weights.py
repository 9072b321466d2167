"""Dialogue weights: what the ranking would be if somebody else decided what counts. The address holds everything."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from regioscan.analysis.dialogue import (
    MOST_GROUPS,
    WeightError,
    WeightSet,
    doubled,
    equal_shares,
    in_points,
    read_groups,
    read_set,
)
from regioscan.figures.dialogue import OWN_NAME, Dialogue, base_set, dialogue, n_unknown, shown_share, theme_names
from regioscan.figures.index_matrix import Frame, get_frame
from regioscan.figures.index_region import NO_METHOD, NO_YEAR
from regioscan.forms import MethodChoiceForm, WeightsForm
from regioscan.index_exports import dialogue_table
from regioscan.models import MethodVersion
from regioscan.views.asking import read
from regioscan.views.choices import Option
from regioscan.views.downloads import download, kept_a_while
from regioscan.views.kept import kept_for_visitors
from regioscan.views.limits import RANKING, seconds_to_wait, too_much

PER_PAGE = 50
TEMPLATE = "regioscan/weight_dialogue.html"


@login_not_required
@kept_for_visitors
def weight_dialogue(request: HttpRequest) -> HttpResponse:
    """Set weights, see the ranking under them beside the base and beside those of groups; shareable by address."""
    frame = _frame(request)
    trail = [("Regioscan", reverse("regioscan:region_list")), ("Eigen gewichten", "")]
    if frame is None or frame.newest is None:
        return render(request, TEMPLATE, {"reason": NO_YEAR if frame else NO_METHOD, "trail": trail})
    own, groups = _asked(request, frame)
    form = _form(request, frame, own)
    if form.is_bound and form.is_valid():
        return redirect(_address(frame, *_with(groups, form.cleaned_data["chosen"])))
    if seconds := _to_wait(request, frame, [] if form.is_bound else [*own, *groups]):
        return too_much(seconds)
    found = None if form.is_bound else dialogue(frame, frame.newest, [*own, *groups])
    context = {
        "frame": frame,
        "found": found,
        "form": form,
        "groups": groups,
        "trail": trail,
        "presets": _presets(frame, own, groups),
        "columns": _columns(frame, own, groups),
        "page": Paginator(_rows(found), PER_PAGE).get_page(request.GET.get("pagina")) if found else None,
        "has_room": len(groups) < MOST_GROUPS,
        "query": _query(frame, own, groups),
        "address": f"{settings.SITE_URL}{_address(frame, own, groups)}",
    }
    return render(request, TEMPLATE, context, status=400 if form.is_bound else 200)


@kept_a_while
def weight_export(request: HttpRequest, kind: str) -> HttpResponse:
    """The same ranking of all municipalities, as CSV or XLSX."""
    frame = _frame(request)
    if frame is None or frame.newest is None:
        raise Http404(NO_YEAR if frame else NO_METHOD)
    own, groups = _asked(request, frame)
    if seconds := _to_wait(request, frame, [*own, *groups]):
        return too_much(seconds)
    return download([dialogue_table(dialogue(frame, frame.newest, [*own, *groups]))], "eigen-gewichten", kind)


def _to_wait(request: HttpRequest, frame: Frame, sets: Sequence[WeightSet]) -> int:
    """0, or how long to wait: weights that nobody asked for yet take computing, and only so much at a time."""
    return seconds_to_wait(request, "weights", RANKING * n_unknown(frame, frame.newest or 0, sets)) if sets else 0


def _frame(request: HttpRequest) -> Frame | None:
    code = read(MethodChoiceForm(request.GET))["methode"]
    version = MethodVersion.objects.filter(code=code).first() if code else None
    if code and version is None:
        raise Http404(f"Er is geen methode met de code {code}.")
    return get_frame(version)


def _asked(request: HttpRequest, frame: Frame) -> tuple[list[WeightSet], list[WeightSet]]:
    """Somebody's own weights (one or none) and those of groups, out of the address."""
    n_themes, text = len(frame.method.themes), request.GET.get("gewichten", "")
    try:
        own = [read_set(text, n_themes)] if text else []
        return own, read_groups(request.GET.getlist("groep"), n_themes)
    except WeightError as error:
        raise BadRequest(f"Het adres bevat gewichten die niet kunnen. {error}") from None


def _form(request: HttpRequest, frame: Frame, own: Sequence[WeightSet]) -> WeightsForm:
    """Filled in by the reader, or to start with: their last weights, else those of the method."""
    themes = theme_names(frame)
    if any(name.startswith("thema-") for name in request.GET):
        return WeightsForm(themes, request.GET)
    start = own[0].weights if own else in_points(base_set(frame).weights)
    return WeightsForm(themes, initial={f"thema-{code}": f"{w:g}" for (code, _), w in zip(themes, start, strict=True)})


def _with(groups: list[WeightSet], chosen: WeightSet) -> tuple[list[WeightSet], list[WeightSet]]:
    """With a name the weights join the groups, in place of those of the same name; without one they are one's own."""
    if not chosen.name:
        return [chosen], groups
    others = [one for one in groups if one.name.casefold() != chosen.name.casefold()]
    return [], [*others, chosen]


def _query(frame: Frame, own: Sequence[WeightSet], groups: Sequence[WeightSet]) -> str:
    asked = [("methode", frame.version.code), *(("gewichten", one.address) for one in own)]
    return "?" + urlencode([*asked, *(("groep", one.address) for one in groups)], safe=",:")


def _address(frame: Frame, own: Sequence[WeightSet], groups: Sequence[WeightSet]) -> str:
    return reverse("regioscan:weight_dialogue") + _query(frame, own, groups)


def _presets(frame: Frame, own: Sequence[WeightSet], groups: Sequence[WeightSet]) -> list[Option]:
    """Ready-made weights to begin with: equal, or one theme twice as heavy."""
    themes = theme_names(frame)
    made = [("Gelijk", equal_shares(len(themes)))]
    made += [(f"{name} dubbel", doubled(len(themes), place)) for place, (_, name) in enumerate(themes)]
    current = own[0].weights if own else None
    return [
        Option(label, _query(frame, [WeightSet("", weights)], groups), weights == current) for label, weights in made
    ]


def _columns(frame: Frame, own: Sequence[WeightSet], groups: Sequence[WeightSet]) -> list[tuple[WeightSet, str, str]]:
    """Every set with what it is called and the address without it."""
    found = [(base_set(frame), f"Basis ({frame.version.code})", "")]
    found += [(one, OWN_NAME, _query(frame, [], groups)) for one in own]
    return found + [(one, one.name, _query(frame, own, [other for other in groups if other != one])) for one in groups]


def _rows(found: Dialogue) -> list[tuple[object, list[tuple[object, str]]]]:
    return [(row, [(place, shown_share(place.above)) for place in row.places]) for row in found.rows]
