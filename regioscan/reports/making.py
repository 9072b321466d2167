"""From figures to files: the PDF with the figures inside it, and the workbook."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.db.models import Count, Max
from django.template.loader import render_to_string

from lib.pdf import Attachment, Metadata, PdfResult, render_pdf
from lib.tables import Column, Table, to_csv, to_xlsx
from lib.text import long_date
from regioscan.analysis.wording import theme_words
from regioscan.exports import figures_table, indicators_table, trend_table
from regioscan.figures import Scan
from regioscan.models import Snapshot
from regioscan.reports.back import used_snapshots
from regioscan.reports.chapters import BuiltChapter, Chapter, build_chapters
from regioscan.reports.draft import Draft, Identity
from regioscan.reports.method import METHOD_VERSION, method_text
from regioscan.reports.plain import scan_as_dict

EDITION = "1"
"""Of the layout: raise it when the same figures should give a new report."""
STYLE_SHEETS = ["css/tokens.css", "css/report.css"]
AUTHOR = "Regiokracht"

Progress = Callable[[int, str], None]


@dataclass(frozen=True)
class RenderedReport:
    """The two files of a report."""

    pdf: PdfResult
    xlsx: bytes


def data_version() -> str:
    """Names the state of the published figures, the method and the layout: while it is the same, so is a report."""
    published = Snapshot.objects.filter(state=Snapshot.State.PUBLISHED)
    found = published.aggregate(last=Max("published_at"), newest=Max("pk"), n=Count("pk"))
    moment = found["last"].isoformat() if found["last"] else "nothing"
    return f"{moment}/{found['newest']}/{found['n']}/{METHOD_VERSION}/{EDITION}"


def render_report(
    scan: Scan, chapters: Sequence[Chapter], *, identity: Identity, on_progress: Progress
) -> RenderedReport:
    """Make both files; `on_progress` hears a percentage and a Dutch step. Raises lib.pdf.PdfError."""
    on_progress(20, "Grafieken tekenen")
    draft = Draft(scan, identity)
    built = build_chapters(chapters, draft)
    on_progress(40, "Bladzijden opmaken")
    pdf = to_paper(draft, chapters, built)
    on_progress(85, "Werkmap maken")
    return RenderedReport(pdf, to_xlsx(_sheets(draft)))


def to_paper(draft: Draft, chapters: Sequence[Chapter], built: Sequence[BuiltChapter]) -> PdfResult:
    """The PDF of the chapters asked for, as they were built, with the figures inside it. Raises lib.pdf.PdfError."""
    return render_pdf(
        _html(draft, built),
        images=draft.images,
        attachments=_attachments(draft, chapters),
        metadata=_metadata(draft),
        stylesheet=_style(),
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


def _attachments(draft: Draft, chapters: Sequence[Chapter]) -> list[Attachment]:
    """The figures as they were used, and what is needed to understand and repeat them."""
    scan = draft.scan
    figures = list(scan.figures.values())
    about = indicators_table([figure.indicator for figure in figures])
    return [
        Attachment("cijfers.csv", to_csv(figures_table(scan)), "Alle cijfers van dit rapport"),
        Attachment("verloop.csv", to_csv(trend_table(scan, figures)), "De cijfers door de jaren"),
        Attachment("bronnen.csv", to_csv(_sources_table(scan)), "De leveringen waaruit de cijfers komen"),
        Attachment("over-de-cijfers.csv", to_csv(about), "Wat elk cijfer betekent", "Supplement"),
        Attachment("rapport.json", _record(draft, chapters), "Het rapport als gegevens", "Data"),
        Attachment("methode.txt", method_text(), "De methode", "Supplement"),
    ]


def _record(draft: Draft, chapters: Sequence[Chapter]) -> bytes:
    """What this report is, and every figure with the delivery it comes from."""
    record = {
        "report": draft.identity.number,
        "asked_at": draft.identity.asked_at.isoformat(),
        "chapters": [chapter.code for chapter in chapters],
        "data_version": data_version(),
        "method_version": METHOD_VERSION,
        "edition": EDITION,
        "snapshots": {str(one.snapshot.pk): one.snapshot.sha256 for one in used_snapshots(draft.scan)},
        "scan": scan_as_dict(draft.scan),
    }
    return json.dumps(record, ensure_ascii=False, indent=1, allow_nan=False).encode()


def _sheets(draft: Draft) -> list[Table]:
    scan = draft.scan
    figures = list(scan.figures.values())
    about = indicators_table([figure.indicator for figure in figures])
    return [
        _summary_table(draft),
        replace(figures_table(scan), title="Cijfers"),
        replace(trend_table(scan, figures), title="Trends"),
        _sources_table(scan),
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
    rows += [("Verzonnen", "De regio’s en cijfers zijn verzonnen.")] if settings.EXAMPLE_FIGURES else []
    rows += [("Bevinding", finding.text) for finding in scan.findings]
    rows += [(f"Thema {one.theme.name}", one.no_place_reason or theme_words(one.place.place)) for one in scan.themes]
    return Table("Samenvatting", [Column("onderwerp", "Onderwerp"), Column("tekst", "Tekst")], rows)


def _sources_table(scan: Scan) -> Table:
    columns = [
        Column("levering", "Nummer van de levering"),
        Column("bron", "Bron"),
        Column("uitgever", "Uitgever"),
        Column("jaar", "Jaar", "year"),
        Column("opgehaald", "Opgehaald op"),
        Column("licentie", "Licentie"),
        Column("herkomst", "Herkomst"),
        Column("controlegetal", "Controlegetal (SHA-256)"),
        Column("cijfers", "Cijfers in dit rapport", "number", 0),
    ]
    rows = [
        (str(one.snapshot.pk), one.snapshot.source.name, one.snapshot.source.publisher, one.snapshot.period,
         one.snapshot.retrieved_at.date().isoformat(), one.snapshot.licence, one.snapshot.origin, one.snapshot.sha256,
         one.n_figures)
        for one in used_snapshots(scan)
    ]  # fmt: skip
    return Table("Bronnen", columns, rows)
