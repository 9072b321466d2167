"""Communities, and everything that one owns, for whoever may have it.

The rule of the house: to somebody who may not know of a private community it does not exist (404). Who may know of a
community but not do this gets 403. Pages for members are behind a login, which comes first and says nothing.
"""

from typing import Any, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Model, OuterRef, Q, QuerySet, Subquery
from django.http import Http404, HttpRequest

from communities.models import Audience, Community, HouseRules, Membership, Trajectory, User

Owned = TypeVar("Owned", bound=Model)


class RulesFirst(PermissionDenied):
    """Somebody may do this as soon as they agree to the house rules of `community`."""

    def __init__(self, community: Community) -> None:
        super().__init__("house rules not accepted")
        self.community = community


def get_community(request: HttpRequest, slug: str, permission: str) -> Community:
    """The community at this address, for someone who has `permission` on it.

    Leaves the community and the reader's membership on the request, for the frame of the page. Raises Http404 where
    the reader may not know of it, RulesFirst where only the house rules stand between, PermissionDenied otherwise.
    """
    try:
        community = (
            Community.objects.select_related("region").annotate(newest_rules_id=_newest_rules("pk")).get(slug=slug)
        )
    except Community.DoesNotExist:
        raise Http404("no such community") from None
    return _enter(request, community, permission, community)


def _newest_rules(community: str) -> Subquery:
    """Which house rules hold now in the community of this field: every page asks, so the answer comes along."""
    rules = HouseRules.objects.filter(community=OuterRef(community))
    return Subquery(rules.order_by("-version").values("pk")[:1])


def get_trajectory(request: HttpRequest, pk: int, permission: str) -> Trajectory:
    """The trajectory with this number, for someone who has `permission` on it; answers as `get_community` does."""
    known = Trajectory.objects.select_related("community__region")
    try:
        found = known.annotate(rules_id=_newest_rules("community")).get(pk=pk)
    except Trajectory.DoesNotExist:
        raise Http404("no such trajectory") from None
    found.community.newest_rules_id = found.rules_id
    _enter(request, found.community, permission, found)
    return found


def get_owned(
    request: HttpRequest, community: Community, things: QuerySet[Owned], permission: str = "", **where: Any
) -> Owned:
    """One of the things that a community owns; `things` must be queried through the community.

    Raises Http404 where there is no such thing, and PermissionDenied where `permission` is asked and not there.
    """
    try:
        found = things.get(**where)
    except things.model.DoesNotExist:
        raise Http404("no such thing in this community") from None
    if permission and not request.user.has_perm(permission, found):
        _refuse(request, community, permission)
    return found


def _enter(request: HttpRequest, community: Community, permission: str, thing: Model) -> Community:
    if not request.user.has_perm("communities.view_community", community):
        raise Http404("no such community")
    request.community = community  # type: ignore[attr-defined]
    request.membership = membership_of(request.user, community)  # type: ignore[attr-defined]
    if not request.user.has_perm(permission, thing):
        _refuse(request, community, permission)
    return community


def _refuse(request: HttpRequest, community: Community, permission: str) -> None:
    membership = membership_of(request.user, community)
    is_behind = membership is not None and community.newest_rules_id not in {None, membership.accepted_rules_id}
    if is_behind and community.is_active and permission in {"communities.contribute", "communities.edit_post"}:
        raise RulesFirst(community)
    raise PermissionDenied


def membership_of(user: User | AnonymousUser, community: Community) -> Membership | None:
    """How somebody belongs to a community now; None for strangers and visitors."""
    return user.membership_in(community) if isinstance(user, User) else None


def visible_communities(user: User | AnonymousUser) -> QuerySet[Community]:
    """The communities that this person may know of: the public ones, and their own; to an administrator all."""
    if user.is_authenticated and user.is_staff and user.is_active:
        return Community.objects.all()
    visible = Q(visibility=Community.Visibility.PUBLIC)
    if isinstance(user, User):
        visible |= Q(pk__in=user.active_memberships)
    return Community.objects.filter(visible)


def audiences_for(user: User | AnonymousUser, community: Community) -> list[str]:
    """What this reader may read here: values of `Audience` (events have one more, for frontrunners)."""
    if user.has_perm("communities.view_frontrunners_part", community):
        return [*Audience.values, "koplopers"]
    return list(Audience.values) if user.has_perm("communities.view_members_part", community) else [Audience.PUBLIC]
