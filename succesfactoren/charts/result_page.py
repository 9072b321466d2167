"""A whole result as a page or a sheet of paper shows it: the outcome, and beside it the levels of the advisor."""

from collections.abc import Sequence
from dataclasses import dataclass

from lib.tables import Table
from lib.text import number
from succesfactoren.access.open_answers import OpenQuestion
from succesfactoren.analysis import outcome_shape as shape
from succesfactoren.analysis.levels import one_decimal
from succesfactoren.analysis.main_table import main_table
from succesfactoren.analysis.response_counts import GroupResponse, ResponseCounts
from succesfactoren.analysis.result_words import (
    DOORS,
    METHOD_LINES,
    door_sentence,
    hidden_sentence,
    percent,
    quality_sentence,
    response_sentence,
    statements_title,
    stopped_sentence,
    title,
)
from succesfactoren.charts.pens import Pen
from succesfactoren.charts.response import ResponseRow, response_picture
from succesfactoren.charts.result_rows import NO_RATINGS, SCREEN, Ratings, TableView, table_view
from succesfactoren.exports.outcome_sheets import alpha_table, factor_table, group_table, statement_table
from succesfactoren.models import Round


@dataclass(frozen=True)
class OwnQuestion:
    """A question that is no statement: its options with share, or a number in words."""

    text: str
    hidden: str
    people: str
    answer: str
    options: Sequence[tuple[str, str, int]]


@dataclass(frozen=True)
class ResultTable:
    """One population with its rows, and the same as tables."""

    name: str
    view: TableView
    quality: str
    statements_title: str
    factors_twin: Table
    group_twins: Sequence[Table]
    statement_twins: Sequence[Table]
    alpha: Table
    questions: Sequence[OwnQuestion]
    strength: str
    strength_words: str
    strength_hidden: str
    advice: Sequence[str]
    stopped: str

    @property
    def has_changes(self) -> bool:
        """Whether anything is said of the round before."""
        return any(one.row.change for one in self.view.factors)


@dataclass(frozen=True)
class ResultPage:
    """The finding, who took part, and each population, of which `main` leads; `texts` are open questions."""

    title: str
    rest: str
    response: str
    warning: str
    doors: str
    least: int
    detail: int
    compared: str
    response_rows: Sequence[ResponseRow]
    tables: Sequence[ResultTable]
    main: ResultTable
    texts: Sequence[OpenQuestion]
    method: Sequence[str]
    shows_agreement: bool

    @property
    def has_factors(self) -> bool:
        """Whether there are statements with a score at all: an own instrument may have none."""
        return bool(self.main.view.factors)

    @property
    def has_advisor(self) -> bool:
        """Whether the advisor gave a level of their own somewhere."""
        return any(one.row.advisor for one in self.main.view.factors)

    @property
    def has_last(self) -> bool:
        """Whether a hollow dot of the round before stands somewhere."""
        return any(one.row.has_last for one in self.main.view.factors)


def result_page(found: Round, ratings: Ratings, texts: Sequence[OpenQuestion], pen: Pen = SCREEN) -> ResultPage:
    """Everything of one closed round; asks the database nothing where the outcome came along."""
    figures: shape.OutcomeFigures = found.outcome.figures
    first, rest = title(figures)
    compared, main = figures["compared_with"], main_table(figures["tables"])
    tables = [_table(figures, one, ratings if one is main else NO_RATINGS, pen) for one in figures["tables"]]
    return ResultPage(
        title=first,
        rest=rest,
        response=response_sentence(figures),
        warning=figures["response_words"],
        doors=door_sentence(figures),
        least=figures["minimum_group"],
        detail=figures["minimum_detail"],
        compared=compared["name"] if compared else "",
        response_rows=_response(figures),
        tables=tables,
        main=tables[figures["tables"].index(main)],
        texts=[_text(one, figures["minimum_detail"]) for one in texts],
        method=METHOD_LINES,
        shows_agreement=figures["shows_agreement"],
    )


def _text(one: OpenQuestion, detail: int) -> OpenQuestion:
    return OpenQuestion(one.text, hidden_sentence(one.hidden, detail), one.n, one.answers)


def _response(figures: shape.OutcomeFigures) -> list[ResponseRow]:
    groups = [
        GroupResponse(str(one["name"]), _whole(one["n_invited"]) or 0, _whole(one["n_from"]), _whole(one["n_to"]))
        for one in figures["response_groups"]
    ]
    return response_picture(ResponseCounts(figures["n_invited"], None, None, tuple(groups)))


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _table(figures: shape.OutcomeFigures, table: shape.Table, ratings: Ratings, pen: Pen) -> ResultTable:
    strength = table["strength"]
    return ResultTable(
        name=DOORS[table["door"]],
        view=table_view(figures, table, ratings, pen),
        quality=quality_sentence(table),
        statements_title=statements_title(table["statements"]),
        factors_twin=factor_table(figures, table, ratings),
        group_twins=[group_table(figures, table, one) for one in table["breakdowns"]],
        statement_twins=[statement_table(figures, table, one["code"]) for one in table["factors"]],
        alpha=alpha_table(table),
        questions=[own_question(one, figures) for one in table["questions"]],
        strength=number(strength["index"]) if strength and strength["index"] is not None else "",
        strength_words=strength["words"] if strength else "",
        strength_hidden=hidden_sentence(strength["hidden"], figures["minimum_group"]) if strength else "",
        advice=table["advice"],
        stopped=stopped_sentence(table),
    )


def own_question(one: shape.QuestionOutcome, figures: shape.OutcomeFigures) -> OwnQuestion:
    """A question as it is shown, or why its answers are not."""
    least = figures["minimum_group"] if one["kind"] == "getal" else figures["minimum_detail"]
    return OwnQuestion(
        text=one["text"],
        hidden=hidden_sentence(one["hidden"], least),
        people=f"{number(one['n'])} antwoorden" if one["n"] else "",
        answer=_number(one),
        options=[
            (option["label"], percent(option["share"]), round(100 * option["share"])) for option in one["options"] or []
        ],
    )


def _number(one: shape.QuestionOutcome) -> str:
    if one["mean"] is None:
        return ""
    said = f"Gemiddeld {one_decimal(one['mean'])} {one['unit']}".strip()
    return f"{said}, de middelste is {one_decimal(one['median'])}." if one["median"] is not None else f"{said}."
