"""What was asked and who answered, as the outcome needs it; and in how many decimals a figure is kept. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from succesfactoren.analysis.intervals import MeanInterval
from succesfactoren.analysis.levels import kept_score
from succesfactoren.analysis.suppression import Survey


@dataclass(frozen=True)
class Part:
    """A factor as it was asked, with its statements: code → words. `side` only for organisatiekracht."""

    code: str
    name: str
    statements: Mapping[str, str]
    side: str = ""


@dataclass(frozen=True)
class Question:
    """A question of an own instrument that is no statement. `options`: key → label; `unit` of a number."""

    code: str
    text: str
    kind: str
    options: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""


@dataclass(frozen=True)
class GroupQuestion:
    """What the answers may be broken down by: key → label of its groups."""

    code: str
    text: str
    options: Mapping[str, str]


@dataclass(frozen=True)
class Questionnaire:
    """What was asked. `is_about_us`: only then agreement means something."""

    purpose: str
    is_about_us: bool
    parts: Sequence[Part]
    questions: Sequence[Question] = ()
    groups: Sequence[GroupQuestion] = ()


@dataclass(frozen=True)
class Population:
    """Everybody who came in through one door, or through doors that count together.

    `is_unknown` has a column for each statement: chose «weet ik niet». `was_quick`: filled in within a minute. All
    frames share the index of `survey.marks`.
    """

    door: str
    survey: Survey
    is_unknown: pd.DataFrame
    was_quick: pd.Series
    n_incomplete: int = 0


@dataclass(frozen=True)
class Thresholds:
    """The fewest answers behind a mean, and behind a distribution."""

    group: int
    detail: int


def decimals_for(n: int, detail: int) -> int:
    """In how many decimals a score of so many people is kept: of few one, so that «5,0» may be less than all fives."""
    return 2 if n >= detail else 1


def score_of(interval: MeanInterval | None, least: Thresholds) -> float | None:
    """The mean as it is kept; None where there is none."""
    return kept_score(interval.mean, decimals_for(interval.n, least.detail)) if interval else None


def margin_of(interval: MeanInterval, least: Thresholds) -> tuple[float | None, float | None]:
    """The margin, from the detail threshold on: with the mean, that of few people tells every single answer."""
    if interval.n < least.detail:
        return None, None
    return round(interval.low, 2), round(interval.high, 2)
