"""The portfolio of a commissioner as a table."""

from collections.abc import Sequence

from django.conf import settings

from communities.access.portfolio import PortfolioRow
from lib.tables import Column, Table
from lib.text import long_date

COLUMNS = [
    Column("community", "Community"),
    Column("regio", "Regio"),
    Column("fase", "Fase"),
    Column("leden", "Leden", "number", 0),
    Column("koplopers", "Koplopers", "number", 0),
    Column("open", "Toezeggingen open", "number", 0),
    Column("te_laat", "Waarvan te laat", "number", 0),
    Column("klaar", "Toezeggingen klaar", "number", 0),
    Column("rapport", "Nieuwste rapport"),
]


def portfolio_table(rows: Sequence[PortfolioRow]) -> Table:
    """One line a community."""
    return Table("Portefeuille", COLUMNS, [_line(one) for one in rows])


def _line(row: PortfolioRow) -> tuple[str | int, ...]:
    report = f"{long_date(row.report.made_at)}: {_address(row)}" if row.report and row.report.made_at else "nog geen"
    community = row.community
    numbers = (row.n_members, row.n_frontrunners, row.n_open, row.n_late, row.n_done)
    return (community.name, community.region.title, row.phase or "nog geen traject", *numbers, report)


def _address(row: PortfolioRow) -> str:
    return settings.SITE_URL + row.report.get_absolute_url() if row.report else ""
