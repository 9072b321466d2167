"""A download of everything we hold of somebody: asked for once, made by the worker, gone after three days."""

import io
import json
import logging
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import PurePath
from tempfile import TemporaryFile
from typing import IO, Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from communities.access.privacy import own_addresses
from communities.actions.log import note
from communities.actions.notices import notify
from communities.models import DataExport, Notice, User
from communities.models.privacy import export_path
from communities.registry import Kept, personal_lines
from lib.tables import Cell, Column, Table, to_csv
from regioscan.job_actions import JobError, queue_job, retry_job
from regioscan.models import Job

logger = logging.getLogger(__name__)

JOB_KIND = "export"
DAYS = 3
NOT_KEPT = "De download kon niet worden bewaard: de schijf is vol of niet bereikbaar. Probeer het later opnieuw."
GONE = "Dit account bestaat niet meer."
README = """Dit is alles wat wij van u bewaren.

Elk onderdeel staat er twee keer in: als JSON voor programma's, en als CSV om te openen in een rekenblad.
In de map «bestanden» staan de foto's en documenten die u plaatste.
Wat anderen schreven staat er niet in, ook niet als het een reactie op u is.

Gemaakt op {moment}.
"""
MISSING = "\nDeze bestanden waren er niet meer:\n{names}\n"

Progress = Callable[[int, str], None]


@transaction.atomic
def request_export(*, by: User) -> DataExport:
    """Ask for a download of one's own; while one is being made, that one is returned. Send `job` after commit."""
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    latest = DataExport.objects.filter(user=by).select_related("job").first()
    if latest and latest.made_at is None and latest.job:
        if latest.job.state == Job.State.FAILED:
            retry_job(job=latest.job, by=_plain(by))
        return DataExport.objects.select_related("job").get(pk=latest.pk)
    export = DataExport.objects.create(user=by)
    export.job = queue_job(kind=JOB_KIND, key=str(export.public_id), payload={"export": export.pk}, by=_plain(by))
    export.save(update_fields=["job"])
    note(by=by, action="vraagt eigen gegevens", thing=export)
    return export


def _plain(user: User) -> str:
    return f"gebruiker {user.pk}"


def make_export(*, export_id: int, on_progress: Progress) -> DataExport:
    """Make the zip and let its owner know. Safe to run twice; raises JobError, in Dutch, when it cannot be kept."""
    export = DataExport.objects.select_related("user").filter(pk=export_id).first()
    if export is None or not export.user.is_active:
        raise JobError(GONE)
    if export.made_at is not None:
        return export
    with TemporaryFile() as scratch:
        write_zip(scratch, export.user, on_progress)
        on_progress(95, "Bestand bewaren")
        return _keep(export, scratch)


def _keep(export: DataExport, content: IO[bytes]) -> DataExport:
    """Put the file down under a lock: whoever comes second finds the work done."""
    with transaction.atomic():
        locked = DataExport.objects.select_for_update(of=("self",)).get(pk=export.pk)
        if locked.made_at is not None:
            return locked
        name = export_path(locked, "mijn-gegevens.zip")
        try:
            # What an attempt that was broken off left behind; a storage in the cloud would not write over it.
            default_storage.delete(name)
            locked.file.name = default_storage.save(name, File(content))
        except OSError as error:
            logger.exception("export not kept", extra={"export": locked.pk})
            raise JobError(NOT_KEPT) from error
        locked.size = content.seek(0, io.SEEK_END)
        locked.made_at = timezone.now()
        locked.expires_at = locked.made_at + timedelta(days=DAYS)
        locked.save()
        notify(
            users=[export.user],
            kind=Notice.Kind.HOUSE,
            key=f"export-{locked.pk}",
            title="De download van uw gegevens staat klaar",
            text=f"U kunt het bestand {DAYS} dagen lang ophalen. Daarna wissen wij het.",
            path="/mijn/gegevens/",
        )
    return locked


def write_zip(target: IO[bytes], user: User, on_progress: Progress) -> None:
    """Write everything the register says of this person into a zip: JSON and CSV a model, and their files."""
    emails = own_addresses(user)
    lines, missing = [line for line in personal_lines() if line.exports], list[str]()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, line in enumerate(lines):
            on_progress(5 + 85 * number // len(lines), f"Verzamelen: {line.name}")
            rows = list(line.rows_of(user, emails).order_by("pk").values("pk", *{*line.exports, *line.files}))
            if rows:
                _write_rows(archive, line, rows)
                missing += _write_files(archive, line, rows)
        moment = timezone.localtime().strftime("%d-%m-%Y om %H:%M uur")
        tail = MISSING.format(names="\n".join(missing)) if missing else ""
        archive.writestr("LEES-MIJ.txt", README.format(moment=moment) + tail)


def _write_rows(archive: zipfile.ZipFile, line: Kept, rows: list[dict[str, Any]]) -> None:
    own = [{name: row[name] for name in line.exports} for row in rows]
    about = {"soort": line.name, "wat": line.holds, "waarvoor": line.purpose, "rijen": own}
    text = json.dumps(about, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    archive.writestr(f"{line.file_name}.json", text)
    columns = [Column(name, _label(line.model_class, name)) for name in line.exports]
    table = Table(line.name, columns, [[_cell(row[name]) for name in line.exports] for row in own])
    archive.writestr(f"{line.file_name}.csv", to_csv(table))


def _label(model: type[Model], lookup: str) -> str:
    """What a field is called on the screen; of another model with the name of that model."""
    first, _, rest = lookup.partition("__")
    if not rest:
        field = model._meta.get_field(first.removesuffix("_id"))
        return str(getattr(field, "verbose_name", first))
    related: Any = model._meta.get_field(first).related_model
    return f"{related._meta.verbose_name}: {_label(related, rest)}"


def _cell(value: Any) -> Cell:
    """A value as it stands in a table."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, int | float):
        return value
    if isinstance(value, date):
        return value.isoformat()
    return (
        json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False) if isinstance(value, list | dict) else str(value)
    )


def _write_files(archive: zipfile.ZipFile, line: Kept, rows: list[dict[str, Any]]) -> Iterator[str]:
    """Puts the files of these rows in the zip, one at a time; gives the names of those that are gone."""
    if not line.sends_files:
        return
    for row in rows:
        for name in filter(None, (row.get(field) for field in line.files)):
            if not default_storage.exists(name):
                yield PurePath(name).name
                continue
            with default_storage.open(name) as file, archive.open(_place(line, row, name), "w") as place:
                for part in file.chunks():
                    place.write(part)


def _place(line: Kept, row: dict[str, Any], name: str) -> str:
    return f"bestanden/{line.file_name}/{row['pk']}-{PurePath(name).name}"
