"""The code book: every statement and question with its words, scale, options and part, and what an empty cell means."""

from collections.abc import Iterator

from lib.tables import Cell, Column, Table
from lib.text import join_words
from succesfactoren.analysis.levels import NAMES
from succesfactoren.analysis.outcome import OTHER_PEOPLE, OTHER_WORDS
from succesfactoren.analysis.result_words import CHOICES, METHOD_LINES
from succesfactoren.analysis.sentences import NOT_A_TEST
from succesfactoren.analysis.verdicts import Verdict
from succesfactoren.analysis.wording import with_subject
from succesfactoren.exports.outcome_sheets import FEW_INVITED, NOT_SAID, SHOWN
from succesfactoren.models import Round, Statement

COLUMNS = [
    Column("soort", "Soort"),
    Column("code", "Code"),
    Column("tekst", "Tekst"),
    Column("onderdeel", "Onderdeel"),
    Column("keuzes", "Schaal of keuzes"),
    Column("leeg", "Wat een lege cel betekent"),
]
EMPTY_MARK = "overgeslagen, of «weet ik niet / niet van toepassing»: dat staat apart als aandeel"
EMPTY = {
    Statement.Kind.STATEMENT: EMPTY_MARK,
    Statement.Kind.CHOICE: "niets gekozen",
    Statement.Kind.CHOICES: "niets gekozen",
}
"""What an empty cell means, by the kind of question; of all other kinds that nothing was filled in."""
EMPTY_FIGURE = "niet getoond; de reden staat ernaast"
MEASURES = {
    "aantal": "hoeveel mensen achter het cijfer",
    "gemiddelde": "gemiddelde; van een stelling of onderdeel van 1 tot en met 5, van een getal in zijn eenheid",
    "marge_van": "ondergrens van de marge (95 %)",
    "marge_tot": "bovengrens van de marge (95 %)",
    "niveau": "; ".join(f"{level} = {name}" for level, name in NAMES.items()),
    "mediaan": "van een stelling de geïnterpoleerde mediaan, van een getal de gewone mediaan",
    "netto_eens": "procent eens min procent oneens",
    "weet_niet": "aantal «weet ik niet»",
    "aandeel_weet_niet": "deel «weet ik niet», 0 tot 1",
    "aantal_1 … aantal_5": "; ".join(f"{i} = {name}" for i, name in enumerate(CHOICES, 1)),
    "rwg": "eensgezindheid, 0 tot 1, mild gerekend",
    "kampen": "van der Eijk: 1 = één top, 0 = vlak, −1 = twee kampen",
    "alpha": "Cronbachs alpha, met alpha_van en alpha_tot als marge van 95 %",
    "vorige_ronde": "het gemiddelde in de vorige ronde",
    "mensen_twee_keer": "mensen die twee keer meededen: de vorige ronde en het verschil gaan alleen over hen",
    "verschil": "nu min de vorige ronde, met verschil_van en verschil_tot als marge van 95 %",
    "aandeel": "deel van de mensen, 0 tot 1",
    "index": "organisatiekracht, 0 tot 100",
    "drijfveer, inzet": "de twee kanten van organisatiekracht, 0 tot 1",
}


def codebook(round: Round) -> Table:
    """What was asked in this round, word for word, and what the measures mean."""
    rows = [*_statements(round), *_groups(round), *_measures(), *_reasons()]
    return Table("Codeboek", COLUMNS, rows, notes=[f"Dit is een {NOT_A_TEST}.", *METHOD_LINES])


def _statements(round: Round) -> Iterator[list[Cell]]:
    for one in round.version.statements.select_related("factor").order_by("position"):
        text = with_subject(one.text, round.assessment.subject)
        factor = one.factor.name if one.factor else None
        empty = EMPTY.get(Statement.Kind(one.kind), "niet ingevuld")
        yield [one.get_kind_display(), one.code, text, factor, _choices(one), empty]


def _choices(one: Statement) -> str:
    if one.kind == Statement.Kind.STATEMENT:
        return "; ".join(f"{i} = {name}" for i, name in enumerate(CHOICES, 1))
    if one.kind == Statement.Kind.NUMBER:
        bounds = one.options[0] if one.options else {}
        unit = str(bounds.get("unit") or "")
        span = f" van {bounds['min']} tot en met {bounds['max']}" if {"min", "max"} <= set(bounds) else ""
        return f"getal{f' in {unit}' if unit else ''}{span}"
    if one.kind == Statement.Kind.OPEN:
        return "eigen woorden; alleen getoond als de coördinator ze heeft gelezen"
    return join_words([str(option["label"]) for option in one.options])


def _groups(round: Round) -> Iterator[list[Cell]]:
    for one in round.group_questions:
        labels = join_words([str(option["label"]) for option in one["options"]])
        yield ["vraag naar de groep", one["code"], one["question"], None, labels, "deze groep is niet getoond"]


def _measures() -> Iterator[list[Cell]]:
    for name, words in MEASURES.items():
        yield ["maat", name, words, None, None, EMPTY_FIGURE]


def _reasons() -> Iterator[list[Cell]]:
    reasons = [verdict.value for verdict in Verdict if verdict is not Verdict.VISIBLE]
    yield ["reden", SHOWN, "staat waar een waarde is", None, None, None]
    for reason in [*reasons, FEW_INVITED, OTHER_WORDS, OTHER_PEOPLE, NOT_SAID]:
        yield ["reden", reason, "staat waar geen waarde is", None, None, None]
