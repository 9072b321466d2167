"""Initiatives as a table of values, and as plain values for programs."""

from collections.abc import Sequence
from typing import Any

from initiatives.access.board_cards import Card
from initiatives.models import Initiative
from lib.tables import Cell, Column, Table
from regioscan.api.addresses import page
from regioscan.api.formats import moment

COLUMNS = [
    Column("initiatief", "Initiatief"),
    Column("zin", "In één zin"),
    Column("fase", "Fase"),
    Column("fase_sinds", "In deze fase sinds"),
    Column("themas", "Thema’s"),
    Column("lenzen", "Lenzen"),
    Column("trekker", "Wie trekt het"),
    Column("plaats", "Plaats"),
    Column("hoe_precies", "Hoe precies"),
    Column("breedtegraad", "Breedtegraad", "number"),
    Column("lengtegraad", "Lengtegraad", "number"),
    Column("begonnen_op", "Begonnen op"),
    Column("klaar_op", "Klaar op"),
    Column("adres", "Adres"),
]
OF_MEMBERS = [
    Column("vraagt_hulp", "Vraagt hulp"),
    Column("wat_is_er", "Wat is er aan de hand"),
    Column("laatst_gehoord", "Laatst iets van gehoord"),
    Column("voor_bezoekers", "Bezoekers mogen dit zien"),
    Column("mijlpalen_bereikt", "Mijlpalen bereikt", "number", 0),
    Column("mijlpalen", "Mijlpalen", "number", 0),
    Column("toezeggingen_klaar", "Toezeggingen klaar", "number", 0),
    Column("toezeggingen", "Toezeggingen", "number", 0),
]
"""What visitors are not told; lapsed promises do not count."""


def initiatives_table(name: str, cards: Sequence[Card], *, for_members: bool) -> Table:
    """One line an initiative, dates as 2027-03-01 so that a spreadsheet sorts them."""
    rows = [_line(card) + (_inside(card) if for_members else []) for card in cards]
    return Table(f"Initiatieven {name}", COLUMNS + (OF_MEMBERS if for_members else []), rows)


def _line(card: Card) -> list[Cell]:
    one = card.initiative
    return [
        one.title,
        one.summary,
        card.stage_label,
        one.stage_since.isoformat(),
        ", ".join(theme.name for theme in one.themes.all()) or None,
        ", ".join(card.lenses) or None,
        card.who or None,
        one.place_name or None,
        Initiative.Place(one.place_kind).value,
        one.latitude,
        one.longitude,
        one.started_on.isoformat() if one.started_on else None,
        one.ends_on.isoformat() if one.ends_on else None,
        page(one.get_absolute_url()),
    ]


def _inside(card: Card) -> list[Cell]:
    one: Any = card.initiative
    return [
        card.asks or None,
        ", ".join(words for _, words in card.marks) or None,
        one.heard_on.isoformat(),
        "ja" if one.is_public else "nee",
        one.n_milestones_done,
        one.n_milestones,
        one.n_promises_done,
        one.n_promises,
    ]


def plain_initiative(card: Card) -> dict[str, Any]:
    """An initiative for programs, with what the reader of the card may know of it."""
    one = card.initiative
    return {
        "id": one.pk,
        "naam": one.title,
        "zin": one.summary,
        "fase": one.stage,
        "faseSinds": one.stage_since.isoformat(),
        "themas": [theme.code for theme in one.themes.all()],
        "lenzen": card.lenses,
        "trekker": card.who,
        "plaats": one.place_name,
        "hoePrecies": one.place_kind,
        "breedtegraad": one.latitude,
        "lengtegraad": one.longitude,
        "begonnenOp": one.started_on.isoformat() if one.started_on else None,
        "klaarOp": one.ends_on.isoformat() if one.ends_on else None,
        "gewijzigdOp": moment(one.changed_at),
        "_links": {"pagina": {"href": page(one.get_absolute_url())}},
    }
