"""Where a coalition has nobody yet, and how far the others are."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

ENGAGEMENTS = ("onbekend", "geinformeerd", "wil", "koploper", "doet")
"""From far to near; each step holds those of the steps after it."""
WILLING = frozenset(ENGAGEMENTS[2:])


@dataclass(frozen=True)
class SectorStanding:
    """A corner of society: how many are on the map, and how many of them want to or go further."""

    sector: str
    n_known: int
    n_willing: int

    @property
    def is_gap(self) -> bool:
        """Nobody of it is willing or further, whether anybody is known or not."""
        return self.n_willing == 0


@dataclass(frozen=True)
class FunnelStep:
    """A degree of engagement: who stands exactly there, and who has come at least so far."""

    engagement: str
    n_here: int
    n_at_least: int


def sector_standings(people: Iterable[tuple[str, str]], sectors: Sequence[str]) -> list[SectorStanding]:
    """One line for each sector in the order given, from pairs (sector, engagement)."""
    known: Counter[str] = Counter()
    willing: Counter[str] = Counter()
    for sector, engagement in people:
        known[sector] += 1
        willing[sector] += engagement in WILLING
    return [SectorStanding(sector, known[sector], willing[sector]) for sector in sectors]


def funnel(engagements: Iterable[str]) -> list[FunnelStep]:
    """How many have come how far; a step that nobody reached is there with zero."""
    counts = Counter(engagements)
    steps = []
    n_at_least = 0
    for engagement in reversed(ENGAGEMENTS):
        n_at_least += counts[engagement]
        steps.append(FunnelStep(engagement, counts[engagement], n_at_least))
    return steps[::-1]
