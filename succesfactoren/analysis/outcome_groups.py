"""The figures of groups in one population of a closed round, each behind its verdict. Pure."""

from collections.abc import Mapping

import pandas as pd

from succesfactoren.analysis import outcome_shape as shape
from succesfactoren.analysis.asked import (
    GroupQuestion,
    Questionnaire,
    Thresholds,
    decimals_for,
    margin_of,
    score_of,
)
from succesfactoren.analysis.group_gaps import largest_gap
from succesfactoren.analysis.intervals import mean_interval
from succesfactoren.analysis.scores import factor_scores
from succesfactoren.analysis.suppression import Release, Survey
from succesfactoren.analysis.verdicts import reason_of


def breakdown_of(
    asked: GroupQuestion, paper: Questionnaire, survey: Survey, shown: Release, least: Thresholds
) -> shape.Breakdown:
    """The groups of one breakdown with their figures, and the widest gap of each factor."""
    scores = {part.code: factor_scores(survey.marks[list(part.statements)]) for part in paper.parts}
    groups = [_group(key, label, asked.code, survey, (scores, shown, least)) for key, label in asked.options.items()]
    return {
        "code": asked.code,
        "question": asked.text,
        "groups": groups,
        "gaps": _gaps(asked, survey, scores, (shown, least)),
    }


def _group(
    key: str, label: str, breakdown: str, survey: Survey, known: tuple[Mapping[str, pd.Series], Release, Thresholds]
) -> shape.GroupOutcome:
    scores, shown, least = known
    members = survey.groups[breakdown] == key
    figures: dict[str, shape.GroupFigure] = {}
    for code, values in scores.items():
        verdict = shown.factors[code].groups[breakdown][key]
        interval = mean_interval(values[members]) if verdict.is_visible else None
        margin = margin_of(interval, least) if interval else (None, None)
        figures[code] = {
            "hidden": reason_of(verdict),
            "n": verdict.n,
            "mean": score_of(interval, least),
            "low": margin[0],
            "high": margin[1],
        }
    reasons = [one["hidden"] for one in figures.values()]
    is_hidden = bool(reasons) and all(reasons)
    return {
        "key": key,
        "label": label,
        "hidden": reasons[0] if is_hidden else "",
        "n": max((one["n"] or 0 for one in figures.values()), default=0) or None,
        "factors": figures,
    }


def _gaps(
    asked: GroupQuestion,
    survey: Survey,
    scores: Mapping[str, pd.Series],
    known: tuple[Release, Thresholds],
) -> list[shape.Gap]:
    """Of each factor the widest gap between two groups that are shown, the widest first."""
    shown, least = known
    found: list[shape.Gap] = []
    for code, values in scores.items():
        verdicts = shown.factors[code].groups[asked.code]
        visible = [key for key in asked.options if verdicts[key].is_visible]
        widest = largest_gap({key: values[survey.groups[asked.code] == key] for key in visible})
        if widest is None:
            continue
        fewest = min(widest.n_higher, widest.n_lower)
        decimals, has_margin = decimals_for(fewest, least.detail), fewest >= least.detail
        higher, lower = asked.options[widest.higher], asked.options[widest.lower]
        found.append(
            {
                "factor": code,
                "higher": widest.higher,
                "lower": widest.lower,
                "gap": round(widest.difference, decimals),
                "low": round(widest.low, decimals) if has_margin else None,
                "high": round(widest.high, decimals) if has_margin else None,
                "verdict": "duidelijk" if widest.is_clear else "mogelijk" if widest.is_wide else "",
                "words": f"{higher} hoger dan {lower}, {widest.words}",
            }
        )
    return sorted(found, key=lambda one: -one["gap"])
