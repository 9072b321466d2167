"""What somebody wants to hear: their matrix, how much of each community, and stopping mail from a link."""

from collections.abc import Mapping

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from communities.access.notices import channels_of
from communities.actions.log import note
from communities.letters.unsubscribing import DIGEST, Stop
from communities.models import ALWAYS, Channel, Consent, Membership, Notice, NotificationChoice, User

CONSENT_WORDING = "Stuur mij elke maandag een overzicht van wat er in mijn communities gebeurt."


@transaction.atomic
def choose_notices(*, by: User, channels: Mapping[str, str], volumes: Mapping[int, str] | None = None) -> User:
    """Keep what somebody wants: kind → channel, and community → volume. What is not named stays as it is.

    Kinds that cannot be switched off stay on. Switching the weekly digest on or off leaves a line of consent.
    """
    person = User.objects.select_for_update(no_key=True).get(pk=by.pk)
    before = channels_of(person)
    changed = {kind: way for kind, way in channels.items() if kind not in ALWAYS and before[kind] != way}
    for kind, way in changed.items():
        NotificationChoice.objects.update_or_create(
            user=person, kind=Notice.Kind(kind), defaults={"channel": Channel(way)}
        )
    _note_consent(person, before=before, after=before | changed)
    n_volumes = sum(_set_volume(person, pk, volume) for pk, volume in (volumes or {}).items())
    if changed or n_volumes:
        by.forget_memberships()
        note(by=person, action="kiest berichten", thing=person)
    return person


@transaction.atomic
def stop_mail(*, stop: Stop) -> User:
    """Stop what a signed link stops; the signature is the right. Raises PermissionDenied when the account is gone."""
    person = User.objects.filter(pk=stop.user_id).first()
    if person is None:
        raise PermissionDenied
    if stop.kind != DIGEST:
        return choose_notices(by=person, channels={stop.kind: Channel.NEVER})
    weekly = {kind: Channel.NEVER for kind, way in channels_of(person).items() if way == Channel.WEEKLY}
    return choose_notices(by=person, channels=weekly)


@transaction.atomic
def stop_community_mail(*, stop: Stop) -> User:
    """Stop all mail of the community that a signed link names, save for decisions about oneself."""
    person = User.objects.filter(pk=stop.user_id).first()
    if person is None or stop.community_id is None:
        raise PermissionDenied
    return choose_notices(by=person, channels={}, volumes={stop.community_id: Membership.Volume.NOTHING})


@transaction.atomic
def mark_read(*, notice: Notice, by: User) -> Notice:
    """Note that somebody opened what they were told of; the first time counts."""
    if notice.user_id != by.pk:
        raise PermissionDenied
    if notice.read_at is None:
        notice.read_at = timezone.now()
        Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=notice.read_at)
    return notice


@transaction.atomic
def mark_all_read(*, by: User, community_id: int | None = None) -> int:
    """Note that somebody has seen everything, or everything of one community; returns how many were unread."""
    unread = by.notices.filter(read_at=None)
    if community_id is not None:
        unread = unread.filter(community_id=community_id)
    return unread.update(read_at=timezone.now())


def _set_volume(person: User, community_id: int, volume: str) -> bool:
    own = Membership.objects.filter(user=person, community_id=community_id, status=Membership.Status.ACTIVE)
    return bool(own.exclude(volume=volume).update(volume=Membership.Volume(volume)))


def _note_consent(person: User, *, before: Mapping[str, str], after: Mapping[str, str]) -> None:
    had, has = (Channel.WEEKLY in ways.values() for ways in (before, after))
    if had != has:
        Consent.objects.create(user=person, subject=Consent.Subject.DIGEST, is_given=has, wording=CONSENT_WORDING)
