"""HTML to a tagged PDF that claims PDF/UA-1 and PDF/A-3a, made in a process of its own.

The process that lays out gets everything it may use on its standard input: the text, the style sheet, the pictures and
the attachments. It reaches no network and no files, and is stopped when it takes too long or too much memory, so that
a hostile or unlucky text never takes a worker along.
"""

import base64
import json
import logging
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from xml.sax.saxutils import escape

import fontpkg_source_sans_3
import fontpkg_source_serif_4

logger = logging.getLogger(__name__)

MIB = 1024 * 1024
MAX_HTML_CHARACTERS = 5_000_000
MAX_PDF_BYTES = 50 * MIB
ROOT = Path(__file__).resolve().parent.parent
FONT_FOLDERS = (fontpkg_source_sans_3.ROOT / "files", fontpkg_source_serif_4.ROOT / "files")
# Where programs and the C libraries of the layout are found.
KEPT = ("PATH", "LD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH")
# What the press says went wrong, and what the reader is told.
REASONS = {
    "memory": "Het rapport vraagt te veel geheugen. Kies minder hoofdstukken.",
    "nesting": "Het rapport zit te ingewikkeld in elkaar om op te maken.",
    "image": "Een grafiek in het rapport kon niet worden getekend.",
    "pages": "Het rapport is te groot: het zou te veel bladzijden krijgen. Kies minder hoofdstukken.",
    "other": "Het rapport kon niet worden opgemaakt. De beheerder vindt de oorzaak in het logboek.",
}
# How the C libraries of the layout end when they get no memory.
DEATHS_BY_MEMORY = {-signal.SIGABRT, -signal.SIGTRAP, -signal.SIGSEGV, -signal.SIGBUS, -signal.SIGKILL}


class PdfError(Exception):
    """A PDF that could not be made. The message is Dutch and is shown as it is."""


@dataclass(frozen=True)
class Attachment:
    """A file inside the PDF. `relationship` is the PDF/A-3 relation to the text: Data, Source, Supplement."""

    name: str
    content: bytes
    description: str
    relationship: str = "Data"


@dataclass(frozen=True)
class Metadata:
    """What the PDF says about itself; `created` is also the moment of the attachments."""

    title: str
    author: str
    description: str
    created: datetime
    keywords: Sequence[str] = ()


@dataclass(frozen=True)
class PdfResult:
    """The finished file. `n_refused` counts the addresses that the text asked for and did not get."""

    content: bytes
    n_pages: int
    sha256: str
    n_refused: int


def render_pdf(
    html: str,
    *,
    images: Mapping[str, str],
    attachments: Sequence[Attachment],
    metadata: Metadata,
    stylesheet: str = "",
    timeout_seconds: float = 60,
    memory_bytes: int = 512 * MIB,
) -> PdfResult:
    """Lay out `html` on paper; the same input gives the same bytes.

    `images` maps an address such as `chart:3` to SVG text, or to what `picture_address` gives;
    `<img src="chart:3" alt="…">` shows it. Every other address is refused. Raises PdfError, in Dutch, when the text is
    too big, takes longer than `timeout_seconds` or more than `memory_bytes`, or holds a picture that cannot be drawn.
    """
    if len(html) > MAX_HTML_CHARACTERS:
        raise PdfError("Het rapport is te groot om op te maken. Kies minder hoofdstukken.")
    order = {
        "html": html,
        "stylesheet": stylesheet,
        "images": dict(images),
        "attachments": [_packed(attachment, metadata.created) for attachment in attachments],
        "metadata": {
            "title": metadata.title,
            "authors": [metadata.author],
            "description": metadata.description,
            "keywords": list(metadata.keywords),
            "created": _w3c(metadata.created),
            "modified": _w3c(metadata.created),
        },
        "memory_bytes": memory_bytes,
        "cpu_seconds": int(timeout_seconds) + 5,
    }
    answer = _run(json.dumps(order).encode(), metadata.created, timeout_seconds)
    head, _, content = answer.partition(b"\n")
    counts = json.loads(head)
    if len(content) > MAX_PDF_BYTES:
        raise PdfError(REASONS["pages"])
    return PdfResult(content, counts["n_pages"], sha256(content).hexdigest(), counts["n_refused"])


def picture_address(content: bytes) -> str:
    """A PNG, JPEG or WebP for among the images of `render_pdf`; raises ValueError for anything else."""
    kinds = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg", b"RIFF": "image/webp"}
    for beginning, kind in kinds.items():
        if content.startswith(beginning):
            return f"data:{kind};base64,{base64.b64encode(content).decode()}"
    raise ValueError("not a picture")


def _packed(attachment: Attachment, moment: datetime) -> dict[str, str]:
    """An attachment as JSON can carry it."""
    return {
        "name": attachment.name,
        "description": attachment.description,
        "relationship": attachment.relationship,
        "content": base64.b64encode(attachment.content).decode(),
        "moment": moment.isoformat(),
    }


def _w3c(moment: datetime) -> str:
    """`2026-03-01T12:30:00+01:00`: whole seconds, for PDF dates know no smaller."""
    return moment.replace(microsecond=0).isoformat()


def _run(order: bytes, created: datetime, timeout_seconds: float) -> bytes:
    """Carry out the order in a process group of its own, and leave nothing behind: no process and no file."""
    with tempfile.TemporaryDirectory(prefix="pdf-") as folder:
        process = subprocess.Popen(
            [sys.executable, "-m", "lib.pdf_press"],
            cwd=ROOT,
            env=_environment(Path(folder), created),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        try:
            answer, complaint = process.communicate(order, timeout=timeout_seconds)
        except subprocess.TimeoutExpired as error:
            seconds = round(timeout_seconds)
            raise PdfError(f"Het opmaken duurde langer dan {seconds} seconden en is gestopt.") from error
        finally:
            _end(process)
    if process.returncode:
        raise PdfError(_reason(process.returncode, complaint))
    return answer


def _environment(folder: Path, created: datetime) -> dict[str, str]:
    """Nothing of ours, only what makes the output the same everywhere: our fonts, one hash seed, one clock."""
    fonts = folder / "fonts.conf"
    places = "".join(f"<dir>{escape(str(place))}</dir>" for place in FONT_FOLDERS)
    fonts.write_text(f"<fontconfig>{places}<cachedir>{escape(str(folder))}</cachedir></fontconfig>", "utf-8")
    return {
        **{name: os.environ[name] for name in KEPT if name in os.environ},
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "LANG": "C.UTF-8",
        "FONTCONFIG_FILE": str(fonts),
        "PYTHONHASHSEED": "0",
        "SOURCE_DATE_EPOCH": str(int(created.timestamp())),
    }


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Kill the whole group if it still lives, and wait until it is gone."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    for pipe in (process.stdin, process.stdout, process.stderr):
        if pipe:
            pipe.close()


def _reason(returncode: int, complaint: bytes) -> str:
    """Why the process gave up, for the reader; the details go to the log."""
    lines = complaint.decode(errors="replace").strip().splitlines() or [""]
    word = lines[-1].removeprefix("reason: ")
    if returncode in DEATHS_BY_MEMORY:
        word = "memory"
    logger.warning("the press stopped", extra={"returncode": returncode, "complaint": lines[-20:]})
    return REASONS.get(word, REASONS["other"])
