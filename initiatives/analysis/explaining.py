"""«Waarom wel, waarom niet»: of every project the reason, as figures and in plain Dutch, under both rules. Pure.

Only sums over the supporters of a project are told, never on what else they spent their money. And never what fewer
than `LEAST_PURSES` people had: prices are known, so that one purse gives back a whole ballot. That holds for those
outside of the group too, for what everybody had together is known. Nor how many points fewer than `LEAST_SUPPORTERS`
people gave to a project, nor its place in the order of points: `untold_points`.
"""

from collections.abc import Set
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from math import ceil, floor

from initiatives.analysis.completing import Completed
from initiatives.analysis.elections import Election, euros
from initiatives.analysis.equal_shares import Purchase, Spread
from initiatives.analysis.greedy import Greedy, Turn
from initiatives.analysis.result_shape import LEAST_PURSES, LEAST_SUPPORTERS
from lib.text import number


class Reason(Enum):
    """Why a project is done, or not."""

    FREE = "kost niets"
    BOUGHT = "gekocht door zijn stemmers"
    FILLED = "paste in wat over was"
    FROM_TOP = "paste toen het aan de beurt was"
    NO_VOTES = "geen stemmen"
    TOO_EXPENSIVE = "duurder dan het budget"
    BELOW_THRESHOLD = "te weinig stemmen voor zijn kosten"
    TOO_FEW_SUPPORTERS = "te weinig stemmers om het samen te betalen"
    SPENT = "het geld van zijn stemmers was op"
    DID_NOT_FIT = "paste niet meer in het budget"

    @property
    def is_won(self) -> bool:
        """Whether the project is done."""
        return self in {Reason.FREE, Reason.BOUGHT, Reason.FILLED, Reason.FROM_TOP}


@dataclass(frozen=True)
class Explanation:
    """Of one project under one rule; amounts in cents, None where they do not apply or may not be told."""

    code: str
    reason: Reason
    votes: int
    score: int
    """All points together; the votes where it is yes or no."""
    sentence: str
    """Why, in plain Dutch."""
    place: int | None = None
    """The round in which it was bought, or its place from the top."""
    effective_votes: Fraction | None = None
    price: Fraction | None = None
    """The most that a supporter paid, or paid for each point."""
    n_full: int | None = None
    n_poor: int | None = None
    held: Fraction | None = None
    """What there was for it: of its supporters at the end, or of the whole budget when its turn came."""
    short: Fraction | None = None
    """What it lacked."""

    @property
    def is_won(self) -> bool:
        """Whether the project is done."""
        return self.reason.is_won


def untold_points(election: Election) -> frozenset[str]:
    """The projects of which the points are not told, where people divide points.

    Those with one to four supporters: of one it would be what that person gave. Who divides points divides all of them,
    so what these got together is known too; so the smallest others stay untold as well, until it is of five people or
    more: people, for who supports two of them is one.
    """
    if not election.has_points:
        return frozenset()
    wanted = sorted((votes, code) for code, votes in election.votes.items() if votes)
    untold = set[str]()
    for votes, code in wanted:
        n_people = sum(ballot.times for ballot in election.ballots if ballot.codes & untold)
        if votes >= LEAST_SUPPORTERS and (not n_people or n_people >= LEAST_SUPPORTERS):
            break
        untold.add(code)
    return frozenset(untold)


def explain_equal_shares(election: Election, completed: Completed) -> dict[str, Explanation]:
    """Code → why it was chosen or not by Equal Shares, for every project of the election."""
    places = {purchase.code: (at, purchase) for at, purchase in enumerate(completed.run.purchases, 1)}
    found, untold = _beforehand(election), untold_points(election)
    for code in election.running:
        if code in places:
            found[code] = _bought(election, code, *places[code], untold=untold)
        elif code in completed.filled:
            found[code] = _filled(election, code)
        else:
            found[code] = _not_bought(election, code, completed)
    return {code: found[code] for code in election.by_code}


