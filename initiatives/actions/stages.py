"""Moving an initiative from stage to stage, by the table of `initiatives.analysis.workflow`."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.html import format_html, linebreaks

from communities.actions.log import note
from communities.actions.notices import notify
from communities.actions.stream import StreamError, Words
from communities.models import Notice, User
from initiatives.access.lessons import ADVICE_LEAD
from initiatives.access.partners import followers_of
from initiatives.actions.initiatives import InitiativeError, hear_of
from initiatives.actions.lessons import LessonConflict, LessonError, LessonWords, write_lesson
from initiatives.actions.linked import LinkError, post_about
from initiatives.analysis.workflow import asks_lesson, may_become
from initiatives.models import Initiative, Lesson, Stage, StageChange


class StageConflict(InitiativeError):
    """Somebody else moved it meanwhile, to where this change does not start."""


@transaction.atomic
def move_stage(
    *, by: User, initiative: Initiative, after: str, why: str = "", lesson: LessonWords | None = None, seen: str = ""
) -> Initiative:
    """Bring an initiative to the stage `after`, and tell its followers; returns it. To where it is already: no change.

    That it was finished or stopped, the community reads in its stream. `seen` is the stage that `by` looked at.
    Finishing or stopping asks for the lesson, which is written with it; one that was written before counts. Raises
    PermissionDenied for who may not, StageConflict when somebody else moved it since, LessonConflict when the lesson
    is another one by now, and InitiativeError for a change that the table does not know or without a lesson.
    """
    locked = _locked(initiative)
    if not by.has_perm("initiatives.edit_initiative", locked):
        raise PermissionDenied
    before = locked.stage
    if before == after:
        return locked
    _check(locked, after, seen)
    _go_to(locked, after)
    change = StageChange.objects.create(initiative=locked, before=before, after=after, why=why.strip(), by=by)
    note(by=by, action=f"zet op {after}", thing=locked)
    if asks_lesson(after):
        _learn(locked, by, lesson)
    hear_of(locked)
    if locked.is_placed:
        _tell(locked, change, by)
    return locked


def _locked(initiative: Initiative) -> Initiative:
    whole = Initiative.objects.select_related("community", "lead", "proposed_by").prefetch_related("partners")
    return whole.select_for_update(of=("self",), no_key=True).get(pk=initiative.pk)


def _check(initiative: Initiative, after: str, seen: str) -> None:
    now = initiative.get_stage_display().lower()
    if seen and initiative.stage != seen:
        raise StageConflict(f"Iemand anders zette dit initiatief intussen op “{now}”. Kijk of uw stap nog klopt.")
    if not may_become(initiative.stage, after):
        then = Stage(after).label.lower() if after in Stage.values else after
        raise InitiativeError(f"Een initiatief kan niet van “{now}” naar “{then}”.")


def _go_to(initiative: Initiative, after: str) -> None:
    today = timezone.localdate()
    initiative.stage, initiative.stage_since = after, today
    has_begun = after == Stage.DOING and initiative.started_on is None
    if has_begun and (initiative.ends_on is None or initiative.ends_on >= today):
        initiative.started_on = today
    if asks_lesson(after):
        # What is over is not stuck any more, and needs no help.
        initiative.blocked_because = initiative.asks_help = ""
    initiative.version += 1
    initiative.save()


def _learn(initiative: Initiative, by: User, lesson: LessonWords | None) -> None:
    if lesson is not None:
        try:
            write_lesson(by=by, initiative=initiative, words=lesson)
        except LessonConflict:
            raise
        except LessonError as error:
            raise InitiativeError(str(error)) from error
    elif not Lesson.objects.filter(initiative=initiative).exists():
        raise InitiativeError("Schrijf op wat u leerde: bij afronden en stoppen hoort de les.")


def _tell(initiative: Initiative, change: StageChange, by: User) -> None:
    """An end is news for the community, in the stream; of a step on the way only the followers hear."""
    if not (asks_lesson(change.after) and _is_posted(initiative, by)):
        _tell_followers(initiative, change, by)


def _is_posted(initiative: Initiative, by: User) -> bool:
    """Write the post about the end; whether `by` could."""
    if not by.has_perm("communities.contribute", initiative.community):
        return False
    try:
        post_about(by=by, initiative=initiative, words=_words_of_end(initiative))
    except (StreamError, LinkError):
        return False
    return True


def _words_of_end(initiative: Initiative) -> Words:
    """That it is over, with the advice to others where it is shared with everybody."""
    lesson = Lesson.objects.shown().filter(initiative=initiative, is_shared=True).first()
    advice = linebreaks(f"{ADVICE_LEAD} {lesson.advice}", autoescape=True) if lesson else ""
    address = f"{settings.SITE_URL}{initiative.get_absolute_url()}"
    link = format_html('<p><a href="{}">Bekijk het initiatief</a></p>', address)
    return Words(f"“{initiative.title}” is {initiative.get_stage_display().lower()}", f"{advice}{link}")


def _tell_followers(initiative: Initiative, change: StageChange, by: User) -> None:
    notify(
        users=followers_of(initiative).exclude(pk=by.pk),
        kind=Notice.Kind.NEWS,
        key=f"initiative-{initiative.pk}-stage-{change.pk}",
        title=f"“{initiative.title}” staat nu op {initiative.get_stage_display().lower()}"[:200],
        path=initiative.get_absolute_url(),
        community=initiative.community,
    )
