"""The Method of Equal Shares: everybody decides about an equal part of the money. Pure, and exact.

Each of the n voters begins with B/n. In every round the price m(p) of a project is the smallest for which its
supporters, paying min(what they have, m(p) × their points), pay the cost c(p) together. Of the projects that can be
paid the one with the smallest ρ is bought, until nothing can be paid (Peters, Pierczyński & Skowron, «Proportional
Participatory Budgeting with Additive Utilities», 2021; equalshares.net).

**Which utility.** `Utility.COST` (the usual one for yes-or-no ballots): ρ = m/c, so that a project counts as much as
it costs, and the project with the most effective votes 1/ρ is bought. `Utility.UNIT`: ρ = m, so that every project
counts as one, or as the points that it was given (the usual one for points).

**Ties**: fewer cost first, then the lot that was drawn before. Projects without cost and projects that may not
compete are outside the rule: see `Election.free` and `Election.running`.
"""

import heapq
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from initiatives.analysis.elections import Ballot, Election
from initiatives.analysis.purses import Flags, Price, Purses
from initiatives.analysis.tally import Backing, Tally, tally

FINE = 64
"""Bits behind the point in a lower bound of ρ: it decides only where it is certain."""


class Utility(Enum):
    """How much a project that is done is worth to who wanted it."""

    COST = "kosten"
    UNIT = "aantal"

    def per(self, cost: int) -> int:
        """By what the price of a project is divided to compare it with others."""
        return cost if self is Utility.COST else 1


@dataclass(frozen=True)
class Spread:
    """Over how many people the money of a group lies, and that of everybody else: who has nothing does not count."""

    n_inside: int
    n_outside: int


@dataclass(frozen=True)
class Purchase:
    """A project that its supporters bought."""

    code: str
    price: Fraction
    """The most that a supporter paid (cents); for each point where points are given."""
    effective_votes: Fraction
    """cost / price: how many supporters who pay in full (or their points) it would take."""
    n_full: int
    n_poor: int
    """Supporters who had less than the price and gave what they had left, which may have been nothing."""
    poor: Spread
    """Of what these had, before they paid."""


@dataclass(frozen=True)
class Run:
    """What is bought when everybody begins with `share` cents."""

    share: Fraction
    purchases: tuple[Purchase, ...]
    left: Mapping[str, Fraction]
    """Of each competing project that was not bought: what its supporters have together at the end (cents)."""
    spread: Mapping[str, Spread]
    """Of the same projects: over how many people that lies."""

    @property
    def codes(self) -> tuple[str, ...]:
        """What was bought, in the order of the rounds."""
        return tuple(purchase.code for purchase in self.purchases)


def equal_shares(election: Election, utility: Utility = Utility.COST, share: Fraction | None = None) -> Run:
    """One run, without completion; `share` is what each begins with (cents), else B/n."""
    return run_of(tally(election), utility, election.share if share is None else share)


def run_of(counted: Tally, utility: Utility, share: Fraction) -> Run:
    """The same out of a tally."""
    purses = Purses(counted, share.numerator, share.denominator)
    purchases = tuple(_purchase(counted, purses, at, price) for at, price in _bought(counted, purses, utility))
    left = {
        code: Fraction(purses.held(one), purses.denominator)
        for at, (code, one) in enumerate(zip(counted.codes, counted.backing, strict=True))
        if at not in purses.bought
    }
    holding = purses.holding()
    spread = {code: _spread(counted, one, holding) for code, one in zip(counted.codes, counted.backing, strict=True)}
    return Run(share, purchases, left, {code: spread[code] for code in left})


def overspends(counted: Tally, utility: Utility, share: Fraction) -> bool:
    """Whether a run with this share costs more than the budget; it ends as soon as it does."""
    purses = Purses(counted, share.numerator, share.denominator)
    spent = 0
    for at, _ in _bought(counted, purses, utility):
        spent += counted.backing[at].cost
        if spent > counted.budget:
            return True
    return False


