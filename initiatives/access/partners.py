"""Who is in an initiative, for whoever may know: partners, the coalition of the willing, who follows, who leads."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from communities.access.commitments import organisations_here
from communities.access.stream import Byline, bylines
from communities.models import Membership, Organisation, User
from initiatives.models import Initiative, Partner, Willing

SHOWN = 24
"""So many of the willing stand on the page of an initiative itself; all of them stand on the page of who takes part."""


@dataclass(frozen=True)
class Signed:
    """A partner or somebody who is willing, with the name that this reader may know."""

    thing: Partner | Willing
    byline: Byline | None


@dataclass(frozen=True)
class Coalition:
    """Who carries an initiative, as this reader may see it."""

    proposer: Byline
    partners: Sequence[Signed]
    n_unnamed_partners: int
    willing: Sequence[Signed]
    n_willing: int

    @property
    def n_more(self) -> int:
        """How many are willing besides those with a name here."""
        return self.n_willing - len(self.willing)

    @property
    def leaders(self) -> list[Signed]:
        """The partners that pull it."""
        return [one for one in self.partners if isinstance(one.thing, Partner) and one.thing.role == Partner.Role.LEADS]


def coalition_of(initiative: Initiative, reader: User | AnonymousUser, shown: int | None = SHOWN) -> Coalition:
    """Who carries it and who is willing, in a fixed number of questions. Visitors know of people only how many."""
    partners = list(active_partners(initiative).select_related("organisation", "user", "initiative__community"))
    willing = active_willing(initiative)
    n_willing, is_insider = willing.count(), reader.has_perm("communities.view_members_part", initiative.community)
    named = list(willing[:shown]) if is_insider else []
    proposer, *lines = bylines(
        [initiative.proposed_by, *(one.user for one in partners), *(one.user for one in named)],
        initiative.community,
        reader,
    )
    signed = _signed(partners, lines[: len(partners)])
    known = [one for one in signed if _has_a_name(one)]
    return Coalition(
        proposer=proposer,
        partners=known,
        n_unnamed_partners=len(signed) - len(known),
        willing=_signed(named, lines[len(partners) :]),
        n_willing=n_willing,
    )


def _signed(things: Iterable[Partner | Willing], lines: Iterable[Byline]) -> list[Signed]:
    return [Signed(one, line if one.user_id else None) for one, line in zip(things, lines, strict=True)]


def _has_a_name(one: Signed) -> bool:
    is_organisation = isinstance(one.thing, Partner) and one.thing.organisation_id is not None
    return is_organisation or (one.byline is not None and one.byline.is_named)


def active_partners(initiative: Initiative) -> QuerySet[Partner]:
    """Its partners, without people who left the community."""
    members = Membership.objects.active().filter(community=initiative.community_id)
    return Partner.objects.filter(Q(user=None) | Q(user__in=members.values("user")), initiative=initiative)


def active_willing(initiative: Initiative) -> QuerySet[Willing]:
    """Those who said “ik wil” and still belong here, in the order in which they did."""
    members = Membership.objects.active().filter(community=initiative.community_id)
    return Willing.objects.filter(initiative=initiative, user__in=members.values("user")).select_related("user")


def followers_of(initiative: Initiative) -> QuerySet[User]:
    """Those who follow it and may still read it."""
    members = Membership.objects.active().filter(community=initiative.community_id)
    following = initiative.follows.values("user")
    return User.objects.filter(Q(pk__in=members.values("user")) | Q(is_staff=True), pk__in=following, is_active=True)


def leaders_of(initiative: Initiative) -> QuerySet[User]:
    """Who pulls it now, and belongs here: persons, who speaks for an organisation that does, and who proposed it."""
    pulls = initiative.partners.filter(role=Partner.Role.LEADS)
    organisations = pulls.filter(user=None).values("organisation")
    members = Membership.objects.active().filter(community=initiative.community_id)
    speaks = Q(organisation__in=organisations) | Q(organisation=initiative.lead_id or 0)
    speakers = members.filter(speaks, speaks_for_organisation=True).values("user")
    people = members.filter(Q(user__in=pulls.values("user")) | Q(user=initiative.proposed_by_id or 0)).values("user")
    return User.objects.filter(Q(pk__in=people) | Q(pk__in=speakers))


def speakers_for(organisation: Organisation, initiative: Initiative) -> QuerySet[User]:
    """Who may speak for an organisation in the community of this initiative."""
    members = Membership.objects.active().filter(community=initiative.community_id, organisation=organisation)
    return User.objects.filter(pk__in=members.filter(speaks_for_organisation=True).values("user"))


def possible_organisations(initiative: Initiative) -> QuerySet[Organisation]:
    """The organisations that can take part: those of this community, and those that take part already."""
    return organisations_here(initiative.community) | Organisation.objects.filter(
        Q(pk__in=initiative.partners.values("organisation")) | Q(pk=initiative.lead_id or 0)
    )


def may_leave(user: User | AnonymousUser, partner: Partner) -> bool:
    """Whether somebody may take this partner off the list: themselves, or the organisation that they speak for."""
    if not isinstance(user, User):
        return False
    if partner.user_id is not None:
        return partner.user_id == user.pk
    own = user.membership_in(partner.initiative.community)
    return own is not None and own.speaks_for_organisation and own.organisation_id == partner.organisation_id
