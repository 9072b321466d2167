"""What the chapters of one report share: the figures, and the charts drawn so far."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from lib.charts import Chart, to_notes, to_svg
from lib.check_codes import check_of
from lib.pdf import Attachment
from regioscan.figures import Scan
from regioscan.figures.own_readings import OwnReadings, OwnWords, own_readings

HEIGHT = re.compile(r'height="([\d.]+)mm"')


@dataclass(frozen=True)
class Identity:
    """Which report this is. `asked_at` is the moment on the cover: making it again changes nothing.

    `is_kept` says that the house keeps the report, so that it can be verified later.
    """

    number: str
    asked_at: datetime
    is_kept: bool = False

    @property
    def short_number(self) -> str:
        """The part of the number that people read out."""
        return self.number[:8]


@dataclass(frozen=True)
class Previous:
    """An earlier report of the same region: what it said, to hold the figures of now against."""

    identity: Identity
    record: Mapping[str, Any]


@dataclass(frozen=True)
class Sender:
    """Whose face the report has, and what they read in the figures.

    The colours are `#rrggbb` and readable: `on_cover` on `cover`, `on_primary` on `primary`, `primary` and `accent` on
    paper. `logo` is a PNG, JPEG or WebP, or nothing.
    """

    name: str
    tagline: str
    cover: str
    on_cover: str
    primary: str
    on_primary: str
    accent: str
    logo: bytes = b""
    words: tuple[OwnWords, ...] = ()


@dataclass(frozen=True)
class Attached:
    """The files inside the PDF. `record` is what the last of them says, `content` its bytes."""

    files: tuple[Attachment, ...]
    record: dict[str, Any]
    content: bytes

    @property
    def check(self) -> str:
        """What is printed to verify the report by: the beginning of the hash of the attached record."""
        return check_of(self.content)


@dataclass(frozen=True)
class Plate:
    """A chart in the report: its address for the `<img>`, what it shows in words, and what must be said beside it."""

    address: str
    title: str
    alt: str
    notes: tuple[str, ...] = ()


@dataclass
class Draft:
    """A report in the making."""

    scan: Scan
    identity: Identity
    previous: Previous | None = None
    attached: Attached | None = None
    images: dict[str, str] = field(default_factory=dict)
    """Address → SVG of every chart that was drawn, or a picture as a `data:` address."""
    sender: Sender | None = None

    @cached_property
    def own_readings(self) -> OwnReadings:
        """What people wrote beside the figures: those whose face the report has first."""
        return own_readings(self.scan.region).after(self.sender.words if self.sender else ())

    def plate(self, chart: Chart | None, width: float, height: float | None = None, *, lead: str = "") -> Plate | None:
        """Draw a chart `width` millimetres wide, or less where it would be taller than `height`; None stays None.

        `lead` says what kind of drawing it is, for who hears the alternative text without seeing the column above it.
        """
        if chart is None:
            return None
        svg = to_svg(chart, "print", width=width)
        if height and (tall := _height(svg)) > height:
            svg = to_svg(chart, "print", width=width * height / tall)
        address = self.keep(svg)
        return Plate(address, chart.title, f"{lead} {chart.alt or chart.title}".strip(), tuple(to_notes(chart)))

    def keep(self, svg: str) -> str:
        """Take a drawing into the report; returns its address."""
        address = f"chart:{len(self.images) + 1}"
        self.images[address] = svg
        return address


def _height(svg: str) -> float:
    """How tall a drawing is, in millimetres."""
    found = HEIGHT.search(svg)
    return float(found[1]) if found else 0.0
