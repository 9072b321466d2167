"""Promises at an initiative: commitments of the community, with a link to what they are for."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from communities.actions.commitments import CommitmentError, make_commitment
from communities.models import Commitment, User
from initiatives.actions.initiatives import hear_of
from initiatives.models import Initiative, InitiativeCommitment


@transaction.atomic
def promise_at(*, by: User, initiative: Initiative, **fields: Any) -> Commitment:
    """Write down a promise at an initiative: of oneself, or by a coordinator of anybody who belongs; returns it.

    `fields` are those of `make_commitment`, which makes it once also when it is sent twice. Raises PermissionDenied
    for who may not, and CommitmentError for a promise of nobody, or one that already stands at another initiative.
    """
    if not by.has_perm("initiatives.join_initiative", initiative):
        raise PermissionDenied
    made = make_commitment(by=by, community=initiative.community, **fields)
    link, _ = InitiativeCommitment.objects.get_or_create(commitment=made, defaults={"initiative": initiative})
    if link.initiative_id != initiative.pk:
        raise CommitmentError("Deze toezegging staat al bij een ander initiatief. Schrijf erbij wat hier anders is.")
    hear_of(initiative)
    return made
