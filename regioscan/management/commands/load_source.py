"""Gets, checks and publishes one source: `bin/manage load_source cbs-kwb --period 2023`."""

import logging
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from getpass import getuser
from pathlib import Path
from typing import IO, Any, cast

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from lib.text import file_size, number
from regioscan.actions import AlarmError, check_snapshot, load_delivery, receive_snapshot
from regioscan.connectors import registry
from regioscan.connectors.base import Delivery, Problem, SourceError
from regioscan.loading.examining import examine
from regioscan.models import Source

MAX_FILE_BYTES = 1_000_000_000
N_SHOWN = 10
FETCHED = 50
"""The part of the bar that fetching takes, in percent."""
WORDS = {"new": "Nieuw", "changed": "Gewijzigd", "unchanged": "Ongewijzigd", "gone": "Verdwenen"}

Show = Callable[[float, str], None]


class Command(BaseCommand):
    """All or nothing: whatever goes wrong, the figures stay as they were, and the exit code is not 0."""

    help = "Haalt een bron op (of leest een bestand), controleert haar en publiceert haar."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="code van de bron; bin/manage sources toont ze alle")
        parser.add_argument("--period", type=int, help="jaar van de cijfers, zoals 2023")
        parser.add_argument("--api", choices=["v3", "v4"], default="v3", help="welke versie van de CBS-interface")
        parser.add_argument("--base-url", default="", help="ander adres van de bron, zoals een spiegel")
        parser.add_argument("--file", type=Path, nargs="+", default=[], help="lees deze bestanden, haal niets op")
        parser.add_argument("--dry-run", action="store_true", help="controleer en vergelijk alleen, wijzig niets")

    def handle(self, *args: object, **options: Any) -> None:
        # The closing table says it all; log lines would tear the progress bar apart.
        logging.getLogger("regioscan").setLevel(logging.WARNING)
        source = Source.objects.filter(code=options["name"]).first()
        if source is None:
            known = ", ".join(Source.objects.values_list("code", flat=True)) or "geen; draai eerst load_catalogue"
            raise CommandError(f"De bron «{options['name']}» bestaat niet. Bekend zijn: {known}.")
        if options["period"] is not None and not 1900 <= options["period"] <= 2200:
            raise CommandError("Geef een jaar van vier cijfers, zoals --period 2023.")
        start = time.monotonic()
        try:
            with self._progress() as show:
                summary, problems = self._load(source, options, show)
        except SourceError as error:
            raise CommandError(str(error)) from error
        self._close(source, options, summary, problems, time.monotonic() - start)

    def _load(self, source: Source, options: dict[str, Any], show: Show) -> tuple[dict[str, Any], Sequence[Problem]]:
        period = options["period"]
        delivery = self._delivery(source, options, show)

        def report(progress: int, step: str) -> None:
            show(FETCHED + progress * (100 - FETCHED) / 100, step)

        if options["dry_run"]:
            examination = examine(source, period, delivery, report)
            return examination.summary, examination.problems[:N_SHOWN]
        by = f"load_source door {getuser()}"
        try:
            snapshot = load_delivery(source=source, delivery=delivery, period=period, by=by, report=report)
        except AlarmError as error:
            kept = receive_snapshot(source=source, delivery=delivery, period=period, by=by)
            check_snapshot(snapshot=kept, by=by)
            raise SourceError(f"{error} De levering staat daar klaar als nummer {kept.pk}.") from error
        rows = snapshot.rejected_rows.values_list("line", "column", "value", "reason")[:N_SHOWN]
        return snapshot.summary, [Problem(*row) for row in rows]

    def _delivery(self, source: Source, options: dict[str, Any], show: Show) -> Delivery:
        """The files that were named, else what the source has on the network."""
        if options["file"]:
            return _read(options["file"])

        def on_progress(done: int, total: int, doing: str) -> None:
            show(FETCHED * min(done / total, 1) if total else 0, doing)

        return registry.fetch(
            source.code,
            period=options["period"],
            api=options["api"],
            base_url=options["base_url"] or _base_url(source.code, options["api"]),
            resume_folder=settings.STATE_DIR / "fetch" / source.code,
            on_progress=on_progress,
        )

    @contextmanager
    def _progress(self) -> Iterator[Show]:
        """A bar on the terminal; nothing when the output goes to a file."""
        console = Console(stderr=True)
        columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
        with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
            bar = progress.add_task("Beginnen", total=100)

            def show(percent: float, step: str) -> None:
                progress.update(bar, completed=percent, description=step)

            yield show

    def _close(
        self, source: Source, options: dict[str, Any], summary: dict[str, Any], problems: Sequence[Problem], took: float
    ) -> None:
        # Rich writes its own line ends.
        self.stdout.ending = ""
        console = Console(file=cast("IO[str]", self.stdout), highlight=False)
        console.print(_table(source, options, summary, took))
        for note in [*summary["alarms"], *summary["notes"]]:
            console.print(f"• {note}", markup=False)
        for problem in problems:
            where = f"regel {problem.line}" + (f", {problem.column}" if problem.column else "")
            console.print(f"  geweigerd: {where}: «{problem.value}»: {problem.reason}", markup=False)
        if summary["n_rejected"] > len(problems):
            console.print(f"  … en nog {number(summary['n_rejected'] - len(problems))} geweigerde regels", markup=False)
        if options["dry_run"]:
            console.print("Dit was een proef: er is niets gewijzigd.", markup=False)


def _table(source: Source, options: dict[str, Any], summary: dict[str, Any], took: float) -> Table:
    year = f" {options['period']}" if options["period"] else ""
    table = Table(title=f"{source.name}{year}", title_justify="left")
    table.add_column("Wat")
    table.add_column("Aantal", justify="right")
    totals = summary.get("published", summary["totals"])
    for key, word in WORDS.items():
        table.add_row(word, number(totals[key]))
    table.add_row("Geweigerd", number(summary["n_rejected"]))
    table.add_row("Duur", f"{number(took, 1)} s")
    return table


def _read(paths: Sequence[Path]) -> Delivery:
    files: dict[str, bytes] = {}
    for path in paths:
        try:
            if path.stat().st_size > MAX_FILE_BYTES:
                raise SourceError(f"{path.name} is groter dan {file_size(MAX_FILE_BYTES)}. Splits het bestand.")
            files[path.name] = path.read_bytes()
        except OSError as error:
            raise SourceError(f"Het bestand {path} is niet te lezen: {error.strerror}.") from error
    return Delivery(files, f"bestand {', '.join(files)}", timezone.now())


def _base_url(source_code: str, api: str) -> str:
    """The address from the settings, for the sources that the statistics office itself serves."""
    if source_code not in {registry.KWB, registry.REGION_LIST}:
        return ""
    return str(settings.CBS_V4_URL if api == "v4" else settings.CBS_V3_URL)
