"""The change agenda: what the region wants to change, and by which figures it will be seen."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access.agenda import figures_of, visible_items, with_counts
from communities.access.champions import champions_of_item
from communities.access.commitments import commitments_of, roll_up
from communities.access.communities import get_community, get_owned
from communities.actions.agenda import (
    AgendaError,
    add_item,
    change_goal,
    change_item,
    link_figure,
    move_item,
    set_item_state,
    unlink_figure,
)
from communities.charts.agenda import target_cards
from communities.forms.agenda import GoalForm, ItemForm, LinkForm
from communities.forms.trajectories import MoveForm
from communities.models import AgendaItem, AgendaTarget, Community

COORDINATE = "communities.coordinate"
WRONG = 400


@login_not_required
@require_safe
def agenda_item_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The whole agenda in order; what is ended stands apart."""
    community = get_community(request, slug, "communities.view_community")
    items = list(with_counts(visible_items(request.user, community)))
    context = {
        "community": community,
        "standing": [one for one in items if one.state != AgendaItem.State.ENDED],
        "ended": [one for one in items if one.state == AgendaItem.State.ENDED],
        "n_adopted": sum(one.state == AgendaItem.State.ADOPTED for one in items),
        "is_member": request.user.has_perm("communities.view_members_part", community),
        "n_seen": sum(bool(one.n_targets) for one in items if one.state == AgendaItem.State.ADOPTED),
        "runs_it": request.user.has_perm(COORDINATE, community),
    }
    return render(request, "communities/agenda_item_list.html", context)


@login_not_required
@require_safe
def agenda_item_detail(request: HttpRequest, slug: str, item_id: int) -> HttpResponse:
    """One item: the three lenses, where the figures stand, and who promised what."""
    community = get_community(request, slug, "communities.view_community")
    item = get_owned(request, community, visible_items(request.user, community), pk=item_id)
    targets = item.targets.select_related("indicator", "item").order_by("indicator__position")
    promised = commitments_of(community).filter(agenda_item=item)
    is_member = request.user.has_perm("communities.view_members_part", community)
    context = {
        "community": community,
        "item": item,
        "lenses": [
            ("mens", item.for_people),
            ("milieu", item.for_environment),
            ("economie", item.for_economy),
        ],
        "cards": target_cards(figures_of(community.region, targets)),
        "progress": roll_up(promised),
        "commitments": list(promised) if is_member else [],
        "champions": list(champions_of_item(item)) if is_member else [],
        "is_member": is_member,
        "runs_it": request.user.has_perm(COORDINATE, community),
    }
    return render(request, "communities/agenda_item_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def agenda_item_add(request: HttpRequest, slug: str) -> HttpResponse:
    """A new proposal."""
    community = get_community(request, slug, COORDINATE)
    form = ItemForm(request.POST or None)
    if form.is_valid():
        item = add_item(by=request.user, community=community, words=form.words)
        messages.success(
            request, "Het voorstel staat op de veranderagenda. Leden zien het; bezoekers pas als het is vastgesteld."
        )
        return redirect(item)
    context = {"community": community, "form": form}
    return render(request, "communities/agenda_item_add.html", context, status=WRONG if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def agenda_item_edit(request: HttpRequest, slug: str, item_id: int) -> HttpResponse:
    """Change what an item says."""
    community, item = _item(request, slug, item_id)
    form = ItemForm(request.POST or None, initial=ItemForm.filled_from(item))
    if form.is_valid():
        messages.success(request, "Het agendapunt is gewijzigd.")
        return redirect(change_item(by=request.user, item=item, words=form.words))
    context = {"community": community, "item": item, "form": form}
    return render(request, "communities/agenda_item_edit.html", context, status=WRONG if form.is_bound else 200)


@require_POST
def agenda_item_move(request: HttpRequest, slug: str, item_id: int) -> HttpResponse:
    """Move an item up or down."""
    community, item = _item(request, slug, item_id)
    form = MoveForm(request.POST)
    if form.is_valid():
        move_item(by=request.user, item=item, places=form.cleaned_data["places"])
    return redirect("communities:agenda_item_list", community.slug)


@require_POST
def agenda_item_state(request: HttpRequest, slug: str, item_id: int) -> HttpResponse:
    """Adopt an item, end it, or make it a proposal again."""
    _, item = _item(request, slug, item_id)
    state = request.POST.get("state", "")
    if state not in AgendaItem.State.values:
        messages.error(request, "Kies of het punt een voorstel is, is vastgesteld of is afgesloten.")
        return redirect(item)
    found = set_item_state(by=request.user, item=item, state=state)
    messages.success(request, f"Het agendapunt staat op {found.get_state_display()}.")
    return redirect(found)


@require_http_methods(["GET", "HEAD", "POST"])
def agenda_target_add(request: HttpRequest, slug: str, item_id: int) -> HttpResponse:
    """Link a figure of the regioscan."""
    community, item = _item(request, slug, item_id)
    form = LinkForm(request.POST or None)
    if form.is_valid():
        try:
            link_figure(by=request.user, item=item, indicator=form.cleaned_data["indicator"], goal=form.goal)
        except AgendaError as error:
            form.add_error("indicator", str(error))
        else:
            messages.success(request, "Het cijfer hoort nu bij dit agendapunt.")
            return redirect(item)
    context = {"community": community, "item": item, "form": form}
    return render(request, "communities/agenda_target_add.html", context, status=WRONG if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def agenda_target_edit(request: HttpRequest, slug: str, item_id: int, target_id: int) -> HttpResponse:
    """Change from where to where a figure should go."""
    community, target = _target(request, slug, item_id, target_id)
    form = GoalForm(request.POST or None, initial=GoalForm.filled_from(target))
    if form.is_valid():
        change_goal(by=request.user, target=target, goal=form.goal)
        messages.success(request, "De begin- en doelwaarde zijn bewaard.")
        return redirect(target.item)
    context = {"community": community, "item": target.item, "target": target, "form": form}
    return render(request, "communities/agenda_target_edit.html", context, status=WRONG if form.is_bound else 200)


@require_POST
def agenda_target_remove(request: HttpRequest, slug: str, item_id: int, target_id: int) -> HttpResponse:
    """Take a figure away from an item."""
    _, target = _target(request, slug, item_id, target_id)
    unlink_figure(by=request.user, target=target)
    messages.success(request, f"‘{target.indicator}’ hoort niet meer bij dit agendapunt.")
    return redirect(target.item)


def _item(request: HttpRequest, slug: str, item_id: int) -> tuple[Community, AgendaItem]:
    community = get_community(request, slug, COORDINATE)
    items = community.agenda_items.select_related("community__region", "theme")
    return community, get_owned(request, community, items, pk=item_id)


def _target(request: HttpRequest, slug: str, item_id: int, target_id: int) -> tuple[Community, AgendaTarget]:
    community = get_community(request, slug, COORDINATE)
    targets = AgendaTarget.objects.filter(item__community=community, item=item_id)
    related = targets.select_related("item__community", "indicator")
    return community, get_owned(request, community, related, pk=target_id)
