"""The rows of a result as a page, a slide or a sheet of paper shows them. Reads nothing but the outcome."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.safestring import SafeString, mark_safe

from succesfactoren.analysis import outcome_shape as shape
from succesfactoren.analysis.diverging import DivergingBar
from succesfactoren.analysis.levels import NAMES
from succesfactoren.analysis.result_words import (
    change_words,
    detail_reason,
    factors_title,
    groups_title,
    hidden_sentence,
    level_title,
    margin_words,
    people_words,
    percent,
    score_parts,
)
from succesfactoren.analysis.roles import LAYERS, SHOWN_APART
from succesfactoren.analysis.sentences import SMALL_NUMBER
from succesfactoren.analysis.verdicts import Verdict
from succesfactoren.charts.diverging import bars_of, diverging_plot, reach_of
from succesfactoren.charts.dots import Dot, dot_plot
from succesfactoren.charts.pens import Pen, ScreenPen

Ratings = Mapping[str, int]
NO_RATINGS: Ratings = {}
SCREEN = ScreenPen()


@dataclass(frozen=True)
class DotRow:
    """A name with its dot, score and words; `hidden` stands in their place where they are not shown."""

    name: str
    hidden: str = ""
    plot: str = ""
    score: str = ""
    remark: str = ""
    level: str = ""
    agreement: str = ""
    change: str = ""
    people: str = ""
    margin: str = ""
    advisor: str = ""
    has_last: bool = False


@dataclass(frozen=True)
class FactorRow:
    """A factor, with what is said of it; `layers` are its statements where they are always shown apart."""

    code: str
    row: DotRow
    sentence: str
    agreement_sentence: str
    why: str
    unknown: str
    layers: Sequence[DotRow] = ()


@dataclass(frozen=True)
class GroupBlock:
    """The groups on one factor, the highest first, and the largest gap between two of them in words."""

    code: str
    name: str
    words: str
    rows: Sequence[DotRow]


@dataclass(frozen=True)
class BreakdownView:
    """What the answers were broken down by: the factor with the largest gap first; who did not answer at all."""

    code: str
    question: str
    title: str
    blocks: Sequence[GroupBlock]
    silent: Sequence[str]


@dataclass(frozen=True)
class StatementRow:
    """A statement with its bar, or why that is not there; «weet ik niet» apart."""

    text: str
    hidden: str
    plot: str = ""
    unknown: str = ""
    unknown_share: int = 0
    mean: str = ""
    about: str = ""


@dataclass(frozen=True)
class StatementBlock:
    """The statements of one factor."""

    code: str
    name: str
    is_open: bool
    rows: Sequence[StatementRow]


@dataclass(frozen=True)
class TableView:
    """One population of a result."""

    door: str
    hidden: str
    title: str
    factors: Sequence[FactorRow]
    breakdowns: Sequence[BreakdownView]
    statements: Sequence[StatementBlock]
    unknown: Sequence[str] = field(default_factory=list)


def table_view(figures: shape.OutcomeFigures, table: shape.Table, ratings: Ratings, pen: Pen = SCREEN) -> TableView:
    """All rows of one population; the advisor's levels belong beside the first one only, which the caller sees to."""
    least, detail = figures["minimum_group"], figures["minimum_detail"]
    return TableView(
        door=table["door"],
        hidden=hidden_sentence(table["hidden"], least),
        title=factors_title([one for one in table["factors"] if one["code"] != SHOWN_APART]),
        factors=[factor_row(one, table, ratings.get(one["code"]), least, pen) for one in table["factors"]],
        breakdowns=[_breakdown(one, table, least, pen) for one in table["breakdowns"]],
        statements=_blocks(table, detail, pen),
        unknown=[f"«{one['text']}» {one['unknown_words']}" for one in table["statements"] if one["unknown_words"]],
    )


def factor_row(
    one: shape.FactorOutcome, table: shape.Table, advisor: int | None, least: int, pen: Pen, *, big: float = 1.0
) -> FactorRow:
    """One factor, with the hollow dot of the round before where that may be shown."""
    is_apart = one["code"] == SHOWN_APART
    return FactorRow(
        code=one["code"],
        row=_apart(one) if is_apart else _dot_row(one, advisor, least, pen, big),
        sentence="" if is_apart else one["sentence"],
        agreement_sentence=one["agreement"]["sentence"] if one["agreement"] else "",
        why=one["why_action"],
        unknown=f"{percent(one['unknown_share'])} «weet ik niet»" if one["unknown_share"] else "",
        layers=[_layer(row, least, pen) for row in table["statements"] if row["factor"] == one["code"]]
        if is_apart
        else (),
    )


def _apart(one: shape.FactorOutcome) -> DotRow:
    return DotRow(one["name"], hidden="Hier staan de zinnen los. Een gemiddelde verbergt welk belang achterblijft.")


