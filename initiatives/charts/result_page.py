"""What the page of a result shows, made of the frozen figures and of nothing else."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from initiatives.analysis.elections import euros
from initiatives.analysis.evaluation import ANSWERS, QUESTION, evaluation_title
from initiatives.analysis.result_shape import ProjectFigures, ResultFigures
from initiatives.analysis.result_words import (
    beside_words,
    how_counted,
    money_words,
    other_rule,
    title_of,
    turnout_words,
)
from initiatives.charts.money import money_bar
from initiatives.models import ElectionResult
from lib.text import number


@dataclass(frozen=True)
class ProjectLine:
    """One project: what it costs, what it got, and why it is done or not, under both rules."""

    code: str
    title: str
    cost: str
    votes: str
    is_won: bool
    why: str
    is_won_other: bool
    why_other: str


@dataclass(frozen=True)
class EvaluationPart:
    """What voters thought of it: the finding, the question, and how often each answer was given."""

    title: str
    question: str
    answers: list[tuple[str, str]]


@dataclass(frozen=True)
class ResultPage:
    """The whole page."""

    title: str
    money: str
    turnout: str
    hidden: str
    bar: SafeString
    winners: list[ProjectLine]
    losers: list[ProjectLine]
    how: list[str]
    other_rule: str
    beside: list[str]
    has_votes: bool
    evaluation: EvaluationPart | None


def result_page(result: ElectionResult) -> ResultPage:
    """The page of this result."""
    figures: ResultFigures = result.figures
    lines = [_line(one) for one in figures["projects"]]
    return ResultPage(
        title=title_of(figures),
        money=money_words(figures),
        turnout=turnout_words(figures["turnout"]),
        hidden=figures["hidden"],
        bar=money_bar(figures),
        winners=[one for one in lines if one.is_won],
        losers=[one for one in lines if not one.is_won],
        how=how_counted(figures),
        other_rule=other_rule(figures),
        beside=beside_words(figures),
        has_votes=bool(figures["turnout"]["n_counted"]),
        evaluation=_evaluation(figures),
    )


def _evaluation(figures: ResultFigures) -> EvaluationPart | None:
    """Nothing where nobody answered, or nobody was asked."""
    found = figures.get("evaluation")
    if found is None or not found["n"]:
        return None
    # Kept as JSON, which has no order.
    told = found["answers"]
    answers = [(answer.capitalize(), number(told[answer])) for answer in ANSWERS] if told else []
    return EvaluationPart(evaluation_title(found), QUESTION, answers)


def _line(one: ProjectFigures) -> ProjectLine:
    return ProjectLine(
        code=one["code"],
        title=one["title"],
        cost=euros(one["cost"]),
        votes=_votes(one),
        is_won=one["is_won"],
        why=one["why"],
        is_won_other=one["is_won_other"],
        why_other=one["why_other"],
    )


def _votes(one: ProjectFigures) -> str:
    if one["votes"] is None:
        return ""
    votes = "1 stem" if one["votes"] == 1 else f"{number(one['votes'])} stemmen"
    if untold := one.get("points_untold"):
        return f"{votes}; punten: {untold}"
    if one["points"] is None:
        return votes
    points = "1 punt" if one["points"] == 1 else f"{number(one['points'])} punten"
    return f"{points} van {votes}"
