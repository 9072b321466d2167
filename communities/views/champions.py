"""Hidden champions: naming, looking, asking."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from communities.access.champions import champions_for, ranked_champions
from communities.access.communities import get_community, get_owned
from communities.actions.champions import ChampionError, ask_consent, change_champion, nominate
from communities.actions.log import note_look
from communities.forms.champions import ChampionForm, NominationForm

READ_OR_SEND = require_http_methods(["GET", "HEAD", "POST"])
MEMBERS, MANAGE, CHANGE = "communities.view_members_part", "communities.manage_community", "communities.coordinate"


def champion_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The firms that said yes; to who runs the community all that were named, with what was said of them."""
    community = get_community(request, slug, MEMBERS)
    ranked = ranked_champions(request.user, community)
    may_manage = request.user.has_perm(MANAGE, community)
    context = {
        "community": community,
        "ranked": ranked,
        "n_shown": sum(one.champion.is_shown for one in ranked),
        "may_manage": may_manage,
    }
    return render(request, "communities/champion_list.html", context)


@READ_OR_SEND
def champion_nominate(request: HttpRequest, slug: str) -> HttpResponse:
    """Name a firm. The answer is the same whether it is known already or not."""
    community = get_community(request, slug, "communities.contribute")
    form = NominationForm(request.POST or None)
    if form.is_valid():
        try:
            nominate(by=request.user, community=community, **form.cleaned_data)
        except ChampionError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, "Dank u wel. Leden zien het bedrijf zodra het zelf ja heeft gezegd.")
            return redirect("communities:champion_list", community.slug)
    context = {"community": community, "form": form}
    return render(request, "communities/champion_nominate.html", context, status=400 if form.is_bound else 200)


def champion_detail(request: HttpRequest, slug: str, champion_id: int) -> HttpResponse:
    """One firm; the reasons only for who runs the community."""
    community = get_community(request, slug, MEMBERS)
    champion = get_owned(request, community, champions_for(request.user, community), pk=champion_id)
    may_manage = request.user.has_perm(MANAGE, community)
    if may_manage:
        note_look(request, champion)
    context = {
        "community": community,
        "champion": champion,
        "items": champion.agenda_items.all(),
        "nominations": champion.nominations.select_related("nominated_by", "organisation") if may_manage else [],
        "may_manage": may_manage,
        "may_change": request.user.has_perm(CHANGE, community),
    }
    return render(request, "communities/champion_detail.html", context)


@READ_OR_SEND
def champion_edit(request: HttpRequest, slug: str, champion_id: int) -> HttpResponse:
    """Complete what is known, and connect it to the agenda."""
    community = get_community(request, slug, CHANGE)
    champion = get_owned(request, community, community.champions.all(), pk=champion_id)
    was_shown = champion.is_shown
    form = ChampionForm(request.POST or None, instance=champion, community=community)
    if form.is_valid():
        try:
            changed = change_champion(champion=champion, by=request.user, **form.known())
        except ChampionError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, "De gegevens zijn gewijzigd.")
            if was_shown and not changed.is_shown:
                messages.info(request, "Leden zien het bedrijf nu niet. Vraag het opnieuw om toestemming.")
            return redirect("communities:champion_detail", community.slug, champion.pk)
    context = {"community": community, "champion": champion, "form": form}
    return render(request, "communities/champion_edit.html", context, status=400 if form.is_bound else 200)


@require_POST
def champion_ask(request: HttpRequest, slug: str, champion_id: int) -> HttpResponse:
    """Ask the firm by mail whether members may see it."""
    community = get_community(request, slug, CHANGE)
    champion = get_owned(request, community, community.champions.all(), pk=champion_id)
    try:
        ask_consent(champion=champion, by=request.user)
    except ChampionError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"De vraag is onderweg naar {champion.contact_email}.")
    return redirect("communities:champion_detail", community.slug, champion.pk)
