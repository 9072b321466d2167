"""A list of stakeholders out of a file: first what would happen, then, when somebody says yes, that."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from communities.actions.log import note
from communities.models import Organisation, Stakeholder, Trajectory, User
from lib.csv_import import ImportRow, Mistake
from lib.text import search_key

FILLED = ("sector", "function", "email", "influence", "interest", "engagement")
LABELS = {
    "name": "naam", "kind": "soort", "organisation": "organisatie", "sector": "sector", "function": "functie",
    "email": "e-mailadres", "influence": "invloed", "interest": "belang", "engagement": "betrokkenheid",
}  # fmt: skip


@dataclass(frozen=True)
class Planned:
    """What would happen with one line: somebody new, or what changes of somebody known."""

    line: int
    stakeholder: Stakeholder
    changes: Sequence[tuple[str, str, str]] = ()
    remarks: Sequence[str] = ()

    @property
    def is_new(self) -> bool:
        """Not on the map yet."""
        return self.stakeholder.pk is None


@dataclass(frozen=True)
class ImportPlan:
    """All of it; `mistakes` keep everything from being saved."""

    planned: list[Planned] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)

    @property
    def n_new(self) -> int:
        """How many are put on the map."""
        return sum(one.is_new for one in self.planned)

    @property
    def n_changed(self) -> int:
        """How many who are on it already change."""
        return sum(not one.is_new and bool(one.changes) for one in self.planned)


def plan_import(trajectory: Trajectory, rows: Sequence[ImportRow]) -> ImportPlan:
    """What the rows would do; nothing is saved. Whoever has the same kind and name (and no other address) is the same.

    An empty cell leaves what was known. Keys of the rows: as in communities/forms/stakeholder_import.py.
    """
    known: dict[tuple[str, str], list[Stakeholder]] = {}
    for one in trajectory.stakeholders.all():
        known.setdefault((one.kind, search_key(one.name)), []).append(one)
    names = {search_key(one.name): one for one in Organisation.objects.all()}
    plan = ImportPlan()
    seen: dict[tuple[str, str, str], int] = {}
    for row in rows:
        key = (str(row.values["kind"]), search_key(str(row.values["name"])), str(row.values["email"]))
        if key in seen:
            plan.mistakes.append(Mistake(row.line, "Naam", f"Deze naam staat ook op regel {seen[key]}."))
        seen.setdefault(key, row.line)
        found = _same(known.get(key[:2], []), key[2])
        plan.planned.append(_plan(row, found or Stakeholder(trajectory=trajectory), names))
    return plan


def _same(candidates: Sequence[Stakeholder], email: str) -> Stakeholder | None:
    exact = [one for one in candidates if email and one.email.casefold() == email.casefold()]
    open_ended = [one for one in candidates if not email or not one.email]
    return next(iter([*exact, *open_ended]), None)


def _plan(row: ImportRow, stakeholder: Stakeholder, organisations: Mapping[str, Organisation]) -> Planned:
    wanted, remarks = _wanted(row.values, organisations)
    changes = []
    for name, value in wanted.items():
        before = getattr(stakeholder, name)
        if before == value:
            continue
        was = _words(stakeholder, name)
        setattr(stakeholder, name, value)
        if stakeholder.pk is not None:
            changes.append((LABELS[name], was, _words(stakeholder, name)))
    return Planned(row.line, stakeholder, changes, remarks)


def _wanted(
    values: Mapping[str, object], organisations: Mapping[str, Organisation]
) -> tuple[dict[str, Any], list[str]]:
    """The fields that a row fills, and what the reader should know about it."""
    wanted: dict[str, Any] = {"kind": values["kind"], "name": values["name"]}
    wanted |= {name: values[name] for name in FILLED if values[name] not in {"", None}}
    named = str(values["organisation"] or "") or (str(values["name"]) if values["kind"] == "organisatie" else "")
    organisation = organisations.get(search_key(named))
    if organisation is not None:
        wanted["organisation"] = organisation
    elif values["organisation"]:
        return wanted, [f"De organisatie “{named}” staat niet in onze lijst en wordt niet gekoppeld."]
    return wanted, []


def _words(stakeholder: Stakeholder, name: str) -> str:
    shown = getattr(stakeholder, f"get_{name}_display", lambda: getattr(stakeholder, name))()
    return "niets" if shown in {None, ""} else str(shown)


@transaction.atomic
def import_stakeholders(*, trajectory: Trajectory, by: User, rows: Sequence[ImportRow]) -> ImportPlan:
    """Carry out what `plan_import` says, all or nothing; returns it. The same file again changes nothing.

    Raises PermissionDenied for who may not, and ValueError for rows with mistakes in them.
    """
    if not by.has_perm("communities.coordinate", trajectory):
        raise PermissionDenied
    Trajectory.objects.select_for_update().get(pk=trajectory.pk)
    plan = plan_import(trajectory, rows)
    if plan.mistakes:
        raise ValueError("there are mistakes in these rows")
    n_new, n_changed = plan.n_new, plan.n_changed
    for one in plan.planned:
        if one.is_new or one.changes:
            one.stakeholder.save()
    note(by=by, action=f"leest in: {n_new} nieuw, {n_changed} gewijzigd", thing=trajectory)
    return plan
