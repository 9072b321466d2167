"""The definition of a custom region: what it consists of, who made it, when and why."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from regioscan.figures.comparing import peer_words
from regioscan.models import Region
from regioscan.region_frames import versions
from regioscan.views.asking import get_region, moved


@login_not_required
def region_definition(request: HttpRequest, code: str) -> HttpResponse:
    """All versions of a custom region, the newest first."""
    region = get_region(code)
    if region.kind != Region.Kind.CUSTOM:
        raise Http404(f"{region.title} is geen eigen regio en heeft dus geen samenstelling.")
    if to := moved(request, code, region):
        return to
    found = versions(region)
    members = found[0].members if found else ()
    context = {
        "region": region,
        "versions": found,
        "words": peer_words(members[0].kind) if members else None,
        "ended": [one for one in members if one.valid_to],
        "trail": [
            ("Regioscan", reverse("regioscan:region_list")),
            (region.name, region.get_absolute_url()),
            ("Samenstelling", ""),
        ],
    }
    return render(request, "regioscan/region_definition.html", context)
