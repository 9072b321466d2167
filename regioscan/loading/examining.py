"""Reading a delivery and judging it against what is known and published. Nothing is written."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from regioscan.analysis.checking import MAX_PROBLEMS, CheckReport, Declared, check, column_changes
from regioscan.analysis.comparing import MAX_LOST, Comparison, compare
from regioscan.analysis.region_changes import RegionPlan, plan_regions
from regioscan.analysis.succession_plan import SuccessionPlan, plan_successions
from regioscan.connectors.base import (
    BoundarySet,
    Cells,
    Delivery,
    Problem,
    RegionList,
    SourceError,
    SuccessionList,
)
from regioscan.loading.boundaries import BoundaryPlan, compare_boundaries, plan_boundaries
from regioscan.loading.observations import Counts, published_rows
from regioscan.loading.reading import keys_of, tidy
from regioscan.loading.regions import known_regions, stored_regions
from regioscan.loading.successions import compare_successions, known_successions
from regioscan.models import Indicator, Region, Snapshot, Source

RULES_VERSION = 2
"""Raise this when reading or judging changes: files that were loaded before are then read again."""
MAX_SHOWN = 20

Content = CheckReport | RegionPlan | BoundaryPlan | SuccessionPlan
Report = Callable[[int, str], None]
"""Told how far the work is: a percentage, and a step in Dutch."""


def quiet(progress: int, step: str) -> None:
    """For callers that show nothing."""


@dataclass(frozen=True)
class Examination:
    """A delivery as it was judged: what can be loaded, what was refused, and the comparison to show."""

    content: Content
    columns: Sequence[str]
    problems: Sequence[Problem]
    n_rejected: int
    summary: dict[str, Any]
    """As kept on the snapshot; see `actions.check_snapshot`."""


def examine(source: Source, period: int | None, delivery: Delivery, report: Report = quiet) -> Examination:
    """Read and judge a delivery; raises SourceError when it cannot be used at all."""
    report(5, "Het bestand lezen")
    tidied = tidy(source, delivery, period)
    report(40, "De regels controleren")
    if isinstance(tidied, Cells):
        return _examine_figures(source, tidied, period, report)
    if isinstance(tidied, RegionList):
        return _examine_regions(tidied)
    if isinstance(tidied, SuccessionList):
        return _examine_successions(tidied)
    return _examine_boundaries(tidied, period)


def basis(source: Source, period: int | None) -> str:
    """A hash of everything but the file that decides what is loaded: the declared keys and limits, and the regions."""
    limits = list(Indicator.objects.order_by("pk").values_list("pk", "code", "minimum", "maximum"))
    regions = list(Region.objects.order_by("pk").values_list("pk", "code", "valid_from", "valid_to"))
    decisive = repr((RULES_VERSION, keys_of(source, period), limits, regions))
    return hashlib.sha256(decisive.encode()).hexdigest()


def previous_snapshot(source: Source, period: int | None) -> Snapshot | None:
    """What this source published last for this period, else for the period that came last."""
    published = Snapshot.objects.filter(source=source, state=Snapshot.State.PUBLISHED)
    same_period = published.filter(period=period).order_by("-published_at", "-pk").first()
    return same_period or published.order_by("-period", "-published_at", "-pk").first()


def _examine_figures(source: Source, cells: Cells, period: int | None, report: Report) -> Examination:
    declared = {
        code: Declared(pk, code, name, minimum, maximum)
        for pk, code, name, minimum, maximum in Indicator.objects.values_list(
            "pk", "code", "name", "minimum", "maximum"
        )
    }
    checked = check(cells, known_regions(), declared)
    if not len(checked.rows):
        raise SourceError(f"In deze levering staat geen enkel cijfer dat wij kunnen gebruiken. {_why(checked)}".strip())
    report(65, "Vergelijken met wat er staat")
    old, is_own = published_rows(checked.rows.slices, source.pk)
    comparison = compare(checked.rows, old, is_own)
    columns, notes = _column_notes(source, cells.columns, period)
    if comparison.n_replaced:
        notes.append(f"{comparison.n_replaced} cijfers komen nu nog uit een andere bron en worden vervangen.")
    summary = {
        "totals": comparison.totals,
        "indicators": _indicator_lines(checked, comparison),
        "columns": columns,
        "notes": [*checked.notes, *notes],
        "alarms": _alarms(checked, comparison),
        "n_indicators": len(set(checked.rows.indicator.tolist())),
        "years": sorted({period for _, period in checked.rows.slices}),
        # Sums of municipalities are too low when municipalities are missing that we do not know.
        "may_add_up": not any(code.startswith("GM") for code in checked.unknown_regions),
    }
    return _examination(checked, cells.columns, checked.problems, checked.n_rejected, summary)


def _examine_regions(delivered: RegionList) -> Examination:
    stored = stored_regions()
    plan = plan_regions(delivered, stored)
    if not plan.n_listed:
        raise SourceError("In deze levering staat geen enkele regio die wij kunnen gebruiken.")
    names = {region.id: f"{region.name} ({region.code})" for region in stored}
    renamed = [f"{names[pk]} → {name}" for pk, name in plan.renamed.items()]
    totals = {
        "new": len(plan.new),
        "changed": plan.n_changed,
        "unchanged": plan.n_listed - len(plan.new) - plan.n_changed,
        "gone": len(plan.ended),
    }
    summary = {
        "totals": totals,
        "lists": [
            {"title": "Nieuwe regio's", "items_shown": _some([f"{one.name} ({one.code})" for one in plan.new])},
            {"title": "Nieuwe namen", "items_shown": _some(renamed)},
            {"title": "Beëindigde regio's", "items_shown": _some([names[pk] for pk in plan.ended])},
        ],
        "notes": list(plan.notes),
        "alarms": plan.alarms(stored),
    }
    return _examination(plan, delivered.columns, plan.problems, len(plan.problems), summary)


def _examine_boundaries(delivered: BoundarySet, period: int | None) -> Examination:
    plan = plan_boundaries(delivered, known_regions(), period or timezone.localdate().year)
    if not plan.outlines:
        raise SourceError("Geen enkele omtrek in deze levering hoort bij een regio die wij kennen.")
    counts, _ = compare_boundaries(plan.outlines)
    summary = {"totals": as_totals(counts), "notes": list(plan.notes), "alarms": []}
    return _examination(plan, delivered.columns, plan.problems, len(plan.problems), summary)


def _examine_successions(delivered: SuccessionList) -> Examination:
    stored = stored_regions()
    plan = plan_successions(delivered, stored, known_successions())
    if not plan.links:
        first = plan.problems[0].reason if plan.problems else ""
        raise SourceError(f"Geen enkele herindeling in deze lijst is te gebruiken. {first}".strip())
    counts = compare_successions(plan)
    new = [f"{one.name} ({one.code}), tot {one.valid_to.year}" for one in plan.new if one.valid_to]
    summary = {
        "totals": as_totals(counts),
        "lists": [{"title": "Vroegere gemeenten die erbij komen", "items_shown": _some(new)}],
        "notes": list(plan.notes),
        "alarms": [],
    }
    return _examination(plan, delivered.columns, plan.problems, len(plan.problems), summary)


def _examination(
    content: Content,
    columns: Sequence[str],
    problems: Sequence[Problem],
    n_rejected: int,
    summary: dict[str, Any],
) -> Examination:
    summary = {**summary, "n_rejected": n_rejected}
    return Examination(content, columns, problems[:MAX_PROBLEMS], n_rejected, summary)


def as_totals(counts: Counts) -> dict[str, int]:
    """Counts as kept on a snapshot."""
    return {"new": counts.new, "changed": counts.changed, "unchanged": counts.unchanged, "gone": counts.gone}


def _why(checked: CheckReport) -> str:
    if checked.problems:
        first = checked.problems[0]
        return f"Regel {first.line}: «{first.value}»: {first.reason}."
    return " ".join(checked.notes)


def _some(items: list[str]) -> list[str]:
    rest = len(items) - MAX_SHOWN
    return items if rest <= 0 else [*items[:MAX_SHOWN], f"en nog {rest}"]


def _column_notes(source: Source, columns: Sequence[str], period: int | None) -> tuple[dict[str, Any], list[str]]:
    previous = previous_snapshot(source, period)
    if previous is None or not previous.columns:
        return {}, []
    came, went = column_changes(columns, previous.columns)
    if not came and not went:
        return {}, []
    note = (
        f"De kolommen zijn anders dan in de vorige levering ({previous.file_name}): {len(came)} erbij, {len(went)} weg."
    )
    return {"came": came, "went": went, "previous": previous.pk}, [note]


def _alarms(checked: CheckReport, comparison: Comparison) -> list[str]:
    totals, alarms = comparison.totals, []
    if comparison.share_lost > MAX_LOST:
        alarms.append(
            f"Deze levering mist {totals['gone']} cijfers die er nu wel staan. Misschien is het bestand afgekapt."
        )
    if checked.n_rejected > len(checked.rows):
        alarms.append(f"Er zijn meer regels geweigerd ({checked.n_rejected}) dan cijfers overgenomen.")
    return alarms


def _indicator_lines(checked: CheckReport, comparison: Comparison) -> list[dict[str, Any]]:
    indicators = Indicator.objects.in_bulk([one.indicator for one in comparison.indicators])
    filled = {one.code: one for one in checked.filled}
    regions = Region.objects.in_bulk({change.region for one in comparison.indicators for change in one.largest})
    lines = []
    for one in comparison.indicators:
        indicator = indicators[one.indicator]
        full = filled.get(indicator.code)
        lines.append(
            {
                "code": indicator.code,
                "name": indicator.name,
                "new": one.new,
                "changed": one.changed,
                "unchanged": one.unchanged,
                "gone": one.gone,
                "n_cells": full.n_cells if full else 0,
                "n_values": full.n_values if full else 0,
                "n_suppressed": full.n_suppressed if full else 0,
                "largest": [
                    {
                        "region": regions[change.region].title,
                        "period": change.period,
                        "old": change.old,
                        "new": change.new,
                        "decimals": indicator.decimals,
                    }
                    for change in one.largest
                ],
            }
        )
    return lines
