"""What we do: initiatives, who does what and when, needs and offers, what it changed, and budgets."""

from initiatives.models.ballots import Ballot, CountedReceipt, ElectionResult, EvaluationTally, PaperBallot, VoteRight
from initiatives.models.budgets import BudgetRound, Proposal
from initiatives.models.impact import ChainLink, ImpactMeasure, Level, Measurement
from initiatives.models.initiatives import Initiative, InitiativePicture, Stage, StageChange
from initiatives.models.lessons import Lesson
from initiatives.models.links import InitiativeCommitment, InitiativeDocument, InitiativePost
from initiatives.models.market import Listing, Market, Match
from initiatives.models.milestones import Milestone, QuietQuestion
from initiatives.models.partners import InitiativeFollow, Partner, Willing
from initiatives.models.reports import TrajectoryReport

__all__ = [
    "Ballot",
    "BudgetRound",
    "ChainLink",
    "CountedReceipt",
    "ElectionResult",
    "EvaluationTally",
    "ImpactMeasure",
    "Initiative",
    "InitiativeCommitment",
    "InitiativeDocument",
    "InitiativeFollow",
    "InitiativePicture",
    "InitiativePost",
    "Lesson",
    "Level",
    "Listing",
    "Market",
    "Match",
    "Measurement",
    "Milestone",
    "PaperBallot",
    "Partner",
    "Proposal",
    "QuietQuestion",
    "Stage",
    "StageChange",
    "TrajectoryReport",
    "VoteRight",
    "Willing",
]
