"""A delivery as one file: bytes as received when it is one file, else one zip that always comes out the same."""

import hashlib
import io
import zipfile
from collections.abc import Mapping

from lib.archives import BROKEN_ZIP
from regioscan.connectors.base import SourceError

MARK = b"regiokracht-levering-1"
"""Comment of our own zips, so that a workbook or an archive that somebody sends is not taken for one."""
MAX_ENTRIES = 2_000
MAX_UNPACKED = 1_000_000_000
MAX_RATIO = 100
EPOCH = (1980, 1, 1, 0, 0, 0)


def checksum(content: bytes) -> str:
    """The SHA-256 of the bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def pack(files: Mapping[str, bytes]) -> tuple[str, bytes]:
    """A file name and the bytes to keep. One file stays as it is; the same files always give the same bytes."""
    if not files:
        raise SourceError("De levering bevat geen bestand.")
    if len(files) == 1:
        return next(iter(files.items()))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        archive.comment = MARK
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name])
    return "levering.zip", packed.getvalue()


def unpack(name: str, content: bytes) -> dict[str, bytes]:
    """The files of a delivery; raises SourceError for an archive of ours that is damaged or far too large."""
    if MARK not in content[-len(MARK) :]:
        return {name: content}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _require_modest(archive, len(content))
            return {entry.filename: archive.read(entry) for entry in archive.infolist()}
    except BROKEN_ZIP as error:
        raise SourceError(
            "Het bewaarde bestand van deze levering is beschadigd. Haal de levering opnieuw op."
        ) from error


def _require_modest(archive: zipfile.ZipFile, size: int) -> None:
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or unpacked > MAX_RATIO * size:
        raise SourceError("Dit zip-bestand is uitgepakt te groot. Lever de bestanden los aan.")
