"""With whom a region may fairly be compared: the regions most like it, and the groups that people named."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from regioscan import peer_exports, peer_frames
from regioscan.figures.comparing import PLURALS
from regioscan.figures.similar import similar_regions
from regioscan.models import Region
from regioscan.views import choices
from regioscan.views.asking import get_region, moved
from regioscan.views.downloads import download, kept_a_while


@login_not_required
def peer_list(request: HttpRequest, code: str) -> HttpResponse:
    """The regions most like this one, with how far they are and what that was made of."""
    region = get_region(code)
    if to := moved(request, code, region):
        return to
    context = {
        "region": region,
        "similar": similar_regions(region),
        "kind_words": choices.kind_words(region.kind),
        "trail": [*choices.indicator_trail()[:1], (region.name, region.get_absolute_url()), ("Vergelijkbaar", "")],
    }
    return render(request, "regioscan/peer_list.html", context)


@kept_a_while
def peer_export(_request: HttpRequest, code: str, kind: str) -> HttpResponse:
    """The same as a table."""
    region = get_region(code)
    table = peer_exports.peers_table(similar_regions(region))
    return download([table], f"{region.code}-vergelijkbaar", kind)


@login_not_required
def group_list(request: HttpRequest) -> HttpResponse:
    """All named groups."""
    groups = [(one, PLURALS[Region.Kind(one.kind)]) for one in peer_frames.all_groups()]
    trail = [*choices.indicator_trail()[:1], ("Groepen", "")]
    return render(request, "regioscan/group_list.html", {"groups": groups, "trail": trail})


@login_not_required
def group_detail(request: HttpRequest, code: str) -> HttpResponse:
    """One named group: who is in it, why, and since when."""
    group = peer_frames.get_group(code)
    if group is None:
        raise Http404(f"Er is geen groep met de code {code}.")
    context = {
        "group": group,
        "members": list(group.members.all()),
        "plural": PLURALS[Region.Kind(group.kind)],
        "query": f"?met=groep-{group.code}",
        "trail": [
            *choices.indicator_trail()[:1],
            ("Groepen", reverse("regioscan:group_list")),
            (group.name, ""),
        ],
    }
    return render(request, "regioscan/group_detail.html", context)
