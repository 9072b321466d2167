"""The one bridge between answers in the database and the pure modules. Nothing else reads a response."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from django.db.models import Count, Q

from succesfactoren.analysis.asked import GroupQuestion, Part, Population, Question, Questionnaire
from succesfactoren.analysis.suppression import UNSAID, Survey
from succesfactoren.analysis.wording import with_subject
from succesfactoren.models import InstrumentVersion, Response, Round, Statement

Kind = Statement.Kind
Row = tuple[Any, ...]
"""Door, answers, groups, is_complete, was_quick, code and key of a response."""
MAIN = (Response.Door.INVITED, Response.Door.PAPER)
NOT_SAID = "liever-niet"
"""The key of «zeg ik liever niet» in the group questions of the house."""


def questionnaire_of(round: Round) -> Questionnaire:
    """What was asked in a round, in the words that people read."""
    version, subject = round.version, round.assessment.about
    statements = list(version.statements.select_related("factor").order_by("position"))
    in_factors = [one for one in statements if one.kind == Kind.STATEMENT and one.factor_id]
    return Questionnaire(
        purpose=version.instrument.purpose,
        is_about_us=version.is_about_us,
        parts=_parts(version, in_factors, subject),
        questions=[
            _question(one, subject) for one in statements if one.kind in {Kind.CHOICE, Kind.CHOICES, Kind.NUMBER}
        ],
        groups=[
            GroupQuestion(
                one["code"], one["question"], {_name(option["key"]): option["label"] for option in one["options"]}
            )
            for one in round.group_questions
        ],
    )


def _parts(version: InstrumentVersion, statements: Sequence[Statement], subject: str) -> list[Part]:
    """The factors that have statements in this version. Statements of no factor are no part of any score."""
    found = []
    for factor in version.factors.all():
        own = {one.code: with_subject(one.text, subject) for one in statements if one.factor_id == factor.pk}
        if own:
            found.append(Part(factor.code, factor.name, own, factor.side))
    return found


def _question(statement: Statement, subject: str) -> Question:
    text = with_subject(statement.text, subject)
    if statement.kind == Kind.NUMBER:
        unit = str(statement.options[0].get("unit", "")) if statement.options else ""
        return Question(statement.code, text, statement.kind, unit=unit)
    options = {str(one["key"]): str(one["label"]) for one in statement.options}
    return Question(statement.code, text, statement.kind, options)


def populations_of(round: Round, asked: Questionnaire) -> list[Population]:
    """Who answered, by the doors that count together: the invited (and paper) first, then the open link.

    Where the round merges its doors there is one population, and a door through which nobody came is left out; where
    nobody came at all, that of the invited stands there empty. The rows come in the order of random keys, or in a
    confidential round by the code of a person.
    """
    rows = list(
        round.responses.order_by("pk").values_list(
            "door", "answers", "groups", "is_complete", "was_quick", "code", "pk"
        )
    )
    if round.merges_doors:
        return [_population("samen", rows, asked)]
    invited = [row for row in rows if row[0] in MAIN]
    others = [row for row in rows if row[0] not in MAIN]
    doors = [("genodigd", invited), ("open", others)]
    found = [_population(door, those, asked) for door, those in doors if those]
    return found or [_population("genodigd", [], asked)]


def _population(door: str, rows: Sequence[Row], asked: Questionnaire) -> Population:
    index = pd.Index([str(code or pk) for *_, code, pk in rows], dtype=object)
    answers = [row[1] for row in rows]
    codes = [code for part in asked.parts for code in part.statements]
    marks = {code: [_mark(one.get(code)) for one in answers] for code in codes}
    unknown = {code: [code in one and one[code] is None for one in answers] for code in codes}
    choices = [one.code for one in asked.questions if one.kind != Kind.NUMBER]
    numbers = [one.code for one in asked.questions if one.kind == Kind.NUMBER]
    survey = Survey(
        marks=pd.DataFrame(marks, index=index, columns=codes, dtype=float),
        groups=_groups(rows, index, asked),
        factors={part.code: list(part.statements) for part in asked.parts},
        offered={one.code: list(one.options) for one in asked.groups},
        choices=pd.DataFrame({code: [one.get(code) for one in answers] for code in choices}, index=index, dtype=object),
        numbers=pd.DataFrame(
            {code: [_number(one.get(code)) for one in answers] for code in numbers}, index=index, dtype=float
        ),
    )
    return Population(
        door=door,
        survey=survey,
        is_unknown=pd.DataFrame(unknown, index=index, columns=codes, dtype=bool),
        was_quick=pd.Series([row[4] for row in rows], index=index, dtype=bool),
        n_incomplete=sum(not row[3] for row in rows),
    )


def _mark(value: object) -> float:
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else np.nan


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else np.nan


def _name(key: str) -> str:
    """«Zeg ik liever niet» is a group like any other, and one with who did not answer the question at all."""
    return UNSAID if key == NOT_SAID else key


def _groups(rows: Sequence[Row], index: pd.Index, asked: Questionnaire) -> pd.DataFrame:
    columns = {one.code: [_name(str(row[2].get(one.code) or "")) for row in rows] for one in asked.groups}
    return pd.DataFrame(columns, index=index, columns=[one.code for one in asked.groups], dtype=object)


def open_questions_of(round: Round) -> list[tuple[str, str, int]]:
    """Code, words, and how many people answered in words. They are never joined to other answers."""
    asked = round.version.statements.filter(kind=Kind.OPEN).order_by("position")
    counted = asked.annotate(n=Count("open_answers", filter=Q(open_answers__round=round)))
    return [(one.code, with_subject(one.text, round.assessment.about), one.n) for one in counted]


def factors_of(version: InstrumentVersion) -> dict[str, frozenset[tuple[str, str, str, str]]]:
    """Factor → its statements with all that must be equal for two rounds to be compared on it."""
    found: dict[str, set[tuple[str, str, str, str]]] = {}
    for one in version.statements.select_related("factor"):
        if one.factor is not None:
            found.setdefault(one.factor.code, set()).add(one.wording)
    return {code: frozenset(wordings) for code, wordings in found.items()}


def wordings_of(version: InstrumentVersion) -> dict[str, tuple[str, str, str, str]]:
    """Code of a statement → what must be equal for two talks to be compared on it."""
    return {one.code: one.wording for one in version.statements.all()}
