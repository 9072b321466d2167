"""Taking an example over, and the part of an initiative's page that says what came of it elsewhere."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from communities.models import User
from initiatives.access.adoption import (
    adoption_in,
    adoptions_of,
    communities_to_adopt_in,
    is_for_everybody,
    origin_of,
)
from initiatives.access.initiatives import get_initiative
from initiatives.actions.adoption import AdoptionError, adopt_initiative
from initiatives.actions.initiatives import InitiativeError
from initiatives.forms.lesson_search import AdoptForm
from initiatives.models import Initiative, Stage

ADOPT = "initiatives.adopt_initiative"
ONLY_IDEAS = frozenset({Stage.IDEA, Stage.EXPLORED})
"""Stages in which there is no example to take over yet, though who has the address may."""


def adoption_part(request: HttpRequest, initiative: Initiative) -> dict[str, Any]:
    """After which example it was made, who made one after it, and the way to do so; {} for what is only an idea."""
    origin, adoptions = origin_of(request.user, initiative), adoptions_of(request.user, initiative)
    if initiative.stage in ONLY_IDEAS and not origin and not adoptions.n_communities:
        return {}
    return {"origin": origin, "adoptions": adoptions, "may_adopt": request.user.has_perm(ADOPT, initiative)}


@require_http_methods(["GET", "HEAD", "POST"])
def initiative_adopt(request: HttpRequest, slug: str, initiative_id: int) -> HttpResponse:
    """Begin in one of one's own communities what another one showed can be done."""
    initiative = get_initiative(request, slug, initiative_id, ADOPT)
    by = cast(User, request.user)
    communities = communities_to_adopt_in(by, initiative)
    form = AdoptForm(request.POST or None, communities=communities)
    if form.is_valid():
        already = adoption_in(form.chosen, initiative)
        try:
            made = adopt_initiative(by=by, initiative=initiative, community=form.chosen)
        except (AdoptionError, InitiativeError) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _what_happened(made, is_new=already is None))
            return redirect(made if by.has_perm("initiatives.view_initiative", made) else "communities:my_page")
    context = {
        "community": initiative.community,
        "initiative": initiative,
        "form": form,
        "communities": communities,
        "is_for_everybody": is_for_everybody(initiative),
        "lenses": [
            ("mens", initiative.for_people),
            ("milieu", initiative.for_environment),
            ("economie", initiative.for_economy),
        ],
        "themes": initiative.themes.all(),
    }
    return render(request, "initiatives/initiative_adopt.html", context, status=400 if form.is_bound else 200)


def _what_happened(made: Initiative, *, is_new: bool) -> str:
    if not is_new:
        how = "Doe daar mee." if made.is_placed else "Het wacht daar nog op een blik van de coördinator."
        return f"{made.community.name} nam dit voorbeeld al over. {how}"
    if not made.is_placed:
        return "Bewaard. Het initiatief staat op de site zodra de coördinator ernaar heeft gekeken."
    return "Het initiatief staat in uw community. Pas de woorden aan, en zoek wie er mee wil doen."
