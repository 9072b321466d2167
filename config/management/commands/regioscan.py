"""`regioscan CODE`: the regioscan of a region without a browser, as text, JSON, PDF or XLSX."""

import argparse
import json
import uuid
from collections.abc import Callable
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from config.reports import CHAPTERS
from lib.files import write_whole
from lib.pdf import PdfError
from lib.text import with_unit
from regioscan import frames
from regioscan.figures import Scan, region_scan
from regioscan.reports import Identity, RenderedReport, render_report, scan_as_dict


class Command(BaseCommand):
    """Prints what a region's dashboard shows, and makes the same report as the site does."""

    help = "Toont de regioscan van een regio, en maakt er desgewenst een PDF en een XLSX van."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("code", help="code van de regio, zoals GM0344")
        parser.add_argument("--period", type=int, help="cijfers tot en met dit jaar; anders de nieuwste")
        parser.add_argument("--benchmark", default="", help="vergelijken met, zoals nederland of provincie")
        parser.add_argument("--json", action="store_true", dest="as_json", help="toon de cijfers als JSON")
        parser.add_argument("--pdf", type=Path, metavar="FILE", help="maak het rapport als PDF")
        parser.add_argument("--xlsx", type=Path, metavar="FILE", help="maak het rapport als werkmap")

    def handle(
        self,
        *,
        code: str,
        period: int | None,
        benchmark: str,
        as_json: bool,
        pdf: Path | None,
        xlsx: Path | None,
        **_: object,
    ) -> None:
        """Check the wishes before the long work, and write files whole or not at all."""
        scan = _scan(code, period, benchmark)
        for path in filter(None, (pdf, xlsx)):
            if not path.absolute().parent.is_dir():
                raise CommandError(f"De map {path.absolute().parent} bestaat niet.")
        if pdf or xlsx:
            self._write(_rendered(scan, Console(stderr=True)), pdf, xlsx)
        if as_json:
            self.stdout.write(json.dumps(scan_as_dict(scan), ensure_ascii=False, indent=2, allow_nan=False))
        elif not (pdf or xlsx):
            self._show(scan)

    def _write(self, rendered: RenderedReport, pdf: Path | None, xlsx: Path | None) -> None:
        contents = {pdf: rendered.pdf.content, xlsx: rendered.xlsx}
        for path, content in contents.items():
            if path is None:
                continue
            try:
                write_whole(path.absolute(), content)
            except OSError as error:
                raise CommandError(f"{path} kon niet worden geschreven: {error.strerror}.") from error
            self.stderr.write(f"{path}: {len(content)} bytes")

    def _show(self, scan: Scan) -> None:
        """The findings, and one line a figure."""
        table = Table("Cijfer", "Jaar", "Waarde", "In woorden", title=f"Regioscan {scan.region.title}")
        for figure in scan.figures.values():
            value = with_unit(figure.value, figure.decimals, figure.unit) if figure.value is not None else "geen cijfer"
            table.add_row(figure.name, str(figure.period or ""), value, figure.verdict or figure.reason)
        console = Console()
        with console.capture() as shown:
            for finding in scan.findings:
                console.print(finding.text)
            console.print(table)
        self.stdout.write(shown.get())


def _scan(code: str, period: int | None, benchmark: str) -> Scan:
    region = frames.get_region(code)
    if region is None:
        raise CommandError(f"Er is geen regio met code {code}.")
    try:
        return region_scan(region, period, benchmark)
    except KeyError as error:
        raise CommandError(f"{region.title} kan niet worden vergeleken met {benchmark!r}.") from error


def _rendered(scan: Scan, console: Console) -> RenderedReport:
    """The same report as the site makes, with all chapters."""
    identity = Identity(number=str(uuid.uuid4()), asked_at=timezone.now())
    with Progress(console=console, transient=True) as bar:
        try:
            return render_report(scan, CHAPTERS, identity=identity, on_progress=_teller(bar))
        except PdfError as error:
            raise CommandError(str(error)) from error


def _teller(bar: Progress) -> Callable[[int, str], None]:
    task = bar.add_task("Beginnen", total=100)
    return lambda progress, step: bar.update(task, completed=progress, description=step)
