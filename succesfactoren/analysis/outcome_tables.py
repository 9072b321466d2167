"""The figures of one population of a closed round, each behind the verdict of `suppression.release`. Pure."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from succesfactoren.analysis import outcome_shape as shape
from succesfactoren.analysis.asked import (
    Part,
    Population,
    Question,
    Questionnaire,
    Thresholds,
    margin_of,
    score_of,
)
from succesfactoren.analysis.intervals import MeanInterval
from succesfactoren.analysis.levels import level_words
from succesfactoren.analysis.outcome_groups import breakdown_of
from succesfactoren.analysis.picture import FactorPicture, factor_picture, statement_picture
from succesfactoren.analysis.quality import quality_mark, straight_liners, unknown_sentence
from succesfactoren.analysis.reliability import Alpha
from succesfactoren.analysis.roles import fitting_roles
from succesfactoren.analysis.sentences import bare_sentence, score_sentence
from succesfactoren.analysis.strength import strength
from succesfactoren.analysis.suggesting import suggestions
from succesfactoren.analysis.suppression import FactorRelease, Release, Survey, release
from succesfactoren.analysis.verdicts import Shown, reason_of


def table_of(asked: Questionnaire, found: Population, least: Thresholds) -> shape.Table:
    """All figures of one population of a closed round; those that may not be shown are None, with the reason."""
    shown = release(found.survey, is_closed=True, least=least.group, detail=least.detail)
    pictures = {one.code: _picture(asked, one, found, shown.factors[one.code]) for one in asked.parts}
    visible = {code: one for code, one in pictures.items() if shown.factors[code].total.is_visible}
    wanted = suggestions(visible)
    means = {code: one.mean for code, one in visible.items()}
    return {
        "door": found.door,
        "hidden": reason_of(shown.respondents),
        "n": shown.respondents.n,
        "n_incomplete": found.n_incomplete if shown.respondents.is_visible else None,
        "factors": [
            _factor(one, pictures[one.code], shown.factors[one.code], wanted.get(one.code, []), least)
            for one in asked.parts
        ],
        "statements": _statements(asked, found, shown, least),
        "questions": [_question(one, found.survey, shown) for one in asked.questions],
        "breakdowns": [breakdown_of(one, asked, found.survey, shown, least) for one in asked.groups],
        "quality": _quality(found, least.detail),
        "strength": _strength(means) if asked.purpose == "organisatiekracht" else None,
        "advice": [one.sentence for one in fitting_roles(means)] if asked.purpose == "actie" else [],
    }


def _picture(asked: Questionnaire, part: Part, found: Population, shown: FactorRelease) -> FactorPicture:
    """Agreement and alpha are of the visible statements only; the score is always of all of them."""
    columns = list(part.statements)
    whole = factor_picture(found.survey.marks[columns], found.is_unknown[columns], is_shared=asked.is_about_us)
    visible = [code for code in columns if shown.statements[code].is_visible]
    if visible == columns or not visible:
        return whole
    seen = factor_picture(found.survey.marks[visible], is_shared=asked.is_about_us)
    return FactorPicture(
        n=whole.n,
        n_asked=whole.n_asked,
        interval=whole.interval,
        agreement=seen.agreement,
        rwg=seen.rwg,
        camps=seen.camps,
        alpha=seen.alpha,
        alpha_without=seen.alpha_without,
        unknown={code: whole.unknown[code] for code in visible},
        share_unknown=None,
    )


def _level_words(picture: FactorPicture, is_margin_shown: bool) -> str:
    words = level_words(picture.level or 1)
    return (picture.span_words or words) if is_margin_shown else words


def _factor(
    part: Part, picture: FactorPicture, shown: FactorRelease, why: list[str], least: Thresholds
) -> shape.FactorOutcome:
    interval = picture.interval if shown.total.is_visible else None
    is_coherent = shown.coherence.is_visible
    is_margin_shown = interval is not None and interval.n >= least.detail
    margin = margin_of(interval, least) if interval else (None, None)
    return {
        "code": part.code,
        "name": part.name,
        "hidden": reason_of(shown.total),
        "n": shown.total.n,
        "mean": score_of(interval, least),
        "low": margin[0],
        "high": margin[1],
        "level": picture.level if interval else None,
        "level_words": _level_words(picture, is_margin_shown) if interval else "",
        "sentence": _sentence(part.name, interval, is_margin_shown),
        "all_same": bool(interval and is_margin_shown and interval.is_collapsed),
        "is_small": bool(interval and interval.is_small),
        "unknown_share": _mean_unknown(picture, shown),
        "agreement": _agreement(picture) if is_coherent else None,
        "alpha": _alpha(picture.alpha, picture.alpha_without) if is_coherent else None,
        "asks_for_action": bool(why),
        "why_action": ", ".join(why),
        "change": None,
    }


def _sentence(name: str, interval: MeanInterval | None, is_margin_shown: bool) -> str:
    if interval is None:
        return ""
    return score_sentence(name, interval) if is_margin_shown else bare_sentence(name, interval.mean)


def _mean_unknown(picture: FactorPicture, shown: FactorRelease) -> float | None:
    shares = [
        share for code, share in picture.unknown.items() if share is not None and shown.distributions[code].is_visible
    ]
    return round(float(np.mean(shares)), 4) if shares and len(shares) == len(shown.distributions) else None


def _agreement(picture: FactorPicture) -> shape.Agreement | None:
    if picture.agreement is None or picture.rwg is None or picture.camps is None:
        return None
    found = picture.agreement
    return {
        "label": found.label,
        "sentence": found.sentence,
        "rwg": round(picture.rwg, 3),
        "polarisation": round(picture.camps, 3),
    }


def _alpha(found: Alpha | None, dropped: Mapping[str, float]) -> shape.Alpha | None:
    if found is None or not found.is_shown:
        return None
    value, low, high = (round(one, 3) for one in (found.value, found.low, found.high))
    return {
        "value": value,
        "low": low,
        "high": high,
        "n": found.n,
        "dropped": {k: round(v, 3) for k, v in dropped.items()},
    }


def _statements(
    asked: Questionnaire, found: Population, shown: Release, least: Thresholds
) -> list[shape.StatementOutcome]:
    return [
        _statement(
            (part.code, code, text),
            found,
            shown.factors[part.code].statements[code],
            shown.factors[part.code].distributions[code],
            least,
        )
        for part in asked.parts
        for code, text in part.statements.items()
    ]


def _statement(
    named: tuple[str, str, str], found: Population, mean: Shown, detail: Shown, least: Thresholds
) -> shape.StatementOutcome:
    factor, code, text = named
    picture = statement_picture(found.survey.marks[code], found.is_unknown[code])
    interval = picture.interval if mean.is_visible else None
    margin = margin_of(interval, least) if interval and detail.is_visible else (None, None)
    bar = picture.bar if detail.is_visible else None
    return {
        "code": code,
        "factor": factor,
        "text": text,
        "hidden": reason_of(mean),
        "n": mean.n,
        "mean": score_of(interval, least),
        "low": margin[0],
        "high": margin[1],
        "median": _short(picture.median) if detail.is_visible else None,
        "counts": list(picture.counts) if detail.is_visible else None,
        "left": round(bar.left, 2) if bar else None,
        "right": round(bar.right, 2) if bar else None,
        "net": round(bar.net, 2) if bar else None,
        "n_unknown": int(found.is_unknown[code].sum()) if detail.is_visible else None,
        "unknown_share": round(picture.share_unknown or 0, 4) if detail.is_visible else None,
        "unknown_words": unknown_sentence(picture.share_unknown) if detail.is_visible else "",
    }


def _short(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _question(asked: Question, survey: Survey, shown: Release) -> shape.QuestionOutcome:
    base: shape.QuestionOutcome = {
        "code": asked.code,
        "text": asked.text,
        "kind": asked.kind,
        "hidden": "",
        "n": None,
        "options": None,
        "mean": None,
        "median": None,
        "unit": asked.unit,
    }
    if asked.kind == "getal":
        verdict = shown.means[asked.code]
        values = survey.numbers[asked.code].dropna().astype(float)
        if verdict.is_visible:
            base["mean"] = round(float(values.mean()), 2)
            base["median"] = float(values.median()) if shown.medians[asked.code].is_visible else None
    else:
        verdict = shown.choices[asked.code]
        if verdict.is_visible:
            base["options"] = _options(asked, survey.choices[asked.code])
    base["hidden"], base["n"] = reason_of(verdict), verdict.n
    return base


def _options(asked: Question, given: pd.Series) -> list[shape.OptionCount]:
    """How many chose each option; with several choices the shares are of the people, and add up to more than one."""
    chosen = [one if isinstance(one, list) else [one] for one in given if isinstance(one, list | str) and one]
    n = len(chosen)
    counts = {key: sum(key in one for one in chosen) for key in asked.options}
    return [
        {"key": key, "label": label, "n": counts[key], "share": round(counts[key] / n, 4)}
        for key, label in asked.options.items()
    ]


def _quality(found: Population, detail: int) -> shape.Quality:
    if len(found.survey.marks) < detail:
        return {"straight_share": None, "is_suspect": False}
    rushed = straight_liners(found.survey.marks, found.was_quick)
    return {"straight_share": round(float(rushed.mean()), 4), "is_suspect": bool(quality_mark(rushed))}


def _strength(means: Mapping[str, float | None]) -> shape.Strength:
    made = strength(*(means.get(code) for code in ("OBE", "OOV", "OBR", "OCA")))
    if made is None:
        hidden = "Een van de vier onderdelen heeft te weinig antwoorden."
        return {"hidden": hidden, "index": None, "drive": None, "effort": None, "words": ""}
    index, drive, effort = round(made.index, 1), round(made.drive, 3), round(made.effort, 3)
    return {"hidden": "", "index": index, "drive": drive, "effort": effort, "words": made.reading}
