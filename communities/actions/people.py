"""Members: their role, their place in the group, and what they tell of themselves."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from communities.access.joining import coordinators_of
from communities.access.stream import name_of
from communities.actions.events import leave_frontrunner_events
from communities.actions.joining import JoiningError, keep_a_coordinator
from communities.actions.log import note
from communities.actions.notices import notify
from communities.models import Community, Consent, Membership, Notice, Organisation, Role, User

VISIBLE_WORDING = "Bezoekers zonder account mogen mijn naam, functie en organisatie zien."
ALREADY_THERE = "Deze organisatie staat al in de lijst."


@dataclass(frozen=True)
class AboutMe:
    """What somebody tells of themselves in a community."""

    name: str
    function: str
    bio: str
    organisation: Organisation | None


@transaction.atomic
def change_role(*, by: User, membership: Membership, role: str) -> Membership:
    """Give a member another role, and tell them; raises JoiningError when it takes the last coordinator away."""
    if membership.role != role and Role(role) != Role.COORDINATOR:
        keep_a_coordinator(membership)
    locked = _to_change(by, membership)
    if locked.role == role:
        return locked
    locked.role = role
    locked.save(update_fields=["role"])
    locked.user.forget_memberships()
    leave_frontrunner_events(user=locked.user, community=locked.community)
    line = note(by=by, action=f"geeft rol {role}", thing=locked)
    if locked.user_id != by.pk:
        _tell(locked, f"role-{locked.pk}-{line.pk}", f"Uw rol in {locked.community.name} is nu: {locked.role_words}")
    return locked


@transaction.atomic
def set_frontrunner(*, by: User, membership: Membership, is_frontrunner: bool, what_for: str = "") -> Membership:
    """Make somebody one of the frontrunners, with what for; or no longer."""
    locked = _to_change(by, membership)
    what_for = what_for.strip() if is_frontrunner else ""
    if (locked.is_frontrunner, locked.frontrunner_for) == (is_frontrunner, what_for):
        return locked
    is_new = is_frontrunner and not locked.is_frontrunner
    is_over = locked.is_frontrunner and not is_frontrunner
    locked.is_frontrunner, locked.frontrunner_for = is_frontrunner, what_for
    locked.save(update_fields=["is_frontrunner", "frontrunner_for"])
    locked.user.forget_memberships()
    if not is_new and not is_over:
        return locked
    if is_over:
        leave_frontrunner_events(user=locked.user, community=locked.community)
    line = note(by=by, action="maakt koploper" if is_new else "maakt geen koploper meer", thing=locked)
    if is_new and locked.user_id != by.pk:
        _tell(locked, f"frontrunner-{locked.pk}-{line.pk}", f"U bent koploper in {locked.community.name}", what_for)
    return locked


@transaction.atomic
def change_place(
    *,
    by: User,
    membership: Membership,
    organisation: Organisation | None,
    is_trusted: bool,
    speaks_for_organisation: bool = False,
) -> Membership:
    """Set where a member belongs, and whether links in what they write can be followed.

    Who gets another organisation here speaks for it, for a coordinator knows; of the one they had,
    `speaks_for_organisation` says so.
    """
    locked = _to_change(by, membership)
    is_other = locked.organisation != organisation
    speaks = organisation is not None and (is_other or speaks_for_organisation)
    before = (locked.organisation, locked.is_trusted, locked.speaks_for_organisation)
    if before == (organisation, is_trusted, speaks):
        return locked
    locked.organisation, locked.is_trusted, locked.speaks_for_organisation = organisation, is_trusted, speaks
    locked.save(update_fields=["organisation", "is_trusted", "speaks_for_organisation"])
    locked.user.forget_memberships()
    note(by=by, action="wijzigt lid", thing=locked)
    return locked


@transaction.atomic
def describe_myself(*, by: User, membership: Membership, about: AboutMe) -> Membership:
    """Set one's own name, function, organisation and words; nothing about consent is touched here.

    Who chooses another organisation does not speak for it until a coordinator says so.
    """
    locked = _own(by, membership)
    locked.speaks_for_organisation &= locked.organisation == about.organisation
    locked.function, locked.bio, locked.organisation = about.function, about.bio, about.organisation
    locked.save(update_fields=["function", "bio", "organisation", "speaks_for_organisation"])
    if about.name != by.name:
        by.name = about.name
        by.save(update_fields=["name"])
    by.forget_memberships()
    note(by=by, action="wijzigt eigen lidmaatschap", thing=locked)
    return locked


@transaction.atomic
def show_to_visitors(*, by: User, membership: Membership, is_shown: bool) -> Membership:
    """Agree to be seen by visitors, or take that back: a consent of its own, kept with its words."""
    locked = _own(by, membership)
    if locked.is_shown_to_visitors == is_shown:
        return locked
    locked.is_shown_to_visitors = is_shown
    locked.save(update_fields=["is_shown_to_visitors"])
    by.forget_memberships()
    Consent.objects.create(
        user=by,
        community=locked.community,
        subject=Consent.Subject.VISIBLE,
        is_given=is_shown,
        wording=VISIBLE_WORDING,
    )
    return locked


@transaction.atomic
def add_organisation(
    *, by: User, community: Community, name: str, kind: str, sector: str, place: str, website: str = ""
) -> Organisation:
    """Add an organisation that is missing, for all communities; raises JoiningError when it is there already."""
    if not by.has_perm("communities.coordinate", community):
        raise PermissionDenied
    wanted = Organisation(
        name=" ".join(name.split()), kind=kind, sector=sector, place=" ".join(place.split()), website=website
    )
    try:
        with transaction.atomic():
            wanted.save(force_insert=True)
    except IntegrityError as error:
        raise JoiningError(ALREADY_THERE) from error
    note(by=by, action="voegt organisatie toe", thing=wanted, community=community)
    return wanted


def propose_organisation(*, by: User, membership: Membership, name: str) -> list[Notice]:
    """Tell the coordinators that a member belongs to an organisation that is not in the list yet; once a day."""
    if membership.user_id != by.pk:
        raise PermissionDenied
    community = membership.community
    return notify(
        users=[one for one in coordinators_of(community) if one != by],
        kind=Notice.Kind.REQUEST,
        key=f"organisation-{membership.pk}-{timezone.localdate().isoformat()}",
        title=f"{name_of(by)} hoort bij een organisatie die nog niet in de lijst staat"[:200],
        text=f"De organisatie heet: {name}. Voeg haar toe en zet haar daarna bij dit lid.",
        path=reverse("communities:member_edit", args=[community.slug, membership.pk]),
        community=community,
    )


def _to_change(by: User, membership: Membership) -> Membership:
    found = Membership.objects.select_for_update(of=("self",)).select_related("community", "user")
    locked = found.get(pk=membership.pk)
    if not by.has_perm("communities.coordinate", locked):
        raise PermissionDenied
    return locked


def _own(by: User, membership: Membership) -> Membership:
    found = Membership.objects.select_for_update(of=("self",)).select_related("community")
    locked = found.get(pk=membership.pk)
    if locked.user_id != by.pk or not locked.is_active:
        raise PermissionDenied
    return locked


def _tell(membership: Membership, key: str, title: str, text: str = "") -> None:
    notify(
        users=[membership.user],
        kind=Notice.Kind.INVITATION,
        key=key,
        title=title,
        text=text,
        path=membership.community.get_absolute_url(),
        community=membership.community,
    )
