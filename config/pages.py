"""Pages of the roof: the way in, what we promise, reading settings, and the patterns the pages are made of."""

from datetime import timedelta

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib.admin.views.decorators import staff_member_required
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from communities.access.house import listed_communities
from communities.charts.community_map import community_map
from config import patterns
from config.context import READING_COOKIE, write_cookie
from config.forms import ReadingForm
from initiatives.access.initiatives import public_initiatives
from initiatives.models import Stage
from regioscan import frames
from regioscan.models import Indicator, Region, Theme

N_COMMUNITIES = 8
READING_COOKIE_SECONDS = 365 * 24 * 3600


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this is, find your region, and the communities on a map and in a list."""
    years = frames.known_years()
    listed = listed_communities(request.user)
    communities = list(listed[:N_COMMUNITIES])
    return render(
        request,
        "config/home.html",
        {
            "n_municipalities": Region.objects.current().filter(kind=Region.Kind.MUNICIPALITY).count(),
            "n_indicators": Indicator.objects.shown().count(),
            "years": years,
            "themes": Theme.objects.all(),
            "communities": communities,
            "n_communities": listed.count(),
            "n_initiatives": public_initiatives().exclude(stage=Stage.STOPPED).count(),
            "map": community_map(communities),
            "provinces": Region.objects.current().filter(kind=Region.Kind.PROVINCE),
        },
    )


@login_not_required
@require_POST
def reading_settings(request: HttpRequest) -> HttpResponse:
    """Keep how this reader wants to read, and go back to where the reader was."""
    form = ReadingForm(request.POST)
    if not form.is_valid():
        return HttpResponseRedirect(reverse("config:home"))
    back = form.cleaned_data["next"]
    is_ours = url_has_allowed_host_and_scheme(
        back, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    response = HttpResponseRedirect(back if is_ours else reverse("config:home"))
    cookie = write_cookie(form.chosen())
    if not cookie:
        response.delete_cookie(READING_COOKIE)
        return response
    secure = settings.SESSION_COOKIE_SECURE
    response.set_cookie(READING_COOKIE, cookie, READING_COOKIE_SECONDS, secure=secure, httponly=True, samesite="Lax")
    return response


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Somebody's own account at a glance."""
    return render(request, "account/overview.html", {"has_second_step": is_mfa_enabled(request.user)})


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    """What we do so that everybody can use this, and what does not work yet."""
    return render(request, "config/accessibility.html")


@login_not_required
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """What we keep about people, why, and for how long."""
    return render(request, "config/privacy.html")


@staff_member_required
@require_safe
def pattern_page(request: HttpRequest) -> HttpResponse:
    """Every component once, for whoever builds pages."""
    return render(request, "config/pattern_page.html", patterns.examples())


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines need not visit."""
    return render(request, "config/robots.txt", content_type="text/plain; charset=utf-8")


@login_not_required
@require_safe
def security_contact(request: HttpRequest) -> HttpResponse:
    """Where to report a weakness (RFC 9116); there is no such page without an address to report to."""
    if not settings.CONTACT_EMAIL:
        raise Http404
    expires = timezone.now().replace(microsecond=0) + timedelta(days=180)
    context = {"expires": expires.isoformat()}
    return render(request, "config/security.txt", context, content_type="text/plain; charset=utf-8")
