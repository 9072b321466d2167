"""News of an initiative and documents with it, and the part of its page that shows them."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from communities.access.stream import is_trusted, sign
from communities.actions.documents import may_place
from communities.actions.stream import StreamError
from communities.models import Document, Post, User
from initiatives.access.initiatives import get_initiative
from initiatives.access.updates import documents_about, newest_comments, said_of, updates_of
from initiatives.actions.linked import LinkError
from initiatives.actions.updates import place_initiative_document, write_update
from initiatives.forms.updates import InitiativeDocumentForm, UpdateForm
from initiatives.models import Initiative
from lib.file_kinds import KINDS

N_UPDATES, N_COMMENTS = 3, 3
PER_PAGE = 15
EDIT = "initiatives.edit_initiative"


def updates_part(request: HttpRequest, initiative: Initiative) -> dict[str, Any]:
    """The newest news, what was said last, the pictures and the documents of an initiative."""
    reader, community = request.user, initiative.community
    said = said_of(reader, initiative, N_UPDATES)
    comments = newest_comments(reader, said.announcement, community, N_COMMENTS) if said.announcement else []
    sign([*said.updates, *comments], community, reader)
    pictures = initiative.shown_pictures
    return {
        "updates": said.updates,
        "n_updates": said.n_updates,
        "announcement": said.announcement,
        "comments": comments,
        "reads_comments": reader.has_perm("communities.view_members_part", community),
        "may_comment": reader.has_perm("communities.contribute", community),
        "pictures": pictures,
        "more_pictures": pictures[1:],
        "documents": _with_newest(documents_about(reader, initiative)),
        "may_edit": reader.has_perm(EDIT, initiative),
        "may_write": initiative.is_placed and reader.has_perm(EDIT, initiative),
    }


def _with_newest(documents: Any) -> list[Document]:
    found = list(documents)
    for document in found:
        document.newest = next(iter(document.all_versions), None)
        if document.newest is not None:
            kind = KINDS.get(document.newest.kind)
            document.newest.kind_name = kind.name if kind else document.newest.kind.upper()
    return found


@login_not_required
@require_safe
def update_list(request: HttpRequest, slug: str, initiative_id: int) -> HttpResponse:
    """All news of an initiative."""
    initiative = get_initiative(request, slug, initiative_id)
    page = Paginator(updates_of(request.user, initiative), PER_PAGE).get_page(request.GET.get("pagina"))
    sign(page.object_list, initiative.community, request.user)
    context = {
        "community": initiative.community,
        "initiative": initiative,
        "page": page,
        "may_write": initiative.is_placed and request.user.has_perm(EDIT, initiative),
    }
    return render(request, "initiatives/update_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def update_write(request: HttpRequest, slug: str, initiative_id: int) -> HttpResponse:
    """Write news."""
    initiative = get_initiative(request, slug, initiative_id, EDIT)
    by = cast(User, request.user)
    form = UpdateForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            post = write_update(by=by, initiative=initiative, **form.written())
        except (StreamError, LinkError) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _what_happened(post))
            return redirect(initiative)
    context = {
        "community": initiative.community,
        "initiative": initiative,
        "form": form,
        "waits": not is_trusted(by, initiative.community),
        "n_followers": initiative.follows.count(),
    }
    return render(request, "initiatives/update_write.html", context, status=400 if form.is_bound else 200)


def _what_happened(post: Post) -> str:
    if post.state == Post.State.HELD:
        return "Bewaard. Het nieuws staat op de site zodra de coördinator ernaar heeft gekeken."
    return "Het nieuws staat op de site. Wie dit initiatief volgt, krijgt bericht."


@require_http_methods(["GET", "HEAD", "POST"])
def initiative_document_place(request: HttpRequest, slug: str, initiative_id: int) -> HttpResponse:
    """Place a document with an initiative."""
    initiative = get_initiative(request, slug, initiative_id, EDIT)
    by, community = cast(User, request.user), initiative.community
    if request.method == "POST" and not may_place(by, community):
        raise PermissionDenied
    form = InitiativeDocumentForm(request.POST or None, request.FILES or None, community=community)
    if form.is_valid():
        given = {name: form.cleaned_data[name] for name in ("title", "description", "upload")}
        try:
            place_initiative_document(by=by, initiative=initiative, **given)
        except LinkError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Het document staat bij het initiatief en in de lijst met documenten.")
            return redirect(initiative)
    context = {
        "community": community,
        "initiative": initiative,
        "form": form,
        "may_place": may_place(by, community),
    }
    return render(request, "initiatives/initiative_document_place.html", context, status=400 if form.is_bound else 200)
