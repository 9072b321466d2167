"""Talks: beginning one, writing down what the group agreed, sharing it, taking it away."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction

from communities.actions.log import note
from communities.models import Trajectory, User
from succesfactoren.actions.closing import RoundError
from succesfactoren.models import Assessment, Conversation, Instrument

RUN = "succesfactoren.run_rounds"


@dataclass(frozen=True)
class Written:
    """What the group agreed: a mark for each statement (None: they do not know), and remarks by factor."""

    held_on: date
    present: str = ""
    answers: Mapping[str, int | None] = field(default_factory=dict)
    remarks: Mapping[str, str] = field(default_factory=dict)


class ConversationConflict(RoundError):
    """Somebody else wrote in it meanwhile. `current` is how it stands now."""

    def __init__(self, current: Conversation) -> None:
        super().__init__("Iemand anders heeft dit gesprek intussen gewijzigd.")
        self.current = current


@transaction.atomic
def begin_conversation(
    *, by: User, trajectory: Trajectory, instrument: Instrument, subject: str, held_on: date, present: str = ""
) -> Conversation:
    """Begin the form of a talk, with the newest words of the instrument; returns it.

    Sent twice it is begun once: an empty talk of the same day about the same is that talk. Raises PermissionDenied, and
    RoundError for an instrument without settled words.
    """
    if not by.has_perm(RUN, trajectory) or instrument.community_id not in {None, trajectory.community_id}:
        raise PermissionDenied
    version = instrument.newest
    if version is None:
        raise RoundError("Deze vragenlijst is nog niet vastgesteld. Doe dat eerst.")
    # Who comes second waits here, and then finds the talk of the first.
    Trajectory.objects.select_for_update(no_key=True).get(pk=trajectory.pk)
    subject = " ".join(subject.split())
    assessment, _ = Assessment.objects.get_or_create(trajectory=trajectory, instrument=instrument, subject=subject)
    same = {"held_on": held_on, "present": present, "version": version, "answers": {}, "remarks": {}}
    found = assessment.conversations.filter(**same).first()
    if found is not None:
        return found
    made = Conversation.objects.create(assessment=assessment, created_by=by, **same)
    note(by=by, action="begint", thing=made, community=made.community)
    return made


@transaction.atomic
def write_conversation(*, by: User, talk: Conversation, version_number: int, written: Written) -> Conversation:
    """Write down what the group agreed; returns the talk as it stands.

    `version_number` is the one that `by` looked at. Raises ConversationConflict when it is not the newest and the words
    differ, so that nothing of somebody else is written over unseen; PermissionDenied for who may not.
    """
    locked = _locked(talk, by)
    wanted = {
        "held_on": written.held_on,
        "present": written.present,
        "answers": dict(written.answers),
        "remarks": {code: words for code, words in written.remarks.items() if words},
    }
    if all(getattr(locked, name) == value for name, value in wanted.items()):
        return locked
    if locked.version_number != version_number:
        raise ConversationConflict(locked)
    is_first = not locked.answers and not locked.remarks
    for name, value in wanted.items():
        setattr(locked, name, value)
    locked.version_number += 1
    locked.save()
    if is_first:
        note(by=by, action="vult in", thing=locked, community=locked.community)
    return locked


@transaction.atomic
def share_conversation(*, by: User, talk: Conversation, is_shared: bool) -> Conversation:
    """Let the members read it, or no longer; returns it. Raises PermissionDenied for who may not."""
    locked = _locked(talk, by)
    if locked.is_shared != is_shared:
        locked.is_shared = is_shared
        locked.save(update_fields=["is_shared"])
        note(by=by, action="deelt" if is_shared else "deelt niet meer", thing=locked, community=locked.community)
    return locked


@transaction.atomic
def remove_conversation(*, by: User, talk: Conversation) -> None:
    """Take a talk away for good; promises that were made of it stay. Raises PermissionDenied for who may not."""
    locked = _locked(talk, by)
    note(by=by, action="haalt weg", thing=locked, community=locked.community)
    locked.delete()


def _locked(talk: Conversation, by: User) -> Conversation:
    whole = Conversation.objects.select_related("assessment__trajectory__community", "version__instrument")
    locked = whole.select_for_update(of=("self",)).get(pk=talk.pk)
    if not by.has_perm(RUN, locked.community):
        raise PermissionDenied
    return locked
