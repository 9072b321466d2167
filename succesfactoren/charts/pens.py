"""Two ways to draw a plot: on the page in percentages and classes, on paper in millimetres and colours of its own."""

from dataclasses import dataclass, field
from typing import Protocol

from lib.charts.looks import SANS, Look, Palette, print_look
from lib.svg import tag

LETTERS_MM = 2.6


class Pen(Protocol):
    """Places on a plot of which the width is 1."""

    @property
    def is_paper(self) -> bool:
        """Whether it draws for a PDF."""

    @property
    def unit(self) -> float:
        """What a pixel of the page is here."""

    def x(self, share: float) -> str | float:
        """A place or a width along the line."""

    def look(self, role: str) -> Look:
        """What makes a thing look like what it is."""


@dataclass(frozen=True)
class ScreenPen:
    """Percentages, so that the plot follows its column; looks come from results.css."""

    is_paper: bool = False
    unit: float = 1.0

    def x(self, share: float) -> str:
        """A percentage of the width."""
        return f"{100 * share:.2f}".rstrip("0").rstrip(".") + "%"

    def look(self, role: str) -> Look:
        """A class."""
        return {"class_": role}


@dataclass(frozen=True)
class PaperPen:
    """Millimetres on a plot `width` wide, in the colours of a community."""

    palette: Palette
    pictures: dict[str, str] = field(default_factory=dict)
    """What was drawn, by the address with which the text calls it."""
    width: float = 80.0
    is_paper: bool = True
    unit: float = 0.17

    def x(self, share: float) -> float:
        """Millimetres from the left."""
        return share * self.width

    def look(self, role: str) -> Look:
        """The colours and lines themselves."""
        own = _own_looks(self.palette).get(role)
        return own if own is not None else print_look(role, self.palette)


def _own_looks(p: Palette) -> dict[str, Look]:
    letters: Look = {"font_family": SANS, "font_size": LETTERS_MM, "font_weight": 600, "text_anchor": "middle"}
    return {
        "dot": {"fill": p.primary, "stroke": p.paper, "stroke_width": 0.35},
        "last": {"fill": p.paper, "stroke": p.ink_soft, "stroke_width": 0.35},
        "advisor": {"fill": p.ink},
        "on-1": {"fill": p.on_1, **letters},
        "on-2": {"fill": p.on_2, **letters},
        "hatch": {"fill": "none", "stroke": p.paper, "stroke_width": 0.2, "stroke_opacity": 0.35},
    }


def frame(pen: Pen, *drawn: str, height: float, label: str = "", name: str = "plot") -> str:
    """The whole drawing; `height` in pixels of the page. Without a label it is not read aloud."""
    spoken = {"role": "img", "aria_label": label} if label else {"aria_hidden": "true"}
    if isinstance(pen, PaperPen):
        high = height * pen.unit
        box = {"viewBox": f"0 0 {pen.width:g} {high:g}", "width": f"{pen.width:g}mm", "height": f"{high:g}mm"}
        name = f"chart:{len(pen.pictures) + 1}"
        pen.pictures[name] = tag("svg", *drawn, xmlns="http://www.w3.org/2000/svg", **box)
        return tag("img", src=name, alt=label)
    return tag("svg", *drawn, class_=name, height=height, focusable="false", **spoken)
