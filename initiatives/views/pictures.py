"""The pictures of an initiative: adding, ordering, taking away, and serving one to who may see the initiative."""

import mimetypes
from pathlib import PurePath
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from communities.access.communities import get_owned
from communities.models import User
from initiatives.access.initiatives import get_initiative
from initiatives.actions.pictures import (
    MAX_PICTURES,
    TooManyPictures,
    add_initiative_picture,
    put_earlier,
    put_first,
    remove_initiative_picture,
)
from initiatives.forms.updates import InitiativePictureForm
from initiatives.models import Initiative, InitiativePicture

EDIT = "initiatives.edit_initiative"
SEALED = "default-src 'none'; sandbox"


@require_http_methods(["GET", "HEAD", "POST"])
def picture_list(request: HttpRequest, slug: str, initiative_id: int) -> HttpResponse:
    """The pictures with what can be done with each, and adding one."""
    initiative = get_initiative(request, slug, initiative_id, EDIT)
    form = InitiativePictureForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        given = form.cleaned_data
        described = {"picture": given["drawn"], "alt": given["alt"], "credit": given["credit"]}
        try:
            add_initiative_picture(by=cast(User, request.user), initiative=initiative, **described)
        except TooManyPictures as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "De foto staat erbij.")
            return redirect("initiatives:picture_list", slug, initiative.pk)
    pictures = list(initiative.pictures.all())
    context = {
        "community": initiative.community,
        "initiative": initiative,
        "pictures": pictures,
        "is_full": len(pictures) >= MAX_PICTURES,
        "may_hide": request.user.has_perm("communities.coordinate", initiative.community),
        "form": form,
    }
    return render(request, "initiatives/picture_list.html", context, status=400 if form.is_bound else 200)


@require_POST
def picture_move(request: HttpRequest, slug: str, initiative_id: int, picture_id: int) -> HttpResponse:
    """Set a picture first, or one place earlier."""
    initiative, picture = _own_picture(request, slug, initiative_id, picture_id)
    move = put_first if request.POST.get("naar") == "voren" else put_earlier
    move(by=cast(User, request.user), picture=picture)
    return redirect("initiatives:picture_list", slug, initiative.pk)


@require_POST
def picture_remove(request: HttpRequest, slug: str, initiative_id: int, picture_id: int) -> HttpResponse:
    """Take a picture away."""
    initiative, picture = _own_picture(request, slug, initiative_id, picture_id)
    remove_initiative_picture(by=cast(User, request.user), picture=picture)
    messages.success(request, "De foto is weg.")
    return redirect("initiatives:picture_list", slug, initiative.pk)


@login_not_required
@require_safe
def picture_file(request: HttpRequest, slug: str, initiative_id: int, picture_id: int) -> HttpResponseBase:
    """A picture, to who may see its initiative."""
    initiative = get_initiative(request, slug, initiative_id)
    # What is hidden only those see who may take it away, so that an objection can be judged.
    may_edit = request.user.has_perm(EDIT, initiative)
    pictures = initiative.pictures.all() if may_edit else initiative.pictures.shown()
    file = get_owned(request, initiative.community, pictures, pk=picture_id).file
    if not file.storage.exists(file.name):
        raise Http404("the file is gone")
    kind = mimetypes.guess_type(PurePath(file.name).name)[0] or "application/octet-stream"
    return FileResponse(file.open("rb"), content_type=kind, headers={"Content-Security-Policy": SEALED})


def _own_picture(
    request: HttpRequest, slug: str, initiative_id: int, picture_id: int
) -> tuple[Initiative, InitiativePicture]:
    initiative = get_initiative(request, slug, initiative_id, EDIT)
    pictures = InitiativePicture.objects.filter(initiative=initiative).select_related("initiative__community")
    return initiative, get_owned(request, initiative.community, pictures, pk=picture_id)
