"""Deciding about answers in words: one by one, by who has read them, and frozen once the result is published.

What was struck out is wiped when the result is published, what is not shown thirty days later.
"""

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from communities.actions.log import note
from communities.models import User
from succesfactoren.access.open_answers import answers_to_read, mark_of
from succesfactoren.analysis.striking import only_struck_out
from succesfactoren.models import OpenAnswer, Round

State = OpenAnswer.State
READ = "succesfactoren.read_open_answers"
HIDDEN_DAYS = 30
"""So long after publishing answers that are not shown are kept."""


class AnswerError(Exception):
    """It cannot be done; the text says why, in Dutch."""


class AnswerConflict(AnswerError):
    """Somebody else decided about this answer meanwhile."""

    def __init__(self, current: OpenAnswer) -> None:
        super().__init__("Iemand anders besliste intussen over dit antwoord. Hieronder staat hoe het nu is.")
        self.current = current


@transaction.atomic
def show_answer(*, answer: OpenAnswer, by: User, shown_text: str, seen: str) -> OpenAnswer:
    """Let others read an answer, with names struck out. `seen` is the mark of what the reader had before them.

    Raises PermissionDenied, AnswerConflict, and AnswerError where more was changed than struck out, where too few
    answered, or where the result has been published.
    """
    locked = _locked(answer, by, seen)
    if locked.round.is_published:
        raise AnswerError("De uitkomst is gepubliceerd. Er komen geen antwoorden meer bij en er verandert niets aan.")
    if not only_struck_out(locked.text, shown_text):
        raise AnswerError(
            "U kunt alleen woorden vervangen door iets tussen haken, zoals [naam] of […]. Verander verder niets."
        )
    if (locked.state, locked.shown_text) == (State.SHOWN, shown_text):
        return locked
    locked.state, locked.shown_text = State.SHOWN, shown_text
    locked.save(update_fields=["state", "shown_text"])
    note(by=by, action="toont", thing=locked, community=locked.round.community)
    return locked


@transaction.atomic
def withhold_answer(*, answer: OpenAnswer, by: User, seen: str) -> OpenAnswer:
    """Do not let others read an answer; also after publishing, for who is recognised after all.

    Raises PermissionDenied and AnswerConflict; AnswerError where too few answered.
    """
    locked = _locked(answer, by, seen)
    if locked.state == State.WITHHELD:
        return locked
    locked.state = State.WITHHELD
    locked.save(update_fields=["state"])
    note(by=by, action="houdt achter", thing=locked, community=locked.round.community)
    return locked


def strike_for_good(round: Round) -> int:
    """Keep of what is shown only the words that others read; returns how many. Before the round is published: then
    the database refuses every change. Part of publishing, which holds the round."""
    return round.open_answers.filter(state=State.SHOWN).update(text=F("shown_text"))


def forget_hidden_answers() -> int:
    """Wipe what was not read or is not shown, thirty days after publishing; returns how many. For the clock."""
    long_ago = timezone.now() - timedelta(days=HIDDEN_DAYS)
    hidden = OpenAnswer.objects.exclude(state=State.SHOWN).filter(round__published_at__lte=long_ago)
    n_wiped, _ = hidden.delete()
    return n_wiped


def _locked(answer: OpenAnswer, by: User, seen: str) -> OpenAnswer:
    """The answer for us alone. The round first, as publishing does: nothing changes between looking and writing."""
    round = Round.objects.select_related("outcome", "assessment__trajectory__community")
    held = round.select_for_update(of=("self",)).get(pk=answer.round_id)
    if not by.has_perm(READ, held):
        raise PermissionDenied
    found = answers_to_read(held).select_for_update(of=("self",)).filter(pk=answer.pk).first()
    if found is None:
        raise AnswerError("Op deze vraag kwamen te weinig antwoorden om ze te lezen of te tonen.")
    if seen != mark_of(found):
        raise AnswerConflict(found)
    found.round = held
    return found
