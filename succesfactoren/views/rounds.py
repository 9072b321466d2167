"""Rounds at the coordinator's: making one, changing it, opening and closing it, and how it stands."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access.communities import get_community, get_owned
from communities.access.trajectories import current_trajectory
from communities.models import Community
from succesfactoren.access.audience import not_yet_invited
from succesfactoren.access.instruments import choosable_instruments, newest_of
from succesfactoren.access.rounds import may_close, response_of, rounds_of, running
from succesfactoren.actions import rounds
from succesfactoren.actions.closing import RoundError, close_round
from succesfactoren.charts.response import response_picture
from succesfactoren.forms.round_invitations import RemindForm, ResendForm
from succesfactoren.forms.rounds import OpenRoundForm, RoundForm
from succesfactoren.letters.promises import promised_words
from succesfactoren.models import Round

READ_OR_SEND = require_http_methods(["GET", "HEAD", "POST"])
VIEW, RUN = "succesfactoren.view_rounds", "succesfactoren.run_rounds"


def the_round(request: HttpRequest, slug: str, round_id: int, permission: str) -> tuple[Community, Round]:
    """A community and a round of it, for who has `permission`; answers as `get_community` does."""
    community = get_community(request, slug, permission)
    return community, get_owned(request, community, rounds_of(community), pk=round_id)


@require_safe
def round_list(request: HttpRequest, slug: str) -> HttpResponse:
    """All rounds of a community and how they stand."""
    community = get_community(request, slug, VIEW)
    found = list(rounds_of(community))
    context = {
        "community": community,
        "rounds": found,
        "n_open": sum(one.is_open for one in found),
        "trajectory": current_trajectory(community),
        "may_run": request.user.has_perm(RUN, community),
    }
    return render(request, "succesfactoren/round_list.html", context)


@READ_OR_SEND
def round_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Make a round: first choose what is asked, then when, of whom, and how the answers are kept."""
    community = get_community(request, slug, RUN)
    trajectory = current_trajectory(community)
    offered = list(choosable_instruments(community))
    asked = request.POST.get("vragenlijst") or request.GET.get("vragenlijst", "")
    instrument = next((one for one in offered if str(one.pk) == asked), None)
    version = newest_of(instrument) if instrument else None
    if trajectory is None or instrument is None or version is None:
        context = {
            "community": community,
            "trajectory": trajectory,
            "offered": [(one, newest_of(one)) for one in offered],
        }
        return render(request, "succesfactoren/round_choose.html", context)
    form = RoundForm(
        request.POST or None, community=community, version=version, earlier=running(trajectory, instrument)
    )
    if form.is_valid():
        try:
            made = rounds.make_round(by=request.user, trajectory=trajectory, instrument=instrument, plan=form.plan())
        except RoundError as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(request, "De ronde is gemaakt. Zij staat nog niet klaar: bekijk eerst of alles klopt.")
            return redirect("succesfactoren:round_detail", slug, made.pk)
    context = {"community": community, "form": form, "instrument": instrument, "version": version}
    return render(request, "succesfactoren/round_form.html", context, status=400 if form.is_bound else 200)


@require_safe
def round_detail(request: HttpRequest, slug: str, round_id: int) -> HttpResponse:
    """How a round stands, what to do next, and who took part so far; never what was answered."""
    community, found = the_round(request, slug, round_id, VIEW)
    return render(request, "succesfactoren/round_detail.html", detail_context(request, community, found))


def detail_context(request: HttpRequest, community: Community, found: Round) -> dict[str, Any]:
    """What the page of a round shows."""
    response = response_of(found) if found.is_open else None
    return {
        "community": community,
        "round": found,
        "may_run": request.user.has_perm(RUN, community),
        "n_tickets": found.tickets.count(),
        "n_waiting": 0 if found.opened_at else len(not_yet_invited(found)),
        "n_new": len(not_yet_invited(found)) if found.is_open else 0,
        "response": response,
        "picture": response_picture(response) if response and response.groups else "",
        "reminder": RemindForm(initial={"nth": found.n_reminders + 1}),
        "resend": ResendForm(),
        "may_close": may_close(found),
        "promised": promised_words(found),
        "is_missed": found.opened_at is None and found.closes_at <= timezone.now(),
        "n_sheets": found.sheets.filter(is_done=False).count(),
    }


