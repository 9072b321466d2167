"""What every voter still has while Equal Shares buys, exactly and yet quickly. Pure.

A voter who could pay every price so far in full has the share minus the prices of what was bought for him; a voter
who could not has nothing. So the exact purses need not be kept: they follow from the prices, which are whole numbers
over one common denominator that grows. Beside that stands a rough copy in whole numbers of 2⁻ᵇ cent, which is at most
`slack` such steps off. The rough copy only ever answers what it knows for certain; what lies within the slack is
asked of the exact numbers. So no outcome depends on rounding, and a count of thousands of voters takes milliseconds.

Price of a project with cost c: the smallest m with Σ min(purse(i), m·points(i)) = c (Peters, Pierczyński & Skowron
2021). For every group P of its supporters m ≥ (c − Σ_P purse)/Σ_rest points, with equality where P are those who
cannot pay m in full. So any guess of P gives a lower bound, and raising the guess to who cannot pay that bound ends
at m (Newton's method on a concave function).
"""

from dataclasses import dataclass
from math import gcd

import numpy as np
import numpy.typing as npt

from initiatives.analysis.tally import Backing, Tally, Whole

Flags = npt.NDArray[np.bool_]

WORD = 62
"""Bits of a whole number of numpy that may be used."""


@dataclass(frozen=True, eq=False)
class Price:
    """What a supporter pays for each point: `above` / `below` cents, exactly; the `poor` give all they have."""

    above: int
    below: int
    poor: Flags


class Purses:
    """The purses of all voters, who begin with `money` / `parts` cents each."""

    def __init__(self, counted: Tally, money: int, parts: int) -> None:
        self.tally = counted
        self.denominator = parts
        self.share = money
        """Over the denominator, as the prices."""
        self.bought: list[int] = []
        self.prices: list[int] = []
        most = counted.most_points
        largest = (money // parts + 1) * most * max([1, *(one.n_points for one in counted.backing)])
        self.bits = WORD - max(largest, *(one.cost * most for one in counted.backing), 1).bit_length()
        if self.bits < 1:
            raise ValueError("The amounts are too large to count with.")
        self.slack = 1
        self.most_points = most
        self.rough: Whole = np.full(counted.n_rows, (money << self.bits) // parts, np.int64)
        self.has_paid_all: Flags = np.zeros(counted.n_rows, np.bool_)

    def held(self, one: Backing, chosen: Flags | None = None) -> int:
        """What the supporters (or the chosen ones) have together, exactly, over the denominator."""
        rows, times = (one.rows, one.times) if chosen is None else (one.rows[chosen], one.times[chosen])
        able = ~self.has_paid_all[rows]
        rows, times = rows[able], times[able]
        if not len(rows):
            return 0
        given = (int(self.tally.points[at][rows] @ times) for at in self.bought)
        spent = sum(price * count for price, count in zip(self.prices, given, strict=True))
        return self.share * int(times.sum()) - spent

    def holding(self) -> Flags:
        """Of every row whether its voters have anything left, exactly."""
        able = ~self.has_paid_all
        found: Flags = able & (self.rough > self.slack)
        for row in np.flatnonzero(able & (self.rough <= self.slack)):
            found[row] = self._purse(int(row)) > 0
        return found

    def bound(self, one: Backing) -> tuple[int, Flags] | None:
        """A lower bound of the price in 2⁻ᵇ cent, with who seems poor; None where the supporters have too little."""
        cost = one.cost << self.bits
        purses = self.rough[one.rows]
        all_pay = cost // one.n_points
        poor: Flags = purses - self.slack <= all_pay * one.points
        if not poor.any():
            return all_pay, poor
        together, off = int(one.times @ purses), self.slack * one.n_voters
        if together + off < cost:
            return None
        if together - off < cost and self.held(one) < one.cost * self.denominator:
            return None
        poor = purses < all_pay * one.points
        return self._bound_with_poor(one, cost, purses, np.zeros_like(poor) if poor.all() else poor)

    def _bound_with_poor(self, one: Backing, cost: int, purses: Whole, poor: Flags) -> tuple[int, Flags]:
        """Newton's steps in rough numbers. Any group gives a bound, so that they may stop where the group is stable."""
        n_poor = -1
        while True:
            n_before, n_poor = n_poor, int(one.times @ poor)
            least = cost - int((one.times * poor) @ purses) - self.slack * n_poor
            bound = max(0, least // (one.n_points - int(one.weights @ poor)))
            found = purses < bound * one.points
            if n_poor == n_before or found.all():
                return bound, poor
            poor = found

    def price(self, one: Backing, poor: Flags) -> Price:
        """The exact price, from a first guess of who cannot pay it. The supporters must have enough together."""
        while True:
            below = one.n_points - int(one.weights[poor].sum())
            above = one.cost * self.denominator - (self.held(one, poor) if poor.any() else 0)
            found = self._cannot_pay(one, above, below)
            if bool((found == poor).all()):
                return Price(above, below * self.denominator, poor)
            poor = found

    def _cannot_pay(self, one: Backing, above: int, below: int) -> Flags:
        """Which supporters have less than `above` / (`below` × denominator) for each of their points."""
        least = max(0, (above << self.bits) // (below * self.denominator))
        purses = self.rough[one.rows]
        poor: Flags = purses < least * one.points
        unsure = (purses + self.slack >= least * one.points) & (purses - self.slack <= (least + 1) * one.points)
        for at in np.flatnonzero(unsure):
            poor[at] = self._purse(int(one.rows[at])) * below < above * int(one.points[at])
        return poor

    def _purse(self, row: int) -> int:
        """What one voter of this row has, exactly, over the denominator."""
        if self.has_paid_all[row]:
            return 0
        given: list[int] = self.tally.points[self.bought, row].tolist() if self.bought else []
        return self.share - sum(price * points for price, points in zip(self.prices, given, strict=True) if points)

    def pay(self, at: int, price: Price) -> None:
        """Let the supporters of a project pay its price."""
        one = self.tally.backing[at]
        below = price.below // self.denominator
        common = gcd(price.above, below)
        factor = below // common
        self.denominator *= factor
        self.share *= factor
        self.prices = [amount * factor for amount in self.prices]
        self.prices.append(price.above // common)
        self.bought.append(at)
        paid = (self.prices[-1] << self.bits) // self.denominator
        left = np.maximum(self.rough[one.rows] - paid * one.points, 0)
        left[price.poor] = 0
        self.rough[one.rows] = left
        self.has_paid_all[one.rows[price.poor]] = True
        self.slack += self.most_points
