"""Instruments: which there are, what they ask and where that comes from, and the versions of a community's own."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access.communities import get_community, get_owned
from communities.models import Community
from succesfactoren.access.instruments import (
    draft_of,
    instruments_of,
    newest_of,
    parts_of,
    readable_instruments,
)
from succesfactoren.actions.own_instruments import (
    InstrumentError,
    begin_instrument,
    begin_version,
    discard_draft,
    offer_instrument,
    settle_version,
    to_settle,
)
from succesfactoren.forms.instruments import HeadForm
from succesfactoren.forms.questionnaire import Questionnaire
from succesfactoren.letters.promises import promise_words
from succesfactoren.models import Instrument, InstrumentVersion, Round

READ_OR_SEND = require_http_methods(["GET", "HEAD", "POST"])
RUN = "succesfactoren.run_rounds"
WRONG = 400


@require_safe
def instrument_list(request: HttpRequest, slug: str) -> HttpResponse:
    """What can be asked: the built-in instruments, and what the community made itself."""
    community = get_community(request, slug, "succesfactoren.view_rounds")
    rows = [{"instrument": one, "version": newest_of(one), "draft": draft_of(one)} for one in instruments_of(community)]
    context = {
        "community": community,
        "built_in": [row for row in rows if not row["instrument"].is_own],
        "own": [row for row in rows if row["instrument"].is_own],
        "may_write": request.user.has_perm(RUN, community),
    }
    return render(request, "succesfactoren/instrument_list.html", context)


@require_safe
def instrument_detail(request: HttpRequest, slug: str, instrument_id: int) -> HttpResponse:
    """About this questionnaire: whose words these are, what is asked, and what the levels mean."""
    community = get_community(request, slug, "communities.view_members_part")
    instrument = get_owned(request, community, readable_instruments(request.user, community), pk=instrument_id)
    version = _asked_version(request, instrument)
    if version is None:
        return redirect("succesfactoren:instrument_edit", community.slug, instrument.pk)
    settled = [one for one in instrument.versions.all() if one.is_settled]
    context = {
        "community": community,
        "instrument": instrument,
        "version": version,
        "parts": parts_of(version),
        "others": [one for one in settled if one != version],
        "is_newest": version == newest_of(instrument),
        "draft": draft_of(instrument),
        "may_write": instrument.is_own and request.user.has_perm(RUN, community),
        "runs_it": request.user.has_perm("succesfactoren.view_rounds", community),
    }
    return render(request, "succesfactoren/instrument_detail.html", context)


def _asked_version(request: HttpRequest, instrument: Instrument) -> InstrumentVersion | None:
    """The settled version that the address asks for, or the newest; None where there is only a draft."""
    asked = request.GET.get("versie", "")
    settled = [one for one in instrument.versions.all() if one.is_settled]
    if not asked:
        return settled[0] if settled else None
    found = next((one for one in settled if str(one.number) == asked), None)
    if found is None:
        raise Http404("no such version")
    return found


@READ_OR_SEND
def instrument_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin an own instrument."""
    community = get_community(request, slug, RUN)
    form = HeadForm(request.POST or None)
    if form.is_valid():
        try:
            made = begin_instrument(by=request.user, community=community, **form.head)
        except InstrumentError as error:
            form.add_error("name", str(error))
        else:
            messages.success(request, "De vragenlijst is begonnen. Zet er nu vragen in.")
            return redirect("succesfactoren:instrument_edit", community.slug, made.pk)
    context = {"community": community, "form": form}
    return render(request, "succesfactoren/instrument_new.html", context, status=WRONG if form.is_bound else 200)


@require_POST
def instrument_draft(request: HttpRequest, slug: str, instrument_id: int) -> HttpResponse:
    """Begin a new version of an own instrument."""
    community, instrument = own_instrument(request, slug, instrument_id)
    begin_version(by=request.user, instrument=instrument)
    return redirect("succesfactoren:instrument_edit", community.slug, instrument.pk)


