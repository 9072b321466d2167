"""Files that people hand in: what they really are, whatever their name says. Measured before anything opens them."""

import io
import zipfile
from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO

from lib.archives import BROKEN_ZIP

MAX_BYTES = 25 * 1024 * 1024
MAX_ENTRIES = 5_000
MAX_UNPACKED = 400 * 1024 * 1024
MAX_RATIO = 200
ENOUGH_TO_WORRY = 10 * 1024 * 1024
OPEN_DOCUMENT = "application/vnd.oasis.opendocument"
OFFICE = "application/vnd.openxmlformats-officedocument"


@dataclass(frozen=True)
class FileKind:
    """A kind of file that may be kept."""

    suffix: str
    name: str
    content_type: str
    starts: tuple[bytes, ...] = ()
    member: str = ""
    """The file that must be inside, of a kind that is a zip."""


KINDS = {
    one.suffix: one
    for one in (
        FileKind("pdf", "PDF", "application/pdf", (b"%PDF-",)),
        FileKind("png", "PNG", "image/png", (b"\x89PNG\r\n\x1a\n",)),
        FileKind("jpg", "JPEG", "image/jpeg", (b"\xff\xd8\xff",)),
        FileKind("docx", "Word", f"{OFFICE}.wordprocessingml.document", member="word/document.xml"),
        FileKind("xlsx", "Excel", f"{OFFICE}.spreadsheetml.sheet", member="xl/workbook.xml"),
        FileKind("pptx", "PowerPoint", f"{OFFICE}.presentationml.presentation", member="ppt/presentation.xml"),
        FileKind("odt", "OpenDocument-tekst", f"{OPEN_DOCUMENT}.text", member="content.xml"),
        FileKind("ods", "OpenDocument-rekenblad", f"{OPEN_DOCUMENT}.spreadsheet", member="content.xml"),
        FileKind("odp", "OpenDocument-presentatie", f"{OPEN_DOCUMENT}.presentation", member="content.xml"),
        FileKind("csv", "CSV", "text/csv; charset=utf-8"),
        FileKind("txt", "tekst", "text/plain; charset=utf-8"),
    )
}
OTHER_STARTS = (b"PK\x03\x04", *(start for one in KINDS.values() for start in one.starts))
SAME_SUFFIX = {"jpeg": "jpg"}
MARKUP = (b"<!doctype", b"<html", b"<svg", b"<?xml", b"<script", b"<head", b"<body", b"<iframe")


class FileKindError(ValueError):
    """The file cannot be kept; the text says why and what to do, in Dutch."""


def check_file(file: BinaryIO, name: str) -> FileKind:
    """The kind of a file of which the name and the content agree.

    Raises FileKindError for what is empty, larger than 25 MB, of a kind we do not take, not what its name says, or
    packed so tightly that opening it could be an attack. Leaves the file at its beginning.
    """
    kind = _by_name(name)
    content = _content(file)
    if kind.member:
        _check_packed(content, kind)
    elif kind.starts:
        if not content.startswith(kind.starts):
            raise _is_other(kind)
    else:
        _check_text(content, kind)
    return kind


def safe_name(name: str, suffix: str) -> str:
    """The name of a file as it is given back: without folders or characters that a disk refuses, and 120 at most."""
    stem = PurePath(name.replace("\\", "/")).stem
    kept = "".join(c if c.isprintable() and c not in '<>:"/\\|?*' else " " for c in stem)
    return f"{' '.join(kept.split()).strip('. ')[:100] or 'bestand'}.{suffix}"


def _by_name(name: str) -> FileKind:
    suffix = PurePath(name).suffix.lower().removeprefix(".")
    found = KINDS.get(SAME_SUFFIX.get(suffix, suffix))
    if found is None:
        kinds = ", ".join(KINDS)
        raise FileKindError(f"Dit soort bestand nemen wij niet aan. Het kan zijn: {kinds}. Bewaar het als een daarvan.")
    return found


def _content(file: BinaryIO) -> bytes:
    file.seek(0)
    content = file.read(MAX_BYTES + 1)
    file.seek(0)
    if not content:
        raise FileKindError("Dit bestand is leeg. Kies een ander bestand.")
    if len(content) > MAX_BYTES:
        raise FileKindError("Dit bestand is groter dan 25 MB. Maak het kleiner, bijvoorbeeld met kleinere foto’s.")
    return content


def _is_other(kind: FileKind) -> FileKindError:
    return FileKindError(
        f"De naam eindigt op .{kind.suffix}, maar dit is geen {kind.name}-bestand of het is beschadigd. "
        "Bewaar het opnieuw vanuit het programma waarmee u het maakte."
    )


def _check_text(content: bytes, kind: FileKind) -> None:
    # Older programs write one byte a letter, so every byte may stand; but a text has no control characters.
    if content.startswith(OTHER_STARTS) or any(byte < 32 and byte not in b"\t\n\r\f" for byte in set(content)):
        raise _is_other(kind)
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(MARKUP):
        raise FileKindError("In dit bestand staat een webpagina of tekening. Bewaar het als PDF en plaats dat.")


def _check_packed(content: bytes, kind: FileKind) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            entries = packed.infolist()
            _check_measure(entries, len(content))
            _check_members(packed, {one.filename for one in entries}, kind)
    except BROKEN_ZIP as error:
        if isinstance(error, FileKindError):
            raise
        raise _is_other(kind) from error


def _check_measure(entries: list[zipfile.ZipInfo], packed_size: int) -> None:
    unpacked = sum(one.file_size for one in entries)
    is_tight = unpacked > ENOUGH_TO_WORRY and unpacked > MAX_RATIO * packed_size
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or is_tight:
        raise FileKindError("Dit bestand is zo sterk ingepakt dat wij het niet vertrouwen. Bewaar het als PDF.")
    if any(one.flag_bits & 1 for one in entries):
        raise FileKindError("Dit bestand heeft een wachtwoord. Haal dat eraf, of plaats een PDF.")
    if any(PurePath(one.filename).is_absolute() or ".." in PurePath(one.filename).parts for one in entries):
        raise FileKindError("Dit bestand is niet goed ingepakt. Bewaar het opnieuw, of plaats een PDF.")


def _check_members(packed: zipfile.ZipFile, names: set[str], kind: FileKind) -> None:
    if any(name.lower().endswith(("vbaproject.bin", ".exe", ".js", ".vbs")) for name in names):
        raise FileKindError("In dit bestand zitten macro’s. Bewaar het zonder macro’s, of plaats een PDF.")
    if kind.member not in names:
        raise _is_other(kind)
    if kind.content_type.startswith(OPEN_DOCUMENT):
        with packed.open("mimetype") as declared:
            if declared.read(200).decode("ascii", "replace").strip() != kind.content_type:
                raise _is_other(kind)
    elif "[Content_Types].xml" not in names:
        raise _is_other(kind)
