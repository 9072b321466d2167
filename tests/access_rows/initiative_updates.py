"""News, documents and pictures of an initiative. Who gets in, and something to look at."""

from typing import Any

from communities.models import Comment, Community
from initiatives.models import InitiativeDocument, InitiativePicture, InitiativePost
from tests.access_rows.documents import make_document
from tests.access_rows.rows import COORDINATORS, OPEN, Row, posted
from tests.access_rows.stream import make_author, make_post, picture_file
from tests.initiatives.scene import make_initiative

ROWS: dict[str, Row] = {
    "initiatives:update_list": OPEN,
    # Somebody else proposed and leads what is asked for here.
    "initiatives:update_write": COORDINATORS,
    "initiatives:initiative_document_place": COORDINATORS,
    "initiatives:picture_list": COORDINATORS,
    "initiatives:picture_file": OPEN,
    "initiatives:picture_move": posted(COORDINATORS),
    "initiatives:picture_remove": posted(COORDINATORS),
}


def make(community: Community) -> dict[str, Any]:
    """One of everything that the addresses of this subject name, in this community; may be called again for more."""
    initiative = community.initiatives.first() or make_initiative(community, proposed_by=make_author(community))
    for is_announcement in (not initiative.post_links.exists(), False):
        post = make_post(community, kind="nieuws", title="Het eerste broodrooster doet het weer")
        InitiativePost.objects.create(initiative=initiative, post=post, is_announcement=is_announcement)
        Comment.objects.create(post=post, author=make_author(community), text="Wat mooi.")
    InitiativeDocument.objects.create(initiative=initiative, document=make_document(community))
    picture = InitiativePicture.objects.create(initiative=initiative, file=picture_file(), alt="Een volle tafel")
    return {"initiative_id": initiative.pk, "picture_id": picture.pk}
