"""Every write on deliveries and what they bring: receive, check, publish, refuse. Raw bytes are kept untouched."""

import logging

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from regioscan.analysis.checking import CheckReport, fingerprint
from regioscan.analysis.comparing import merged
from regioscan.analysis.region_changes import RegionPlan
from regioscan.analysis.succession_plan import SuccessionPlan
from regioscan.connectors.base import Delivery, SourceError
from regioscan.loading import deliveries, derived
from regioscan.loading.boundaries import load_boundaries
from regioscan.loading.examining import Examination, Report, as_totals, basis, examine, previous_snapshot, quiet
from regioscan.loading.margins import store_margins
from regioscan.loading.membership import lock_membership
from regioscan.loading.observations import (
    Counts,
    load_rows,
    lock_source,
    lock_years,
    published_rows,
    vacuum_after_commit,
)
from regioscan.loading.reading import read_delivery
from regioscan.loading.regions import load_regions
from regioscan.loading.successions import load_successions
from regioscan.models import Distribution, RejectedRow, Snapshot, Source
from regioscan.peer_actions import make_all_peer_sets, refresh_peer_sets

logger = logging.getLogger(__name__)

PUBLISHING = "publiceren van cijfers"
NOT_KEPT = "Het bestand kon niet worden bewaard: de schijf is vol of niet bereikbaar. Er is niets gewijzigd."


WHOLE_LISTS = (Source.Delivers.REGIONS, Source.Delivers.SUCCESSIONS)


class AlarmError(SourceError):
    """A delivery that changes so much that somebody must look at the comparison before it is published."""


@transaction.atomic
def receive_snapshot(*, source: Source, delivery: Delivery, period: int | None, by: str) -> Snapshot:
    """Keep a delivery exactly as it came, under its checksum; nothing is read yet. Returns the new snapshot.

    The same bytes twice are two snapshots with one file: history shows both. Raises SourceError for an empty delivery.
    """
    return _receive(source, delivery, deliveries.pack(delivery.files), period, by)


def check_snapshot(*, snapshot: Snapshot, by: str, report: Report = quiet) -> Snapshot:
    """Read a delivery, judge every row, and compare with what is published; figures stay as they are.

    Afterwards the snapshot is «gecontroleerd», with refused rows and a summary (totals, per indicator, columns that
    came and went, notes, alarms), or «geweigerd» with the reason in Dutch. A published snapshot is left alone.
    """
    if snapshot.state not in {Snapshot.State.RECEIVED, Snapshot.State.CHECKED, Snapshot.State.REFUSED}:
        return snapshot
    try:
        if same := _same_published(snapshot.source, snapshot.period, snapshot.sha256):
            return _store_unchanged(snapshot, same)
        examination = examine(snapshot.source, snapshot.period, read_delivery(snapshot), report)
    except SourceError as error:
        return refuse_snapshot(snapshot=snapshot, by=by, reason=str(error))
    report(90, "De vergelijking opslaan")
    _store_examination(snapshot, examination)
    logger.info("snapshot checked", extra={"snapshot": snapshot.pk})
    return snapshot


@transaction.atomic
def publish_snapshot(*, snapshot: Snapshot, by: str, accept_alarms: bool = False, report: Report = quiet) -> Counts:
    """Make what a checked delivery says visible to readers: all of it, or nothing. Returns what changed.

    Publishing a published snapshot again changes nothing and gives the same counts. Raises SourceError when the
    snapshot is not checked, when another load of the same source and period is going on, and when it has alarms that
    nobody accepted.
    """
    _lock(snapshot.source, snapshot.period)
    locked = Snapshot.objects.select_for_update().get(pk=snapshot.pk)
    if locked.state == Snapshot.State.PUBLISHED:
        return Counts(**locked.summary["published"])
    if locked.state != Snapshot.State.CHECKED:
        raise SourceError("Deze levering is nog niet gecontroleerd of is geweigerd, en kan niet gepubliceerd worden.")
    accepted = locked.summary["alarms"] if accept_alarms else []
    if same := _same_published(locked.source, locked.period, locked.sha256):
        _store_unchanged(locked, same)
        counts = Counts(unchanged=locked.summary["totals"]["unchanged"])
    else:
        examination = examine(locked.source, locked.period, read_delivery(locked), report)
        _require_accepted(examination, accepted)
        counts = _load(locked, examination, report)
    return _mark_published(locked, counts, by)


