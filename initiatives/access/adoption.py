"""Examples that are taken over: which may be, by whom, where, and who did so already."""

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser

from communities.models import Community, User
from initiatives.access.initiatives import public_initiatives
from initiatives.models import Initiative

Reader = User | AnonymousUser


@dataclass(frozen=True)
class Origin:
    """Where the example came from; without an initiative this reader may not know."""

    initiative: Initiative | None


@dataclass(frozen=True)
class Adopter:
    """A community that took an example over, with what it made of it."""

    initiative: Initiative

    @property
    def community(self) -> Community:
        """Whose it is."""
        return self.initiative.community


@dataclass(frozen=True)
class Adoptions:
    """In how many communities an example was taken over, and those that this reader may know by name."""

    n_communities: int
    named: list[Adopter]

    @property
    def n_unnamed(self) -> int:
        """How many have no name here."""
        return self.n_communities - len(self.named)


def communities_to_adopt_in(user: User, initiative: Initiative) -> list[Community]:
    """The other communities of this person in which they may propose."""
    mine = Community.objects.filter(pk__in=list(user.active_memberships)).exclude(pk=initiative.community_id)
    return [one for one in mine.order_by("name") if user.has_perm("initiatives.propose_initiative", one)]


def adoption_in(community: Community, initiative: Initiative) -> Initiative | None:
    """What this community made of the example already."""
    return community.initiatives.filter(adopted_from=initiative).order_by("pk").first()


def adoptions_of(reader: Reader, initiative: Initiative) -> Adoptions:
    """Who took it over: names only of what this reader may see; the others count."""
    placed = Initiative.objects.placed().filter(adopted_from=initiative).exclude(community=initiative.community_id)
    first: dict[int, Initiative] = {}
    for one in placed.select_related("community").order_by("community", "pk"):
        if one.community_id not in first or not _may_see(reader, first[one.community_id]):
            first[one.community_id] = one
    named = [Adopter(one) for one in first.values() if _may_see(reader, one)]
    return Adoptions(len(first), sorted(named, key=lambda one: one.community.name))


def is_for_everybody(example: Initiative) -> bool:
    """Whether its words are public where they come from, as it stands now."""
    return public_initiatives().filter(pk=example.pk).exists()


def origin_of(reader: Reader, initiative: Initiative) -> Origin | None:
    """The example that this was made after; None where it was made after none."""
    found = initiative.adopted_from
    return Origin(found if _may_see(reader, found) else None) if found else None


def _may_see(reader: Reader, initiative: Initiative) -> bool:
    return reader.has_perm("communities.view_community", initiative.community) and reader.has_perm(
        "initiatives.view_initiative", initiative
    )
