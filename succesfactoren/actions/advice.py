"""After a round: an advice becomes a promise of somebody, in one step."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction

from communities.actions.commitments import CommitmentError, make_commitment
from communities.actions.log import note
from communities.models import Commitment, Community, Organisation, User
from succesfactoren.access.advice import suggestions_of
from succesfactoren.actions.closing import RoundError
from succesfactoren.models import ChosenIntervention, Factor, Round

LONGEST = 200
"""So much fits in a promise (`Commitment.what`); a longer advice is made shorter by who chooses it."""


@transaction.atomic
def choose_intervention(
    *,
    by: User,
    round: Round,
    factor: Factor,
    text: str,
    due_on: date,
    person: User | None = None,
    organisation: Organisation | None = None,
) -> ChosenIntervention:
    """Choose what to do about a factor, and write it down as a promise; returns the choice with its promise.

    The same sentence of the same people for the same day is chosen once, also when it is sent twice. Whose promise was
    taken away meanwhile gets a new one. Raises PermissionDenied, CommitmentError for a promise of nobody, and
    RoundError where the round has no such factor, the sentence is too long, or others promised the same already.
    """
    if not by.has_perm("succesfactoren.choose_advice", round):
        raise PermissionDenied
    text = " ".join(text.split())
    _check(round, factor, text)
    # Who comes second waits here, and then finds the first one's choice.
    Round.objects.select_for_update(of=("self",), no_key=True).get(pk=round.pk)
    found = ChosenIntervention.objects.filter(round=round, factor=factor, text=text).first()
    if found is not None and found.commitment is not None:
        _check_same(found.commitment, person, organisation, due_on)
        return found
    promise = _promise(by, round, what=text, due_on=due_on, person=person, organisation=organisation)
    if found is None:
        is_own = text not in {one.text for one in suggestions_of(factor, round.assessment.subject)}
        found = ChosenIntervention(round=round, factor=factor, text=text, is_own=is_own, created_by=by)
    found.commitment = promise
    found.save()
    note(by=by, action="kiest", thing=found, community=round.community)
    return found


def _check(round: Round, factor: Factor, text: str) -> None:
    if factor.version_id != round.version_id:
        raise RoundError("Dit onderdeel hoort niet bij deze ronde.")
    if not text:
        raise RoundError("Schrijf in één zin wat er gaat gebeuren.")
    if len(text) > LONGEST:
        raise RoundError(f"Een toezegging heeft hooguit {LONGEST} tekens; dit zijn er {len(text)}. Maak de zin korter.")


def _promise(by: User, round: Round, **fields: object) -> Commitment:
    """A new promise, or the same one where it was made elsewhere already."""
    community: Community = round.community
    return make_commitment(by=by, community=community, trajectory=round.assessment.trajectory, **fields)


def _check_same(promise: Commitment, person: User | None, organisation: Organisation | None, due_on: date) -> None:
    if (promise.person, promise.organisation, promise.due_on) != (person, organisation, due_on):
        raise RoundError(
            "Deze stap is al toegezegd. Wijzig die toezegging, of schrijf op wat iemand anders ook nog doet."
        )


__all__ = ["LONGEST", "CommitmentError", "RoundError", "choose_intervention"]
