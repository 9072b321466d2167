"""Pictures with a post: drawn anew before they are kept, and gone from the disk when they are taken away."""

import secrets
from typing import BinaryIO

from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max

from communities.actions.log import note
from communities.models import Post, PostPicture, User
from lib.pictures import Picture, redraw

MAX_PICTURES = 6
MAX_SIDE = 1600


class TooManyPictures(Exception):
    """There are six; the text says what to do, in Dutch."""


def drawn(file: BinaryIO) -> Picture:
    """The picture that would be kept. Raises PictureError for what is no picture."""
    return redraw(file, max_side=MAX_SIDE)


@transaction.atomic
def add_picture(*, by: User, post: Post, picture: Picture, alt: str, credit: str = "") -> PostPicture:
    """Set a picture with a post, after those that are there. Raises PermissionDenied and TooManyPictures."""
    if not by.has_perm("communities.edit_post", post):
        raise PermissionDenied("communities.edit_post")
    Post.objects.select_for_update(no_key=True).get(pk=post.pk)
    if post.pictures.count() >= MAX_PICTURES:
        raise TooManyPictures(f"Bij een bericht passen {MAX_PICTURES} foto’s. Haal er eerst een weg.")
    last = post.pictures.aggregate(last=Max("position"))["last"] or 0
    file = ContentFile(picture.content, f"{secrets.token_hex(16)}{picture.suffix}")
    made = PostPicture.objects.create(post=post, file=file, alt=alt.strip(), credit=credit.strip(), position=last + 1)
    note(by=by, action="plaatst een foto", thing=post)
    return made


@transaction.atomic
def remove_picture(*, by: User, picture: PostPicture) -> None:
    """Take a picture away, and its file as soon as that is certain. Raises PermissionDenied."""
    if not by.has_perm("communities.edit_post", picture.post):
        raise PermissionDenied("communities.edit_post")
    file = picture.file
    note(by=by, action="haalt een foto weg", thing=picture.post)
    picture.delete()
    transaction.on_commit(lambda: file.delete(save=False))
