"""Two ways to put a plot down: on the page, in percentages and classes; in print, in millimetres and own colours."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol

from lib.charts.looks import HOUSE, PRINT_EM, Look, Palette, print_look
from lib.svg import clean, num, tag, words

Place = tuple[float, float]

# How wide a letter is on average, in ems. Only used to leave enough room.
LETTER = 0.52
# Diagonals of a tile of 1 by 1 that join those of the tiles beside it.
DIAGONALS = (((-0.2, 0.2), (0.2, -0.2)), ((0, 1), (1, 0)), ((0.8, 1.2), (1.2, 0.8)))


@dataclass(frozen=True)
class Room:
    """The height of a plot and the margins around it, in ems.

    On the page the horizontal margins are chart.css's, for they depend on the width of the column.
    """

    height: float
    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0
    left: float = 0.0


class Canvas(Protocol):
    """A plot of 1 by 1 with the origin at the top left; shares of it are turned into coordinates."""

    @property
    def room(self) -> Room:
        """Its height and margins."""

    @property
    def is_screen(self) -> bool:
        """Whether it is the page."""

    def x(self, share: float) -> str:
        """A horizontal place or width."""

    def y(self, share: float) -> str:
        """A vertical place or height."""

    def size(self, ems: float) -> str:
        """A length that goes with the letters."""

    def look(self, role: str) -> Look:
        """The attributes that make something look like what it is."""

    def label(self, label: str, at: Place, role: str, *, shift: Place = (0, 0), anchor: str | None = None) -> str:
        """A text at a place, moved by `shift` ems."""

    def curve(self, pieces: Sequence[Sequence[Place]], role: str) -> str:
        """Lines through places, one a piece."""

    def frame(self, body: str, *, kind: str, title: str, alt: str) -> str:
        """The whole picture."""


Paper = Callable[[Room], Canvas]


@dataclass(frozen=True)
class Screen:
    """The page: percentages, so that the plot follows its column and text keeps its size; classes of chart.css."""

    room: Room
    is_screen: bool = True

    def x(self, share: float) -> str:
        """A percentage of the width."""
        return f"{num(share * 100)}%"

    def y(self, share: float) -> str:
        """A percentage of the height of the plot."""
        return f"{num(share * 100)}%"

    def size(self, ems: float) -> str:
        """Ems."""
        return f"{num(ems)}em"

    def look(self, role: str) -> Look:
        """A class."""
        return {"class_": role}

    def label(self, label: str, at: Place, role: str, *, shift: Place = (0, 0), anchor: str | None = None) -> str:
        """A text whose size comes from chart.css."""
        dx, dy = (f"{num(ems)}em" if ems else None for ems in shift)
        look = self.look(role)
        return tag("text", words(label), x=self.x(at[0]), y=self.y(at[1]), dx=dx, dy=dy, text_anchor=anchor, **look)

    def curve(self, pieces: Sequence[Sequence[Place]], role: str) -> str:
        """A path stretched over the plot, its stroke kept as wide as it is."""
        path = tag("path", d=path_data(pieces, 100, 100), vector_effect="non-scaling-stroke", **self.look(role))
        return tag("svg", path, viewBox="0 0 100 100", preserveAspectRatio="none", width="100%", height="100%")

    def frame(self, body: str, *, kind: str, title: str, alt: str) -> str:
        """An svg as wide as its column, with room above and below the plot."""
        room = self.room
        top = self.size(room.top) if room.top else None
        plot = tag("svg", body, y=top, width="100%", height=self.size(room.height), overflow="visible")
        height = self.size(room.top + room.height + room.bottom)
        return tag("svg", heading(title, alt), plot, class_=f"chart chart-{kind}", role="img", height=height)


@dataclass(frozen=True)
class Print:
    """Paper and mail: one picture that needs nothing else, `width` millimetres wide."""

    room: Room
    width: float
    palette: Palette = HOUSE
    is_screen: bool = False

    @property
    def plot_width(self) -> float:
        """The width of the plot itself, in millimetres."""
        return max(1.0, self.width - (self.room.left + self.room.right) * PRINT_EM)

    @property
    def plot_height(self) -> float:
        """The height of the plot itself, in millimetres."""
        return self.room.height * PRINT_EM

    def x(self, share: float) -> str:
        """Millimetres from the left of the plot."""
        return num(share * self.plot_width)

    def y(self, share: float) -> str:
        """Millimetres from the top of the plot."""
        return num(share * self.plot_height)

    def size(self, ems: float) -> str:
        """Millimetres."""
        return num(ems * PRINT_EM)

    def look(self, role: str) -> Look:
        """Colours, line widths and letters."""
        return print_look(role, self.palette)

    def label(self, label: str, at: Place, role: str, *, shift: Place = (0, 0), anchor: str | None = None) -> str:
        """A text with its letters."""
        look = self.look(role)
        x, y = at[0] * self.plot_width + shift[0] * PRINT_EM, at[1] * self.plot_height + shift[1] * PRINT_EM
        return tag("text", words(label), x=x, y=y, **(look if anchor is None else look | {"text_anchor": anchor}))

    def curve(self, pieces: Sequence[Sequence[Place]], role: str) -> str:
        """A path in millimetres."""
        return tag("path", d=path_data(pieces, self.plot_width, self.plot_height), **self.look(role))

    def frame(self, body: str, *, kind: str, title: str, alt: str) -> str:  # noqa: ARG002
        """A picture with its margins; `kind` matters to chart.css only."""
        left, top = self.room.left * PRINT_EM, self.room.top * PRINT_EM
        moved = tag("g", body, transform=f"translate({num(left)} {num(top)})")
        return picture(
            heading(title, alt), moved, width=self.width, height=top + self.plot_height + self.room.bottom * PRINT_EM
        )


def picture(*children: str, width: float, height: float) -> str:
    """A picture that stands on its own, in millimetres."""
    return tag(
        "svg", *children, xmlns="http://www.w3.org/2000/svg", role="img",
        width=f"{num(width)}mm", height=f"{num(height)}mm", viewBox=f"0 0 {num(width)} {num(height)}",
    )  # fmt: skip


def heading(title: str, alt: str) -> str:
    """What a screen reader and a pointer are told: the title, and the text alternative where that says more."""
    says_more = clean(alt) and clean(alt) != clean(title)
    return tag("title", words(title) or "Grafiek") + (tag("desc", words(alt)) if says_more else "")


def path_data(pieces: Sequence[Sequence[Place]], width: float, height: float) -> str:
    """The `d` of a path through places, scaled to width and height."""
    return "".join("M" + "L".join(f"{num(x * width)} {num(y * height)}" for x, y in piece) for piece in pieces if piece)


def line(canvas: Canvas, start: Place, end: Place, role: str) -> str:
    """A straight line between two places."""
    (x1, y1), (x2, y2) = start, end
    return tag("line", x1=canvas.x(x1), y1=canvas.y(y1), x2=canvas.x(x2), y2=canvas.y(y2), **canvas.look(role))


def block(canvas: Canvas, start: Place, end: Place, role: str, *, fill: str | None = None) -> str:
    """A rectangle between two corners, in any order."""
    (x1, x2), (y1, y2) = sorted((start[0], end[0])), sorted((start[1], end[1]))
    look = canvas.look(role) if fill is None else {**canvas.look(role), "fill": fill}
    return tag(
        "rect", x=canvas.x(x1), y=canvas.y(y1), width=canvas.x(x2 - x1), height=canvas.y(y2 - y1), **look
    )  # fmt: skip


def dot(canvas: Canvas, at: Place, ems: float, role: str) -> str:
    """A round mark of a fixed size."""
    return tag("circle", cx=canvas.x(at[0]), cy=canvas.y(at[1]), r=canvas.size(ems), **canvas.look(role))


def hatch(canvas: Canvas, mark: str, ground: str, size: float, *, role: str = "hatch", units: float = 1.0) -> str:
    """A pattern called `mark`: diagonal lines over the colour of class `ground` (or over nothing), in tiles of `size`.

    `units` says how many of the drawing's units go in one of the canvas.
    """
    diagonals = tag("path", d=path_data(DIAGONALS, size, size), **thicker(canvas.look(role), units))
    return pattern(canvas, mark, ground, diagonals, size)


def thicker(look: Look, units: float) -> Look:
    """The look in a drawing whose units are that many times smaller."""
    width = look.get("stroke_width")
    return {**look, "stroke_width": width * units} if isinstance(width, (int, float)) else look


def pattern(canvas: Canvas, mark: str, ground: str, drawn: str, size: float) -> str:
    """A tile of `size` by `size` units that repeats itself, see-through where `ground` is empty."""
    filled = tag("rect", width=size, height=size, **canvas.look(ground)) if ground else ""
    return tag("pattern", filled, drawn, id=mark, width=size, height=size, patternUnits="userSpaceOnUse")


def identity(*parts: object) -> str:
    """A short name that follows from what a chart holds, for the ids inside it."""
    return "c" + sha256(repr(parts).encode("utf-8", "backslashreplace")).hexdigest()[:10]


def width_of(labels: Sequence[str]) -> float:
    """About how wide the longest label is, in ems."""
    return max((len(clean(label)) for label in labels), default=0) * LETTER
