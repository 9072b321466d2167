"""Who belongs to a community: for its members, for its coordinators, and for visitors what people agreed to show."""

from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet

from communities.analysis.sector_cover import SectorCover, sector_cover
from communities.models import Community, Membership, Organisation, Sector

MOST_ORGANISATIONS = 500


@dataclass(frozen=True)
class PeopleFilter:
    """What somebody looks for in a list of people; empty is everything."""

    text: str = ""
    sector: str = ""
    organisation: int | None = None
    frontrunners_only: bool = False
    role: str = ""
    status: str = ""

    def narrow(self, people: QuerySet[Membership]) -> QuerySet[Membership]:
        """Those of `people` who fit; every word must be found somewhere."""
        for word in self.text.split()[:5]:
            people = people.filter(
                Q(user__name__icontains=word) | Q(function__icontains=word) | Q(organisation__name__icontains=word)
            )
        if self.sector:
            people = people.filter(organisation__sector=self.sector)
        if self.organisation:
            people = people.filter(organisation=self.organisation)
        if self.role:
            people = people.filter(role=self.role)
        if self.status:
            people = people.filter(status=self.status)
        return people.filter(is_frontrunner=True) if self.frontrunners_only else people


def people_of(community: Community) -> QuerySet[Membership]:
    """The members, frontrunners first, then by name."""
    members = community.memberships.active().select_related("user", "organisation")
    return members.order_by("-is_frontrunner", "user__name", "pk")


def all_memberships(community: Community) -> QuerySet[Membership]:
    """For coordinators: also who is blocked; who left is gone."""
    found = community.memberships.exclude(status=Membership.Status.LEFT).filter(user__is_active=True)
    return found.select_related("user", "organisation", "admitted_by").order_by("user__name", "pk")


def frontrunners_of(community: Community, *, for_members: bool) -> QuerySet[Membership]:
    """Those who lead the way; visitors see only who agreed to be seen."""
    found = people_of(community).filter(is_frontrunner=True)
    return found if for_members else found.filter(is_shown_to_visitors=True)


def frontrunner_cover(community: Community) -> SectorCover:
    """In which sectors there are frontrunners, and in which none; a number says nothing about a person."""
    sectors = people_of(community).filter(is_frontrunner=True).values_list("organisation__sector", flat=True)
    return sector_cover(sectors, Sector.choices)


def organisations_in(community: Community, *, text: str = "", sector: str = "") -> QuerySet[Organisation]:
    """The organisations that members belong to, each with its `people_here` and `n_people`."""
    belongs = Q(memberships__community=community, memberships__status=Membership.Status.ACTIVE)
    belongs &= Q(memberships__user__is_active=True)
    found = Organisation.objects.filter(belongs).annotate(n_people=Count("memberships", distinct=True))
    if sector:
        found = found.filter(sector=sector)
    if text:
        found = found.filter(Q(name__icontains=text) | Q(place__icontains=text))
    here = Prefetch("memberships", people_of(community), to_attr="people_here")
    return found.prefetch_related(here).order_by("name", "place", "pk")


def organisation_names() -> list[str]:
    """What a form offers while somebody types; the list ends where it would become a weight on the page."""
    found = Organisation.objects.order_by("name", "place")[:MOST_ORGANISATIONS]
    return [organisation_label(one) for one in found]


def organisation_label(organisation: Organisation) -> str:
    """A name that tells two of the same name apart: `De Brug (Waalmeer)`."""
    return f"{organisation.name} ({organisation.place})" if organisation.place else organisation.name


def organisations_named(name: str) -> list[Organisation]:
    """The organisations that somebody may mean who types this: by name, or by name and place."""
    name = " ".join(name.split())
    by_name = list(Organisation.objects.filter(name__iexact=name).order_by("place")[:10])
    if by_name or not name.endswith(")"):
        return by_name
    before, _, place = name[:-1].rpartition("(")
    return list(Organisation.objects.filter(name__iexact=before.strip(), place__iexact=place.strip())[:10])
