"""Inviting people: one, many, or by a link."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from communities.access.communities import get_community, get_owned
from communities.access.joining import invitations_of, with_states
from communities.actions import invitations
from communities.actions.joining import JoiningError
from communities.actions.log import note_look
from communities.exports.invitations import KINDS, qr_code
from communities.forms.invitations import (
    EXAMPLE,
    MOST_GUESTS,
    InviteForm,
    LinkForm,
    ListForm,
    read_guests,
    sealed,
    unsealed,
)
from communities.models import Community, Invitation
from lib.csv_import import MAX_BYTES
from lib.tokens import hash_token
from regioscan.views.downloads import download

PER_PAGE = 50
NEW_LINKS = "new_invitation_links"
MOST_NEW_LINKS = 5
LINK_GONE = "Wij bewaren de link zelf niet. Vernieuw hem om hem weer te zien; de oude werkt dan niet meer."


@require_GET
def invitation_list(request: HttpRequest, slug: str) -> HttpResponse:
    """All invitations of a community and how they stand."""
    community = get_community(request, slug, "communities.manage_community")
    note_look(request, community, community)
    page = Paginator(invitations_of(community), PER_PAGE).get_page(request.GET.get("pagina"))
    rows = with_states(page.object_list)
    return _page(
        request, "invitation_list", community, page=page, rows=rows, n_open=community.invitations.open().count()
    )


@require_http_methods(["GET", "HEAD", "POST"])
def invitation_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Invite one person by mail."""
    community = get_community(request, slug, "communities.coordinate")
    form = InviteForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            made = invitations.invite(by=request.user, community=community, guest=form.guest)
        except JoiningError as error:
            form.add_error("email", str(error))
        else:
            messages.success(request, f"De uitnodiging aan {made.email} gaat zo op de post.")
            return redirect("communities:invitation_list", slug)
    return _page(request, "invitation_new", community, 400 if form.is_bound else 200, form=form)


@require_http_methods(["GET", "HEAD", "POST"])
def invitation_link_new(request: HttpRequest, slug: str) -> HttpResponse:
    """Make a link for many."""
    community = get_community(request, slug, "communities.coordinate")
    form = LinkForm(request.POST if request.method == "POST" else None, initial={"kind": "direct"})
    if form.is_valid():
        link, token = invitations.make_link(
            by=request.user,
            community=community,
            label=form.cleaned_data["label"],
            asks_questions=form.cleaned_data["kind"] == "vragen",
            days=form.cleaned_data["days"],
        )
        return _show_link(request, link, token)
    return _page(request, "invitation_link_new", community, 400 if form.is_bound else 200, form=form)


@require_GET
def invitation_link(request: HttpRequest, slug: str, invitation_id: int) -> HttpResponse:
    """A link with its QR code, to print; only for who just made it."""
    community = get_community(request, slug, "communities.manage_community")
    link = get_owned(request, community, invitations_of(community).filter(email=""), pk=invitation_id)
    return _page(request, "invitation_link", community, link=link, address=_kept_address(request, link))


@require_GET
def invitation_qr(request: HttpRequest, slug: str, invitation_id: int, kind: str) -> HttpResponse:
    """The QR code as a file; back to the page of the link where it is not known any more."""
    community = get_community(request, slug, "communities.manage_community")
    link = get_owned(request, community, invitations_of(community).filter(email=""), pk=invitation_id)
    address = _kept_address(request, link)
    if not address or kind not in KINDS:
        return redirect("communities:invitation_link", slug, link.pk)
    response = HttpResponse(qr_code(address, kind), content_type=KINDS[kind])
    response["Content-Disposition"] = f'inline; filename="uitnodiging-{community.slug}.{kind}"'
    return response


@require_POST
def invitation_renew(request: HttpRequest, slug: str, invitation_id: int) -> HttpResponse:
    """A new link and a new term; a personal invitation is sent again."""
    community = get_community(request, slug, "communities.coordinate")
    found = get_owned(request, community, community.invitations.all(), pk=invitation_id)
    try:
        renewed, token = invitations.renew(by=request.user, invitation=found)
    except JoiningError as error:
        messages.error(request, str(error))
        return redirect("communities:invitation_list", slug)
    if renewed.is_link:
        return _show_link(request, renewed, token)
    messages.success(
        request, f"De uitnodiging aan {renewed.email} gaat opnieuw op de post. De oude link werkt niet meer."
    )
    return redirect("communities:invitation_list", slug)


@require_POST
def invitation_revoke(request: HttpRequest, slug: str, invitation_id: int) -> HttpResponse:
    """Let an invitation work no longer."""
    community = get_community(request, slug, "communities.coordinate")
    found = get_owned(request, community, community.invitations.all(), pk=invitation_id)
    try:
        invitations.revoke(by=request.user, invitation=found)
        messages.success(request, f"De uitnodiging ({found.email or found.label}) is ingetrokken.")
    except JoiningError as error:
        messages.error(request, str(error))
    return redirect("communities:invitation_list", slug)


@require_http_methods(["GET", "HEAD", "POST"])
def invitation_import(request: HttpRequest, slug: str) -> HttpResponse:
    """Hand in a list, look at what would be sent, and only then send it."""
    community = get_community(request, slug, "communities.coordinate")
    if "lijst" in request.POST:
        return _send_list(request, community)
    form = ListForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if not form.is_valid():
        return _page(request, "invitation_import", community, 400 if form.is_bound else 200, form=form)
    # One byte more than may be, so that the reader says that it is too much.
    found = read_guests(form.cleaned_data["bestand"].read(MAX_BYTES + 1), community)
    seal = sealed([guest for _, guest in found.guests], community)
    return _page(request, "invitation_import", community, form=ListForm(), found=found, seal=seal)


def _send_list(request: HttpRequest, community: Community) -> HttpResponse:
    try:
        guests = unsealed(request.POST["lijst"], community)
    except signing.BadSignature:
        messages.error(request, "Deze controle is verlopen. Lever de lijst opnieuw in.")
        return redirect("communities:invitation_import", community.slug)
    made = invitations.invite_many(by=request.user, community=community, guests=guests)
    words = "1 uitnodiging gaat" if len(made) == 1 else f"{len(made)} uitnodigingen gaan"
    messages.success(request, f"{words} zo op de post.")
    return redirect("communities:invitation_list", community.slug)


@require_GET
def invitation_example(request: HttpRequest, slug: str) -> HttpResponse:
    """An empty list with two invented lines, to fill in."""
    get_community(request, slug, "communities.manage_community")
    return download([EXAMPLE], "uitnodigen", "csv")


def _show_link(request: HttpRequest, link: Invitation, token: str) -> HttpResponse:
    """Keep the token of a link for as long as its maker is logged in: nobody else can show it again."""
    kept = dict(list(request.session.get(NEW_LINKS, {}).items())[1 - MOST_NEW_LINKS :])
    request.session[NEW_LINKS] = kept | {str(link.pk): token}
    return redirect("communities:invitation_link", link.community.slug, link.pk)


def _kept_address(request: HttpRequest, link: Invitation) -> str:
    """The whole address of a link that this person made just now; empty when it is not known (any more)."""
    token = request.session.get(NEW_LINKS, {}).get(str(link.pk), "")
    if not token or hash_token(token) != link.token_hash:
        return ""
    return settings.SITE_URL + reverse("communities:invitation_open", args=[token])


def _page(request: HttpRequest, name: str, community: Community, status: int = 200, **context: Any) -> HttpResponse:
    shown = {"community": community, "most_guests": MOST_GUESTS, "link_gone": LINK_GONE} | context
    return render(request, f"communities/{name}.html", shown, status=status)
