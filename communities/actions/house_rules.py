"""House rules: published in versions, and accepted again when they change."""

from django.core.exceptions import PermissionDenied
from django.db import transaction

from communities.access.joining import newest_rules, rules_wording
from communities.actions.joining import RULES_CHANGED, JoiningError
from communities.actions.log import note
from communities.models import Community, Consent, HouseRules, Membership, User


@transaction.atomic
def publish_rules(*, by: User, community: Community, text: str) -> HouseRules:
    """Let new house rules hold from now on; the same text again stays the same version.

    Who publishes them has agreed to them; all others are asked before they contribute again.
    """
    if not by.has_perm("communities.coordinate", community):
        raise PermissionDenied
    Community.objects.select_for_update().get(pk=community.pk)
    newest = newest_rules(community)
    text = text.replace("\r\n", "\n").strip()
    if newest is not None and newest.text == text:
        return newest
    version = newest.version + 1 if newest else 1
    rules = HouseRules.objects.create(community=community, version=version, text=text, published_by=by)
    note(by=by, action="publiceert huisregels", thing=rules)
    membership = Membership.objects.active().filter(community=community, user=by).first()
    if membership is not None:
        _agree(membership, rules)
    community.__dict__.pop("newest_rules_id", None)
    return rules


@transaction.atomic
def accept_rules(*, by: User, community: Community, rules_id: int) -> Membership:
    """Agree to the house rules that hold now; raises JoiningError when others were published meanwhile."""
    membership = (
        Membership.objects.select_for_update(of=("self",)).active().filter(community=community, user=by).first()
    )
    if membership is None:
        raise PermissionDenied
    rules = newest_rules(community)
    if rules is None:
        return membership
    if rules.pk != rules_id:
        raise JoiningError(RULES_CHANGED)
    if membership.accepted_rules_id != rules.pk:
        _agree(membership, rules)
        note(by=by, action="accepteert huisregels", thing=rules)
    return membership


def _agree(membership: Membership, rules: HouseRules) -> None:
    membership.accepted_rules = rules
    membership.save(update_fields=["accepted_rules"])
    membership.user.forget_memberships()
    Consent.objects.create(
        user=membership.user,
        community=membership.community,
        subject=Consent.Subject.RULES,
        is_given=True,
        wording=rules_wording(rules),
    )
