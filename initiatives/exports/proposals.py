"""The plans for a budget as a table of values, and as plain values for programs. Votes are not in it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone

from communities.access.stream import name_of
from initiatives.models import BudgetRound, Initiative, Proposal
from lib.tables import Cell, Column, Table
from regioscan.api.addresses import links, page
from regioscan.api.formats import moment

State = Proposal.State
JUDGED = (State.FEASIBLE, State.REFUSED)
COLUMNS = [
    Column("nummer", "Nummer", "number", 0),
    Column("plan", "Plan"),
    Column("uitleg", "Uitleg"),
    Column("plaats", "Waar"),
    Column("stand", "Stand"),
    Column("kosten_vanaf", "Kost minstens", "number", 2, "€"),
    Column("kosten", "Kost, of kost ten hoogste", "number", 2, "€"),
    Column("schatting", "Schatting van wie het instuurde", "number", 2, "€"),
    Column("waarom", "Waarom"),
    Column("getoetst_op", "Getoetst op"),
    Column("ingestuurd_op", "Ingestuurd op"),
    Column("initiatief", "Werd dit initiatief"),
    Column("adres", "Adres"),
]
OF_MEMBERS = [Column("wie", "Van")]
"""Who sent it in is not told to visitors."""
Told = tuple[Proposal, Initiative | None]
"""A plan, and the initiative that it became, where the reader may know of that."""


def plans_table(budget: BudgetRound, plans: Iterable[Told], *, names_people: bool) -> Table:
    """One line a plan by number, days as 2027-03-01 so that a spreadsheet sorts them."""
    rows = [_line(one, became) + ([name_of(one.proposed_by)] if names_people else []) for one, became in plans]
    return Table(f"Plannen {budget.name}", COLUMNS + (OF_MEMBERS if names_people else []), rows)


def _line(plan: Proposal, became: Initiative | None) -> list[Cell]:
    is_judged = plan.state in JUDGED
    return [
        plan.number,
        plan.title,
        plan.text,
        plan.place or None,
        standing(plan),
        *(_euros(cents) for cents in costs_of(plan)),
        _euros(plan.guess_cents),
        plan.reason if is_judged else None,
        _day(plan.decided_at) if is_judged and plan.decided_at else None,
        _day(plan.created_at),
        became.title if became else None,
        page(plan.get_absolute_url()),
    ]


def standing(plan: Proposal) -> str:
    """How it stands; a plan that others do not see says why."""
    if plan.hidden_because:
        return "verborgen"
    return "wacht op een eerste blik" if plan.waits else str(plan.state)


def costs_of(plan: Proposal) -> tuple[int | None, int | None]:
    """What it costs at least, where that is not settled, and what it costs or costs at most; in cents.

    Of what is not feasible nothing is known that holds.
    """
    return (plan.cost_from_cents, plan.cost_cents) if plan.state == State.FEASIBLE else (None, None)


def plain_plan(plan: Proposal, became: Initiative | None) -> dict[str, Any]:
    """A plan for programs. Who sent it in is not in it."""
    is_judged, (least, most) = plan.state in JUDGED, costs_of(plan)
    pages = {"pagina": page(plan.get_absolute_url())}
    if became is not None:
        pages["initiatief"] = page(became.get_absolute_url())
    return {
        "nummer": plan.number,
        "naam": plan.title,
        "uitleg": plan.text,
        "plaats": plan.place,
        "stand": standing(plan),
        "kostenVanafInCenten": least,
        "kostenInCenten": most,
        "schattingInCenten": plan.guess_cents,
        "waarom": plan.reason if is_judged else "",
        "getoetstOp": moment(plan.decided_at) if is_judged and plan.decided_at else None,
        "ingestuurdOp": moment(plan.created_at),
        "initiatief": became.pk if became else None,
        "_links": links(**pages),
    }


def _euros(cents: int | None) -> float | None:
    return None if cents is None else cents / 100


def _day(at: datetime) -> str:
    return timezone.localdate(at).isoformat()
