"""The route map as a table of values."""

from collections.abc import Sequence

from communities.analysis.route_map import RouteRow
from lib.tables import Column, Table

COLUMNS = [
    Column("wat", "Wat"),
    Column("soort", "Soort"),
    Column("wie", "Wie"),
    Column("organisatie", "Organisatie"),
    Column("vanaf", "Vanaf"),
    Column("klaar_op", "Wanneer klaar"),
    Column("stand", "Stand"),
    Column("te_laat", "Te laat"),
    Column("gedaan_op", "Gedaan op"),
    Column("agendapunt", "Agendapunt"),
    Column("initiatief", "Initiatief"),
    Column("bijzonderheden", "Bijzonderheden van het initiatief"),
]


def route_table(name: str, rows: Sequence[RouteRow]) -> Table:
    """One line a row, dates as 2027-03-01 so that a spreadsheet sorts them."""
    return Table(f"Routekaart {name}", COLUMNS, [_line(row) for row in rows])


def _line(row: RouteRow) -> list[str | None]:
    return [
        row.what,
        row.kind,
        row.person or None,
        row.organisation or None,
        row.starts_on.isoformat() if row.starts_on else None,
        row.due_on.isoformat(),
        row.state,
        "ja" if row.is_late else "nee",
        row.done_on.isoformat() if row.done_on else None,
        row.agenda_item or None,
        row.initiative or None,
        row.owner.alert or None if row.owner else None,
    ]