def explain_greedy(election: Election, outcome: Greedy) -> dict[str, Explanation]:
    """Code → why it was chosen or not from the top, for every project of the election."""
    untold = untold_points(election)
    turns = {turn.code: _turn(election, turn, untold) for turn in outcome.turns}
    found = _beforehand(election) | turns
    return {code: found[code] for code in election.by_code}


def explain_share(election: Election, completed: Completed) -> str:
    """How much money every voter had, and why that may be more than an equal part, in plain Dutch."""
    if not election.n:
        return "Niemand heeft gestemd. Daarom is er niets gekozen."
    start = (
        f"Er was {euros(election.budget)} voor {_counted(election.n, 'stemmer', 'stemmers')}. "
        f"Dat is {euros(election.share)} voor elke stemmer."
    )
    if not completed.n_steps:
        return start
    more = f"Bij het tellen kreeg elke stemmer {euros(completed.run.share)}, want anders bleef er geld over."
    if completed.overspent_share is None:
        return f"{start} {more} Alle plannen die meededen, passen samen in het budget."
    return f"{start} {more} Met nog {euros(completed.step)} erbij zouden de plannen samen te duur zijn."


def _beforehand(election: Election) -> dict[str, Explanation]:
    """The projects that are decided before the counting begins, the same under every rule."""
    found = {}
    for code in set(election.by_code) - set(election.running):
        reason, sentence = _outside(election, code)
        found[code] = Explanation(code, reason, election.votes[code], election.scores[code], sentence)
    return found


def _outside(election: Election, code: str) -> tuple[Reason, str]:
    cost, votes = election.by_code[code].cost, election.votes[code]
    if not votes:
        return Reason.NO_VOTES, "Niet gekozen. Niemand stemde op dit plan."
    if not cost:
        return Reason.FREE, f"Gekozen. Dit plan kost niets, en {_wanted(votes)}."
    if cost > election.budget:
        return Reason.TOO_EXPENSIVE, (
            f"Niet gekozen. Het kost {euros(cost)}. Dat is meer dan het hele budget van {euros(election.budget)}."
        )
    return Reason.BELOW_THRESHOLD, (
        f"Niet gekozen. Een plan van {euros(cost)} moest minstens {_votes(election.least_votes(code))} krijgen. "
        f"Dit plan kreeg {_only(votes)}."
    )


def _may_tell(spread: Spread, n_group: int, n: int) -> bool:
    """Whether what a group of n_group out of n people has may be told: it and what the others have is of enough."""
    return spread.n_inside >= LEAST_PURSES and (n_group == n or spread.n_outside >= LEAST_PURSES)


def _bought(election: Election, code: str, place: int, purchase: Purchase, *, untold: Set[str]) -> Explanation:
    votes, score = election.votes[code], election.scores[code]
    # A place that is missing among the others is the place of what stays untold.
    start = f"Gekozen{'' if untold else f' in beurt {place}'}. {_wanted(votes)}."
    if code in untold:
        # The cost divided by what a point cost is how many points they gave.
        paid = "Die betaalde het" if votes == 1 else "Zij betaalden het samen"
        return Explanation(code, Reason.BOUGHT, votes, score, f"{start} {paid}.", place)
    if purchase.n_poor and not _may_tell(purchase.poor, purchase.n_poor, election.n):
        # The cost minus what the others paid is what these had.
        sentence = f"{start} Zij betaalden het samen; wie minder over had, gaf wat er nog was."
        return Explanation(code, Reason.BOUGHT, votes, score, sentence, place)
    payers = "Die betaalde" if votes == 1 else "Zij betaalden elk"
    most = " ten hoogste" if purchase.n_poor else ""
    per = " per punt" if election.has_points else ""
    poor = f" {number(purchase.n_poor)} stemmers hadden minder over en gaven wat er nog was." if purchase.n_poor else ""
    sentence = f"{start} {payers}{most} {euros(purchase.price)}{per}.{poor}"
    return Explanation(
        code, Reason.BOUGHT, votes, score, sentence, place,
        purchase.effective_votes, purchase.price, purchase.n_full, purchase.n_poor,
    )  # fmt: skip


