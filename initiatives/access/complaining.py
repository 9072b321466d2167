"""Where somebody says that something of this floor does not belong here, and what each kind is called there."""

from urllib.parse import urlencode

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from communities.access.subjects import standing_against
from communities.models import Community, User
from initiatives.models import Listing, Proposal

INITIATIVE, PICTURE, LESSON, LISTING, PLAN = "initiatief", "foto", "les", "vraag-of-aanbod", "plan"


def complaint_path(
    reader: User | AnonymousUser, community: Community, kind: str, number: int, maker_id: int | None
) -> str:
    """The house's form for complaints about this thing, which the reader has before them; "" for one's own."""
    if maker_id is not None and maker_id == reader.pk:
        return ""
    form = reverse("communities:complaint_create", args=[community.slug])
    return f"{form}?{urlencode({kind: number})}"


def objection_path(reader: User | AnonymousUser, thing: Listing | Proposal) -> str:
    """Where its maker reads why it is hidden and can object; "" for others, and where it is not hidden."""
    if not thing.hidden_because or not isinstance(reader, User):
        return ""
    standing = standing_against(thing).filter(maker=reader).values_list("pk", flat=True).first()
    return reverse("communities:objection", args=[thing.community.slug, standing]) if standing else ""
