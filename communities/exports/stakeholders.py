"""The stakeholder map as a table of values, with the headings under which it can be read in again."""

from collections.abc import Iterable

from communities.models import Stakeholder
from lib.tables import Cell, Column, Table

COLUMNS = [
    Column("naam", "Naam"),
    Column("soort", "Soort"),
    Column("organisatie", "Organisatie"),
    Column("sector", "Sector"),
    Column("functie", "Functie"),
    Column("emailadres", "E-mailadres"),
    Column("invloed", "Invloed", "number", 0),
    Column("belang", "Belang", "number", 0),
    Column("betrokkenheid", "Betrokkenheid"),
]


def stakeholder_table(name: str, stakeholders: Iterable[Stakeholder], *, with_addresses: bool) -> Table:
    """One line a stakeholder; nothing stands where somebody is not judged yet. Notes and interests are not in it."""
    return Table(f"Belanghebbenden {name}", COLUMNS, [_line(one, with_addresses) for one in stakeholders])


def _line(one: Stakeholder, with_addresses: bool) -> list[Cell]:
    return [
        one.name,
        one.get_kind_display(),
        one.organisation.name if one.organisation else None,
        one.get_sector_display(),
        one.function or None,
        (one.email or None) if with_addresses else None,
        one.influence,
        one.interest,
        one.get_engagement_display(),
    ]
