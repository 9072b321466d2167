"""Documents: the list, one with its versions, placing, changing, and downloading."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from communities.access.communities import get_community, get_owned
from communities.access.documents import documents_for, find_documents
from communities.access.stream import name_of
from communities.actions.documents import (
    DocumentError,
    add_version,
    describe_document,
    may_place,
    place_document,
    remove_document,
    restore_document,
)
from communities.forms.documents import DescriptionForm, DocumentForm, VersionForm
from communities.models import Community, Document, User
from lib.file_kinds import KINDS

PER_PAGE = 25
SEALED = "default-src 'none'; sandbox"


@login_not_required
@require_GET
def document_list(request: HttpRequest, slug: str) -> HttpResponse:
    """The documents, each with its newest version."""
    community = get_community(request, slug, "communities.view_community")
    words = request.GET.get("zoek", "").strip()[:100]
    found = find_documents(documents_for(request.user, community).filter(removed_at=None), words)
    removed = documents_for(request.user, community).exclude(removed_at=None)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("pagina"))
    _tell_kinds([*page.object_list, *removed])
    context = {
        "community": community,
        "page_of_documents": page,
        "removed": removed,
        "words": words,
        "may_place": request.user.is_authenticated and may_place(request.user, community),
        "waits": request.user.has_perm("communities.contribute", community),
    }
    return render(request, "communities/document_list.html", context)


def _tell_kinds(documents: list[Document]) -> None:
    for document in documents:
        for version in document.all_versions:  # type: ignore[attr-defined]
            version.kind_name = KINDS[version.kind].name if version.kind in KINDS else version.kind.upper()
            version.uploader = name_of(version.uploaded_by)
        document.newest = next(iter(document.all_versions), None)  # type: ignore[attr-defined]


@login_not_required
@require_GET
def document_detail(request: HttpRequest, slug: str, document_id: int) -> HttpResponse:
    """A document with all its versions."""
    community = get_community(request, slug, "communities.view_community")
    document = get_owned(request, community, documents_for(request.user, community), pk=document_id)
    return _detail(request, community, document, VersionForm())


def _detail(request: HttpRequest, community: Community, document: Document, form: VersionForm) -> HttpResponse:
    _tell_kinds([document])
    may_edit = request.user.has_perm("communities.edit_document", document)
    context = {
        "community": community,
        "document": document,
        "names_people": request.user.has_perm("communities.view_members_part", community),
        "may_edit": may_edit and document.removed_at is None,
        "may_restore": document.removed_at is not None and request.user.has_perm("communities.coordinate", community),
        "form": form,
    }
    return render(request, "communities/document_detail.html", context, status=400 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def document_place(request: HttpRequest, slug: str) -> HttpResponse:
    """Place a document."""
    community = get_community(request, slug, "communities.contribute")
    by = cast(User, request.user)
    if request.method == "POST" and not may_place(by, community):
        raise PermissionDenied
    form = DocumentForm(request.POST or None, request.FILES or None, community=community)
    if form.is_valid():
        upload = form.cleaned_data["upload"]
        document = place_document(by=by, community=community, upload=upload, **form.described())
        messages.success(request, "Het document staat in de lijst.")
        return redirect(document)
    context = {"community": community, "form": form, "may_place": may_place(by, community)}
    return render(request, "communities/document_place.html", context, status=400 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def document_edit(request: HttpRequest, slug: str, document_id: int) -> HttpResponse:
    """Change what is said about a document."""
    community, document = _own(request, slug, document_id)
    initial = {name: getattr(document, name) for name in ("title", "description", "audience")}
    form = DescriptionForm(request.POST or None, community=community, initial=initial)
    if form.is_valid():
        return redirect(describe_document(by=cast(User, request.user), document=document, **form.described()))
    context = {"community": community, "document": document, "form": form}
    return render(request, "communities/document_edit.html", context, status=400 if form.is_bound else 200)


@require_POST
def document_version(request: HttpRequest, slug: str, document_id: int) -> HttpResponse:
    """Add a version."""
    community, document = _own(request, slug, document_id)
    form = VersionForm(request.POST, request.FILES)
    if form.is_valid():
        given = form.cleaned_data
        try:
            made = add_version(
                by=cast(User, request.user), document=document, upload=given["upload"], remark=given["note"]
            )
        except DocumentError as error:
            form.add_error("file", str(error))
        else:
            messages.success(request, f"Versie {made.number} is nu de nieuwste.")
            return redirect(document)
    return _detail(request, community, document, form)


@require_http_methods(["GET", "HEAD", "POST"])
def document_remove(request: HttpRequest, slug: str, document_id: int) -> HttpResponse:
    """Ask whether a document should go, and take it off the list."""
    community, document = _own(request, slug, document_id)
    if request.method == "POST":
        remove_document(by=cast(User, request.user), document=document)
        messages.success(request, "Het document staat niet meer in de lijst.")
        return redirect("communities:document_list", community.slug)
    return render(request, "communities/document_remove.html", {"community": community, "document": document})


@require_POST
def document_restore(request: HttpRequest, slug: str, document_id: int) -> HttpResponse:
    """Put a removed document back."""
    community = get_community(request, slug, "communities.coordinate")
    document = get_owned(request, community, documents_for(request.user, community), pk=document_id)
    restore_document(by=cast(User, request.user), document=document)
    messages.success(request, "Het document staat weer in de lijst.")
    return redirect(document)


@login_not_required
@require_GET
def document_download(request: HttpRequest, slug: str, document_id: int, number: int) -> HttpResponseBase:
    """One version, as a file that no browser opens as a page."""
    community = get_community(request, slug, "communities.view_community")
    document = get_owned(request, community, documents_for(request.user, community), pk=document_id)
    version = get_owned(request, community, document.versions.all(), number=number)
    if version.kind not in KINDS or not version.file.storage.exists(version.file.name):
        raise Http404("the file is gone")
    return FileResponse(
        version.file.open("rb"),
        as_attachment=True,
        filename=version.name,
        content_type=KINDS[version.kind].content_type,
        headers={"Content-Security-Policy": SEALED, "X-Content-Type-Options": "nosniff"},
    )


def _own(request: HttpRequest, slug: str, document_id: int) -> tuple[Community, Document]:
    community = get_community(request, slug, "communities.contribute")
    documents = documents_for(request.user, community)
    return community, get_owned(request, community, documents, "communities.edit_document", pk=document_id)
