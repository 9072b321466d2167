"""The ranking of municipalities under weights that people set themselves, beside the method in use."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from lib.text import number
from regioscan import frames
from regioscan.analysis.dialogue import TOTAL, WeightSet
from regioscan.analysis.index.dialogue import ALL_ABOVE, ALL_BELOW, DIVIDED, UNCLEAR, Voice, verdict, voice
from regioscan.analysis.index.scoring import Scores
from regioscan.analysis.index.varying import varied_words
from regioscan.figures.index import National, index_key, national
from regioscan.figures.index_matrix import Frame
from regioscan.figures.index_region import chance_words
from regioscan.figures.keeping import is_kept, keep
from regioscan.models import Region

BASE_NAME, OWN_NAME = "Basis", "Uw gewichten"
AGREED = {ALL_ABOVE: "boven het midden", ALL_BELOW: "onder het midden"}
WORDS = AGREED | {DIVIDED: "gewichten beslissen", UNCLEAR: "niet te onderscheiden van het midden"}


@dataclass(frozen=True)
class Place:
    """A municipality under one set of weights; all None where it has no index."""

    rank: int | None
    index: float | None
    above: float | None
    """The share (0–1) of the versions of the index in which it is above the middle."""


@dataclass(frozen=True)
class Row:
    """A municipality under every set of weights, in the order of the sets."""

    region: Region
    places: tuple[Place, ...]
    agreement: str
    """Whether the sets of weights agree on it, in words; "" where it has no index."""
    reason: str


@dataclass(frozen=True)
class Dialogue:
    """All municipalities under all sets of weights, the base first."""

    frame: Frame
    year: int
    sets: tuple[WeightSet, ...]
    rows: tuple[Row, ...]
    varied_text: str = ""
    """What differs between the versions that a chance of being above the middle is a share of."""
    chance_text: str = ""

    @property
    def ranked(self) -> list[Row]:
        """Those with an index."""
        return [row for row in self.rows if row.places[0].rank is not None]

    @property
    def title(self) -> str:
        """How far the sets agree, as a title."""
        known = self.ranked
        if not known:
            return "Geen gemeente heeft een index"
        if len(self.sets) == 1:
            return f"{number(len(known))} gemeenten met een index over {self.year}"
        n_agree = sum(row.agreement in AGREED.values() for row in known)
        n_decided = sum(row.agreement == WORDS[DIVIDED] for row in known)
        start = f"Over {number(n_agree)} van de {number(len(known))} gemeenten zijn alle gewichten het eens"
        return f"{start}; bij {number(n_decided)} beslissen de gewichten" if n_decided else start


def theme_names(frame: Frame) -> list[tuple[str, str]]:
    """Code and name of every theme, in order."""
    names = frame.version.content["names"]
    return [(code, names.get(code, code)) for code in frame.method.theme_codes]


def base_set(frame: Frame) -> WeightSet:
    """The weights of the method in use, as points that add up to 100."""
    total = sum(theme.weight for theme in frame.method.themes)
    return WeightSet(BASE_NAME, tuple(TOTAL * theme.weight / total for theme in frame.method.themes))


def dialogue(frame: Frame, year: int, sets: Sequence[WeightSet]) -> Dialogue:
    """Every municipality under the base and under these sets. The number of queries does not depend on either."""
    whole = national(frame, year)
    every = (base_set(frame), *sets)
    voices = [keep(_key(whole, one), partial(_weighed, whole, one), is_held=False) for one in every]
    ids = whole.material.regions
    regions = frames.regions_by_id(ids)
    rows = [_row(regions[pk], at, voices, whole.scores) for at, pk in enumerate(ids)]
    rows.sort(key=lambda row: (row.places[0].rank is None, row.places[0].rank or 0, row.region.search_name))
    varied, chance = varied_words(voices[0].factors), chance_words(whole.n_moving, len(frame.codes))
    return Dialogue(frame, year, every, tuple(rows), varied, chance)


def n_unknown(frame: Frame, year: int, sets: Sequence[WeightSet]) -> int:
    """How many of these sets of weights nobody asked for lately, so that they are still to be computed."""
    whole = national(frame, year)
    return sum(not is_kept(_key(whole, one)) for one in sets)


def _key(whole: National, one: WeightSet) -> str:
    """Not with the name: the same weights are the same whoever set them."""
    return index_key(whole.frame, whole.year, "weights", one.weights, whole.material.regions)


def _weighed(whole: National, one: WeightSet) -> Voice:
    method = whole.frame.method
    weights = dict(zip(method.theme_codes, one.weights, strict=True))
    return voice(method, whole.material.matrix, weights, whole.errors)


def _row(region: Region, at: int, voices: Sequence[Voice], scores: Scores) -> Row:
    places = [Place(one.places[at], one.index[at], one.above[at]) for one in voices]
    agreement = WORDS.get(verdict([place.above for place in places]), "")
    words = scores.index.words(at)
    return Row(region, tuple(places), agreement, f"{words[:1].upper()}{words[1:]}." if words else "")


def shown_share(share: float | None) -> str:
    """The chance of being above the middle in words that claim no more than 200 versions can carry."""
    if share is None:
        return "geen index"
    percent = min(max(round(100 * share), 1), 99)
    return f"{percent} %"
