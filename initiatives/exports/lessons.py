"""Lessons of a community as a table of values, and as plain values for programs."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils import timezone

from initiatives.access.lessons import LessonCard
from initiatives.models import Initiative
from lib.tables import Cell, Column, Table
from regioscan.api.addresses import links, page

COLUMNS = [
    Column("initiatief", "Initiatief"),
    Column("fase", "Hoe het afliep"),
    Column("themas", "Thema’s"),
    Column("succesfactor", "Succesfactor"),
    Column("advies", "Wat wij anderen aanraden"),
    Column("wat_werkte", "Wat werkte"),
    Column("wat_niet_werkte", "Wat niet werkte"),
    Column("geschreven_op", "Geschreven op"),
    Column("adres", "Adres"),
]
OF_MEMBERS = [Column("gedeeld", "Ook voor anderen te lezen")]
"""Visitors read what is shared and nothing else."""


def lessons_table(name: str, cards: Sequence[LessonCard], factors: Mapping[str, str], *, for_members: bool) -> Table:
    """One line a lesson, days as 2027-03-01 so that a spreadsheet sorts them; `factors`: names by code."""
    rows = [_line(card, factors) + ([_shared(card)] if for_members else []) for card in cards]
    return Table(f"Lessen {name}", COLUMNS + (OF_MEMBERS if for_members else []), rows)


def _line(card: LessonCard, factors: Mapping[str, str]) -> list[Cell]:
    initiative = _named(card)
    return [
        initiative.title,
        card.stage,
        ", ".join(card.themes) or None,
        factors.get(card.lesson.factor_code),
        card.advice,
        card.what_worked or None,
        card.what_not or None,
        _day(card),
        page(initiative.get_absolute_url()),
    ]


def _shared(card: LessonCard) -> str:
    return "ja" if card.lesson.is_shared else "nee"


def plain_lesson(card: LessonCard, factors: Mapping[str, str]) -> dict[str, Any]:
    """A lesson for programs. Who wrote it is not in it."""
    initiative, code = _named(card), card.lesson.factor_code
    return {
        "initiatief": initiative.pk,
        "initiatiefNaam": initiative.title,
        "fase": initiative.stage,
        "themas": [theme.code for theme in initiative.themes.all()],
        "succesfactor": code,
        "succesfactorNaam": factors.get(code, ""),
        "advies": card.advice,
        "watWerkte": card.what_worked,
        "watNietWerkte": card.what_not,
        "geschrevenOp": _day(card),
        "_links": links(pagina=page(initiative.get_absolute_url())),
    }


def _named(card: LessonCard) -> Initiative:
    """The initiative; a lesson without a name is of another community, and does not come along."""
    if card.initiative is None:
        raise ValueError("a lesson without a name is not taken along")
    return card.initiative


def _day(card: LessonCard) -> str:
    return timezone.localdate(card.lesson.written_at).isoformat()
