"""Every write on documents: place one, add a version, describe, remove, put back. No version is ever changed."""

import hashlib
import secrets
from dataclasses import dataclass
from typing import BinaryIO

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from communities.access.stream import is_trusted
from communities.actions.log import note
from communities.models import Audience, Community, Document, DocumentVersion, User
from lib.file_kinds import check_file, safe_name


class DocumentError(Exception):
    """It cannot be done; the text says why, in Dutch."""


@dataclass(frozen=True)
class Upload:
    """A file that was looked at: what it is, and what it is called."""

    content: bytes
    name: str
    kind: str

    @property
    def sha256(self) -> str:
        """The checksum of the content."""
        return hashlib.sha256(self.content).hexdigest()


def inspected(file: BinaryIO, name: str) -> Upload:
    """The upload in a file that somebody sent. Raises FileKindError for what we do not take."""
    kind = check_file(file, name)
    return Upload(file.read(), safe_name(name, kind.suffix), kind.suffix)


def may_place(user: User, community: Community) -> bool:
    """Whether this person may place documents: they take part, and a first contribution was approved."""
    return user.has_perm("communities.contribute", community) and is_trusted(user, community)


@transaction.atomic
def place_document(
    *,
    by: User,
    community: Community,
    title: str,
    upload: Upload,
    description: str = "",
    audience: str = Audience.MEMBERS,
) -> Document:
    """Place a document with its first version; the same file under the same title by the same person is placed once.

    Raises PermissionDenied.
    """
    if not may_place(by, community):
        raise PermissionDenied("communities.contribute")
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    own = community.documents.filter(created_by=by, title=title, removed_at=None)
    same = own.filter(versions__number=1, versions__sha256=upload.sha256).first()
    if same is not None:
        return same
    document = Document.objects.create(
        community=community, created_by=by, title=title, description=description, audience=audience
    )
    _keep(document, upload, by, 1, "")
    note(by=by, action="plaatst", thing=document)
    return document


@transaction.atomic
def add_version(*, by: User, document: Document, upload: Upload, remark: str = "") -> DocumentVersion:
    """Add a version; the ones before it stay. The same file as the newest version is not kept again.

    Raises PermissionDenied, and DocumentError for a document that was removed.
    """
    document = _asked(by, document)
    if document.removed_at is not None:
        raise DocumentError("Dit document is verwijderd. Zet het eerst terug.")
    newest = document.versions.order_by("-number").first()
    if newest is not None and newest.sha256 == upload.sha256:
        return newest
    last = document.versions.aggregate(last=Max("number"))["last"] or 0
    made = _keep(document, upload, by, last + 1, remark)
    note(by=by, action="plaatst een versie van", thing=document)
    return made


@transaction.atomic
def describe_document(*, by: User, document: Document, title: str, description: str, audience: str) -> Document:
    """Give a document another title, explanation or audience. Raises PermissionDenied."""
    document = _asked(by, document)
    document.title, document.description, document.audience = title, description, audience
    document.save(update_fields=["title", "description", "audience"])
    note(by=by, action="wijzigt", thing=document)
    return document


@transaction.atomic
def remove_document(*, by: User, document: Document) -> Document:
    """Take a document off the list; who runs the community can put it back. Raises PermissionDenied."""
    document = _asked(by, document)
    if document.removed_at is None:
        document.removed_at = timezone.now()
        document.save(update_fields=["removed_at"])
        note(by=by, action="verwijdert", thing=document)
    return document


@transaction.atomic
def restore_document(*, by: User, document: Document) -> Document:
    """Put a removed document back on the list. Raises PermissionDenied for who does not run the community."""
    if not by.has_perm("communities.coordinate", document.community):
        raise PermissionDenied("communities.coordinate")
    document = _asked(by, document)
    if document.removed_at is not None:
        document.removed_at = None
        document.save(update_fields=["removed_at"])
        note(by=by, action="zet terug", thing=document)
    return document


def _asked(by: User, document: Document) -> Document:
    if not by.has_perm("communities.edit_document", document):
        raise PermissionDenied("communities.edit_document")
    return Document.objects.select_for_update(of=("self",), no_key=True).select_related("community").get(pk=document.pk)


def _keep(document: Document, upload: Upload, by: User, number: int, remark: str) -> DocumentVersion:
    return DocumentVersion.objects.create(
        document=document,
        number=number,
        # The name on the disk says nothing, and cannot be guessed.
        file=ContentFile(upload.content, f"{secrets.token_hex(16)}.{upload.kind}"),
        name=upload.name,
        kind=upload.kind,
        size=len(upload.content),
        sha256=upload.sha256,
        note=remark,
        uploaded_by=by,
    )
