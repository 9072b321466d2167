"""The count of a budget, made once out of all ballots: the rule that was chosen, and the other one beside it. Pure.

Equal Shares is completed with Add1 and then filled from the top; what the budget's rule is not is counted as well, for
«wat als». `docs/adr/0018` says why these.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from math import floor

from initiatives.analysis.ballots import DIVIDE
from initiatives.analysis.comparing import Difference, Preference, Reach, difference
from initiatives.analysis.completing import Completed, complete
from initiatives.analysis.elections import Election, Project, euros
from initiatives.analysis.equal_shares import Utility
from initiatives.analysis.explaining import (
    Explanation,
    Reason,
    explain_equal_shares,
    explain_greedy,
    explain_share,
    untold_points,
)
from initiatives.analysis.greedy import greedy
from initiatives.analysis.result_shape import (
    LEAST_BALLOTS,
    LEAST_SUPPORTERS,
    Comparison,
    ProjectFigures,
    ResultFigures,
    RuleFigures,
    Steps,
    Turnout,
)

EQUAL, GREEDY = "gelijke delen", "meeste stemmen"
TELLS_NOTHING_OF_VOTES = {Reason.TOO_EXPENSIVE}
TOO_FEW = (
    f"Minder dan {LEAST_BALLOTS} mensen kozen iets. Wij laten niet zien hoeveel stemmen elk plan kreeg: dan was te "
    "raden wie wat koos."
)


FEW_SUPPORTERS = f"minder dan {LEAST_SUPPORTERS} stemmers"
FOLLOWS = "niet te zeggen: dan volgt wat een ander plan kreeg"


@dataclass(frozen=True)
class Counted:
    """What one rule makes of an election: the winners in order, and of every project why or why not."""

    rule: str
    winners: tuple[str, ...]
    reasons: Mapping[str, Explanation]


def utility_of(ballot_kind: str) -> Utility:
    """How much a project is worth to who chose it: its cost where people say yes or no, else its points."""
    return Utility.UNIT if ballot_kind == DIVIDE else Utility.COST


def figures_of(election: Election, *, rule: str, ballot_kind: str, turnout: Turnout) -> ResultFigures:
    """The whole result. `rule` is that of the budget."""
    completed = complete(election, utility_of(ballot_kind), is_filled=True)
    untold = untold_points(election)
    equal = Counted(EQUAL, _told_first(election, completed.winners, untold), explain_equal_shares(election, completed))
    outcome = greedy(election)
    top = Counted(GREEDY, _told_first(election, outcome.winners, untold), explain_greedy(election, outcome))
    ours, other = (equal, top) if rule == EQUAL else (top, equal)
    is_small = election.n < LEAST_BALLOTS
    beside = difference(election, equal.winners, top.winners)
    cost = election.cost_of(ours.winners)
    return ResultFigures(
        winners=list(ours.winners),
        amount=election.budget,
        cost=cost,
        left=election.budget - cost,
        hidden=TOO_FEW if is_small and election.n else "",
        rule=rule,
        ballot_kind=ballot_kind,
        utility=utility_of(ballot_kind).value,
        threshold=election.threshold,
        lot=list(election.lot),
        turnout=turnout,
        projects=_projects(election, ours, other, is_small=is_small, has_points=ballot_kind == DIVIDE),
        ours=_rule_figures(ours, beside, is_small=is_small),
        other=_rule_figures(other, beside, is_small=is_small),
        comparison=_comparison(ours, other, beside, is_small=is_small),
        steps=_steps(election, completed) if election.n else None,
    )


def _projects(
    election: Election, ours: Counted, other: Counted, *, is_small: bool, has_points: bool
) -> list[ProjectFigures]:
    untold = untold_points(election) if has_points and not is_small else frozenset()
    return [
        ProjectFigures(
            code=project.code,
            title=project.name,
            cost=project.cost,
            votes=None if is_small else election.votes[project.code],
            points=None if is_small or not has_points or project.code in untold else election.scores[project.code],
            points_untold=_why_untold(election.votes[project.code]) if project.code in untold else "",
            is_won=ours.reasons[project.code].is_won,
            reason=_reason(ours.reasons[project.code], is_small),
            why=_sentence(ours.reasons[project.code], is_small),
            is_won_other=other.reasons[project.code].is_won,
            reason_other=_reason(other.reasons[project.code], is_small),
            why_other=_sentence(other.reasons[project.code], is_small),
        )
        for project in _in_order(election, ours, untold)
    ]


def _why_untold(votes: int) -> str:
    return FEW_SUPPORTERS if votes < LEAST_SUPPORTERS else FOLLOWS


def _told_first(election: Election, codes: Iterable[str], untold: Set[str]) -> tuple[str, ...]:
    """These codes as they stand, but those whose points stay untold last and by number: their place would tell."""
    found = list(codes)
    last = [project.code for project in election.projects if project.code in untold and project.code in found]
    return (*(code for code in found if code not in untold), *last)


def _in_order(election: Election, ours: Counted, untold: Set[str]) -> Sequence[Project]:
    """The winners as they were chosen, then the others by what they got; of both, the untold ones last."""
    places = {code: at for at, code in enumerate(ours.winners)}
    rest = {code: at for at, code in enumerate(election.lot)}

    def place(code: str) -> tuple[int, int, int]:
        if code in places:
            return 0, places[code], 0
        if code in untold:
            # All at one place: they stay in the order of the election, which is that of their numbers.
            return 2, 0, 0
        return 1, 0 if election.n < LEAST_BALLOTS else -election.scores[code], rest[code]

    return sorted(election.projects, key=lambda project: place(project.code))


def _reason(one: Explanation, is_small: bool) -> str:
    return "" if is_small and one.reason not in TELLS_NOTHING_OF_VOTES else one.reason.value


def _sentence(one: Explanation, is_small: bool) -> str:
    if not is_small or one.reason in TELLS_NOTHING_OF_VOTES:
        return one.sentence
    return "Gekozen." if one.is_won else "Niet gekozen."


def _rule_figures(one: Counted, beside: Difference, *, is_small: bool) -> RuleFigures:
    found: Reach = beside.equal_shares if one.rule == EQUAL else beside.greedy
    share, money, winners = found.share_with_winner, found.mean_money, found.mean_winners
    return RuleFigures(
        rule=one.rule,
        winners=list(one.winners),
        cost=found.cost,
        n_with_winner=None if is_small else found.n_with_winner,
        share_with_winner=None if is_small or share is None else float(share),
        mean_money=None if is_small or money is None else floor(money),
        mean_winners=None if is_small or winners is None else float(winners),
    )


def _comparison(ours: Counted, other: Counted, beside: Difference, *, is_small: bool) -> Comparison:
    left, right = set(ours.winners), set(other.winners)
    found: Preference = beside.by_money
    mine, theirs = found.n_equal_shares, found.n_greedy
    if ours.rule != EQUAL:
        mine, theirs = theirs, mine
    return Comparison(
        both=[code for code in ours.winners if code in right],
        only_ours=[code for code in ours.winners if code not in right],
        only_other=[code for code in other.winners if code not in left],
        n_more_ours=None if is_small else mine,
        n_more_other=None if is_small else theirs,
        n_same=None if is_small else found.n_same,
    )


def _steps(election: Election, completed: Completed) -> Steps:
    return Steps(
        share=euros(election.share),
        last_share=euros(completed.run.share),
        step=completed.step,
        n_steps=completed.n_steps,
        is_changed=set(completed.first.codes) != set(completed.run.codes),
        fits_all=completed.overspent_share is None,
        filled=list(_told_first(election, completed.filled, untold_points(election))),
        words=explain_share(election, completed),
    )
