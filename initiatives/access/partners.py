"""Who is in an initiative, for whoever may know: partners, the coalition of the willing, who follows, who leads."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet

from communities.access.commitments import organisations_here
from communities.access.stream import Byline, bylines
from communities.models import Community, Membership, Organisation, User
from initiatives.models import Initiative, InitiativeFollow, Partner, Willing

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
    """Who carries it and who is willing, of one of `get_initiative`, in a fixed number of questions.

    Visitors know of people only how many.
    """
    partners = active_partners(initiative)
    willing = active_willing(initiative)
    is_insider = reader.has_perm("communities.view_members_part", initiative.community)
    named = list(willing[:shown]) if is_insider else []
    n_willing = len(named) if named and len(named) != shown else willing.count()
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


def active_partners(initiative: Initiative) -> list[Partner]:
    """The partners of one of `get_initiative`, without people who left the community."""
    return [one for one in initiative.partners.all() if one.user_id is None or one.is_here]  # type: ignore[attr-defined]


def known_partners() -> QuerySet[Partner]:
    """Partners with what their rows show; `is_here` is whether the person still belongs to the community."""
    here = Membership.objects.active().filter(community=OuterRef("initiative__community"), user=OuterRef("user"))
    return Partner.objects.select_related("organisation", "user").annotate(is_here=Exists(here))


def active_willing(initiative: Initiative) -> QuerySet[Willing]:
    """Those who said “ik wil” and still belong here, in the order in which they did."""
    members = Membership.objects.active().filter(community=initiative.community_id)
    return Willing.objects.filter(initiative=initiative, user__in=members.values("user")).select_related("user")


def n_who_want(community: Community) -> int:
    """How many members said «ik wil» at any initiative that members see; who did so twice is one person."""
    members = Membership.objects.active().filter(community=community)
    here = Willing.objects.filter(initiative__in=Initiative.objects.placed().filter(community=community))
    return here.filter(user__in=members.values("user")).values("user").distinct().count()


def ties_of(user: User | AnonymousUser, initiative: Initiative) -> tuple[bool, bool]:
    """Whether somebody said “ik wil”, and whether they follow it; one question to the database."""
    if not isinstance(user, User):
        return False, False
    willing = Willing.objects.filter(initiative=OuterRef("pk"), user=user)
    follows = InitiativeFollow.objects.filter(initiative=OuterRef("pk"), user=user)
    found = Initiative.objects.filter(pk=initiative.pk).values_list(Exists(willing), Exists(follows)).first()
    return found or (False, False)


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
