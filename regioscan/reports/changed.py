"""What changed since an earlier report: as a chapter of a new one, for the page about the old one, and as a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from lib.tables import Cell, Column, Table
from regioscan import frames
from regioscan.analysis.ledger import compare_records, notices
from regioscan.analysis.movements import Cause, Group, Movement, State, grouped, summary
from regioscan.figures import DEFAULT, Scan, region_scan
from regioscan.models import Region
from regioscan.reports.chapters import Chapter, Content
from regioscan.reports.draft import Draft
from regioscan.reports.plain import scan_as_dict

COLUMNS = (
    Column("soort", "Soort"),
    Column("cijfer", "Cijfer"),
    Column("code", "Code"),
    Column("eenheid", "Eenheid"),
    Column("jaar_toen", "Jaar in het rapport", "year"),
    Column("waarde_toen", "Waarde in het rapport", "number"),
    Column("jaar_nu", "Jaar nu", "year"),
    Column("waarde_nu", "Waarde nu", "number"),
    Column("verschil", "Verschil", "number"),
    Column("oorzaken", "Oorzaken"),
    Column("deel_nieuw", "Waarvan door een nieuwer jaar", "number"),
    Column("deel_herzien", "Waarvan door herziening", "number"),
    Column("toelichting", "Toelichting"),
)


@dataclass(frozen=True)
class Ledger:
    """Everything that moved, by cause; and what holds for the whole region."""

    movements: Sequence[Movement]
    notices: Sequence[str]
    n_compared: int

    @property
    def summary(self) -> str:
        """How much moved and why, in a sentence."""
        return summary(self.movements)

    @property
    def groups(self) -> list[Group]:
        """The figures that moved, by what caused it."""
        return grouped(one for one in self.movements if one.kind == "cijfer")

    @property
    def scores(self) -> list[Movement]:
        """The scores of themes and the index that moved along."""
        return [one for one in self.movements if one.kind != "cijfer"]

    @property
    def has_revision(self) -> bool:
        """Whether a figure was replaced that the report rests on."""
        return any(Cause.REVISION in one.kinds_of_cause for one in self.movements)


def changes_in(scan: Scan, record: Mapping[str, Any]) -> Ledger:
    """What moved between the report with this record and the scan; `record` is what was attached to the report."""
    before, after = record["scan"], scan_as_dict(scan)
    found = compare_records(before, after, _present(scan))
    return Ledger(found, notices(before, after), len(before["indicators"]))


def changes_until_now(record: Mapping[str, Any]) -> Ledger | None:
    """What moved since the report with this record; None where its region is not known any more."""
    said = record["scan"]
    region = frames.get_region(said["region"]["code"])
    if region is None:
        return None
    return changes_in(_scan_like(region, (said["benchmark"] or {}).get("code", DEFAULT)), record)


def _scan_like(region: Region, benchmark: str) -> Scan:
    """The newest scan with the same comparison, or with the usual one where that is no longer possible."""
    try:
        return region_scan(region, None, benchmark)
    except KeyError:
        return region_scan(region)


def _present(scan: Scan) -> dict[str, dict[int, float | None]]:
    """What is known now of every year of every figure, out of what the scan already read."""
    courses = {code: figure.courses[0] for code, figure in scan.figures.items() if figure.courses}
    return {code: {row.period: row.value for row in course.readings} for code, course in courses.items()}


def ledger_table(ledger: Ledger, title: str) -> Table:
    """One row a movement: then, now, the difference with its parts where these are known, and why."""
    notes = [ledger.summary, *ledger.notices]
    return Table(title, COLUMNS, [_row(one) for one in ledger.movements], notes)


def _row(one: Movement) -> list[Cell]:
    parts = {because.cause: because.amount for because in one.causes}
    why = [because.explanation for because in one.causes]
    why += [one.place_words] if one.place_words else []
    return [
        one.kind, one.name, one.code, one.unit, *_cells(one.before), *_cells(one.after), one.difference,
        ", ".join(one.kinds_of_cause), parts.get(Cause.REAL), parts.get(Cause.REVISION), " ".join(why),
    ]  # fmt: skip


def _cells(state: State | None) -> tuple[Cell, Cell]:
    if state is None:
        return None, "geen cijfer"
    return state.period, state.text if state.value is None else state.value


def _changed(draft: Draft) -> Content | None:
    previous = draft.previous
    if previous is None:
        return None
    return {"ledger": changes_in(draft.scan, previous.record), "previous": previous.identity}


CHANGED = Chapter("veranderd", "Veranderd sinds het vorige rapport", "regioscan/print/changed.html", _changed)
