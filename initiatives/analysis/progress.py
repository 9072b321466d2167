"""How far a measure is between where it began and where it should go, in words without false precision. Pure.

What is not known is not nought: without a beginning nothing is said of how far it has come. Up or down follows from the
goal: fewer can be better.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from initiatives.analysis.adding_up import plain, with_unit_of
from lib.text import long_date

ENOUGH_FOR_A_LINE = 3
"""Fewer points than this make no line."""
NEAR = 0.05
"""Closer to an end than this part of the way counts as being there still."""
ON_THE_WAY = (
    (0.15, "een eerste stuk van de weg"),
    (0.29, "ongeveer een kwart van de weg"),
    (0.42, "ongeveer een derde van de weg"),
    (0.58, "ongeveer halverwege"),
    (0.71, "ongeveer twee derde van de weg"),
    (0.85, "ongeveer driekwart van de weg"),
    (1.0, "bijna bij het doel"),
)
"""Up to which part of the way which words hold."""


@dataclass(frozen=True)
class Moment:
    """A value on a day."""

    value: float
    on: date


@dataclass(frozen=True)
class Progress:
    """What is known of a measure: where it began, what was measured last, and where it should go."""

    baseline: Moment | None
    now: Moment | None
    target: Moment | None
    unit: str

    @property
    def has_moved_on(self) -> bool:
        """Whether something was measured after the beginning."""
        return self.now is not None and (self.baseline is None or self.now.on > self.baseline.on)

    @property
    def way(self) -> float | None:
        """The part of the way from beginning to goal: 0 at the beginning, 1 at the goal; below 0 it went backwards.

        None where the beginning, the goal or a later measurement is missing, or where the goal is to stay where it was.
        """
        if self.baseline is None or self.now is None or self.target is None or not self.has_moved_on:
            return None
        whole = self.target.value - self.baseline.value
        return None if whole == 0 else (self.now.value - self.baseline.value) / whole

    @property
    def is_reached(self) -> bool | None:
        """Whether the goal is reached; None where that cannot be said."""
        return None if self.way is None else self.way >= 1

    def sentence(self) -> str:
        """How far it is, in one sentence."""
        if self.now is None:
            return f"Er is nog niet gemeten.{self._goal()}"
        if self.baseline is None:
            begin = "Het begin is niet gemeten, dus hoeveel er veranderde is niet te zeggen."
            return f"{begin}{self._goal()}"
        if not self.has_moved_on:
            return f"Na het begin is nog niet gemeten.{self._goal()}"
        if self.target is None:
            return f"{self._since(self.baseline, self.now)} Er is geen doel gesteld."
        return self._towards(self.target)

    def _towards(self, target: Moment) -> str:
        way = self.way
        if way is None:
            stays = self.now is not None and self.now.value == target.value
            held = "dat lukt tot nu toe" if stays else "de laatste meting is anders"
            return f"Het doel is blijven waar het was ({self._said(target)}): {held}."
        if way >= 1:
            return f"Het doel is bereikt.{self._goal()}"
        if way <= -NEAR:
            return f"Verder van het doel dan bij het begin.{self._goal()}"
        if way < NEAR:
            return f"Nog ongeveer waar het begon.{self._goal()}"
        words = next(words for most, words in ON_THE_WAY if way < most)
        return f"{words[0].upper()}{words[1:]}.{self._goal()}"

    def _since(self, baseline: Moment, now: Moment) -> str:
        if now.value == baseline.value:
            return f"Evenveel als bij het begin ({self._said(baseline)})."
        more = "Meer" if now.value > baseline.value else "Minder"
        return f"{more} dan bij het begin ({self._said(baseline)})."

    def _goal(self) -> str:
        return "" if self.target is None else f" Het doel is {self._said(self.target)}."

    def _said(self, moment: Moment) -> str:
        return f"{with_unit_of(moment.value, self.unit)} op {long_date(moment.on)}"

    def is_overdue(self, today: date) -> bool:
        """Whether the day of the goal has passed and the goal is not known to be reached."""
        return self.target is not None and self.target.on < today and not self.is_reached


def moments(baseline: Moment | None, measured: Iterable[Moment]) -> list[Moment]:
    """All that is known of a measure in order of day; what was measured on the day of the beginning takes its place."""
    by_day = {baseline.on: baseline} if baseline else {}
    by_day |= {one.on: one for one in measured}
    return [by_day[on] for on in sorted(by_day)]


def has_line(points: Sequence[Moment]) -> bool:
    """Whether there are enough points to draw a course."""
    return len(points) >= ENOUGH_FOR_A_LINE


def read_number(text: str) -> float | None:
    """A number as the Dutch write it: `1.250,5` and `1250,5`, `-3`, and `2.5` of somebody's telephone.

    A point before exactly three digits parts thousands (`1.250` is twelve hundred and fifty), unless nought stands
    before it. None for what is no number, or is larger than a million million.
    """
    value = _read(text)
    return None if value is None or abs(value) > LARGEST else value


def is_too_large(text: str) -> bool:
    """Whether this is a number, only larger than `read_number` takes."""
    value = _read(text)
    return value is not None and abs(value) > LARGEST


def _read(text: str) -> float | None:
    kept = "".join(text.split()).replace("−", "-")
    sign, digits = (-1, kept[1:]) if kept.startswith("-") else (1, kept)
    whole, comma, part = digits.partition(",")
    if "." in whole:
        whole, part, comma = _thousands(whole, part, comma)
    if not _is_digits(whole) or (comma and not _is_digits(part)):
        return None
    return sign * float(f"{whole}.{part or 0}") + 0.0


LARGEST = 1e12


def write_number(value: float) -> str:
    """A value as somebody types it, so that `read_number` gives the same back: `1250,5`."""
    text = f"{value:.10f}".rstrip("0").rstrip(".") if abs(value) < LARGEST else plain(value)
    return text.replace(".", ",")


def _thousands(whole: str, part: str, comma: str) -> tuple[str, str, str]:
    first, *groups = whole.split(".")
    if all(len(one) == 3 for one in groups) and 1 <= len(first) <= 3 and first.strip("0"):
        return first + "".join(groups), part, comma
    if len(groups) == 1 and not comma:
        return first, groups[0], ","
    return "", "", ""


def _is_digits(text: str) -> bool:
    return bool(text) and text.isascii() and text.isdigit()
