"""Writing down what was learned when an initiative was finished or stopped."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.text import Truncator

from communities.actions import moderation
from communities.actions.log import note
from communities.models import Post, User
from initiatives.access.initiatives import hidden_along_with
from initiatives.access.lessons import posts_with_advice
from initiatives.analysis.workflow import ENDS
from initiatives.models import Initiative, Lesson

MOST_REASON = 300


class LessonError(Exception):
    """It cannot be done; the text says why, in Dutch."""


class LessonConflict(LessonError):
    """Somebody else wrote or changed it meanwhile. `current` is how it stands now."""

    def __init__(self, current: Lesson) -> None:
        super().__init__("Iemand anders heeft deze les intussen geschreven of gewijzigd.")
        self.current = current


@dataclass(frozen=True)
class LessonWords:
    """What somebody learned; `factor_code` is one of the house's seven factors, or "".

    `version` is that of the lesson which they looked at, 0 where there was none.
    """

    advice: str
    what_worked: str = ""
    what_not: str = ""
    factor_code: str = ""
    is_shared: bool = True
    version: int = 0


@transaction.atomic
def write_lesson(*, by: User, initiative: Initiative, words: LessonWords) -> Lesson:
    """Write the lesson of an initiative that ended, or other words in it: there is one, however often it is sent.

    Who wrote it first stays its writer. Raises LessonConflict when it is not the newest that was looked at, so that
    nothing of somebody else is written over unseen; PermissionDenied for who may not change the initiative, and
    LessonError without an advice or before its end.
    """
    locked = Initiative.objects.select_related("community").select_for_update(of=("self",)).get(pk=initiative.pk)
    if not by.has_perm("initiatives.edit_initiative", locked):
        raise PermissionDenied
    if locked.stage not in ENDS:
        raise LessonError("Een les schrijft u op als het initiatief klaar is of stopt.")
    if not words.advice.strip():
        raise LessonError("Schrijf op wat u anderen aanraadt. Daar leren zij van.")
    kept = {name: value.strip() if isinstance(value, str) else value for name, value in vars(words).items()}
    looked_at = kept.pop("version")
    found = Lesson.objects.filter(initiative=locked).first()
    if found is not None and all(getattr(found, name) == value for name, value in kept.items()):
        return found
    if found is not None and found.version != looked_at:
        raise LessonConflict(found)
    lesson = found or Lesson(initiative=locked, written_by=by, version=0)
    for name, value in kept.items():
        setattr(lesson, name, value)
    lesson.version += 1
    lesson.save()
    note(by=by, action="schrijft de les", thing=lesson, community=locked.community)
    return lesson


def put_away_lesson(lesson: Lesson, by: User, reason: str) -> None:
    """Take a locked one out of sight, with the post about the end that repeats its advice; of that only others than
    its writer hear.

    Asks no right: `communities.actions.moderation` did.
    """
    lesson.hidden_because = Truncator(reason).chars(MOST_REASON)
    lesson.save(update_fields=["hidden_because"])
    shown = posts_with_advice(lesson.initiative).filter(state__in=[Post.State.PUBLISHED, Post.State.HELD])
    for post in shown.select_related("community", "author").order_by("pk"):
        is_theirs = post.author_id is not None and post.author_id == lesson.written_by_id
        moderation.hide(by=by, thing=post, reason=reason, is_told=not is_theirs)


def bring_back_lesson(lesson: Lesson, by: User) -> None:
    """Let a locked one be read again, as `put_away_lesson`."""
    lesson.hidden_because = ""
    lesson.save(update_fields=["hidden_because"])
    along = hidden_along_with(lesson, posts_with_advice(lesson.initiative))
    moderation.undo(by=by, measures=along, besides=lesson.written_by)


def locked_lesson(lesson: Lesson) -> Lesson:
    """It as it stands, which nobody changes before the end of this transaction."""
    whole = Lesson.objects.select_related("initiative__community", "written_by")
    return whole.select_for_update(of=("self",)).get(pk=lesson.pk)
