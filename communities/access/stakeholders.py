"""The stakeholder map and the interests, for whoever may read them."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, QuerySet

from communities.models import Community, Interest, Stakeholder, Trajectory, User


@dataclass(frozen=True)
class MapChoice:
    """Which part of the map somebody asks for; nothing filled in is everything."""

    sector: str = ""
    engagement: str = ""
    kind: str = ""


@dataclass(frozen=True)
class SharedInterest:
    """An interest as members read it. `name` is empty for who did not share it themselves."""

    hopes: str
    fears: str
    sector: str
    name: str = ""


def stakeholders_of(trajectory: Trajectory, choice: MapChoice | None = None) -> QuerySet[Stakeholder]:
    """The stakeholders of a trajectory, by name."""
    found = trajectory.stakeholders.select_related("organisation")
    wanted = choice or MapChoice()
    filters = {name: getattr(wanted, name) for name in ("sector", "engagement", "kind") if getattr(wanted, name)}
    return found.filter(**filters).order_by("name", "pk")


def visible_interests(user: User | AnonymousUser, stakeholder: Stakeholder) -> QuerySet[Interest]:
    """To who runs the community all of them; to others who may see the map only what is shared."""
    found = stakeholder.interests.select_related("changed_by")
    return found if user.has_perm("communities.manage_community", stakeholder) else found.filter(is_shared=True)


def shared_interests(community: Community) -> dict[str, list[SharedInterest]]:
    """What members may read, under the three levels. Only who shared it themselves is named."""
    shared = Interest.objects.filter(stakeholder__trajectory__community=community, is_shared=True)
    found: dict[str, list[SharedInterest]] = {level: [] for level in Interest.Level.values}
    for one in shared.select_related("stakeholder").order_by("stakeholder__sector", "pk"):
        found[one.level].append(_as_members_read_it(one))
    return found


def _as_members_read_it(one: Interest) -> SharedInterest:
    about = one.stakeholder
    is_own_choice = about.user_id is not None and one.changed_by_id == about.user_id
    name = about.name if is_own_choice else ""
    return SharedInterest(one.hopes, one.fears, about.get_sector_display(), name)


def own_stakeholder(user: User, community: Community) -> Stakeholder | None:
    """How this person is known on the map of the newest trajectory; None where nobody linked them."""
    mine = Stakeholder.objects.filter(user=user, trajectory__community=community)
    return mine.order_by(F("trajectory__started_on").desc(), "-pk").first()
