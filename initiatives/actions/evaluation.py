"""What a voter thought of deciding in this way: asked once after voting, and counted without a row of its own."""

from django.db import transaction
from django.db.models import F

from initiatives.actions.voting import VotingError, hold_right, sent_ballot
from initiatives.models import EvaluationTally, VoteRight


@transaction.atomic
def answer_question(*, right: VoteRight, answer: str) -> bool:
    """Count the answer of this voter; returns whether it was. The first one counts: whose it is, nobody knows later.

    Raises VotingError where voting has closed, for who did not vote themselves, and for what is no answer.
    """
    if answer not in EvaluationTally.Answer.values:
        raise VotingError("Kies een van de antwoorden.")
    locked = hold_right(right)
    if sent_ballot(locked) is None:
        raise VotingError("Deze vraag is voor wie gestemd heeft.")
    if locked.has_evaluated:
        return False
    VoteRight.objects.filter(pk=locked.pk).update(has_evaluated=True)
    tally, _ = EvaluationTally.objects.get_or_create(budget_id=locked.budget_id, answer=answer)
    EvaluationTally.objects.filter(pk=tally.pk).update(n=F("n") + 1)
    return True
