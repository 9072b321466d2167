"""The outcome of a round: every figure that anybody will ever see, computed once, at closing. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from succesfactoren.analysis import outcome_shape as shape
from succesfactoren.analysis.asked import Part, Population, Questionnaire, Thresholds, decimals_for
from succesfactoren.analysis.levels import kept_score
from succesfactoren.analysis.main_table import main_table
from succesfactoren.analysis.outcome_tables import table_of
from succesfactoren.analysis.quality import response_share, response_warning
from succesfactoren.analysis.response_counts import ResponseCounts
from succesfactoren.analysis.rounds_change import Change, detectable_change, factor_change, pairs_words
from succesfactoren.analysis.scores import factor_scores
from succesfactoren.analysis.suppression import paired_release
from succesfactoren.analysis.verdicts import Verdict, enough

OTHER_WORDS = "de zinnen zijn gewijzigd"
OTHER_PEOPLE = "in de vorige ronde zijn andere groepen gevraagd"


@dataclass(frozen=True)
class Earlier:
    """The round before: its population that came in by the same door, and whether people can be joined.

    `same_factors` are the codes of the factors with the very same statements, none more and none fewer: a score over
    some of what was asked then would be one more sum of those answers. `same_audience`: the same kind of people were
    asked, and came in by the same door. `is_paired`: both rounds are confidential, and the index of the frames is the
    code of a person.
    """

    round: int
    name: str
    closed_on: str
    population: Population
    same_factors: frozenset[str]
    same_audience: bool
    is_paired: bool
    thresholds: Thresholds


def outcome_of(
    asked: Questionnaire,
    populations: Sequence[Population],
    *,
    response: ResponseCounts,
    least: Thresholds,
    earlier: Earlier | None = None,
    open_questions: Sequence[tuple[str, str, int]] = (),
) -> shape.OutcomeFigures:
    """The outcome of a closed round; the first population is that of the invited, or of all together.

    `open_questions` are (code, words, number of answers): answers in words stand apart from all others.

    Compared with `earlier` is the first population only, and of each factor only where all statements kept their words:
    a score over some of them would be one more sum of the same answers, which could give away who skipped one.
    """
    tables = [table_of(asked, one, least) for one in populations]
    if earlier is not None:
        changes = _changes(asked, populations[0], tables[0], earlier, least)
        for factor in tables[0]["factors"]:
            factor["change"] = changes[factor["code"]]
    n_answered, n_invited = response.n_from or 0, response.n_invited or 0
    return {
        "method": shape.METHOD,
        "minimum_group": least.group,
        "minimum_detail": least.detail,
        "shows_agreement": asked.is_about_us,
        "n_invited": n_invited,
        "n_responses": main_table(tables)["n"],
        "response_share": _share(response_share(n_answered, n_invited)),
        "response_words": response_warning(n_answered, n_invited),
        "response_groups": [
            {"name": one.name, "n_invited": one.n_invited, "n_from": one.n_from, "n_to": one.n_to}
            for one in response.groups
        ],
        "compared_with": _compared_with(earlier),
        "tables": tables,
        "texts": [_text(*one, least.detail) for one in open_questions],
    }


def _text(code: str, words: str, n: int, detail: int) -> shape.TextOutcome:
    shown = enough(n, detail)
    return {"code": code, "text": words, "hidden": "" if shown.is_visible else str(shown.verdict), "n": shown.n}


def _share(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _compared_with(earlier: Earlier | None) -> shape.ComparedWith | None:
    if earlier is None:
        return None
    return {"round": earlier.round, "name": earlier.name, "closed_on": earlier.closed_on}


def _changes(
    asked: Questionnaire, now: Population, table: shape.Table, earlier: Earlier, least: Thresholds
) -> Mapping[str, shape.Change]:
    before = table_of(asked_again(asked, earlier), earlier.population, earlier.thresholds)
    shown_before = {one["code"]: one for one in before["factors"]}
    pairs = _pairs(now, earlier, least) if earlier.is_paired else {}
    return {
        one["code"]: _change(
            part, (shown_before.get(part.code), one), (earlier, now), pairs.get(part.code), len(asked.parts), least
        )
        for part, one in zip(asked.parts, table["factors"], strict=True)
    }


def asked_again(asked: Questionnaire, earlier: Earlier) -> Questionnaire:
    """The factors that had the same statements in the same words in the round before, without breakdowns."""
    kept = [one for one in asked.parts if one.code in earlier.same_factors]
    return Questionnaire(asked.purpose, asked.is_about_us, kept)


def _pairs(now: Population, earlier: Earlier, least: Thresholds) -> dict[str, int | None]:
    """Of each factor how many people took part twice, where their change may be shown."""
    shown = paired_release(
        earlier.population.survey,
        now.survey,
        is_closed=True,
        least=(earlier.thresholds.group, least.group),
        detail=(earlier.thresholds.detail, least.detail),
    )
    return {code: one.n for code, one in shown.items() if one.is_visible}


def _change(
    part: Part,
    shown: tuple[shape.FactorOutcome | None, shape.FactorOutcome],
    rounds: tuple[Earlier, Population],
    n_pairs: int | None,
    n_factors: int,
    least: Thresholds,
) -> shape.Change:
    then, now = shown
    earlier, population = rounds
    if then is None:
        return _none(OTHER_WORDS)
    if then["hidden"] or now["hidden"]:
        return _none(str(Verdict.TOO_FEW))
    if not earlier.same_audience and not n_pairs:
        return _none(OTHER_PEOPLE)
    codes = list(part.statements)
    frames = earlier.population.survey.marks[codes], population.survey.marks[codes]
    found = factor_change(*frames, codes, n_factors, is_paired=bool(n_pairs))
    if found is None:
        return _none(str(Verdict.TOO_FEW))
    detail = max(earlier.thresholds.detail, least.detail)
    return _told(found, len(codes), n_pairs, _detectable(frames[1], now), detail)


def _none(reason: str) -> shape.Change:
    return {
        "hidden": reason,
        "before": None,
        "now": None,
        "delta": None,
        "low": None,
        "high": None,
        "is_clear": False,
        "is_paired": False,
        "n_pairs": None,
        "n_statements": 0,
        "detectable": None,
        "words": "",
    }


def _told(found: Change, n_statements: int, n_pairs: int | None, detectable: float | None, detail: int) -> shape.Change:
    # Of few people the margin tells how the answers lie; whether it leaves out 0 is all that is told of it.
    has_margin = min(found.n_before, found.n_after) >= detail
    decimals = decimals_for(min(found.n_before, found.n_after), detail)
    return {
        "hidden": "",
        "before": kept_score(found.before, decimals),
        "now": kept_score(found.after, decimals),
        "delta": round(found.difference, decimals),
        "low": round(found.low, decimals) if has_margin else None,
        "high": round(found.high, decimals) if has_margin else None,
        "is_clear": found.is_clear,
        "is_paired": found.is_paired,
        "n_pairs": n_pairs if found.is_paired else None,
        "n_statements": n_statements,
        "detectable": detectable,
        "words": pairs_words(found.sentence, n_pairs if found.is_paired else None),
    }


def _detectable(marks: pd.DataFrame, now: shape.FactorOutcome) -> float | None:
    """The least change of the group that is more than error of measurement; only where alpha may be shown."""
    alpha = now["alpha"]
    if alpha is None or not 0 <= alpha["value"] <= 1:
        return None
    scores = factor_scores(marks).dropna()
    found = detectable_change(float(scores.std(ddof=1)), alpha["value"], len(scores))
    return round(found.group95, 2) if found else None
