"""Which offers fit a need, and the other way round. Pure: words of the board in, an order out."""

from collections.abc import Iterable
from dataclasses import dataclass

from lib.text import search_key


@dataclass(frozen=True)
class Card:
    """What fitting asks of a need or an offer. `number` grows with time; `theme` 0 and an empty place are unknown."""

    number: int
    side: str
    kind: str
    owner: int
    theme: int = 0
    place: str = ""


@dataclass(frozen=True)
class Fit:
    """A card that fits, and what makes it fit better than the kind alone."""

    number: int
    has_same_theme: bool
    has_same_place: bool

    @property
    def words(self) -> str:
        """Why it stands where it stands: `zelfde thema, zelfde plaats`."""
        found = [
            words
            for holds, words in ((self.has_same_theme, "zelfde thema"), (self.has_same_place, "zelfde plaats"))
            if holds
        ]
        return ", ".join(found) or "zelfde soort"


def fit(one: Card, other: Card) -> Fit | None:
    """How `other` fits `one`; None where it does not.

    A need and an offer fit when they are of the same kind and of two people. What is not known is not the same:
    two cards without a theme do not share one.
    """
    if one.side == other.side or one.kind != other.kind or one.owner == other.owner:
        return None
    place = search_key(one.place)
    return Fit(
        number=other.number,
        has_same_theme=one.theme != 0 and one.theme == other.theme,
        has_same_place=place != "" and place == search_key(other.place),
    )


def fitting(one: Card, others: Iterable[Card]) -> list[Fit]:
    """The cards that fit, best first.

    The same theme and the same place both raise; with one of them the theme goes before the place. The newest goes
    before what is equal. The order in which `others` come changes nothing.
    """
    found = [made for other in others if (made := fit(one, other)) is not None]
    return sorted(
        found,
        key=lambda made: (-(made.has_same_theme + made.has_same_place), not made.has_same_theme, -made.number),
    )
