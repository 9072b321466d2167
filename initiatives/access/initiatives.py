"""The initiatives of a community, queried through the community."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

from communities.access.communities import get_community, get_owned
from communities.access.stream import stream_of
from communities.models import Community, Measure, Post, User
from initiatives.analysis.stage_path import Move, Station, stations
from initiatives.models import Initiative
from initiatives.models.initiatives import InitiativeQuerySet
from lib import rich_text


def initiatives_of(community: Community) -> InitiativeQuerySet:
    """All initiatives of this community, also those that wait or are hidden, with what the law asks of them."""
    found: InitiativeQuerySet = Initiative.objects.filter(community=community).select_related(
        "community", "lead", "proposed_by"
    )
    return found.prefetch_related("partners")


def readable_initiatives(user: User | AnonymousUser, community: Community) -> InitiativeQuerySet:
    """Those that this reader may see; the same law as `initiatives.view_initiative`."""
    if user.has_perm("communities.manage_community", community):
        return initiatives_of(community)
    placed = Q(placed_at__isnull=False, hidden_because="")
    if user.has_perm("communities.view_members_part", community):
        return initiatives_of(community).filter(placed | Q(proposed_by=user.pk))
    if not community.is_public:
        return initiatives_of(community).none()
    return initiatives_of(community).filter(placed, is_public=True)


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
    readable = readable_initiatives(request.user, community)
    return get_owned(request, community, readable, permission, pk=initiative_id)


def waiting_initiatives(community: Community) -> InitiativeQuerySet:
    """First proposals of new members that wait for a look of the coordinator, the oldest first."""
    return initiatives_of(community).filter(placed_at=None, hidden_because="").order_by("created_at", "pk")


def announcement_of(initiative: Initiative, reader: User | AnonymousUser) -> Post | None:
    """The post that told of it, with `n_comments`, as far as this reader may read it: what is said of the whole."""
    about = {"initiative_link__initiative": initiative, "initiative_link__is_announcement": True}
    found: Post | None = stream_of(reader, initiative.community).filter(**about).first()
    return found


def standing_measures(initiative: Initiative) -> QuerySet[Measure]:
    """What hides posts about this initiative now, the announcement first."""
    hidden = Measure.objects.filter(kind=Measure.Kind.HIDE, undone_at=None)
    found = hidden.filter(post__initiative_link__initiative=initiative).select_related("post__author", "community")
    return found.order_by("-post__initiative_link__is_announcement", "pk")


def measure_to_object_to(initiative: Initiative, reader: User | AnonymousUser) -> Measure | None:
    """The measure by which this reader, whose initiative was hidden, can object by the way of the house."""
    if not initiative.hidden_because or not isinstance(reader, User):
        return None
    return standing_measures(initiative).filter(post__author=reader).first()


def was_objection_upheld(initiative: Initiative) -> bool:
    """Whether a coordinator agreed with who objected to the hiding, while it is hidden still."""
    if not (initiative.hidden_because and initiative.placed_at):
        return False
    upheld = Measure.objects.filter(kind=Measure.Kind.HIDE, objection=Measure.Objection.UPHELD, undone_at__isnull=False)
    about = upheld.filter(post__initiative_link__initiative=initiative, post__initiative_link__is_announcement=True)
    return (
        about.exists()
        and not standing_measures(initiative).filter(post__initiative_link__is_announcement=True).exists()
    )


def stations_of(initiative: Initiative) -> list[Station]:
    """The way that it went, in words of the stages; one question to the database."""
    moves = [Move(one.before, one.after, one.on) for one in initiative.stage_changes.all()]
    return stations(initiative.stage, moves, timezone.localdate(initiative.created_at))


def story_of(initiative: Initiative) -> SafeString:
    """What is told of it, safe to show; of a proposal that nobody looked at yet links are words only."""
    cleaned = rich_text.clean(initiative.description)
    shown = cleaned if initiative.placed_at else rich_text.without_links(cleaned)
    return mark_safe(shown)  # noqa: S308  # cleaned just now
