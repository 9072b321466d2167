"""The result of a round as sheets of a workbook, the code book last. Reads nothing but the outcome."""

from collections.abc import Sequence
from dataclasses import replace

from lib.tables import Cell, Column, Table
from succesfactoren.access.open_answers import OpenQuestion
from succesfactoren.analysis import outcome_shape as shape
from succesfactoren.analysis.main_table import main_table
from succesfactoren.analysis.result_words import METHOD_LINES, hidden_sentence, response_sentence, title
from succesfactoren.exports.codebook import codebook
from succesfactoren.exports.outcome_sheets import (
    NOTE,
    Ratings,
    alpha_table,
    factor_table,
    group_table,
    long_table,
    statement_table,
)
from succesfactoren.models import Round

NO_RATINGS: Ratings = {}


def workbook(round: Round, ratings: Ratings, texts: Sequence[OpenQuestion]) -> list[Table]:
    """All sheets that hold anything; those of a meeting that counts apart have its name behind theirs."""
    figures: shape.OutcomeFigures = round.outcome.figures
    sheets = [_front(round, figures)]
    main = main_table(figures["tables"])
    for i, table in enumerate(figures["tables"]):
        after, levels = " bijeenkomst" if i else "", ratings if table is main else NO_RATINGS
        sheets += [replace(one, title=f"{one.title}{after}") for one in _of(figures, table, levels)]
    whole = replace(long_table(figures, round.name), title="Alle cijfers")
    words = [_texts(texts, figures["minimum_detail"])]
    return [*(one for one in [*sheets, *words] if one.rows), whole, codebook(round)]


def _front(round: Round, figures: shape.OutcomeFigures) -> Table:
    rows: list[list[Cell]] = [
        ["Community", round.community.name],
        ["Ronde", round.name],
        ["Uitkomst", title(figures)[0]],
        ["Respons", response_sentence(figures)],
        ["Kleinste groep voor een gemiddelde", figures["minimum_group"]],
        ["Kleinste groep voor een verdeling", figures["minimum_detail"]],
        ["Rekenwijze", figures["method"]],
    ]
    columns = [Column("wat", "Wat"), Column("is", "Is", "number")]
    notes = [NOTE, "Er zijn geen rijen per deelnemer, zodat niemand herkenbaar is.", *METHOD_LINES]
    return Table("Over deze ronde", columns, rows, notes=notes)


def _of(figures: shape.OutcomeFigures, table: shape.Table, ratings: Ratings) -> list[Table]:
    found = [
        replace(factor_table(figures, table, ratings), title="Onderdelen", notes=[NOTE]),
        replace(statement_table(figures, table), title="Stellingen"),
        *(
            replace(group_table(figures, table, one), title=f"Groepen {one['code']}", notes=[one["question"]])
            for one in table["breakdowns"]
        ),
        replace(alpha_table(table), title="Betrouwbaarheid"),
    ]
    return [*found, _questions(table, figures)] if table["questions"] else found


def _questions(table: shape.Table, figures: shape.OutcomeFigures) -> Table:
    columns = [
        Column("vraag", "Vraag"),
        Column("keuze", "Keuze of maat"),
        Column("waarde", "Waarde", "number"),
        Column("deel", "Deel", "number", 0, "%"),
    ]
    rows: list[list[Cell]] = []
    for one in table["questions"]:
        if one["hidden"]:
            rows.append([one["text"], hidden_sentence(one["hidden"], figures["minimum_group"]), None, None])
        rows += [[one["text"], kind["label"], kind["n"], 100 * kind["share"]] for kind in one["options"] or []]
        numbers = (("gemiddelde", one["mean"]), ("mediaan", one["median"]))
        rows += [[one["text"], name, value, None] for name, value in numbers if value is not None]
    return Table("Vragen", columns, rows)


def _texts(texts: Sequence[OpenQuestion], detail: int) -> Table:
    rows: list[list[Cell]] = []
    for one in texts:
        if one.hidden:
            rows.append([one.text, hidden_sentence(one.hidden, detail)])
        rows += [[one.text, answer] for answer in one.answers]
    notes = ["De coördinator las deze antwoorden en haalde namen weg. Zij staan op alfabet."]
    notes = notes if any(one.answers for one in texts) else []
    return Table("Open antwoorden", [Column("vraag", "Vraag"), Column("antwoord", "Antwoord")], rows, notes=notes)
