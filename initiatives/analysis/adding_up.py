"""What may be added over initiatives, and what may not. Pure.

Measures are laid together when they have the same name, unit, kind and place in the chain. What is not people is added;
so are «deelnames», which are then called deelnames, because the same people may be in them more than once. «Unieke
deelnemers» are never added: somebody may take part in two initiatives. Then only a range is known: with all circles
inside the largest it is the largest of them, with no one in two it is the sum. Shares, means and marks are no amounts,
and a change in the region may be the same change, measured twice: of those there is only the list.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from math import fsum

from lib.text import number

VISITS, PEOPLE, OTHER = "deelnames", "mensen", "anders"
IMPACT = "impact"
SUM, RANGE, LIST = "som", "tussen", "lijst"
NOT_AN_AMOUNT = re.compile(
    r"[%‰°/]|\b(procent\w*|promille|percentage|aandeel|gemiddeld\w*|graad|graden|index|ratio|per|leeftijd)\b"
    r"|cijfer\b|score\b|tevredenheid"
)
"""What a unit or a name says of a number that is no amount: twice 60 % is not 120 %."""
MOST_DECIMALS = 2

WHY_NOT_AMOUNT = "Dit is een verhouding of een gemiddelde, geen hoeveelheid. Zulke getallen telt u niet bij elkaar op."
WHY_NOT_IMPACT = (
    "Een verandering in de regio kan door meer initiatieven tegelijk komen. Twee keer gemeten is niet twee keer "
    "gebeurd, dus dit tellen wij niet op."
)
WHY_NOT_TWICE = "Eén initiatief meet dit meer dan één keer. Opgeteld zou dat dubbel tellen."
WHY_NOT_BELOW_ZERO = "Een aantal mensen kan niet onder nul liggen. Zolang zo’n waarde erbij staat, tellen wij niets op."
WHY_RANGE = (
    "Wie aan twee initiatieven meedoet, staat in beide aantallen. Daarom tellen wij mensen niet op: samen zijn het er "
    "minstens zoveel als bij het grootste initiatief, en hoogstens alle aantallen bij elkaar."
)
WHY_VISITS = "Dit zijn deelnames: dezelfde mensen kunnen er vaker in zitten. Hoeveel mensen het zijn, zegt dit niet."


@dataclass(frozen=True)
class Contribution:
    """One measure of one initiative with what was measured last; `value` is None as long as nothing was measured."""

    initiative: str
    initiative_id: int
    name: str
    unit: str
    counts: str
    level: str
    value: float | None = None
    on: date | None = None
    path: str = ""

    @property
    def value_words(self) -> str:
        """«1.250 kilo», or that nothing was measured yet; that is not nought."""
        return "nog niet gemeten" if self.value is None else with_unit_of(self.value, self.unit)


@dataclass(frozen=True)
class Addition:
    """What measures of the same thing are together. `kind` is SUM (`total`), RANGE (`low`, `high`) or LIST."""

    parts: tuple[Contribution, ...]
    kind: str
    total: float | None = None
    low: float | None = None
    high: float | None = None
    reason: str = ""

    @property
    def name(self) -> str:
        """What was measured, as the first of them writes it."""
        return self.parts[0].name

    @property
    def unit(self) -> str:
        """In what, as the first of them writes it."""
        return self.parts[0].unit

    @property
    def level(self) -> str:
        """Its place in the chain."""
        return self.parts[0].level

    @property
    def n_unknown(self) -> int:
        """Of how many initiatives nothing is known yet."""
        return sum(one.value is None for one in self.parts)

    @property
    def words(self) -> str:
        """«samen 340 deelnames», «tussen 40 en 95 mensen», the only value; "" where there is only a list."""
        if self.kind == SUM and self.total is not None:
            return f"samen {with_unit_of(self.total, self._counted)}"
        if self.kind == RANGE and self.low is not None and self.high is not None:
            if self.low == self.high:
                return with_unit_of(self.low, self.unit)
            return f"tussen {plain(self.low)} en {with_unit_of(self.high, self.unit)}"
        return self.parts[0].value_words if len(self.parts) == 1 else ""

    @property
    def _counted(self) -> str:
        """The unit of a sum: what counts visits says so, whatever the unit is called."""
        if self.parts[0].counts != VISITS or "deelname" in self.unit.casefold():
            return self.unit
        return f"deelnames ({self.unit})"


def add_up(contributions: Iterable[Contribution]) -> list[Addition]:
    """The measures laid together, each group once, in the order in which its first one comes."""
    groups: dict[tuple[str, ...], list[Contribution]] = {}
    for one in contributions:
        key = (_folded(one.name), _folded(one.unit), one.counts, one.level)
        groups.setdefault(key, []).append(one)
    return [_together(tuple(parts)) for parts in groups.values()]


def _together(parts: tuple[Contribution, ...]) -> Addition:
    known = [one.value for one in parts if one.value is not None]
    if len(parts) == 1 or len(known) < 2:
        return Addition(parts, LIST)
    if reason := _why_not(parts, known):
        return Addition(parts, LIST, reason=reason)
    if parts[0].counts == PEOPLE:
        return Addition(parts, RANGE, low=max(known), high=fsum(known), reason=WHY_RANGE)
    return Addition(parts, SUM, total=fsum(known), reason=WHY_VISITS if parts[0].counts == VISITS else "")


def _why_not(parts: Sequence[Contribution], known: Sequence[float]) -> str:
    """Why these are not added nor put in a range; "" where they may be."""
    first = parts[0]
    if not is_amount(first.name, first.unit):
        return WHY_NOT_AMOUNT
    if first.level == IMPACT:
        return WHY_NOT_IMPACT
    if len({one.initiative_id for one in parts}) < len(parts):
        return WHY_NOT_TWICE
    if first.counts in {PEOPLE, VISITS} and min(known) < 0:
        return WHY_NOT_BELOW_ZERO
    return ""


def is_amount(name: str, unit: str) -> bool:
    """Whether numbers of this name and unit can be added at all: no share, mean, rate, mark or score."""
    return not any(NOT_AN_AMOUNT.search(text.casefold()) for text in (name, unit))


def plain(value: float) -> str:
    """A measured value in Dutch, with no more decimals than it needs and at most two: `1.250`, `3,5`."""
    needed = next((n for n in range(MOST_DECIMALS) if round(value, n) == round(value, MOST_DECIMALS)), MOST_DECIMALS)
    return number(value, needed)


def with_unit_of(value: float, unit: str) -> str:
    """A measured value with its unit: `1.250 kilo`."""
    return f"{plain(value)} {unit}".strip()


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