def _bought(counted: Tally, purses: Purses, utility: Utility) -> Iterator[tuple[int, Price]]:
    """What is bought, one by one, until nothing can be paid any more."""
    market = _Market(counted, purses, utility)
    while (found := market.best()) is not None:
        yield found
        purses.pay(*found)


def _purchase(counted: Tally, purses: Purses, at: int, price: Price) -> Purchase:
    """To be called before it is paid."""
    one, amount = counted.backing[at], Fraction(price.above, price.below)
    n_poor = int(one.times[price.poor].sum())
    poor = _spread(counted, one, purses.holding(), price.poor) if n_poor else Spread(0, 0)
    return Purchase(counted.codes[at], amount, one.cost / amount, one.n_voters - n_poor, n_poor, poor)


def _spread(counted: Tally, one: Backing, holding: Flags, chosen: Flags | None = None) -> Spread:
    """Of the supporters of a project (or the chosen ones) and of all others: how many have anything."""
    has_any = holding[one.rows] if chosen is None else holding[one.rows] & chosen
    n_inside = int(one.times[has_any].sum())
    # Who wanted nothing that competes still has a full share.
    n_all = counted.n - int(counted.times.sum()) + int(counted.times[holding].sum())
    return Spread(n_inside, n_all - n_inside)


class _Market:
    """The projects that can still be paid, by a lower bound of ρ.

    Purses only ever become lighter, so a bound of an earlier round still holds, and whoever had too little once never
    has enough again. So a round looks only at projects whose bound lies below the best exact ρ.
    """

    def __init__(self, counted: Tally, purses: Purses, utility: Utility) -> None:
        self.purses = purses
        self.backing = counted.backing
        self.per = [utility.per(one.cost) for one in counted.backing]
        self.queue = [
            (((one.cost << (purses.bits + FINE)) // one.n_points) // per, at)
            for at, (one, per) in enumerate(zip(self.backing, self.per, strict=True))
        ]
        heapq.heapify(self.queue)

    def best(self) -> tuple[int, Price] | None:
        """The project with the smallest ρ, which leaves the market; among equals the first of the tally."""
        best: tuple[int, Price] | None = None
        ceiling: int | None = None
        looked: list[tuple[int, int]] = []
        fresh: dict[int, Callable[[], Price]] = {}
        while self.queue and (ceiling is None or self.queue[0][0] <= ceiling):
            bound, at = heapq.heappop(self.queue)
            if at not in fresh:
                self._look(at, fresh)
                continue
            looked.append((bound, at))
            price = fresh[at]()
            if best is None or self._is_better((at, price), best):
                best = (at, price)
                ceiling = (price.above << (self.purses.bits + FINE)) // (price.below * self.per[at])
        for bound, at in looked:
            if best is not None and at != best[0]:
                heapq.heappush(self.queue, (bound, at))
        return best

    def _look(self, at: int, fresh: dict[int, Callable[[], Price]]) -> None:
        """Put a project back with a bound of this round, unless its supporters have too little."""
        one = self.backing[at]
        found = self.purses.bound(one)
        if found is not None:
            bound, poor = found
            fresh[at] = lambda: self.purses.price(one, poor)
            heapq.heappush(self.queue, ((bound << FINE) // self.per[at], at))

    def _is_better(self, one: tuple[int, Price], other: tuple[int, Price]) -> bool:
        left = one[1].above * other[1].below * self.per[other[0]]
        right = other[1].above * one[1].below * self.per[one[0]]
        return (left, one[0]) < (right, other[0])


def payments(election: Election, run: Run) -> list[tuple[Ballot, dict[str, Fraction]]]:
    """What one voter of every ballot paid for each project (cents): the run paid again, step by step."""
    found: list[tuple[Ballot, dict[str, Fraction]]] = []
    for ballot in election.ballots:
        points, purse = dict(ballot.choices), run.share
        paid: dict[str, Fraction] = {}
        for purchase in run.purchases:
            if purchase.code in points:
                paid[purchase.code] = min(purse, purchase.price * points[purchase.code])
                purse -= paid[purchase.code]
        found.append((ballot, paid))
    return found
