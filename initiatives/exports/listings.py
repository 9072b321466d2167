"""The board as a table of values: what the board shows to members, and nothing of who agreed what with whom."""

from collections.abc import Iterable

from communities.access.stream import name_of
from initiatives.models import Listing
from lib.tables import Cell, Column, Table

COLUMNS = [
    Column("nummer", "Nummer"),
    Column("kant", "Vraag of aanbod"),
    Column("soort", "Soort"),
    Column("titel", "Waar gaat het om"),
    Column("toelichting", "Toelichting"),
    Column("thema", "Thema"),
    Column("plaats", "Plaats"),
    Column("initiatief", "Initiatief"),
    Column("wie", "Wie"),
    Column("organisatie", "Organisatie"),
    Column("geplaatst_op", "Geplaatst op"),
    Column("tot_en_met", "Op het bord tot en met"),
]


def board_table(name: str, listings: Iterable[Listing]) -> Table:
    """One line for each, dates as 2027-03-01 so that a spreadsheet sorts them."""
    return Table(f"Vraag en aanbod {name}", COLUMNS, [_line(one) for one in listings])


def _line(one: Listing) -> list[Cell]:
    initiative = one.initiative if one.initiative and one.initiative.is_placed else None
    return [
        str(one.pk),
        one.side,
        one.kind,
        one.title,
        one.text or None,
        one.theme.name if one.theme else None,
        one.place or None,
        initiative.title if initiative else None,
        name_of(one.owner),
        one.organisation.name if one.organisation else None,
        one.created_at.date().isoformat(),
        one.expires_on.isoformat(),
    ]
