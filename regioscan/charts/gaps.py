"""What is not known of a region, ready to be shown and to be taken along."""

from dataclasses import dataclass

from lib.tables import Column, Table
from regioscan.analysis.wording import amount
from regioscan.charts.cards import ScanCards
from regioscan.figures import Figure, Scan
from regioscan.figures.gaps import GapGroup, Gaps, nearest_known


@dataclass(frozen=True)
class GapRow:
    """A figure that lacks: where it stands, why, and what is known instead of a region around ours."""

    name: str
    theme: str
    url: str
    why: str
    instead: str


def gap_cards(drawn: ScanCards, found: Gaps) -> list[tuple[GapGroup, list[GapRow]]]:
    """The groups in order, with a row a figure."""
    return [(group, [_row(drawn, one) for one in group.figures]) for group in (*found.missing, *found.behind)]


def gaps_table(scan: Scan, found: Gaps) -> Table:
    """One row for each figure that lacks or runs behind."""
    columns = [
        Column("reden", "Reden"),
        Column("thema", "Thema"),
        Column("cijfer", "Cijfer"),
        Column("cijfercode", "Code van het cijfer"),
        Column("jaar", "Laatste jaar waarvan iets bekend is", "year"),
        Column("uitleg", "Uitleg"),
        Column("elders", "Wel bekend van een gebied eromheen"),
    ]
    rows = [
        (group.name, _theme(one), one.name, one.code, one.period, _why(one), _instead(one))
        for group in (*found.missing, *found.behind)
        for one in group.figures
    ]
    return Table(f"Wat wij niet weten van {scan.region.title}", columns, rows)


def _row(drawn: ScanCards, figure: Figure) -> GapRow:
    return GapRow(figure.name, _theme(figure), drawn.figure_url(figure.code), _why(figure), _instead(figure))


def _theme(figure: Figure) -> str:
    return figure.indicator.theme.name if figure.indicator.theme else ""


def _why(figure: Figure) -> str:
    if figure.value is None:
        return figure.reason
    return figure.newer_text or f"Het laatste cijfer is van {figure.period}."


def _instead(figure: Figure) -> str:
    """«provincie Merenland, 2024: 3,4 %»; "" where nothing is known, or ours is known of an earlier year."""
    one = nearest_known(figure) if figure.value is None else None
    if one is None or one.value is None:
        return ""
    return f"{one.name}, {one.reading.period}: {amount(one.value, figure.decimals, figure.unit)}"
