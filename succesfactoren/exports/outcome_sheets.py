"""The figures of an outcome as tables: beside the charts, in a workbook, and as one long list. Nothing else is read."""

from collections.abc import Iterator, Mapping, Sequence

from lib.tables import Cell, Column, Table
from succesfactoren.analysis import outcome_shape as shape
from succesfactoren.analysis.levels import NAMES
from succesfactoren.analysis.result_words import CHOICES, DOORS, detail_reason, hidden_sentence, level_title
from succesfactoren.analysis.sentences import NOT_A_TEST

Ratings = Mapping[str, int]
NOTE = f"Dit is een {NOT_A_TEST}."


def _text(key: str, label: str) -> Column:
    return Column(key, label)


def _figure(key: str, label: str, decimals: int = 2) -> Column:
    return Column(key, label, "number", decimals)


FACTOR_COLUMNS = [
    _text("onderdeel", "Onderdeel"),
    _figure("score", "Score"),
    _figure("van", "Marge van"),
    _figure("tot", "Marge tot"),
    _figure("vorige", "Vorige ronde"),
    _figure("verschil", "Verschil"),
    _text("niveau", "Niveau"),
    _text("adviseur", "Adviseur"),
    _text("eens", "Eensgezind"),
    _figure("mensen", "Mensen", 0),
]
STATEMENT_COLUMNS = [
    _text("zin", "Stelling"),
    *(Column(f"keuze_{i}", name, "number", 0, "%") for i, name in enumerate(CHOICES, 1)),
    Column("weet_niet", "Weet ik niet", "number", 0, "%"),
    _figure("gemiddeld", "Gemiddeld"),
    _figure("mediaan", "Mediaan"),
    _figure("antwoorden", "Antwoorden", 0),
]
GROUP_COLUMNS = [
    _text("groep", "Groep"),
    _text("onderdeel", "Onderdeel"),
    _figure("score", "Score"),
    _figure("van", "Marge van"),
    _figure("tot", "Marge tot"),
    _figure("mensen", "Mensen", 0),
]
ALPHA_COLUMNS = [
    _text("onderdeel", "Onderdeel"),
    _figure("alpha", "Alpha"),
    _figure("van", "Marge van"),
    _figure("tot", "Marge tot"),
    _figure("mensen", "Mensen", 0),
    _figure("rwg", "Eensgezindheid (rwg)"),
    _figure("kampen", "Kampen (−1) of één top (1)"),
    _figure("kleinste", "Kleinste verschil boven meetfout (indicatief)"),
]


def factor_table(figures: shape.OutcomeFigures, table: shape.Table, ratings: Ratings) -> Table:
    """One row a factor; where there is no score, the reason stands in its place."""
    least = figures["minimum_group"]
    title = f"Score per onderdeel, van 1 tot en met 5: {DOORS[table['door']].lower()}"
    return Table(title, FACTOR_COLUMNS, [_factor(one, ratings, least) for one in table["factors"]])


def _factor(one: shape.FactorOutcome, ratings: Ratings, least: int) -> list[Cell]:
    change = one["change"]
    has_change = change is not None and not change["hidden"]
    return [
        one["name"],
        one["mean"] if one["mean"] is not None else hidden_sentence(one["hidden"], least),
        one["low"],
        one["high"],
        change["before"] if change and has_change else None,
        change["delta"] if change and has_change else None,
        level_title(one["level_words"]) or None,
        NAMES.get(ratings.get(one["code"], 0)),
        one["agreement"]["label"] if one["agreement"] else None,
        one["n"],
    ]


def statement_table(figures: shape.OutcomeFigures, table: shape.Table, factor: str = "") -> Table:
    """One row a statement, of one factor or of all, in percentages of who gave a mark."""
    names = {one["code"]: one["name"] for one in table["factors"]}
    rows = [_statement(one, figures["minimum_detail"]) for one in table["statements"] if factor in {"", one["factor"]}]
    title = f"Antwoorden op de stellingen{f': {names[factor]}' if factor else ''}"
    return Table(title, STATEMENT_COLUMNS, rows)


