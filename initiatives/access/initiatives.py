"""The initiatives of a community, queried through the community."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from communities.access.communities import get_community, get_owned
from communities.access.subjects import standing_against, taken_along_with, why_kept_hidden
from communities.models import Community, Measure, Post, User
from initiatives.access.partners import known_partners
from initiatives.analysis.stage_path import Move, Station, stations
from initiatives.models import Initiative, Lesson
from initiatives.models.initiatives import PLACED, InitiativeQuerySet
from lib import rich_text


def initiatives_of(community: Community) -> InitiativeQuerySet:
    """All initiatives of this community, also those that wait or are hidden, with what the law asks of them.

    Each has this very `community`: what was asked of that once is not asked again.
    """
    found: InitiativeQuerySet = community.initiatives.select_related("lead", "proposed_by")
    return found.prefetch_related("partners")


def readable_initiatives(user: User | AnonymousUser, community: Community) -> InitiativeQuerySet:
    """Those that this reader may see; the same law as `initiatives.view_initiative`."""
    if user.has_perm("communities.manage_community", community):
        return initiatives_of(community)
    if user.has_perm("communities.view_members_part", community):
        return initiatives_of(community).filter(PLACED | Q(proposed_by=user.pk))
    if not community.is_public:
        return initiatives_of(community).none()
    return initiatives_of(community).placed().filter(is_public=True)


def public_initiatives() -> QuerySet[Initiative]:
    """What every visitor may read, across communities."""
    return Initiative.objects.placed().filter(is_public=True, community__visibility=Community.Visibility.PUBLIC)


def get_initiative(
    request: HttpRequest, slug: str, initiative_id: int, permission: str = "initiatives.view_initiative"
) -> Initiative:
    """The initiative at this address, for someone who may see it and has `permission` on it.

    What a reader may not see does not exist (404); who may see it and not do this is refused (403).
    """
    community = get_community(request, slug, "communities.view_community")
    readable = readable_initiatives(request.user, community).select_related("adopted_from__community")
    readable = readable.prefetch_related(None).prefetch_related(Prefetch("partners", known_partners()))
    return get_owned(request, community, readable, permission, pk=initiative_id)


def waiting_initiatives(community: Community) -> InitiativeQuerySet:
    """First proposals of new members that wait for a look of the coordinator, the oldest first."""
    return initiatives_of(community).waiting().order_by("created_at", "pk")


def hidden_along_with(thing: Initiative | Lesson, posts: QuerySet[Post]) -> list[Measure]:
    """What hides these posts since this thing was hidden, without those that something else keeps hidden."""
    hidden = taken_along_with(thing).filter(post__in=posts)
    return [one for one in hidden.select_related("post") if one.post and not why_kept_hidden(one.post)]


def measure_to_object_to(initiative: Initiative, reader: User | AnonymousUser) -> Measure | None:
    """The measure by which this reader, whose initiative was hidden, can object by the way of the house."""
    if not initiative.hidden_because or not isinstance(reader, User):
        return None
    return standing_against(initiative).select_related("community").filter(maker=reader).first()


def stations_of(initiative: Initiative) -> list[Station]:
    """The way that it went, in words of the stages; one question to the database."""
    moves = [Move(one.before, one.after, one.on) for one in initiative.stage_changes.all()]
    return stations(initiative.stage, moves, timezone.localdate(initiative.created_at))


def story_of(initiative: Initiative) -> SafeString:
    """What is told of it, safe to show; of a proposal that nobody looked at yet links are words only."""
    cleaned = rich_text.clean(initiative.description)
    shown = cleaned if initiative.placed_at else rich_text.without_links(cleaned)
    return mark_safe(shown)  # noqa: S308  # cleaned just now
