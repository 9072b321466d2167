"""The process that lays out one PDF: reads an order on standard input, writes a line of counts and then the PDF.

Started by `lib.pdf.render_pdf` only. It locks itself up before it looks at the text: memory, processor time, size and
number of files are limited, and connecting, resolving names and starting programs raise an error. On failure the last
line on standard error is `reason: WORD`.
"""

import base64
import io
import json
import logging
import re
import resource
import sys
import traceback
from datetime import datetime
from functools import partial
from typing import Any

import pikepdf
import weasyprint
from weasyprint.urls import URLFetcher, URLFetcherResponse

MAX_PAGES = 400
MAX_FILE_BYTES = 50 * 1024 * 1024
MAX_OPEN_FILES = 64
FORBIDDEN = ("socket.connect", "socket.getaddrinfo", "socket.bind", "subprocess.Popen", "os.exec", "os.fork",
             "os.forkpty", "os.posix_spawn", "os.system", "ctypes.dlopen")  # fmt: skip
# PDF/A allows only known metadata; this says what `pdfuaid:part` is, after which one file may claim PDF/UA-1 as well.
UA_CLAIM = b"""
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Indicates which part of ISO 14289 the file follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""
# The beginning of a marked piece of text in the content of a page.
MARK = re.compile(rb"/[A-Za-z0-9]+\s*<<\s*/MCID (\d+)\s*>>\s*BDC")


class LayoutError(Exception):
    """The text cannot be laid out; the message is one of the words in `lib.pdf.REASONS`."""


class GivenImages(URLFetcher):  # type: ignore[misc]  # WeasyPrint comes without types
    """Serves the pictures that came with the order, and refuses and counts every other address."""

    def __init__(self, images: dict[str, str]) -> None:
        super().__init__(allowed_protocols=())
        self._images = images
        self.n_refused = 0

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:  # noqa: ARG002 - WeasyPrint passes it
        """A picture of the order; raises ValueError for anything else."""
        if url not in self._images:
            self.n_refused += 1
            raise ValueError("refused")
        given = self._images[url]
        if given.startswith("data:"):
            kind, _, body = given.removeprefix("data:").partition(";base64,")
            return URLFetcherResponse(url, base64.b64decode(body), {"Content-Type": kind})
        return URLFetcherResponse(url, given.encode(), {"Content-Type": "image/svg+xml"})


class FailedImages(logging.Handler):
    """Notes the pictures that could not be drawn: WeasyPrint only logs that and leaves them out."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.n_failed = 0

    def emit(self, record: logging.LogRecord) -> None:
        """Count failures of pictures that came with the order; refused addresses are not failures."""
        if isinstance(record.args, tuple) and str(record.args[0]).startswith("chart:"):
            self.n_failed += 1