@transaction.atomic
def load_delivery(
    *, source: Source, delivery: Delivery, period: int | None, by: str, report: Report = quiet
) -> Snapshot:
    """Receive, check and publish at once, reading the delivery a single time; returns the published snapshot.

    Raises SourceError, and then nothing is stored at all: when the delivery cannot be used, when it has alarms that
    somebody must look at first (AlarmError), and when another load of the same source and period is going on.
    """
    _lock(source, period)
    packed = deliveries.pack(delivery.files)
    if same := _same_published(source, period, deliveries.checksum(packed[1])):
        snapshot = _receive(source, delivery, packed, period, by)
        _store_unchanged(snapshot, same)
        counts = Counts(unchanged=snapshot.summary["totals"]["unchanged"])
    else:
        examination = examine(source, period, delivery, report)
        _require_accepted(examination, [])
        snapshot = _receive(source, delivery, packed, period, by)
        _store_examination(snapshot, examination)
        counts = _load(snapshot, examination, report)
    _mark_published(snapshot, counts, by)
    return snapshot


@transaction.atomic
def refuse_snapshot(*, snapshot: Snapshot, by: str, reason: str) -> Snapshot:
    """Set a delivery aside with the reason in Dutch; its file is kept. A published one cannot be refused."""
    locked = Snapshot.objects.select_for_update().get(pk=snapshot.pk)
    if locked.state == Snapshot.State.PUBLISHED:
        raise SourceError("Deze levering is al gepubliceerd en kan niet meer geweigerd worden.")
    locked.state, locked.message = Snapshot.State.REFUSED, reason
    locked.summary = {**locked.summary, "refused_by": by[:200]}
    locked.save(update_fields=["state", "message", "summary"])
    logger.info("snapshot refused", extra={"snapshot": locked.pk})
    return locked


def _receive(source: Source, delivery: Delivery, packed: tuple[str, bytes], period: int | None, by: str) -> Snapshot:
    file_name, content = packed
    if not content:
        raise SourceError("Het bestand is leeg. Lever een bestand met gegevens aan.")
    snapshot = Snapshot(
        source=source,
        period=period,
        file_name=file_name[-200:],
        origin=delivery.origin[:500],
        sha256=deliveries.checksum(content),
        size=len(content),
        licence=source.licence,
        retrieved_at=delivery.retrieved_at,
        retrieved_by=by[:200],
    )
    _keep(snapshot, content)
    snapshot.save()
    logger.info("snapshot received", extra={"snapshot": snapshot.pk, "source": source.code})
    return snapshot


def _lock(source: Source, period: int | None) -> None:
    """Lists of regions of different years write the same rows, so of those only one is loaded at a time."""
    lock_source(source.code, None if source.delivers in WHOLE_LISTS else period)


def _keep(snapshot: Snapshot, content: bytes) -> None:
    """Store the bytes under their checksum; raises SourceError when there is no room for them."""
    try:
        _write(snapshot, content)
    except OSError as error:
        logger.exception("snapshot not kept", extra={"source": snapshot.source.code})
        raise SourceError(NOT_KEPT) from error


def _write(snapshot: Snapshot, content: bytes) -> None:
    """Store the bytes once. A file of another size is half of one that was cut off earlier."""
    storage = snapshot.file.storage
    name = snapshot.file.field.generate_filename(snapshot, snapshot.file_name)
    if storage.exists(name) and storage.size(name) != len(content):
        storage.delete(name)
    if storage.exists(name):
        snapshot.file.name = name
    else:
        snapshot.file.save(name, ContentFile(content), save=False)


def _same_published(source: Source, period: int | None, sha256: str) -> Snapshot | None:
    """What is published now, when it came from the same bytes, read by the same rules for the same regions."""
    previous = previous_snapshot(source, period)
    if previous is None or previous.period != period or previous.sha256 != sha256:
        return None
    return previous if previous.summary.get("basis") == basis(source, period) else None


def _require_accepted(examination: Examination, accepted: list[str]) -> None:
    if unseen := [alarm for alarm in examination.summary["alarms"] if alarm not in accepted]:
        raise AlarmError(f"{' '.join(unseen)} Bekijk de vergelijking onder Beheer, Leveringen en publiceer daar.")


