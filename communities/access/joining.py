"""Who waits at the door, who was invited, and the words that people agree to."""

from collections.abc import Iterable
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import (
    BooleanField,
    CharField,
    Count,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Cast, Concat, Left

from communities.models import Community, HouseRules, Invitation, JoinRequest, Letter, Membership, Role, User

ANSWER_TERM = "binnen 3 werkdagen"
TOKEN_PART = 12
BACKED = Q(invited_by__is_staff=True, invited_by__is_active=True) | Exists(
    Membership.objects.active().filter(
        community=OuterRef("community"), user=OuterRef("invited_by"), role=Role.COORDINATOR
    )
)
"""Whose sender may still let people in; the same condition as `is_backed`."""
NOT_BACKED = "ingetrokken: wie uitnodigde is geen coördinator meer"


def waiting_requests(community: Community) -> QuerySet[JoinRequest]:
    """Those who wait for an answer of the coordinators, longest first; `.count()` is the badge."""
    waiting = community.join_requests.filter(state=JoinRequest.State.WAITING)
    return waiting.select_related("user", "invitation").order_by("created_at")


def decided_requests(community: Community) -> QuerySet[JoinRequest]:
    """What was decided, by whom and why; newest first."""
    decided = community.join_requests.exclude(state=JoinRequest.State.WAITING)
    return decided.select_related("user", "decided_by", "invitation").order_by("-decided_at")


def requests_of(user: User) -> QuerySet[JoinRequest]:
    """Somebody's own requests, in all communities; newest first."""
    return user.join_requests.select_related("community").order_by("-created_at")


def last_request(user: User, community: Community) -> JoinRequest | None:
    """What somebody asked of this community last."""
    return community.join_requests.filter(user=user).order_by("-created_at").first()


def newest_rules(community: Community) -> HouseRules | None:
    """The house rules that hold now."""
    return community.house_rules.order_by("-version").first()


def rules_wording(rules: HouseRules) -> str:
    """What somebody says who accepts the house rules; kept with the consent."""
    return f"Ik heb de huisregels gelezen (versie {rules.version}) en houd mij eraan."


def privacy_wording(community: Community) -> str:
    """What somebody says who consents to the use of their data; kept with the consent."""
    who = community.controller.name if community.controller else community.name
    return f"Ik vind het goed dat {who} mijn gegevens gebruikt zoals in de privacyverklaring staat."


def asks_consent(community: Community) -> bool:
    """Whether the data of members rests on their consent; where it does not, asking for it would mislead."""
    return community.legal_basis == Community.LegalBasis.CONSENT


def is_blocked(user: User, community: Community) -> bool:
    """Was put out by a coordinator, and cannot come back by a side door."""
    return community.memberships.filter(user=user, status=Membership.Status.BLOCKED).exists()


def coordinators_of(community: Community) -> list[User]:
    """The accounts that run a community now."""
    found = community.memberships.active().filter(role=Role.COORDINATOR).select_related("user")
    return [one.user for one in found]


def invitations_of(community: Community) -> QuerySet[Invitation]:
    """All invitations of a community, newest first, each with `n_joined`, the state of its last letter and `backed`."""
    key = Concat(Value("invitation-"), Cast("pk", CharField()), Value("-"), Left("token_hash", TOKEN_PART))
    letter = Letter.objects.filter(key=OuterRef("letter_key")).values("state")
    joined = Count("memberships", filter=Q(memberships__status=Membership.Status.ACTIVE))
    found = community.invitations.select_related("organisation", "invited_by")
    counted = found.annotate(
        letter_key=key, n_joined=joined, backed=ExpressionWrapper(BACKED, BooleanField())
    ).annotate(letter_state=Subquery(letter))
    return counted.order_by("-created_at", "-pk")


def letter_key(invitation: Invitation) -> str:
    """The key of the letter with the link that works now."""
    return f"invitation-{invitation.pk}-{invitation.token_hash[:TOKEN_PART]}"


def with_states(invitations: Iterable[Any]) -> list[tuple[Invitation, str]]:
    """Each of `invitations_of` with its state in words: a letter that still waits, or never left, was not sent."""
    return [(one, _state(one)) for one in invitations]


def _state(one: Any) -> str:
    if one.is_open and not one.backed:
        return NOT_BACKED
    words = {Letter.State.WAITING: "nog niet verzonden", Letter.State.FAILED: "niet te bezorgen"}
    return str(words.get(one.letter_state, one.state) if one.state == "verzonden" else one.state)


def find_invitation(token_hash: str) -> Invitation | None:
    """The invitation that belongs to a link; of what is kept in the session only the hash is known too."""
    found = Invitation.objects.select_related(
        "community__region", "community__controller", "organisation", "invited_by"
    )
    return found.filter(token_hash=token_hash).first()


def is_meant_for(invitation: Invitation, user: User) -> bool:
    """A link is for everybody; a personal invitation for who showed that the address is theirs."""
    if invitation.is_link:
        return True
    return bool(EmailAddress.objects.filter(user=user, email__iexact=invitation.email, verified=True).exists())


def is_backed(invitation: Invitation) -> bool:
    """Whether who sent it may still let people in; else it counts as withdrawn. The same condition as `BACKED`."""
    sender = invitation.invited_by
    return sender is not None and sender.has_perm("communities.manage_community", invitation.community)


def masked(address: str) -> str:
    """An address of which its owner recognises enough: `a…@example.org`."""
    name, _, domain = address.partition("@")
    return f"{name[:1]}…@{domain}"
