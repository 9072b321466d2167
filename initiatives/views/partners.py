"""Who is in an initiative: partners, “ik wil”, following."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from communities.access.communities import get_community, get_owned
from communities.models import User
from initiatives.access.initiatives import get_initiative
from initiatives.access.partners import coalition_of, may_leave
from initiatives.actions.initiatives import InitiativeError
from initiatives.actions.partners import (
    add_partner,
    follow_initiative,
    remove_partner,
    say_willing,
    take_back_willing,
    unfollow_initiative,
)
from initiatives.forms.partners import PartnerForm, WillingForm
from initiatives.models import Initiative
from initiatives.views.initiatives import detail_context


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def partner_list(request: HttpRequest, slug: str, initiative_id: int) -> HttpResponse:
    """Who takes part and who is willing; who may change the initiative adds partners here."""
    permission = "initiatives.edit_initiative" if request.method == "POST" else "initiatives.view_initiative"
    initiative = get_initiative(request, slug, initiative_id, permission)
    may_edit = request.user.has_perm("initiatives.edit_initiative", initiative)
    form = PartnerForm(request.POST or None, initiative=initiative) if may_edit else None
    if form is not None and form.is_valid():
        try:
            partner = add_partner(by=cast(User, request.user), initiative=initiative, **form.cleaned_data)
        except InitiativeError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Toegevoegd: {partner.get_role_display()}.")
            return redirect("initiatives:partner_list", slug, initiative.pk)
    context = {
        "community": initiative.community,
        "initiative": initiative,
        "coalition": coalition_of(initiative, request.user, shown=None),
        "form": form,
        "may_edit": may_edit,
        "is_insider": request.user.has_perm("communities.view_members_part", initiative.community),
        "own": _own_partners(request, initiative),
    }
    status = 400 if form is not None and form.is_bound else 200
    return render(request, "initiatives/partner_list.html", context, status=status)


def _own_partners(request: HttpRequest, initiative: Initiative) -> set[int]:
    """The partners that this reader may take off the list because they are themselves."""
    partners = initiative.partners.select_related("initiative__community")
    return {one.pk for one in partners if may_leave(request.user, one)}


@require_POST
def partner_remove(request: HttpRequest, slug: str, initiative_id: int, partner_id: int) -> HttpResponse:
    """Take a partner off the list."""
    initiative = get_initiative(request, slug, initiative_id)
    partners = initiative.partners.select_related("initiative__community", "organisation", "user")
    partner = get_owned(request, initiative.community, partners, pk=partner_id)
    remove_partner(by=cast(User, request.user), partner=partner)
    messages.success(request, "Van de lijst gehaald.")
    return redirect("initiatives:partner_list", slug, initiative.pk)


@require_POST
def willing(request: HttpRequest, slug: str, initiative_id: int) -> HttpResponse:
    """Say “ik wil”, or take it back."""
    # Who has not agreed to the house rules yet, is led to them.
    get_community(request, slug, "communities.contribute")
    initiative = get_initiative(request, slug, initiative_id, "initiatives.join_initiative")
    by, form = cast(User, request.user), WillingForm(request.POST)
    if request.POST.get("wil") == "0":
        take_back_willing(by=by, initiative=initiative)
        messages.success(request, "U staat niet meer bij wie wil meedoen.")
        return redirect(initiative)
    if not form.is_valid():
        context = detail_context(request, initiative, form)
        return render(request, "initiatives/initiative_detail.html", context, status=400)
    try:
        say_willing(by=by, initiative=initiative, why=form.cleaned_data["why"])
    except InitiativeError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "Mooi. Wie dit initiatief trekt, hoort dat u wilt meedoen. U volgt het vanaf nu.")
    return redirect(initiative)


@require_POST
def initiative_follow(request: HttpRequest, slug: str, initiative_id: int) -> HttpResponse:
    """Follow an initiative, or no longer."""
    initiative = get_initiative(request, slug, initiative_id, "initiatives.join_initiative")
    by = cast(User, request.user)
    if request.POST.get("volg") == "1":
        follow_initiative(by=by, initiative=initiative)
        messages.success(request, "U volgt dit initiatief. Wat er gebeurt, leest u in uw weekoverzicht.")
    else:
        unfollow_initiative(by=by, initiative=initiative)
        messages.success(request, "U volgt dit initiatief niet meer.")
    return redirect(initiative)
