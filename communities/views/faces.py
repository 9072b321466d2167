"""The face of a community as files: its stylesheet and its two pictures."""

from pathlib import PurePosixPath

from django.contrib.auth.decorators import login_not_required
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from communities.access.communities import get_community
from communities.access.faces import face_of
from communities.models import Community
from lib.pictures import CONTENT_TYPES

# The address changes with what is behind it, so what is kept is never old.
KEPT_BY_ALL = "public, max-age=31536000, immutable"
KEPT_BY_NOBODY = "private, no-store"
SHUT = "default-src 'none'; sandbox; frame-ancestors 'none'"


@login_not_required
@require_safe
def face_stylesheet(request: HttpRequest, slug: str) -> HttpResponse:
    """The shades of a community under the names of the tokens."""
    community = get_community(request, slug, "communities.view_community")
    context = {"face": face_of(community)}
    response = render(request, "communities/face_stylesheet.css", context, content_type="text/css; charset=utf-8")
    response["Cache-Control"] = _kept(community)
    return response


@login_not_required
@require_safe
def face_logo(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The logo."""
    community = get_community(request, slug, "communities.view_community")
    return _picture(community, community.logo)


@login_not_required
@require_safe
def face_cover(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The picture on the cover."""
    community = get_community(request, slug, "communities.view_community")
    return _picture(community, community.cover)


def _picture(community: Community, file: FieldFile) -> HttpResponseBase:
    """A picture that was drawn anew when it came in; nothing in it can run, and nothing may try."""
    name = file.name or ""
    kind = CONTENT_TYPES.get(PurePosixPath(name).suffix)
    if kind is None or not file.storage.exists(name):
        raise Http404("no such picture")
    response = FileResponse(file.open("rb"), content_type=kind)
    response["Content-Disposition"] = "inline"
    response["Content-Security-Policy"] = SHUT
    response["Cache-Control"] = _kept(community)
    return response


def _kept(community: Community) -> str:
    return KEPT_BY_ALL if community.is_public else KEPT_BY_NOBODY
