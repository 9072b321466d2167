"""News of an initiative and documents with it: written as posts and documents of the community, and linked."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from communities.actions.documents import Upload, place_document
from communities.actions.post_pictures import add_picture
from communities.actions.stream import Words
from communities.models import Document, Post, User
from initiatives.access.updates import audience_of
from initiatives.actions.initiatives import hear_of
from initiatives.actions.linked import LinkError, locked_initiative, post_about
from initiatives.models import Initiative, InitiativeDocument
from lib.pictures import Picture

NOT_SHOWN = "Dit initiatief staat niet op de site. Zodra de coördinator het plaatst of weer toont, kunt u dit plaatsen."


@transaction.atomic
def write_update(
    *, by: User, initiative: Initiative, title: str, body: str, picture: Picture | None = None, alt: str, credit: str
) -> Post:
    """Write news of an initiative: a post of the community that its followers are told of, and a sign of life.

    Sent twice is written once. Raises PermissionDenied, StreamError, and LinkError for an initiative that others do
    not see.
    """
    initiative = _asked(by, initiative)
    post = post_about(by=by, initiative=initiative, words=Words(title, body))
    if picture is not None and not post.pictures.exists():
        add_picture(by=by, post=post, picture=picture, alt=alt, credit=credit)
    hear_of(initiative)
    return post


@transaction.atomic
def place_initiative_document(
    *, by: User, initiative: Initiative, title: str, upload: Upload, description: str = ""
) -> Document:
    """Place a document with an initiative, for whoever may see that one; the same file twice is placed once.

    Raises PermissionDenied, also for who may not place documents yet, and LinkError where the same document already
    belongs to another initiative, or others do not see this one.
    """
    initiative = _asked(by, initiative)
    document = place_document(
        by=by,
        community=initiative.community,
        title=title,
        upload=upload,
        description=description,
        audience=audience_of(initiative),
    )
    link = InitiativeDocument.objects.get_or_create(document=document, defaults={"initiative": initiative})[0]
    if link.initiative_id != initiative.pk:
        raise LinkError("Dit document hoort al bij een ander initiatief. Geef het hier een eigen titel.")
    hear_of(initiative)
    return document


def _asked(by: User, initiative: Initiative) -> Initiative:
    """The initiative as it stands, locked: who may read it does not change before this is written."""
    initiative = locked_initiative(initiative)
    if not by.has_perm("initiatives.edit_initiative", initiative):
        raise PermissionDenied("initiatives.edit_initiative")
    if not initiative.is_placed:
        raise LinkError(NOT_SHOWN)
    return initiative
