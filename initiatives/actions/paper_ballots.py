"""Ballots on paper, typed in by two people who do not see each other's. What both typed the same becomes a ballot."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from communities.actions.log import note
from communities.models import User
from initiatives.access.voting import code_hash, counted_projects, on_the_ballot, parse_printed
from initiatives.actions.vote_roll import VotedOnSite, leaving_a_trace, locked_budget
from initiatives.actions.voting import VotingError, forget_draft
from initiatives.analysis.ballots import checked
from initiatives.analysis.elections import BallotError
from initiatives.models import Ballot, BudgetRound, PaperBallot, VoteRight
from lib.text import number as counted

HIGHEST_NUMBER = 99_999
FIRST, SECOND = "eerste", "tweede"
VOTED_ON_SITE = "Met deze code is al op de site gestemd. Dit papier telt niet mee: leg het apart."
VOTED_ON_PAPER = "Met deze code is al een ander papier verwerkt. Dit papier telt niet mee: leg het apart."
NOT_NOW = "Stembiljetten intypen kan vanaf het begin van het stemmen, tot u de stemmen telt."
NO_CODE = "Deze stemcode kennen wij niet. Typ haar over zoals zij op de brief staat, met het nummer ervoor."


class PaperError(VotingError):
    """It cannot be typed in; the text says why, in Dutch."""


class PaperOfVoter(PaperError, VotedOnSite):
    """The code on it has voted on the site."""


@dataclass(frozen=True)
class Typed:
    """What somebody typed from a paper ballot."""

    choices: Mapping[str, int] = field(default_factory=dict)
    code: str = ""
    is_invalid: bool = False
    """Not filled in as the ballot says, so that it cannot be counted."""


@dataclass(frozen=True)
class Difference:
    """A project of which two people typed something else."""

    code: str
    first: int
    second: int

    @property
    def name(self) -> str:
        """Of the choice in a form."""
        return f"verschil-{self.code}"


def type_paper(*, by: User, budget: BudgetRound, number: int, typed: Typed) -> PaperBallot:
    """Keep what somebody typed: as the first, or as the second, who must be another person.

    Typed the same by both it becomes a ballot at once. Who typed may type again as long as the other has not. Raises
    PermissionDenied, PaperError for a number that is done or a code that cannot be used, BallotError for what cannot
    be counted. A new number needs a ballot that was handed out, where no code says whose it is.
    """
    with leaving_a_trace(by, budget):
        return _type(by, budget, number, typed)


def _type(by: User, budget: BudgetRound, number: int, typed: Typed) -> PaperBallot:
    locked = _open_for_paper(by, budget)
    wanted = _as_kept(locked, typed)
    paper = _paper_with(locked, number)
    if paper.is_done:
        raise PaperError(f"Biljet {number} is al verwerkt. Klopt het nummer op het papier?")
    if paper.first_choices is None or (paper.first_by_id == by.pk and paper.second_choices is None):
        paper.first_choices, paper.first_by = wanted, by
    elif paper.first_by_id == by.pk or paper.second_by_id not in {None, by.pk}:
        raise PaperError(f"Biljet {number} is al door twee mensen ingetypt. De tweede lost de verschillen op.")
    else:
        paper.second_choices, paper.second_by = wanted, by
    paper.save()
    note(by=by, action="typt een stembiljet in", thing=locked, community=locked.community)
    return _accept(paper, paper.first_choices) if paper.first_choices == paper.second_choices else paper


def _paper_with(budget: BudgetRound, number: int) -> PaperBallot:
    """The sheet with this number, which may be new; the budget is locked, so that two new ones are not one too many."""
    if not 1 <= number <= HIGHEST_NUMBER:
        raise PaperError(f"Een biljet heeft een nummer van 1 tot en met {counted(HIGHEST_NUMBER)}. Kijk het na.")
    found: PaperBallot | None = budget.paper_ballots.select_for_update().filter(number=number).first()
    if found is not None:
        return found
    if refused := _why_no_new_one(budget):
        raise PaperError(refused)
    return PaperBallot.objects.create(budget=budget, number=number)


def why_not_typed(budget: BudgetRound, paper: PaperBallot | None) -> str:
    """Why nothing can be typed in here now, in Dutch, or "". `paper` is None for a number that is new."""
    if not _is_time(budget):
        return NOT_NOW
    return _why_no_new_one(budget) if paper is None else ""


def _is_time(budget: BudgetRound) -> bool:
    return budget.opened_at is not None and timezone.now() >= budget.vote_from and budget.counted_at is None


def _why_no_new_one(budget: BudgetRound) -> str:
    if not budget.community.is_active:
        return "De community is afgesloten. Wat al was ingetypt kunt u nog afmaken of wissen."
    if budget.rights == BudgetRound.Rights.CODE:
        return ""
    n_out = budget.vote_rights.filter(is_paper=True).count()
    return _all_typed(n_out) if budget.paper_ballots.count() >= n_out else ""


def _all_typed(n_out: int) -> str:
    if not n_out:
        return "Er is geen stembiljet uitgedeeld. Streep eerst af wie papier krijgt, zolang het stemmen open is."
    out = "is 1 stembiljet" if n_out == 1 else f"zijn {counted(n_out)} stembiljetten"
    return f"Er {out} uitgedeeld en niet minder nummers ingetypt. Dit nummer kan er niet bij: kijk het na."


def settle_paper(*, by: User, paper: PaperBallot, chosen: Mapping[str, str]) -> PaperBallot:
    """Say of each difference what stands on the paper; `chosen` maps its name to FIRST or SECOND. By the second person.

    Raises PaperError where one is not settled, or where the two typed another code: that has to be typed again.
    """
    with leaving_a_trace(by, paper.budget):
        return _settle(by, paper, chosen)


def _settle(by: User, paper: PaperBallot, chosen: Mapping[str, str]) -> PaperBallot:
    locked = _open_for_paper(by, paper.budget)
    found = PaperBallot.objects.select_for_update().get(pk=paper.pk)
    if found.is_done:
        return found
    if found.first_choices is None or found.second_choices is None or found.second_by_id != by.pk:
        raise PaperError("Wie dit biljet als tweede intypte, beslist over de verschillen.")
    if not is_settled_by_choosing(found):
        raise PaperError("De stemcode verschilt, of één van u vond het biljet ongeldig. Typ het biljet opnieuw.")
    choices = dict(found.first_choices["choices"])
    for one in differences(found):
        if chosen.get(one.name) not in {FIRST, SECOND}:
            raise PaperError("Kies bij elk verschil wat er op het papier staat.")
        kept = one.first if chosen[one.name] == FIRST else one.second
        choices.pop(one.code, None)
        if kept:
            choices[one.code] = kept
    _must_be_valid(locked, choices)
    note(by=by, action="beslist over een stembiljet", thing=locked, community=locked.community)
    return _accept(found, found.first_choices | {"choices": choices})


@transaction.atomic
def drop_paper(*, by: User, paper: PaperBallot) -> None:
    """Wipe what was typed from a ballot that is not done: to begin again, or because it does not count."""
    locked = _open_for_paper(by, paper.budget)
    found = PaperBallot.objects.select_for_update().filter(pk=paper.pk, is_done=False).first()
    if found is not None:
        found.delete()
        note(by=by, action="wist een ingetypt stembiljet", thing=locked, community=locked.community)


def differences(paper: PaperBallot) -> list[Difference]:
    """Of which projects the two typed something else; 0 is nothing. By number."""
    if paper.first_choices is None or paper.second_choices is None:
        return []
    first, second = paper.first_choices["choices"], paper.second_choices["choices"]
    found = [Difference(code, first.get(code, 0), second.get(code, 0)) for code in {*first, *second}]
    return sorted((one for one in found if one.first != one.second), key=lambda one: int(one.code))


def is_other_voter(paper: PaperBallot) -> bool:
    """Whether the two typed another code."""
    first, second = paper.first_choices, paper.second_choices
    return first is not None and second is not None and first["voter"] != second["voter"]


def is_settled_by_choosing(paper: PaperBallot) -> bool:
    """Whether the two differ in projects only, so that the second person can choose."""
    first, second = paper.first_choices, paper.second_choices
    if first is None or second is None:
        return False
    return all(first[name] == second[name] for name in ("voter", "is_invalid"))


def _open_for_paper(by: User, budget: BudgetRound) -> BudgetRound:
    locked = locked_budget(budget)
    if not by.has_perm("initiatives.type_paper_ballots", locked):
        raise PermissionDenied
    if not _is_time(locked):
        raise PaperError(NOT_NOW)
    return locked


def _as_kept(budget: BudgetRound, typed: Typed) -> dict[str, Any]:
    """What is kept of it until both typed: the code only as its hash."""
    voter = ""
    if budget.rights == BudgetRound.Rights.CODE:
        voter = _right_on_paper(budget, typed.code).voter_hash
    if typed.is_invalid:
        return {"choices": {}, "voter": voter, "is_invalid": True}
    _must_be_valid(budget, typed.choices)
    return {"choices": dict(sorted(typed.choices.items())), "voter": voter, "is_invalid": False}


def _must_be_valid(budget: BudgetRound, choices: Mapping[str, int]) -> None:
    try:
        checked(budget.ballot_kind, choices, counted_projects(on_the_ballot(budget)), budget.amount_cents)
    except BallotError as error:
        raise BallotError(f"{error} Staat dit zo op het papier? Dan is het biljet ongeldig: kruis dat aan.") from error


def _right_on_paper(budget: BudgetRound, code: str) -> VoteRight:
    parsed = parse_printed(code)
    rights = budget.vote_rights.select_for_update()
    right = rights.filter(voter_hash=code_hash(budget, parsed[1])).first() if parsed else None
    if parsed is None or parsed[0] != budget.pk or right is None:
        raise PaperError(NO_CODE)
    _must_be_free(right)
    found: VoteRight = right
    return found


def _must_be_free(right: VoteRight) -> None:
    if right.has_voted:
        raise PaperError(VOTED_ON_PAPER) if right.is_paper else PaperOfVoter(VOTED_ON_SITE)


def _accept(paper: PaperBallot, typed: Mapping[str, Any]) -> PaperBallot:
    """Make the ballot and wipe what was typed, in one transaction; the ballot does not know its paper."""
    budget = paper.budget
    if typed["voter"]:
        right = budget.vote_rights.select_for_update().get(voter_hash=typed["voter"])
        _must_be_free(right)
        forget_draft(right)
        right.has_voted, right.is_paper, right.has_draft = True, True, False
        right.save(update_fields=["has_voted", "is_paper", "has_draft"])
    if not typed["is_invalid"]:
        Ballot.objects.create(budget=budget, choices=typed["choices"], is_sent=True, is_paper=True)
    paper.first_choices, paper.second_choices, paper.is_done = None, None, True
    paper.save()
    return paper