def _statement(one: shape.StatementOutcome, detail: int) -> list[Cell]:
    counts = one["counts"]
    if counts is None:
        reason = hidden_sentence(detail_reason(one, detail), detail)
        return [one["text"], reason, *[None] * 5, one["mean"], None, one["n"]]
    whole = max(1, sum(counts))
    unknown = 100 * one["unknown_share"] if one["unknown_share"] is not None else None
    return [one["text"], *(100 * n / whole for n in counts), unknown, one["mean"], one["median"], one["n"]]


def group_table(figures: shape.OutcomeFigures, table: shape.Table, breakdown: shape.Breakdown) -> Table:
    """One row for each group and factor, with the reason where a figure is not shown."""
    names = [(one["code"], one["name"]) for one in table["factors"]]
    least = figures["minimum_group"]
    rows = [
        [group["label"], name, *_group(group["factors"][code], least)]
        for group in breakdown["groups"]
        for code, name in names
    ]
    return Table(f"Groepen vergeleken: {breakdown['question']}", GROUP_COLUMNS, rows)


def _group(one: shape.GroupFigure, least: int) -> list[Cell]:
    score: Cell = one["mean"] if one["mean"] is not None else hidden_sentence(one["hidden"], least)
    return [score, one["low"], one["high"], one["n"]]


def alpha_table(table: shape.Table) -> Table:
    """How far the figures carry: alpha with its margin, agreement, and the least change that is more than error."""
    return Table("Hoe ver de cijfers dragen", ALPHA_COLUMNS, [_alpha(one) for one in table["factors"]])


def _alpha(one: shape.FactorOutcome) -> list[Cell]:
    alpha, agreement, change = one["alpha"], one["agreement"], one["change"]
    found: list[Cell] = [one["name"], *[None] * 7]
    if alpha is not None:
        found[1:5] = [alpha["value"], alpha["low"], alpha["high"], alpha["n"]]
        if alpha["value"] < 0:
            found[1] = "negatief: zinnen meten niet hetzelfde"
    if agreement is not None:
        found[5:7] = [agreement["rwg"], agreement["polarisation"]]
    if change is not None:
        found[7] = change["detectable"]
    return found


# ── One row a figure ──────────────────────────────────────────────────────────────────────────────────────────────
LONG_COLUMNS = [
    _text("ronde", "Ronde"),
    _text("bevolking", "Bevolking"),
    _text("soort", "Soort"),
    _text("code", "Code"),
    _text("naam", "Naam"),
    _text("uitsplitsing", "Uitsplitsing"),
    _text("groep", "Groep"),
    _text("maat", "Maat"),
    Column("waarde", "Waarde", "number"),
    _text("reden", "Getoond, of waarom niet"),
]
SHOWN = "getoond"
NOT_SAID = "niet getoond of niet te berekenen"
"""There is no such figure: no margin where all agree, say, or a detail that could point to somebody."""
FEW_INVITED = "niemand uitgenodigd, of minder mensen dan de kleinste groep"
Figure = tuple[str, str, str, str, str, str, float | None, str]
"""Kind, code, name, breakdown, group, measure, value, reason."""
FACTOR_MEASURES = {"n": "aantal", "mean": "gemiddelde", "low": "marge_van", "high": "marge_tot", "level": "niveau"}
GROUP_MEASURES = {"n": "aantal", "mean": "gemiddelde", "low": "marge_van", "high": "marge_tot"}
NUMBER_MEASURES = {"n": "aantal", "mean": "gemiddelde", "median": "mediaan"}
DETAIL_MEASURES = {
    "median": "mediaan",
    "net": "netto_eens",
    "n_unknown": "weet_niet",
    "unknown_share": "aandeel_weet_niet",
}


def long_table(figures: shape.OutcomeFigures, name: str) -> Table:
    """Every figure of the outcome on a row of its own, also those that are not shown, with the reason."""
    rows: list[list[Cell]] = [[name, "genodigd", *one] for one in _response(figures)]
    for table in figures["tables"]:
        rows += [[name, table["door"], *one] for one in figures_of(table, figures["minimum_detail"])]
    return Table("Uitkomst", LONG_COLUMNS, rows, notes=[NOTE])


