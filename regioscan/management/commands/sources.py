"""Shows what is known: `bin/manage sources`."""

from typing import IO, cast

from django.core.management.base import BaseCommand
from django.utils import timezone
from rich import box
from rich.console import Console
from rich.table import Table

from lib.text import number
from regioscan.figures.sources import SourceReport, source_reports
from regioscan.models import Snapshot

WORDS = ("Bron", "Jaar", "Gepubliceerd")
COUNTS = ("Indicatoren", "Aantal", "Geweigerd")


class Command(BaseCommand):
    """A line for each source and period: what was published last, how much it holds, and how fresh the source is."""

    help = "Toont per bron en jaar wat er is, hoe vers het is en hoeveel het bevat."

    def handle(self, *args: object, **options: object) -> None:
        table = Table(title="Bronnen", title_justify="left", box=box.SIMPLE, padding=0)
        for heading in WORDS:
            table.add_column(heading, no_wrap=True)
        for heading in COUNTS:
            table.add_column(heading, justify="right")
        table.add_column("Stand")
        for report in source_reports(timezone.now()):
            for row in _rows(report):
                table.add_row(*row)
        # Rich writes its own line ends.
        self.stdout.ending = ""
        Console(file=cast("IO[str]", self.stdout), highlight=False).print(table)


def _rows(report: SourceReport) -> list[tuple[str, ...]]:
    """The last delivery of each period; what the source as a whole is worth stands on its first line."""
    published = report.source.snapshots.filter(state=Snapshot.State.PUBLISHED)
    latest = published.order_by("period", "-published_at", "-pk").distinct("period")
    rows = [_row(report, snapshot) for snapshot in latest] or [(report.source.code, "", "", "", "", "")]
    return [(*row, report.state if place == 0 else "") for place, row in enumerate(rows)]


def _row(report: SourceReport, snapshot: Snapshot) -> tuple[str, ...]:
    counts = snapshot.summary.get("published", {})
    n_known = sum(counts.get(word, 0) for word in ("new", "changed", "unchanged"))
    return (
        report.source.code,
        str(snapshot.period or ""),
        f"{timezone.localtime(snapshot.published_at):%d-%m-%Y}",
        number(snapshot.summary.get("n_indicators")),
        number(n_known),
        number(snapshot.summary.get("n_rejected", 0)),
    )