def _dot_row(one: shape.FactorOutcome, advisor: int | None, least: int, pen: Pen, big: float) -> DotRow:
    if one["mean"] is None:
        return DotRow(one["name"], hidden=hidden_sentence(one["hidden"], least), advisor=NAMES.get(advisor or 0, ""))
    dot = factor_dot(one, one["mean"], advisor)
    score, remark = score_parts(one["mean"])
    return DotRow(
        name=one["name"],
        plot=_safe(dot_plot(dot, pen, big=big)),
        score=score,
        remark=", ".join(word for word in (remark, SMALL_NUMBER if one["is_small"] else "") if word),
        level=level_title(one["level_words"]),
        agreement=_capital(one["agreement"]["label"]) if one["agreement"] else "",
        change=change_words(one),
        people=people_words(one["n"]),
        margin="Iedereen kwam op dezelfde score uit" if one["all_same"] else margin_words(dot.low, dot.high),
        advisor=NAMES.get(advisor or 0, ""),
        has_last=dot.last is not None,
    )


def factor_dot(one: shape.FactorOutcome, mean: float, advisor: int | None = None) -> Dot:
    """The dot of a factor whose mean is shown, with its margin and the round before where those may be shown."""
    low, high = _ends(one)
    change = one["change"]
    last = change["before"] if change and not change["hidden"] else None
    return Dot(one["name"], mean, low, high, last, advisor)


def _ends(one: shape.FactorOutcome) -> tuple[float | None, float | None]:
    """No margin where all have the same score."""
    return (None, None) if one["all_same"] else (one["low"], one["high"])


def _layer(one: shape.StatementOutcome, least: int, pen: Pen) -> DotRow:
    name = f"{_capital(LAYERS[one['code']])}: {one['text']}" if one["code"] in LAYERS else one["text"]
    return _mean_row(name, one, least, pen)


def _mean_row(name: str, one: shape.StatementOutcome | shape.GroupFigure, least: int, pen: Pen) -> DotRow:
    if one["mean"] is None:
        return DotRow(name, hidden=hidden_sentence(one["hidden"], least))
    dot = Dot(name, one["mean"], one["low"], one["high"])
    return DotRow(
        name=name,
        plot=_safe(dot_plot(dot, pen)),
        score=score_parts(one["mean"])[0],
        people=people_words(one["n"]),
        margin=margin_words(one["low"], one["high"]),
    )


def _breakdown(one: shape.Breakdown, table: shape.Table, least: int, pen: Pen) -> BreakdownView:
    names = {factor["code"]: factor["name"] for factor in table["factors"]}
    gaps = {gap["factor"]: gap["words"] for gap in one["gaps"]}
    ranked = [*gaps, *(code for code in names if code not in gaps)]
    answered = [group for group in one["groups"] if group["hidden"] != Verdict.NOBODY.value]
    return BreakdownView(
        code=one["code"],
        question=one["question"],
        title=groups_title(one, names),
        blocks=[
            GroupBlock(code, names[code], gaps.get(code, ""), _group_rows(answered, code, least, pen))
            for code in ranked
        ],
        silent=[group["label"] for group in one["groups"] if group["hidden"] == Verdict.NOBODY.value],
    )


def _group_rows(groups: Sequence[shape.GroupOutcome], code: str, least: int, pen: Pen) -> list[DotRow]:
    """The highest first; those that are not shown after them, in the order in which they were offered."""
    ranked = sorted(groups, key=lambda one: -(one["factors"][code]["mean"] or 0))
    return [_mean_row(one["label"], one["factors"][code], least, pen) for one in ranked]


def _blocks(table: shape.Table, detail: int, pen: Pen) -> list[StatementBlock]:
    bars = bars_of(table["statements"])
    reach = reach_of(bars)
    return [
        StatementBlock(
            code=factor["code"],
            name=factor["name"],
            is_open=factor["asks_for_action"],
            rows=[
                _statement(one, bars.get(one["code"]), reach, detail, pen)
                for one in table["statements"]
                if one["factor"] == factor["code"]
            ],
        )
        for factor in table["factors"]
    ]


def _statement(
    one: shape.StatementOutcome, bar: DivergingBar | None, reach: float, detail: int, pen: Pen
) -> StatementRow:
    mean = score_parts(one["mean"])[0] if one["mean"] is not None else ""
    if bar is None:
        return StatementRow(one["text"], hidden_sentence(detail_reason(one, detail), detail), mean=mean)
    share = one["unknown_share"] or 0.0
    return StatementRow(
        text=one["text"],
        hidden="",
        plot=_safe(diverging_plot(one["text"], bar, reach, pen)),
        unknown=f"{percent(share)} weet niet",
        unknown_share=round(100 * share),
        mean=mean,
    )


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def _safe(drawn: str) -> SafeString:
    """Every text in a drawing has been escaped by lib.svg."""
    return mark_safe(drawn)  # noqa: S308