@transaction.atomic
def _store_unchanged(snapshot: Snapshot, same: Snapshot) -> Snapshot:
    published = same.summary["published"]
    unchanged = published["new"] + published["changed"] + published["unchanged"]
    carried = {name: same.summary[name] for name in ("n_indicators", "years", "may_add_up") if name in same.summary}
    snapshot.summary = carried | {
        "totals": {"new": 0, "changed": 0, "unchanged": unchanged, "gone": 0},
        "n_rejected": same.summary["n_rejected"],
        "notes": ["Dit bestand is precies hetzelfde als de levering die al gepubliceerd is: 0 gewijzigd."],
        "alarms": [],
        "basis": same.summary["basis"],
    }
    snapshot.columns, snapshot.fingerprint = same.columns, same.fingerprint
    snapshot.state, snapshot.message = Snapshot.State.CHECKED, ""
    snapshot.save()
    snapshot.rejected_rows.all().delete()
    return snapshot


@transaction.atomic
def _store_examination(snapshot: Snapshot, examination: Examination) -> None:
    snapshot.rejected_rows.all().delete()
    RejectedRow.objects.bulk_create(
        (
            RejectedRow(
                snapshot=snapshot,
                line=max(problem.line, 0),
                column=_storable(problem.column)[:200],
                value=_storable(problem.value)[:200],
                reason=_storable(problem.reason)[:300],
            )
            for problem in examination.problems
        ),
        batch_size=1_000,
    )
    snapshot.columns = [_storable(name) for name in examination.columns]
    snapshot.fingerprint = fingerprint(examination.columns)
    snapshot.summary = {**examination.summary, "basis": basis(snapshot.source, snapshot.period)}
    snapshot.state, snapshot.message = Snapshot.State.CHECKED, ""
    snapshot.save()


def _storable(text: str) -> str:
    """PostgreSQL cannot store the character NUL, which a hostile or broken file may hold."""
    return text.replace("\x00", "�")


def _load(snapshot: Snapshot, examination: Examination, report: Report) -> Counts:
    """Write what was examined; the caller's transaction holds the lock of the source."""
    report(70, "De cijfers laden")
    content = examination.content
    lock_membership(is_changing=isinstance(content, RegionPlan | SuccessionPlan))
    if isinstance(content, CheckReport):
        lock_years({period for _, period in content.rows.slices})
        published = published_rows(content.rows.slices, snapshot.source_id)
        counts = load_rows(content.rows, snapshot, published)
        store_margins(content.rows, snapshot)
        report(85, "Provincies en verdelingen berekenen")
        derived.refresh_calculated(content.rows.slices, may_add_up=bool(examination.summary["may_add_up"]))
        if counts.n_written:
            derived.refresh_distributions(content.rows.slices, merged(content.rows, *published))
            refresh_peer_sets(indicators={number for number, _ in content.rows.slices}, by=PUBLISHING)
        vacuum_after_commit(counts.n_written)
    elif isinstance(content, RegionPlan):
        counts = load_regions(content)
        if counts.n_written:
            _derive_anew(report)
            make_all_peer_sets(by=PUBLISHING)
    elif isinstance(content, SuccessionPlan):
        counts = load_successions(content, snapshot)
        if counts.n_written:
            _derive_anew(report)
            make_all_peer_sets(by=PUBLISHING)
    else:
        counts = load_boundaries(content.outlines, snapshot)
    report(98, "Afronden")
    return counts


def _derive_anew(report: Report) -> None:
    """Other regions, other provinces: what was calculated from the parts no longer holds.

    Nobody publishes figures meanwhile: the caller holds the membership alone.
    """
    report(85, "Provincies opnieuw berekenen")
    slices = sorted(set(Distribution.objects.values_list("indicator_id", "period")))
    newest = Snapshot.objects.filter(state=Snapshot.State.PUBLISHED, source__delivers=Source.Delivers.OBSERVATIONS)
    newest = newest.order_by("source_id", "period", "-published_at", "-pk").distinct("source_id", "period")
    incomplete = [
        summary for summary in newest.values_list("summary", flat=True) if not summary.get("may_add_up", True)
    ]
    years = {year for summary in incomplete for year in summary["years"]}
    derived.refresh_calculated([one for one in slices if one[1] not in years])
    derived.refresh_calculated([one for one in slices if one[1] in years], may_add_up=False)


def _mark_published(snapshot: Snapshot, counts: Counts, by: str) -> Counts:
    snapshot.state = Snapshot.State.PUBLISHED
    snapshot.published_at, snapshot.published_by = timezone.now(), by[:200]
    snapshot.summary = {**snapshot.summary, "published": as_totals(counts)}
    snapshot.save()
    logger.info("snapshot published", extra={"snapshot": snapshot.pk, **as_totals(counts)})
    return counts