def lock_up(memory_bytes: int, cpu_seconds: int) -> None:
    """Take away what laying out text does not need. What runs out then raises, or ends this process alone."""
    resource.setrlimit(resource.RLIMIT_DATA, (memory_bytes, memory_bytes))
    resource.setrlimit(resource.RLIMIT_AS, (2 * memory_bytes, 2 * memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (MAX_FILE_BYTES, MAX_FILE_BYTES))
    resource.setrlimit(resource.RLIMIT_NOFILE, (MAX_OPEN_FILES, MAX_OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.addaudithook(_refuse)


def _refuse(event: str, _: object) -> None:
    """Python's own alarm bell: raises before a connection is made or a program started."""
    if event in FORBIDDEN:
        raise PermissionError(event)


def lay_out(order: dict[str, Any]) -> tuple[bytes, int, int]:
    """The PDF of an order, its number of pages, and how many addresses were refused."""
    fetcher = GivenImages(order["images"])
    failures = FailedImages()
    logging.getLogger("weasyprint").addHandler(failures)
    html = weasyprint.HTML(string=order["html"], url_fetcher=fetcher)
    sheet = weasyprint.CSS(string=order["stylesheet"], url_fetcher=fetcher)
    options = {
        "pdf_variant": "pdf/a-3a",
        "attachments": [_attachment(one) for one in sorted(order["attachments"], key=lambda one: one["name"])],
    }
    document = html.render(stylesheets=[sheet], **options)
    if len(document.pages) > MAX_PAGES:
        raise LayoutError("pages")
    for field, value in order["metadata"].items():
        setattr(document.metadata, field, value)
    content = document.write_pdf(pdf_identifier=True, pdf_version="1.7", output_intent="srgb", **options)
    if failures.n_failed:
        raise LayoutError("image")
    return claim_accessibility(content), len(document.pages), fetcher.n_refused


def _attachment(packed: dict[str, str]) -> weasyprint.Attachment:
    moment = datetime.fromisoformat(packed["moment"])
    return weasyprint.Attachment(
        string=base64.b64decode(packed["content"]),
        name=packed["name"],
        description=packed["description"],
        relationship=packed["relationship"],
        created=moment,
        modified=moment,
    )


def claim_accessibility(content: bytes) -> bytes:
    """A PDF/A-3a file that also says it is PDF/UA-1, which it is: WeasyPrint tags both alike, but names only one."""
    output = io.BytesIO()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        _say_what_headers_are_for(pdf)
        _name_associated_files_once(pdf)
        _take_running_heads_out(pdf)
        claims = pdf.Root.Metadata.read_bytes().replace(b"</rdf:RDF>", UA_CLAIM + b"</rdf:RDF>")
        pdf.Root.Metadata.write(claims)
        pdf.save(output, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return output.getvalue()


def _say_what_headers_are_for(pdf: pikepdf.Pdf) -> None:
    """Give every header cell its scope, which WeasyPrint drops: a column in the head of a table, else a row."""
    for item in pdf.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/TH":
            in_head = item.P.P.S == "/THead"
            item.A.Scope = pikepdf.Name.Column if in_head else pikepdf.Name.Row


def _name_associated_files_once(pdf: pikepdf.Pdf) -> None:
    """WeasyPrint lists every attachment twice among the files that belong to the document."""
    if "/AF" in pdf.Root:
        once = {one.objgen: one for one in pdf.Root.AF}
        pdf.Root.AF = pikepdf.Array(once.values())


def _take_running_heads_out(pdf: pikepdf.Pdf) -> None:
    """Mark the heads and feet of pages as decoration: WeasyPrint tags them, but leaves those tags out of the tree."""
    root = pdf.Root.StructTreeRoot
    in_tree = _reachable(root.K)
    numbers = list(root.ParentTree.Nums)
    marks_of = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
    for page in pdf.pages:
        marks = marks_of[int(page.StructParents)]
        outside = {mark for mark, element in enumerate(marks) if element.objgen not in in_tree}
        page.Contents.write(MARK.sub(partial(_as_decoration, outside), page.Contents.read_bytes()))
        for mark in outside:
            marks[mark] = None


def _reachable(kids: pikepdf.Object) -> set[tuple[int, int]]:
    """The elements that can be reached from the top of the tree."""
    found: set[tuple[int, int]] = set()
    waiting = list(kids)
    while waiting:
        item = waiting.pop()
        if isinstance(item, pikepdf.Dictionary) and item.objgen not in found:
            found.add(item.objgen)
            waiting.extend(item.get("/K", []))
    return found


def _as_decoration(outside: set[int], found: re.Match[bytes]) -> bytes:
    return b"/Artifact <</Type /Pagination>> BDC" if int(found[1]) in outside else found[0]


def main() -> int:
    """Read the order, lay out, write the answer; returns the exit status."""
    order = json.load(sys.stdin.buffer)
    lock_up(order["memory_bytes"], order["cpu_seconds"])
    try:
        content, n_pages, n_refused = lay_out(order)
    except MemoryError:
        return _give_up("memory")
    except RecursionError:
        return _give_up("nesting")
    except LayoutError as error:
        return _give_up(str(error))
    except Exception:  # the parent logs the trace and tells the reader
        traceback.print_exc()
        return _give_up("other")
    counts = json.dumps({"n_pages": n_pages, "n_refused": n_refused})
    sys.stdout.buffer.write(counts.encode() + b"\n" + content)
    return 0


def _give_up(word: str) -> int:
    sys.stderr.write(f"\nreason: {word}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
