"""Becoming a member, asking for it, deciding on it, and leaving."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from communities.access.joining import (
    asks_consent,
    coordinators_of,
    is_backed,
    is_blocked,
    newest_rules,
    privacy_wording,
    rules_wording,
)
from communities.actions.events import leave_events
from communities.actions.log import note
from communities.actions.notices import notify
from communities.actions.stream import keep_back_scheduled
from communities.models import (
    Community,
    Consent,
    HouseRules,
    Invitation,
    JoinQuestion,
    JoinRequest,
    Measure,
    Membership,
    Notice,
    Organisation,
    Role,
    User,
)
from lib.moments import clock
from lib.text import long_date

ASK_AGAIN_AFTER = timedelta(days=1)
RANK: list[str] = [Role.MEMBER, Role.COMMISSIONER, Role.COORDINATOR]
RULES_CHANGED = "De huisregels zijn net veranderd. Lees ze opnieuw en ga daarna verder."
PRIVACY_NEEDED = "Zonder uw akkoord met de privacyverklaring kunt u geen lid worden."
BLOCKED = "Een coördinator heeft uw toegang tot deze community gestopt. In uw berichten staat waarom."
NOT_BACKED = (
    "Deze uitnodiging is ingetrokken: wie u uitnodigde, is geen coördinator meer van deze community. Vraag de "
    "coördinator om een nieuwe."
)
LAST_COORDINATOR = "Dit is de enige coördinator. Maak eerst iemand anders coördinator."
OVER = "Deze community is gestopt. U kunt geen lid meer worden."


class JoiningError(Exception):
    """What was asked cannot be done. The message is Dutch and is shown as it is."""


@dataclass(frozen=True)
class Accepted:
    """What somebody said on the way in: the house rules they read, whether they consent, and how they are called."""

    rules_id: int | None = None
    to_privacy: bool = False
    name: str = ""


@dataclass(frozen=True)
class Place:
    """As what somebody comes in."""

    role: str = Role.MEMBER
    is_frontrunner: bool = False
    is_trusted: bool = False
    organisation: Organisation | None = None
    invitation: Invitation | None = None
    admitted_by: User | None = None


@transaction.atomic
def join(*, by: User, community: Community, accepted: Accepted) -> Membership:
    """Become a member of an open community at once; twice at once gives one membership.

    Raises PermissionDenied where joining is not open, JoiningError where something else stands between.
    """
    is_open = community.join_policy == Community.JoinPolicy.OPEN
    if not is_open or not by.has_perm("communities.view_community", community):
        raise PermissionDenied
    rules = check_accepted(by, community, accepted)
    membership = let_in(user=by, community=community, rules=rules, place=Place())
    note(by=by, action="wordt lid", thing=membership)
    return membership


@transaction.atomic
def ask_to_join(
    *,
    by: User,
    community: Community,
    accepted: Accepted,
    answers: Sequence[tuple[str, str]],
    invitation: Invitation | None = None,
) -> JoinRequest:
    """Ask to become a member, with the answers to the questions of the community; tells its coordinators.

    Who waits already keeps the first request; who was refused or took it back may ask again after a day. A link that
    asks questions opens this way into any community. Raises PermissionDenied where nothing can be asked, JoiningError
    where something else stands between.
    """
    if invitation is None:
        is_asked = community.join_policy == Community.JoinPolicy.REQUEST
        if not is_asked or not by.has_perm("communities.view_community", community):
            raise PermissionDenied
    elif not is_backed(invitation):
        raise JoiningError(NOT_BACKED)
    rules = check_accepted(by, community, accepted)
    if by.membership_in(community):
        raise JoiningError("U bent al lid van deze community.")
    _wait_a_day(by, community)
    wanted = JoinRequest(
        community=community,
        user=by,
        answers=[{"question": question, "answer": answer} for question, answer in answers],
        invitation=invitation,
        accepted_rules=rules,
    )
    # The constraint decides which of two at once is first.
    JoinRequest.objects.bulk_create([wanted], ignore_conflicts=True)
    request = JoinRequest.objects.get(community=community, user=by, state=JoinRequest.State.WAITING)
    told = notify(
        users=coordinators_of(community),
        kind=Notice.Kind.REQUEST,
        key=f"join-request-{request.pk}",
        title=f"{by.name or 'Iemand'} wil lid worden van {community.name}",
        text="Bekijk de antwoorden en beslis. Wij beloven een antwoord binnen 3 werkdagen.",
        path=reverse("communities:join_request_list", args=[community.slug]),
        community=community,
    )
    if told:
        note(by=by, action="vraagt lidmaatschap", thing=request)
    return request


@transaction.atomic
def withdraw_request(*, by: User, request: JoinRequest) -> JoinRequest:
    """Take back one's own request, as long as nobody decided; raises PermissionDenied for somebody else's."""
    if request.user_id != by.pk:
        raise PermissionDenied
    locked = _locked(request)
    if locked.is_waiting:
        _decide(locked, JoinRequest.State.WITHDRAWN, by)
        _consent_lapses(locked, "Ingetrokken met de aanvraag.")
        note(by=by, action="trekt aanvraag in", thing=locked)
    return locked


@transaction.atomic
def admit(*, by: User, request: JoinRequest) -> JoinRequest:
    """Let in who asked, and tell them; twice does it once. Raises JoiningError when it was decided otherwise."""
    locked = _to_decide(request, by)
    if locked.state == JoinRequest.State.ADMITTED:
        return locked
    _refuse_decided(locked)
    membership = let_in(
        user=locked.user,
        community=locked.community,
        rules=locked.accepted_rules,
        place=Place(invitation=locked.invitation, admitted_by=by),
    )
    _decide(locked, JoinRequest.State.ADMITTED, by)
    note(by=by, action="laat toe", thing=membership)
    _tell(locked, f"U bent lid van {locked.community.name}", "", locked.community.get_absolute_url())
    return locked


@transaction.atomic
def refuse(*, by: User, request: JoinRequest, reason: str) -> JoinRequest:
    """Do not let in who asked, and tell them why; doing it twice does it once."""
    locked = _to_decide(request, by)
    if locked.state == JoinRequest.State.REFUSED:
        return locked
    _refuse_decided(locked)
    if not reason.strip():
        raise JoiningError("Schrijf waarom. De aanvrager leest dit.")
    locked.reason = reason.strip()
    _decide(locked, JoinRequest.State.REFUSED, by)
    _consent_lapses(locked, "Vervallen: de aanvraag is afgewezen.")
    note(by=by, action="wijst af", thing=locked)
    title = f"Uw aanvraag bij {locked.community.name} is afgewezen"
    _tell(locked, title, locked.reason, reverse("communities:my_requests"))
    return locked


@transaction.atomic
def leave(*, by: User, community: Community) -> Membership:
    """Stop being a member; what somebody did stays. Raises JoiningError for the last coordinator."""
    found = Membership.objects.filter(community=community, user=by).first()
    if found is None or found.status == Membership.Status.BLOCKED:
        raise PermissionDenied
    keep_a_coordinator(found)
    membership = Membership.objects.select_for_update().get(pk=found.pk)
    if membership.status != Membership.Status.ACTIVE:
        return membership
    if membership.is_shown_to_visitors:
        _take_back(by, community, Consent.Subject.VISIBLE)
    if asks_consent(community):
        _take_back(by, community, Consent.Subject.PRIVACY)
    membership.status, membership.left_at = Membership.Status.LEFT, timezone.now()
    _forget_place(membership)
    membership.save()
    by.forget_memberships()
    leave_events(user=by, community=community)
    keep_back_scheduled(author=by, community=community)
    note(by=by, action="verlaat", thing=membership)
    return membership


@transaction.atomic
def set_questions(*, by: User, community: Community, questions: Sequence[tuple[str, bool]]) -> list[JoinQuestion]:
    """Ask these of who wants to join, each with whether it must be answered; earlier answers keep their question."""
    if not by.has_perm("communities.coordinate", community):
        raise PermissionDenied
    Community.objects.select_for_update().get(pk=community.pk)
    community.join_questions.all().delete()
    made = JoinQuestion.objects.bulk_create(
        JoinQuestion(community=community, position=position, text=text, is_required=is_required)
        for position, (text, is_required) in enumerate(questions)
    )
    note(by=by, action="wijzigt aanmeldvragen", thing=community, community=community)
    return made


# ── Shared with invitations and with the pages about members ──────────────────────────────────────────────────────
def check_accepted(by: User, community: Community, accepted: Accepted) -> HouseRules | None:
    """Write down what somebody agreed to; returns the house rules. Raises JoiningError when something is missing."""
    if not community.is_active:
        raise JoiningError(OVER)
    if is_blocked(by, community):
        raise JoiningError(BLOCKED)
    rules = newest_rules(community)
    if rules is not None and accepted.rules_id != rules.pk:
        raise JoiningError(RULES_CHANGED)
    if asks_consent(community) and not accepted.to_privacy:
        raise JoiningError(PRIVACY_NEEDED)
    if rules is not None:
        _consent(by, community, Consent.Subject.RULES, rules_wording(rules))
    if asks_consent(community):
        _consent(by, community, Consent.Subject.PRIVACY, privacy_wording(community))
    if accepted.name and not by.name:
        by.name = accepted.name
        by.save(update_fields=["name"])
    return rules


def let_in(*, user: User, community: Community, rules: HouseRules | None, place: Place) -> Membership:
    """Make somebody a member, or one again who left; an invitation never takes a role away.

    To be called inside a transaction. Raises JoiningError for somebody who was blocked.
    """
    # The constraint decides which of two at once makes the row; the lock, which of them goes on first.
    Membership.objects.bulk_create([_membership(user, community, place)], ignore_conflicts=True)
    membership = Membership.objects.select_for_update().get(community=community, user=user)
    if membership.status == Membership.Status.BLOCKED:
        raise JoiningError(BLOCKED)
    if membership.status == Membership.Status.LEFT:
        membership.status, membership.left_at = Membership.Status.ACTIVE, None
        membership.role, membership.is_frontrunner, membership.frontrunner_for = Role.MEMBER, False, ""
        membership.is_trusted &= not _was_blocked(membership)
        membership.speaks_for_organisation = False
    membership.role = max(membership.role, place.role, key=RANK.index)
    membership.is_frontrunner |= place.is_frontrunner
    membership.is_trusted |= place.is_trusted
    membership.organisation = membership.organisation or place.organisation
    # Only an invitation names an organisation here, and a coordinator wrote it.
    if place.organisation is not None and place.organisation == membership.organisation:
        membership.speaks_for_organisation = True
    membership.accepted_rules = rules or membership.accepted_rules
    membership.invitation = place.invitation or membership.invitation
    membership.admitted_by = place.admitted_by or membership.admitted_by
    membership.save()
    waiting = community.join_requests.filter(user=user, state=JoinRequest.State.WAITING)
    waiting.update(state=JoinRequest.State.ADMITTED, decided_at=timezone.now(), decided_by=place.admitted_by)
    user.forget_memberships()
    return membership


def keep_a_coordinator(membership: Membership) -> None:
    """Refuse to take away the last coordinator, and let nobody else take one away meanwhile.

    To be called inside a transaction, before the membership itself is locked: else two who leave at once wait for
    each other for ever.
    """
    Community.objects.select_for_update(no_key=True).get(pk=membership.community_id)
    coordinators = Membership.objects.active().filter(community=membership.community_id, role=Role.COORDINATOR)
    found = set(coordinators.values_list("pk", flat=True))
    if found == {membership.pk}:
        raise JoiningError(LAST_COORDINATOR)


def _wait_a_day(by: User, community: Community) -> None:
    """Asking, taking it back and asking again would call the coordinators every time."""
    ended = {JoinRequest.State.REFUSED, JoinRequest.State.WITHDRAWN}
    since = timezone.now() - ASK_AGAIN_AFTER
    recent = JoinRequest.objects.filter(community=community, user=by, state__in=ended, decided_at__gt=since)
    last = recent.order_by("-decided_at").first()
    if last is None or last.decided_at is None:
        return
    moment = last.decided_at + ASK_AGAIN_AFTER
    raise JoiningError(
        f"Uw vorige aanvraag is {last.get_state_display()}. U kunt opnieuw vragen vanaf {long_date(moment)} om "
        f"{clock(moment)} uur."
    )


def _was_blocked(membership: Membership) -> bool:
    """Whether a coordinator blocked this member before, other than by a mistake that an objection brought to light."""
    blocked = membership.measures.filter(kind=Measure.Kind.BLOCK)
    return blocked.exclude(objection=Measure.Objection.UPHELD).exists()


def _membership(user: User, community: Community, place: Place) -> Membership:
    return Membership(
        user=user,
        community=community,
        role=place.role,
        is_frontrunner=place.is_frontrunner,
        organisation=place.organisation,
    )


def _consent(user: User, community: Community, subject: str, wording: str) -> None:
    Consent.objects.create(user=user, community=community, subject=subject, is_given=True, wording=wording[:300])


def _forget_place(membership: Membership) -> None:
    """What somebody told about themselves was for the other members; who comes back tells it anew."""
    membership.bio = membership.function = membership.frontrunner_for = ""
    membership.organisation, membership.speaks_for_organisation = None, False
    membership.is_frontrunner = membership.is_shown_to_visitors = False


def _consent_lapses(request: JoinRequest, wording: str) -> None:
    """Who asked to join and does not become a member agreed to nothing that still has a purpose."""
    about = {"user": request.user, "community": request.community, "subject": Consent.Subject.PRIVACY}
    standing = Consent.objects.filter(**about).first()
    if standing is not None and standing.is_given:
        Consent.objects.create(**about, is_given=False, wording=wording)


def _take_back(user: User, community: Community, subject: str) -> None:
    wording = "Ingetrokken door de community te verlaten."
    Consent.objects.create(user=user, community=community, subject=subject, is_given=False, wording=wording)


def _locked(request: JoinRequest) -> JoinRequest:
    return JoinRequest.objects.select_for_update(of=("self",)).select_related("community", "user").get(pk=request.pk)


def _to_decide(request: JoinRequest, by: User) -> JoinRequest:
    locked = _locked(request)
    if not by.has_perm("communities.coordinate", locked):
        raise PermissionDenied
    return locked


def _refuse_decided(request: JoinRequest) -> None:
    if not request.is_waiting:
        raise JoiningError(f"Deze aanvraag is al {request.get_state_display()}.")


def _decide(request: JoinRequest, state: str, by: User) -> None:
    request.state, request.decided_at, request.decided_by = state, timezone.now(), by
    request.save(update_fields=["state", "decided_at", "decided_by", "reason"])


def _tell(request: JoinRequest, title: str, text: str, path: str) -> None:
    """Tell who asked; the path is their own page, for a private community does not exist for who is refused."""
    notify(
        users=[request.user],
        kind=Notice.Kind.INVITATION,
        key=f"join-request-{request.pk}-decided",
        title=title,
        text=text,
        path=path,
        community=request.community,
    )