def _filled(election: Election, code: str) -> Explanation:
    sentence = (
        f"Gekozen met het geld dat over was. {_wanted(election.votes[code])}, "
        f"en het plan van {euros(election.by_code[code].cost)} paste nog."
    )
    return Explanation(code, Reason.FILLED, election.votes[code], election.scores[code], sentence)


def _not_bought(election: Election, code: str, completed: Completed) -> Explanation:
    cost, votes, score = election.by_code[code].cost, election.votes[code], election.scores[code]
    began = votes * completed.run.share
    could_pay = began >= cost
    reason = Reason.SPENT if could_pay else Reason.TOO_FEW_SUPPORTERS
    if could_pay:
        held, is_told = completed.run.left[code], _may_tell(completed.run.spread[code], votes, election.n)
    else:
        # What they began with, which follows from how many they are.
        held, is_told = began, votes >= LEAST_PURSES
    had = _had(votes, held if is_told else None, is_left=could_pay)
    if not is_told:
        return Explanation(code, reason, votes, score, f"Niet gekozen. {had} Het kost {euros(cost)}.")
    short = cost - held
    sentence = f"Niet gekozen. {had} Het kost {euros(cost)}: er was {euros(ceil(short))} te weinig."
    return Explanation(code, reason, votes, score, sentence, held=held, short=short)


def _had(votes: int, held: Fraction | None, *, is_left: bool) -> str:
    """What the supporters had; `held` is None where it is not told, and `is_left` where they spent on others too."""
    # Rounded down, and what is short up, so that they make the cost together and nobody reads that nothing lacked.
    amount = "te weinig geld" if held is None else euros(floor(held))
    still = ("nog " if held is not None else "") if is_left else ""
    if votes == 1:
        why = ", want zijn of haar geld ging ook naar andere plannen" if is_left else ""
        return f"De ene stemmer van dit plan had {still}{amount}{why}."
    why = ", want hun geld ging ook naar andere plannen die zij wilden" if is_left else ""
    return f"De {number(votes)} stemmers van dit plan hadden samen {still}{amount}{why}."


def _turn(election: Election, turn: Turn, untold: Set[str]) -> Explanation:
    cost, score, votes = election.by_code[turn.code].cost, election.scores[turn.code], election.votes[turn.code]
    reason = Reason.FROM_TOP if turn.is_chosen else Reason.DID_NOT_FIT
    if turn.code in untold:
        # Its place, and what there was still when its turn came, lay its points between those of two others.
        fitted = "paste nog" if turn.is_chosen else "paste niet meer"
        sentence = f"{_wanted(votes)}. Toen het aan de beurt was, {fitted} wat het kost: {euros(cost)}."
        return Explanation(turn.code, reason, votes, score, f"{_chosen(turn.is_chosen)} {sentence}")
    got = _counted(score, "punt", "punten") if election.has_points else _votes(score)
    at = f"Het kreeg {got}" if untold else f"Plaats {turn.place} met {got}"
    if turn.is_chosen:
        short, rest = None, f"Er was nog {euros(turn.left)}; het kost {euros(cost)}."
    else:
        left = f"maar er was nog {euros(turn.left)}" if turn.left else "maar het geld was op"
        short, rest = Fraction(cost - turn.left), f"Het kost {euros(cost)}, {left}."
    sentence = f"{_chosen(turn.is_chosen)} {at}. {rest}"
    place, held = None if untold else turn.place, Fraction(turn.left)
    return Explanation(turn.code, reason, votes, score, sentence, place, held=held, short=short)


def _chosen(is_chosen: bool) -> str:
    return "Gekozen." if is_chosen else "Niet gekozen."


def _counted(count: int, one: str, more: str) -> str:
    return f"{number(count)} {one if count == 1 else more}"


def _votes(count: int) -> str:
    return _counted(count, "stem", "stemmen")


def _wanted(votes: int) -> str:
    return f"{_counted(votes, 'stemmer', 'stemmers')} {'wilde' if votes == 1 else 'wilden'} dit plan"


def _only(votes: int) -> str:
    return f"er {number(votes)}"
