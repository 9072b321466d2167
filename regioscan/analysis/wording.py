"""Figures in Dutch words, by fixed rules: the same numbers always give the same sentence.

No sentence says why something is so. A figure without a direction is never called favourable or unfavourable.
"""

from dataclasses import dataclass

from lib.text import number, with_unit
from regioscan.analysis.change import Change
from regioscan.analysis.comparing_groups import GroupValue
from regioscan.analysis.position import Standing

ENOUGH_FOR_QUARTERS = 4
"""Of fewer regions it makes no sense to say between which values half of them lies."""
MEAN_NAMES = {
    "inwoners": "Gemiddelde inwoner",
    "woningen": "Gemiddelde woning",
    "huishoudens": "Gemiddeld huishouden",
    "vestigingen": "Gemiddelde vestiging",
}


@dataclass(frozen=True)
class PeerWords:
    """What the other regions are called: «gemeente», «gemeenten», and where: "" or «in Gelderland».

    `holds_us` is whether ours is one of them: it is a «gemeente in Gelderland», and no «vergelijkbare gemeente».
    """

    singular: str
    plural: str
    where: str = ""
    middle: str = ""
    """What the middle one is called where that takes «het»: «middelste samengestelde gebied»."""
    holds_us: bool = True

    @property
    def another(self) -> str:
        """«andere gemeente»; of a group without us «vergelijkbare gemeente»."""
        return f"andere {self.singular}" if self.holds_us else self.singular

    @property
    def the_others(self) -> str:
        """«de andere gemeenten in Gelderland»; of a group without us «de vergelijkbare gemeenten»."""
        return f"de {self._plural} {self.where}".strip()

    @property
    def _plural(self) -> str:
        return f"andere {self.plural}" if self.holds_us else self.plural

    @property
    def the_middle(self) -> str:
        """«de middelste gemeente», «het middelste samengestelde gebied»."""
        return f"het {self.middle}" if self.middle else f"de middelste {self.singular}"

    def others(self, count: int) -> str:
        """`1 andere gemeente`, `341 andere gemeenten in Gelderland`."""
        noun = self.another if count == 1 else self._plural
        return f"{number(count)} {noun} {self.where}".strip()

    def together(self, n_others: int) -> str:
        """`342 gemeenten in Gelderland`, ours counted; of a group without us `10 vergelijkbare gemeenten`."""
        count = n_others + self.holds_us
        return f"{number(count)} {self.singular if count == 1 else self.plural} {self.where}".strip()

    def every(self, count: int) -> str:
        """`de andere gemeente`, `beide andere gemeenten`, `alle 341 andere gemeenten in Gelderland`."""
        if count == 1:
            article = "het" if self.middle else "de"
            return f"{article} {self.another} {self.where}".strip()
        if count == 2:
            return f"beide {self._plural} {self.where}".strip()
        return f"alle {self.others(count)}"


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
        return f"Er is geen {peers.another} met dit cijfer om mee te vergelijken."
    return f"{_place(standing, peers, words_for(unit))} {_judgement(standing, direction)}".strip()


def _place(standing: Standing, peers: PeerWords, words: SizeWords) -> str:
    if standing.n_equal == standing.n_others:
        return f"{words.same.capitalize()} als in {peers.every(standing.n_others)}."
    if standing.is_middle:
        return f"In het midden {'van' if peers.holds_us else 'tussen'} de {peers.together(standing.n_others)}."
    is_high = standing.percentile > 0.5
    if 0 in {standing.n_lower, standing.n_higher} and peers.holds_us:
        return _extreme(standing, peers, words.highest if is_high else words.lowest)
    count = standing.n_lower if is_high else standing.n_higher
    if count == standing.n_others:
        return f"{words.more if is_high else words.less} dan in {peers.every(count)}."
    ties = f", {words.same} als in {number(standing.n_equal)}" if standing.n_equal else ""
    others = peers.others(standing.n_others)
    return f"{words.more if is_high else words.less} dan in {number(count)} van de {others}{ties}."


def _extreme(standing: Standing, peers: PeerWords, superlative: str) -> str:
    group = peers.together(standing.n_others)
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


def group_sentence(found: GroupValue, mean_name: str, of: str, middle_name: str, unit: tuple[int, str]) -> str:
    """What the others have: «Gemiddelde inwoner van de groep: 3,2 %. Middelste gemeente: 3,1 %, de helft ligt tussen
    2,8 % en 3,6 %.» `unit` is how many decimals, and the unit behind the number."""
    decimals, short = unit
    together = f"{mean_name} van {of}: {amount(found.mean, decimals, short)}. " if found.mean is not None else ""
    middle = f"{middle_name}: {amount(found.median, decimals, short)}"
    if found.n < ENOUGH_FOR_QUARTERS:
        return f"{together}{middle}."
    between = f"{amount(found.low, decimals, short)} en {amount(found.high, decimals, short)}"
    return f"{together}{middle}, de helft ligt tussen {between}."


def mean_name(unit: str) -> str:
    """What the mean over a group is the mean of, by the unit of the weights: «Gemiddelde inwoner»."""
    return MEAN_NAMES.get(unit, "Gemiddelde")


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
