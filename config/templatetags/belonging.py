"""Tags about initiatives: to which a post belongs, which communities do not know and the roof does; and its face."""

from collections.abc import Iterable

from django import template

from communities.models import Community, Post
from initiatives.access.updates import initiatives_behind
from initiatives.models import Initiative, InitiativePicture

register = template.Library()


@register.simple_tag(takes_context=True)
def initiatives_of(
    context: template.Context, community: Community, *posts: Post | Iterable[Post]
) -> dict[int, Initiative]:
    """By post the initiative it is about, as far as this reader may see that one; give posts, or one list of them."""
    flat = [one for given in posts for one in ([given] if isinstance(given, Post) else given)]
    return initiatives_behind(context["request"].user, community, flat) if flat else {}


@register.simple_tag
def face_of(initiative: Initiative) -> InitiativePicture | None:
    """The first picture of an initiative that the reader has before them."""
    return next(iter(initiative.shown_pictures), None)
