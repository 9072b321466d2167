"""Equal Shares and Add1 once more, as the definition reads: fractions, every voter apart, nothing skipped."""

from fractions import Fraction

from initiatives.analysis.elections import Ballot, Election, Project, approving
from initiatives.analysis.equal_shares import Utility


def small_election(
    costs: dict[str, int], ballots: list[list[str]], budget: int, lot: str | None = None, threshold: int | None = None
) -> Election:
    """Yes-or-no ballots; the lot is the order in which the projects are named, unless another is given."""
    projects = tuple(Project(code, cost) for code, cost in costs.items())
    return Election(projects, tuple(approving(one) for one in ballots), budget, tuple(lot or costs), threshold)


def slow_run(election: Election, utility: Utility, share: Fraction) -> list[tuple[str, Fraction]]:
    """The purchases with their prices, in order."""
    voters = [dict(ballot.choices) for ballot in election.ballots for _ in range(ballot.times) if ballot.choices]
    purses = [share] * len(voters)
    bought: list[tuple[str, Fraction]] = []
    while True:
        offers = []
        for code in election.running:
            wanting = [at for at, voter in enumerate(voters) if code in voter]
            cost = election.by_code[code].cost
            if code in dict(bought) or sum(purses[at] for at in wanting) < cost:
                continue
            price = _price(cost, sorted((purses[at] / voters[at][code], voters[at][code]) for at in wanting))
            rho = price / cost if utility is Utility.COST else price
            offers.append((rho, cost, election.lot.index(code), code, price))
        if not offers:
            return bought
        *_, code, price = min(offers)
        for at, voter in enumerate(voters):
            purses[at] -= min(purses[at], price * voter.get(code, 0))
        bought.append((code, price))


def _price(cost: int, supporters: list[tuple[Fraction, int]]) -> Fraction:
    left, points = Fraction(cost), sum(points for _, points in supporters)
    for purse_per_point, own in supporters:
        if purse_per_point * points >= left:
            return left / points
        left -= purse_per_point * own
        points -= own
    raise AssertionError("they cannot pay it")


def slow_add1(election: Election, utility: Utility, step: int, most_steps: int) -> tuple[set[str], int] | None:
    """What is kept, and how many steps; None where that many steps do not overspend."""
    kept: set[str] = set()
    for n_steps in range(most_steps):
        found = {code for code, _ in slow_run(election, utility, election.share + n_steps * step)}
        if election.cost_of(found) > election.budget:
            return kept, n_steps - 1
        kept = found
    return None


def split_ballots(election: Election) -> Election:
    """The same vote with every ballot apart."""
    apart = tuple(Ballot(one.choices) for one in election.ballots for _ in range(one.times))
    return Election(election.projects, apart, election.budget, election.lot, election.threshold)
