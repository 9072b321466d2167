"""Figures in Dutch words, by fixed rules: the same numbers always give the same sentence.

No sentence says why something is so. A figure without a direction is never called favourable or unfavourable.
"""

from dataclasses import dataclass

from lib.text import number, with_unit
from regioscan.analysis.change import Change
from regioscan.analysis.position import Standing


@dataclass(frozen=True)
class PeerWords:
    """What the other regions are called: «gemeente», «gemeenten», and where: "" or «in Gelderland»."""

    singular: str
    plural: str
    where: str = ""

    def others(self, count: int) -> str:
        """`1 andere gemeente`, `341 andere gemeenten in Gelderland`."""
        noun = self.singular if count == 1 else self.plural
        return f"{number(count)} andere {noun} {self.where}".strip()

    def all(self, count: int) -> str:
        """`342 gemeenten in Gelderland`, for two or more."""
        return f"{number(count)} {self.plural} {self.where}".strip()

    def every(self, count: int) -> str:
        """`de 1 andere gemeente`, `beide andere gemeenten`, `alle 341 andere gemeenten in Gelderland`."""
        if count == 2:
            return f"beide andere {self.plural} {self.where}".strip()
        return f"{'de' if count == 1 else 'alle'} {self.others(count)}"


@dataclass(frozen=True)
class SizeWords:
    """How values are compared in words: «hoger» for most figures, «verder» for distances."""

    more: str
    less: str
    highest: str
    lowest: str
    same: str


HEIGHT = SizeWords("Hoger", "Lager", "hoogst", "laagst", "even hoog")
DISTANCE = SizeWords("Verder", "Dichterbij", "verst", "dichtstbij", "even ver")


def words_for(unit: str) -> SizeWords:
    """The words to compare values in this unit with."""
    return DISTANCE if unit == "km" else HEIGHT


def amount(value: float, decimals: int, unit: str) -> str:
    """A value inside a sentence: `3,4 %`, `12,6 per 1.000 inwoners`."""
    return with_unit(value, decimals, unit)


def lower_first(name: str) -> str:
    """A name inside a sentence: «Afstand tot» becomes «afstand tot», but «WOZ» and «Wmo» stay as they are."""
    word = name.split(maxsplit=1)[0].split("-", maxsplit=1)[0] if name else ""
    is_abbreviation = any(letter.isupper() for letter in word[1:]) or word in {"Wmo", "Wlz", "Leefbaarometer"}
    return name if is_abbreviation else name[:1].lower() + name[1:]


def verdict(standing: Standing | None, direction: int, peers: PeerWords, unit: str = "") -> str:
    """Where the region stands, and whether that is favourable: «Hoger dan in 290 van de 341 andere gemeenten.»

    With too few other regions it says only where the region stands.
    """
    if standing is None:
        return f"Er is geen andere {peers.singular} met dit cijfer om mee te vergelijken."
    return f"{_place(standing, peers, words_for(unit))} {_judgement(standing, direction)}".strip()


def _place(standing: Standing, peers: PeerWords, words: SizeWords) -> str:
    if standing.n_equal == standing.n_others:
        return f"{words.same.capitalize()} als in {peers.every(standing.n_others)}."
    if standing.is_middle:
        return f"In het midden van de {peers.all(standing.n_others + 1)}."
    is_high = standing.percentile > 0.5
    if 0 in {standing.n_lower, standing.n_higher}:
        return _extreme(standing, peers, words.highest if is_high else words.lowest)
    count = standing.n_lower if is_high else standing.n_higher
    ties = f", {words.same} als in {number(standing.n_equal)}" if standing.n_equal else ""
    others = peers.others(standing.n_others)
    return f"{words.more if is_high else words.less} dan in {number(count)} van de {others}{ties}."


def _extreme(standing: Standing, peers: PeerWords, superlative: str) -> str:
    group = peers.all(standing.n_others + 1)
    if standing.n_equal:
        noun = peers.singular if standing.n_equal == 1 else peers.plural
        return f"Samen met {number(standing.n_equal)} andere {noun} het {superlative} van de {group}."
    return f"Het {superlative} van de {group}."


def _judgement(standing: Standing, direction: int) -> str:
    if direction == 0 or not standing.has_enough_others:
        return ""
    if standing.is_middle or standing.n_equal == standing.n_others:
        return ""
    return "Dat is gunstig." if (standing.percentile > 0.5) == (direction > 0) else "Dat is ongunstig."


def change_sentence(found: Change, decimals: int, unit: str) -> str:
    """«In 2019 was het 4,4 %: 2,3 procentpunt lager nu.» Says «even hoog» where rounding leaves no difference."""
    start = amount(found.start, decimals, unit)
    if number(found.start, decimals) == number(found.end, decimals):
        return f"In {found.start_year} was het ook {start}."
    return f"In {found.start_year} was het {start}."


def theme_words(place: float | None) -> str:
    """«gunstiger», «ongeveer gelijk», «minder gunstig» or «geen score»; the same borders as for one figure."""
    if place is None:
        return "geen score"
    if place > 60:
        return "gunstiger"
    return "minder gunstig" if place < 40 else "ongeveer gelijk"


def counted(count: int, singular: str, plural: str) -> str:
    """`1 cijfer`, `7 cijfers`, `geen cijfers`."""
    if count == 0:
        return f"geen {plural}"
    return f"{number(count)} {singular if count == 1 else plural}"
