"""The shape of the result of a budget: plain values that are kept as JSON, and all that pages, files and the API see.

Projects are named by their code, which is their number on the ballot as a text. Money is in whole cents. Where fewer
than `LEAST_BALLOTS` ballots chose something, every figure that tells how few people chose is None, and `hidden` says
why; an empty `hidden` means that all is shown.
"""

from typing import NotRequired, TypedDict

METHOD = "1"
LEAST_BALLOTS = 5
"""Below this the votes of each project stay hidden."""
LEAST_PURSES = 5
"""Money is only told of at least so many people together: what one person had left gives back that ballot."""
LEAST_SUPPORTERS = 5
"""Nor are the ballots handed out where fewer, but some, chose a project: of such a ballot too much is known already."""
LEAST_BALLOTS_OPEN = 10
"""Below this the ballots themselves are not handed out, also not without a name."""


class Turnout(TypedDict):
    """How many people took part. `n_may` is None where anybody with an address could vote."""

    n_may: int | None
    n_sent: int
    """Ballots that were sent, those on paper too."""
    n_blank: int
    """Of these: on which nothing was chosen."""
    n_counted: int
    n_paper: int
    n_invalid: int
    """On paper, and not counted: not filled in as the ballot says."""
    n_undone: int
    """On paper, and not counted: still not typed in by two people when the clock counted."""


class EvaluationFigures(TypedDict):
    """What voters on the site answered to the question after voting."""

    n: int
    answers: dict[str, int] | None
    """Answer → how often; None where fewer than `LEAST_BALLOTS` people answered."""


class ProjectFigures(TypedDict):
    """One project. `why` is under the rule of the budget, `why_other` under the other one."""

    code: str
    title: str
    cost: int
    votes: int | None
    points: int | None
    """Only where people divided points, and never what a few gave."""
    points_untold: NotRequired[str]
    """Why there are no points, where others have them; not in a result from before they were held back."""
    is_won: bool
    reason: str
    why: str
    is_won_other: bool
    reason_other: str
    why_other: str


class RuleFigures(TypedDict):
    """What one rule chooses, and what that does for the people who voted."""

    rule: str
    winners: list[str]
    cost: int
    n_with_winner: int | None
    """Voters of whom at least one project is done."""
    share_with_winner: float | None
    mean_money: int | None
    """Cents that go on average to projects that a voter chose."""
    mean_winners: float | None


class Comparison(TypedDict):
    """The rule of the budget beside the other one. Voters by what goes to projects of their own, in money."""

    both: list[str]
    only_ours: list[str]
    only_other: list[str]
    n_more_ours: int | None
    n_more_other: int | None
    n_same: int | None


class Steps(TypedDict):
    """How Equal Shares was counted: what everybody began with, and how much was added so that no money was left."""

    share: str
    """An equal part, in words: € 41,90."""
    last_share: str
    step: int
    n_steps: int
    is_changed: bool
    """Adding gave other projects than an equal part alone."""
    fits_all: bool
    """All projects that took part fit in the amount."""
    filled: list[str]
    words: str


class ResultFigures(TypedDict):
    """The whole result. `winners` are the projects that will be done, in the order in which they were chosen."""

    winners: list[str]
    amount: int
    cost: int
    left: int
    hidden: str
    rule: str
    ballot_kind: str
    utility: str
    """`kosten` or `aantal`: see `initiatives.analysis.equal_shares`."""
    threshold: int | None
    lot: list[str]
    turnout: Turnout
    projects: list[ProjectFigures]
    ours: RuleFigures
    other: RuleFigures
    comparison: Comparison
    steps: Steps | None
    """How Equal Shares was counted, also where it is the other rule; None where nobody voted."""
    evaluation: NotRequired[EvaluationFigures]
    """Not in a result from before the question was asked."""
