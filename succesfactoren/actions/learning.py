"""Letting other communities learn from the outcome of this one, and taking that back."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from communities.actions.log import note
from communities.models import User
from succesfactoren.models import Assessment, Instrument


@transaction.atomic
def share_profile(*, by: User, assessment: Assessment, shares: bool) -> Assessment:
    """Let other communities see the published scores of the seven factors, or no longer; returns the assessment.

    Asked twice it is done once. Sharing needs a community that is going on; taking back is always possible for who
    runs it. Raises PermissionDenied for who may not, and ValueError where it is not about the seven factors.
    """
    found = Assessment.objects.select_related("trajectory__community", "instrument").select_for_update(of=("self",))
    locked = found.get(pk=assessment.pk)
    if not by.has_perm("succesfactoren.run_rounds" if shares else "succesfactoren.view_rounds", locked.community):
        raise PermissionDenied
    if locked.instrument.purpose != Instrument.Purpose.FACTORS:
        raise ValueError("only the seven factors can be set side by side")
    if (locked.shares_profile_at is not None) == shares:
        return locked
    locked.shares_profile_at = timezone.now() if shares else None
    locked.save(update_fields=["shares_profile_at"])
    action = "deelt de uitkomst van" if shares else "deelt niet meer de uitkomst van"
    note(by=by, action=action, thing=locked, community=locked.community)
    return locked
