"""Every write on the pictures of an initiative: add one, change what is said of it, set its place, take it away."""

import secrets

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.text import Truncator

from communities.actions.log import note
from communities.models import User
from initiatives.models import Initiative, InitiativePicture
from lib.pictures import Picture

MAX_PICTURES = 12
MOST_REASON = 300


class TooManyPictures(Exception):
    """There are twelve; the text says what to do, in Dutch."""


@transaction.atomic
def add_initiative_picture(
    *, by: User, initiative: Initiative, picture: Picture, alt: str, credit: str = ""
) -> InitiativePicture:
    """Set a picture with an initiative, after those that are there. Raises PermissionDenied and TooManyPictures."""
    there = _locked(by, initiative)
    if len(there) >= MAX_PICTURES:
        raise TooManyPictures(f"Bij een initiatief passen {MAX_PICTURES} foto’s. Haal er eerst een weg.")
    made = InitiativePicture.objects.create(
        initiative=initiative,
        file=ContentFile(picture.content, f"{secrets.token_hex(16)}{picture.suffix}"),
        alt=alt.strip(),
        credit=credit.strip(),
        placed_by=by,
        position=max((one.position for one in there), default=0) + 1,
    )
    note(by=by, action="plaatst een foto", thing=initiative)
    return made


@transaction.atomic
def put_first(*, by: User, picture: InitiativePicture) -> InitiativePicture:
    """Make a picture the face of its initiative; the others keep their order. Raises PermissionDenied."""
    return _put(by, picture, 0)


@transaction.atomic
def put_earlier(*, by: User, picture: InitiativePicture) -> InitiativePicture:
    """Set a picture one place earlier; the first stays where it is. Raises PermissionDenied."""
    there = _locked(by, picture.initiative)
    at = next((n for n, one in enumerate(there) if one.pk == picture.pk), 0)
    return _put(by, picture, max(at - 1, 0))


@transaction.atomic
def remove_initiative_picture(*, by: User, picture: InitiativePicture) -> None:
    """Take a picture away, and its file as soon as that is certain. Raises PermissionDenied."""
    _locked(by, picture.initiative)
    file = picture.file
    note(by=by, action="haalt een foto weg", thing=picture.initiative)
    picture.delete()
    transaction.on_commit(lambda: file.delete(save=False))


def put_away_picture(picture: InitiativePicture, _: User, reason: str) -> None:
    """Take a locked one out of sight. Asks no right: `communities.actions.moderation` did."""
    picture.hidden_because = Truncator(reason).chars(MOST_REASON)
    picture.save(update_fields=["hidden_because"])


def bring_back_picture(picture: InitiativePicture, _: User) -> None:
    """Let a locked one be seen again, as `put_away_picture`."""
    picture.hidden_because = ""
    picture.save(update_fields=["hidden_because"])


def locked_picture(picture: InitiativePicture) -> InitiativePicture:
    """It as it stands, which nobody changes before the end of this transaction."""
    whole = InitiativePicture.objects.select_related("initiative__community", "placed_by")
    return whole.select_for_update(of=("self",)).get(pk=picture.pk)


def _put(by: User, picture: InitiativePicture, at: int) -> InitiativePicture:
    others = [one for one in _locked(by, picture.initiative) if one.pk != picture.pk]
    for position, one in enumerate([*others[:at], picture, *others[at:]], 1):
        InitiativePicture.objects.filter(pk=one.pk).update(position=position)
    note(by=by, action="verplaatst een foto", thing=picture.initiative)
    picture.refresh_from_db()
    return picture


def _locked(by: User, initiative: Initiative) -> list[InitiativePicture]:
    """The pictures in their order, for one at a time."""
    if not by.has_perm("initiatives.edit_initiative", initiative):
        raise PermissionDenied("initiatives.edit_initiative")
    Initiative.objects.select_for_update(no_key=True).get(pk=initiative.pk)
    return list(initiative.pictures.all())
