"""Reminding people of what they promised, and letting them answer from the mail."""

from datetime import date, timedelta

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from communities.actions.commitments import CommitmentError, set_commitment_state
from communities.actions.notices import notify
from communities.analysis.promises import BEFORE, BUSY, DONE, LAPSED, STALE, reminder_due
from communities.letters.commitments import DoneLink, done_path, mark_of, reminder_buttons, reminder_words
from communities.models import Commitment, Community, Membership, Notice, Role, User


def remind_of_commitments(*, today: date | None = None) -> int:
    """Remind people of open promises, a week before and a day after; returns how many were told.

    Who promised it is reminded; of a promise without a person the coordinator who wrote it down, or else the
    coordinators of the community. Only who belongs to the community now, only of communities that go on, and each
    reminder once for a date: who moves the date is reminded of the new one.
    """
    day = today or timezone.localdate()
    n_told = 0
    for commitment in _near(day):
        which = reminder_due(timezone.localdate(commitment.created_at), commitment.due_on, day)
        if which is not None:
            n_told += _remind(commitment, which)
    return n_told


def _near(day: date) -> list[Commitment]:
    near = Commitment.objects.open().filter(
        due_on__range=(day - STALE - timedelta(days=1), day + BEFORE),
        community__ended_on=None,
    )
    return list(near.select_related("community", "person", "organisation").prefetch_related("person__memberships"))


def _those_to_remind(commitment: Commitment) -> list[User]:
    """Who follows this promise: the person themselves, or where there is none the coordinator who wrote it down."""
    person = commitment.person
    if person is not None:
        return [person] if person.is_active and _belongs(person, commitment) else []
    running = commitment.community.memberships.active().filter(role=Role.COORDINATOR, user__is_active=True)
    coordinators = [one.user for one in running.select_related("user").order_by("pk")]
    return [one for one in coordinators if one.pk == commitment.created_by_id] or coordinators


def _belongs(person: User, commitment: Commitment) -> bool:
    return any(
        one.community_id == commitment.community_id and one.status == Membership.Status.ACTIVE
        for one in person.memberships.all()
    )


def _remind(commitment: Commitment, which: str) -> int:
    title, text = reminder_words(commitment, which)
    told = [
        notify(
            users=[user],
            kind=Notice.Kind.COMMITMENT,
            key=f"commitment-{commitment.pk}-{which}-{commitment.due_on.isoformat()}",
            title=title,
            text=text,
            path=done_path(commitment, user),
            community=commitment.community,
            button=reminder_buttons(commitment, user),
        )
        for user in _those_to_remind(commitment)
    ]
    return sum(len(notices) for notices in told)


def find_by_link(link: DoneLink) -> tuple[Commitment, User] | None:
    """The commitment and the person of a link; None where either is gone, or the person may not answer any more."""
    found = Commitment.objects.select_related("community", "person", "organisation").filter(pk=link.commitment_id)
    commitment, user = found.first(), User.objects.filter(pk=link.user_id, is_active=True).first()
    if user is None or link.address_mark != mark_of(user):
        return None
    if commitment is None or not user.has_perm("communities.update_commitment", commitment):
        return None
    return commitment, user


def ended_community(link: DoneLink) -> Community | None:
    """The community of a link when it is over, for who still belongs to it; else None."""
    found = Commitment.objects.select_related("community").filter(pk=link.commitment_id).first()
    user = User.objects.filter(pk=link.user_id, is_active=True).first()
    if found is None or user is None or mark_of(user) != link.address_mark or found.community.is_active:
        return None
    return found.community if user.membership_in(found.community) else None


def answer_by_link(*, link: DoneLink, is_done: bool) -> Commitment:
    """Set the promise of this link to done, or take that back; doing it twice is doing it once.

    Raises PermissionDenied when the person may not answer for it any more, and CommitmentError for one that lapsed.
    """
    found = find_by_link(link)
    if found is None:
        raise PermissionDenied
    commitment, user = found
    if not is_done and commitment.state != DONE:
        return commitment
    if commitment.state not in {*Commitment.OPEN_STATES, DONE}:
        raise CommitmentError("Deze toezegging is vervallen.")
    return set_commitment_state(commitment=commitment, by=user, state=DONE if is_done else BUSY)


def lapse_by_link(*, link: DoneLink, because: str) -> Commitment:
    """Let the promise of this link lapse, with the reason; what is done or lapsed already stays as it is.

    Raises PermissionDenied when the person may not answer for it any more, and CommitmentError without a reason.
    """
    found = find_by_link(link)
    if found is None:
        raise PermissionDenied
    commitment, user = found
    if not commitment.is_open:
        return commitment
    return set_commitment_state(commitment=commitment, by=user, state=LAPSED, because=because)
