"""News, questions and resources. Who gets in, and something to look at."""

import io
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image

from communities.models import Comment, Community, Post, PostPicture, User
from tests import factories
from tests.access_rows.rows import COORDINATORS, MEMBERS, NOBODY, OPEN, Row, posted
from tests.communities.town import join

ROWS: dict[str, Row] = {
    "communities:post_list": OPEN,
    "communities:post_feed": OPEN,
    "communities:post_detail": OPEN,
    "communities:post_picture": OPEN,
    "communities:post_write": MEMBERS,
    "communities:post_follow": posted(MEMBERS),
    "communities:comment_write": posted(MEMBERS),
    # Somebody else wrote what is asked for here.
    "communities:post_edit": NOBODY,
    "communities:post_remove": NOBODY,
    "communities:post_pin": posted(COORDINATORS),
    "communities:post_answered": posted(COORDINATORS),
    "communities:post_picture_remove": posted(NOBODY),
    "communities:comment_edit": NOBODY,
    "communities:comment_remove": NOBODY,
}


def picture_file() -> ContentFile:
    """A small PNG."""
    content = io.BytesIO()
    Image.new("RGB", (8, 6), "teal").save(content, "PNG")
    return ContentFile(content.getvalue(), "foto.png")


def make_author(community: Community) -> User:
    """A trusted member, by another name each time."""
    author = factories.make_verified_user(name=f"Schrijver {User.objects.count()}")
    join(community, author)
    return author


def make_post(community: Community, **fields: Any) -> Post:
    """A public question that stands on the site; written by a new member unless said otherwise."""
    defaults = {"kind": "vraag", "title": "Wie heeft een zaal?", "body": "<p>Voor dertig mensen.</p>"}
    defaults |= {"audience": "openbaar", "author": fields.get("author") or make_author(community)}
    return Post.objects.create(community=community, **(defaults | fields))


def make(community: Community) -> dict[str, Any]:
    """One of everything that the addresses of this subject name, in this community; may be called again for more."""
    post = make_post(community)
    picture = PostPicture.objects.create(post=post, file=picture_file(), alt="Een lege zaal")
    comment = Comment.objects.create(post=post, author=post.author, text="Het mag ook een schuur zijn.")
    Comment.objects.create(post=post, author=make_author(community), text="Bij ons kan het.", parent=comment)
    # What waits is on the list of who runs it.
    make_post(community, state="wacht")
    return {"post_id": post.pk, "picture_id": picture.pk, "comment_id": comment.pk}
