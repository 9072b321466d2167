"""Keeping the panel: how large it is, a list of who signed on paper, and taking somebody out."""

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access.communities import get_community
from communities.models import Community
from lib.csv_import import MAX_BYTES
from regioscan.views.downloads import download
from succesfactoren.access.panel import n_unconfirmed, panel_of, sizes_by_place, sizes_by_theme
from succesfactoren.actions import panel
from succesfactoren.forms.panel import EXAMPLE, RemoveForm, SignedListForm, read_signed, sealed, unsealed
from succesfactoren.letters.panel import consent_wording


@require_safe
def panel_people(request: HttpRequest, slug: str) -> HttpResponse:
    """How many people there are, and where; no addresses."""
    community = get_community(request, slug, "succesfactoren.view_rounds")
    return _people(request, community, RemoveForm())


def _people(request: HttpRequest, community: Community, form: RemoveForm) -> HttpResponse:
    context = {
        "community": community,
        "n_members": panel_of(community).count(),
        "n_waiting": n_unconfirmed(community),
        "places": sizes_by_place(community),
        "themes": sizes_by_theme(community),
        "form": form,
        "may_work": request.user.has_perm("succesfactoren.run_rounds", community),
    }
    return render(request, "succesfactoren/panel_people.html", context, status=400 if form.is_bound else 200)


@require_POST
def panel_remove(request: HttpRequest, slug: str) -> HttpResponse:
    """Take somebody out who asked for it."""
    community = get_community(request, slug, "succesfactoren.run_rounds")
    form = RemoveForm(request.POST)
    if not form.is_valid():
        return _people(request, community, form)
    if not panel.remove(community=community, by=request.user, email=form.cleaned_data["email"]):
        form.add_error("email", "Dit adres doet niet mee. Kijk of het goed geschreven is.")
        return _people(request, community, form)
    messages.success(request, "Deze persoon doet niet meer mee. Het adres is gewist.")
    return redirect("succesfactoren:panel_people", slug)


@require_http_methods(["GET", "HEAD", "POST"])
def panel_import(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand in a list of who signed on paper, look at what it holds, and only then put them in the panel."""
    community = get_community(request, slug, "succesfactoren.run_rounds")
    context = {"community": community, "wording": consent_wording(community)}
    if "lijst" in request.POST:
        return _enter(request, community)
    form = SignedListForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_valid():
        # One byte more than may be, so that the reader says that it is too much.
        found = read_signed(form.cleaned_data["bestand"].read(MAX_BYTES + 1), community)
        seal = sealed([one for _, one in found.people], community)
        context |= {"form": SignedListForm(), "found": found, "seal": seal}
        return render(request, "succesfactoren/panel_import.html", context)
    status = 400 if form.is_bound else 200
    return render(request, "succesfactoren/panel_import.html", context | {"form": form}, status=status)


def _enter(request: HttpRequest, community: Community) -> HttpResponse:
    try:
        people = unsealed(request.POST["lijst"], community)
    except signing.BadSignature:
        messages.error(request, "Deze controle is verlopen. Lever de lijst opnieuw in.")
        return redirect("succesfactoren:panel_import", community.slug)
    if "getekend" not in request.POST:
        messages.error(request, "Zet eerst een vinkje dat deze mensen tekenden. Lever de lijst daarvoor opnieuw in.")
        return redirect("succesfactoren:panel_import", community.slug)
    n_new = len(panel.enter_signed(community=community, by=request.user, people=people))
    words = "1 persoon doet nu mee en krijgt" if n_new == 1 else f"{n_new} mensen doen nu mee en krijgen"
    messages.success(request, f"{words} een mail met een link om te wijzigen of te stoppen.")
    return redirect("succesfactoren:panel_people", community.slug)


@require_safe
def panel_example(request: HttpRequest, slug: str) -> HttpResponse:
    """A list with two invented lines, to fill in."""
    get_community(request, slug, "succesfactoren.view_rounds")
    return download([EXAMPLE], "panel", "csv")
