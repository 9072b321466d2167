"""Inviting people, and what they do with an invitation."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from communities.access.joining import is_backed, is_meant_for, letter_key
from communities.actions.joining import NOT_BACKED, Accepted, JoiningError, Place, check_accepted, let_in
from communities.actions.log import note
from communities.actions.notices import notify, post_letter
from communities.letters.invitations import invitation_paragraphs, invitation_subject
from communities.models import Community, Invitation, Membership, Notice, Organisation, Role, User
from lib.tokens import hash_token, new_token

VALID_DAYS = 30
ALREADY_INVITED = "Dit adres heeft al een uitnodiging. Verstuur die opnieuw."
ALREADY_MEMBER = "Dit adres hoort bij iemand die al lid is."
IS_BLOCKED = "Dit adres hoort bij iemand die geblokkeerd is. Hef eerst de blokkade op."
NOT_OPEN = "Deze uitnodiging is {state}. Vraag de coördinator om een nieuwe."
NOT_YOURS = "Deze uitnodiging is voor een ander e-mailadres."


@dataclass(frozen=True)
class Guest:
    """Somebody to invite."""

    email: str
    name: str = ""
    role: str = Role.MEMBER
    organisation: Organisation | None = None
    is_frontrunner: bool = False
    message: str = ""


def why_not(community: Community, addresses: Iterable[str]) -> dict[str, str]:
    """Of these addresses (in lower case) those that cannot be invited, with the reason in Dutch; three queries."""
    wanted = set(addresses)
    found = {
        one: ALREADY_INVITED for one in _unanswered(community).filter(email__in=wanted).values_list("email", flat=True)
    }
    owners = EmailAddress.objects.filter(email__in=wanted, verified=True).values_list("email", "user_id")
    address_of = {user: email for email, user in owners}
    known = community.memberships.filter(user__in=address_of).exclude(status=Membership.Status.LEFT)
    for user, status in known.values_list("user_id", "status"):
        found[address_of[user]] = IS_BLOCKED if status == Membership.Status.BLOCKED else ALREADY_MEMBER
    return found


@transaction.atomic
def invite(*, by: User, community: Community, guest: Guest) -> Invitation:
    """Invite one person by mail; raises JoiningError for who is a member, blocked, or invited already."""
    _check_right(by, community)
    address = guest.email.strip().lower()
    if reason := why_not(community, [address]).get(address):
        raise JoiningError(reason)
    return _invite(by, community, guest, address)


@transaction.atomic
def invite_many(*, by: User, community: Community, guests: Iterable[Guest]) -> list[Invitation]:
    """Invite everybody of a list who can be; who meanwhile became a member or was invited is passed over."""
    _check_right(by, community)
    by_address = {guest.email.strip().lower(): guest for guest in guests}
    refused = why_not(community, by_address)
    return [_invite(by, community, guest, address) for address, guest in by_address.items() if address not in refused]


@transaction.atomic
def make_link(*, by: User, community: Community, label: str, asks_questions: bool, days: int) -> tuple[Invitation, str]:
    """A link for many; returns it with its token, of which only the hash is kept."""
    _check_right(by, community)
    token = new_token()
    link = Invitation.objects.create(
        community=community,
        token_hash=hash_token(token),
        label=label,
        asks_questions=asks_questions,
        invited_by=by,
        expires_at=timezone.now() + timedelta(days=days),
    )
    note(by=by, action="maakt uitnodigingslink", thing=link)
    return link, token


@transaction.atomic
def renew(*, by: User, invitation: Invitation) -> tuple[Invitation, str]:
    """Give an invitation a new token and a new term, and send it again; the old link stops working.

    Raises JoiningError for one that was accepted.
    """
    locked = _locked(invitation)
    _check_right(by, locked.community)
    if locked.accepted_at:
        raise JoiningError("Deze uitnodiging is al aangenomen.")
    if not locked.is_link and (locked.revoked_at or locked.declined_at):
        reason = why_not(locked.community, [locked.email]).get(locked.email)
        if reason:
            raise JoiningError(reason)
    token = new_token()
    locked.token_hash, locked.expires_at = hash_token(token), timezone.now() + timedelta(days=VALID_DAYS)
    locked.revoked_at = locked.declined_at = None
    # Whoever sends it again vouches for it.
    locked.invited_by = by
    locked.save(update_fields=["token_hash", "expires_at", "revoked_at", "declined_at", "invited_by"])
    if not locked.is_link:
        _post(locked, token)
    note(by=by, action="vernieuwt uitnodiging", thing=locked)
    return locked, token


@transaction.atomic
def revoke(*, by: User, invitation: Invitation) -> Invitation:
    """Let an invitation work no longer; who came in with it stays. Raises JoiningError for one that was accepted."""
    locked = _locked(invitation)
    _check_right(by, locked.community)
    if locked.accepted_at:
        raise JoiningError("Deze uitnodiging is al aangenomen.")
    if locked.revoked_at is None:
        locked.revoked_at = timezone.now()
        locked.save(update_fields=["revoked_at"])
        note(by=by, action="trekt uitnodiging in", thing=locked)
    return locked


@transaction.atomic
def accept(*, by: User, invitation: Invitation, accepted: Accepted) -> Membership:
    """Become a member by an invitation; a personal one is used up by it, and twice at once gives one membership.

    Raises JoiningError for a link that is not valid, for somebody else's invitation, and for who was blocked;
    PermissionDenied for a link that asks questions first.
    """
    locked = _locked(invitation)
    if locked.asks_questions:
        raise PermissionDenied
    own = locked.community.memberships.filter(user=by, invitation=locked, status=Membership.Status.ACTIVE).first()
    if own is not None and not locked.is_open:
        return own
    check_usable(by, locked)
    rules = check_accepted(by, locked.community, accepted)
    place = Place(
        role=locked.role,
        is_frontrunner=locked.is_frontrunner,
        # A coordinator knows who this is; a link may be passed on to anybody.
        is_trusted=not locked.is_link,
        organisation=locked.organisation,
        invitation=locked,
        admitted_by=locked.invited_by,
    )
    membership = let_in(user=by, community=locked.community, rules=rules, place=place)
    if not locked.is_link:
        locked.accepted_at = timezone.now()
        locked.save(update_fields=["accepted_at"])
        _tell_inviter(locked, f"{by.name or locked.email} heeft uw uitnodiging aangenomen")
    note(by=by, action="neemt uitnodiging aan", thing=locked)
    return membership


@transaction.atomic
def decline(*, by: User | None, invitation: Invitation) -> Invitation:
    """Say no to a personal invitation; also without an account, for the link came by mail. A link stays as it is."""
    locked = _locked(invitation)
    if locked.is_link or not locked.is_open:
        return locked
    if by is not None and not is_meant_for(locked, by):
        raise JoiningError(NOT_YOURS)
    locked.declined_at = timezone.now()
    locked.save(update_fields=["declined_at"])
    note(by=by, action="slaat uitnodiging af", thing=locked)
    _tell_inviter(locked, f"{locked.name or locked.email} doet niet mee")
    return locked


def check_usable(by: User, invitation: Invitation) -> None:
    """Whether this person may use it now; raises JoiningError, which says why not."""
    if not invitation.is_open:
        raise JoiningError(NOT_OPEN.format(state=invitation.state))
    if not is_backed(invitation):
        raise JoiningError(NOT_BACKED)
    if not is_meant_for(invitation, by):
        raise JoiningError(NOT_YOURS)


def _check_right(by: User, community: Community) -> None:
    if not by.has_perm("communities.coordinate", community):
        raise PermissionDenied


def _unanswered(community: Community) -> QuerySet[Invitation]:
    return community.invitations.filter(accepted_at=None, declined_at=None, revoked_at=None)


def _locked(invitation: Invitation) -> Invitation:
    found = Invitation.objects.select_for_update(of=("self",))
    return found.select_related("community__controller", "organisation", "invited_by").get(pk=invitation.pk)


def _invite(by: User, community: Community, guest: Guest, address: str) -> Invitation:
    token = new_token()
    wanted = Invitation(
        community=community,
        token_hash=hash_token(token),
        email=address,
        name=guest.name,
        role=guest.role,
        is_frontrunner=guest.is_frontrunner,
        organisation=guest.organisation,
        message=guest.message,
        invited_by=by,
        expires_at=timezone.now() + timedelta(days=VALID_DAYS),
    )
    try:
        with transaction.atomic():
            wanted.save(force_insert=True)
    except IntegrityError as error:
        raise JoiningError(ALREADY_INVITED) from error
    note(by=by, action="nodigt uit", thing=wanted)
    _post(wanted, token)
    return wanted


def _post(invitation: Invitation, token: str) -> None:
    post_letter(
        address=invitation.email,
        key=letter_key(invitation),
        kind=Notice.Kind.INVITATION,
        subject=invitation_subject(invitation),
        paragraphs=invitation_paragraphs(invitation),
        button=("Bekijk de uitnodiging", reverse("communities:invitation_open", args=[token])),
        community=invitation.community,
    )
    invitation.sent_at = timezone.now()
    invitation.save(update_fields=["sent_at"])


def _tell_inviter(invitation: Invitation, title: str) -> None:
    notify(
        users=[invitation.invited_by] if invitation.invited_by else [],
        kind=Notice.Kind.REQUEST,
        key=f"invitation-{invitation.pk}-answered",
        title=f"{title}: {invitation.community.name}"[:200],
        path=reverse("communities:invitation_list", args=[invitation.community.slug]),
        community=invitation.community,
    )
