"""Who lives behind the averages of a region: as a table, and as the sentences of a page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lib.tables import Cell, Column, Table
from lib.text import number
from regioscan.figures import Scan
from regioscan.figures.inside import Inside

MOST_SHOWN = 3
NOTE = (
    "Het minst gunstige vijfde deel: de 20 % van alle buurten van Nederland met het minst gunstige cijfer. "
    "De percentages gaan over inwoners van buurten waarvan het cijfer bekend is."
)


@dataclass(frozen=True)
class InsideCard:
    """The section on the page of a region: a title, the figures with the largest share, and all of them as a table."""

    title: str
    largest: Sequence[tuple[Inside, str]]
    table: Table


def inside_card(scan: Scan, found: Mapping[str, Inside], urls: Mapping[str, str]) -> InsideCard | None:
    """None where there is nothing to say. `urls` holds the address of each figure by code."""
    known = [one for one in found.values() if one.share is not None]
    if not known:
        return None
    ordered = sorted(known, key=lambda one: -(one.share or 0))
    largest = [(one, urls.get(one.figure.code, "")) for one in ordered[:MOST_SHOWN]]
    return InsideCard(_title(ordered[0]), largest, inside_table(scan, found))


def inside_table(scan: Scan, found: Mapping[str, Inside]) -> Table:
    """One row a figure: its mean, the border of the national fifth, and how many inhabitants live beyond it."""
    columns = [
        Column("cijfer", "Cijfer"),
        Column("cijfercode", "Code van het cijfer"),
        Column("jaar", "Jaar van de buurten", "year"),
        Column("eenheid", "Eenheid"),
        Column("gemiddelde", f"Cijfer van {scan.region.name}"),
        Column("grens", "Grens van het vijfde deel"),
        Column("aandeel", "Inwoners in zo’n buurt (%)", "number", 0),
        Column("inwoners", "Aantal inwoners in zo’n buurt", "number", 0),
        Column("bekend", "Inwoners met een bekend cijfer", "number", 0),
        Column("onbekend", "Inwoners zonder bekend cijfer", "number", 0),
        Column("buurten", "Zulke buurten", "number", 0),
        Column("reden", "Waarom geen percentage"),
    ]
    rows = [_row(one) for one in found.values()]
    return Table(f"Achter het gemiddelde van {scan.region.title}", columns, rows, [NOTE])


def _row(one: Inside) -> list[Cell]:
    figure, people = one.figure, one.people
    year = "" if figure.period == one.period else f" ({figure.period})"
    mean = figure.reason or f"{number(figure.value, figure.decimals)}{year}"
    border = "geen grens"
    if one.border:
        words = "of lager" if one.border.is_low else "of hoger"
        border = f"{number(one.border.value, figure.decimals)} {words}"
    numbers: list[Cell] = ["niet te zeggen", "niet te zeggen"]
    if one.share is not None:
        numbers = [one.share, people.inside]
    known: list[Cell] = [people.known, people.unknown] if one.border else ["niet te zeggen", "niet te zeggen"]
    parts: Cell = people.n_parts if one.share is not None else "niet te zeggen"
    return [figure.name, figure.code, one.period, figure.unit, mean, border, *numbers, *known, parts, one.reason]


def _title(one: Inside) -> str:
    if one.people.inside == 0:
        nobody = "Voor zover bekend woont geen inwoner" if one.unknown_text else "Geen inwoner woont"
        return f"{nobody} in een buurt die tot het minst gunstige vijfde deel van Nederland hoort"
    end = "van de inwoners woont in een buurt uit het minst gunstige vijfde deel van Nederland"
    return f"{one.figure.name}: {one.share_text} {end}"
