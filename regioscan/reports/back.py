"""The back of the report: sources, method, and what every figure means."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from regioscan.figures import Scan
from regioscan.models import Indicator, Snapshot
from regioscan.reports.chapters import Chapter, Content
from regioscan.reports.draft import Draft
from regioscan.reports.method import METHOD, METHOD_VERSION


@dataclass(frozen=True)
class UsedSnapshot:
    """A delivery that figures of this report were read in."""

    snapshot: Snapshot
    n_figures: int


def used_snapshots(scan: Scan) -> list[UsedSnapshot]:
    """The deliveries behind the figures, by source and year."""
    counts = Counter(one.provenance.snapshot for one in scan.figures.values() if one.provenance)
    found = Snapshot.objects.filter(pk__in=counts).select_related("source")
    ordered = found.order_by("source__position", "source__code", "period", "pk")
    return [UsedSnapshot(one, counts[one.pk]) for one in ordered]


def _sources(draft: Draft) -> Content:
    return {"used": used_snapshots(draft.scan)}


def _method(_: Draft) -> Content:
    return {"sections": METHOD, "version": METHOD_VERSION}


def _about(draft: Draft) -> Content:
    indicators = [figure.indicator for figure in draft.scan.figures.values()]
    return {"groups": _by_theme(indicators)}


def _by_theme(indicators: Sequence[Indicator]) -> list[tuple[str, list[Indicator]]]:
    by_name = groupby(indicators, key=lambda one: one.theme.name if one.theme else "")
    return [(name, list(found)) for name, found in by_name]


SOURCES = Chapter("bronnen", "Bronnen", "regioscan/print/sources.html", _sources)
METHOD_CHAPTER = Chapter("methode", "Methode", "regioscan/print/method.html", _method)
ABOUT = Chapter(
    "over-de-cijfers",
    "Over de cijfers",
    "regioscan/print/about.html",
    _about,
    "Van elk cijfer wat het betekent, hoe het is berekend en van wie het komt.",
    is_optional=True,
)
