"""Fair comparison as tables of raw values: similar regions, and regions beside each other."""

from lib.tables import Cell, Column, Table
from lib.text import long_date
from regioscan.figures.course import status_word
from regioscan.figures.side_by_side import FigureRow, SideBySide
from regioscan.figures.similar import Similar, SimilarRegions


def peers_table(found: SimilarRegions) -> Table:
    """The regions most like one, with distance and the three variables that differ most; the variables as notes."""
    columns = [
        Column("volgorde", "Volgorde", "number", 0),
        Column("regio", "Regio"),
        Column("code", "Code"),
        Column("ligt_in", "Ligt in"),
        Column("afstand", "Afstand (0 is gelijk)", "number", 2),
        *(
            column
            for place in (1, 2, 3)
            for column in (
                Column(f"verschil_{place}", f"Verschil {place}: deze regio heeft"),
                Column(f"z_{place}", f"Verschil {place}: standaardafwijkingen", "number", 2),
            )
        ),
    ]
    notes = [
        f"{one['name']}: gewicht {one['weight']:g}, cijfers van {one['period']}"
        for one in (found.made.variables if found.made else [])
    ]
    if found.made:
        notes.append(f"Indeling {found.made.pk}, gemaakt op {long_date(found.made.made_at)}.")
    if found.warning:
        notes.append(found.warning)
    return Table(
        f"Regio’s die lijken op {found.region.title}", columns, [_peer_row(one) for one in found.nearest], notes
    )


def side_by_side_table(found: SideBySide) -> Table:
    """All figures with the regions as columns; beside each value the kind of value."""
    columns = [
        Column("cijfer", "Cijfer"),
        Column("cijfercode", "Code van het cijfer"),
        Column("eenheid", "Eenheid"),
        Column("jaar", "Jaar", "year"),
    ]
    for region in found.regions:
        columns.append(Column(region.code.lower(), f"{region.title} ({region.code})", "number"))
        columns.append(Column(f"{region.code.lower()}_stand", f"{region.title}: soort waarde"))
    title = f"Regio’s naast elkaar: {found.theme.name if found.theme else 'geen cijfers'}"
    return Table(title, columns, [_side_row(one) for one in found.rows])


def _peer_row(one: Similar) -> list[Cell]:
    around = one.region.parent.title if one.region.parent else ""
    cells: list[Cell] = [one.position, one.region.name, one.region.code, around, one.distance]
    for place in range(3):
        known = place < len(one.differences)
        cells += list(one.differences[place]) if known else ["", None]
    return cells


def _side_row(row: FigureRow) -> list[Cell]:
    cells: list[Cell] = [row.indicator.name, row.indicator.code, row.indicator.unit, row.period]
    for one in row.cells:
        word = status_word(one.reading)
        cells += [word if one.value is None else one.value, word]
    return cells
