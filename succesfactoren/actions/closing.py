"""Closing a round: the outcome is made once, and what could lead back to a person is wiped."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from communities.actions.log import note
from communities.models import User
from succesfactoren.access.rounds import is_promised, response_of
from succesfactoren.actions.mixing import drop_unsent_words, seal_round
from succesfactoren.analysis.asked import Thresholds
from succesfactoren.analysis.outcome import Earlier, outcome_of
from succesfactoren.analysis.outcome_shape import METHOD
from succesfactoren.frames import factors_of, open_questions_of, populations_of, questionnaire_of
from succesfactoren.letters.promises import promised_words
from succesfactoren.models import Outcome, Round


class RoundError(Exception):
    """It cannot be done; the text says why, in Dutch. `field`: where in a form that belongs, where it does."""

    def __init__(self, words: str, field: str | None = None) -> None:
        super().__init__(words)
        self.field = field


@transaction.atomic
def close_round(*, round: Round, by: User | None, at: datetime | None = None) -> Outcome:
    """Close a round, make its outcome and wipe the addresses; returns the outcome. Closing twice changes nothing.

    `by` is None when the clock closes it; `at` is the moment for a round that ended before today. Whoever is sending
    answers at this moment waits, and then finds it closed.
    Raises PermissionDenied, and RoundError for a round that never opened, or whose end was promised and is to come.
    """
    if by is not None and not by.has_perm("succesfactoren.run_rounds", round.community):
        raise PermissionDenied
    whole = Round.objects.select_related("version__instrument", "assessment__trajectory__community")
    locked = whole.select_for_update(of=("self",)).get(pk=round.pk)
    if locked.is_closed:
        return locked.outcome
    if locked.opened_at is None:
        raise RoundError("Deze ronde is nog niet open geweest. U kunt haar wijzigen of weghalen.")
    now = at or timezone.now()
    if now < locked.closes_at and is_promised(locked):
        raise RoundError(promised_words(locked))
    drop_unsent_words(locked)
    outcome = Outcome.objects.create(round=locked, figures=_figures(locked), method=METHOD)
    locked.closed_at, locked.closes_at = now, min(now, locked.closes_at)
    locked.save(update_fields=["closed_at", "closes_at"])
    seal_round(locked)
    note(by=by, action="sluit", thing=locked, community=locked.community)
    return outcome


def _figures(round: Round) -> dict[str, object]:
    asked = questionnaire_of(round)
    populations = populations_of(round, asked)
    made = outcome_of(
        asked,
        populations,
        response=response_of(round, is_final=True),
        least=Thresholds(round.minimum_group, round.minimum_detail),
        earlier=_earlier(round, populations[0].door),
        open_questions=open_questions_of(round),
    )
    return dict(made)


def _earlier(round: Round, door: str) -> Earlier | None:
    """The last closed round of the same assessment, where there is one: of it who came in by the same door."""
    before = round.assessment.rounds.closed().select_related("version__instrument", "assessment")
    found = before.filter(closed_at__lt=timezone.now()).exclude(pk=round.pk).order_by("-closed_at").first()
    if found is None:
        return None
    populations = populations_of(found, questionnaire_of(found))
    population = next((one for one in populations if one.door == door), populations[0])
    has_door, same_doors = population.door == door, found.merges_doors == round.merges_doors
    now, then = factors_of(round.version), factors_of(found.version)
    return Earlier(
        round=found.pk,
        name=found.name,
        closed_on=timezone.localdate(found.closed_at).isoformat(),
        population=population,
        same_factors=frozenset(code for code, statements in now.items() if then.get(code) == statements),
        same_audience=found.audience == round.audience and same_doors and has_door,
        is_paired=not round.is_anonymous and not found.is_anonymous and (has_door or not same_doors),
        thresholds=Thresholds(found.minimum_group, found.minimum_detail),
    )
