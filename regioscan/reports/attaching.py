"""The files inside the PDF: the figures as they were used, and what is needed to understand, repeat and verify them."""

import json
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from django.db.models import Count, Max

from lib.pdf import Attachment
from lib.tables import Column, Table, to_csv
from regioscan.charts.receipts import receipts_table
from regioscan.exports import figures_table, indicators_table, trend_table
from regioscan.figures import Scan
from regioscan.figures.index import region_index
from regioscan.figures.receipts import all_sentences
from regioscan.index_exports import index_table
from regioscan.models import Annotation, Composition, MethodVersion, PeerSet, RegionGroup, Snapshot
from regioscan.reports.back import used_snapshots
from regioscan.reports.chapters import Chapter
from regioscan.reports.described import describe
from regioscan.reports.draft import Attached, Draft, Sender
from regioscan.reports.method import METHOD_VERSION, method_text
from regioscan.reports.plain import scan_as_dict

EDITION = "2"
"""Of the layout: raise it when the same figures should give a new report."""
RECORD = "rapport.json"


def data_version() -> str:
    """Names the state of everything a report is made of; while it is the same, so is a report.

    That is: the published figures, what people wrote and put together (readings, regions, groups), with whom regions
    are compared, the methods and the layout.
    """
    published = Snapshot.objects.filter(state=Snapshot.State.PUBLISHED)
    found = published.aggregate(last=Max("published_at"), newest=Max("pk"), n=Count("pk"))
    moment = found["last"].isoformat() if found["last"] else "nothing"
    index = MethodVersion.objects.filter(is_current=True).values_list("sha256", flat=True).first()
    written = Annotation.objects.aggregate(newest=Max("pk"), withdrawn=Max("withdrawn_at"))
    made = [model.objects.aggregate(newest=Max("pk"))["newest"] for model in (Composition, PeerSet, RegionGroup)]
    parts = [moment, found["newest"], found["n"], METHOD_VERSION, EDITION, index, *written.values(), *made]
    return "/".join(str(part) for part in parts)


def attach(draft: Draft, chapters: Sequence[Chapter]) -> Attached:
    """The files of this report, made once; the draft keeps them, and with them the record that is one of them."""
    if draft.attached is None:
        files = _files(draft.scan)
        record = _record(draft, chapters, files)
        content = json.dumps(record, ensure_ascii=False, indent=1, allow_nan=False).encode()
        files.append(Attachment(RECORD, content, "Het rapport als gegevens", "Data"))
        draft.attached = Attached(tuple(files), json.loads(content), content)
    return draft.attached


def _files(scan: Scan) -> list[Attachment]:
    figures = list(scan.figures.values())
    cells = figures_table(scan)
    about = indicators_table([figure.indicator for figure in figures])
    files = [
        Attachment("cijfers.csv", to_csv(cells), "Alle cijfers van dit rapport"),
        Attachment("cijfers.csv-metadata.json", describe(cells, "cijfers.csv"), "Wat de kolommen zijn", "Supplement"),
        Attachment("verloop.csv", to_csv(trend_table(scan, figures)), "De cijfers door de jaren"),
        Attachment(
            "bevindingen.csv",
            to_csv(receipts_table(scan.region.title, all_sentences(scan))),
            "Waarop de zinnen berusten",
        ),
        Attachment("bronnen.csv", to_csv(sources_table(scan)), "De leveringen waaruit de cijfers komen"),
        Attachment("over-de-cijfers.csv", to_csv(about), "Wat elk cijfer betekent", "Supplement"),
        Attachment("methode.txt", method_text(), "De methode", "Supplement"),
    ]
    return [*files, *_index_of(scan), *_index_method()]


def _index_of(scan: Scan) -> list[Attachment]:
    """The vitality index of the region down to its observations; nothing where there is no method."""
    found = region_index(scan.region, scan.period)
    if not found.themes:
        return []
    return [Attachment("vitaliteitsindex.csv", to_csv(index_table(found)), "De vitaliteitsindex tot op het cijfer")]


def _index_method() -> list[Attachment]:
    """The method of the vitality index as it is in use; nothing where there is none."""
    method = MethodVersion.objects.filter(is_current=True).first()
    if method is None:
        return []
    plain = {"code": method.code, "name": method.name, "sha256": method.sha256, "content": method.content}
    content = json.dumps(plain, ensure_ascii=False, indent=1, allow_nan=False).encode()
    return [Attachment("methode.json", content, "De methode van de vitaliteitsindex", "Supplement")]


def _record(draft: Draft, chapters: Sequence[Chapter], files: Sequence[Attachment]) -> dict[str, Any]:
    """What this report is, every figure with the delivery it comes from, and what the other files should be."""
    return {
        "report": draft.identity.number,
        "asked_at": draft.identity.asked_at.isoformat(),
        "chapters": [chapter.code for chapter in chapters],
        "data_version": data_version(),
        "method_version": METHOD_VERSION,
        "edition": EDITION,
        "snapshots": {str(one.snapshot.pk): one.snapshot.sha256 for one in used_snapshots(draft.scan)},
        "attachments": {one.name: sha256(one.content).hexdigest() for one in files},
        "scan": scan_as_dict(draft.scan),
        **_sent_by(draft.sender),
    }


def _sent_by(sender: Sender | None) -> dict[str, Any]:
    """Whose face the report has, with what they read in the figures; nothing for a report of the house."""
    if sender is None:
        return {}
    words = [
        {"theme": one.theme or None, "version": one.version, "text": one.text, "written_by": one.written_by}
        for one in sender.words
    ]
    return {"sender": {"name": sender.name, "readings": words}}


def sources_table(scan: Scan) -> Table:
    """The deliveries behind the figures, as a table."""
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
