"""Where somebody says that an idea, a need or an offer does not belong here."""

from typing import Protocol
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from communities.models import Community, User


class Placed(Protocol):
    """Something of a community that has a page."""

    @property
    def community(self) -> Community: ...

    def get_absolute_url(self) -> str:
        """The page."""


def complaint_path(user: User | AnonymousUser, thing: Placed, author: User | None, name: str) -> str:
    """The house's form for complaints, about who wrote `thing`, with in it which thing is meant.

    "" for one's own, for what is of somebody who does not belong any more, and for visitors: whose it is, they may not
    know.
    """
    community = thing.community
    if author is None or author.pk == user.pk or not user.has_perm("communities.view_members_part", community):
        return ""
    membership = community.memberships.active().filter(user=author).values_list("pk", flat=True).first()
    if membership is None:
        return ""
    words = f"Het gaat om {name}: {settings.SITE_URL}{thing.get_absolute_url()}"
    form = reverse("communities:complaint_create", args=[community.slug])
    return f"{form}?{urlencode({'lid': membership, 'over': words})}"
