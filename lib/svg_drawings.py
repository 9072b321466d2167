"""Drawings (SVG) of others, turned into pixels. A drawing may hold scripts, references and traps; pixels may not.

First it is read and judged: what fetches, includes or grows without end is refused with the reason. Then it is drawn by
resvg, which runs no scripts, in a process of its own with limits on memory and time.
"""

import io
import re
import resource
import subprocess
import sys
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import parse

MAX_SVG_BYTES = 1024 * 1024
MAX_ELEMENTS = 5_000
MAX_DRAWN = 20_000
MAX_DEPTH = 60
SECONDS = 10
MEMORY_BYTES = 1024**3
AS_PNG = "Sla het logo op als PNG en probeer het opnieuw."
REFUSED = {
    "image": "er zit een foto in",
    "feImage": "er zit een foto in",
    "foreignObject": "er zit een stuk webpagina in",
    "filter": "het gebruikt een effect, zoals schaduw of waas",
    "text": "er staan letters in die niet in lijnen zijn omgezet",
}
GRADIENTS = {"linearGradient", "radialGradient"}
REFERENCE = re.compile(r"url\(\s*['\"]?\s*([^)'\"]*)", re.IGNORECASE)
HREFS = ("href", "{http://www.w3.org/1999/xlink}href")


class SvgError(ValueError):
    """The drawing cannot be used; the text says why and what to do, in Dutch."""


def rasterise(content: bytes, *, max_side: int) -> bytes:
    """Draw an SVG as a PNG whose longest side is `max_side` pixels. Raises SvgError.

    Nothing is fetched: a drawing that names anything outside itself is refused, not drawn without it.
    """
    root = _read(content)
    _judge(root)
    width, height = _proportions(root)
    scale = max_side / max(width, height)
    return _draw(content, max(1, round(width * scale)), max(1, round(height * scale)))


def _read(content: bytes) -> Element:
    if len(content) > MAX_SVG_BYTES:
        raise SvgError(f"Deze tekening is groter dan 1 MB. {AS_PNG}")
    try:
        tree = parse(io.BytesIO(content), forbid_dtd=False, forbid_entities=True, forbid_external=True)
    except DefusedXmlException as error:
        raise SvgError(f"Deze tekening gebruikt afkortingen die wij niet uitpakken. {AS_PNG}") from error
    except (ParseError, ValueError, LookupError) as error:
        raise SvgError(f"Deze tekening is niet te lezen: het bestand is beschadigd. {AS_PNG}") from error
    root: Element | None = tree.getroot()
    if root is None or _name(root) != "svg":
        raise SvgError("Dit bestand is geen PNG, JPEG, WebP of SVG. Kies een ander bestand.")
    return root


def _judge(root: Element) -> None:
    elements = list(root.iter())
    if len(elements) > MAX_ELEMENTS:
        raise SvgError(f"Deze tekening heeft te veel onderdelen. {AS_PNG}")
    for element in elements:
        reason = REFUSED.get(_name(element))
        if reason:
            raise SvgError(f"Deze tekening kunnen wij niet veilig overnemen: {reason}. {AS_PNG}")
        if _name(element) == "style":
            _judge_style(element.text or "", root)
        if any(not target.startswith("#") for target in _targets(element)):
            raise SvgError(f"Deze tekening verwijst naar iets buiten het bestand. {AS_PNG}")
    if _n_drawn(root) > MAX_DRAWN:
        raise SvgError(f"Deze tekening herhaalt zichzelf te vaak. {AS_PNG}")


def _judge_style(style: str, root: Element) -> None:
    """A style says of many elements at once what they refer to; we follow only colours that run over."""
    gradients = {f"#{one.get('id')}" for one in root.iter() if _name(one) in GRADIENTS}
    if "@import" in style.lower() or not set(REFERENCE.findall(style)) <= gradients:
        raise SvgError(f"De opmaak van deze tekening verwijst naar iets dat wij niet volgen. {AS_PNG}")


def _targets(element: Element) -> Iterator[str]:
    """What an element refers to; where a link leads is not fetched and not drawn."""
    if _name(element) != "a":
        yield from (element.attrib[name].strip() for name in HREFS if name in element.attrib)
    for value in element.attrib.values():
        yield from (found.strip() for found in REFERENCE.findall(value))


def _n_drawn(root: Element) -> int:
    """How many elements are drawn when every reference is followed: doubling ten times makes a thousand."""
    by_id = {f"#{one.get('id')}": one for one in root.iter() if one.get("id")}
    known: dict[Element, int] = {}
    open_now: set[Element] = set()

    def count(element: Element, depth: int) -> int:
        if element in known:
            return known[element]
        if element in open_now or depth > MAX_DEPTH:
            raise SvgError(f"Deze tekening verwijst in een kring naar zichzelf. {AS_PNG}")
        open_now.add(element)
        inside = [*element, *(by_id[target] for target in _targets(element) if target in by_id)]
        known[element] = min(1 + sum(count(one, depth + 1) for one in inside), MAX_DRAWN + 1)
        open_now.discard(element)
        return known[element]

    return count(root, 0)


def _proportions(root: Element) -> tuple[float, float]:
    """Width and height in the drawing's own measure; raises SvgError where it says neither."""
    box = [_number(word) for word in re.split(r"[\s,]+", root.get("viewBox", "").strip())]
    sides = (_number(root.get("width", "")), _number(root.get("height", "")))
    if sides[0] <= 0 or sides[1] <= 0:
        sides = (box[2], box[3]) if len(box) == 4 else (0.0, 0.0)
    if sides[0] <= 0 or sides[1] <= 0:
        raise SvgError(f"Deze tekening zegt niet hoe groot zij is. {AS_PNG}")
    if not 1 / 20 <= sides[0] / sides[1] <= 20:
        raise SvgError("Deze tekening is te lang en te smal voor een logo. Kies een andere.")
    return sides


def _number(word: str) -> float:
    found = re.fullmatch(r"(\d{1,6}(?:\.\d{1,9})?|\.\d{1,9})(?:px|pt|mm|cm|in)?", word.strip())
    return float(found[1]) if found else 0.0


def _name(element: Element) -> str:
    """The name without its namespace; comments and instructions have none."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _draw(content: bytes, width: int, height: int) -> bytes:
    command = [sys.executable, "-m", "lib.svg_drawings", str(width), str(height)]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=SECONDS * 2, check=False)  # noqa: S603
    except subprocess.TimeoutExpired as error:
        raise SvgError(f"Deze tekening kost te veel tijd. {AS_PNG}") from error
    if done.returncode or not done.stdout:
        raise SvgError(f"Deze tekening is niet te tekenen. {AS_PNG}")
    return done.stdout


def main(width: int, height: int) -> None:
    """The process that draws: takes the drawing on standard input, gives the PNG on standard output."""
    import resvg_py  # noqa: PLC0415 - only in the process that is locked up

    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_NOFILE, (16, 16))
    drawing = sys.stdin.buffer.read().decode("utf-8-sig")
    sys.stdout.buffer.write(resvg_py.svg_to_bytes(drawing, width=width, height=height, skip_system_fonts=True))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