@READ_OR_SEND
def round_edit(request: HttpRequest, slug: str, round_id: int) -> HttpResponse:
    """Change a round: everything in preparation, and little once people answer."""
    community, found = the_round(request, slug, round_id, RUN)
    if found.opened_at is not None:
        return _edit_open(request, community, found)
    form = RoundForm(request.POST or None, community=community, version=found.version, round=found)
    status = 400 if form.is_bound else 200
    if form.is_valid():
        try:
            rounds.change_round(by=request.user, round=found, plan=form.plan(), seen=form.cleaned_data["seen"])
        except rounds.RoundConflict as conflict:
            form, status = RoundForm(community=community, version=found.version, round=conflict.current), 409
            messages.error(request, str(conflict))
        except RoundError as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(request, "De ronde is gewijzigd.")
            return redirect("succesfactoren:round_detail", slug, found.pk)
    context = {"community": community, "form": form, "round": found, "version": found.version}
    return render(request, "succesfactoren/round_form.html", context, status=status)


def _edit_open(request: HttpRequest, community: Community, found: Round) -> HttpResponse:
    if not found.is_open:
        messages.info(request, "Deze ronde is gesloten. Er is niets meer te wijzigen.")
        return redirect("succesfactoren:round_detail", community.slug, found.pk)
    form = OpenRoundForm(request.POST or None, round=found)
    if form.is_valid():
        try:
            rounds.change_open_round(by=request.user, round=found, **form.changes())
        except RoundError as error:
            form.add_error(error.field, str(error))
        else:
            messages.success(request, "De ronde is gewijzigd.")
            return redirect("succesfactoren:round_detail", community.slug, found.pk)
    context = {"community": community, "form": form, "round": found}
    return render(request, "succesfactoren/round_edit_open.html", context, status=400 if form.is_bound else 200)


@require_POST
def round_plan(request: HttpRequest, slug: str, round_id: int) -> HttpResponse:
    """Put a round ready, or take that back."""
    community, found = the_round(request, slug, round_id, RUN)
    is_planned = request.POST.get("klaar") != "nee"
    words = "De ronde staat klaar en gaat vanzelf open." if is_planned else "De ronde gaat niet meer vanzelf open."
    return _done(request, community, found, words, rounds.plan_round, is_planned=is_planned)


@READ_OR_SEND
def round_open(request: HttpRequest, slug: str, round_id: int) -> HttpResponse:
    """Open a round now; first says what happens then."""
    community, found = the_round(request, slug, round_id, RUN)
    n_mails = found.tickets.count() + len(not_yet_invited(found))
    if request.method == "POST":
        return _done(request, community, found, _opened_words(found, n_mails), rounds.open_round)
    context = {"community": community, "round": found, "n_mails": n_mails}
    return render(request, "succesfactoren/round_open.html", context)


def _opened_words(found: Round, n_mails: int) -> str:
    """What happens after the opening; a round at a meeting, or without addresses, sends nothing."""
    if n_mails:
        return "De ronde is open. De uitnodigingen gaan zo op de post."
    if found.is_at_meeting:
        return "De ronde is open. Maak nu de link voor de bijeenkomst, of print vellen papier."
    return "De ronde is open. Er ging geen mail uit: er is nog niemand om te vragen. Nodig nu mensen uit."


@READ_OR_SEND
def round_close(request: HttpRequest, slug: str, round_id: int) -> HttpResponse:
    """Close a round now; first says what happens then."""
    community, found = the_round(request, slug, round_id, RUN)
    if request.method == "POST":
        return _done(request, community, found, "De ronde is gesloten. De uitkomst is gemaakt.", close_round)
    context = detail_context(request, community, found)
    return render(request, "succesfactoren/round_close.html", context)


@READ_OR_SEND
def round_cancel(request: HttpRequest, slug: str, round_id: int) -> HttpResponse:
    """Take a round away that never opened."""
    community, found = the_round(request, slug, round_id, RUN)
    if request.method != "POST":
        return render(request, "succesfactoren/round_cancel.html", {"community": community, "round": found})
    try:
        rounds.cancel_round(by=request.user, round=found)
    except RoundError as error:
        messages.error(request, str(error))
        return redirect("succesfactoren:round_detail", slug, found.pk)
    messages.success(request, f"De ronde «{found.name}» is weggehaald.")
    return redirect("succesfactoren:round_list", slug)


def _done(
    request: HttpRequest, community: Community, found: Round, words: str, act: Any, **fields: Any
) -> HttpResponse:
    """Do something to a round, say so, and go back to its page."""
    try:
        act(by=request.user, round=found, **fields)
        messages.success(request, words)
    except RoundError as error:
        messages.error(request, str(error))
    return redirect("succesfactoren:round_detail", community.slug, found.pk)
