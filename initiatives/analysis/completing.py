"""Equal Shares until the money is used: Add1, and what still fits after it. Pure.

Equal Shares often leaves money, for some voters cannot agree on anything that they can pay. **Add1**: give every
voter one step more and count again; stop at the first count that costs more than the budget, and keep the one before
it (equalshares.net, as in Wieliczka, Aarau and Świecie 2023). Counts do not simply become dearer with the share, so
that every step has to be looked at, but for steps of which it is proven that they cannot cost too much: at a share s
only projects with (number of supporters) × s ≥ cost can be bought at all. While those together cost no more than the
budget, no count can overspend, and the steps are skipped.

The library `pabutools` 1.2.3 stops at the first outcome to which nothing could be added within the budget, so that it
can end earlier than this rule. Official counts used the rule above.

**The step** is a whole number of cents, fixed before the vote. It must be small against the share, else the first
step already overspends. `usual_step` is the largest round amount (1 or 10 cents, € 1, € 10 …) of at most a hundredth
of the share: 1 złoty in Świecie, where the share was 419.

**Filling**: what is left after that goes to projects from the top of the votes that still fit, where the rules of the
round say so.
"""

from dataclasses import dataclass
from fractions import Fraction

from initiatives.analysis.elections import Election
from initiatives.analysis.equal_shares import Run, Utility, overspends, run_of
from initiatives.analysis.greedy import fitting
from initiatives.analysis.tally import Tally, tally

FINEST = 100
"""A step is at most the share divided by this."""


@dataclass(frozen=True)
class Completed:
    """The outcome of Equal Shares with Add1."""

    first: Run
    """Without completion: everybody begins with B/n."""
    run: Run
    """The one that is kept."""
    step: int
    n_steps: int
    """How many steps everybody got in the run that is kept. Where everything fits: as many as pay for everything."""
    overspent_share: Fraction | None
    """The share at which too much would have been spent; None where all competing projects fit in the budget."""
    free: tuple[str, ...]
    filled: tuple[str, ...]
    """What was added at the end with the money that was left, in that order."""
    cost: int

    @property
    def winners(self) -> tuple[str, ...]:
        """All projects that will be done: those without cost, those bought in the order of the rounds, the filling."""
        return self.free + self.run.codes + self.filled


def usual_step(election: Election) -> int:
    """The step (cents) for this amount and number of voters: the largest of 1, 10, 100 … within its bound."""
    step = 1
    while step * 10 * FINEST <= election.share:
        step *= 10
    return step


def complete(
    election: Election,
    utility: Utility = Utility.COST,
    *,
    step: int | None = None,
    is_added: bool = True,
    is_filled: bool = False,
) -> Completed:
    """Equal Shares, completed with Add1 unless told otherwise, and then filled if asked.

    `step` is in cents; None takes `usual_step`. Raises ValueError for a step under 1.
    """
    chosen = usual_step(election) if step is None else step
    if chosen < 1:
        raise ValueError("A step of Add1 is at least one cent.")
    counted = tally(election)
    first = run_of(counted, utility, election.share)
    run, n_steps, overspent = _add1(counted, utility, first, chosen) if is_added else (first, 0, None)
    left = election.budget - election.cost_of(run.codes)
    filled = fitting(election, left, set(run.codes)) if is_filled else ()
    cost = election.cost_of(run.codes + filled)
    return Completed(first, run, chosen, n_steps, overspent, election.free, filled, cost)


def _add1(counted: Tally, utility: Utility, first: Run, step: int) -> tuple[Run, int, Fraction | None]:
    start = _first_that_can_overspend(counted, first.share, step)
    if start is None:
        n_steps = _steps_to(Fraction(sum(one.cost for one in counted.backing)), first.share, step)
        return run_of(counted, utility, first.share + n_steps * step), n_steps, None
    # Every step before the first that can overspend is affordable, the share itself too.
    n_steps = start
    while not overspends(counted, utility, first.share + n_steps * step):
        n_steps += 1
    return run_of(counted, utility, first.share + (n_steps - 1) * step), n_steps - 1, first.share + n_steps * step


def _first_that_can_overspend(counted: Tally, share: Fraction, step: int) -> int | None:
    """The number of the first step at which the projects that could be bought at all cost more than the budget.

    At least 1: the share itself spends no more than there is. None where all projects together fit.
    """
    together = 0
    for needed, cost in sorted((Fraction(one.cost, one.n_voters), one.cost) for one in counted.backing):
        together += cost
        if together > counted.budget:
            return max(1, _steps_to(needed, share, step))
    return None


def _steps_to(wanted: Fraction, share: Fraction, step: int) -> int:
    return max(0, -((share - wanted) // step))
