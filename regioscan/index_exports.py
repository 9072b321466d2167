"""The vitality index as tables of raw values: down to the observation, with source and delivery."""

from lib.tables import Cell, Column, Table
from regioscan.figures.course import status_word
from regioscan.figures.dialogue import OWN_NAME, Dialogue, Row
from regioscan.figures.index_region import IndexCell, IndexTheme, RegionIndex
from regioscan.figures.method_sheet import MethodSheet, SheetRow

PERCENT = 100


def index_table(found: RegionIndex) -> Table:
    """One row an indicator: value, goalposts, score, weight, points, and where the value comes from."""
    columns = [
        Column("thema", "Thema"),
        Column("themascore", "Score van het thema", "number", 1),
        Column("cijfer", "Cijfer"),
        Column("cijfercode", "Code van het cijfer"),
        Column("jaar", "Jaar", "year"),
        Column("waarde", "Waarde", "number"),
        Column("eenheid", "Eenheid"),
        Column("stand", "Soort waarde"),
        Column("reden", "Waarom geen score"),
        Column("ondergrens", "Ondergrens", "number"),
        Column("bovengrens", "Bovengrens", "number"),
        Column("score", "Score (0 tot 100)", "number", 1),
        Column("middelste", "Score van het midden", "number", 1),
        Column("gewicht", "Deel van de index (%)", "number", 1),
        Column("punten", "Punten erbij of eraf in het gewone gemiddelde", "number", 2),
        Column("ouder", "Ouder cijfer"),
        Column("grens", "Voorbij een grens"),
        Column("bron", "Bron"),
        Column("levering", "Nummer van de levering"),
        Column("opgehaald", "Opgehaald op"),
        Column("licentie", "Licentie"),
    ]
    rows = [_cell_row(theme, cell, found) for theme in found.themes for cell in theme.cells]
    return Table(f"Vitaliteitsindex van {found.region.title}", columns, rows, index_notes(found))


def index_notes(found: RegionIndex) -> list[str]:
    """What must be said beside the numbers: the index itself, the year and the method."""
    if found.version is None or found.year is None:
        return [found.reason]
    start = found.headline if found.is_known else found.reason
    return [f"{start.rstrip('.')}.", f"Jaar {found.year}, methode {found.version.code}, {found.version.sha256}."]


def contributions_table(found: RegionIndex) -> Table:
    """Per theme what it adds; the points add up to the last row."""
    columns = [
        Column("thema", "Thema"),
        Column("score", "Score", "number", 0),
        Column("midden", "Score van het midden", "number", 0),
        Column("gewicht", "Gewicht (%)", "number", 1),
        Column("bekend", "Bekend (%)", "number", 0),
        Column("punten", "Punten erbij of eraf", "number", 1),
    ]
    rows: list[list[Cell]] = [
        [theme.name, *_or_reason(theme.score, "geen score"), theme.against, PERCENT * theme.weight, theme.known_percent,
         *_or_reason(theme.points, "telt niet mee")]
        for theme in found.themes
    ]  # fmt: skip
    rows.append(["Samen", *_or_reason(found.index, "geen index"), found.middle, None, None, found.points_total])
    return Table("Bijdrage van elk thema", columns, rows)


def dialogue_table(found: Dialogue) -> Table:
    """All municipalities with, for every set of weights, place, index and the share of draws above the middle."""
    names = [one.name or OWN_NAME for one in found.sets]
    columns = [Column("gemeente", "Gemeente"), Column("code", "Code"), Column("oordeel", "Eens of oneens")]
    for at, name in enumerate(names):
        columns += [
            Column(f"plaats_{at}", f"Plaats: {name}", "number", 0),
            Column(f"index_{at}", f"Index: {name}", "number", 1),
            Column(f"boven_{at}", f"Kans boven het midden: {name} (0 tot 1)", "number", 2),
        ]
    notes = [f"{name}: {one.text.replace(',', ', ')}" for name, one in zip(names, found.sets, strict=True)]
    notes.append(f"Jaar {found.year}, methode {found.frame.version.code}, {found.frame.version.sha256}.")
    return Table(f"Eigen gewichten, {found.year}", columns, [_dialogue_row(row) for row in found.rows], notes)


