"""What somebody was told, what they want to hear, and stopping mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access.communities import get_community, get_owned
from communities.access.mine import places_of
from communities.access.notices import channels_of, grouped, notices_for
from communities.actions.letters import retry_letter
from communities.actions.notice_choices import (
    choose_notices,
    mark_all_read,
    mark_read,
    stop_community_mail,
    stop_mail,
)
from communities.forms.notices import NoticeChoicesForm
from communities.letters.unsubscribing import described, read_token

PER_PAGE = 50


@require_safe
def notice_list(request: HttpRequest) -> HttpResponse:
    """Everything somebody was told, unread first, by community."""
    page = Paginator(notices_for(request.user), PER_PAGE).get_page(request.GET.get("pagina"))
    context = {
        "page": page,
        "groups": grouped(page.object_list),
        "read": [one for one in page.object_list if one.read_at],
        "n_unread": request.user.n_unread_notices,
    }
    return render(request, "communities/notice_list.html", context)


@require_safe
def notice_open(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Go to what a notice is about. That one's own notice counts as read then is all that this GET changes."""
    found = get_object_or_404(request.user.notices.all(), pk=notice_id)
    mark_read(notice=found, by=request.user)
    return redirect(found.path)


@require_POST
def notice_read(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Mark one as read without going there."""
    mark_read(notice=get_object_or_404(request.user.notices.all(), pk=notice_id), by=request.user)
    return redirect("communities:notice_list")


@require_POST
def notice_read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything as read."""
    mark_all_read(by=request.user)
    messages.success(request, "Alle berichten zijn gelezen.")
    return redirect("communities:notice_list")


@require_http_methods(["GET", "HEAD", "POST"])
def notice_settings(request: HttpRequest) -> HttpResponse:
    """The matrix: which kind reaches one how, and how much of each community."""
    memberships = sorted(places_of(request.user), key=lambda one: one.community.name)
    form = NoticeChoicesForm(request.POST or None, channels=channels_of(request.user), memberships=memberships)
    if form.is_valid():
        choose_notices(by=request.user, channels=form.channels(), volumes=form.volumes())
        messages.success(request, "Uw keuze is bewaard.")
        return redirect("communities:notice_settings")
    return render(request, "communities/notice_settings.html", {"form": form}, status=400 if form.is_bound else 200)


@csrf_exempt
@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Stop one kind of mail from a link in it, without logging in.

    A mail program sends `List-Unsubscribe=One-Click` (RFC 8058) and knows no CSRF token: the signature in the address
    is the right to stop. Every other form is guarded as usual.
    """
    if request.method == "POST" and request.POST.get("List-Unsubscribe") == "One-Click":
        return _stopped(request, token)
    return _unsubscribe_page(request, token)


@csrf_protect
def _unsubscribe_page(request: HttpRequest, token: str) -> HttpResponse:
    # A GET changes nothing: mail scanners open every link.
    if request.method == "POST":
        return _stopped(request, token)
    found = described(read_token(token))
    return render(request, "communities/unsubscribe.html", {"stop": found}, status=200 if found else 404)


def _stopped(request: HttpRequest, token: str) -> HttpResponse:
    stop = read_token(token)
    found = described(stop)
    if stop is None or found is None:
        return render(request, "communities/unsubscribe.html", {"stop": None}, status=404)
    is_whole = bool(found.community_name) and request.POST.get("wat") == "community"
    (stop_community_mail if is_whole else stop_mail)(stop=stop)
    context = {"stop": found, "is_stopped": True, "is_whole": is_whole}
    return render(request, "communities/unsubscribe.html", context)


@require_safe
def letter_list(request: HttpRequest, slug: str) -> HttpResponse:
    """Mails of this community that the mail server did not take yet; without their words."""
    community = get_community(request, slug, "communities.manage_community")
    stuck = community.letters.stuck().defer("text", "html").order_by("-created_at", "-pk")
    page = Paginator(stuck, PER_PAGE).get_page(request.GET.get("pagina"))
    return render(request, "communities/letter_list.html", {"community": community, "page": page})


@require_POST
def letter_retry(request: HttpRequest, slug: str, letter_id: int) -> HttpResponse:
    """Try a mail again."""
    community = get_community(request, slug, "communities.manage_community")
    letter = get_owned(request, community, community.letters.defer("text", "html"), pk=letter_id)
    retry_letter(letter=letter, by=request.user)
    messages.success(request, "De mail wordt binnen een minuut opnieuw verstuurd.")
    return redirect("communities:letter_list", slug=slug)