@require_safe
def instrument_edit(request: HttpRequest, slug: str, instrument_id: int) -> HttpResponse:
    """The draft: its texts, its questions part by part, and what must be done before it can be settled."""
    community, instrument = own_instrument(request, slug, instrument_id)
    draft = draft_of(instrument)
    if draft is None:
        messages.info(request, "Deze vragenlijst is vastgesteld. Begin een nieuwe versie om haar te wijzigen.")
        return redirect("succesfactoren:instrument_detail", community.slug, instrument.pk)
    parts = parts_of(draft)
    context = {
        "community": community,
        "instrument": instrument,
        "draft": draft,
        "parts": parts,
        "last_factor": next((one.factor.pk for one in reversed(parts) if one.factor), None),
        "n_questions": sum(len(one.questions) for one in parts),
        "to_do": to_settle(draft),
        "newest": newest_of(instrument),
    }
    return render(request, "succesfactoren/instrument_edit.html", context)


@require_POST
def instrument_settle(request: HttpRequest, slug: str, instrument_id: int) -> HttpResponse:
    """Settle the draft."""
    community, instrument = own_instrument(request, slug, instrument_id)
    number = request.POST.get("number", "")
    if not number.isdecimal():
        messages.error(request, "Kies op de bladzijde van de vragenlijst welke versie u vaststelt.")
        return redirect("succesfactoren:instrument_edit", community.slug, instrument.pk)
    try:
        found = settle_version(by=request.user, instrument=instrument, number=int(number[:4]))
    except InstrumentError as error:
        messages.error(request, str(error))
        return redirect("succesfactoren:instrument_edit", community.slug, instrument.pk)
    messages.success(request, f"Versie {found.number} is vastgesteld. Een ronde kan haar nu gebruiken.")
    return redirect("succesfactoren:instrument_detail", community.slug, instrument.pk)


@require_POST
def instrument_discard(request: HttpRequest, slug: str, instrument_id: int) -> HttpResponse:
    """Throw the draft away."""
    community, instrument = own_instrument(request, slug, instrument_id)
    remains = discard_draft(by=request.user, instrument=instrument)
    messages.success(request, "Het concept is weggegooid.")
    if remains:
        return redirect("succesfactoren:instrument_detail", community.slug, instrument.pk)
    return redirect("succesfactoren:instrument_list", community.slug)


@require_POST
def instrument_offer(request: HttpRequest, slug: str, instrument_id: int) -> HttpResponse:
    """Offer an own instrument for new rounds, or no longer."""
    community, instrument = own_instrument(request, slug, instrument_id)
    is_offered = request.POST.get("is_offered") == "ja"
    offer_instrument(by=request.user, instrument=instrument, is_offered=is_offered)
    said = "Nieuwe rondes kunnen deze vragenlijst weer gebruiken." if is_offered else (
        "Nieuwe rondes kunnen deze vragenlijst niet meer kiezen. Rondes die haar al hebben, houden haar."
    )  # fmt: skip
    messages.success(request, said)
    return redirect("succesfactoren:instrument_list", community.slug)


@require_safe
def instrument_preview(request: HttpRequest, slug: str, instrument_id: int) -> HttpResponse:
    """As somebody who is asked sees it, of the draft where there is one; nothing is sent or kept."""
    community = get_community(request, slug, "succesfactoren.view_rounds")
    instrument = get_owned(request, community, instruments_of(community), pk=instrument_id)
    named = _asked_version(request, instrument) if request.GET.get("versie") else None
    version = named or draft_of(instrument) or newest_of(instrument)
    if version is None:
        raise Http404("there is nothing to see of it yet")
    is_draft = not version.is_settled and request.user.has_perm(RUN, community)
    back = "instrument_edit" if is_draft else "instrument_detail"
    context = {
        "community": community,
        "version": version,
        "asked": Questionnaire(version, version.group_questions),
        "promise": promise_words(Round(mode=Round.Mode.ANONYMOUS)),
        "back_url": reverse(f"succesfactoren:{back}", args=[community.slug, instrument.pk]),
    }
    return render(request, "succesfactoren/instrument_preview.html", context)


def own_instrument(request: HttpRequest, slug: str, instrument_id: int) -> tuple[Community, Instrument]:
    """An instrument of this community's own, for who may write it."""
    community = get_community(request, slug, RUN)
    own = instruments_of(community).filter(community=community)
    return community, get_owned(request, community, own, pk=instrument_id)
