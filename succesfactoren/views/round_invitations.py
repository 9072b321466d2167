"""Inviting for a round: who belongs to its audience, a list, a link for a meeting; and reminding."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access.communities import get_community
from communities.exports.invitations import KINDS, qr_code
from lib.csv_import import MAX_BYTES
from lib.tokens import hash_token
from regioscan.views.downloads import download
from succesfactoren.access.audience import not_yet_invited
from succesfactoren.actions import tickets
from succesfactoren.actions.closing import RoundError
from succesfactoren.forms.round_invitations import (
    EXAMPLE,
    MOST_LINES,
    AddressListForm,
    OpenLinkForm,
    RemindForm,
    ResendForm,
    read_addresses,
    sealed,
    unsealed,
)
from succesfactoren.letters.rounds import open_link_path
from succesfactoren.models import Round
from succesfactoren.views.rounds import RUN, VIEW, detail_context, the_round

READ_OR_SEND = require_http_methods(["GET", "HEAD", "POST"])
NEW_LINKS = "new_round_links"
MOST_NEW_LINKS = 5


@READ_OR_SEND
def round_invite(request: HttpRequest, slug: str, round_id: int) -> HttpResponse:
    """Invite whoever of the audience has no invitation yet, or a list; a list is looked at before it is sent."""
    community, found = the_round(request, slug, round_id, RUN)
    context: dict[str, Any] = {"community": community, "round": found, "most_lines": MOST_LINES}
    if "lijst" in request.POST or "doelgroep" in request.POST:
        return _invite(request, found)
    form = AddressListForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_valid():
        # One byte more than may be, so that the reader says that it is too much.
        read = read_addresses(form.cleaned_data["bestand"].read(MAX_BYTES + 1), found)
        context |= {"read": read, "seal": sealed([one for _, one in read.invitees], found)}
        form = AddressListForm()
    context |= {"form": form, "n_new": len(not_yet_invited(found)), "n_tickets": found.tickets.count()}
    status = 400 if form.is_bound else 200
    return render(request, "succesfactoren/round_invite.html", context, status=status)


def _invite(request: HttpRequest, found: Round) -> HttpResponse:
    try:
        if "lijst" in request.POST:
            invitees = unsealed(request.POST["lijst"], found)
            n_new = tickets.invite_list(by=request.user, round=found, invitees=invitees)
        else:
            n_new = tickets.invite_audience(by=request.user, round=found)
        messages.success(request, _invited_words(found, n_new))
    except signing.BadSignature:
        messages.error(request, "Deze controle is verlopen. Lever de lijst opnieuw in.")
        return redirect("succesfactoren:round_invite", found.community.slug, found.pk)
    except RoundError as error:
        messages.error(request, str(error))
    return redirect("succesfactoren:round_detail", found.community.slug, found.pk)


def _invited_words(found: Round, n_new: int) -> str:
    if not n_new:
        return "Iedereen heeft al een uitnodiging."
    if not found.is_open:
        people = "1 adres staat" if n_new == 1 else f"{n_new} adressen staan"
        return f"{people} klaar. De uitnodigingen gaan op de post zodra de ronde opent."
    return "1 uitnodiging gaat zo op de post." if n_new == 1 else f"{n_new} uitnodigingen gaan zo op de post."


@require_safe
def round_invite_example(request: HttpRequest, slug: str) -> HttpResponse:
    """An empty list with two invented lines, to fill in."""
    get_community(request, slug, VIEW)
    return download([EXAMPLE], "uitnodigen-ronde", "csv")


@require_POST
def round_remind(request: HttpRequest, slug: str, round_id: int) -> HttpResponse:
    """Send the first or the second reminder to whoever did not answer yet; who that is nobody sees."""
    _, found = the_round(request, slug, round_id, RUN)
    form = RemindForm(request.POST)
    try:
        # Without a number that can be, the verb says why no more reminders go out.
        tickets.remind(by=request.user, round=found, nth=form.cleaned_data["nth"] if form.is_valid() else 0)
        messages.success(request, "De herinnering gaat naar iedereen die de link nog niet gebruikte.")
    except RoundError as error:
        messages.error(request, str(error))
    return redirect("succesfactoren:round_detail", slug, found.pk)


@require_POST
def round_resend(request: HttpRequest, slug: str, round_id: int) -> HttpResponse:
    """Send one person a new link."""
    community, found = the_round(request, slug, round_id, RUN)
    form = ResendForm(request.POST)
    if form.is_valid():
        try:
            tickets.resend_link(by=request.user, round=found, email=form.cleaned_data["email"])
        except RoundError as error:
            form.add_error("email", str(error))
        else:
            messages.success(request, "De mail gaat zo op de post. Een oude link werkt niet meer.")
            return redirect("succesfactoren:round_detail", slug, found.pk)
    context = detail_context(request, community, found) | {"resend": form}
    return render(request, "succesfactoren/round_detail.html", context, status=400)


# ── One link for a meeting ────────────────────────────────────────────────────────────────────────────────────────
@READ_OR_SEND
def round_link(request: HttpRequest, slug: str, round_id: int) -> HttpResponse:
    """Make the link for a meeting; it is shown with its QR code to who just made it, and to nobody else."""
    community, found = the_round(request, slug, round_id, RUN)
    form = OpenLinkForm(request.POST or None, round=found)
    if form.is_valid():
        try:
            token = tickets.make_open_link(by=request.user, round=found, **form.window())
        except RoundError as error:
            form.add_error(None, str(error))
        else:
            _keep(request, found, token)
            return redirect("succesfactoren:round_link", slug, found.pk)
    context = {"community": community, "round": found, "form": form, "address": _kept_address(request, found)}
    return render(request, "succesfactoren/round_link.html", context, status=400 if form.is_bound else 200)


@require_safe
def round_link_qr(request: HttpRequest, slug: str, round_id: int, kind: str) -> HttpResponse:
    """The QR code as a file; back to the page of the link where it is not known any more."""
    community, found = the_round(request, slug, round_id, RUN)
    address = _kept_address(request, found)
    if not address or kind not in KINDS:
        return redirect("succesfactoren:round_link", slug, found.pk)
    response = HttpResponse(qr_code(address, kind), content_type=KINDS[kind])
    response["Content-Disposition"] = f'inline; filename="ronde-{community.slug}.{kind}"'
    return response


def _keep(request: HttpRequest, found: Round, token: str) -> None:
    """Keep the token for as long as its maker is logged in: the database has only its hash."""
    kept = dict(list(request.session.get(NEW_LINKS, {}).items())[1 - MOST_NEW_LINKS :])
    request.session[NEW_LINKS] = kept | {str(found.pk): token}


def _kept_address(request: HttpRequest, found: Round) -> str:
    token = request.session.get(NEW_LINKS, {}).get(str(found.pk), "")
    if not token or hash_token(token) != found.open_link_hash:
        return ""
    return str(settings.SITE_URL + open_link_path(token))
