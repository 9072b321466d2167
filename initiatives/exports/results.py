"""The result of a budget as tables, and all ballots without a name as a `.pb` file. Out of the frozen figures."""

from django.utils import timezone

from initiatives.actions.counting import election_of
from initiatives.analysis.evaluation import ANSWERS, QUESTION
from initiatives.analysis.pabulib import write_pabulib
from initiatives.analysis.result_shape import METHOD, ResultFigures
from initiatives.analysis.result_words import how_counted
from initiatives.models import BudgetRound, ElectionResult
from lib.tables import Cell, Column, Table

NOT_TOLD = "niet te zeggen: te weinig stemmers"


def project_table(figures: ResultFigures) -> Table:
    """A row for each project, under both rules."""
    has_points = any(one["points"] is not None or one.get("points_untold") for one in figures["projects"])
    columns = [
        Column("nummer", "Nummer", kind="number", decimals=0),
        Column("plan", "Plan"),
        Column("kosten", "Kosten", kind="number", decimals=2, unit="€"),
        Column("stemmen", "Stemmen", kind="number", decimals=0),
        *([Column("punten", "Punten", kind="number", decimals=0)] if has_points else []),
        Column("gekozen", "Gekozen"),
        Column("waarom", "Waarom"),
        Column("andere_regel", "Met de andere regel"),
        Column("waarom_andere_regel", "Waarom met de andere regel"),
    ]
    rows: list[list[Cell]] = [
        [
            int(one["code"]),
            one["title"],
            one["cost"] / 100,
            _told(one["votes"]),
            *([one.get("points_untold") or _told(one["points"])] if has_points else []),
            _yes(one["is_won"]),
            one["why"],
            _yes(one["is_won_other"]),
            one["why_other"],
        ]
        for one in figures["projects"]
    ]
    notes = [figures["hidden"]] if figures["hidden"] else []
    return Table("Alle plannen", columns, rows, notes)


def result_tables(figures: ResultFigures) -> list[Table]:
    """The projects, both rules side by side, and how it was counted."""
    return [project_table(figures), _rules_table(figures), _count_table(figures)]


def _rules_table(figures: ResultFigures) -> Table:
    columns = [
        Column("regel", "Regel"),
        Column("gekozen", "Gekozen plannen"),
        Column("kosten", "Kosten", kind="number", decimals=2, unit="€"),
        Column("met_plan", "Stemmers met een gekozen plan", kind="number", decimals=0),
        Column("geld", "Geld naar eigen keuze, gemiddeld", kind="number", decimals=2, unit="€"),
    ]
    rows: list[list[Cell]] = [
        [
            one["rule"],
            ", ".join(one["winners"]) or "geen",
            one["cost"] / 100,
            _told(one["n_with_winner"]),
            NOT_TOLD if one["mean_money"] is None else one["mean_money"] / 100,
        ]
        for one in (figures["ours"], figures["other"])
    ]
    return Table("Twee regels naast elkaar", columns, rows)


def _count_table(figures: ResultFigures) -> Table:
    turnout = figures["turnout"]
    may = "iedereen met een e-mailadres" if turnout["n_may"] is None else turnout["n_may"]
    rows: list[list[Cell]] = [
        ["Bedrag (€)", figures["amount"] / 100],
        ["Uitgegeven (€)", figures["cost"] / 100],
        ["Over (€)", figures["left"] / 100],
        ["Mochten stemmen", may],
        ["Stemmen", turnout["n_sent"]],
        ["Blanco", turnout["n_blank"]],
        ["Op papier", turnout["n_paper"]],
        ["Ongeldig op papier", turnout["n_invalid"]],
        ["Op papier, niet op tijd ingetypt", turnout["n_undone"]],
        *_evaluation_rows(figures),
        ["Regel", figures["rule"]],
        ["Nut van een plan", figures["utility"]],
        ["Volgorde van het lot", ", ".join(figures["lot"])],
        ["Versie van de methode", METHOD],
        *[["Hoe geteld", sentence] for sentence in how_counted(figures)],
    ]
    return Table("Telling", [Column("wat", "Wat"), Column("waarde", "Waarde")], rows)


def _evaluation_rows(figures: ResultFigures) -> list[list[Cell]]:
    """What voters answered to the question after voting; nothing where nobody was asked."""
    found = figures.get("evaluation")
    if found is None:
        return []
    answers = found["answers"] or {}
    told: list[list[Cell]] = [[f"Antwoord «{answer}»", _told(answers.get(answer))] for answer in ANSWERS]
    return [["Vraag na het stemmen", QUESTION], ["Antwoorden", found["n"]], *told]


def _told(count: int | None) -> Cell:
    return NOT_TOLD if count is None else count


def _yes(is_so: bool) -> str:
    return "ja" if is_so else "nee"


def ballots_file(budget: BudgetRound, result: ElectionResult) -> str:
    """All ballots as they were counted, as a `.pb` file: numbered in an order that says nothing of who, or when."""
    is_equal = result.figures["rule"] == BudgetRound.Rule.EQUAL
    meta = {
        "description": budget.name,
        "country": "Nederland",
        "unit": budget.area,
        "instance": str(timezone.localdate(budget.vote_until).year),
        "date_begin": timezone.localdate(budget.vote_from).isoformat(),
        "date_end": timezone.localdate(budget.vote_until).isoformat(),
        "rule": "equalshares/add1" if is_equal else "greedy",
        "language": "nl",
    }
    return write_pabulib(election_of(budget), meta | _completion(result.figures), result.figures["winners"])


def _completion(figures: ResultFigures) -> dict[str, str]:
    """With what step Equal Shares was completed, and what came after it: the name of the rule does not say so."""
    steps = figures["steps"]
    if figures["rule"] != BudgetRound.Rule.EQUAL or steps is None:
        return {}
    return {
        "leftover_budget": "Fund additional projects that fit within leftover budget ordered by votes",
        "comment": f"#1: Add1 gave every voter {steps['step'] / 100:.2f} EUR more in each step, a hundredth of the "
        "equal share at most and fixed by that share, and kept the last outcome before the budget was overspent. "
        f"#2: Ties went to the lower cost, then to lot, drawn before voting: {', '.join(figures['lot'])}.",
    }
