"""A result as slides for a meeting: one thing at a time, each with an address of its own."""

from collections.abc import Sequence
from dataclasses import dataclass

from lib.text import join_words, number
from succesfactoren.analysis import outcome_shape as shape
from succesfactoren.analysis.main_table import main_table
from succesfactoren.analysis.result_words import hidden_sentence, response_sentence, title
from succesfactoren.charts.pens import ScreenPen
from succesfactoren.charts.result_page import OwnQuestion, own_question
from succesfactoren.charts.result_rows import BreakdownView, DotRow, FactorRow, Ratings, factor_row, table_view
from succesfactoren.models import Round

BIG = 2.0
MOST_GROUPS = 6


@dataclass(frozen=True)
class Slide:
    """One screen. `kind`: begin, alles, onderdeel, groepen, kracht, rol, vraag or gesprek."""

    kind: str
    title: str
    lead: str = ""
    rows: Sequence[DotRow] = ()
    factor: FactorRow | None = None
    lines: Sequence[str] = ()
    question: OwnQuestion | None = None


def slides_of(round: Round, ratings: Ratings) -> list[Slide]:
    """A beginning, the factors and where groups differ, what follows from them, own questions, and where to begin."""
    figures: shape.OutcomeFigures = round.outcome.figures
    table = main_table(figures["tables"])
    first, rest = title(figures)
    begin = Slide("begin", first, rest, lines=[response_sentence(figures), figures["response_words"]])
    if table["hidden"]:
        return [begin]
    factors = _factors(figures, table, ratings) if table["factors"] else []
    return [begin, *factors, *_readings(figures, table), *_questions(figures, table), _talk(table)]


def _factors(figures: shape.OutcomeFigures, table: shape.Table, ratings: Ratings) -> list[Slide]:
    view = table_view(figures, table, ratings)
    whole = Slide("alles", view.title, rows=[one.row for one in view.factors])
    least = figures["minimum_group"]
    each = [_factor(one, table, ratings.get(one["code"]), least) for one in table["factors"]]
    groups = [group_slide(one) for one in view.breakdowns if one.blocks and one.blocks[0].words]
    return [whole, *each, *groups]


def group_slide(one: BreakdownView) -> Slide:
    """The groups where they differ most; of many the highest and the lowest, which the words are about."""
    rows, block = one.blocks[0].rows, one.blocks[0]
    if len(rows) <= MOST_GROUPS:
        return Slide("groepen", one.title, block.words, rows=rows)
    shown = [row for row in rows if row.plot]
    half = MOST_GROUPS // 2
    kept = [*shown[:half], *shown[-half:]] if len(shown) > MOST_GROUPS else rows[:MOST_GROUPS]
    left = f"Hier staan {len(kept)} van de {len(rows)} groepen, met de hoogste en de laagste."
    return Slide("groepen", one.title, block.words, rows=kept, lines=[left])


def _readings(figures: shape.OutcomeFigures, table: shape.Table) -> list[Slide]:
    """The index of organisatiekracht and the role that fits, where the list has those."""
    found, strength = [], table["strength"]
    if strength is not None:
        hidden = hidden_sentence(strength["hidden"], figures["minimum_group"])
        index = "" if strength["index"] is None else f"Organisatiekracht: {number(strength['index'])} van 100"
        found.append(Slide("kracht", index or "Organisatiekracht", hidden or strength["words"]))
    if table["advice"]:
        rule = "Een vuistregel, eigen voorstel."
        found.append(Slide("rol", "Welke rol past?", rule, lines=table["advice"]))
    return found


def _questions(figures: shape.OutcomeFigures, table: shape.Table) -> list[Slide]:
    asked = [own_question(one, figures) for one in table["questions"]]
    return [Slide("vraag", one.text, one.hidden or one.answer, question=one) for one in asked]


def _factor(one: shape.FactorOutcome, table: shape.Table, advisor: int | None, least: int) -> Slide:
    found = factor_row(one, table, advisor, least, ScreenPen(), big=BIG)
    lines = [found.agreement_sentence, found.row.change, found.unknown]
    return Slide("onderdeel", one["name"], hidden_sentence(one["hidden"], least), factor=found, lines=_said(lines))


def _said(lines: Sequence[str]) -> list[str]:
    return [line for line in lines if line]


def _talk(table: shape.Table) -> Slide:
    asked = [one["name"] for one in table["factors"] if one["asks_for_action"]]
    words = f"Begin bij {join_words(asked)}." if asked else "Kies samen waar u over praat."
    questions = ["Herkennen wij dit?", "Wat zien wij verschillend, en waardoor?", "Wat doen wij als eerste, en wie?"]
    return Slide("gesprek", "Waar gaat het gesprek over?", words, lines=questions)