def _response(figures: shape.OutcomeFigures) -> Iterator[Figure]:
    n, share = figures["n_invited"] or None, figures["response_share"]
    reason = "" if n else FEW_INVITED
    yield "respons", "", "Genodigden", "", "", "aantal", n, _why(reason, n)
    yield "respons", "", "Deel dat meedeed", "", "", "aandeel", share, _why(reason, share)


def figures_of(table: shape.Table, detail: int) -> Iterator[Figure]:
    """All figures of one population; `detail` is the threshold of distributions."""
    yield "totaal", "", "Iedereen", "", "", "aantal", table["n"], _why(table["hidden"], table["n"])
    for factor in table["factors"]:
        yield from _of(("onderdeel", factor["code"], factor["name"], "", ""), factor, FACTOR_MEASURES)
        yield from _more(factor)
    for statement in table["statements"]:
        yield from _statement_figures(statement, detail)
    for question in table["questions"]:
        yield from _question(question)
    for breakdown in table["breakdowns"]:
        yield from _groups(breakdown, table["factors"])
    if table["strength"] is not None:
        measures = {"index": "index", "drive": "drijfveer", "effort": "inzet"}
        yield from _of(("index", "", "Organisatiekracht", "", ""), table["strength"], measures)


def _why(hidden: str, value: float | None) -> str:
    if hidden:
        return hidden
    return SHOWN if value is not None else NOT_SAID


def _of(
    where: tuple[str, str, str, str, str], found: Mapping[str, object], measures: Mapping[str, str]
) -> Iterator[Figure]:
    for key, measure in measures.items():
        value = found[key]
        number = float(value) if isinstance(value, int | float) else None
        yield *where, measure, number, _why(str(found["hidden"]), number)


def _more(one: shape.FactorOutcome) -> Iterator[Figure]:
    """Agreement, alpha and change, where there are any."""
    where = ("onderdeel", one["code"], one["name"], "", "")
    if (found := one["agreement"]) is not None:
        yield *where, "rwg", found["rwg"], SHOWN
        yield *where, "kampen", found["polarisation"], SHOWN
    if (alpha := one["alpha"]) is not None:
        yield *where, "alpha", alpha["value"], SHOWN
        yield *where, "alpha_van", alpha["low"], SHOWN
        yield *where, "alpha_tot", alpha["high"], SHOWN
    if (change := one["change"]) is not None:
        measures = {"before": "vorige_ronde", "delta": "verschil", "low": "verschil_van", "high": "verschil_tot"}
        yield from _of(where, change, measures)
        if change["is_paired"]:
            yield *where, "mensen_twee_keer", change["n_pairs"], _why(change["hidden"], change["n_pairs"])


def _statement_figures(one: shape.StatementOutcome, detail: int) -> Iterator[Figure]:
    where = ("stelling", one["code"], one["text"], "", "")
    yield from _of(where, one, GROUP_MEASURES)
    reason = detail_reason(one, detail)
    for key, measure in DETAIL_MEASURES.items():
        value = one.get(key)
        number = float(value) if isinstance(value, int | float) else None
        yield *where, measure, number, _why(reason, number)
    counts: Sequence[int | None] = one["counts"] or [None] * len(CHOICES)
    for mark, n in enumerate(counts, 1):
        yield *where, f"aantal_{mark}", n, _why(reason, n)


def _question(one: shape.QuestionOutcome) -> Iterator[Figure]:
    where = ("vraag", one["code"], one["text"], "", "")
    is_number = one["kind"] == "getal"
    yield from _of(where, one, NUMBER_MEASURES if is_number else {"n": "aantal"})
    for option in one["options"] or []:
        place = ("keuze", one["code"], option["label"], "", "")
        yield *place, "aantal", option["n"], SHOWN
        yield *place, "aandeel", option["share"], SHOWN


def _groups(breakdown: shape.Breakdown, factors: Sequence[shape.FactorOutcome]) -> Iterator[Figure]:
    for group in breakdown["groups"]:
        for factor in factors:
            where = ("groep", factor["code"], factor["name"], breakdown["code"], group["label"])
            yield from _of(where, group["factors"][factor["code"]], GROUP_MEASURES)
