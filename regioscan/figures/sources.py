"""How fresh and how complete every source is."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from regioscan import frames
from regioscan.frames import SourceCounts
from regioscan.models import Snapshot, Source

INVENTED = "verzonnen"
"""The licence of the example figures."""
NOTHING = SourceCounts(0, 0, None)


@dataclass(frozen=True)
class SourceReport:
    """One source with its last published delivery and what it gave."""

    source: Source
    last: Snapshot | None
    counts: SourceCounts
    n_rejected: int
    expected_on: date | None
    is_late: bool

    @property
    def state(self) -> str:
        """In words how the source stands."""
        if self.last is None:
            return "nog niets geladen"
        return "nieuwe levering is over tijd" if self.is_late else "actueel"

    @property
    def coverage(self) -> str:
        """«38 van 44 cijfers»: how many of the indicators that it can give have been loaded."""
        if self.last is None:
            return "nog niets"
        if self.source.delivers != Source.Delivers.OBSERVATIONS:
            return f"levert {self.source.get_delivers_display()}"
        if not self.counts.n_declared:
            return "levert eigen cijfers"
        return f"{self.counts.n_loaded} van {self.counts.n_declared} cijfers"


def source_reports(now: datetime) -> list[SourceReport]:
    """Every source, in order; a source of invented figures only where it was loaded."""
    last = frames.last_published()
    counts = frames.counts_per_source()
    rejected = frames.rejected_per_snapshot([snapshot.pk for snapshot in last.values()])
    return [
        _report(source, last.get(source.pk), counts.get(source.pk, NOTHING), rejected, now)
        for source in Source.objects.all()
        if source.pk in last or source.licence != INVENTED
    ]


def _report(
    source: Source, last: Snapshot | None, counts: SourceCounts, rejected: dict[int, int], now: datetime
) -> SourceReport:
    expected = last.retrieved_at.date() + timedelta(days=source.refresh_days) if last else None
    return SourceReport(
        source=source,
        last=last,
        counts=counts,
        n_rejected=rejected.get(last.pk, 0) if last else 0,
        expected_on=expected,
        is_late=expected is not None and expected < now.date(),
    )
