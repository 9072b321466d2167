"""A mean as a dot with its margin, on a line from 1 to 5: with last round’s hollow dot and the advisor’s own marker."""

from dataclasses import dataclass

from lib.svg import num, tag
from succesfactoren.analysis.levels import NAMES, one_decimal
from succesfactoren.analysis.result_words import margin_words
from succesfactoren.charts.pens import Pen, frame

LOWEST, SPAN = 1.0, 4.0
HEIGHT = 40.0
LEVEL_MIDDLES = {1: 1.5, 2: 2.5, 3: 3.5, 4: 4.5}
"""The advisor gives a level and no score: the marker stands in the middle of it."""


@dataclass(frozen=True)
class Dot:
    """What stands on one line; None is not drawn."""

    name: str
    mean: float
    low: float | None = None
    high: float | None = None
    last: float | None = None
    advisor: int | None = None

    @property
    def words(self) -> str:
        """The same for who does not see it."""
        parts = [f"{self.name}: {one_decimal(self.mean)}"]
        if margin := margin_words(self.low, self.high):
            parts.append(margin)
        said = ", ".join(parts) + "."
        if self.last is not None:
            said += f" Vorige ronde {one_decimal(self.last)}."
        if self.advisor is not None:
            said += f" Oordeel van de adviseur: {NAMES[self.advisor]}."
        return said


def dot_plot(dot: Dot, pen: Pen, *, big: float = 1.0) -> str:
    """The line with its dots; `big` times as large, for a beamer."""
    height = HEIGHT * big
    middle = height / 2 * pen.unit
    drawn = [
        tag("line", x1=pen.x(i / 4), x2=pen.x(i / 4), y1=0, y2=height * pen.unit, **pen.look("axis")) for i in range(5)
    ]
    drawn.append(tag("line", x1=pen.x(0), x2=pen.x(1), y1=middle, y2=middle, **pen.look("axis")))
    if dot.advisor is not None:
        drawn.append(_triangle(pen, LEVEL_MIDDLES[dot.advisor], big))
    if dot.last is not None:
        drawn.append(_circle(pen, dot.last, middle, 5.5 * big, "last"))
    if dot.low is not None and dot.high is not None:
        ends = {"x1": pen.x(_share(dot.low)), "x2": pen.x(_share(dot.high)), "y1": middle, "y2": middle}
        drawn.append(tag("line", **ends, **pen.look("margin")))
    drawn.append(_circle(pen, dot.mean, middle, 8 * big, "dot"))
    return frame(pen, *drawn, height=height, label=dot.words)


def _share(mark: float) -> float:
    return (mark - LOWEST) / SPAN


def _circle(pen: Pen, mark: float, y: float, radius: float, role: str) -> str:
    return tag("circle", cx=pen.x(_share(mark)), cy=y, r=radius * pen.unit, **pen.look(role))


def _triangle(pen: Pen, mark: float, big: float) -> str:
    wide, high = 6 * big * pen.unit, 9 * big * pen.unit
    path = f"M{num(-wide)} 0H{num(wide)}L0 {num(high)}z"
    if pen.is_paper:
        return tag("path", d=path, transform=f"translate({num(float(pen.x(_share(mark))))} 0)", **pen.look("advisor"))
    inside = tag("path", d=path, **pen.look("advisor"))
    return tag("svg", inside, x=pen.x(_share(mark)), y=0, width=1, height=1, overflow="visible")
