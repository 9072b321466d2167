"""The stakeholder map: who is on it, how far they are, and what they hope and fear."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from communities.actions.log import note
from communities.models import Interest, Stakeholder, Trajectory, User

FIELDS = (
    "kind", "name", "organisation", "user", "sector", "function", "email", "influence", "interest", "engagement",
    "notes",
)  # fmt: skip


class StakeholderError(Exception):
    """It cannot be done; the text says why, in Dutch."""


def add_stakeholder(*, trajectory: Trajectory, by: User, **fields: Any) -> Stakeholder:
    """Put somebody on the map; returns the line.

    Raises PermissionDenied, and StakeholderError for who is on it already.
    """
    _may_coordinate(by, trajectory)
    return _save(Stakeholder(trajectory=trajectory), by, "voegt toe", fields)


def change_stakeholder(*, stakeholder: Stakeholder, by: User, **fields: Any) -> Stakeholder:
    """Change what the map says of somebody; raises as `add_stakeholder`.

    What is written down of the hopes and fears of a member goes away when the line becomes somebody else’s: nobody
    inherits them, and nobody else may share them.
    """
    _may_coordinate(by, stakeholder.trajectory)
    with transaction.atomic():
        locked = Stakeholder.objects.select_for_update().get(pk=stakeholder.pk)
        before = locked.user_id
        changed = _save(locked, by, "wijzigt", fields)
        if before is not None and changed.user_id != before:
            changed.interests.all().delete()
    return changed


def _save(stakeholder: Stakeholder, by: User, action: str, fields: dict[str, Any]) -> Stakeholder:
    _may_be_linked(stakeholder.trajectory, fields.get("user"))
    for name in FIELDS:
        if name in fields:
            setattr(stakeholder, name, fields[name])
    try:
        with transaction.atomic():
            stakeholder.save()
            note(by=by, action=action, thing=stakeholder, community=stakeholder.community)
    except IntegrityError as error:
        raise StakeholderError(f"{stakeholder.name} staat al op de kaart, met dit e-mailadres.") from error
    return stakeholder


def _may_be_linked(trajectory: Trajectory, user: User | None) -> None:
    if user is not None and user.membership_in(trajectory.community) is None:
        raise StakeholderError("Alleen een lid van deze community kan worden gekoppeld.")


@transaction.atomic
def remove_stakeholder(*, stakeholder: Stakeholder, by: User) -> None:
    """Take somebody off the map, with the interests that were written down. Raises PermissionDenied."""
    _may_coordinate(by, stakeholder.trajectory)
    note(by=by, action="verwijdert", thing=stakeholder, community=stakeholder.community)
    stakeholder.delete()


@transaction.atomic
def save_interest(
    *, stakeholder: Stakeholder, by: User, level: str, hopes: str, fears: str, is_shared: bool
) -> Interest | None:
    """Write down what a stakeholder hopes and fears at one level; returns it, or None when nothing is left of it.

    The coordinator may write for anybody; a member only for the stakeholder that they are themselves. Of a stakeholder
    who is a member, only that member decides that others may read it: words that the coordinator changes are no longer
    shared. Of others the coordinator shares only what a coordinator wrote. Raises PermissionDenied, and
    StakeholderError for sharing the words of somebody else.
    """
    is_own = stakeholder.user_id is not None and stakeholder.user_id == by.pk
    right = "communities.contribute" if is_own else "communities.coordinate"
    if not by.has_perm(right, stakeholder.trajectory):
        raise PermissionDenied
    Stakeholder.objects.select_for_update().get(pk=stakeholder.pk)
    before = stakeholder.interests.filter(level=level).first()
    words = {"hopes": hopes.strip(), "fears": fears.strip()}
    is_same = before is not None and (before.hopes, before.fears) == (words["hopes"], words["fears"])
    if not is_own and stakeholder.user_id is not None:
        is_shared = is_shared and is_same and before is not None and before.is_shared
    if before is not None and is_same and before.is_shared == is_shared:
        return before
    if is_shared and is_same and before is not None and not is_own:
        _may_share(before)
    if not any(words.values()):
        stakeholder.interests.filter(level=level).delete()
        return None
    kept = words | {"is_shared": is_shared, "changed_by": by}
    made, _ = Interest.objects.update_or_create(stakeholder=stakeholder, level=level, defaults=kept)
    note(by=by, action="schrijft op", thing=made, community=stakeholder.community)
    return made


def _may_share(interest: Interest) -> None:
    writer = interest.changed_by
    if writer is None or not writer.has_perm("communities.manage_community", interest.stakeholder.trajectory):
        raise StakeholderError("Deze woorden zijn van iemand anders. Alleen wie ze schreef, beslist wie ze leest.")


def _may_coordinate(by: User, trajectory: Trajectory) -> None:
    if not by.has_perm("communities.coordinate", trajectory):
        raise PermissionDenied
