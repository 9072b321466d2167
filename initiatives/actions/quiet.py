"""Asking quiet initiatives how it goes, and what follows from the answer."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from communities.actions.log import note
from communities.actions.notices import Quote, notify
from communities.letters.commitments import mark_of
from communities.models import Notice, User
from initiatives.access.quiet import coordinators_of, people_to_ask, to_be_asked
from initiatives.actions.initiatives import hear_of
from initiatives.analysis.signs import may_ask
from initiatives.letters.quiet import QuietLink, question_words, quiet_buttons, quiet_path
from initiatives.models import Initiative, QuietQuestion

Answer = QuietQuestion.Answer


class QuietError(Exception):
    """It cannot be done; the text says why, in Dutch."""


def ask_quiet_initiatives() -> int:
    """Ask those who pull a quiet initiative how it goes; returns how many initiatives were asked.

    One question waits at a time, and nobody is asked again within 45 days, also when this runs twice at once. Where
    nobody is left to ask there is no question: the desk shows that it is quiet.
    """
    return sum(_ask(pk) for pk in list(to_be_asked().order_by("pk").values_list("pk", flat=True)))


@transaction.atomic
def _ask(pk: int) -> bool:
    # Who comes second waits here, and then finds the first one's question.
    locked = Initiative.objects.select_related("community").select_for_update(of=("self",), no_key=True).get(pk=pk)
    last, today = locked.quiet_questions.first(), timezone.localdate()
    people = people_to_ask(locked)
    if not people or not locked.is_quiet or not may_ask(last.asked_on if last else None, today):
        return False
    question, _ = QuietQuestion.objects.update_or_create(initiative=locked, answer="", defaults={"asked_on": today})
    title, text = question_words(locked.title, (today - locked.heard_on).days)
    for user in people:
        notify(
            users=[user],
            kind=Notice.Kind.COMMITMENT,
            key=f"quiet-{question.pk}-{today.isoformat()}",
            title=title,
            text=text,
            path=quiet_path(question, user),
            community=locked.community,
            button=quiet_buttons(question, user),
        )
    return True


def find_by_link(link: QuietLink) -> tuple[QuietQuestion, User] | None:
    """The question and the person of a link; None where either is gone, or the person may not answer any more."""
    question = QuietQuestion.objects.select_related("initiative__community").filter(pk=link.question_id).first()
    user = User.objects.filter(pk=link.user_id, is_active=True).first()
    if user is None or link.address_mark != mark_of(user):
        return None
    if question is None or not user.has_perm("initiatives.say_how_it_goes", question.initiative):
        return None
    return question, user


@transaction.atomic
def answer_quiet(*, link: QuietLink, answer: str, asks_help: str = "") -> QuietQuestion:
    """Answer the question of this link; returns it. The first answer stands: answering twice is answering once.

    “Goed” and “hulp” are signs of life. “Hulp” says on the initiative which help is asked, and tells the coordinators;
    “gestopt” tells them too, and stops nothing: that asks for the lesson. Raises PermissionDenied when the person may
    not answer for it any more, and QuietError for help without words.
    """
    found = find_by_link(link)
    if found is None or answer not in Answer.values:
        raise PermissionDenied
    _, by = found
    question = QuietQuestion.objects.select_for_update().get(pk=link.question_id)
    if question.answer:
        return question
    if answer == Answer.HELP and not asks_help.strip():
        raise QuietError("Schrijf in één zin welke hulp nodig is.")
    question.answer, question.answered_on = answer, timezone.localdate()
    question.save()
    _follow_up(question, asks_help.strip(), by)
    note(by=by, action="antwoordt op", thing=question, community=question.initiative.community)
    return question


def _follow_up(question: QuietQuestion, asks_help: str, by: User) -> None:
    initiative = question.initiative
    if question.answer == Answer.HELP:
        Initiative.objects.filter(pk=initiative.pk).update(asks_help=asks_help, version=F("version") + 1)
        _tell_coordinators(question, by, "Vraagt hulp", Quote(asks_help))
    if question.answer == Answer.STOPPED:
        _tell_coordinators(question, by, "Gestopt, zegt wie het trekt", STOPPED_TEXT)
    else:
        hear_of(initiative)


STOPPED_TEXT = "Het staat nog niet op gestopt: dat gebeurt zodra iemand opschrijft wat ervan te leren is."


def _tell_coordinators(question: QuietQuestion, by: User, what: str, text: str) -> None:
    initiative = question.initiative
    notify(
        users=[one for one in coordinators_of(initiative.community) if one != by],
        kind=Notice.Kind.COMMITMENT,
        key=f"quiet-answer-{question.pk}",
        title=f"{what}: {initiative.title}"[:200],
        text=text,
        path=initiative.get_absolute_url(),
        community=initiative.community,
    )
