"""Milestones: set, changed, reached and removed, by who may edit the initiative."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from communities.actions.log import note
from communities.models import User
from initiatives.actions.initiatives import hear_of
from initiatives.models import Initiative, Milestone
from lib.moments import check_days


class MilestoneError(Exception):
    """It cannot be done; the text says why, in Dutch."""


class MilestoneConflict(MilestoneError):
    """Somebody else changed it meanwhile. `current` is how it stands now."""

    def __init__(self, current: Milestone) -> None:
        super().__init__("Iemand anders heeft deze mijlpaal intussen gewijzigd.")
        self.current = current


@transaction.atomic
def add_milestone(*, by: User, initiative: Initiative, title: str, due_on: date) -> Milestone:
    """Set something to work towards; returns it. Sent twice, it is there once."""
    _must_edit(by, initiative)
    check_days(due_on)
    made, is_new = Milestone.objects.get_or_create(initiative=initiative, title=title.strip(), due_on=due_on)
    if is_new:
        note(by=by, action="zet neer", thing=made, community=initiative.community)
    hear_of(initiative)
    return made


@transaction.atomic
def change_milestone(*, milestone: Milestone, by: User, version: int, title: str, due_on: date) -> Milestone:
    """Change the words or the day; returns it as it stands.

    `version` is the one that `by` looked at: MilestoneConflict when it is not the newest. Raises MilestoneError where
    another milestone of this initiative has the same words and day.
    """
    locked = _locked(milestone)
    _must_edit(by, locked.initiative)
    if (locked.title, locked.due_on) == (title.strip(), due_on):
        return locked
    if locked.version != version:
        raise MilestoneConflict(locked)
    check_days(due_on)
    same = Milestone.objects.filter(initiative=locked.initiative, title=title.strip(), due_on=due_on)
    if same.exclude(pk=locked.pk).exists():
        raise MilestoneError("Deze mijlpaal staat er al, op dezelfde dag.")
    locked.title, locked.due_on = title.strip(), due_on
    hear_of(locked.initiative)
    return _keep(locked, by, "wijzigt")


@transaction.atomic
def reach_milestone(*, milestone: Milestone, by: User, on: date) -> Milestone:
    """Say on which day it was reached, a sign of life; returns it. A day still to come raises MilestoneError."""
    check_days(on)
    if on > timezone.localdate():
        raise MilestoneError("Deze dag moet nog komen. Kies vandaag of een dag die voorbij is.")
    locked = _locked(milestone)
    _must_edit(by, locked.initiative)
    if locked.done_on == on:
        return locked
    locked.done_on = on
    hear_of(locked.initiative)
    return _keep(locked, by, "bereikt")


@transaction.atomic
def reopen_milestone(*, milestone: Milestone, by: User) -> Milestone:
    """Say that it was not reached after all; returns it."""
    locked = _locked(milestone)
    _must_edit(by, locked.initiative)
    if locked.done_on is None:
        return locked
    locked.done_on = None
    return _keep(locked, by, "zet weer open")


@transaction.atomic
def remove_milestone(*, milestone: Milestone, by: User) -> Initiative:
    """Take it away for good; returns the initiative it was of. Taking it away twice is doing it once."""
    initiative = milestone.initiative
    _must_edit(by, initiative)
    found = Milestone.objects.select_for_update().filter(pk=milestone.pk).first()
    if found is not None:
        note(by=by, action="haalt weg", thing=found, community=initiative.community)
        found.delete()
    return initiative


def _must_edit(by: User, initiative: Initiative) -> None:
    if not by.has_perm("initiatives.edit_initiative", initiative):
        raise PermissionDenied


def _locked(milestone: Milestone) -> Milestone:
    whole = Milestone.objects.select_related("initiative__community")
    return whole.select_for_update(of=("self",)).get(pk=milestone.pk)


def _keep(milestone: Milestone, by: User, action: str) -> Milestone:
    milestone.version += 1
    milestone.save()
    note(by=by, action=action, thing=milestone, community=milestone.community)
    return milestone
