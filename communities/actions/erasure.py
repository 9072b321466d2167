"""Erasing an account: everything that the register says, in one go, and then the name wherever others wrote it."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.db import transaction

from communities.access.privacy import own_addresses
from communities.actions.log import note
from communities.actions.notices import forget_notices
from communities.actions.traces import traces_of
from communities.models import Community, Membership, Role, User
from communities.registry import Erasure, Kept, personal_lines


class LastCoordinator(Exception):
    """Somebody cannot go, for a community would have nobody left. `communities` says which."""

    def __init__(self, communities: list[Community]) -> None:
        super().__init__("last coordinator")
        self.communities = communities


@transaction.atomic
def erase_account(*, by: User, user: User, removes_texts: bool) -> int:
    """Erase somebody's account, their own or, by an administrator, another's; returns the number that stays in the log.

    Contributions stay without a name, or go too where `removes_texts`. Raises LastCoordinator where a community that
    goes on would be left with nobody, and PermissionDenied for who may not.
    """
    if by.pk != user.pk and not (by.is_staff and by.is_active):
        raise PermissionDenied
    return erase(user=user, by=by, removes_texts=removes_texts)


@transaction.atomic
def erase(*, user: User, by: User | None, removes_texts: bool = False) -> int:
    """The erasing itself, also for the retention of accounts that nobody uses; asks no right."""
    gone = lock_to_erase(user)
    alone = communities_left_alone(gone)
    if alone:
        raise LastCoordinator(alone)
    emails = own_addresses(gone)
    traces = traces_of(gone, emails)
    if removes_texts:
        forget_notices(keys=traces.keys)
    Session.objects.filter(session_key__in=UserSession.objects.filter(user=gone).values("session_key")).delete()
    for line in personal_lines():
        _let_go(line, gone, emails, removes_texts)
    note(by=by, action="verwijdert account", thing=gone)
    number = gone.pk
    gone.delete()
    traces.wipe()
    return number


def communities_left_alone(user: User) -> list[Community]:
    """The communities that go on and have no other coordinator than this person."""
    others = Membership.objects.active().filter(role=Role.COORDINATOR).exclude(user=user)
    mine = Membership.objects.active().filter(role=Role.COORDINATOR, user=user, community__ended_on=None)
    alone = mine.exclude(community__in=others.values("community"))
    return [one.community for one in alone.select_related("community").order_by("community__name")]


def lock_to_erase(user: User) -> User:
    """Hold this account, and before it every community that they run, as leaving and changing a role do.

    The communities first and in order: so nobody waits for somebody who waits for them.
    """
    mine = Membership.objects.filter(user=user, role=Role.COORDINATOR).values("community")
    held = Community.objects.filter(pk__in=mine).select_for_update(no_key=True).order_by("pk")
    list(held.values_list("pk", flat=True))
    return User.objects.select_for_update().get(pk=user.pk)


def _let_go(line: Kept, user: User, emails: Iterable[str], removes_texts: bool) -> None:
    """What the register says of one model, for one person."""
    if line.model == "communities.User" or line.erasure == Erasure.KEEP:
        return
    # What they wrote about others forgets its writer when the account goes, unless the texts must go too. Where rows
    # stay, the texts in them are those of their owners.
    goes_whole = removes_texts and line.erasure == Erasure.ERASE
    rows = line.rows_of(user, emails) if goes_whole else line.rows_about(user, emails)
    pks = list(rows.values_list("pk", flat=True))
    if not pks:
        return
    if line.erasure == Erasure.ERASE:
        remove(line, pks)
    else:
        anonymise(line, pks, removes_texts=removes_texts)


def anonymise(line: Kept, pks: list[Any], *, removes_texts: bool = False) -> None:
    """Take the person out of these rows; with `removes_texts` their texts too. What was never published goes anyway."""
    whole = _gone_whole(line, pks)
    remove(line, whole)
    rows = line.model_class._base_manager.filter(pk__in=set(pks) - set(whole))
    if line.blanks:
        rows.update(**line.blanks)
    if not removes_texts:
        rows = rows.filter(line.unpublished) if line.unpublished is not None else rows.none()
    if line.text_rows is not None:
        rows = rows.filter(line.text_rows)
    if line.is_erased_with_texts:
        remove(line, list(rows.values_list("pk", flat=True)))
    elif line.text_blanks:
        rows.update(**line.text_blanks)


def _gone_whole(line: Kept, pks: list[Any]) -> list[Any]:
    """Those that are erased where others stay: what is of a person alone, and what is the same as another without."""
    rows = line.model_class._base_manager.filter(pk__in=pks)
    whole = [] if line.gone is None else list(rows.filter(line.gone).values_list("pk", flat=True))
    if line.once:
        blanks = {name: value for name, value in line.blanks.items() if name in line.once}
        rest = [name for name in line.once if name not in blanks]
        others = line.model_class._base_manager.filter(**blanks).exclude(pk__in=pks)
        standing = set(others.values_list(*rest))
        for pk, *same in rows.exclude(pk__in=whole).order_by("pk").values_list("pk", *rest):
            if tuple(same) in standing:
                whole.append(pk)
            standing.add(tuple(same))
    return whole


def remove(line: Kept, pks: list[Any]) -> None:
    """Delete these rows, and their files as soon as that is certain."""
    rows = line.model_class._base_manager.filter(pk__in=pks)
    names = [name for one in rows.values_list(*line.files) for name in one if name] if line.files else []
    rows.delete()
    for name in names:
        transaction.on_commit(partial(default_storage.delete, name))
