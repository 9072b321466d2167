"""Taking back what somebody agreed to. What was agreed stays written down; a new line says that it was taken back."""

from django.db import transaction

from communities.access.notices import channels_of
from communities.actions.log import note
from communities.actions.notice_choices import choose_notices
from communities.models import Channel, Consent, JoinRequest, Membership, User


class ConsentError(Exception):
    """A consent that cannot be taken back here. The message is Dutch and says what to do instead."""


@transaction.atomic
def withdraw_consent(*, by: User, consent: Consent) -> Consent:
    """Take a consent back, with what follows from it; taken back already is left as it is.

    Raises ConsentError where taking it back means leaving the community, or taking back the wish to join: that is for
    the person to do. Who does not belong, or not any more, just takes it back.
    """
    if consent.user_id != by.pk:
        raise ConsentError("Dit is niet uw toestemming.")
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    standing = Consent.objects.filter(user=by, community=consent.community_id, subject=consent.subject).first()
    if standing is None or not standing.is_given:
        return consent
    if consent.subject == Consent.Subject.DIGEST:
        weekly = {kind: Channel.NEVER for kind, way in channels_of(by).items() if way == Channel.WEEKLY}
        choose_notices(by=by, channels=weekly)
    elif consent.subject == Consent.Subject.VISIBLE:
        Membership.objects.filter(user=by, community=consent.community_id).update(is_shown_to_visitors=False)
        by.forget_memberships()
    else:
        _refuse_while_needed(by, consent)
    newest = Consent.objects.filter(user=by, community=consent.community_id, subject=consent.subject).first()
    if newest is not None and newest.is_given:
        newest = Consent.objects.create(
            user=by,
            community=consent.community,
            subject=consent.subject,
            is_given=False,
            wording="Ingetrokken bij Mijn gegevens.",
        )
    note(by=by, action="trekt toestemming in", thing=consent)
    return newest or consent


def _refuse_while_needed(by: User, consent: Consent) -> None:
    here = {"user": by, "community": consent.community_id}
    if Membership.objects.filter(**here, status=Membership.Status.ACTIVE).exists():
        raise ConsentError("Zonder deze toestemming kunt u geen lid zijn. Verlaat de community als u haar intrekt.")
    if JoinRequest.objects.filter(**here, state=JoinRequest.State.WAITING).exists():
        raise ConsentError("U vraagt nog om lid te worden. Trek eerst die aanvraag in; deze toestemming vervalt dan.")
