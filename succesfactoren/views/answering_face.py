"""The face of who asks, for who was asked: also of a private community, by the right of the link."""

from pathlib import PurePosixPath

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from communities.access.faces import face_of, logo_content
from communities.models import Community
from lib.pictures import CONTENT_TYPES
from succesfactoren.access.answering import seat_of

SHUT = "default-src 'none'; sandbox; frame-ancestors 'none'"

# The same for all who fill in this round, and not a word of a person: a phone may keep it while it fills in.
kept_for_a_while = cache_control(private=True, max_age=3600)


@login_not_required
@kept_for_a_while
@require_safe
def questionnaire_stylesheet(request: HttpRequest, round_id: int) -> HttpResponse:
    """The shades of the community that asks."""
    context = {"face": face_of(_community(request, round_id))}
    return render(request, "communities/face_stylesheet.css", context, content_type="text/css; charset=utf-8")


@login_not_required
@kept_for_a_while
@require_safe
def questionnaire_logo(request: HttpRequest, round_id: int) -> HttpResponse:
    """The logo of the community that asks."""
    community = _community(request, round_id)
    content, kind = logo_content(community), CONTENT_TYPES.get(PurePosixPath(community.logo.name or "").suffix)
    if not content or kind is None:
        raise Http404("no logo")
    headers = {"Content-Disposition": "inline", "Content-Security-Policy": SHUT}
    return HttpResponse(content, content_type=kind, headers=headers)


def _community(request: HttpRequest, round_id: int) -> Community:
    seat = seat_of(request, round_id)
    if seat is None:
        raise Http404("no seat in this round")
    return seat.community
