"""Communities learn from each other: what they share, and what they let others see."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from communities.access.communities import get_community, get_owned
from succesfactoren.access.learning import (
    coordinated_by,
    factor_assessments,
    house_factors,
    rises_of,
    shared_rounds,
    sharing_assessments,
)
from succesfactoren.actions.learning import share_profile
from succesfactoren.analysis.learning import FEWEST, newest_each
from succesfactoren.charts.learning import factor_rows, profiles_table
from succesfactoren.models import Assessment


@require_safe
def learning(request: HttpRequest) -> HttpResponse:
    """The profiles of the communities that share them, and on each factor who rose and what they did."""
    if not request.user.has_perm("succesfactoren.learn"):
        raise PermissionDenied
    factors = house_factors()
    rounds = shared_rounds(sharing_assessments(), request.user)
    newest = newest_each(rounds)
    is_enough = len(newest) >= FEWEST
    context = {
        "n_communities": len(newest),
        "is_enough": is_enough,
        "fewest": FEWEST,
        "rows": factor_rows(factors, newest, rises_of(rounds)),
        "has_own": any(one.is_own for one in newest),
        "table": profiles_table(factors, newest) if is_enough else None,
        "coordinated": coordinated_by(request.user),
    }
    return render(request, "succesfactoren/learning.html", context)


@require_safe
def profile_sharing(request: HttpRequest, slug: str) -> HttpResponse:
    """What a community lets others see, exactly as they would see it, with the switch."""
    community = get_community(request, slug, "succesfactoren.view_rounds")
    assessments = list(factor_assessments(community))
    rounds = shared_rounds(factor_assessments(community), None)
    rises = rises_of(rounds)
    factors = house_factors()
    offered = [
        {
            "assessment": one,
            "newest": (newest := newest_each(r for r in rounds if r.assessment == one.pk)),
            "table": profiles_table(factors, newest, _full_name(one)) if newest else None,
        }
        for one in assessments
    ]
    names = {one.code: one.name for one in factors}
    context = {
        "community": community,
        "offered": offered,
        "rises": [(names.get(one.factor, one.factor), one) for one in rises],
        "may_share": request.user.has_perm("succesfactoren.run_rounds", community),
        "fewest": FEWEST,
    }
    return render(request, "succesfactoren/profile_sharing.html", context)


def _full_name(assessment: Assessment) -> str:
    """Two tables on one page never have the same name, not even for the same village in two trajectories."""
    trajectory = assessment.trajectory.name
    return f"{assessment.subject}, {trajectory}" if assessment.subject else trajectory


@require_POST
def profile_share(request: HttpRequest, slug: str, assessment_id: int) -> HttpResponse:
    """Share a profile, or take that back."""
    community = get_community(request, slug, "succesfactoren.view_rounds")
    assessment = get_owned(request, community, factor_assessments(community), pk=assessment_id)
    shares = request.POST.get("shares") == "ja"
    share_profile(by=request.user, assessment=assessment, shares=shares)
    if shares:
        messages.success(request, "Andere communities kunnen nu van deze uitkomst leren.")
    else:
        messages.success(request, "Andere communities zien deze uitkomst niet meer.")
    return redirect("succesfactoren:profile_sharing", community.slug)
