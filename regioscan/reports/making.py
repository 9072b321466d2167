"""From figures to files: the PDF with the figures inside it, and the workbook."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from lib.pdf import Metadata, PdfResult, render_pdf
from lib.tables import Column, Table, to_xlsx
from lib.text import long_date
from regioscan.analysis.wording import theme_words
from regioscan.exports import figures_table, indicators_table, trend_table
from regioscan.figures import Scan
from regioscan.reports.attaching import attach, sources_table
from regioscan.reports.chapters import BuiltChapter, Chapter, build_chapters
from regioscan.reports.draft import Draft, Identity, Previous, Sender
from regioscan.reports.method import METHOD_VERSION

STYLE_SHEETS = ["css/tokens.css", "css/report.css"]
AUTHOR = "Regiokracht"
LAYOUT_SECONDS = 180
"""Seventy pages are some fifteen seconds of work; on a machine that is busy with other things, many times that."""

Progress = Callable[[int, str], None]


@dataclass(frozen=True)
class RenderedReport:
    """The two files of a report, what it says as plain values, and the check over that."""

    pdf: PdfResult
    xlsx: bytes
    record: dict[str, Any]
    check: str


def render_report(
    scan: Scan,
    chapters: Sequence[Chapter],
    *,
    identity: Identity,
    on_progress: Progress,
    previous: Previous | None = None,
    sender: Sender | None = None,
) -> RenderedReport:
    """Make both files; `on_progress` hears a percentage and a Dutch step. Raises lib.pdf.PdfError.

    `previous` is an earlier report of the same region, to tell what changed since; `sender` whose face it gets.
    """
    on_progress(20, "Grafieken tekenen")
    draft = Draft(scan, identity, previous, sender=sender)
    attached = attach(draft, chapters)
    built = build_chapters(chapters, draft)
    on_progress(40, "Bladzijden opmaken")
    pdf = to_paper(draft, chapters, built)
    on_progress(85, "Werkmap maken")
    return RenderedReport(pdf, to_xlsx(_sheets(draft)), attached.record, attached.check)


def to_paper(draft: Draft, chapters: Sequence[Chapter], built: Sequence[BuiltChapter]) -> PdfResult:
    """The PDF of the chapters asked for, as they were built, with the figures inside it. Raises lib.pdf.PdfError."""
    return render_pdf(
        _html(draft, built),
        images=draft.images,
        attachments=attach(draft, chapters).files,
        metadata=_metadata(draft),
        stylesheet=_style() + _face(draft.sender),
        timeout_seconds=LAYOUT_SECONDS,
    )


def _html(draft: Draft, built: Sequence[BuiltChapter]) -> str:
    scan = draft.scan
    return render_to_string(
        "regioscan/print/report.html",
        {
            "scan": scan,
            "region": scan.region,
            "identity": draft.identity,
            "title": _title(scan),
            "sender": draft.sender,
            "until": scan.period or scan.newest,
            "built": built,
            "example_figures": settings.EXAMPLE_FIGURES,
        },
    )


def _title(scan: Scan) -> str:
    return f"Regioscan {scan.region.name}"


def _style() -> str:
    """The style sheets as text: the press opens no files."""
    found = [finders.find(name) for name in STYLE_SHEETS]
    return "\n".join(Path(str(path)).read_text("utf-8") for path in found)


def _face(sender: Sender | None) -> str:
    """The colours of who sends it, over those of the house; "" for the house itself."""
    if sender is None:
        return ""
    colours = {
        "face-primary": sender.cover,
        "on-face-primary": sender.on_cover,
        "primary": sender.primary,
        "on-primary": sender.on_primary,
        "accent": sender.accent,
    }
    return "\n:root { " + " ".join(f"--{name}: {colour};" for name, colour in colours.items()) + " }\n"


def _metadata(draft: Draft) -> Metadata:
    scan = draft.scan
    until = scan.period or scan.newest
    return Metadata(
        title=_title(scan),
        author=AUTHOR,
        description=f"Cijfers over {scan.region.title} tot en met {until}, vergeleken, uitgelegd en met bron.",
        created=draft.identity.asked_at,
        keywords=("regioscan", scan.region.name, scan.region.code),
    )


def _sheets(draft: Draft) -> list[Table]:
    scan = draft.scan
    figures = list(scan.figures.values())
    about = indicators_table([figure.indicator for figure in figures])
    return [
        _summary_table(draft),
        replace(figures_table(scan), title="Cijfers"),
        replace(trend_table(scan, figures), title="Trends"),
        sources_table(scan),
        replace(about, title="Over dit cijfer"),
    ]


def _summary_table(draft: Draft) -> Table:
    scan, identity = draft.scan, draft.identity
    rows: list[tuple[str, str | int | None]] = [
        ("Regio", scan.region.title),
        ("Code", scan.region.code),
        ("Cijfers tot en met", str(scan.period or scan.newest or "")),
        ("Vergeleken met", scan.comparison.label if scan.comparison else "niet vergeleken"),
        ("Rapport", identity.number),
        ("Aangevraagd op", long_date(identity.asked_at)),
        ("Methode", METHOD_VERSION),
    ]
    rows += [("Voor de leden van", draft.sender.name)] if draft.sender else []
    rows += [("Verzonnen", "De regio’s en cijfers zijn verzonnen.")] if settings.EXAMPLE_FIGURES else []
    rows += [("Bevinding", finding.text) for finding in scan.findings]
    rows += [(f"Thema {one.theme.name}", one.no_place_reason or theme_words(one.place.place)) for one in scan.themes]
    return Table("Samenvatting", [Column("onderwerp", "Onderwerp"), Column("tekst", "Tekst")], rows)
