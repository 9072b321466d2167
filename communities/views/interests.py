"""Interests as members see them, and one's own."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from communities.access.communities import get_community
from communities.access.stakeholders import own_stakeholder, shared_interests
from communities.actions.stakeholders import save_interest
from communities.forms.stakeholders import interest_forms
from communities.models import Interest


def interest_list(request: HttpRequest, slug: str) -> HttpResponse:
    """What people shared of what they hope and fear, under the three levels."""
    community = get_community(request, slug, "communities.view_members_part")
    found = shared_interests(community)
    levels = [(label, found[level]) for level, label in Interest.Level.choices]
    context = {
        "community": community,
        "levels": levels,
        "n_shared": sum(len(shared) for _, shared in levels),
        "is_stakeholder": own_stakeholder(request.user, community) is not None,
    }
    return render(request, "communities/interest_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def my_interests(request: HttpRequest, slug: str) -> HttpResponse:
    """What I hope and fear, and whether others may read that."""
    community = get_community(request, slug, "communities.view_members_part")
    mine = own_stakeholder(request.user, community)
    forms = interest_forms(mine, request.POST or None) if mine else []
    if mine and request.method == "POST" and all([form.is_valid() for form in forms]):
        for form in forms:
            save_interest(stakeholder=mine, by=request.user, level=form.level, **form.cleaned_data)
        messages.success(request, "Uw belangen zijn bewaard.")
        return redirect("communities:my_interests", community.slug)
    context = {"community": community, "mine": mine, "forms": forms}
    status = 400 if any(form.errors for form in forms) else 200
    return render(request, "communities/my_interests.html", context, status=status)