def _dialogue_row(row: Row) -> list[Cell]:
    cells: list[Cell] = [row.region.name, row.region.code, row.agreement or row.reason]
    for place in row.places:
        cells += [place.rank, place.index, place.above] if place.rank is not None else ["geen index"] * 3
    return cells


def _cell_row(theme: IndexTheme, cell: IndexCell, found: RegionIndex) -> list[Cell]:
    reading, origin = cell.reading, cell.provenance
    value: Cell = reading.value if reading and reading.value is not None else status_word(reading)
    return [
        theme.name,
        *_or_reason(theme.score, "geen score"),
        cell.name,
        cell.code,
        reading.period if reading else found.year,
        value,
        cell.indicator.unit if cell.indicator else "",
        status_word(reading),
        cell.reason,
        cell.low,
        cell.high,
        *_or_reason(cell.score, "geen score"),
        cell.against,
        PERCENT * cell.weight,
        *_or_reason(cell.points, "telt niet mee"),
        "ja" if cell.is_carried else "nee",
        cell.beyond,
        origin.source_name if origin else "",
        str(origin.snapshot) if origin else "",
        origin.retrieved_at.date().isoformat() if origin else "",
        origin.licence if origin else "",
    ]


def _or_reason(value: float | None, words: str) -> list[Cell]:
    return [words if value is None else value]


def method_table(sheet: MethodSheet) -> Table:
    """The indicators of a method with goalposts, weights and tests."""
    columns = [
        Column("thema", "Thema"),
        Column("cijfer", "Cijfer"),
        Column("code", "Code van het cijfer"),
        Column("eenheid", "Eenheid"),
        Column("richting", "Richting (1: hoger is gunstiger)", "number", 0),
        Column("ondergrens", "Ondergrens", "number"),
        Column("bovengrens", "Bovengrens", "number"),
        Column("waarden", "Waarden waaruit de grenzen komen", "number", 0),
        Column("gewicht", "Deel van de index (%)", "number", 2),
        Column("bekend", "Bekend (%)", "number", 1),
        Column("scheefheid", "Scheefheid", "number", 2),
        Column("spitsheid", "Spitsheid", "number", 2),
        Column("vorm", "Verdeling"),
        Column("onder", "Gemeenten onder de ondergrens", "number", 0),
        Column("boven", "Gemeenten boven de bovengrens", "number", 0),
        Column("met_thema", "Samenhang met de rest van het thema (r)", "number", 2),
        Column("met_index", "Samenhang met de index (r)", "number", 2),
        Column("verschuiving", "Plaatsen verschil als dit cijfer wegvalt", "number", 1),
        Column("opmerkingen", "Wat opvalt"),
    ]
    notes = [f"Methode {sheet.version.code}, {sheet.version.sha256}; getoetst op {sheet.year or 'geen jaar'}."]
    return Table(f"Methode {sheet.version.name}", columns, [_sheet_row(row) for row in sheet.rows], notes)


def _sheet_row(row: SheetRow) -> list[Cell]:
    found = row.check
    known = found.available if found else None
    tests = [found.with_theme, found.with_index, found.rank_shift] if found else [None, None, None]
    return [
        row.theme,
        row.name,
        row.spec.code,
        row.unit,
        row.spec.direction,
        row.spec.low,
        row.spec.high,
        row.n_base,
        PERCENT * row.effective,
        *_or_reason(None if known is None else PERCENT * known, "niet getoetst"),
        *_or_reason(row.skew, "niet te zeggen"),
        *_or_reason(row.kurtosis, "niet te zeggen"),
        row.shape,
        row.n_low,
        row.n_high,
        *(cell for test in tests for cell in _or_reason(test, "niet te zeggen")),
        "; ".join(found.flags) if found else "",
    ]
