"""Seven small lines, one a sentence: the mean in each pulse with its margin, all on the same scale of 1 to 5."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.safestring import SafeString, mark_safe

from lib.svg import tag
from lib.tables import Column, Table
from lib.text import long_date
from succesfactoren.access.pulse import NOT_THE_WHOLE_LIST, Beat, Pulse, PulseLine, Pulses
from succesfactoren.analysis.levels import one_decimal, score_words
from succesfactoren.analysis.result_words import margin_words
from succesfactoren.charts.pens import Pen, ScreenPen, frame
from succesfactoren.models import Instrument

HEIGHT, EDGE = 104.0, 0.06
LOWEST, HIGHEST = 1.0, 5.0
ROOM = 8.0
SCREEN = ScreenPen()


@dataclass(frozen=True)
class PulseRow:
    """A sentence with its line, its newest mean, and what is said of it."""

    factor: str
    text: str
    plot: SafeString
    score: str
    words: str


@dataclass(frozen=True)
class PulsePicture:
    """All lines of one pulse, and the same numbers as a table."""

    pulse: Pulse
    rows: Sequence[PulseRow]
    table: Table


@dataclass(frozen=True)
class PulseBoard:
    """All pulses that a reader may see, and how a new one begins where they may begin one."""

    pictures: Sequence[PulsePicture]
    new_with: Instrument | None
    warning: str = NOT_THE_WHOLE_LIST


def pulse_board(pulses: Pulses) -> PulseBoard:
    """The pulses of `access.pulse.pulse_of` as a page shows them."""
    return PulseBoard([pulse_picture(one) for one in pulses.found], pulses.new_with)


def pulse_picture(pulse: Pulse) -> PulsePicture:
    """The lines and their table; all lines have the same days and the same scale."""
    return PulsePicture(pulse, [_row(one) for one in pulse.lines], _table(pulse))


def _row(line: PulseLine) -> PulseRow:
    drawn = mark_safe(line_plot(line, SCREEN))  # noqa: S308  # numbers and our own class names
    last = line.last
    if last.mean is None:
        return PulseRow(line.factor, line.text, drawn, "", last.hidden.capitalize())
    return PulseRow(line.factor, line.text, drawn, score_words(last.mean), margin_words(last.low, last.high))


def line_plot(line: PulseLine, pen: Pen) -> str:
    """Dots with their margins, joined where two pulses follow each other; one without a mean leaves a hole."""
    places = [_place(i, len(line.beats)) for i in range(len(line.beats))]
    drawn = [_level(mark, pen) for mark in range(1, 6)]
    pairs = list(zip(places, line.beats, strict=True))
    drawn += [_joined(*one, *other, pen) for one, other in pairwise(pairs)]
    for i, (place, beat) in enumerate(pairs):
        drawn += _beat(place, beat, pen, is_last=i == len(pairs) - 1)
    return frame(pen, *drawn, height=HEIGHT, label=line_words(line), name="plot pulse-plot")


def line_words(line: PulseLine) -> str:
    """The same for who does not see it."""
    said = [f"{one.round_name} {_said(one)}" for one in line.beats]
    return f"{line.factor}: {', '.join(said)}."


def _said(beat: Beat) -> str:
    return beat.hidden if beat.mean is None else one_decimal(beat.mean)


def _place(i: int, n: int) -> float:
    return 0.5 if n == 1 else EDGE + (1 - 2 * EDGE) * i / (n - 1)


def _y(mark: float, pen: Pen) -> float:
    return (ROOM + (HIGHEST - mark) / (HIGHEST - LOWEST) * (HEIGHT - 2 * ROOM)) * pen.unit


def _level(mark: int, pen: Pen) -> str:
    y = _y(mark, pen)
    return tag("line", x1=pen.x(0), x2=pen.x(1), y1=y, y2=y, **pen.look("axis"))


def _joined(x1: float, one: Beat, x2: float, other: Beat, pen: Pen) -> str:
    if one.mean is None or other.mean is None:
        return ""
    ends = {"x1": pen.x(x1), "x2": pen.x(x2), "y1": _y(one.mean, pen), "y2": _y(other.mean, pen)}
    return tag("line", **ends, **pen.look("course"))


def _beat(place: float, beat: Beat, pen: Pen, *, is_last: bool) -> list[str]:
    if beat.mean is None:
        return []
    drawn = []
    if beat.low is not None and beat.high is not None:
        ends = {"x1": pen.x(place), "x2": pen.x(place), "y1": _y(beat.high, pen), "y2": _y(beat.low, pen)}
        drawn.append(tag("line", **ends, **pen.look("margin")))
    role, radius = ("dot", 6.0) if is_last else ("last", 4.5)
    drawn.append(tag("circle", cx=pen.x(place), cy=_y(beat.mean, pen), r=radius * pen.unit, **pen.look(role)))
    return drawn


def _table(pulse: Pulse) -> Table:
    days = [f"{one.name}, {long_date(one.closed_at)}" for one in pulse.rounds if one.closed_at]
    columns = [Column("onderdeel", "Onderdeel"), Column("zin", "Zin")]
    columns += [Column(f"pols-{i}", day) for i, day in enumerate(days)]
    rows = [(one.factor, one.text, *(_cell(beat) for beat in one.beats)) for one in pulse.lines]
    return Table("De pols, gemiddelde van 1 tot 5 met marge", tuple(columns), tuple(rows))


def _cell(beat: Beat) -> str:
    margin = margin_words(beat.low, beat.high)
    return _said(beat) + (f" ({margin})" if margin else "")
