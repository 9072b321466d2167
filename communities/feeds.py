"""Public posts as an Atom feed, for readers of other programs."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed

from communities.access.communities import get_community
from communities.access.stream import sign, stream_of, words_of
from communities.models import Community, Post

N_ITEMS = 30


class PostFeed(Feed):  # type: ignore[type-arg]  # has no item type when it runs
    """The newest public posts of a community, exactly as a visitor would read them, whoever asks."""

    feed_type = Atom1Feed
    language = "nl"

    def get_object(self, request: HttpRequest, slug: str) -> Community:
        """The community, for who may know of it."""
        return get_community(request, slug, "communities.view_community")

    def title(self, community: Community) -> str:
        """The name of the feed."""
        return f"Nieuws van {community.name}"

    def subtitle(self, community: Community) -> str:
        """What the community is about."""
        return community.tagline

    def link(self, community: Community) -> str:
        """The page it follows."""
        return reverse("communities:post_list", args=[community.slug])

    def feed_url(self, community: Community) -> str:
        """Its own address."""
        return reverse("communities:post_feed", args=[community.slug])

    def feed_guid(self, community: Community) -> str:
        """A name that stays when the address changes."""
        return _tag(community.created_at, f"community-{community.pk}")

    def items(self, community: Community) -> list[Post]:
        """The newest first: being pinned means nothing elsewhere."""
        visitor = AnonymousUser()
        found = list(stream_of(visitor, community).order_by("-publish_at", "-pk")[:N_ITEMS])
        sign(found, community, visitor)
        for one in found:
            one.community = community
        return found

    def item_title(self, item: Post) -> str:
        """The title as it was written; the writer of the feed escapes it."""
        return item.title

    def item_description(self, item: Post) -> str:
        """The cleaned text."""
        return str(words_of(item))

    def item_author_name(self, item: Post) -> str:
        """A name only where a visitor may read it."""
        return str(item.byline.name)  # type: ignore[attr-defined]

    def item_guid(self, item: Post) -> str:
        """A name that stays, whatever happens to the post."""
        return _tag(item.created_at, f"post-{item.pk}")

    def item_pubdate(self, item: Post) -> datetime:
        """When it was placed."""
        return item.publish_at

    def item_updateddate(self, item: Post) -> datetime:
        """When it was changed last."""
        return item.edited_at or item.publish_at

    def item_categories(self, item: Post) -> list[Any]:
        """Its kind."""
        return [item.get_kind_display()]


def _tag(moment: datetime, what: str) -> str:
    return f"tag:{urlsplit(settings.SITE_URL).hostname},{moment:%Y-%m-%d}:{what}"
